"""Are the line breaks of wrapped text told from those that end something?"""

import pytest

from extract.quantities import figures
from extract.text import sentences
from extract.wrapping import soft_breaks

WRAPPED = (
    "According to the county's statistics office, the output of its mills reached\n"
    "4.2 billion euros in 2023, which was more than anybody had expected. The\n"
    "Ministry of Trade called it a success.\n"
)


def pieces(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in sentences(text)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_filled_paragraph_is_read_across_its_lines(end: str) -> None:
    assert pieces(WRAPPED.replace("\n", end)) == [
        "According to the county's statistics office, the output of its mills reached 4.2 billion euros in 2023, "
        "which was more than anybody had expected.",
        "The Ministry of Trade called it a success.",
    ]


def test_a_number_that_the_wrapping_tore_from_its_scale_is_read_whole() -> None:
    text = "The output of the county's mills and mines together reached 4.2\nbillion euros, officials said."

    assert [(one.value, one.unit) for one in figures(text)] == [(4_200_000_000, "EUR")]


@pytest.mark.parametrize(
    "text",
    [
        "Mills of the county set a record in the year just past\nUpdated: 2024-01-02\nBy a reporter\n",
        "Mills of the county set a record\nOutput rose by a tenth last year, to 4.2 billion euros, officials said.\n",
        "red\nblue\ngreen\n",
        "It ended here.\nand went on, some forty or more characters further, in small letters.\n",
        "one line only",
        "",
    ],
)
def test_headlines_lists_and_finished_sentences_keep_their_breaks(text: str) -> None:
    assert list(soft_breaks(text)) == []


def test_a_blank_line_ends_what_was_wrapped() -> None:
    text = "the output of its mills and of its mines taken together reached\n\nfour billion euros"

    assert list(soft_breaks(text)) == []
