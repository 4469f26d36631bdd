"""How do answers travel from one cache to another? As JSON Lines that a team can commit, each line checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract import jsonl
from extract.errors import CacheError, RecordError
from extract.llm.cache import Cache
from extract.llm.entries import Entry, entry_from_json, entry_to_json
from extract.llm.holdings import Selection
from extract.llm.requests import canonical_text, key_of_text


@dataclass(slots=True)
class Exported:
    """What went into a bundle and what did not."""

    entries: int = 0
    unfinished: int = 0
    """Left out: a re-ask of theirs may be due, and whoever imports them could not tell."""


@dataclass(slots=True)
class Imported:
    """What became of the lines of bundles or of a batch's output."""

    stored: int = 0
    same: int = 0
    """Already there with the same answers."""
    kept: list[str] = field(default_factory=list)
    """Places of lines for whose key the cache has other answers, which stayed."""
    refused: list[str] = field(default_factory=list)
    """Places of lines that are no entry, each with the reason."""

    def take(self, entry: Entry, cache: Cache, place: str, *, refresh: bool) -> None:
        """Keep an entry that came in, unless the cache has one and it is not to be refreshed."""
        there = cache.put(entry, refresh=refresh)
        if there is None:
            self.stored += 1
        elif _answers(there) == _answers(entry):
            self.same += 1
        else:
            self.kept.append(f"{place}: the cache has another answer, which stays without --refresh")


def export_bundle(cache: Cache, path: Path, selection: Selection) -> Exported:
    """Write the selected finished entries to a file, one a line by key: equal caches give equal bytes."""
    exported = Exported()
    try:
        jsonl.replace(path, _lines(cache, selection, exported))
    except OSError as error:
        raise CacheError(f"{path}: the bundle cannot be written ({error.strerror}); name another file") from error
    return exported


def _lines(cache: Cache, selection: Selection, exported: Exported) -> Iterator[bytes]:
    for entry in cache:
        if not selection.holds(entry):
            continue
        if not entry.finished:
            exported.unfinished += 1
            continue
        exported.entries += 1
        line = {"key": entry.key, "request": entry.request, "attempts": entry_to_json(entry)["attempts"]}
        yield jsonl.dumps(line).encode() + b"\n"


def import_bundle(cache: Cache, path: Path, imported: Imported, *, refresh: bool = False) -> None:
    """Take the entries of a bundle into the cache, finished as they are, and count them in `imported`.

    A line whose key is not the hash of its request is refused: it would answer another request.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            place = f"{path}:{number}"
            try:
                entry = _entry(jsonl.loads(line, place), place)
            except RecordError as error:
                imported.refused.append(str(error))
            else:
                imported.take(entry, cache, f"{place}: {entry.key[:16]}", refresh=refresh)


def _entry(record: Mapping[str, Any], place: str) -> Entry:
    request = record.get("request")
    if not isinstance(request, dict):
        raise RecordError(f"{place}: not an entry of a cache: no request; export the bundle again")
    try:
        text = canonical_text(request)
        entry = entry_from_json({**record, "finished": True, "source": "imported"}, text)
    except RecordError as error:
        raise RecordError(f"{place}: {error}; export the bundle again") from error
    if key_of_text(text) != entry.key:
        raise RecordError(f"{place}: {entry.key[:16]}: the key is not that of the request; export the bundle again")
    if not entry.attempts:
        raise RecordError(f"{place}: {entry.key[:16]}: no answer; leave the line out")
    return entry


def _answers(entry: Entry) -> tuple[tuple[int, Mapping[str, Any]], ...]:
    return tuple((attempt.reask, attempt.raw) for attempt in entry.attempts)
