"""Does a file that names no side tell whose a side is?"""

import json
from decimal import Decimal
from typing import Annotated, Any

import pytest
from toy_exchange import row, task, wrong_value

from extract.exchange.showing import _even, sides
from extract.schema import Figure, Item, Quote, Scored, exact, number

ONE = wrong_value(value="30.50")


@pytest.mark.parametrize("made", [row, task])
@pytest.mark.parametrize("blind", [True, False])
def test_only_where_sides_are_named_numbers_stand_as_each_wrote_them(made: Any, blind: bool) -> None:
    text = json.dumps(made(ONE, blind=blind))
    assert ("30.50" in text, "30.5" in text) == (not blind, True)


def test_both_sides_give_place_and_fields_in_one_order() -> None:
    first, second = (side.record for side in sides(ONE, Figure, blind=True))
    assert first is not None
    assert second is not None
    assert list(first) == list(second)


class Tower(Item):
    quote: Quote
    parts: Annotated[list[Decimal], Scored(exact)]
    height: Annotated[float | None, Scored(number)]
    open: Annotated[bool, Scored(exact)]


@pytest.mark.parametrize(
    ("field", "said", "even"),
    [
        ("parts", ["1.0", "2.50"], ["1", "2.5"]),
        ("height", 7, 7.0),
        ("height", None, None),
        ("open", True, True),
        ("height", "high", "high"),
        ("parts", ["1e999999999"], ["1e999999999"]),
    ],
)
def test_a_value_is_written_as_its_class_reads_it(field: str, said: Any, even: Any) -> None:
    assert json.dumps(_even(Tower, field, said)) == json.dumps(even)
