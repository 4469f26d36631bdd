"""What does the last screen say that a review came to?"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from toy_gold import World, claim, figure, row, score, scored
from toy_review import found_in, labels_of

from extract import ClaimsAndFigures
from extract.disagreements import Disagreement
from extract.errors import GoldError
from extract.evaluation.rescoring import Rescored
from extract.evaluation.reviewing import Subject
from extract.records import Document
from extract.review import Applied, DecisionsLog, Refused, Verdict
from extract.review_page.rendering import render
from extract.review_page.session import Session
from extract.review_page.summary import summary


def items(number: int) -> tuple[Disagreement, ...]:
    """Return pairs whose values differ, and one that agrees."""
    figures = [figure(30 * at, f"{at + 1} wind parks", str(at + 1), "count") for at in range(number)]
    world = World(
        gold={"figures": figures, "claims": [claim(3000, "the town grew")]},
        run={"figures": [{**one, "value": "7777"} for one in figures], "claims": [claim(3000, "the town grew")]},
    )
    return found_in(labels_of(world), row(world.id, world.run), agreed=True)


def session(
    log: DecisionsLog, number: int = 3, source: str = "runs/toy", reference: str = "gold", **how: Any
) -> Session:
    how = {"share": 1.0, "reviewer": "ana"} | how
    documents = how.pop("documents", {})
    against = how.pop("against", "gold")
    subject = Subject(source, reference, against, items(number), documents, 0)
    return Session(subject, ClaimsAndFigures, log, **how)


def decided(of: Session, verdict: Verdict, count: int = 1, start: int = 0) -> Session:
    values = [one for one in of.subject.disagreements if one.kind == "value"][start : start + count]
    for number, one in enumerate(values):
        of.decide([(one, of.state.item(one.id).version)], verdict, f"{of.reviewer}-{verdict}-{start + number}")
    return of


def html_of(of: Session) -> str:
    return render("summary.html", True, base="/x", token="", view=summary(of))


def test_before_any_decision_all_rates_are_undefined_and_say_why(log: DecisionsLog) -> None:
    found = summary(session(log))
    assert [rate.value for rate in (found.wrong, found.wrong_agreed, found.blind, found.agreement)] == [None] * 4
    assert found.agreement.reason == "no item was decided by two reviewers, blind"
    assert (found.verdicts, found.tallies, found.warnings) == ((), (), ())
    assert html_of(session(log)).count("undefined") == 4


def test_verdicts_are_counted_by_type_and_kind(log: DecisionsLog) -> None:
    of = decided(decided(session(log), "run", 2), "both", 1, 2)
    of.decide([(next(one for one in of.subject.disagreements if one.kind == "agreement"), None)], "reference", "e")
    found = summary(of)
    assert [name for name, _ in found.verdicts] == ["reference", "run", "both"]
    assert [(one.type, one.kind, one.counts, one.total) for one in found.tallies] == [
        ("claims", "agreement", (1, 0, 0), 1),
        ("figures", "value", (0, 2, 1), 3),
    ]


def test_the_rate_of_wrong_gold_is_told_apart_for_disagreements_and_pairs_that_agree(log: DecisionsLog) -> None:
    of = decided(decided(session(log), "run", 2), "reference", 1, 2)
    of.decide([(next(one for one in of.subject.disagreements if one.kind == "agreement"), None)], "neither", "e")
    found = summary(of)
    assert (found.wrong.numerator, found.wrong.denominator) == (2, 3)
    assert (found.wrong_agreed.numerator, found.wrong_agreed.denominator) == (1, 1)
    assert "67 %</strong> <small>2 of 3; no interval: one document" in html_of(of)


def test_blind_decisions_are_counted(log: DecisionsLog) -> None:
    decided(session(log, blind=False), "run", 1)
    found = summary(decided(session(log), "run", 1, 1))
    assert (found.blind.numerator, found.blind.denominator) == (1, 2)


def test_who_skips_is_in_no_share_of_blind_decisions(log: DecisionsLog) -> None:
    found = summary(decided(decided(session(log), "skip", 1), "run", 1, 1))
    assert (found.blind.numerator, found.blind.denominator) == (1, 1)
    assert (found.progress.blind, found.progress.reviewers) == (1, {"ana": 1})


def test_decisions_on_items_that_are_not_in_this_queue_are_only_counted(log: DecisionsLog) -> None:
    decided(session(log, 3), "run", 3)
    found = summary(session(log, 2))
    assert sum(one.total for one in found.tallies) == 2
    assert found.progress.elsewhere == 1


# --- what is left -----------------------------------------------------------------------------------------------


def test_what_is_still_to_be_done_is_linked(log: DecisionsLog) -> None:
    of = decided(decided(session(log, share=0.0), "skip", 1), "neither", 1, 1)
    assert [(left.items, left.query) for left in summary(of).left] == [
        (1, "status=open"),
        (1, "status=skipped"),
        (1, "status=neither"),
    ]
    assert '<a href="/x/?status=neither"><strong>1</strong> neither is right: what' in html_of(of)
    assert summary(decided(of, "run", 3)).left == ()


def test_what_is_laid_to_the_toolkit_is_told_beside_the_rates(log: DecisionsLog) -> None:
    of = session(log)
    one = next(one for one in of.subject.disagreements if one.kind == "value")
    of.decide([(one, None)], "run", "e", causes=("normaliser",))
    assert summary(of).wrong.value is None
    assert "1 decision laid to the toolkit" in html_of(of)


# --- warnings ---------------------------------------------------------------------------------------------------


def warned(of: Session) -> str:
    return " ".join(summary(of).warnings)


def test_a_reviewer_who_finds_one_side_right_again_and_again_is_asked_to_look_again(log: DecisionsLog) -> None:
    of = decided(session(log, 22), "run", 19)
    assert warned(of) == ""
    assert "20 of 20 decisions say that the run is right" in warned(decided(of, "run", 1, 19))


def test_sides_that_take_turns_are_no_reason_to_warn(log: DecisionsLog) -> None:
    of = decided(decided(session(log, 24), "run", 12), "reference", 12, 12)
    assert "decisions say" not in warned(of)


def test_a_reviewer_who_always_presses_one_key_is_told(log: DecisionsLog) -> None:
    of = session(log, 24)
    for number, one in enumerate(one for one in of.subject.disagreements if one.kind == "value"):
        of.decide([(one, None)], of.sides(one)[0], f"e{number}")
    assert "24 of 24 decisions say that A is right" in warned(of)


def test_who_never_looked_at_pairs_that_agree_is_told(log: DecisionsLog) -> None:
    of = decided(session(log, share=0.0), "run")
    assert "--sample-agreements" in warned(of)


# --- gold -------------------------------------------------------------------------------------------------------


def rescored() -> Rescored:
    changed = World()
    changed.run["figures"][0]["value"] = "1"
    old, new = scored(changed), scored(World())
    return Rescored(Applied({}, changed=("d_1", "d_2"), open=("d_3",)), (Path("runs/toy"),), (old,), (new,))


def test_scores_stand_on_old_and_new_gold(log: DecisionsLog) -> None:
    of = session(log, scores=rescored)
    found = summary(of)
    (f1,) = (one for one in found.scores if one.metric == "figures.correct.f1")
    assert (f1.old, f1.new, f1.moved) == (0.8, 1.0, pytest.approx(0.2))
    assert found.effects == (("to change gold", 2),)
    html = html_of(of)
    assert '<td class="n">0.800</td><td class="n">1.000</td><td class="n">+0.200</td>' in html


def test_what_gold_still_has_of_overruled_decisions_is_counted(log: DecisionsLog) -> None:
    behind = Applied({}, overruled=(Refused("e1", "d_1", "lund", "gold/lund.jsonl:2 carries it"),))
    of = session(log, scores=lambda: replace(rescored(), applied=behind))
    assert summary(of).effects == (("undone or overruled since, to be mended by hand", 1),)


def test_where_no_score_can_be_had_it_is_said_why(log: DecisionsLog) -> None:
    def broken() -> Rescored:
        raise GoldError("gold/a.jsonl:3 is no label; mend it")

    assert summary(session(log, scores=broken)).scores_missing == "gold/a.jsonl:3 is no label; mend it"
    assert "gold/a.jsonl:3 is no label" in html_of(session(log, scores=broken))
    assert (
        summary(session(log)).scores_missing
        == "no run is reviewed here but the labels of two readers, so no score moves"
    )


@pytest.mark.parametrize(
    ("how", "commands"),
    [
        (
            {"scores": rescored},
            (
                "extract gold apply --runs runs/toy --dry-run",
                "extract gold apply --runs runs/toy",
                "extract gold check",
            ),
        ),
        (
            {"source": "gold two", "reference": "my gold"},
            (
                "extract gold apply --gold 'my gold' --dry-run",
                "extract gold apply --gold 'my gold'",
                "extract gold check --gold 'my gold'",
            ),
        ),
        (
            {"documents": {"lund": Document("lund", "text", "0", "texts/lund.txt")}},
            ("extract gold apply --dry-run", "extract gold apply", "extract gold check texts"),
        ),
        (
            {
                "documents": {
                    one: Document(one, "text", "0", one) for one in ("seeds/a.txt", "b.txt", "my records.jsonl:3", "")
                }
            },
            ("extract gold apply --dry-run", "extract gold apply", "extract gold check . 'my records.jsonl' seeds"),
        ),
        (
            {"documents": {"lund": Document("lund", "text", "0", "seeds/lund.txt")}},
            ("extract gold apply --dry-run", "extract gold apply", "extract gold check"),
        ),
        (
            {"against": "run", "reference": "runs/other"},
            ("extract review runs/toy --against runs/other --status",),
        ),
        (
            {"scores": rescored, "schema": "policies:Notes"},
            (
                "extract gold apply --runs runs/toy --schema policies:Notes --dry-run",
                "extract gold apply --runs runs/toy --schema policies:Notes",
                "extract gold check --schema policies:Notes",
            ),
        ),
        (
            {"against": "run", "reference": "runs/other", "schema": "policies:Notes"},
            ("extract review runs/toy --against runs/other --schema policies:Notes --status",),
        ),
    ],
)
def test_the_next_commands_are_those_of_this_review(log: DecisionsLog, how: Any, commands: tuple[str, ...]) -> None:
    assert summary(session(log, **how)).commands == commands


def test_a_metric_that_is_undefined_has_no_difference(log: DecisionsLog) -> None:
    nothing = score({"lund": {}}, [])
    of = session(log, scores=lambda: Rescored(Applied({}), (Path("runs/toy"),), (nothing,), (nothing,)))
    assert {one.moved for one in summary(of).scores if one.metric.endswith("recall")} == {None}
