"""Do offsets in code points and in UTF-16 code units lead to the same characters?"""

from hypothesis import given
from hypothesis import strategies as st

from extract.exchange.offsets import Units

TEXTS = st.text(st.sampled_from("ab \r\n\u0301\u200d💶\U0001f468\ufffd"))


@given(TEXTS)
def test_code_units_are_those_of_utf_16(text: str) -> None:
    units = Units(text)
    for point in range(len(text) + 1):
        assert units.unit(point) == len(text[:point].encode("utf-16-le")) // 2
        assert units.point(units.unit(point)) == point


@given(TEXTS)
def test_the_middle_of_a_character_and_what_lies_outside_are_no_places(text: str) -> None:
    units = Units(text)
    edges = {units.unit(point) for point in range(len(text) + 1)}
    for unit in range(-2, len(text) * 2 + 3):
        assert (units.point(unit) is None) == (unit not in edges)


def test_only_texts_beyond_the_basic_plane_are_counted_in_two_ways() -> None:
    assert Units("e\u0301\r\n").are_points
    assert not Units("💶").are_points
