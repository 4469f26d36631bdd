"""Which columns a table has, and what its cells hold."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any, Literal

import pyarrow.parquet as pq
import pytest
from pydantic import BaseModel

from extract.export import Table, table_of, types_in, write_csv, write_parquet
from extract.export.csv import harmless
from extract.records import (
    Call,
    DocumentReference,
    ExtractedItem,
    Failure,
    Grounding,
    Problem,
    Row,
    Span,
    Verification,
)
from extract.schema import ClaimsAndFigures, Item, Quote
from extract.wire import wire_schema


class Bond(Item):
    """A bond."""

    quote: Quote
    coupon: Decimal | None
    years: int
    share: float
    green: bool
    tags: list[str]
    item_type: Literal["senior", "junior"]
    bearer: str


class Bearer(Item):
    """Who holds a bond; `years` is a word here."""

    quote: Quote
    years: str


class Note(BaseModel):
    """An object that is no item."""

    words: str


class Bonds(BaseModel):
    """Bonds and their bearers."""

    bonds: list[Bond]
    bearers: list[Bearer]
    notes: list[Note]


SCHEMA = wire_schema(Bonds)
TYPES = ("bonds", "bearers")
BOND = {
    "quote": "a 2.50 percent bond",
    "coupon": "2.50",
    "years": 10,
    "share": 0.1,
    "green": True,
    "tags": ["a", "b"],
    "item_type": "senior",
    "bearer": "B",
}


def bond(**fields: Any) -> ExtractedItem:
    return ExtractedItem("bonds", {**BOND, **fields}, Grounding("exact", Span(0, 19)), Verification("confirmed"))


def row(*items: ExtractedItem, **others: Any) -> Row:
    reference = DocumentReference("a", "sha", "seeds/a.txt", "A", "2022")
    return Row(reference, "ok", Call("rules", "p@1", cost_usd=Decimal("0.00001")), items=items, **others)


def table(*items: ExtractedItem) -> Table:
    return table_of(lambda: [row(*items)], SCHEMA, TYPES)


def only(made: Table) -> dict[str, Any]:
    (entry,) = made.entries()
    return {column.name: column.cell(entry) for column in made.columns}


def kinds(made: Table) -> dict[str, str]:
    return {column.name: column.kind for column in made.columns}


def test_a_row_has_the_document_the_item_what_was_found_out_and_the_call() -> None:
    assert only(table(bond())) == {
        "document_id": "a",
        "document_sha256": "sha",
        "document_source": "seeds/a.txt",
        "document_title": "A",
        "document_date": "2022",
        "document_status": "ok",
        "item_type": "bonds",
        "item_index": 0,
        **{name: value for name, value in BOND.items() if name != "item_type"},
        "tags": '["a", "b"]',
        "years": "10",
        "field_item_type": "senior",
        "span_start": 0,
        "span_end": 19,
        "grounding": "exact",
        "verification": "confirmed",
        "problems": None,
        "problem_messages": None,
        "call_model": "rules",
        "call_prompt": "p@1",
        "call_key": None,
        "call_cached": False,
        "call_attempts": 0,
        "call_input_tokens": 0,
        "call_output_tokens": 0,
        "call_cost_usd": "0.00001",
        "call_seconds": 0.0,
    }


def test_a_column_is_of_the_kind_of_its_field_and_text_where_types_disagree() -> None:
    found = kinds(table(bond()))
    assert [found[name] for name in ("coupon", "share", "green", "tags", "years")] == [
        "decimal",
        "number",
        "boolean",
        "text",
        "text",
    ]
    assert kinds(table_of(list, SCHEMA, ("bonds",)))["years"] == "integer"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("coupon", "0.12345678901"),  # 11 places, the column has 10
        ("coupon", "1" * 29),  # 29 digits before the point, the column has 28
        ("coupon", "ten"),
        ("coupon", "NaN"),
        ("share", 2**53 + 1),  # a float would round it
        ("share", 10**400),
        ("share", "0.1"),
        ("green", 1),
    ],
)
def test_a_value_that_a_column_would_round_makes_it_text(field: str, value: Any) -> None:
    made = table(bond(**{field: value}))
    assert kinds(made)[field] == "text"
    assert str(only(made)[field]) == str(value)


@pytest.mark.parametrize("years", [2**63, True])
def test_a_whole_number_column_holds_64_bits_and_no_truth_values(years: int) -> None:
    assert kinds(table_of(lambda: [row(bond(years=years))], SCHEMA, ("bonds",)))["years"] == "text"


def test_a_cost_that_its_column_would_not_hold_makes_it_text() -> None:
    dear = Row(
        DocumentReference("a", "sha", "a.txt"), "ok", Call("rules", "p@1", cost_usd=Decimal("1" * 50)), items=(bond(),)
    )
    made = table_of(lambda: [dear], SCHEMA, TYPES)
    assert (kinds(made)["call_cost_usd"], only(made)["call_cost_usd"]) == ("text", "1" * 50)
    write_parquet(made, BytesIO())


def test_a_class_that_is_drawn_where_it_stands_has_its_columns_all_the_same() -> None:
    schema = {"properties": {"bonds": {"type": "array", "items": SCHEMA["$defs"]["Bond"]}}}
    assert kinds(table_of(list, schema, types_in(schema, {})))["coupon"] == "decimal"


def test_an_item_without_a_span_has_empty_cells_and_its_problems() -> None:
    problems = (Problem("quote-missing", "bonds[0].quote", "nowhere"), Problem("value-scale", "bonds[0].coupon", "no"))
    item = ExtractedItem("bonds", BOND, Grounding("missing"), Verification("unverified"), problems=problems)
    cells = only(table(item))
    assert (cells["span_start"], cells["span_end"]) == (None, None)
    assert (cells["problems"], cells["problem_messages"]) == ("quote-missing; value-scale", "nowhere; no")


def test_a_span_that_begins_at_0_is_0_and_not_empty() -> None:
    assert only(table(bond()))["span_start"] == 0


def test_a_link_has_the_name_that_the_results_use_unless_a_field_has_it() -> None:
    linked = ExtractedItem("bonds", BOND, Grounding("exact", Span(0, 1)), links={"bearer": 3, "owner": 4})
    cells = only(table(linked))
    assert (cells["bearer"], cells["link_bearer"], cells["owner"]) == ("B", 3, 4)


def test_items_keep_their_place_in_the_results_when_others_are_left_out() -> None:
    flagged = ExtractedItem(
        "bonds", BOND, Grounding("exact", Span(0, 1)), problems=(Problem("value-scale", "bonds[1].coupon", "no"),)
    )
    made = table_of(lambda: [row(bond(), flagged)], SCHEMA, TYPES, lambda item: bool(item.problems))
    assert made.items == 1
    assert only(made)["item_index"] == 1


def test_a_document_without_items_has_no_row() -> None:
    failed = Row(DocumentReference("b", None, "b.txt"), "failed", Call("rules", "p@1"), Failure("empty", "no text"))
    assert list(table_of(lambda: [failed], SCHEMA, TYPES).entries()) == []


def test_item_types_are_the_lists_of_objects_that_a_run_has_counted() -> None:
    assert types_in(SCHEMA, {"total": 0, "bonds": 0, "bearers": 0}) == ("bonds", "bearers")
    assert types_in(SCHEMA, {}) == ("bonds", "bearers", "notes")
    assert types_in(wire_schema(ClaimsAndFigures), {}) == ("claims", "figures")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("  =1+1", "'  =1+1"),
        ("＝1+1", "'＝1+1"),
        ("-3.9", "-3.9"),
        ("+12", "+12"),
        ("=", "="),
        (">=", ">="),
        ("", ""),
        ("a=b", "a=b"),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(cell: str, written: str) -> None:
    assert harmless(cell) == written


def test_csv_has_decimals_as_written_nulls_empty_and_hostile_text_harmless() -> None:
    stream = BytesIO()
    write_csv(
        table_of(lambda: [row(bond(quote='=cmd|"x"', coupon="-7.0", bearer="\ud800é"))], SCHEMA, ("bonds",)), stream
    )
    names, cells, end = stream.getvalue().decode().split("\n")
    assert (len(names.split(",")), end) == (31, "")
    assert '"\'=cmd|""x""",-7.0,10,0.1,true,"[""a"", ""b""]",senior,\\ud800é,0,19,exact,confirmed,,,rules' in cells


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_line_end_inside_a_cell_begins_no_row_of_csv(end: str) -> None:
    stream = BytesIO()
    hostile = f'x{end}=HYPERLINK("http://a.example", "y")'
    write_csv(table_of(lambda: [row(bond(bearer=hostile))], SCHEMA, ("bonds",)), stream)
    (read,) = csv.DictReader(StringIO(stream.getvalue().decode(), newline=""))
    assert read["bearer"] == hostile


def test_parquet_has_exact_decimals_and_types() -> None:
    stream = BytesIO()
    rows = [row(bond(coupon="9007199254740993.01"), bond(coupon=None, bearer="\ud800"))] * 700
    write_parquet(table_of(lambda: rows, SCHEMA, ("bonds",)), stream)
    read = pq.read_table(stream)
    assert str(read.schema.field("coupon").type) == "decimal128(38, 10)"
    assert read.num_rows == 1400
    first, second = read.slice(0, 2).to_pylist()
    assert (first["coupon"], first["years"], first["green"]) == (Decimal("9007199254740993.01"), 10, True)
    assert (second["coupon"], second["bearer"], second["span_start"]) == (None, "\\ud800", 0)
