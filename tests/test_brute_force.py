"""Do the scores of a run agree with a script that shares no code with the toolkit?"""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import brute_force
import pytest

import extract
from extract import ClaimsAndFigures
from extract.evaluation.evaluating import evaluate

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "gold"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "rules"
    extract.run([str(ROOT / "seeds")], out=out)
    return out


def agree(run: Path) -> dict[str, float]:
    told = brute_force.scores(run, GOLD)
    metrics = evaluate(run, GOLD, ClaimsAndFigures).metrics
    assert {name: metrics[name].rate.value for name in told} == {name: pytest.approx(told[name]) for name in told}
    return told


def test_the_scores_of_the_rule_model_agree_with_the_brute_force_script(run: Path) -> None:
    assert len(agree(run)) == 2 * 6 + 2 * (5 + 9)


def muddled(items: list[dict[str, Any]], random: Random) -> list[dict[str, Any]]:
    """Drops, repeats and shifts items and spoils values, each one time in ten."""
    result = []
    for item in items:
        faults: list[Callable[[], Any]] = [
            lambda one=item: one.update(span=[one["span"][0] + 12, one["span"][1] + 12]),
            lambda one=item: one.update(span=None),
            lambda one=item: one.update(period="1999"),
            lambda one=item: one.update(value="1") if "value" in one else one.update(kind="fact"),
            lambda one=item: result.append(json.loads(json.dumps(one))),
        ]
        for fault in faults:
            if item["span"] and random.random() < 0.1:
                fault()
        if random.random() > 0.1:
            result.append(item)
    random.shuffle(result)
    return result


@pytest.mark.parametrize("seed", range(5))
def test_the_scores_of_a_muddled_run_agree_with_the_brute_force_script(run: Path, tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    for name in ("run.json", "documents.jsonl"):
        (tmp_path / name).write_bytes((run / name).read_bytes())
    rows = [json.loads(line) for line in (run / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["extraction"] = {name: muddled(items, random) for name, items in row["extraction"].items()}
    rows[seed] |= {"status": "failed", "extraction": None}
    (tmp_path / "results.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    told = agree(tmp_path)
    assert told["figures.found.recall"] < 1
    assert told["claims.correct.f1"] < told["claims.found.f1"]
