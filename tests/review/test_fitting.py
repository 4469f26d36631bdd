"""Is a verdict that gold could not take refused when it is made?"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from toy_gold import World, figure
from toy_review import apply as apply_to
from toy_review import decide, files_of, found
from toy_session import browser, session

from extract import ClaimsAndFigures
from extract.disagreements import Disagreement
from extract.evaluation.reviewing import Subject
from extract.review import LOG, Verdict, fold, unfit
from extract.review_page.alike import group


def queue(**said: Any) -> tuple[Disagreement, World]:
    world = World()
    world.run["figures"][0] |= said
    (one,) = found(world)
    return one, world


FAR = {"value": "1e-999999999"}
UNFIT = [{"value": "1e999"}, FAR, {"trend": "down"}, {"span": None, "quote": "exceeded 7.12 billion of yuan"}]


@pytest.mark.parametrize("said", UNFIT)
@pytest.mark.parametrize("verdict", ["run", "both"])
def test_what_gold_would_refuse_of_a_verdict_is_what_apply_says_of_it(said: dict[str, Any], verdict: Verdict) -> None:
    one, world = queue(**said)
    event = decide(one, verdict)
    reason = unfit(event, ClaimsAndFigures)
    (refused,) = apply_to(fold([event]), files_of(world)).refused
    assert reason is not None
    assert reason in refused.reason


@pytest.mark.parametrize("verdict", ["reference", "neither", "skip", "delete"])
def test_a_verdict_that_takes_nothing_of_the_run_fits(verdict: Verdict) -> None:
    assert unfit(decide(queue(**FAR)[0], verdict), ClaimsAndFigures) is None


def test_faults_of_the_toolkit_and_decisions_between_runs_fit_whatever_they_are_about() -> None:
    world = queue(**FAR)[1]
    assert unfit(decide(found(world), "run", causes=("normaliser",)), ClaimsAndFigures) is None
    assert unfit(decide(found(world, against="run"), "run"), ClaimsAndFigures) is None


def test_a_fault_that_gold_has_already_and_a_sound_item_that_comes_or_goes_fit() -> None:
    world = queue(value="1")[1]
    world.gold["figures"][0]["period"] = world.run["figures"][0]["period"] = "soon"
    world.run["figures"].append(figure(120, "9 boats", "9", "count"))
    del world.run["claims"][0]
    assert unfit(decide(found(world), "run"), ClaimsAndFigures) is None


def test_a_line_that_no_item_can_be_read_from_is_told() -> None:
    one, _ = queue(value="1")
    event = decide(one, "run")
    (item,) = event.items
    event = replace(event, items=(replace(item, reference=None, run={**(item.run or {}), "start": "9"}),))
    assert "'start' must be a int" in str(unfit(event, ClaimsAndFigures))


def test_the_page_keeps_no_verdict_that_gold_could_not_take_on_one_item_or_on_several(tmp_path: Path) -> None:
    one, _ = queue(**FAR)
    with session(tmp_path, Subject("runs/toy", "gold", "gold", (one,), {}, 0)) as opened, browser(opened) as page:
        run = "ab"[opened.sides(one).index("run")]
        alike = group(opened, one)
        assert alike is not None
        which = ("first", "second")[alike.sides.index("run")]
        items = [{"item": one.id, "seen": None}]
        answers = [page.decide(one, run), page.decide(one, "both")]
        answers.append(page.post("/alike", items=items, count=1, verdict=which))
        assert [answer.status for answer in answers] == [422] * 3
        assert all("NOT saved: gold cannot take what this verdict says: " in answer.text for answer in answers)
        assert (tmp_path / LOG).read_bytes() == b""
        assert page.decide(one, "b" if run == "a" else "a").status == 200
