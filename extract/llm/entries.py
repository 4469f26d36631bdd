"""What is one entry of the cache, and what are its bytes? A request with every answer to it, checksum first."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from types import NoneType
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from extract.errors import RecordError
from extract.jsonl import dumps, loads
from extract.llm.frames import Frame, FrameNamed
from extract.llm.requests import canonical_text

Source: TypeAlias = Literal["asked", "collected", "imported"]
"""Whether a run asked for the answers, or they came from a batch's output or from a bundle."""
_SOURCES = get_args(Source)

_HEAD, _MIDDLE, _TAIL = b'{"sha256":"', b'","entry":', b"]}"
_ENTRY_AT = len(_HEAD) + 64 + len(_MIDDLE)
# `dumps` puts a space after its commas and colons, and a backslash before a quotation mark: nothing else looks like it.
_FRAME, _OWN = b',"frame":"', b'","request":['
# An entry begins with whether it is finished, so that its bytes can be told so without being read.
_UNFINISHED, _FINISHED = b'{"finished": false', b'{"finished": true'


class Attempt(NamedTuple):
    """One answer of the server as it came, with what it took to get it."""

    raw: Mapping[str, Any]
    """The body of the response: it holds usage, finish reason and the model that answered."""
    at: str
    """When it came, ISO 8601 in UTC."""
    seconds: float = 0.0
    reask: int = 0
    """0 for the answer to the request itself, 1 for that to the first re-ask."""
    invalid: bool = False
    """Whether nothing could be parsed."""
    tries: int = 1
    """Requests that were sent for it, those that failed on the way included."""
    cost_usd: str | None = None
    """What it cost when it was asked, None where that is not known; a decimal as text."""

    def moment(self) -> datetime:
        """Return when it came."""
        return datetime.fromisoformat(self.at)


class Incoming(NamedTuple):
    """An answer that is to be kept, with the request that it answers."""

    key: str
    request: Mapping[str, Any] | str
    """The canonical request as it is, or as JSON."""
    attempt: Attempt
    anew: bool = False
    """Whether the answer begins the entry again (a refresh), whatever was there."""
    finished: bool = False
    """Whether the answer is the last of its entry."""


class Entry(NamedTuple):
    """The answers to one request and to the re-asks that followed it."""

    key: str
    request_text: str
    """The request as `WireRequest.canonical_text` gives it: the key is its hash. It is long and seldom read."""
    attempts: tuple[Attempt, ...] = ()
    finished: bool = False
    """Whether its last re-ask is stored or none was due: it is never asked again."""
    source: Source = "asked"

    def attempt(self, reask: int) -> Attempt | None:
        """Return the stored answer to the request (0) or to its re-ask of that number; the first that came in."""
        for attempt in self.attempts:  # a loop, as it runs for every document
            if attempt.reask == reask:
                return attempt
        return None

    @property
    def request(self) -> dict[str, Any]:
        """The canonical request."""
        request: dict[str, Any] = json.loads(self.request_text)
        return request


def entry_of(
    key: str,
    request: Mapping[str, Any] | str,
    attempts: tuple[Attempt, ...] = (),
    *,
    finished: bool = False,
    source: Source = "asked",
) -> Entry:
    """Return an entry of a canonical request, given as it is or as JSON already."""
    text = request if isinstance(request, str) else canonical_text(request)
    return Entry(key, text, attempts, finished, source)


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """Return the entry without its request ready for JSON, its keys in fixed order."""
    return {
        "finished": entry.finished,
        "key": entry.key,
        "source": entry.source,
        "attempts": [_attempt_to_json(attempt) for attempt in entry.attempts],
    }


def _attempt_to_json(attempt: Attempt) -> dict[str, Any]:
    return {
        "reask": attempt.reask,
        "at": attempt.at,
        "seconds": attempt.seconds,
        "tries": attempt.tries,
        "invalid": attempt.invalid,
        "cost_usd": attempt.cost_usd,
        "raw": attempt.raw,
    }


def entry_from_json(record: Mapping[str, Any], request_text: str) -> Entry:
    """Return the entry of a JSON object and its request; `RecordError` says what is missing or malformed."""
    try:
        entry = Entry(
            key=record["key"],
            request_text=request_text,
            attempts=tuple([Attempt(**attempt) for attempt in record["attempts"]]),
            finished=record["finished"],
            source=record["source"],
        )
    except KeyError as error:
        raise RecordError(f"not an entry of a cache: it has no {error}") from error
    except TypeError as error:
        raise RecordError("not an entry of a cache: its attempts have other names than those of an attempt") from error
    fault = _fault(entry)
    if fault:
        raise RecordError(f"not an entry of a cache: {fault}")
    return entry


def _fault(entry: Any) -> str | None:
    """Return what is wrong with the types of an entry whose values came out of JSON as they were."""
    if not (isinstance(entry.key, str) and isinstance(entry.finished, bool)):
        return "key or finished is of another type"
    if entry.source not in _SOURCES:
        return f"its source is {entry.source!r}"
    for attempt in entry.attempts:
        if not _is_typed(attempt):
            return "a value of an attempt is of another type"
        if not _is_moment(attempt.at):
            return f"{attempt.at!r} is no moment with its offset from UTC"
    return None


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_typed(attempt: Any) -> bool:
    return (
        isinstance(attempt.raw, dict)
        and isinstance(attempt.at, str)
        and isinstance(attempt.seconds, (int, float))
        and isinstance(attempt.reask, int)
        and isinstance(attempt.invalid, bool)
        and isinstance(attempt.tries, int)
        and isinstance(attempt.cost_usd, (str, NoneType))
    )


def entry_to_bytes(entry: Entry, frame: Frame | None = None) -> bytes:
    """Return the entry as JSON that begins with a checksum of the rest; of its request, what the frame leaves over.

    Half a surrogate pair in the request stays one, so that the text comes back as it was.
    """
    own = None if frame is None else frame.own(entry.request_text)
    if frame is None or own is None:
        name, own = "", entry.request_text
    else:
        name = frame.name
    request = _FRAME + name.encode() + _OWN + own.encode("utf-8", "surrogatepass")
    return _sealed(dumps(entry_to_json(entry)).encode() + request)


def entry_from_bytes(value: bytes, key: str, frame_named: FrameNamed) -> Entry:
    """Return the entry of that key; `RecordError` where one bit is not as it was written, or its frame is lost."""
    entry, frame, own = _taken_apart(value, key, frame_named)
    text = own.decode("utf-8", "surrogatepass")
    return entry._replace(request_text=text if frame is None else frame.around(text))


def answers_from_bytes(value: bytes, key: str, frame_named: FrameNamed) -> Entry:
    """Return the same entry with an empty request: its text is long, and to answer from the cache takes none of it."""
    return _taken_apart(value, key, frame_named)[0]


def _taken_apart(value: bytes, key: str, frame_named: FrameNamed) -> tuple[Entry, Frame | None, bytes]:
    """Return an entry without its request, the frame of that, and what stands inside the frame."""
    record, _, request = _opened(value).partition(_FRAME)
    name, _, own = request.partition(_OWN)
    frame = frame_named(name.decode()) if name else None
    entry = entry_from_json(loads(record, key), "")
    if entry.key != key:
        raise RecordError(f"it belongs to the key {entry.key!r}")
    return entry, frame, own


def finished_bytes(value: bytes) -> bytes:
    """Return the bytes of the same entry, finished; `RecordError` where one bit is not as it was written."""
    text = _opened(value)
    return _sealed(_FINISHED + text.removeprefix(_UNFINISHED)) if text.startswith(_UNFINISHED) else value


def frame_name(value: bytes) -> str:
    """Return the name of the frame of an entry's request, empty where it has none; `RecordError` as above."""
    return _opened(value).partition(_FRAME)[2].partition(_OWN)[0].decode()


def _sealed(text: bytes) -> bytes:
    return _HEAD + _checksum(text) + _MIDDLE + text + _TAIL


def _opened(value: bytes) -> bytes:
    text = value[_ENTRY_AT : -len(_TAIL)]
    if value[:_ENTRY_AT] != _HEAD + _checksum(text) + _MIDDLE or value[-len(_TAIL) :] != _TAIL:
        raise RecordError("its checksum does not fit what is stored")
    return text


def _checksum(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()
