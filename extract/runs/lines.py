"""How lines that belong to documents are kept: appended as they come, in order at the end, one for each document."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from extract import jsonl
from extract.errors import RecordError


class KeyedLines:
    """A JSON Lines file with one line for each document id; only ids and offsets are held in memory."""

    def __init__(self, path: Path, id_of: Callable[[Mapping[str, Any]], str]) -> None:
        """Open the file, cutting off a torn last line; `RecordError` names a line amid others that is broken."""
        self._path = path
        self._offsets: dict[str, int] = {}
        self._lines = 0
        if path.exists():
            jsonl.mend(path)
            for number, offset, record in jsonl.read_at(path, torn="refuse"):
                try:
                    self._offsets[id_of(record)] = offset
                except (KeyError, TypeError) as error:
                    raise RecordError(f"{path}:{number} names no document; delete the line") from error
                self._lines += 1
        self._out = path.open("ab", buffering=0)
        self._back = path.open("rb")

    def __contains__(self, id_: str) -> bool:
        return id_ in self._offsets

    def ids(self) -> Iterable[str]:
        """Return the ids that have a line."""
        return self._offsets.keys()

    def append(self, id_: str, record: Mapping[str, Any]) -> None:
        """Write the line of a document; an earlier line of it no longer counts."""
        self._offsets[id_] = jsonl.append(self._out, record)
        self._lines += 1

    def record(self, id_: str) -> dict[str, Any]:
        """Return what the line of a document says; `KeyError` where it has none."""
        return jsonl.loads(self._line(id_), f"{self._path}, document {id_}")

    def _line(self, id_: str) -> bytes:
        self._back.seek(self._offsets[id_])
        return self._back.readline()

    def settle(self, ids: Iterable[str]) -> None:
        """Replace the file at once by the lines of these documents, in this order, as the last thing before `close`.

        Ids that have no line are passed over.
        """
        ids = [id_ for id_ in ids if id_ in self._offsets]
        if self._lines == len(ids) and ids == list(self._offsets):
            return  # one line each and in order already
        jsonl.replace(self._path, (self._line(id_) for id_ in ids))

    def close(self) -> None:
        """Close the file."""
        self._out.close()
        self._back.close()
