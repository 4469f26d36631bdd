"""Which document does a record of columns hold?"""

import datetime
import json
import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from extract.documents.dates import whole_date
from extract.documents.sources import File
from extract.documents.texts import Found, Stated, Unfit, attempt, document, lost
from extract.records import Document
from extract.settings import Settings

NEEDED = ("id", "text")
KNOWN = ("id", "text", "title", "date")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def found(record: object, file: File, number: int, settings: Settings) -> Found:
    """Return the document of record `number` of a file (from 1); a bad one reads as an `Unreadable`.

    A record without a usable id gets the file's id and its number, so that its row can be found: `articles:17`.
    """
    source = f"{file.source}:{number}"
    substitute = f"{file.id}:{number}"
    if not isinstance(record, Mapping):
        return lost(substitute, source, "bad-record", f"a {_kind(record)}, where an object with id and text is needed")
    try:
        id = _id(record)
    except Unfit as error:
        return lost(substitute, source, error.kind, str(error))
    return Found(id, source, lambda: attempt(id, source, lambda: _document(id, source, record, settings)))


def missing_columns(header: list[str]) -> str | None:
    """Return what is wrong with the names of a table's columns, in words, or None."""
    absent = [name for name in NEEDED if name not in header]
    if absent:
        return f"no column {' and no column '.join(absent)}; it has: {', '.join(header[:20])}; rename one"
    twice = sorted({name for name in header if header.count(name) > 1})
    return f"the column {twice[0]} stands there twice; rename one" if twice else None


def or_empty(records: Iterator[Found], file: File) -> Iterator[Found]:
    """Yield the records of a file, or one `Unreadable` where it has none: a file never disappears."""
    none = True
    for record in records:
        none = False
        yield record
    if none:
        yield lost(file.id, file.source, "empty", "no record in it")


def _id(record: Mapping[Any, Any]) -> str:
    value = record.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise Unfit("bad-record", f"no id: {_kind(value)}" if value is not None else "no id")
    id = str(value).strip()
    if not id or _CONTROL.search(id):
        raise Unfit("bad-record", f"the id {id[:80]!r} is empty or holds control characters")
    return id


def _document(id: str, source: str, record: Mapping[Any, Any], settings: Settings) -> Document:
    text = record.get("text")
    if not isinstance(text, str):
        raise Unfit("bad-record", "no text" if text is None else f"the text is a {_kind(text)}, not a string")
    return document(id, source, text, _stated(record), settings)


def _stated(record: Mapping[Any, Any]) -> Stated:
    meta = {str(name): plain(value) for name, value in record.items() if name not in KNOWN}
    title, date = record.get("title"), record.get("date")
    known_title = title.strip() if isinstance(title, str) else None
    known_date = whole_date(str(plain(date))) if date is not None else None
    # What cannot be read as a title or a date is kept as it stands, under its own name.
    if title is not None and known_title is None:
        meta["title"] = plain(title)
    if date not in (None, "") and known_date is None:
        meta["date"] = plain(date)
    if known_title or meta:
        try:
            json.dumps([known_title, meta], ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError as error:
            said = "half a surrogate pair or a stray byte in a column; repair the source"
            raise Unfit("undecodable", said) from error
    return Stated(known_title or None, known_date, meta)


def plain(value: Any) -> Any:
    """Return a value as JSON can carry it: dates as ISO 8601, decimals as strings, NaN as None."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return str(value)


_KINDS = {
    dict: "object",
    list: "list",
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
    type(None): "null",
}


def _kind(value: object) -> str:
    return _KINDS.get(type(value), type(value).__name__)
