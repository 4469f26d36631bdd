"""Reading periods never fails, and takes time in proportion to the text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.quantities.edtf import days
from extract.quantities.periods import mentions, period_of
from extract.records import Span

TODAY = "2024-03-07"

PIECES = st.sampled_from(
    [*"019 .,-–/:'\n%$", "in ", "March ", "2023", "first ", "quarter ", "since ", "to ", "the ", "last ", "year", "of ",
     "half", "-20", "5 p.m.", "which ", "was ", "will ", "from "]
)  # fmt: skip
DATES = st.sampled_from([None, "2024", "2024-02", "2024-02-29", "nonsense", "2024-13"])


@given(st.lists(PIECES, max_size=40).map("".join), DATES)
def test_no_text_makes_the_reading_fail(text: str, published: str | None) -> None:
    end = 0
    for mention in mentions(text, published=published):
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end
        if mention.edtf:
            days(mention.edtf)
    period_of(text, Span(len(text) // 2, len(text)), published=published)


@pytest.mark.parametrize(
    "piece", ["2023,", "1", "first ", "in March ", " ", "since 2020 to ", "the 2024 report. ", "12:30 ", "«a, b"]
)
def test_reading_is_linear_in_the_length_of_hostile_text(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        mentions(text, published=TODAY)
        return time.process_time() - began

    small, large = seconds(20_000), seconds(200_000)
    assert large < 60 * max(small, 0.05)


@pytest.mark.parametrize("piece", ["from 5 a year earlier ", "In 2023, output rose 5 percent, and ", "will 12:30 "])
def test_dating_one_figure_takes_as_long_in_a_longer_sentence(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        named = mentions(text, published=TODAY)
        places = range(5, len(text), len(text) // 50)
        period_of(text, Span(0, 1), mentions=named, published=TODAY)
        began = time.process_time()
        for place in places:
            period_of(text, Span(place, place + 1), mentions=named, published=TODAY)
        return time.process_time() - began

    small, large = seconds(10_000), seconds(200_000)
    assert large < 20 * max(small, 0.05)
