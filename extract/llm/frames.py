"""What do the requests of one prompt share? A frame around the words of each, kept once however many there are."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from extract.errors import RecordError

LEAST = 1_000
"""Characters below which a frame is not worth a row of its own."""

# As `requests.canonical_text` writes them. Within a string of JSON their quotation marks would be escaped, so that
# they are found nowhere else; and if they were, a request would come back whole all the same.
_LAST_TURN = '["user",'
_AFTER_TURNS = '],"schema":'


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands before and after the turns of a canonical request that are its own."""

    before: str
    after: str
    name: str = field(init=False)
    """The SHA-256 of its bytes in hexadecimal."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", _hash(self.to_bytes()))

    def own(self, text: str) -> str | None:
        """Return what of a canonical request stands inside the frame; None where the frame is not around it."""
        end = len(text) - len(self.after)
        if end < len(self.before) or not (text.startswith(self.before) and text.endswith(self.after)):
            return None
        return text[len(self.before) : end]

    def around(self, own: str) -> str:
        """Return the request."""
        return f"{self.before}{own}{self.after}"

    def to_bytes(self) -> bytes:
        """Return the frame as JSON."""
        return json.dumps([self.before, self.after], ensure_ascii=False).encode("utf-8", "surrogatepass")


FrameNamed: TypeAlias = Callable[[str], Frame]
"""Where a frame is found by its name; raises `RecordError` where it is lost."""


def frame_from_bytes(value: bytes, name: str) -> Frame:
    """Return the frame of that name; `RecordError` where one bit is not as it was written."""
    if _hash(value) != name:
        raise RecordError(f"the frame {name[:16]} of its request is damaged")
    before, after = json.loads(value.decode("utf-8", "surrogatepass"))
    return Frame(before, after)


def frame_of(text: str) -> Frame | None:
    """Return what is around the last user's turn of a canonical request; None where that is too short to matter.

    >>> text = '{"model":"m","messages":[["system","' + "Find. " * 200 + '"],["user","Ten."]],"schema":null}'
    >>> frame = frame_of(text)
    >>> frame.own(text), frame.after
    ('["user","Ten."]', '],"schema":null}')
    """
    start = text.rfind(_LAST_TURN)
    end = text.find(_AFTER_TURNS, start)
    if start < 0 or end < 0 or start + len(text) - end < LEAST:
        return None
    return Frame(text[:start], text[end:])


def _hash(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()
