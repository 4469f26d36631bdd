"""What is wrong with a gold folder, line by line?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from extract.errors import GoldError
from extract.gold.reading import files, read_item, read_lines
from extract.jsonl import dumps
from extract.labels import GoldItem
from extract.records import Document
from extract.schema import Item
from extract.shape import decimal_fields, item_types, quote_field, type_name, value_of

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
        said = dumps([item.type, item.span, item.fields])
        if said in known:
            yield Fault(path, number, f"says the same as line {known[said]}; delete one")
        known.setdefault(said, number)
        if item.span.start < latest:
            yield Fault(path, number, f"starts at {item.span.start}, before the item above it; keep text order")
        latest = item.span.start
        messages = (*_quote_faults(item, document), *_type_faults(item, kinds))
        yield from (Fault(path, number, message) for message in messages)


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
    yield from _value_faults(kind, item.fields, known, "")
    for number, other in enumerate(item.alternatives):
        fields = {name: value for name, value in other.items() if name not in _PLACE}
        yield from _value_faults(kind, fields, known, f"alternatives[{number}]: ")


def _value_faults(kind: type[Item], fields: Mapping[str, Any], known: list[str], place: str) -> Iterator[str]:
    for name, value in fields.items():
        if name not in known:
            yield f"{place}{name!r} is no field of {kind.__name__}, which has {', '.join(known)}"
            continue
        if isinstance(value, float) and name in decimal_fields(kind):
            yield f"{place}{name}: write {value!r} as a string, so that no digit is lost"
        try:
            value_of(kind, name, value)
        except ValidationError as error:
            yield f"{place}{name}: {value!r}: {error.errors(include_url=False)[0]['msg']}"


def _fault(path: Path, error: GoldError) -> Fault:
    """Return the fault of an error that starts with file and line."""
    number, _, message = str(error).removeprefix(f"{path}:").partition(": ")
    return Fault(path, int(number), message)
