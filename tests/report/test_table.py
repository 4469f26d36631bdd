"""What a person reads about an evaluation."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console
from toy_evaluation import AGREED, EVALUATION, METRICS, named

from extract.report.layout import agreed
from extract.report.table import print_table
from extract.scores import Ceiling, Evaluation, FieldCounts, Metric, Rate


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def lines(evaluation: Evaluation) -> list[str]:
    stream = StringIO()
    print_table(evaluation, stream)
    return [" ".join(line.split()) for line in stream.getvalue().splitlines()]


def test_what_was_scored_against_what_stands_first() -> None:
    assert lines(EVALUATION)[:4] == [
        "runs/toy against gold",
        "prompt toy@1, model rules",
        "gold: 3 items in 3 documents, revision 0123456789ab",
        "run: 2 ok, 1 refused",
    ]


def test_found_and_correct_have_their_counts_and_their_interval() -> None:
    shown = lines(EVALUATION)
    assert "found 0.667 2/3 0.667 2/3 0.667 [0.21, 1.00]" in shown
    assert "correct 0.333 1/3 0.333 1/3 0.333 [0.00, 0.80]" in shown


def test_the_worst_field_comes_first_and_the_undefined_one_last_with_its_reason() -> None:
    shown = lines(EVALUATION)
    start = shown.index("field end to end [95 %] of those found commonest error")
    assert shown[start + 2 : start + 5] == [
        "coupon 0.333 0.500 1/2 scale 1",
        "holder * 0.667 0.500 1/2 wording 1",
        "year - -",
    ]
    assert "undefined: bonds.year.end_to_end, bonds.year.conditional: no item has a year" in shown


@pytest.mark.parametrize(
    ("empty", "cell", "aside"),
    [(2, "2 empty", []), (1, "0.500 1/2", ["empty, bonds: coupon 1/2"]), (0, "0.500 1/2", [])],
)
def test_pairs_in_which_a_field_is_empty_on_both_sides_are_told_apart(empty: int, cell: str, aside: list[str]) -> None:
    fields = {**EVALUATION.counts["bonds"].fields, "coupon": FieldCounts(right=1 - empty // 2, empty=empty)}
    counts = replace(EVALUATION.counts["bonds"], fields=fields)
    shown = lines(replace(EVALUATION, counts={"bonds": counts}))
    assert f"coupon 0.333 {cell} scale 1" in shown
    assert [line for line in shown if line.startswith("empty, ")] == aside


@pytest.mark.parametrize(
    ("gold", "predicted", "reason"),
    [(0, 3, "gold has no bonds"), (3, 0, "the run has no bonds"), (0, 0, "neither gold nor the run has any bonds")],
)
def test_a_type_that_a_side_lacks_is_undefined_in_one_line(gold: int, predicted: int, reason: str) -> None:
    counts = replace(EVALUATION.counts["bonds"], gold=gold, predicted=predicted, found=0)
    fields = ("year", "coupon", "holder")
    names = ["bonds.found.recall", *(f"bonds.{field}.conditional" for field in fields), "bonds.year.end_to_end"]
    none = {name: Metric(name, Rate(0, 0, 0, None, reason=f"nothing for {name}")) for name in names}
    shown = " ".join(lines(replace(EVALUATION, counts={"bonds": counts}, metrics={**EVALUATION.metrics, **none})))
    assert f"bonds.year.conditional and 2 more: {reason} " in shown
    assert shown.count("undefined: ") == 1


def test_what_either_side_has_alone_is_named() -> None:
    said = "bonds: 3 in gold, 3 in the run, 3 corrections; only in gold 1 missing; only in the run 1 spurious"
    assert said in " ".join(lines(EVALUATION))


def test_documents_that_need_corrections_are_listed() -> None:
    shown = lines(EVALUATION)
    assert "0 of 3 documents without a fault" in shown
    assert "b refused 1 0/1 found" in shown


def test_signals_without_gold_leave_out_what_never_happened() -> None:
    assert "without gold, bonds: quotes 3/3 exact" in lines(EVALUATION)


def test_the_agreement_of_the_readers_stands_beside_every_score_that_has_one() -> None:
    shown = lines(AGREED)
    assert "found 0.667 2/3 0.667 2/3 0.667 [0.21, 1.00] 0.996" in shown
    assert "coupon 0.333 0.500 1/2 0.98-1.00 scale 1" in shown
    assert "readers: two readers" in shown


@pytest.mark.parametrize(
    ("known", "said"),
    [(None, ""), (Ceiling(0.9961), "0.996"), (Ceiling(None, 0.98, 1.0), "0.98-1.00"), (Ceiling(None), "-")],
)
def test_agreement_is_a_value_a_range_or_a_dash(known: Ceiling | None, said: str) -> None:
    assert agreed(known) == said


def test_a_type_without_scored_fields_or_signals_shows_found_and_correct_alone() -> None:
    metrics = {name: metric for name, metric in EVALUATION.metrics.items() if ".grounding." not in name}
    counts = {"bonds": replace(EVALUATION.counts["bonds"], fields={})}
    shown = lines(replace(EVALUATION, metrics=metrics, counts=counts))
    assert len(metrics) < len(METRICS)
    assert not any(line.startswith(("field", "without gold")) for line in shown)


def test_a_run_that_did_not_end_and_documents_without_gold_are_told() -> None:
    evaluation = replace(EVALUATION, basis=replace(EVALUATION.basis, complete=False), unscored=("d",))
    assert lines(evaluation)[4:6] == [
        "the run did not come to its end; what it has no row for counts as missed",
        "1 document of the run without gold, left out",
    ]


def test_a_score_that_is_perfect_lists_no_document() -> None:
    whole = replace(EVALUATION, documents=(replace(EVALUATION.documents[0], counts={}),))
    assert "0 of 1 document without a fault" in lines(whole)
    assert not any(line.startswith("most corrections") for line in lines(whole))


def test_no_line_is_wider_than_80_columns_and_none_is_coloured() -> None:
    stream = StringIO()
    print_table(AGREED, stream)
    assert max(map(len, stream.getvalue().splitlines())) <= 80
    assert "\x1b" not in stream.getvalue()


def test_text_of_a_stranger_neither_colours_nor_ends_a_line() -> None:
    stream = StringIO()
    print_table(named("\x1b[31m[red]x[/red]\r\n"), stream)
    assert "\x1b" not in stream.getvalue()
    assert r"\x1b[31m[red]x[/red]" in stream.getvalue()


def test_a_narrow_terminal_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    stream = StringIO()
    print_table(EVALUATION, stream)
    assert Console(file=stream).width == 60
    assert max(map(len, stream.getvalue().splitlines())) <= 60
