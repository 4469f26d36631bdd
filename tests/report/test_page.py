"""What stands on the page, and what never does."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Annotated, Any

import pytest
from pydantic import BaseModel
from toy_evaluation import AGREED, EVALUATION
from toy_gold import row, score
from toy_page import (
    EMPTY,
    GOLD,
    LUND,
    SALES,
    TEXT,
    against,
    lund,
    read,
    said,
    subject,
    whole,
    with_gold,
)

from extract.differences import Difference
from extract.paired import Paired, SwapTest
from extract.records import ExtractedItem, Failure, Grounding, Row, Span
from extract.report.page.records import Subject
from extract.report.page.rendering import OPEN_AT_MOST
from extract.schema import Item, Quote, Scored
from extract.schema import exact as same

# --- what it holds ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", [subject(), with_gold(), whole(), subject(rows=(), types=())], ids=str)
def test_the_page_is_sound(one: Subject) -> None:
    found = read(one)
    ids = Counter(found.values("id"))
    assert [name for name, number in ids.items() if number > 1] == []
    links = {link["href"] for link in found.all("a")}
    assert {link for link in links if link not in {f"#{name}" for name in ids}} == set()
    assert set(found.values("aria-labelledby")) <= set(ids)
    headings = [int(tag[1]) for tag, _ in found.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))


def test_the_text_of_a_document_is_whole_and_every_item_has_its_letter_in_it() -> None:
    found = read(with_gold())
    assert found.texts == [TEXT]
    marks = [attributes["class"] for attributes in found.all("mark")]
    assert {"k0", "k0-k1", "g", "g-k0"} <= set(marks)
    for letter in ("C0✓", "F0✗", "C1+", "gold 3−", "gold 5−"):
        assert letter in found.text, letter


def test_gold_stands_beside_the_prediction_with_the_name_of_the_error() -> None:
    words = said(read(with_gold()))
    assert "value scale ×10^1 305 30.5" in words
    assert "C1+ “mayor opened a” near-miss, near gold 3" in words


def test_ungrounded_items_are_the_first_thing_to_look_at() -> None:
    words = said(read(with_gold()))
    assert words.index("To look at first") < words.index("Items whose quote") < words.index("Scores this run with")
    assert "F1 lund 99 lakes quote contradicted quote-contradicted the nearest words say 12" in words
    assert "resembles characters 91 to 99 (0.62)" in words


def test_a_run_without_a_doubtful_item_says_so() -> None:
    words = said(read(subject(lund(claims=[SALES]))))
    assert "Every quote has its place in its document" in words
    assert "Problems by name" not in words


def test_documents_without_an_answer_are_listed_before_any_item() -> None:
    failed = replace(row("broken", None, "failed"), error=Failure("http", "status 500"))
    gold = {**GOLD, "silent": {"claims": []}, "unasked": {"claims": []}}
    words = said(read(with_gold(LUND, EMPTY, failed, gold={**gold, "broken": {"claims": []}})))
    assert "To look at first 3 documents without a whole answer document status why silent refused" in words
    after = words.partition("without a whole answer")[2].partition("Items whose quote has no place")[0]
    assert "the model declined broken failed http: status 500 unasked absent" in after


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((lund(claims=[SALES]), EMPTY), "1 document without a whole answer"),
        ((EMPTY,), "The run has no items"),
        ((lund(),), "The run has no items"),
    ],
)
def test_a_run_that_lacks_items_or_answers_is_not_praised(rows: tuple[Row, ...], told: str) -> None:
    words = said(read(subject(*rows)))
    assert told in words
    assert "Every quote has its place" not in words


def test_without_gold_the_page_says_that_it_knows_nothing_of_right_and_wrong() -> None:
    found = read(subject())
    assert "No gold was named" in said(found)
    assert not {"errors", "calibration", "flips"} & set(found.values("id"))
    assert "correct F1" not in found.text


def test_every_score_stands_with_its_interval_as_words_and_as_a_plot() -> None:
    found = read(subject(rows=(), types=("bonds",), evaluation=EVALUATION, documents={}))
    assert "found F1 0.667 [0.21, 1.00] 4 of 6" in said(found)
    reaches = [(line["x1"], line["x2"]) for line in found.all("line") if line.get("class") == "reach"]
    assert ("21%", "100%") in reaches
    assert "66.67%" in [dot["cx"] for dot in found.all("circle")]
    assert "undefined: bonds.year.end_to_end" in said(found)


def test_the_agreement_of_readers_is_part_of_the_plot() -> None:
    found = read(subject(rows=(), types=("bonds",), evaluation=AGREED, documents={}))
    bands = [(one["x"], one["width"]) for one in found.all("rect") if one.get("class") == "readers" and one["y"] == "1"]
    assert bands == [("99.6%", "0.6%"), ("98%", "2%")]  # one value is as wide as can be seen; 0.98 to 1 is a range
    assert "Readers of gold: two readers" in said(found)


def test_an_unknown_agreement_has_no_place_in_the_plot() -> None:
    assert AGREED.agreement is not None
    ceilings = {name: replace(one, value=None, low=None) for name, one in AGREED.agreement.metrics.items()}
    evaluation = replace(AGREED, agreement=replace(AGREED.agreement, metrics=ceilings))
    found = read(subject(rows=(), types=("bonds",), evaluation=evaluation, documents={}))
    assert [one["x"] for one in found.all("rect") if one.get("class") == "readers"] == ["3"]  # of the key


def test_what_flipped_stands_with_both_runs_words() -> None:
    words = said(read(whole()))
    assert "This run, runs/toy, held against runs/before." in words
    assert "regression: worse" in words
    assert "Gold items that only the other run found: 1" in words
    assert "figures, gold 4 lund rose value, gold 30.5 30.5 305 · scale" in words
    assert "figures.correct.f1 -0.300 [-0.600, +0.000] 0.800 before, 0.500 now; p 0.500" in words
    assert "claims.correct.f1 - undefined in A" in words


def test_a_tiny_cost_and_a_tiny_p_are_not_told_as_zero() -> None:
    paired = Paired(0.00012, 0.00034, 0.00022, 9, low=0.0001, high=0.00034)
    cost = Difference("documents.cost_usd", "lower", paired, SwapTest(0.0001, 9, True), True, p_holm=0.0002)
    words = said(read(with_gold(against=against(differences=(cost,)))))
    assert "+0.000220 [+0.000100, +0.000340] 0.000120 before, 0.000340 now; p <.001" in words


def test_runs_that_cannot_be_compared_are_not_said_to_be_alike() -> None:
    held = against(differences=())
    assert held.comparison is not None
    invalid = replace(
        held, comparison=replace(held.comparison, verdict="invalid", reasons=("other gold", "other text"))
    )
    words = said(read(with_gold(against=invalid)))
    assert "invalid: other gold; other text" in words
    assert "Nothing was compared." in words
    assert "No item flipped." in said(read(with_gold(against=against())))


def test_without_gold_two_runs_are_held_against_each_other_by_their_signals() -> None:
    words = said(read(subject(against=replace(against(), comparison=None))))
    assert "without gold nobody knows which of the two is right" in words
    assert "quote exact 0.500 1 of 2; other run 1.000" in words


@pytest.mark.parametrize(
    ("row_", "words"),
    [
        (EMPTY, "refused the model declined"),
        (row("late", None, "failed", Failure("timeout", "no answer in 60 s")), "timeout: no answer in 60 s"),
        (replace(LUND, carried={"summary": "A town.", "tags": ["a", 1]}), 'summary A town. tags ["a", 1]'),
    ],
)
def test_what_became_of_a_document_is_told(row_: Any, words: str) -> None:
    assert words in said(read(subject(row_, documents={})))
    assert "The run keeps no text of this document." in said(read(subject(row_, documents={})))


def test_an_item_that_failed_the_response_model_is_kept_as_json() -> None:
    problem = replace(EMPTY.problems[0], name="bad-item", item={"quote": "<b>", "value": 7})
    words = said(read(subject(replace(LUND, problems=(problem,)))))
    assert 'bad-item the model declined {"quote": "<b>", "value": 7}' in words


def test_a_document_is_shown_by_its_title_and_date() -> None:
    reference = replace(LUND.document, title="The ponds", date="2022-06-21")
    words = said(read(with_gold(replace(LUND, document=reference))))
    assert "The ponds lund · 2022-06-21 · ok · 4 items · 1 ungrounded" in words


def test_an_unfinished_run_and_documents_without_gold_are_named() -> None:
    words = said(read(with_gold(complete=False)))
    assert "not complete" in words
    assert "1 document of the run without gold: shown, not scored." in words


def test_few_documents_stand_open_and_many_are_opened_one_by_one() -> None:
    rows = [replace(LUND, document=replace(LUND.document, id=f"d{n}")) for n in range(OPEN_AT_MOST + 1)]
    few, many = read(subject(*rows[:-1])), read(subject(*rows))
    assert ["open" in one for one in few.all("details")] == [True] * OPEN_AT_MOST
    assert ["open" in one for one in many.all("details")] == [False] * (OPEN_AT_MOST + 1)


def test_a_row_without_items_is_shown_as_such() -> None:
    assert "No items." in said(read(subject(replace(LUND, items=()))))


class Bond(Item):
    """A bond."""

    words: Quote
    coupon: Annotated[str, Scored(same)]


class Bonds(BaseModel):
    """Bonds alone."""

    bonds: list[Bond]


def test_any_response_model_will_do() -> None:
    text = "The county issued a bond of 3 percent."
    item = ExtractedItem("bonds", {"words": "a bond of 3 percent", "coupon": "3"}, Grounding("exact", Span(18, 37)))
    rows = [replace(lund(item), items=(item,))]
    gold = {"lund": {"bond": [{"span": (18, 37), "quote": "a bond of 3 percent", "coupon": "4"}]}}
    one = subject(*rows, text=text, types=("bonds",), evaluation=score(gold, rows, Bonds))
    found = read(one)
    assert found.texts == [text]
    assert "B0✗ “a bond of 3 percent” wrong coupon coupon 3 4" in said(found)


def test_items_of_a_type_that_the_response_model_no_longer_has_are_shown() -> None:
    other = ExtractedItem("ponds", {"quote": "12 ponds"}, Grounding("exact", Span(91, 99)))
    assert "P0 “12 ponds”" in said(read(subject(lund(other), types=("claims",))))
