"""How is a table written as CSV that no spreadsheet takes for a program?"""

import re
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from typing import Any, BinaryIO

from extract.export.table import Table

# Spreadsheets run what begins so (OWASP, "CSV Injection"); some take the full-width forms for the same.
_STARTS = frozenset("=+-@＝＋－＠")
_BLANKS = frozenset("\t\r\n")
_NUMBER = re.compile(r"[+-]?[0-9]+([.][0-9]+)?")
# Python's csv writer leaves a carriage return bare where lines end in "\n"; readers take it for the end of a row.
_NEEDS_QUOTES = re.compile(r'[",\r\n]')


def write_csv(table: Table, stream: BinaryIO) -> None:
    """Write the table as UTF-8 with a line of names, commas, and quotes where they are needed; null is an empty cell.

    Decimals stand as they are written in the results, digit for digit. Text that a spreadsheet would run has an
    apostrophe before it.
    """
    names = [column.name for column in table.columns]
    write_cells(names, ([column.cell(entry) for column in table.columns] for entry in table.entries()), stream)


def write_cells(names: Sequence[str], rows: Iterable[Iterable[Any]], stream: BinaryIO) -> None:
    """Write a line of names and one for each row of values, otherwise as `write_csv`."""
    text = TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="")
    text.write(_line(names))
    for row in rows:
        text.write(_line(map(_written, row)))
    text.detach()


def _line(cells: Iterable[str]) -> str:
    return ",".join(map(_quoted, cells)) + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return harmless(str(value))


def harmless(cell: str) -> str:
    """Return the cell with an apostrophe before it where a spreadsheet would run it; numbers and lone signs stay.

    >>> harmless("=HYPERLINK(1)"), harmless("-3.9"), harmless("=")
    ("'=HYPERLINK(1)", '-3.9', '=')
    """
    if cell[:1] in _BLANKS:
        return f"'{cell}"
    content = cell.lstrip()
    if content[:1] in _STARTS and len(content) > 1 and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
