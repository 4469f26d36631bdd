"""Which documents does a JSON Lines file hold?"""

from collections.abc import Iterator
from typing import BinaryIO

from extract.documents.columns import found
from extract.documents.lines import Line, lines
from extract.documents.sources import File
from extract.documents.texts import Found, lost
from extract.jsonl import decoded
from extract.settings import Settings


def read(file: File, stream: BinaryIO, settings: Settings) -> Iterator[Found]:
    """Yield the record of each line; a line that is no record reads as an `Unreadable`, and the next one is read."""
    for line in lines(stream, settings, newline="\n"):
        if line.text is None or not line.text.isspace():
            yield _record(line, file, settings)


def _record(line: Line, file: File, settings: Settings) -> Found:
    id, source = f"{file.id}:{line.number}", f"{file.source}:{line.number}"
    if line.text is None:
        return lost(
            id, source, "too-large", f"a line far over the limit of {settings.max_bytes:,} bytes; split the text"
        )
    try:
        record = decoded(line.text)
    except (ValueError, RecursionError) as error:
        return lost(id, source, "bad-record", f"line {line.number} is no JSON: {error}")
    return found(record, file, line.number, settings)
