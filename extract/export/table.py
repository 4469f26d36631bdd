"""Which columns and rows the items of a run make, whatever its response model."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, NamedTuple, TypeAlias

from extract.jsonl import dumps
from extract.records import ExtractedItem, Row
from extract.wire import NUMBER_PATTERN

Kind: TypeAlias = Literal["text", "decimal", "integer", "number", "boolean"]

DIGITS = 38
"""Most digits of a decimal column: what a 128-bit decimal holds."""
PLACES = 10
"""Digits of a decimal column behind the point."""
_KINDS: Mapping[str, Kind] = {"string": "text", "integer": "integer", "number": "number", "boolean": "boolean"}


class Entry(NamedTuple):
    """An item with the row that it stands in and its place in the row's list of its type."""

    row: Row
    item: ExtractedItem
    place: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it holds, and how an entry gives its cell."""

    name: str
    kind: Kind
    get: Callable[[Entry], Any]

    def cell(self, entry: Entry) -> Any:
        """Return the cell: None, or a string, number or truth value; in a text column what is no text, as JSON."""
        value = self.get(entry)
        if self.kind == "text" and value is not None and not isinstance(value, str):
            return dumps(value)
        return value


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, and the entries that fill them, as often as they are asked for."""

    columns: tuple[Column, ...]
    entries: Callable[[], Iterator[Entry]]
    items: int
    """How many entries there are."""


_BEFORE = (
    Column("document_id", "text", lambda entry: entry.row.document.id),
    Column("document_sha256", "text", lambda entry: entry.row.document.sha256),
    Column("document_source", "text", lambda entry: entry.row.document.source),
    Column("document_title", "text", lambda entry: entry.row.document.title),
    Column("document_date", "text", lambda entry: entry.row.document.date),
    Column("document_status", "text", lambda entry: entry.row.status),
    Column("item_type", "text", lambda entry: entry.item.type),
    Column("item_index", "integer", lambda entry: entry.place),
)
_FOUND_OUT = (
    Column("span_start", "integer", lambda entry: entry.item.grounding.span and entry.item.grounding.span.start),
    Column("span_end", "integer", lambda entry: entry.item.grounding.span and entry.item.grounding.span.end),
    Column("grounding", "text", lambda entry: entry.item.grounding.grade),
    Column("verification", "text", lambda entry: entry.item.verification and entry.item.verification.verdict),
    Column("problems", "text", lambda entry: "; ".join(one.name for one in entry.item.problems) or None),
    Column("problem_messages", "text", lambda entry: "; ".join(one.message for one in entry.item.problems) or None),
)
_CALL = (
    Column("call_model", "text", lambda entry: entry.row.call.model),
    Column("call_prompt", "text", lambda entry: entry.row.call.prompt),
    Column("call_key", "text", lambda entry: entry.row.call.key),
    Column("call_cached", "boolean", lambda entry: entry.row.call.cached),
    Column("call_attempts", "integer", lambda entry: entry.row.call.attempts),
    Column("call_input_tokens", "integer", lambda entry: entry.row.call.usage.input_tokens),
    Column("call_output_tokens", "integer", lambda entry: entry.row.call.usage.output_tokens),
    Column("call_cost_usd", "decimal", lambda entry: _as_written(entry.row.call.cost_usd)),
    Column("call_seconds", "number", lambda entry: entry.row.call.seconds),
)
OWN_NAMES = frozenset(column.name for column in (*_BEFORE, *_FOUND_OUT, *_CALL))


def types_in(schema: Mapping[str, Any], counted: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the item types of a response model's JSON Schema: its lists of objects.

    `counted` are the counts by type that a run's manifest keeps once a sitting has ended; they tell items from lists
    of other objects.
    """
    lists = {name: field["items"] for name, field in schema["properties"].items() if field.get("type") == "array"}
    named = (name for name, items in lists.items() if "properties" in _resolved(schema, items))
    return tuple(name for name in named if name in counted or not counted)


def table_of(
    rows: Callable[[], Iterable[Row]],
    schema: Mapping[str, Any],
    types: Sequence[str],
    wanted: Callable[[ExtractedItem], bool] = lambda _item: True,
) -> Table:
    """Return the table of the wanted items of these types, read twice: once here to see what the columns must hold.

    `schema` is the JSON Schema of the response model, as a run's manifest keeps it. A column whose values do not all
    fit its kind, such as a number of 40 digits, holds their text instead, so that nothing is rounded.
    """

    def entries() -> Iterator[Entry]:
        return _entries(rows(), frozenset(types), wanted)

    columns = (*_BEFORE, *_field_columns(schema, types))
    checked = (*columns, *_CALL)
    links: dict[str, None] = {}
    unfit: set[str] = set()
    items = 0
    for entry in entries():
        items += 1
        links.update(dict.fromkeys(entry.item.links))
        unfit.update(
            column.name for column in checked if column.kind != "text" and not fits(column.kind, column.get(entry))
        )
    fitting = [replace(column, kind="text") if column.name in unfit else column for column in checked]
    fields = {column.name for column in columns}
    linked = (_link_column(name, f"link_{name}" if name in fields else name) for name in links)
    before, call = fitting[: len(columns)], fitting[len(columns) :]
    return Table((*before, *linked, *_FOUND_OUT, *call), entries, items)


def fits(kind: Kind, value: Any) -> bool:
    """Whether a column of the kind holds the value exactly; null fits every kind.

    >>> fits("decimal", "0.12345678901"), fits("integer", 2**63), fits("number", 0.1)
    (False, False, True)
    """
    match value, kind:
        case (None, _) | (str(), "text") | (bool(), "boolean"):
            return True
        case bool(), _:
            return False
        case int(), "integer":
            return -(2**63) <= value < 2**63
        case ((int() | float()), "number"):
            return _is_float(value)
        case str(), "decimal":
            return _fits_decimal(value)
    return False


def _is_float(value: float) -> bool:
    try:
        return float(value) == value
    except OverflowError:
        return False


def _fits_decimal(value: str) -> bool:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    if not number.is_finite():
        return False
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - the number is finite
    return exponent >= -PLACES and len(digits) + exponent <= DIGITS - PLACES


def _as_written(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def _entries(rows: Iterable[Row], types: frozenset[str], wanted: Callable[[ExtractedItem], bool]) -> Iterator[Entry]:
    for row in rows:
        places: dict[str, int] = {}
        for item in row.items or ():
            index = places.get(item.type, 0)
            places[item.type] = index + 1
            if item.type in types and wanted(item):
                yield Entry(row, item, index)


def _link_column(link: str, name: str) -> Column:
    return Column(name, "integer", lambda entry: entry.item.links.get(link))


def _field_columns(schema: Mapping[str, Any], types: Sequence[str]) -> tuple[Column, ...]:
    """Return a column for each field of the types, in their order; types that share a name share its column."""
    kinds: dict[str, Kind] = {}
    for type_ in types:
        for name, field in _fields(schema, type_).items():
            kind = _kind(field)
            kinds[name] = kind if kinds.get(name, kind) == kind else "text"
    return tuple(_field_column(name, kind) for name, kind in kinds.items())


def _field_column(name: str, kind: Kind) -> Column:
    return Column(_own(name), kind, lambda entry: entry.item.fields.get(name))


def _own(name: str) -> str:
    """Return the name of a column that is not the table's own.

    >>> _own("value"), _own("item_type")
    ('value', 'field_item_type')
    """
    return f"field_{name}" if name in OWN_NAMES else name


def _fields(schema: Mapping[str, Any], type_: str) -> Mapping[str, Any]:
    fields: Mapping[str, Any] = _resolved(schema, schema["properties"][type_]["items"])["properties"]
    return fields


def _resolved(schema: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in part:
        return part
    definition: Mapping[str, Any] = schema["$defs"][part["$ref"].removeprefix("#/$defs/")]
    return definition


def _kind(field: Mapping[str, Any]) -> Kind:
    """Return what the column of a field holds: text, unless every value is null or of one scalar kind."""
    found = {_scalar(one) for one in field.get("anyOf", [field]) if one.get("type") != "null"}
    return found.pop() if len(found) == 1 else "text"


def _scalar(field: Mapping[str, Any]) -> Kind:
    if field.get("pattern") == NUMBER_PATTERN:
        return "decimal"
    return _KINDS.get(field.get("type", ""), "text")
