"""No quote of the rule model is cut inside a word, a number or a time, whatever the text."""

import asyncio
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.examination import examine
from extract.records import ExtractedItem, Quantity, Request, Span
from extract.rules import ask
from extract.rules.body import body_sentences
from extract.rules.claims import claims
from extract.rules.edges import Unbroken, whole_words
from extract.rules.figures import legible
from extract.schema import ClaimsAndFigures

ARTICLES = sorted((Path(__file__).parent / "articles").glob("*.txt"))
KINDS = (
    "The ferry left at 6:48 am on Sunday, officials said.",
    "A storm hit the coast at 21:07, killing 3 people.",
    "The yard, with 3,4oo welders, will close.",
    "The team won 4:2 in front of 31,200 fans; exits 3 and 8 stayed shut.",
    "Nearly 3/4 of the 2,310 promised berths were sold, or 7.6–7.9% more.",
    "The harbour cost C$19 million, US$14.2m or £11k, down 6% from 2021/22.",
    "We lost between 30 and 40 million francs between March and July 2022, and then sales rose.",
    "The revenue will be 13..4 billion francs, and 1,26 million parcels were sent.",
    "Trees 1,000-metre-high (sic) fell, 5 to 9 of them by May 3, 2021, and 6-8 % burned.",
    "It holds 2 thousand-bed-level clinics,and 14 “small wonder” schools；1/8 closed.",
    "Temperatures fell to -9C；gusts of 80mph,or 129km/h,were felt at 4.05pm.",
    "The ratio was 1:1,000,and 3,5,7 and 9 are odd; 12,5 % of 1'200 and 3 × 4 m were sold.",
    "Plan 2030: 3G, 4G and 5G masts rose 1.5-fold, to 2.1-2.4 million, Co., Ltd. said.",
    "The 1.6 million tons/year salt works, with a planned investment of 21.7 billion francs, is 81% completed.",
    "There were 1,26 million market stalls in the town, with a growth of 12.4%.",
    "Over 2,100 sheds - almost 70 per cent of those in nine villages - rose 5 percent.",
    "５００ people and １２ ships came, half a dozen, two-thirds of them at 9 o’clock.",
    "Output hit 12\u00a0345 t and 6\u202f789 t, ±3 %, in Q1–Q3.",
)
PIECES = (
    "rose fell will build and or , ; : . – — - ' \" ( ) of at 4:32 2,6oo 3/4 5% $ € 12 7.5 million billion yuan "
    "between said that the city which May 2022 a two half dozen １２ 亿 −5 ± 1,000 x² km2 am \u200b ’s € 6–7 10^9"
)
PARTS = st.sampled_from(PIECES.split(" "))


def items(text: str) -> tuple[ExtractedItem, ...]:
    answer = asyncio.run(ask(Request((), text, "2024-05-02", ClaimsAndFigures)))
    return examine(text, answer.text, ClaimsAndFigures, published="2024-05-02").items


def assert_whole(text: str) -> None:
    for item in items(text):
        quote = item.fields["quote"]
        expected = "ambiguous" if item.grounding.grade == "ambiguous" and text.count(quote) > 1 else "exact"
        assert (quote, item.grounding.grade) == (quote, expected)
        names = {problem.name for problem in item.problems} - {"quote-ambiguous"}
        assert names == set(), (quote, item.problems)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_every_quote_from_an_article_is_found_as_it_is(path: Path) -> None:
    assert_whole(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", KINDS)
def test_every_quote_beside_times_scores_and_ranges_is_found_as_it_is(text: str) -> None:
    assert_whole(text)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.tuples(PARTS, st.sampled_from([" ", " ", " ", ""])), max_size=30))
def test_no_quote_from_a_hostile_text_is_cut(parts: list[tuple[str, str]]) -> None:
    text = "".join(part + space for part, space in parts)
    for one in claims(text, None, body_sentences(text)):
        assert Unbroken(text).whole(one.span) == one.span


def test_a_clock_time_is_no_place_to_break_off() -> None:
    quotes = [item.fields["quote"] for item in items("The ferry left at 6:48 am on Sunday, officials said.")]
    assert quotes == ["The ferry left at 6:48 am on Sunday"]


def test_a_range_is_no_place_to_break_off() -> None:
    text = "Traders lost customers between March and July 2022 because prices rose."
    assert items(text)[0].fields["quote"] == "Traders lost customers between March and July 2022"


def test_a_figure_inside_a_word_is_its_whole_word_without_a_value() -> None:
    found = [item for item in items("The yard, with 3,4oo welders, will close.") if item.type == "figures"]
    assert [item.fields["value"] for item in found] == [None]
    assert found[0].fields["quote"].startswith("3,4oo")


def test_a_quantity_that_is_cut_inside_a_word_is_no_number() -> None:
    text = "with 3,4oo welders"
    cut = Quantity(span=Span(5, 8), number=Span(5, 8), value=Decimal("3.4"), unit="count")
    assert legible(text, cut) == cut._replace(span=Span(5, 10), value=None, unit=None)


def test_edges_inside_words_and_numbers_move_outwards() -> None:
    text = "In 2020 some 4 million men left"
    assert Unbroken(text).whole(Span(14, 20)) == Span(13, 22)
    assert whole_words(text, Span(9, 29)) == Span(8, 31)
    assert whole_words("亿元增长", Span(1, 3)) == Span(1, 3)
    assert whole_words("of ±3 %", Span(4, 7)) == Span(3, 7)
