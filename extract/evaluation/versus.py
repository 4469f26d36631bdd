"""Which of two runs is better, read from their directories?"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from extract import gold as labels
from extract.comparison import COST, SECONDS, Policy, compare, incomparable
from extract.differences import Comparison, Named, Sample, Side
from extract.evaluation.comparing import Comparer
from extract.evaluation.evaluating import Origin, evaluate_rows
from extract.evaluation.signals import signals
from extract.labels import Gold
from extract.prompts import response_model_named
from extract.records import Row
from extract.runs import Manifest, read_manifest, read_rows
from extract.scoring import metrics
from extract.statistics import Observed
from extract.wire import schema_hash

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """A run directory and what it is called."""

    path: Path
    name: str
    gold_revision: str | None = None
    """Of the gold set that was committed with it, where it is read from a commit."""


@dataclass(frozen=True, slots=True)
class _Run:
    name: str
    manifest: Manifest
    rows: tuple[Row, ...]
    root: type[BaseModel]

    @property
    def origin(self) -> Origin:
        prompt = f"{self.manifest.prompt['name']}@{self.manifest.prompt['fingerprint'][:12]}"
        model = " ".join(filter(None, (self.manifest.model["name"], self.manifest.model["version"])))
        return Origin(self.name, prompt, model, self.manifest.complete)


def compare_runs(
    a: Sequence[Kept], b: Sequence[Kept], folder: Path, policy: Policy, schema: str | None = None
) -> Comparison:
    """Return the comparison of runs B with runs A against the gold folder; several runs a side are samples.

    `schema` names another response model than the runs' own, as package.module:Class. Raises `RunError`, `RecordError`
    or `GoldError` for what cannot be read, `UsageError` for a policy that does not fit.
    """
    gold = labels.load(folder)
    runs = [[_read(kept, schema) for kept in side] for side in (a, b)]
    reasons = [
        *_other_gold((*a, *b), gold),
        *(reason for run in (*runs[0], *runs[1]) for reason in _unlike(run, gold, fixed=schema is not None)),
    ]
    if reasons:
        mine, theirs = (_named(side) for side in runs)
        return incomparable(mine, theirs, gold, reasons)
    sides = [Side(tuple(_sample(run, gold) for run in side)) for side in runs]
    files = {document.id: str(document.path) for document in gold}
    return compare(sides[0], sides[1], policy, files)


def _read(kept: Kept, schema: str | None) -> _Run:
    manifest = read_manifest(kept.path)
    root = response_model_named(schema or manifest.response_model["name"])
    return _Run(kept.name, manifest, tuple(read_rows(kept.path)), root)


def _named(side: Sequence[_Run]) -> Named:
    return Named(tuple(run.name for run in side), side[0].origin.prompt, side[0].origin.model)


# --- what cannot be compared -----------------------------------------------------------------------------------


def _other_gold(kept: Sequence[Kept], gold: Gold) -> list[str]:
    return [
        f"gold has changed since {one.name} ({one.gold_revision[:12]} -> {gold.revision[:12]}); "
        "bring the change of gold in first, then compare"
        for one in kept
        if one.gold_revision not in (None, gold.revision)
    ]


def _unlike(run: _Run, gold: Gold, *, fixed: bool) -> list[str]:
    """Return why the run was not made with this response model, or not over the texts that gold labels."""
    reasons = []
    if not fixed and schema_hash(run.root) != run.manifest.response_model["hash"]:
        name = run.manifest.response_model["name"]
        reasons.append(f"{name} has changed since {run.name}; run again, or name a class for both with --schema")
    other = [
        row.document.id
        for row in run.rows
        if row.document.id in gold.documents
        and row.document.sha256 not in (None, gold.documents[row.document.id].sha256)
    ]
    if other:
        named = ", ".join(other[:_SHOWN]) + (f" and {len(other) - _SHOWN} more" if len(other) > _SHOWN else "")
        reasons.append(f"{run.name} read other texts than gold labels ({named}); run the labelled texts")
    return reasons


# --- samples ---------------------------------------------------------------------------------------------------


def _sample(run: _Run, gold: Gold) -> Sample:
    """Return the run's score with what each gold document adds to each metric, by the definitions of the score."""
    evaluation = evaluate_rows(run.rows, gold, run.root, run.origin)
    marks = Comparer(run.root).marks
    rows = {row.document.id: row for row in run.rows if row.document.id in gold.documents}
    observed: dict[str, dict[str, Observed]] = {}
    for document in evaluation.documents:
        row = rows.get(document.id)
        shares = {**metrics([document], marks), **(signals([row], run.root) if row else {})}
        for name, metric in shares.items():
            observed.setdefault(name, {})[document.id] = (metric.rate.numerator, metric.rate.denominator)
    return Sample(evaluation, {**observed, **_spending(rows)}, _made(run.manifest))


def _made(manifest: Manifest) -> str:
    """Return what shaped the rows; samples of one prompt may differ in the sample's number, and in nothing else."""
    model = {**manifest.model, "settings": {**manifest.model["settings"], "sample": None}}
    versions = [manifest.versions, *manifest.earlier_versions]
    made = [manifest.prompt["fingerprint"], model, manifest.response_model["hash"], manifest.settings, versions]
    return json.dumps(made, sort_keys=True)


def _spending(rows: Mapping[str, Row]) -> dict[str, dict[str, Observed]]:
    """Return cost and seconds of each document; no cost where one that was paid for is unknown."""
    spending = {SECONDS: {id_: (row.call.seconds, 1.0) for id_, row in rows.items()}}
    costs = {id_: row.call.cost_usd for id_, row in rows.items()}
    unknown = any(cost is None and rows[id_].call.usage.total() for id_, cost in costs.items())
    if not unknown and any(cost is not None for cost in costs.values()):
        spending[COST] = {id_: (float(cost or 0), 1.0) for id_, cost in costs.items()}
    return spending
