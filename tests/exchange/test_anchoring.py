"""Are marked words found again where they stand, and nowhere else?"""

from hypothesis import given
from hypothesis import strategies as st
from toy_exchange import START, TEXT

from extract.exchange.anchoring import Anchored, anchor
from extract.exchange.offsets import Units
from extract.exchange.records import Mark
from extract.records import Span

QUOTE = "rose 30.5 percent"
END = START + len(QUOTE)
SECOND = TEXT.rindex(QUOTE)


def mark(start: int, end: int, quote: str | None = QUOTE) -> Mark:
    return Mark("x", "figure", start, end, quote)


def test_offsets_hold_where_the_words_stand_there() -> None:
    assert anchor(mark(START, END), TEXT, TEXT) == Anchored(Span(START, END))
    assert anchor(mark(START, END, None), TEXT, TEXT) == Anchored(Span(START, END))


def test_code_units_are_taken_where_the_words_stand_there_and_not_at_the_code_points() -> None:
    units = Units(TEXT)
    shifted = mark(units.unit(START), units.unit(END))
    assert anchor(shifted, TEXT, TEXT, units=True) == Anchored(Span(START, END))
    told = anchor(shifted, TEXT, TEXT)
    assert isinstance(told, str)
    assert "stand at 2 places in the document and not at" in told


def test_words_that_stand_elsewhere_once_are_found_and_told_as_moved() -> None:
    at = TEXT.index("9 tons")
    assert anchor(mark(0, 6, "9 tons"), TEXT, TEXT) == Anchored(Span(at, at + 6), moved=True)


def test_words_that_stand_elsewhere_twice_or_nowhere_are_refused() -> None:
    assert "stand at 2 places" in str(anchor(mark(0, 17), TEXT, TEXT))
    assert "stand nowhere" in str(anchor(mark(0, 7, "10 tons"), TEXT, TEXT))


def test_a_place_without_words_is_refused() -> None:
    for start, end in ((-1, 4), (5, 5), (5, 4), (0, 999)):
        assert "is no place in the text" in str(anchor(mark(start, end, None), TEXT, TEXT))
    assert "is no place in the text" in str(anchor(mark(-1, -1, " "), TEXT, TEXT))
    assert "stand nowhere" in str(anchor(mark(0, 1, "\\n"), TEXT, TEXT))


def test_in_another_text_the_words_around_choose_between_several_places() -> None:
    longer = f"Preface, new.\n\n{TEXT}"
    found = anchor(mark(SECOND, SECOND + len(QUOTE)), TEXT, longer)
    assert found == Anchored(Span(SECOND + 15, SECOND + 15 + len(QUOTE)), moved=True)
    assert "stand at 2 places" not in str(found)
    assert "stand nowhere" in str(
        anchor(mark(SECOND, SECOND + len(QUOTE)), TEXT, "x rose 30.5 percent, rose 30.5 percent")
    )


def test_in_another_text_words_that_stand_there_once_need_no_choice() -> None:
    assert anchor(mark(START, END), TEXT, "It rose 30.5 percent.") == Anchored(Span(3, 20), moved=True)


def test_white_space_may_differ_as_tools_write_it() -> None:
    text = "one  two\r\nthree"
    for quote in ("one two\\n\\nthree", "one two three ", "one  two\r\nthree"):
        assert anchor(mark(0, 15, quote), text, text) == Anchored(Span(0, 15))
    assert anchor(mark(3, 4, "two\\nthree"), text, text) == Anchored(Span(5, 15), moved=True)


def test_many_equal_places_cost_no_more_than_many() -> None:
    text = "a " * 20_000
    assert "stand at 1000 places" in str(anchor(mark(1, 2, "a"), text, text))


@given(st.text(st.sampled_from("ab \r\n\u0301💶"), min_size=1), st.data())
def test_a_place_that_is_found_has_the_words_that_were_marked(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shift = data.draw(st.integers(-2, 2))
    found = anchor(mark(start + shift, end + shift, text[start:end]), text, text, units=data.draw(st.booleans()))
    if shift == 0:
        assert found == Anchored(Span(start, end))
    elif isinstance(found, Anchored):
        assert "".join(text[slice(*found.span)].split()) == "".join(text[start:end].split())
