"""What the page counts and plots: lines, differences, calibration, errors, flips."""

from dataclasses import replace

from toy_evaluation import EVALUATION
from toy_gold import figure
from toy_page import (
    BROKEN,
    ELSEWHERE,
    EMPTY,
    GOLD,
    LOST,
    LUND,
    NEW,
    NOWHERE,
    RISE,
    SALES,
    against,
    difference,
    entry,
    lund,
    names,
    scores,
    shown,
    subject,
    with_gold,
)

from extract.paired import Paired
from extract.records import Verification
from extract.report.page.contents import types_of
from extract.report.page.lines import changes, groups
from extract.report.page.quality import calibration, signals
from extract.report.page.tables import errors, first, problems, turns

# --- lines -----------------------------------------------------------------------------------------------------


def test_with_gold_found_and_correct_come_first_then_fields_then_signals() -> None:
    found = groups(with_gold(), "figures")
    assert [group.title for group in found] == [
        "items",
        "fields, end to end",
        "fields, of the items found",
        "without gold",
    ]
    assert names(found[0].lines)[:2] == ["found F1", "found precision"]
    assert names(found[1].lines)[:2] == ["value", "entity *"]  # the worst first; the star: not part of correct
    assert names(found[-1].lines) == [
        "quote exact",
        "quote contradicted",
        "value confirmed",
        "value unverified",
        "with a problem",
    ]


def test_without_gold_only_signals_are_plotted() -> None:
    (only,) = groups(subject(), "claims")
    assert [(line.name, line.rate.numerator, line.rate.denominator) for line in only.lines] == [
        ("quote exact", 2, 2),
        ("with a problem", 0, 2),
    ]


def test_a_type_without_scored_fields_has_no_lines_of_fields() -> None:
    counts = {"bonds": replace(EVALUATION.counts["bonds"], fields={})}
    one = subject(types=("bonds",), evaluation=replace(EVALUATION, counts=counts))
    assert [group.title for group in groups(one, "bonds")] == ["items", "without gold"]


def test_the_other_runs_values_stand_beside_this_runs() -> None:
    found = groups(with_gold(against=against()), "figures")
    assert {line.name: line.other for line in found[0].lines}["correct F1"] == 0.8
    exact = found[-1].lines[0]
    assert (exact.name, exact.rate.value, exact.other) == ("quote exact", 0.5, 1.0)


def test_what_only_the_other_run_has_is_a_line_as_well() -> None:
    held = replace(against(), rows=(LUND,), comparison=None)
    found = groups(subject(lund(figures=[RISE]), against=held), "figures")[-1].lines
    only = next(line for line in found if line.name == "quote contradicted")
    assert (only.rate.value, only.other, only.rate.reason) == (None, 0.5, "only in the other run")


def test_signals_of_a_type_that_the_run_lacks_are_undefined() -> None:
    assert [metric.rate.value for metric in signals([EMPTY], "figures")] == [None, None]


def test_differences_share_one_axis_and_what_is_no_share_has_none() -> None:
    found = changes(against().comparison)  # type: ignore[arg-type]
    assert [(one.difference.metric, one.reach) for one in found] == [
        ("figures.correct.f1", 0.6),
        ("claims.correct.f1", 0.6),
        ("documents.seconds", 0.0),
    ]
    assert [found[0].at(value) for value in (-0.6, 0.0, 0.3, 7)] == [0, 50, 75, 100]


def test_the_axis_of_small_differences_does_not_blow_them_up() -> None:
    small = difference("claims.correct.f1", Paired(0.5, 0.51, 0.01, 5, low=0.0, high=0.02))
    (found,) = changes(replace(against().comparison, differences=(small,)))  # type: ignore[type-var]
    assert found.reach == 0.05


# --- calibration -----------------------------------------------------------------------------------------------


def test_calibration_counts_what_gold_says_of_the_items_that_a_check_marks() -> None:
    quote, value, problem = calibration(scores(with_gold()), "figures")
    assert [(step.says, step.correct.numerator, step.correct.denominator) for step in quote.steps] == [
        ("exact", 0, 1),  # the value is wrong
        ("contradicted", 0, 1),
    ]
    assert [(step.says, step.found.value) for step in value.steps] == [("confirmed", 1.0), ("unverified", 0.0)]
    assert [(step.says, step.found.value) for step in problem.steps] == [("no problem", 1.0), ("a problem", 0.0)]


def test_items_that_no_check_reads_have_no_scale_for_it() -> None:
    assert [scale.check for scale in calibration(scores(with_gold()), "claims")] == ["quote", "problems"]


def test_items_on_optional_gold_are_not_calibrated() -> None:
    gold = {"lund": {"claims": [{**SALES, "optional": True}], "figures": []}}
    one = with_gold(lund(claims=[SALES], figures=[]), gold=gold)
    assert calibration(scores(one), "claims") == ()
    assert entry(one, "C0").sign == "○"


# --- tables ----------------------------------------------------------------------------------------------------


def test_errors_are_fields_by_name_and_leftovers_by_side() -> None:
    found = errors(scores(with_gold()), "figures")
    assert [(counts.title, [(one.name, one.number) for one in counts.counts]) for counts in found] == [
        ("fields", [("entity: wording", 1), ("value: scale", 1)]),
        ("only in gold", [("missing", 1)]),
        ("only in the run", [("spurious", 1)]),
    ]
    assert found[0].most == 1


def test_a_faultless_type_has_no_errors() -> None:
    one = with_gold(lund(claims=GOLD["lund"]["claims"], figures=GOLD["lund"]["figures"]))
    assert errors(scores(one), "claims") == ()


def test_problems_are_counted_with_documents_that_gave_nothing() -> None:
    found = problems(shown(subject()))
    assert [(one.name, one.number) for one in found.counts] == [
        ("document refused", 1),
        ("quote-contradicted", 1),
        ("refused", 1),
    ]
    assert problems(()).most == 0


def test_ungrounded_items_are_listed_before_contradicted_values() -> None:
    ponds = lund(figures=[figure(91, "12 ponds", "13", "count")])
    wrong = tuple(item._replace(verification=Verification("contradicted")) for item in ponds.items or ())
    nowhere = replace(lund(NOWHERE), document=replace(LUND.document, id="malmo"))
    found = first(shown(subject(replace(ponds, items=wrong), nowhere)))
    assert [(one.document.id, one.entry.quote) for one in found] == [("malmo", "99 lakes"), ("lund", "12 ponds")]


def test_flips_lead_to_the_entry_of_their_gold_item_or_to_its_document() -> None:
    one = with_gold(against=against(LOST, BROKEN, NEW, ELSEWHERE))
    assert one.against is not None
    assert one.against.comparison is not None
    found = turns(one.against.comparison, shown(one))
    assert [turn.kind for turn in found] == ["lost", "won", "broken", "new-spurious"]
    flips = [flip for turn in found for flip in turn.flips]
    assert [flip.anchor for flip in flips] == ["d0-gold5", "", "d0-F0", "d0"]
    assert [(flip.there, flip.here) for flip in flips] == [
        ("has it", "missing"),
        ("missing", "has it"),
        ("30.5", "305 · scale"),
        ("does not have it", "has it"),
    ]


def test_a_field_that_one_side_leaves_out_is_nothing_there() -> None:
    flip = replace(BROKEN, a=replace(BROKEN.a, value=None), b=replace(BROKEN.b, share=0.0, error="missing"))
    one = with_gold(against=against(flip))
    assert one.against is not None
    assert one.against.comparison is not None
    ((found,),) = [turn.flips for turn in turns(one.against.comparison, shown(one))]
    assert (found.there, found.here) == ("nothing", "missing")


def test_the_scores_may_know_types_that_the_run_does_not() -> None:
    one = replace(with_gold(), types=())
    assert types_of(one) == ("claims", "figures")
