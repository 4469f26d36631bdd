"""Which documents does a CSV or TSV file hold?"""

import csv
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from extract.documents.columns import NEEDED, found, missing_columns
from extract.documents.lines import LINE_FACTOR, Line, lines
from extract.documents.sources import File
from extract.documents.texts import Found, lost
from extract.settings import Settings

DELIMITERS = (",", ";", "\t", "|")
"""What a spreadsheet may put between cells, by its country; the first that gives the needed columns is taken."""
_LONGEST_CELL = 2**31 - 1  # the C library's own limit; what is too large for us is a record with a row of its own


def read(file: File, stream: BinaryIO, settings: Settings) -> Iterator[Found]:
    """Yield the record of each row below the header; a row that is none reads as an `Unreadable`."""
    rows = _Rows(lines(stream, settings, newline=""), settings)
    opening = rows.first()
    if opening is None:
        return
    delimiter = "\t" if file.suffix == ".tsv" else _delimiter(opening)
    _, header = rows.next(delimiter)
    names = [name.strip() for name in header] if isinstance(header, list) else []
    if wrong := missing_columns(names) if isinstance(header, list) else header:
        yield lost(file.id, file.source, "bad-record", f"line 1: {wrong}")
        return
    while not rows.ended():
        number, row = rows.next(delimiter)
        if row != []:
            yield _record(number, row, names, file, settings)


def _delimiter(opening: str) -> str:
    for delimiter in DELIMITERS:
        names = [cell.strip().strip('"') for cell in opening.strip().split(delimiter)]
        if all(name in names for name in NEEDED):
            return delimiter
    return ","


def _record(number: int, row: list[str] | str, names: list[str], file: File, settings: Settings) -> Found:
    wrong = row if isinstance(row, str) else None
    if isinstance(row, list) and len(row) != len(names):
        wrong = f"{len(row)} cells, where the header has {len(names)}"
    if wrong is not None or isinstance(row, str):
        return lost(f"{file.id}:{number}", f"{file.source}:{number}", "bad-record", f"line {number}: {wrong}")
    return found(dict(zip(names, row, strict=True)), file, number, settings)


class _Rows:
    """Rows of a CSV file; after a row that cannot be read, reading goes on with its second line.

    So a quote that is never closed costs one row and not the rest of the file.
    """

    def __init__(self, source: Iterator[Line], settings: Settings) -> None:
        self._source = source
        self._again: deque[Line] = deque()
        self._longest = LINE_FACTOR * settings.max_bytes

    def first(self) -> str | None:
        """The first line, which is not taken."""
        return None if self.ended() else self._again[0].text or ""

    def ended(self) -> bool:
        """Whether no line is left."""
        if not self._again and (line := next(self._source, None)):
            self._again.append(line)
        return not self._again

    def next(self, delimiter: str) -> tuple[int, list[str] | str]:
        """The next row with the number of its first line; words that say what is wrong in place of a bad one."""
        taken: list[Line] = []
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(self._taking(taken), delimiter=delimiter, strict=True)
        try:
            row = next(reader)
        except csv.Error as error:
            self._again.extendleft(reversed(taken[1:]))
            hint = "; is a quote not closed, or not doubled inside a quoted cell?" if taken[0].text is not None else ""
            return taken[0].number, f"{error}{hint}"
        return taken[0].number, row

    def _taking(self, taken: list[Line]) -> Iterator[str]:
        size = 0
        while not self.ended():
            line = self._again.popleft()
            taken.append(line)
            size += len(line.text or "")
            if line.text is None or size > self._longest:
                raise csv.Error("a row far over the size limit")
            yield line.text
