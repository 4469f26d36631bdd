"""What is wrong with a gold folder, line by line?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from extract.errors import GoldError
from extract.gold.reading import files, read_item, read_lines
from extract.jsonl import dumps
from extract.labels import GoldItem
from extract.quantities.edtf import is_edtf
from extract.records import Document
from extract.schema import Item
from extract.shape import decimal_fields, edtf_fields, item_types, quote_field, type_name, value_of
from extract.wire import NUMBER_PATTERN

_NUMBER = re.compile(NUMBER_PATTERN.rstrip("$"))
_PLACE = ("start", "end", "quote")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a gold file says and that cannot be."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def check(folder: Path, root: type[BaseModel], documents: Mapping[str, Document]) -> tuple[Fault, ...]:
    """Return every fault of the gold set in the order of its files, given the documents that it labels, by id.

    Raises `GoldError` where the folder holds no gold at all.
    """
    kinds = {type_name(kind): kind for kind in item_types(root).values()}
    seen: dict[str, Path] = {}
    return tuple(fault for path in files(folder) for fault in _file_faults(path, kinds, documents, seen))


def _file_faults(
    path: Path, kinds: Mapping[str, type[Item]], documents: Mapping[str, Document], seen: dict[str, Path]
) -> Iterator[Fault]:
    try:
        lines = read_lines(path)
    except GoldError as error:
        yield _fault(path, error)
        return
    header = lines[0][1]
    yield from (Fault(path, number, "is blank; delete the line") for number in _blank_lines(path))
    if "guidelines" not in header:
        yield Fault(path, 1, "lacks 'guidelines': say by which version of them the document was labelled")
    if header["id"] in seen:
        yield Fault(path, 1, f"{seen[header['id']]} labels document {header['id']!r} too; keep one")
    seen[header["id"]] = path
    document = documents.get(header["id"])
    if document is None:
        yield Fault(path, 1, f"no document has the id {header['id']!r}; name its source or take the file away")
    elif document.sha256 != header["sha256"]:
        yield Fault(
            path,
            1,
            f"labels a text with sha256 {header['sha256'][:12]}…, {document.source} has {document.sha256[:12]}…",
        )
        document = None  # its spans would be meaningless
    yield from _line_faults(path, lines[1:], kinds, document)


def _blank_lines(path: Path) -> Iterator[int]:
    with path.open("rb") as file:
        yield from (number for number, line in enumerate(file, start=1) if not line.strip())


def _line_faults(
    path: Path, lines: list[tuple[int, dict[str, Any]]], kinds: Mapping[str, type[Item]], document: Document | None
) -> Iterator[Fault]:
    known: dict[str, int] = {}
    latest = 0
    for number, record in lines:
        try:
            item = read_item(record, f"{path}:{number}", number)
        except GoldError as error:
            yield _fault(path, error)
            continue
        said = said_by(item)
        if said in known:
            yield Fault(path, number, f"says the same as line {known[said]}; delete one")
        known.setdefault(said, number)
        if item.span.start < latest:
            yield Fault(path, number, f"starts at {item.span.start}, before the item above it; keep text order")
        latest = item.span.start
        both = sorted(item.unlabelled & record.keys())
        doubled = (f"{name!r} is labelled and in 'unlabelled'; keep one of the two" for name in both)
        messages = (*doubled, *item_faults(item, kinds, document))
        yield from (Fault(path, number, message) for message in messages)


def said_by(item: GoldItem) -> str:
    """Return what the item says as one text: two lines of a file that say the same are one too many."""
    return dumps([item.type, item.span, sorted(item.fields.items())])


def item_faults(item: GoldItem, kinds: Mapping[str, type[Item]], document: Document | None) -> Iterator[str]:
    """Yield what is wrong with one item, given the classes by type; without its document the quote is not checked."""
    yield from _quote_faults(item, document)
    yield from _type_faults(item, kinds)
    yield from _alternative_faults(item)


def _quote_faults(item: GoldItem, document: Document | None) -> Iterator[str]:
    if document is None:
        return
    others = (one for one in item.alternatives if "quote" in one)
    for start, end, quote in ((*item.span, item.quote), *((one["start"], one["end"], one["quote"]) for one in others)):
        stands = document.text[start:end]
        if stands != quote:
            yield f"the quote {quote[:60]!r} is not what stands at {start} to {end}: {stands[:60]!r}"


def _type_faults(item: GoldItem, kinds: Mapping[str, type[Item]]) -> Iterator[str]:
    kind = kinds.get(item.type)
    if kind is None:
        yield f"type {item.type!r} is none of {', '.join(kinds)}; mend it, or score with another --schema"
        return
    known = [name for name in kind.model_fields if name != quote_field(kind)]
    for name in known:
        if name not in item.fields and name not in item.unlabelled:
            yield f"lacks the field {name!r}; label it or list it in 'unlabelled'"
    for name in sorted(item.unlabelled - set(known)):
        yield f"{name!r} in 'unlabelled' is no field of {kind.__name__}"
    yield from _field_faults(kind, item.fields, known, "")
    yield from range_faults(kind, item.fields, "")
    for number, other in enumerate(item.alternatives):
        fields = {name: value for name, value in other.items() if name not in _PLACE}
        yield from _field_faults(kind, fields, known, f"alternatives[{number}]: ")
        if kind.reads is not None and fields.keys() & {kind.reads.value, kind.reads.upper}:
            yield from range_faults(kind, {**item.fields, **fields}, f"alternatives[{number}]: ")


def _alternative_faults(item: GoldItem) -> Iterator[str]:
    said = {**item.fields, **dict(zip(_PLACE, (*item.span, item.quote), strict=True))}
    for number, other in enumerate(item.alternatives):
        if not other:
            yield f"alternatives[{number}] is empty; delete it"
        elif all(name in said and said[name] == value for name, value in other.items()):
            yield f"alternatives[{number}] says the same as the item; delete it"


def range_faults(kind: type[Item], fields: Mapping[str, Any], place: str) -> Iterator[str]:
    """Yield the fault of a range whose upper end lies below its lower one; ends that are no numbers are passed over."""
    if kind.reads is None or kind.reads.upper is None:
        return
    lower, upper = (_number(fields.get(name)) for name in (kind.reads.value, kind.reads.upper))
    if lower is not None and upper is not None and upper < lower:
        yield f"{place}{kind.reads.upper}: {upper} lies below {kind.reads.value} {lower}"


def _number(value: Any) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None


def _field_faults(kind: type[Item], fields: Mapping[str, Any], known: list[str], place: str) -> Iterator[str]:
    for name, value in fields.items():
        if name not in known:
            yield f"{place}{name!r} is no field of {kind.__name__}, which has {', '.join(known)}"
            continue
        yield from (f"{place}{name}: {message}" for message in value_faults(kind, name, value))


def value_faults(kind: type[Item], name: str, value: Any) -> Iterator[str]:
    """Yield what is wrong with the value that a line of gold gives a field of the class."""
    if name in decimal_fields(kind):
        if isinstance(value, float):
            yield f"write {value!r} as a string, so that no digit is lost"
        if isinstance(value, str) and not _NUMBER.fullmatch(value):
            yield f"{value!r} is no number in plain digits; write it as 7000000000, 13.5 or -2"
            return
    if name in edtf_fields(kind) and isinstance(value, str) and not is_edtf(value):
        yield f"{value!r} is no EDTF; write it as 2021, 2023-01/2023-09 or 2017/.."
    try:
        value_of(kind, name, value)
    except ValidationError as error:
        yield f"{value!r}: {error.errors(include_url=False)[0]['msg']}"


def _fault(path: Path, error: GoldError) -> Fault:
    """Return the fault of an error that starts with file and line."""
    number, _, message = str(error).removeprefix(f"{path}:").partition(": ")
    return Fault(path, int(number), message)
