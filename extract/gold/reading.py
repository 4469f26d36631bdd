"""What does a gold folder hold?"""

import hashlib
from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import Path
from sys import intern
from typing import Any

from extract.errors import GoldError, RecordError
from extract.jsonl import loads, unrepeated
from extract.labels import Gold, GoldDocument, GoldItem
from extract.records import Span

OWN_KEYS = ("type", "start", "end", "quote", "alternatives", "optional", "unlabelled", "provenance", "note")
"""Keys of an item's line that are gold's own; every other key is a field of the item."""
_OWN = frozenset(OWN_KEYS)
_PLACE = ("type", "start", "end", "quote")
_KINDS: tuple[type, ...] = (str, int, int, str)


def files(folder: Path) -> tuple[Path, ...]:
    """Return the gold files of the folder by name; raises `GoldError` where there is none."""
    found = tuple(sorted(path for path in folder.glob("*.jsonl") if path.is_file()))
    if not found:
        raise GoldError(f"{folder} holds no gold (one DOCUMENT-ID.jsonl a document); name another folder with --gold")
    return found


def revision(folder: Path) -> str:
    """Return the hash of what `folder/*.jsonl` holds, names included: 64 hexadecimal digits of SHA-256."""
    digest = hashlib.sha256()
    for path in files(folder):
        _take(digest, path, path.read_bytes())
    return digest.hexdigest()


def _take(digest: Any, path: Path, content: bytes) -> None:
    digest.update(f"{path.name}\0{len(content)}\0".encode())
    digest.update(content)


def load(folder: Path) -> Gold:
    """Return the gold set of the folder; raises `GoldError` naming file and line where a line is not of the format."""
    documents: dict[str, GoldDocument] = {}
    digest = hashlib.sha256()
    for path in files(folder):
        content = _content(path)
        _take(digest, path, content)
        document = _document(path, content)
        if document.id in documents:
            raise GoldError(f"{path} and {documents[document.id].path} both label document {document.id!r}; keep one")
        documents[document.id] = document
    return Gold(folder, digest.hexdigest(), documents)


def read_document(path: Path) -> GoldDocument:
    """Return the labelled items of one file; raises `GoldError` naming file and line."""
    return _document(path, _content(path))


def _document(path: Path, content: bytes) -> GoldDocument:
    lines = _lines(path, content)
    header = lines[0][1]
    items = tuple([read_item(record, f"{path}:{number}", number) for number, record in lines[1:]])
    return GoldDocument(header["id"], header["sha256"], path, items, header)


def read_lines(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Return the records of a file with their lines, the first one that of the document; raises `GoldError`."""
    return _lines(path, _content(path))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise GoldError(f"{path}:1: cannot be read ({error}); mend that or take the file away") from error


def _lines(path: Path, content: bytes) -> list[tuple[int, dict[str, Any]]]:
    if content.startswith(BOM_UTF8):
        raise GoldError(f"{path}:1: begins with a byte-order mark; save it without one")
    try:
        lines = [
            (number, loads(line, f"{path}:{number}", unrepeated))
            for number, line in enumerate(content.split(b"\n"), start=1)
            if line.strip()
        ]
    except RecordError as error:
        raise GoldError(str(error)) from error
    if not lines or lines[0][1].get("type") != "document":
        raise GoldError(f'{path}:1: the first line must be {{"type": "document", "id": …, "sha256": …}}')
    header = lines[0][1]
    for key in ("id", "sha256"):
        if not isinstance(header.get(key), str):
            raise GoldError(f"{path}:1: {key!r} must be a string, found {header.get(key)!r}")
    return lines


def read_item(record: Mapping[str, Any], place: str, line: int) -> GoldItem:
    """Return the item of a line; `GoldError` starts with `place`."""
    if tuple(map(type, map(record.get, _PLACE))) != _KINDS:  # in one look; what is amiss is worked out where it is
        _refuse_other_kinds(record, tuple(zip(_PLACE, _KINDS, strict=True)), place)
    optional = record.get("optional", False)
    if not isinstance(optional, bool):
        raise GoldError(f"{place}: 'optional' must be true or false, found {optional!r}")
    unlabelled = record.get("unlabelled", [])
    if not isinstance(unlabelled, list) or not all(isinstance(one, str) for one in unlabelled):
        raise GoldError(f"{place}: 'unlabelled' must be a list of field names, found {unlabelled!r}")
    return GoldItem(
        type=record["type"],
        span=_span(record, place),
        quote=record["quote"],
        fields={
            intern(key): value  # one copy of each name, of which there are as many as items
            for key, value in record.items()
            if key not in _OWN and key not in unlabelled
        },
        alternatives=_alternatives(record.get("alternatives", []), place),
        optional=optional,
        unlabelled=frozenset(unlabelled),
        provenance=record.get("provenance"),
        note=record.get("note"),
        line=line,
    )


def _refuse_other_kinds(record: Mapping[str, Any], kinds: tuple[tuple[str, type], ...], place: str) -> None:
    for key, kind in kinds:
        if not isinstance(record.get(key), kind) or isinstance(record.get(key), bool):
            raise GoldError(f"{place}: {key!r} must be a {kind.__name__}, found {record.get(key)!r}")


def _span(record: Mapping[str, Any], place: str) -> Span:
    span = Span(record["start"], record["end"])
    if not 0 <= span.start < span.end:
        raise GoldError(f"{place}: the span {span.start} to {span.end} holds nothing; end must lie behind start")
    return span


def _alternatives(value: Any, place: str) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise GoldError(f"{place}: 'alternatives' must be a list of objects, found {value!r}")
    for one in value:
        if one.keys() & {"start", "end", "quote"}:
            _refuse_other_kinds(one, (("start", int), ("end", int), ("quote", str)), f"{place}: alternatives")
            _span(one, f"{place}: alternatives")
    return tuple(value)
