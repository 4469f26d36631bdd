"""What is different between two runs on the same gold, how sure is it, and may the new one replace the old one?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from math import ceil

from extract.comparison.fitness import unfit
from extract.comparison.flips import flip_tests, flips
from extract.comparison.gate import judge, judge_budgets, verdict_of
from extract.comparison.policy import Guarded, Policy, refuse_unknown_slips
from extract.differences import EXIT_CODES, Comparison, Difference, GateVerdict, Named, Side, Way
from extract.errors import UsageError
from extract.labels import Gold
from extract.paired import FEWEST, columns, documents_needed, holm, paired_difference, smallest_visible, swap_tests
from extract.scores import Evaluation
from extract.scoring import ANSWERED
from extract.statistics import Observed

COST, SECONDS = "documents.cost_usd", "documents.seconds"
_SPENT = {COST: "lower", SECONDS: "lower"}


def compare(a: Side, b: Side, policy: Policy, files: Mapping[str, str] | None = None) -> Comparison:
    """Return the comparison of B with A under the policy; `files` are the gold files by document.

    Raises `UsageError` where the policy names a metric, an error or a critical field that the runs do not have.
    """
    reasons = unfit(a, b, policy)
    if reasons:
        return _without_numbers(a, b, "invalid", reasons)
    refuse_unknown_slips(policy, _critical(a, b))
    guarded = policy.for_types(a.samples[0].evaluation.types)
    differences = _differences(a, b, guarded)
    found = flips(a, b, policy)
    by_name = {one.metric: one for one in differences}
    judgements = (*(judge(one, by_name[one.name]) for one in guarded), *judge_budgets(policy, _spent(a, b)))
    verdict, why = verdict_of(judgements, [flip for flip in found if flip.kind == "slip"])
    return replace(
        _without_numbers(a, b, verdict, why),
        judgements=judgements,
        differences=differences,
        flips=found,
        flip_tests=flip_tests(a, b),
        unanswered=_unanswered(b),
        notes=tuple(_notes(a, b, [by_name[one.name] for one in guarded])),
        files=files or {},
    )


def incomparable(a: Named, b: Named, gold: Gold, reasons: Sequence[str]) -> Comparison:
    """Return the comparison of runs that cannot be compared: reasons, and no numbers that could be read as scores."""
    return Comparison(
        "invalid", tuple(reasons), a, b, str(gold.folder), gold.revision, len(gold.documents), exit_code=3
    )


def _without_numbers(a: Side, b: Side, verdict: GateVerdict, reasons: Sequence[str]) -> Comparison:
    evaluation = a.samples[0].evaluation
    return Comparison(
        verdict=verdict,
        reasons=tuple(reasons),
        a=_named(a),
        b=_named(b),
        gold=evaluation.basis.gold,
        revision=evaluation.basis.revision,
        documents=len(evaluation.documents),
        exit_code=EXIT_CODES[verdict],
    )


def _named(side: Side) -> Named:
    return Named(tuple(sample.evaluation.basis.run for sample in side.samples), *side.asked)


def _critical(a: Side, b: Side) -> list[str]:
    """Return the strict fields as TYPE.FIELD: all scored ones but those that a judged pair calls otherwise."""
    evaluations = [sample.evaluation for sample in (*a.samples, *b.samples)]
    pairs = (pair for one in evaluations for document in one.documents for pair in document.compared)
    lenient = {(pair.type, judged.field) for pair in pairs for judged in pair.judged if not judged.strict}
    counts = evaluations[0].counts
    scored = ((type_, name) for type_ in evaluations[0].types for name in counts[type_].fields)
    return [f"{type_}.{name}" for type_, name in scored if (type_, name) not in lenient]


# --- metrics ---------------------------------------------------------------------------------------------------


def _differences(a: Side, b: Side, guarded: Sequence[Guarded]) -> tuple[Difference, ...]:
    """Return the gated metrics, then the others that are worth showing, each family with its own Holm adjustment."""
    ways = _ways(a, b)
    gated = [one.name for one in guarded]
    for name in gated:
        if name not in ways:
            near = get_close_matches(name, ways, 1)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise UsageError(f"the policy names a metric {name!r} that the runs lack.{meant} See `extract eval`")
    shown = list(dict.fromkeys((*gated, *(name for name in _worth_showing(a.samples[0].evaluation) if name in ways))))
    ids = [document.id for document in a.samples[0].evaluation.documents]
    mine, theirs = ([_averaged(side, name, ids) for name in shown] for side in (a, b))
    tests = swap_tests(columns(mine), columns(theirs))
    differences = []
    for place, name in enumerate(shown):
        paired = paired_difference(mine[place], theirs[place])
        one = Difference(name, ways[name], paired, tests[place], name in gated)
        if paired.error is not None and paired.difference is not None:
            needed = documents_needed(paired.documents, paired.error, paired.difference, tests[place].differing)
            one = replace(one, visible=smallest_visible(paired.error), needed=needed)
        differences.append(one)
    return (*_adjusted(differences[: len(gated)]), *_adjusted(differences[len(gated) :]))


def _ways(a: Side, b: Side) -> dict[str, Way]:
    """Return the metrics that all samples have and that are better one way."""
    metrics = a.samples[0].evaluation.metrics
    better = {**{name: metric.better for name, metric in metrics.items()}, **_SPENT}
    samples = (*a.samples, *b.samples)
    return {
        name: way  # type: ignore[misc]
        for name, way in better.items()
        if way is not None and all(name in sample.observed for sample in samples)
    }


def _worth_showing(evaluation: Evaluation) -> Iterable[str]:
    for type_ in evaluation.types:
        yield from (f"{type_}.found.f1", f"{type_}.correct.f1")
        yield from (f"{type_}.{field}.end_to_end" for field in evaluation.counts[type_].fields)
        yield from (f"{type_}.grounding.exact", f"{type_}.verification.confirmed")
    yield from _SPENT


def _averaged(side: Side, metric: str, ids: Sequence[str]) -> list[Observed]:
    """Return what each document adds, averaged over the samples: repeats are no further documents."""
    samples = [sample.observed[metric] for sample in side.samples]
    pairs = ([sample.get(id_, (0.0, 0.0)) for sample in samples] for id_ in ids)
    return [(sum(one for one, _ in of) / len(of), sum(one for _, one in of) / len(of)) for of in pairs]


def _adjusted(family: Sequence[Difference]) -> list[Difference]:
    tested = [one for one in family if one.test.p is not None and one.test.differing]
    adjusted = dict(zip((one.metric for one in tested), holm([one.test.p or 0.0 for one in tested]), strict=True))
    return [replace(one, p_holm=adjusted.get(one.metric)) for one in family]


# --- around the metrics ----------------------------------------------------------------------------------------


def _spent(a: Side, b: Side) -> dict[str, float | None]:
    """Return what the budgets limit; None where a run does not know."""
    cost, seconds = _values(b, COST), _values(b, SECONDS)
    return {
        "cost_usd": _mean(cost),
        "seconds": _mean(seconds),
        "seconds_p95": sorted(seconds)[ceil(0.95 * len(seconds)) - 1] if seconds else None,
        "cost_growth": _growth(_mean(_values(a, COST)), _mean(cost)),
        "seconds_growth": _growth(_mean(_values(a, SECONDS)), _mean(seconds)),
    }


def _values(side: Side, metric: str) -> list[float]:
    """Return the values of all documents and samples; none where a sample does not know the metric."""
    if not all(metric in sample.observed for sample in side.samples):
        return []
    return [value for sample in side.samples for value, _ in sample.observed[metric].values()]


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _growth(before: float | None, now: float | None) -> float | None:
    return None if before is None or now is None or not before else now / before - 1


def _unanswered(side: Side) -> tuple[tuple[str, str], ...]:
    return tuple(
        (document.id, f"{document.status}: {document.reason or 'no reason is given'}")
        for document in side.samples[0].evaluation.documents
        if document.status not in ANSWERED
    )


def _notes(a: Side, b: Side, gated: Sequence[Difference]) -> Iterable[str]:
    made = {sample.made for sample in (*a.samples, *b.samples)}
    if len(made) == 1 and "" not in made:
        yield f"both sides are {a.asked[0]} by {a.asked[1]}: what differs is chance, and shows how much chance does"
    most = max((one.test.differing for one in gated), default=0)
    if 0 < most < FEWEST:
        said = "1 document differs" if most == 1 else f"{most} documents differ"
        yield f"{said} in a gated metric; with fewer than {FEWEST}, no p below 0.05 is possible"
    if len(a.samples) != len(b.samples):
        yield f"{len(a.samples)} against {len(b.samples)} samples, each averaged inside its documents"
