"""How is a file of another tool taken apart, whatever somebody has put into it?"""

import json
import re
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from extract import jsonl
from extract.errors import RecordError
from extract.exchange.records import Judged, Labelled, Read, Refused

LARGEST = 256 * 1024 * 1024
"""Bytes of a file beyond which it is not read."""
_AHEAD = timedelta(minutes=5)
"""How far the clock of another tool may be ahead of ours."""
_BLANK = re.compile(r"[ \t\r\n]*")

Found: TypeAlias = tuple[str, dict[str, Any]] | Refused
"""An object of a file with its place, or what is wrong there."""
Said: TypeAlias = Judged | Labelled | Refused | None
"""What somebody has made of a task; None where nobody has touched it."""


def load(path: Path) -> bytes:
    """Return what the file holds; raises `RecordError` where it cannot be read or is too large."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise RecordError(f"{path} has {size:,} bytes, more than {LARGEST:,}; split the file")
        return path.read_bytes()
    except OSError as error:
        raise RecordError(f"{path} cannot be read ({error}); name another file") from error


def lines(content: bytes, name: str) -> Iterator[Found]:
    """Yield the object of each line of a JSON Lines file with its place, or what is wrong with the line."""
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            yield f"{name}:{number}", jsonl.loads(line, name)
        except RecordError as error:
            yield Refused(f"{name}:{number}", str(error).removeprefix(f"{name}: "))


def elements(content: bytes, name: str) -> Iterator[Found]:
    """Yield each object of a JSON array with its place; after what is no JSON nothing more can be read."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield Refused(name, f"is not UTF-8 ({error}); export it again as JSON")
        return
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        yield Refused(f"{name}:1", "is no list of tasks; export it as JSON, neither JSON-MIN nor CSV")
        return
    yield from _elements(text, _skip(text, at + 1), name)


def _elements(text: str, at: int, name: str) -> Iterator[Found]:
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    line, counted = 1, 0
    while text[at : at + 1] != "]":
        line, counted = line + text.count("\n", counted, at), at
        place = f"{name}:{line}"
        try:
            record, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield Refused(place, f"is not JSON ({error}), and what follows cannot be read; export it again")
            return
        yield (place, record) if isinstance(record, dict) else Refused(place, "is no task; delete it")
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def gathered(found: Iterable[Found], said_in: Callable[[str, dict[str, Any]], Iterable[Said]]) -> Read:
    """Return what a file holds; `said_in` takes a place and the object there, and gives what is said in it."""
    said: list[Said] = []
    for one in found:
        said += [one] if isinstance(one, Refused) else said_in(*one)
    return Read(
        judged=[one for one in said if isinstance(one, Judged)],
        labelled=[one for one in said if isinstance(one, Labelled)],
        untouched=sum(one is None for one in said),
        refused=[one for one in said if isinstance(one, Refused)],
    )


# --- parts of a record -------------------------------------------------------------------------------------------


def is_ours(data: Mapping[str, Any]) -> bool:
    """Whether the data of a task can be what was sent: a text, a document's id and, of a disagreement, its own."""
    known = ("text", "document", *(["item"] if "item" in data else []))
    return all(text_in(data, name) is not None for name in known)


def text_in(record: Mapping[str, Any], name: str) -> str | None:
    """Return the text of that name, None where it is missing or no text."""
    value = record.get(name)
    return value if isinstance(value, str) else None


def broken_list(record: Mapping[str, Any], name: str, of: type = dict) -> str | None:
    """Return what is wrong with the list of that name where it is there and is none, or holds something else."""
    value = record.get(name, [])
    wrong = [one for one in value if not isinstance(one, of)] if isinstance(value, list) else [value]
    if not wrong:
        return None
    what = "objects" if of is dict else "texts"
    return f"{name!r} has {reprlib.repr(wrong[0])} and should be a list of {what}; export it again"


def objects_in(record: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the objects in the list of that name, none where there is no such list."""
    value = record.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def texts_in(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the texts in the list of that name; a text alone counts for a list of one."""
    value = record.get(name)
    found = value if isinstance(value, list) else [value]
    return tuple(one for one in found if isinstance(one, str))


def offset_in(record: Mapping[str, Any], name: str) -> int:
    """Return the offset of that name, -1 where it is missing or no whole number."""
    value = record.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def time_of(value: Any) -> str | None:
    """Return a time in UTC, given in ISO 8601 or in seconds since 1970; None where it is none.

    >>> time_of("2026-11-21T15:02:11.5+01:00"), time_of(0), time_of("soon")
    ('2026-11-21T14:02:11Z', '1970-01-01T00:00:00Z', None)
    """
    try:
        if isinstance(value, str):
            read = datetime.fromisoformat(value)
            moment = read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            moment = datetime.fromtimestamp(value, UTC)
        else:
            return None
    except (ValueError, OverflowError, OSError):
        return None
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def is_ahead(at: str | None, now: str) -> bool:
    """Whether the time is still to come, by more than clocks differ.

    >>> is_ahead("2096-01-01T00:00:00Z", "2026-11-22T00:00:00Z"), is_ahead(None, "2026-11-22T00:00:00Z")
    (True, False)
    """
    return at is not None and datetime.fromisoformat(at) - datetime.fromisoformat(now) > _AHEAD
