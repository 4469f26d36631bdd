"""Which lines of gold go with a document to another tool?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extract import jsonl
from extract.errors import GoldError, RecordError
from extract.gold import read_item
from extract.records import Document, Row
from extract.schema import Item
from extract.shape import quote_field, type_name


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document with the lines of its gold file, its own first."""

    document: Document
    lines: tuple[str, ...]
    source: str | None = None
    """The run that found the items; None where none did."""
    labelled: bool = True
    """Whether somebody has read the document and the lines are all there is."""

    def items(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield the items with the numbers of their lines, from 1."""
        for number, line in enumerate(self.lines[1:], start=1):
            yield number, jsonl.loads(line.encode(), f"line {number}")


def sheet_of_gold(content: bytes, document: Document, name: str, *, empty: bool = False) -> Sheet:
    """Return the sheet of a gold file, without its items if `empty`.

    Raises `GoldError` where the file is not of the format or labels another text than the document's.
    """
    lines = [line.rstrip(b"\r") for line in content.split(b"\n") if line.strip()]
    try:
        records = [jsonl.loads(line, f"{name}:{number}") for number, line in enumerate(lines, start=1)]
    except RecordError as error:
        raise GoldError(str(error)) from error
    for number, record in enumerate(records[1:], start=2):
        read_item(record, f"{name}:{number}", number)
    if records[0].get("sha256") != document.sha256:
        raise GoldError(f"{name}:1: labels another text than {document.source}; name the source that was labelled")
    kept = lines[:1] if empty else lines
    return Sheet(document, tuple(line.decode() for line in kept), labelled=not empty)


def sheet_of_run(row: Row, document: Document, kinds: Mapping[str, type[Item]], source: str) -> tuple[Sheet, int]:
    """Return the sheet of what a run found, and how many items have no place in the text and are left out."""
    header = {"type": "document", "id": document.id, "sha256": document.sha256}
    records, unplaced = [], 0
    for item in row.items or ():
        kind, span = kinds[item.type], item.grounding.span
        if span is None:
            unplaced += 1
            continue
        place = {"type": type_name(kind), "start": span.start, "end": span.end}
        fields = {name: value for name, value in item.fields.items() if name != quote_field(kind)}
        records.append({**place, "quote": document.text[span.start : span.end], **fields})
    records.sort(key=lambda record: record["start"])
    return Sheet(document, tuple(map(jsonl.dumps, [header, *records])), source, labelled=False), unplaced
