"""A figure reads the same at its place, sentence by sentence, as in the reading of the whole text."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.quantities import figure_spans, figures, read, read_at
from extract.quantities.small_letters import small
from extract.records import Quantity, Span

PROBES = Path(__file__).parents[1] / "probes"
GENERAL = PROBES / "general.jsonl"
SEEDS = Path(__file__).parents[2] / "seeds"


def _paragraphs(of: int, separator: str) -> Iterator[str]:
    texts = [json.loads(line)["text"] for line in GENERAL.read_text(encoding="utf-8").splitlines()]
    for first in range(0, len(texts), of):
        yield separator.join(texts[first : first + of])


def _as_read_at(quantity: Quantity) -> Quantity:
    return quantity._replace(status="actual", period=None, conversion_of=None)


@pytest.mark.parametrize("separator", [" ", "\n", "\n\n"])
def test_the_quantities_of_a_long_text_read_the_same_at_their_places(separator: str) -> None:
    others = [
        text[quantity.span.start : quantity.span.end]
        for text in _paragraphs(30, separator)
        for quantity in read(text)
        if _as_read_at(quantity) not in map(_as_read_at, read_at(text, quantity.number, before=quantity.number.start))
    ]
    assert len(others) <= 1  # a year at the end of a sentence, for whose reading the next sentence counts


def test_a_conversion_counts_among_what_is_read_at_the_place() -> None:
    text = "It has 3 sites. It paid 7 billion yuan ($1.05 billion) in May."
    both = read_at(text, Span(text.index("7"), text.index(") in")))
    assert [one.conversion_of for one in both] == [None, 0]


def test_a_conversion_without_what_it_converts_names_nothing() -> None:
    text = "It paid 7 billion yuan ($1.05 billion) in May."
    (dollars,) = read_at(text, Span(text.index("$"), text.index(") in")))
    assert ("conversion" in dollars.flags, dollars.conversion_of) == (True, None)


def test_small_letters_keep_the_place_of_every_code_point() -> None:
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000))))
    assert len(small(every)) == len(every)
    assert small(every) == small(small(every))


def test_the_spans_of_the_figures_are_those_of_their_numbers() -> None:
    lines = [line for path in sorted(PROBES.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [json.loads(line)["text"] for line in lines] + [path.read_text("utf-8") for path in SEEDS.glob("*.txt")]

    assert len(texts) > 1000
    assert [text for text in texts if figure_spans(text) != tuple(figure.number for figure in figures(text))] == []
