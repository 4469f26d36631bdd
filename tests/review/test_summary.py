"""How often is the reference found wrong, and by which decisions?"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from toy_gold import World
from toy_review import decide, found

from extract.disagreements import Disagreement, DisagreementKind
from extract.review import Event, Progress, Verdict, fold, past, progress


def some() -> tuple[Disagreement, ...]:
    world = World()
    for one in world.run["figures"][:3]:
        one["value"] = "1"
    world.run["claims"] = world.run["claims"][:-1]
    mirrored = World(gold=world.run, run=world.gold)
    return (*found(world, agreed=True), *(one for one in found(mirrored) if one.kind == "spurious"))


EVERY = some()
VALUES = [one for one in EVERY if one.kind == "value"]


def of_kind(kind: DisagreementKind) -> Disagreement:
    return next(one for one in EVERY if one.kind == kind)


def told(events: Iterable[Event], queue: tuple[Disagreement, ...] = EVERY, source: str = "runs/toy") -> Progress:
    return progress(queue, fold(events), source)


def counted(kind: DisagreementKind, verdict: Verdict, **how: Any) -> tuple[float, float]:
    shown = told([decide(of_kind(kind), verdict, final={} if verdict == "edited" else None, **how)])
    rate = shown.wrong_agreed if kind == "agreement" else shown.wrong
    return rate.numerator, rate.denominator


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("value", ["reference", "both"], ["run", "neither", "edited", "delete"]),
        ("missing", ["reference", "both"], ["run", "neither", "edited", "delete"]),
        ("spurious", ["reference", "both", "delete"], ["run", "neither", "edited"]),
        ("agreement", ["reference", "run", "both"], ["neither", "edited", "delete"]),
    ],
)
def test_a_verdict_finds_the_reference_right_or_wrong_by_what_it_has_there(
    kind: DisagreementKind, right: list[Verdict], wrong: list[Verdict]
) -> None:
    assert {counted(kind, verdict) for verdict in right} == {(0, 1)}
    assert {counted(kind, verdict) for verdict in wrong} == {(1, 1)}
    assert counted(kind, "skip") == (0, 0)


@pytest.mark.parametrize("cause", ["normaliser", "matcher"])
def test_what_is_laid_to_the_toolkit_is_in_no_rate_but_counted(cause: Any) -> None:
    assert counted("value", "run", causes=(cause,)) == (0, 0)
    assert told([decide(VALUES[0], "run", causes=(cause, "other"))]).toolkit == 1
    assert past(fold([decide(VALUES[0], "run", causes=(cause,))])) == {}


def test_decisions_that_gold_has_taken_since_stay_in_the_rate() -> None:
    events = [decide(VALUES[0], "run", "e1"), decide(VALUES[1], "reference", "e2")]
    assert (told(events).wrong.numerator, told(events).wrong.denominator) == (1, 2)
    applied = tuple(one for one in EVERY if one is not VALUES[0])
    assert told(events, applied).wrong == told(events).wrong


def test_decisions_on_another_run_are_in_no_rate_of_this_one() -> None:
    events = [decide(VALUES[0], "run", "e1")]
    assert told(events, (), source="runs/other").wrong.reason == "none is decided"
    assert told(events, source="runs/other").wrong.denominator == 1


def test_the_documents_are_what_the_interval_goes_by() -> None:
    def said(documents: int) -> Progress:
        placed = [
            replace(one, id=f"d_{number}-{one.id}", document=str(number))
            for number in range(documents)
            for one in VALUES
        ]
        return told(decide(one, "run" if one.id.startswith("d_0") else "both", one.id) for one in placed)

    assert said(1).wrong.reason == "one document says nothing about how much documents differ"
    many = said(9).wrong
    assert (many.numerator, many.denominator, many.documents, many.method) == (3, 27, 9, "t")


def test_wilson_holds_where_no_document_adds_more_than_one() -> None:
    placed = [replace(VALUES[0], id=f"d_{number}", document=str(number)) for number in range(2)]
    rate = told([decide(placed[0], "run", "e1"), decide(placed[1], "both", "e2")]).wrong
    assert (rate.method, rate.low) == ("wilson", pytest.approx(0.0945, abs=1e-4))


def test_items_on_which_reviewers_differ_are_counted_where_they_are_in_the_queue() -> None:
    events = [decide(VALUES[0], "run", "e1"), decide(VALUES[0], "both", "e2", by="ben")]
    assert told(events).disputed == 1
    assert told(events, ()).disputed == 0
