"""The same words many times: n equal quotes stand at their n places, in time that grows with n alone."""

import time

import pytest

from extract.grounding import ground
from extract.grounding.choice import Item, choose
from extract.records import Grounding, Span


def repeated(count: int, separator: str) -> tuple[str, list[tuple[str, str]]]:
    text = separator.join(["The yard built 14 boats and freight rose by 3%."] * count)
    return text, [("claims", "freight rose by 3%"), ("figures", "14 boats"), ("figures", "rose by 3%")] * count


@pytest.mark.parametrize("separator", [" ", "\n", "\n\n"])
def test_more_equal_quotes_than_are_looked_at_for_one_stand_at_their_places(separator: str) -> None:
    text, quotes = repeated(700, separator)
    found = ground(text, quotes)
    length = len("The yard built 14 boats and freight rose by 3%.") + len(separator)
    assert [one.span.start for one in found[0::3] if one.span] == [28 + length * n for n in range(700)]
    assert {one.grade for one in found} == {"exact"}


def test_of_two_hundred_equal_quotes_a_neighbour_settles_the_rest() -> None:
    text = "It grew by 4%. " * 200 + "Lund closed. " + "It grew by 4%. " * 100
    found = ground(text, [("figures", "4%")] * 200 + [("figures", "Lund closed")])
    assert [one.span.start for one in found if one.span] == [11 + 15 * n for n in range(200)] + [3000]


def test_fewer_equal_quotes_than_places_stay_ambiguous() -> None:
    text, quotes = repeated(40, " ")
    assert {one.grade for one in ground(text, quotes[: 3 * 39])} == {"ambiguous"}


def test_ten_thousand_equal_quotes_are_chosen_at_once() -> None:
    places = tuple(Span(20 * n, 20 * n + 5) for n in range(10_001))
    items = [Item("figures", "4%", places)] * 10_000 + [Item("figures", "Lund", (Span(199_990, 199_994),))]
    start = time.process_time()
    assert choose(items)[:10_000] == list(places[:10_000])
    assert time.process_time() - start < 20


def test_open_quotes_keep_their_shared_places_that_pass() -> None:
    text = "Ship 2 t. Ship 2 t of tin. Ship 2 t."
    found = ground(text, [("figures", "2 t"), ("figures", "2 t of tin"), ("figures", "2 t")])
    assert found == (
        Grounding("exact", Span(5, 8)),
        Grounding("exact", Span(15, 25)),
        Grounding("exact", Span(32, 35)),
    )
