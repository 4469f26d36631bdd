"""How a run directory is kept: one process at a time, whole lines while it goes, in source order at its end."""

import fcntl
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from extract import jsonl
from extract.errors import RecordError, RunError
from extract.records import Document, Failure, Row
from extract.runs.lines import KeyedLines
from extract.runs.manifest import NAME, Manifest, read_manifest, resumed, write_manifest
from extract.runs.tally import Tally

RESULTS = "results.jsonl"
DOCUMENTS = "documents.jsonl"
FILES = frozenset((NAME, DOCUMENTS, RESULTS))
"""What a run directory holds."""
_LOCK = ".lock"


class RunDirectory:
    """The three files of a run that is going on; use `opened`."""

    def __init__(self, path: Path, manifest: Manifest, types: Sequence[str]) -> None:
        """Take up the directory's lines; `types` are the item types of the response model."""
        self.tally = Tally(types)
        self._path = path
        self._manifest = manifest
        self._types = types
        self._counted: dict[str, bool] = {}  # every document met, in source order: is its row in the tally?
        self._results = KeyedLines(path / RESULTS, lambda record: str(record["document"]["id"]))
        self._documents = KeyedLines(path / DOCUMENTS, lambda record: str(record["id"]))

    def meet(self, id_: str) -> bool:
        """Give the document its place in the order; False where this sitting has met it already."""
        if id_ in self._counted:
            return False
        self._counted[id_] = False
        return True

    def keep(self, document: Document) -> bool:
        """Count the document's row of an earlier sitting if it still holds, and say whether it does."""
        row = self._earlier(document)
        if row is None or row["status"] == "failed":
            return False
        self.tally.kept += 1
        self._count(row)
        return True

    def has_failed(self, document: Document) -> bool:
        """Whether an earlier sitting had no answer about just this document, which `document` then gives back."""
        row = self._earlier(document)
        return row is not None and row["status"] == "failed" and self.document(document.id) == document

    def document(self, id_: str) -> Document:
        """Return the document as it was written."""
        return jsonl.document_from_json(self._documents.record(id_))

    def _earlier(self, document: Document) -> dict[str, Any] | None:
        """Return the row of the document from an earlier sitting; None where it has none, or the document changed."""
        id_ = document.id
        if id_ not in self._results or id_ not in self._documents:
            return None
        row = self._results.record(id_)
        then = row["document"]
        unchanged = (then["sha256"], then["title"], then["date"]) == (document.sha256, document.title, document.date)
        return row if unchanged else None

    def add(self, row: Row, document: Document | None) -> None:
        """Write the row, after its document where there is a text.

        What JSON cannot hold makes the row `failed`, and a disk that takes no more is a `RunError`.
        """
        with _writing(self._path):
            try:
                if document is not None:
                    self._documents.append(document.id, jsonl.document_to_json(document))
                self._write(row)
            except RecordError as error:
                failure = Failure("unwritable", str(error))
                self._write(replace(row, status="failed", error=failure, items=None, problems=()))

    def _write(self, row: Row) -> None:
        record = jsonl.row_to_json(row, self._types)
        self._results.append(row.document.id, record)
        self._count(record)

    def _count(self, record: dict[str, Any]) -> None:
        self._counted[record["document"]["id"]] = True
        self.tally.add(record)

    def finish(self, now: str, seconds: float) -> None:
        """Put the rows in source order, drop those whose documents have left the sources, and call the run complete."""
        self.tally.dropped = sum(id_ not in self._counted for id_ in self._results.ids())
        self._settle(self._counted)
        self._write_manifest(complete=True, finished=now, seconds=seconds)

    def pause(self, now: str, seconds: float) -> None:
        """Leave the run so that it can go on later: rows that were not reached stay and are counted."""
        for id_ in self._results.ids():
            if not self._counted.get(id_):
                self.tally.kept += 1
                self.tally.add(self._results.record(id_))
        self._settle([*self._counted, *(id_ for id_ in self._results.ids() if id_ not in self._counted)])
        self._write_manifest(complete=False, finished=now, seconds=seconds)

    def _settle(self, ids: Iterable[str]) -> None:
        ids = list(ids)
        with _writing(self._path):
            self._documents.settle(ids)  # first: a row is never without its document
            self._results.settle(ids)

    def _write_manifest(self, *, complete: bool, finished: str, seconds: float) -> None:
        self._manifest = replace(
            self._manifest,
            complete=complete,
            finished=finished,
            seconds=round(self._manifest.seconds + seconds, 3),
            results=self.tally.to_json(),
        )
        with _writing(self._path):
            write_manifest(self._path, self._manifest)

    def close(self) -> None:
        """Close the files."""
        self._results.close()
        self._documents.close()


@contextmanager
def opened(path: Path, manifest: Manifest, types: Sequence[str]) -> Iterator[RunDirectory]:
    """Give the run directory, made or taken up again, to this process alone.

    Raises `RunError` where another process has it, where it holds something else, or a run of another kind.
    """
    with _writing(path):
        path.mkdir(parents=True, exist_ok=True)
        foreign = sorted(one.name for one in path.iterdir() if not one.name.startswith("."))
        if foreign and NAME not in foreign:
            raise RunError(f"{path} holds {foreign[0]} but no {NAME}, so it is no run; name another with --out")
        lock = (path / _LOCK).open("w", encoding="utf-8")
    with lock:
        _take(lock, path)
        with _writing(path):
            directory = _taken_up(path, manifest, types)
        try:
            yield directory
        finally:
            directory.close()


def _taken_up(path: Path, manifest: Manifest, types: Sequence[str]) -> RunDirectory:
    if (path / NAME).exists():
        manifest = resumed(read_manifest(path), manifest, path)
    for left in path.glob(".*.tmp"):  # of a process that was killed
        left.unlink()
    write_manifest(path, manifest)
    return RunDirectory(path, manifest, types)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RunError(
            f"{path} cannot be written ({error}); mend that, or name another directory with --out"
        ) from error


def _take(lock: TextIO, path: Path) -> None:
    """Lock the file until it is closed; the system lets go of it when the process dies, however it dies."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise RunError(f"{path} is in use by another run; wait for it or name another directory with --out") from error


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a run directory; of a run that stopped half-way, the last row of each document.

    Raises `RunError` where there is no run, or a complete one has two rows for a document; `RecordError` where a line
    is broken.
    """
    yield from map(jsonl.row_from_json, _one_each(path, RESULTS, lambda record: record["document"]["id"]))


def read_documents(path: Path) -> Iterator[Document]:
    """Yield the documents of a run directory, with their texts; otherwise as `read_rows`."""
    yield from map(jsonl.document_from_json, _one_each(path, DOCUMENTS, lambda record: record["id"]))


def _one_each(path: Path, name: str, id_of: Callable[[dict[str, Any]], str]) -> Iterator[dict[str, Any]]:
    """Yield the last record of each document from a file of the run directory, where there is one."""
    complete = read_manifest(path).complete
    file = path / name
    if not file.exists():
        return
    latest: dict[str, int] = {}
    for number, record in jsonl.read(file):
        id_ = id_of(record)
        if complete and id_ in latest:
            raise RunError(f"{file}:{latest[id_]} and :{number} are both about document {id_!r}; delete one of them")
        latest[id_] = number
    for number, record in jsonl.read(file):
        if latest[id_of(record)] == number:
            yield record
