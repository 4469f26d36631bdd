"""Does anything tell which side is which, before an item is decided?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from random import Random
from typing import Any

import pytest
from toy_gold import World, row
from toy_review import COMPARER, labels_of, muddled
from toy_session import document
from toy_texts import labelled_text

from extract import ClaimsAndFigures
from extract.disagreements import Disagreement, DisagreementKind, Read, disagreements
from extract.evaluation.reviewing import Subject
from extract.labels import GoldDocument, GoldItem
from extract.review import Decide, DecisionsLog, sides_of
from extract.review_page.filters import Filter
from extract.review_page.item_view import item_view
from extract.review_page.overview import overview
from extract.review_page.rendering import render
from extract.review_page.session import Session
from extract.review_page.writing import form
from extract.scores import PredictedSide

TELLING = re.compile(
    r"\b(gold|reference|runs?|model|toy|missing|spurious|duplicate|merged|split|ungrounded|provenance|alternatives?|"
    r"grounding|confirmed|labell?ed|planted)\b",
    re.IGNORECASE,
)
"""Words about a side, what the run is called, and what only gold's lines hold."""
TURNED: dict[DisagreementKind, DisagreementKind] = {"missing": "spurious", "spurious": "missing"}


DOCUMENT = document("port", labelled_text(), "port.txt", "The port", "2022-06-21")


def planted(labels: GoldDocument) -> GoldDocument:
    """Return the labels with all that only gold has, some of it on every item."""
    own: dict[str, Any] = {"alternatives": ({"period": "planted"},), "note": "planted", "provenance": {"by": "planted"}}
    items = (
        replace(one, **own, optional=not number % 5, unlabelled=frozenset({"period"} if not number % 3 else ()))
        for number, one in enumerate(labels.items)
    )
    return replace(labels, items=tuple(items))


def subjects() -> Iterator[Disagreement]:
    """Yield disagreements of all kinds, and pairs that agree."""
    for seed in range(12):
        world = World(id="port")
        labels = planted(labels_of(world))
        made = row("port", world.run)
        made = replace(made, items=muddled(made.items or (), Random(seed)))
        read = Read(COMPARER.document(labels, made), labels, DOCUMENT.text)
        for one in disagreements([read], ClaimsAndFigures, agreed=True):
            yield replace(one, id=f"d_{seed}{one.id[3:]}")


EVERY = tuple(subjects())


def turned(one: Disagreement) -> Disagreement:
    """Return the disagreement in which gold says what the run said, and the reverse; its sides change places too."""
    numbers = (f"d_{number:016x}" for number in range(99))
    id_ = next(name for name in numbers if sides_of(name) != sides_of(one.id))
    run, reference = one.run, one.reference
    return replace(
        one,
        id=id_,
        kind=TURNED.get(one.kind, one.kind),
        reference=None if run is None else as_gold(run),
        run=None if reference is None else as_run(reference),
        impact=one.impact if reference and run else -one.impact / 2,
        beside_reference=tuple(as_gold(each) for each in one.beside_run),
        beside_run=tuple(as_run(each) for each in one.beside_reference),
    )


def as_gold(run: PredictedSide) -> GoldItem:
    assert run.span is not None
    return GoldItem("any", run.span, run.quote, {name: said for name, said in run.fields.items() if name != "quote"})


def as_run(gold: GoldItem) -> PredictedSide:
    fields = {name: said for name, said in gold.fields.items() if name not in gold.unlabelled}
    return PredictedSide(0, gold.span, gold.quote, {"quote": gold.quote, **fields}, "folded", "contradicted", ("odd",))


def session(log: DecisionsLog, *items: Disagreement, **how: Any) -> Session:
    subject = Subject("runs/toy", "gold", "gold", items, {"port": DOCUMENT}, 0)
    return Session(subject, ClaimsAndFigures, log, "ana", **how)


def html_of(of: Session, one: Disagreement, **how: Any) -> str:
    view = item_view(of, one, "", **how)
    return render("item.html", False, base="/x", token="", view=view).replace(one.id, "ID")


def test_the_cases_are_of_every_sort() -> None:
    assert {one.kind for one in EVERY} >= {
        "value", "unit", "field", "near-miss", "missing", "spurious", "duplicate", "split", "ungrounded", "agreement"
    }  # fmt: skip
    assert len(EVERY) > 80


@pytest.mark.parametrize("whole", [False, True])
def test_no_word_of_an_open_item_tells_the_sides(log: DecisionsLog, whole: bool) -> None:
    of = session(log, *EVERY)
    for one in EVERY:
        found = TELLING.findall(unescape(html_of(of, one, whole=whole)))
        assert found == []


def test_no_word_of_the_form_tells_the_sides(log: DecisionsLog) -> None:
    of = session(log, *EVERY)
    for one in EVERY:
        html = html_of(of, one, form=form(of, one))
        assert "planted" not in html
        own = html[html.index("<form") : html.index("</form>")]
        assert re.findall(r"\b(gold|reference|toy|grounding|provenance|alternatives)\b", own, re.IGNORECASE) == []


def test_gold_and_run_can_change_places_without_a_trace(log: DecisionsLog) -> None:
    placed = [one for one in EVERY if one.run is None or one.run.span is not None]
    assert len(placed) > 70
    for one in placed:
        other = turned(one)
        assert html_of(session(log, one), one) == html_of(session(log, other), other)


def test_what_else_stands_on_the_words_is_among_the_cases() -> None:
    assert sum(bool(one.beside_reference) for one in EVERY) > 5
    assert sum(bool(one.beside_run) for one in EVERY) > 5


def test_with_pairs_that_agree_mixed_in_no_item_is_called_by_its_kind(log: DecisionsLog) -> None:
    of = session(log, *EVERY, share=1.0)
    for one in EVERY:
        assert item_view(of, one, "").heading in ("Figure", "Claim")
    assert [line.words for line in overview(of, Filter()).lines] == ["all items"]


def test_the_overview_calls_no_open_item_by_a_kind_that_tells(log: DecisionsLog) -> None:
    of = session(log, *(one for one in EVERY if one.kind != "agreement"))
    html = render("overview.html", True, base="/x", token="", view=overview(of, Filter()))
    assert not re.findall(r"missing|spurious|duplicate|merged|split|ungrounded", html)
    assert "one side only" in html


def test_once_decided_an_item_says_whose_sides_they_are(log: DecisionsLog) -> None:
    one = next(one for one in EVERY if one.kind == "value")
    of = session(log, one)
    of.decide([(one, None)], "run", "e1", note="look")
    html = unescape(html_of(of, one))
    assert "<strong>✓ <bdi>the run is right</bdi></strong>" in html
    assert html.count("planted") >= 2
    assert "grounding" in html


def test_a_skipped_item_stays_blind(log: DecisionsLog) -> None:
    one = EVERY[0]
    of = session(log, one)
    of.decide([(one, None)], "skip", "e1")
    assert isinstance(of.state.events["e1"], Decide)
    assert TELLING.findall(unescape(html_of(of, one))) == []


def test_without_blindness_the_sides_are_named_at_once(log: DecisionsLog) -> None:
    one = next(one for one in EVERY if one.kind == "value")
    view = item_view(session(log, one, blind=False), one, "")
    assert (view.a.name, view.b.name) == ("gold", "the run")
