"""Scores of a run against gold, counted without the toolkit: `brute_force.py RUN GOLD` prints them.

It knows nothing of alternatives, optional items and unlabelled fields, which the repository's gold does not use.
"""

import json
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

LIKENESS = {"statement", "subject", "speaker", "measure", "entity"}
STRICT = {
    "figures": ["value", "upper", "unit", "comparator", "trend", "status", "period"],
    "claims": ["speaker", "kind", "period"],
}
FIELDS = {"figures": [*STRICT["figures"], "measure", "entity"], "claims": [*STRICT["claims"], "statement", "subject"]}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def same(name: str, one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    if name in ("value", "upper"):
        return Decimal(one) == Decimal(other)
    return one == other if name not in LIKENESS else fuzz.token_sort_ratio(one.lower(), other.lower()) >= 80


def pairs(kind: str, gold: list[Any], found: list[Any]) -> list[tuple[Any, Any]]:
    table = numpy.zeros((len(gold), len(found)))
    for i, one in enumerate(gold):
        for j, (start, end) in ((j, other["span"] or (0, 0)) for j, other in enumerate(found)):
            both = max(0, min(one["end"], end) - max(one["start"], start))
            shorter, union = (
                min(one["end"] - one["start"], end - start),
                max(one["end"], end) - min(one["start"], start),
            )
            if both and 2 * both >= (shorter if kind == "figures" else union):
                table[i, j] = both / union
    return [(gold[i], found[j]) for i, j in zip(*linear_sum_assignment(-table), strict=True) if table[i, j]]


def scores(run: Path, gold: Path) -> dict[str, float]:
    rows = {row["document"]["id"]: row["extraction"] or {} for row in lines(run / "results.jsonl")}
    count: defaultdict[str, int] = defaultdict(int)
    for path in gold.glob("*.jsonl"):
        head, *items = lines(path)
        for kind in FIELDS:
            labelled = [item for item in items if item["type"] + "s" == kind]
            found = rows.get(head["id"], {}).get(kind, [])
            matched = pairs(kind, labelled, found)
            count[f"{kind}.gold"] += len(labelled)
            count[f"{kind}.run"] += len(found)
            count[f"{kind}.found"] += len(matched)
            count[f"{kind}.correct"] += sum(
                all(same(name, a[name], b[name]) for name in STRICT[kind]) for a, b in matched
            )
            for name in FIELDS[kind]:
                right = [a[name] is not None for a, b in matched if same(name, a[name], b[name])]
                count[f"{kind}.{name}.right"] += sum(right)
                count[f"{kind}.{name}.conditional"] += len(right)
                count[f"{kind}.{name}.present"] += sum(one[name] is not None for one in [*labelled, *found])
    told: dict[str, float] = {}
    for kind, fields in FIELDS.items():
        gold_items, run_items, matches = (count[f"{kind}.{what}"] for what in ("gold", "run", "found"))
        for level in ("found", "correct"):
            told[f"{kind}.{level}.f1"] = 2 * count[f"{kind}.{level}"] / (gold_items + run_items)
            told[f"{kind}.{level}.precision"] = count[f"{kind}.{level}"] / run_items
            told[f"{kind}.{level}.recall"] = count[f"{kind}.{level}"] / gold_items
        for name in fields:
            told[f"{kind}.{name}.end_to_end"] = 2 * count[f"{kind}.{name}.right"] / count[f"{kind}.{name}.present"]
            told[f"{kind}.{name}.conditional"] = count[f"{kind}.{name}.conditional"] / matches
    return told


if __name__ == "__main__":
    for metric, value in scores(Path(sys.argv[1]), Path(sys.argv[2])).items():
        sys.stdout.write(f"{metric:32} {value:.4f}\n")
