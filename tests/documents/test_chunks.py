"""Where long texts are cut."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.documents.chunks import split
from extract.errors import UsageError
from extract.records import Span

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
WORDS = st.sampled_from(
    [
        "output",
        "rose",
        "12.5",
        "percent",
        "4,338.7",
        "1 000 000",
        "$4.2 billion",
        "U.S.",
        "said.",
        "\n\n",
        "\r\n",
        "7",
        "亿元。",
    ]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=60).map(" ".join), st.text(alphabet="ab1 .,\n", max_size=200))


def pieces(text: str, limit: int) -> list[str]:
    return [text[start:end] for start, end in split(text, limit)]


@given(TEXTS, st.integers(1, 80))
def test_chunks_cover_the_text_within_the_limit_and_never_inside_digits(text: str, limit: int) -> None:
    spans = split(text, limit)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(one.end == other.start for one, other in pairwise(spans))
    for start, end in spans:
        assert start < end
        assert end - start <= limit or text[start:end].isdigit()
        assert not (text[end - 1].isdigit() and text[end : end + 1].isdigit())


@given(TEXTS, st.integers(20, 80))
def test_chunks_never_cut_a_number_that_fits(text: str, limit: int) -> None:
    ends = {end for _, end in split(text, limit)}
    for number in re.finditer(r"\d+(?:[.,]\d+)*", text):
        if len(number[0]) <= limit:
            assert not any(number.start() < end < number.end() for end in ends)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
@pytest.mark.parametrize("limit", [200, 500, 1000])
def test_no_chunk_of_the_seeds_begins_or_ends_next_to_half_a_figure(path: Path, limit: int) -> None:
    text = path.read_text(encoding="utf-8")
    for one, other in pairwise(pieces(text, limit)):
        assert not re.search(r"\d[ \xa0]*$", one)
        assert not re.match(r"\s*(?:million|billion|percent|yuan|tons)\b", other)


def test_paragraphs_are_kept_whole_where_they_fill_half_of_a_chunk() -> None:
    assert pieces("One two three. Four five.\n\nSix seven. Eight.", 40) == [
        "One two three. Four five.\n\n",
        "Six seven. Eight.",
    ]


def test_a_short_paragraph_does_not_make_a_scrap() -> None:
    assert pieces("Title\n\nOne two three four. Five six seven eight nine.", 30) == [
        "Title\n\nOne two three four. ",
        "Five six seven eight nine.",
    ]


def test_a_sentence_with_decimals_is_not_cut_at_them() -> None:
    text = "Sales came in at $4.2 billion. They rose 12.5 percent to $3.75 billion."
    assert pieces(text, 45) == ["Sales came in at $4.2 billion. ", "They rose 12.5 percent to $3.75 billion."]


def test_a_long_sentence_is_cut_at_white_space_away_from_figures() -> None:
    assert pieces("We will cultivate at least 10 new firms", 32) == ["We will cultivate at least ", "10 new firms"]


def test_a_table_of_figures_is_cut_between_them_at_last() -> None:
    assert pieces("11 22 33 44 55 66", 9) == ["11 22 33 ", "44 55 66"]


def test_text_without_white_space_is_cut_outside_numbers() -> None:
    assert pieces("产值达到4338.7亿元同比增长", 7) == ["产值达到", "4338.7亿", "元同比增长"]
    assert pieces("1,2,3,4,5,6", 4) == ["1,2,", "3,4,", "5,6"]


def test_digits_longer_than_the_limit_stay_together() -> None:
    assert pieces("a 1234567 b", 3) == ["a ", "1234567", " b"]
    assert pieces("a 1234567", 3) == ["a ", "1234567"]


def test_a_text_that_fits_is_one_chunk_and_an_empty_one_is_none() -> None:
    assert split("Short.", 6) == (Span(0, 6),)
    assert split("", 6) == ()


def test_a_limit_that_nothing_fits_is_an_error() -> None:
    with pytest.raises(UsageError, match="0 code points"):
        split("Short.", 0)


@pytest.mark.parametrize("piece", ["word ", "1 ", "1,", "1234567890", "Word. ", "\n\n", "字", " "])
def test_a_long_text_is_cut_in_no_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert sum(end - start for start, end in split(text, 1000)) == len(text)
