"""How is a file read, by its suffix?"""

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, NamedTuple

from extract.documents import delimited, jsonlines, pages, parquet, pdf
from extract.documents.columns import or_empty
from extract.documents.encodings import decode
from extract.documents.sources import File
from extract.documents.texts import Found, Stated, Unfit, attempt, broken, document, lost, said
from extract.errors import MissingExtra
from extract.records import Document
from extract.settings import Settings

Table = Callable[[File, BinaryIO, Settings], Iterator[Found]]
Single = Callable[[File, BinaryIO, Settings], Document]


class Format(NamedTuple):
    """A way to read files: as one document or as a table of many, perhaps with an optional package."""

    single: Single | None = None
    table: Table | None = None
    package: str | None = None
    extra: str | None = None


def _text(file: File, stream: BinaryIO, settings: Settings) -> Document:
    return document(file.id, file.source, decode(_bytes(stream, settings)), Stated(), settings)


def _page(file: File, stream: BinaryIO, settings: Settings) -> Document:
    text, stated = pages.read(_bytes(stream, settings))
    return document(file.id, file.source, text, stated, settings)


def _pdf(file: File, stream: BinaryIO, settings: Settings) -> Document:
    _refuse_large(stream.seek(0, 2), settings)
    stream.seek(0)
    text, stated = pdf.read(stream)
    return document(file.id, file.source, text, stated, settings)


_TEXT = Format(single=_text)
_HTML = Format(single=_page, package="trafilatura", extra="html")
FORMATS: Mapping[str, Format] = {
    ".txt": _TEXT,
    ".md": _TEXT,
    ".html": _HTML,
    ".htm": _HTML,
    ".pdf": Format(single=_pdf, package="pypdf", extra="pdf"),
    ".jsonl": Format(table=jsonlines.read),
    ".ndjson": Format(table=jsonlines.read),
    ".csv": Format(table=delimited.read),
    ".tsv": Format(table=delimited.read),
    ".parquet": Format(table=parquet.read, package="pyarrow", extra="parquet"),
}
"""What each suffix is read with; any other file is text."""


def require(file: File) -> None:
    """Raise `MissingExtra` where a file that the user named needs an optional package that is not installed."""
    if file.explicit and (error := _missing(file)):
        raise error


def find(file: File, settings: Settings) -> Iterator[Found]:
    """Yield the documents of a file, each known by its id, its text not read before it is asked for."""
    if missing := _missing(file):
        yield lost(file.id, file.source, "missing-extra", str(missing))
    elif table := FORMATS.get(file.suffix, _TEXT).table:
        yield from _rows(file, table, settings)
    else:
        yield Found(file.id, file.source, lambda: attempt(file.id, file.source, lambda: _single(file, settings)))


def _single(file: File, settings: Settings) -> Document:
    read = FORMATS.get(file.suffix, _TEXT).single or _text
    with file.open() as stream:
        return read(file, stream, settings)


def _rows(file: File, table: Table, settings: Settings) -> Iterator[Found]:
    try:
        with file.open() as stream:
            yield from or_empty(table(file, stream, settings), file)
    except Unfit as error:
        yield lost(file.id, file.source, error.kind, str(error))
    except OSError as error:
        yield lost(file.id, file.source, "unreadable", said(error))
    except ImportError as error:
        yield lost(file.id, file.source, "missing-extra", broken(error))


def _missing(file: File) -> MissingExtra | None:
    format = FORMATS.get(file.suffix, _TEXT)
    if format.package is None or format.extra is None or importlib.util.find_spec(format.package) is not None:
        return None
    return MissingExtra(f"{file.source}: reading {file.suffix}", format.extra)


def _bytes(stream: BinaryIO, settings: Settings) -> bytes:
    data = stream.read(settings.max_bytes + 1)
    if len(data) > settings.max_bytes:
        _refuse_large(stream.seek(0, 2), settings)
    return data


def _refuse_large(size: int, settings: Settings) -> None:
    if size > settings.max_bytes:
        raise Unfit("too-large", f"{size:,} bytes, more than the limit of {settings.max_bytes:,}; split it")
