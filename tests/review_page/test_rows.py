"""How do two sides stand beside each other, and what is their difference called?"""

from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import Field

from extract.records import Document, Span
from extract.review_page.rows import Row, ratio, rows
from extract.review_page.said import Letter, Said, checks, number
from extract.schema import Figure, Item, Quote, Scored, exact

TEXT = "Output exceeded 7 billion yuan, and 12 of 20 plants run."
FIELDS: dict[str, Any] = {
    "value": "7000000000", "upper": None, "unit": "CNY", "comparator": ">", "trend": "level", "status": "actual",
    "measure": "output", "entity": "the plants", "period": None,
}  # fmt: skip


def side(letter: Letter = "A", quote: str = "exceeded 7 billion yuan", **changed: Any) -> Said:
    fields = {name: value for name, value in (FIELDS | changed).items() if value != "left out"}
    start = TEXT.find(quote)
    return Said(letter, quote, None if start < 0 else Span(start, start + len(quote)), fields)


def beside(a: Said | None, b: Said | None, kind: type[Item] = Figure, *, named: bool = False) -> dict[str, Row]:
    return {row.name: row for row in rows(kind, a, b, TEXT, named)}


def own(row: Row) -> list[list[str]]:
    return [[part.text for part in cell.parts if part.own] for cell in (row.a, row.b) if cell is not None]


def test_what_differs_comes_first_and_strict_fields_before_wordings() -> None:
    found = beside(side(), side("B", measure="the output", status="planned", value="7000000"))
    assert list(found)[:4] == ["words", "value", "status", "measure"]
    assert [row.differs for row in found.values()] == [False, True, True, True, *[False] * 6]
    assert [row.strict for row in found.values()][:4] == [False, True, True, False]


def test_one_number_written_in_two_ways_is_the_same() -> None:
    row = beside(side(value="7000000000.00"), side("B", value="7E9"))["value"]
    assert (row.differs, row.a) == (False, row.b)
    assert row.a is not None
    assert row.a.parts[0].text == "7,000,000,000"


def test_a_number_is_known_as_one_so_that_its_digits_stay_together() -> None:
    found = beside(side(), side("B", value="7E9", status="planned"))
    numbers = {name for name, row in found.items() if row.a is not None and row.a.number}
    assert numbers == {"value"}
    lone = beside(side(), None)["value"].a
    assert lone is not None
    assert lone.number


def test_a_value_that_is_no_number_is_shown_as_it_is() -> None:
    row = beside(side(value="many"), side("B"))["value"]
    assert row.a is not None
    assert (row.a.parts[0].text, row.hint) == ("many", "")


def test_wordings_show_the_words_that_one_side_has_alone() -> None:
    row = beside(side(entity="the county's solar plants"), side("B", entity="the city's solar plants"))["entity"]
    assert own(row) == [["county"], ["city"]]


@pytest.mark.parametrize("other", ["quite another thing", "word " * 300])
def test_wordings_with_little_in_common_or_too_long_stand_whole(other: str) -> None:
    row = beside(side(entity="plants"), side("B", entity=other))["entity"]
    assert own(row) == [[], []]


def test_the_words_are_those_of_the_document_and_not_of_the_quote() -> None:
    moved = Said("B", "what is quoted", Span(36, 44), FIELDS)
    row = beside(side(), moved)["words"]
    assert row.differs
    assert row.b is not None
    assert "".join(part.text for part in row.b.parts) == "12 of 20"


def test_where_there_is_no_place_the_quote_stands_for_the_words() -> None:
    row = beside(side(), side("B", quote="nowhere"))["words"]
    assert row.b is not None
    assert "".join(part.text for part in row.b.parts) == "nowhere"


def test_a_side_without_an_item_has_no_cells() -> None:
    found = beside(None, side("B"))
    assert all(row.a is None and row.b is not None for row in found.values())
    assert not any(row.differs for name, row in found.items() if name != "words")


def test_what_one_side_did_not_label_is_left_out_until_the_sides_are_named() -> None:
    a, b = side(period="left out"), side("B")
    assert "period" not in beside(a, b)
    row = beside(a, b, named=True)["period"]
    assert row.a is not None
    assert (row.a.labelled, row.differs) == (False, False)


@pytest.mark.parametrize(
    ("a", "b", "hint"),
    [
        ({"value": "7000000"}, {}, "B is A × 1,000"),
        ({"value": None}, {}, "one side has none"),
        ({"unit": "%"}, {"unit": "pp"}, "per cent against points"),
        ({"value": "0.3", "unit": "%"}, {"value": "30", "unit": "%"}, "B is A × 100: a fraction against per cent"),
        ({"value": "0.3"}, {"value": "30", "unit": "%"}, "B is A × 100: a fraction against per cent"),
    ],
)
def test_a_hint_says_what_turns_one_value_into_the_other(a: Any, b: Any, hint: str) -> None:
    assert hint in [row.hint for row in beside(side(**a), side("B", **b)).values()]


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        ("45", "4.5", "A is B × 10"),
        ("-45", "4.5", "A is -B × 10"),
        ("5", "-5", "opposite sign"),
        ("1234", "1324", "two digits swapped"),
        ("7.1", "7.12", "one is the other, rounded"),
        ("0", "5", "B is 5 more"),
        ("21", "17.5", "A is 3.5 more"),
        ("1", "1E+20", "B is A × 10^20"),
        ("3", "7E+900", ""),
    ],
)
def test_two_numbers_are_held_against_each_other_in_words(a: str, b: str, words: str) -> None:
    assert ratio(Decimal(a), Decimal(b), None) == words


def test_a_number_without_end_is_not_written_out() -> None:
    assert number(Decimal("1E+999999999")) == "1.00000E+999999999"


def test_every_digit_of_a_number_is_shown() -> None:
    assert number(Decimal("-1234567890123456789012345678901234567.50")) == (
        "-1,234,567,890,123,456,789,012,345,678,901,234,567.5"
    )
    assert (number(Decimal("-0.00")), number(Decimal("100"))) == ("0", "100")


class Plain(Item):
    """An item that nothing is read of."""

    quote: Quote
    mood: Annotated[str, Scored(exact)] = "good"
    tags: list[str] = Field(default_factory=list)


def test_fields_of_any_make_stand_in_rows() -> None:
    a, b = (Said(letter, "12 of 20", Span(36, 44), {"mood": mood, "tags": [mood]}) for letter, mood in ("Aa", "Bb"))  # type: ignore[arg-type]
    found = beside(a, b, Plain)
    assert [row.name for row in found.values() if row.differs] == ["mood", "tags"]
    assert found["tags"].hint == ""


# --- checks -----------------------------------------------------------------------------------------------------


def outcomes(has: Said, document: Document | None, kind: type[Item] = Figure) -> list[str]:
    return [check.sign for check in checks(has, kind, document)]


def test_checks_say_what_the_text_alone_says() -> None:
    document = Document("port", TEXT, "0", "port.txt")
    assert outcomes(side(), document) == ["✓", "✓"]
    assert outcomes(side(value="7000000"), document) == ["✓", "✗"]
    assert outcomes(side(quote="nowhere"), document) == ["✗"]
    assert outcomes(side(quote="plants"), document) == ["✓", "?"]
    assert outcomes(Said("A", "Exceeded 7 billion yuan", Span(7, 30), FIELDS), document) == ["?", "✓"]
    assert outcomes(side(), document, Plain) == ["✓"]
    assert outcomes(side(), None) == ["?"]
