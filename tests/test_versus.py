"""Do comparisons read runs by the definitions of the score, and what runs cost?"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from weakened import run_rules, without_every_fourth_figure

from extract.comparison import COST, SECONDS, read_policy
from extract.differences import Comparison
from extract.evaluation.evaluating import evaluate
from extract.evaluation.versus import Kept, compare_runs
from extract.schema import ClaimsAndFigures

GOLD = Path(__file__).parent.parent / "gold"


def compared(a: Path, b: Path) -> Comparison:
    return compare_runs([Kept(a, "a")], [Kept(b, "b")], GOLD, read_policy())


def with_calls(run: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """Rewrite what each row of a run says of its call."""
    path = run / "results.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        change(row["call"])
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return run


def paid(call: dict[str, Any]) -> None:
    call.update(cost_usd="0.01", seconds=2.5, usage={"input_tokens": 100, "output_tokens": 10})


def paid_unknown(call: dict[str, Any]) -> None:
    call.update(cost_usd=None, usage={"input_tokens": 100, "output_tokens": 10})


def test_every_difference_has_the_values_that_eval_prints(tmp_path: Path) -> None:
    runs = [run_rules(tmp_path / "a"), run_rules(tmp_path / "b", without_every_fourth_figure)]
    scores = [evaluate(run, GOLD, ClaimsAndFigures, uncovered=False).metrics for run in runs]
    checked = [one for one in compared(*runs).differences if one.metric in scores[0]]
    assert len(checked) == 21
    for one in checked:
        assert one.paired.a == pytest.approx(scores[0][one.metric].rate.value)
        assert one.paired.b == pytest.approx(scores[1][one.metric].rate.value)


def test_cost_and_seconds_are_those_of_the_calls(tmp_path: Path) -> None:
    runs = [with_calls(run_rules(tmp_path / name), paid) for name in ("a", "b")]
    found = {one.metric: (one.paired.a, one.better) for one in compared(*runs).differences}
    assert found[COST] == (pytest.approx(0.01), "lower")
    assert found[SECONDS] == (pytest.approx(2.5), "lower")


def test_a_cost_that_one_call_does_not_know_is_not_compared(tmp_path: Path) -> None:
    runs = [with_calls(run_rules(tmp_path / "a"), paid), with_calls(run_rules(tmp_path / "b"), paid_unknown)]
    assert COST not in {one.metric for one in compared(*runs).differences}
