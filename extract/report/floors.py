"""Which metrics must not be under which value, and by how much is one short?"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from extract.errors import UsageError
from extract.plain import one_line
from extract.scores import Evaluation, Metric

_NAMED = 10
"""Metrics that an unknown name is answered with."""


@dataclass(frozen=True, slots=True)
class Floor:
    """A metric, the value that it must reach, and what it came to."""

    metric: str
    least: float
    value: float | None
    """None where the metric is undefined, which fails."""
    reason: str | None
    """Why it is undefined."""

    @property
    def held(self) -> bool:
        """Whether the metric reaches the value."""
        return self.value is not None and self.value >= self.least


def floors(evaluation: Evaluation, wanted: Iterable[tuple[str, float]]) -> tuple[Floor, ...]:
    """Return what became of each wanted floor.

    Raises `UsageError` for a name that no metric has, naming the nearest, and for a metric of which less is
    better, or neither.
    """
    return tuple(_floor(_metric(evaluation, name), least) for name, least in wanted)


def _floor(metric: Metric, least: float) -> Floor:
    return Floor(metric.name, least, metric.rate.value, metric.rate.reason)


def _metric(evaluation: Evaluation, name: str) -> Metric:
    metric = evaluation.metrics.get(name)
    if metric is None:
        known = [one.name for one in evaluation.metrics.values() if one.better == "higher"]
        near = sorted(known, key=lambda one: -SequenceMatcher(None, name, one).ratio())[:_NAMED]
        raise UsageError(f"no metric {name!r}; the nearest are {', '.join(near)} (--format json has all)")
    if metric.better != "higher":
        raise UsageError(f"{name} is not better for being higher, so nothing fails under it; name another metric")
    return metric


def in_words(floor: Floor) -> str:
    """Return whether the floor held, and by how much not, in one line.

    >>> in_words(Floor("figures.correct.f1", 0.8, 0.7145, None))
    'figures.correct.f1 is 0.7145: 0.0855 under 0.8'
    """
    if floor.value is None:
        return one_line(f"{floor.metric} is undefined ({floor.reason}), so it does not reach {floor.least:g}")
    if floor.held:
        return f"{floor.metric} is {floor.value:.4f}: at least {floor.least:g}"
    return f"{floor.metric} is {floor.value:.4f}: {_short(floor.least - floor.value)} under {floor.least:g}"


def _short(difference: float) -> str:
    """Return a difference so that it is never printed as nothing.

    >>> _short(0.0855), _short(0.000001)
    ('0.0855', '1e-06')
    """
    return f"{difference:.4f}" if difference >= 0.00005 else f"{difference:.0e}"
