"""Does a source text stand on the page whole, with the right words marked?"""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from toy_texts import HARD

from extract.records import Span
from extract.review_page.texts import Window, runs, windows

TEXTS = st.lists(st.sampled_from(HARD), max_size=40).map("".join)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[tuple[str, Span]]]:
    """Draw a text with quotes of A and B in it, overlapping, empty or beyond its end as they come."""
    text = draw(TEXTS)
    edges = st.integers(0, len(text) + 2)
    spans = st.tuples(edges, edges).map(lambda pair: Span(min(pair), max(pair)))
    return text, draw(st.lists(st.tuples(st.sampled_from("AB"), spans), max_size=4))


def quoted(found: tuple[Window, ...], letter: str) -> list[int]:
    """Return the code points, by their places, that stand in marks of a side."""
    return [
        run.start + offset
        for window in found
        for stretch in window.stretches
        if letter in stretch.sides
        for run in stretch.runs
        for offset in range(len(run.text))
    ]


@given(TEXTS, st.integers(0, 10**6))
def test_the_runs_are_the_text_and_know_where_they_are(text: str, start: int) -> None:
    found = list(runs(text, start))
    assert "".join(run.text for run in found) == text
    assert all(text[run.start - start :].startswith(run.text) for run in found)
    assert all(len(run.text) == 1 for run in found if run.chip)


@given(marked(), st.booleans())
@example(("\r\n\U0001f468\u200d\U0001f469", [("A", Span(3, 4)), ("B", Span(0, 9))]), True)
def test_marks_cover_what_is_quoted_and_nothing_else(case: tuple[str, list[tuple[str, Span]]], whole: bool) -> None:
    text, marks = case
    found = windows(text, marks, whole)
    for letter in "AB":
        meant = {at for side, span in marks if side == letter for at in range(span.start, min(span.end, len(text)))}
        assert quoted(found, letter) == sorted(meant)


@given(marked(), st.booleans())
def test_what_is_shown_is_the_text_in_its_order(case: tuple[str, list[tuple[str, Span]]], whole: bool) -> None:
    text, marks = case
    found = windows(text, marks, whole)
    for window in found:
        shown = "".join(run.text for stretch in window.stretches for run in stretch.runs)
        assert shown == text[window.span.start : window.span.end]
    assert all(one.span.end < other.span.start for one, other in pairwise(found))
    assert not whole or [window.span for window in found] == [Span(0, len(text))]


@given(TEXTS)
def test_no_character_that_the_eye_would_lose_stands_as_it_is(text: str) -> None:
    plain = "".join(run.text for run in runs(text) if not run.chip)
    assert not set(plain) & set(
        "\r\x00\x1b\x7f\x85\xad\u200b\u200e\u202e\u2066\u2069\u2028\ufeff\ud83d\udc00\U000e0041"
    )


@pytest.mark.parametrize(
    ("text", "chips"),
    [
        ("\U0001f468\u200d\U0001f469", []),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", []),
        ("7\u200d5", ["ZWJ"]),
        ("\u4e2d\u200c5", ["ZWNJ"]),
        ("a\u200b\u202e\xad\x7f", ["ZWSP", "RLO", "SHY", "DEL"]),
        ("\x00\r\n\t", ["␀", "␍"]),
        ("\ud83d\U000e0041", ["U+D83D", "U+E0041"]),
    ],
)
def test_what_hides_is_spelled_out_and_what_works_is_left(text: str, chips: list[str]) -> None:
    assert [run.chip for run in runs(text) if run.chip] == chips


def test_a_chip_names_its_code_point() -> None:
    (run,) = runs("\u202e")
    assert run.title == "U+202E"


SENTENCES = "".join(f"Sentence number {number} stands here. " for number in range(40))


def shown(*spans: Span) -> list[str]:
    return [
        SENTENCES[window.span.start : window.span.end] for window in windows(SENTENCES, [("A", span) for span in spans])
    ]


def test_two_sentences_stand_on_either_side_of_a_quote() -> None:
    at = SENTENCES.index("number 20")
    (words,) = shown(Span(at, at + 9))
    assert (words[:19], words[-22:]) == ("Sentence number 18 ", "number 22 stands here.")


def test_quotes_far_from_each_other_stand_in_two_parts() -> None:
    first, second = SENTENCES.index("number 3 "), SENTENCES.index("number 30")
    words = shown(Span(second, second + 5), Span(first, first + 5))
    assert [part[: len("Sentence number 1")] for part in words] == ["Sentence number 1", "Sentence number 2"]


def test_a_quote_between_two_sentences_has_them_around_it() -> None:
    at = SENTENCES.index(" Sentence number 20")
    (words,) = shown(Span(at, at + 1))
    assert (words[:19], words[-22:]) == ("Sentence number 18 ", "number 21 stands here.")


def test_nothing_is_shown_where_nothing_is_quoted() -> None:
    assert windows(SENTENCES, []) == ()
