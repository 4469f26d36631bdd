"""How good are the quotes and values of a run by its own checks, and do those checks know what is right?"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from extract.records import Grade, Row, Verdict
from extract.scores import Compared, Evaluation, Metric, PredictedSide, Rate
from extract.shares import by_grounding, by_verification
from extract.statistics import Observed, ratio


def signals(rows: Sequence[Row], type_: str) -> list[Metric]:
    """Return what needs no gold: the shares of the type's items by grade, by verdict, and of those with a problem.

    Grades and verdicts that no item has are left out, but for `exact` and `confirmed`.
    """
    items = [[item for item in row.items or () if item.type == type_] for row in rows]
    found = [metric for metric in by_grounding(type_, items) if _occurs(metric)]
    if any(item.verification for of_document in items for item in of_document):
        found += [metric for metric in by_verification(type_, items) if _occurs(metric)]
    flagged = [(float(sum(bool(item.problems) for item in one)), float(len(one))) for one in items]
    found.append(Metric(f"{type_}.flagged", ratio(flagged, f"the run has no {type_}"), "lower"))
    return found


def _occurs(metric: Metric) -> bool:
    return metric.name.endswith((".exact", ".confirmed")) or bool(metric.rate.numerator)


# --- calibration ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """What gold says of the items of which a check says one thing."""

    says: str
    found: Rate
    """The share of them that gold has."""
    correct: Rate
    """The share that gold has, with every strict field right."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A check, and how often each of its verdicts is right."""

    check: str
    steps: tuple[Step, ...]
    """From the verdict that should be right most often to the one that should be least; those that occur."""


def calibration(evaluation: Evaluation, type_: str) -> tuple[Scale, ...]:
    """Return how often items are right by grade, by verdict and by whether they have a problem, scored items alone.

    Items on optional gold ones are counted nowhere.
    """
    compared = [
        [one for one in document.compared if one.type == type_ and one.predicted and one.kind != "optional"]
        for document in evaluation.documents
    ]
    checks: tuple[tuple[str, Sequence[str], Callable[[PredictedSide], str | None]], ...] = (
        ("quote", get_args(Grade), lambda side: side.grounding),
        ("value", get_args(Verdict), lambda side: side.verification),
        ("problems", ("no problem", "a problem"), lambda side: "a problem" if side.problems else "no problem"),
    )
    scales = (Scale(check, tuple(_steps(compared, order, says))) for check, order, says in checks)
    return tuple(scale for scale in scales if scale.steps)


def _steps(
    compared: Iterable[Iterable[Compared]], order: Sequence[str], says: Callable[[PredictedSide], str | None]
) -> Iterator[Step]:
    found: defaultdict[str, list[Observed]] = defaultdict(list)
    correct: defaultdict[str, list[Observed]] = defaultdict(list)
    for of_document in compared:
        named = [(says(one.predicted), one) for one in of_document if one.predicted]
        for said, number in Counter(said for said, _ in named if said is not None).items():
            here = [one for other, one in named if other == said]
            found[said].append((sum(one.gold is not None for one in here), number))
            correct[said].append((sum(one.kind == "right" for one in here), number))
    for said in order:
        if said in found:
            empty = "no item is so"
            yield Step(said, ratio(found[said], empty), ratio(correct[said], empty))
