"""Is this text fit to be a document, and what is its record?"""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from extract.documents.front import Front, front
from extract.errors import DocumentError
from extract.records import Document, Source, Unreadable
from extract.settings import Settings

CONTROL_SHARE = 0.02
"""Share of control characters above which a text is binary; prose has none, terminal logs hardly any."""
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_ASCII_TEXT = bytes(code for code in range(0x80) if not _CONTROL.match(chr(code)))
_SAMPLE = 200_000  # code points: enough to tell text from data, cheap at any size


class Unfit(DocumentError):
    """One file or record gives no document; `kind` is the short name that its row keeps."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Found(NamedTuple):
    """A document that is known by id and place, and whose text is read when it is asked for."""

    id: str
    source: str
    read: Callable[[], Source]


class Stated(NamedTuple):
    """What a file or a record says of a document beside its text."""

    title: str | None = None
    date: str | None = None
    meta: Mapping[str, Any] = {}


def attempt(id: str, source: str, make: Callable[[], Document]) -> Source:
    """Return what `make` returns, or an `Unreadable` with the reason why it cannot be read."""
    try:
        return make()
    except Unfit as error:
        return Unreadable(id=id, source=source, kind=error.kind, message=str(error))
    except OSError as error:
        return Unreadable(id=id, source=source, kind="unreadable", message=said(error))
    except ImportError as error:
        return Unreadable(id=id, source=source, kind="missing-extra", message=broken(error))


def lost(id: str, source: str, kind: str, message: str) -> Found:
    """Return a `Found` that reads as an `Unreadable`."""
    gone = Unreadable(id=id, source=source, kind=kind, message=message)
    return Found(id, source, lambda: gone)


def broken(error: ImportError) -> str:
    """Return what to do about an optional package that is installed and cannot be loaded."""
    first = str(error).splitlines()[0] if str(error) else type(error).__name__
    return f"a package that reads it cannot be loaded ({first}); install it anew with its extra of extract-toolkit"


def said(error: OSError) -> str:
    """Return the system's words for an error, without the path, which the row names already."""
    return error.strerror or str(error)


def document(id: str, source: str, text: str, stated: Stated, settings: Settings) -> Document:
    """Return the document of a text that is fit to be one.

    Title and date that are not stated beside the text are looked for at its top. Raises `Unfit` with kind empty,
    binary, undecodable or too-large.
    """
    digest = hashlib.sha256(_fit(text, settings)).hexdigest()
    top = Front(None, None) if stated.title and stated.date else front(text)
    return Document(
        id=id,
        text=text,
        sha256=digest,
        source=source,
        title=stated.title or top.title,
        date=stated.date or top.date,
        meta=stated.meta,
    )


def _is_plain(sample: str) -> bool:
    """Whether a quick look, which most texts pass, finds no control character."""
    if sample.isascii():
        return not sample.encode("ascii").translate(None, _ASCII_TEXT)
    return sample.replace("\n", "").isprintable()


def _fit(text: str, settings: Settings) -> bytes:
    if not text or text.isspace():
        raise Unfit("empty", "no text but white space")
    if (at := text.find("\0")) >= 0:
        raise Unfit("binary", f"a NUL character at offset {at}: this is data, or text that was garbled on the way")
    sample = text[:_SAMPLE]
    controls = 0 if _is_plain(sample) else sum(1 for _ in _CONTROL.finditer(sample))
    if controls > CONTROL_SHARE * len(sample):
        raise Unfit("binary", f"{controls} control characters in the first {len(sample)} characters: not readable text")
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"half a surrogate pair or a stray byte at offset {error.start}: no Unicode text; repair the source"
        raise Unfit("undecodable", message) from error
    if len(data) > settings.max_bytes:
        raise Unfit(
            "too-large", f"{len(data):,} bytes of text, more than the limit of {settings.max_bytes:,}; split it"
        )
    return data
