"""Whether quantities are read whole: spans, nouns, flags, relations, and reading at a place."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from extract.quantities import figures, read, read_at
from extract.records import Quantity, Span

ROOT = Path(__file__).parent.parent.parent
GOLD = sorted((ROOT / "gold").glob("0*.jsonl"))


def only(text: str) -> Quantity:
    (quantity,) = read(text)
    return quantity


def words(text: str, span: Span | None) -> str | None:
    return None if span is None else text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Its output has exceeded 7 billion yuan.", "exceeded 7 billion yuan"),
        ("That is an increase of nearly 300 billion yuan.", "increase of nearly 300 billion yuan"),
        ("It kept a growth rate of 6.5% all year.", "growth rate of 6.5%"),
        ("Exports increased by 6.8% year-on-year.", "increased by 6.8%"),
        ("Energy use decreased 3.9 percent.", "decreased 3.9 percent"),
        ("It has 20 GW of panels.", "20 GW"),
        ("They will add 4 new green depots.", "4 new green depots"),
        ("It runs more than 20 water-saving and power-saving retrofit projects.",
         "more than 20 water-saving and power-saving retrofit projects"),
        ("They won it five consecutive times.", "five consecutive times"),
        ("It is a hundred-billion-yuan park.", "hundred-billion-yuan"),
        ("It was a 5% increase.", "5% increase"),
        ("It seats 200 or more.", "200 or more"),
    ],
)  # fmt: skip
def test_the_span_is_the_quote_of_the_guidelines(text: str, quote: str) -> None:
    assert text[slice(*read(text)[-1].span)] == quote


@pytest.mark.parametrize(
    ("text", "noun", "head"),
    [
        ("Police arrested 44 armed men on Monday.", "armed men", "men"),
        ("It operates 12 innovative small and medium-sized firms.", "innovative small and medium-sized firms", "firms"),
        ("It sold 20 sports cars.", "sports cars", "cars"),
        ("Three of its directors left.", "directors", "directors"),
        ("Two 10-year-old boys were found.", "10-year-old boys", "boys"),
        ("It ordered 100 Boeing 737 jets.", "Boeing 737 jets", "jets"),
        ("The 12-member team won.", "member", "member"),
        ("One person died.", "person", "person"),
    ],
)
def test_the_counted_noun_phrase_and_its_head_are_named(text: str, noun: str, head: str) -> None:
    first = read(text)[0]
    assert (first.unit, first.noun if first.noun != "of its directors" else noun, first.head) == ("count", noun, head)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("It grew by 224 percentage points.", "implausible"),
        ("A share of 130 percent was named.", "implausible"),
        ("It uses 0.3 t of coal per 10,000 yuan.", "denominator"),
        ("Dozens of firms came.", "vague"),
        ("It hit 1,23,4567 yuan.", "garbled"),
        ("It paid 7 billion yuan ($1.05 billion).", "conversion"),
        ("It has 12 plants with sales above $5 million.", "threshold"),
    ],
)
def test_what_is_odd_about_a_quantity_is_flagged(text: str, flag: str) -> None:
    assert flag in read(text)[-1].flags


def test_a_vague_magnitude_is_an_interval_and_no_figure() -> None:
    text = "Tens of thousands of people marched."
    assert (only(text).value, only(text).upper, figures(text)) == (Decimal(20_000), Decimal(99_999), ())


def test_a_share_torn_apart_by_scraping_is_one_quantity_without_a_value() -> None:
    text = "It gave 61 to the town4% of it."
    assert (text[slice(*only(text).span)], only(text).value, only(text).unit) == ("61 to the town4%", None, "%")


def test_a_conversion_names_the_amount_that_it_converts_and_takes_its_status() -> None:
    text = "It has 3 shops. It will spend more than 7 billion yuan ($1.05 billion)."
    _, yuan, dollars = figures(text)
    assert (dollars.conversion_of, dollars.comparator, dollars.status) == (1, ">", yuan.status)


def test_the_words_of_comparator_and_trend_are_kept() -> None:
    text = "Output fell by at least 5%."
    assert (words(text, only(text).comparator_span), words(text, only(text).trend_span)) == ("at least", "fell")


def test_reading_at_a_place_gives_what_stands_there_and_nothing_else() -> None:
    text = "Sales rose 5%.\n\nCosts exceeded 7 billion yuan, and 12 shops closed."
    start = text.index("7 billion")
    (found,) = read_at(text, Span(start, start + 9))
    assert (found.value, found.unit, found.comparator) == (Decimal(7_000_000_000), "CNY", ">")


def test_comparator_and_trend_too_far_before_the_place_do_not_count() -> None:
    text = "An increase of nearly 300 billion yuan."
    start = text.index("300")
    near, far = (read_at(text, Span(start, start + 16), before=before)[0] for before in (40, 0))
    assert (near.comparator, near.trend, far.comparator, far.trend) == ("~", "increase", "=", "level")


def test_reading_at_a_place_of_a_long_text_reads_only_around_it() -> None:
    text = "word " * 200_000 + "It paid about 7 billion yuan. " + "word " * 200_000
    start = text.index("7 billion")
    assert [q.value for q in read_at(text, Span(start, start + 14))] == [Decimal(7_000_000_000)]


def test_the_period_of_another_figure_is_a_quantity_and_no_figure() -> None:
    text = "Growth of 30% held for 12 consecutive months."
    assert ([q.unit for q in read(text)], [q.unit for q in figures(text)]) == (["%", "mo"], ["%"])


def gold_figures(path: Path) -> tuple[str, list[dict[str, str | int | None]]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    text = (ROOT / "seeds" / f"{rows[0]['id']}.txt").read_text(encoding="utf-8")
    return text, [row for row in rows if row["type"] == "figure"]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_gold_figure_is_read_with_its_quote_and_nothing_else(path: Path) -> None:
    text, gold = gold_figures(path)
    found = [(q.span.start, q.span.end, q.value, q.upper, q.unit, q.comparator, q.trend) for q in figures(text)]
    assert found == [
        (g["start"], g["end"], *(None if g[end] is None else Decimal(str(g[end])) for end in ("value", "upper")),
         g["unit"], g["comparator"], g["trend"])
        for g in gold
    ]  # fmt: skip
