"""Which scores does the page plot, line by line?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extract.differences import Comparison, Difference
from extract.report.layout import ITEM_LEVELS, ceiling, field_lines, marked
from extract.report.page.quality import signals
from extract.report.page.records import Against, Subject
from extract.scores import Ceiling, Evaluation, Metric, Rate


@dataclass(frozen=True, slots=True)
class Line:
    """A share with its interval, and what stands beside it in the plot."""

    name: str
    rate: Rate
    other: float | None = None
    """The value of the run that this one is held against."""
    readers: Ceiling | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading."""

    title: str
    lines: tuple[Line, ...]


def groups(subject: Subject, type_: str) -> tuple[Group, ...]:
    """Return what is plotted of an item type: found and correct, then the fields, where there is gold; then signals."""
    found: list[Group] = []
    evaluation = subject.evaluation
    if evaluation is not None and type_ in evaluation.types:
        before = _before(subject.against)
        found.append(Group("items", tuple(_items(evaluation, type_, before))))
        fields = tuple(_fields(evaluation, type_, before))
        if fields:
            found += [
                Group("fields, end to end", fields),
                Group("fields, of the items found", tuple(_conditional(evaluation, type_, before))),
            ]
    found.append(Group("without gold", tuple(_signals(subject, type_))))
    return tuple(found)


def _before(against: Against | None) -> Mapping[str, float | None]:
    """Return the other run's values by metric."""
    if against is None or against.comparison is None:
        return {}
    return {one.metric: one.paired.a for one in against.comparison.differences}


def _items(evaluation: Evaluation, type_: str, before: Mapping[str, float | None]) -> Iterator[Line]:
    for level in ITEM_LEVELS:
        for part, said in (("f1", "F1"), ("precision", "precision"), ("recall", "recall")):
            name = f"{type_}.{level}.{part}"
            rate = evaluation.metrics[name].rate
            yield Line(f"{level} {said}", rate, before.get(name), ceiling(evaluation, name))


def _fields(evaluation: Evaluation, type_: str, before: Mapping[str, float | None]) -> Iterator[Line]:
    for one in field_lines(evaluation, type_):
        note = "" if one.commonest is None else f"mostly {one.commonest[0]}, {one.commonest[1]:,}"
        yield Line(marked(one), one.end_to_end, before.get(f"{type_}.{one.field}.end_to_end"), note=note)


def _conditional(evaluation: Evaluation, type_: str, before: Mapping[str, float | None]) -> Iterator[Line]:
    for one in field_lines(evaluation, type_):
        note = f"{one.empty:,} empty on both sides" if one.empty else ""
        yield Line(marked(one), one.conditional, before.get(f"{type_}.{one.field}.conditional"), one.ceiling, note)


def _signals(subject: Subject, type_: str) -> Iterator[Line]:
    before = {one.name: one for one in _other_signals(subject, type_)}
    here = {one.name: one for one in signals(subject.rows, type_)}
    for name in (*here, *(one for one in before if one not in here)):
        metric = here.get(name) or _none_of(before[name])
        other = before.get(name)
        yield Line(_said(name, type_), metric.rate, None if other is None else other.rate.value)


def _other_signals(subject: Subject, type_: str) -> Iterable[Metric]:
    return () if subject.against is None else signals(subject.against.rows, type_)


def _none_of(metric: Metric) -> Metric:
    """Return the metric of a run in which nothing has what the other run's items have."""
    return Metric(metric.name, Rate(0.0, 0.0, 0, None, reason="only in the other run"), metric.better)


def _said(name: str, type_: str) -> str:
    """Return a signal's name as a reader says it: the quote is exact, the value is confirmed."""
    kind, _, value = name.removeprefix(f"{type_}.").partition(".")
    return {"grounding": f"quote {value}", "verification": f"value {value}"}.get(kind, "with a problem")


# --- differences -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a metric, on an axis from -`reach` to `reach`."""

    difference: Difference
    reach: float
    """0 where the metric is no share, so that it has no place on the axis."""

    def at(self, value: float) -> float:
        """Return where a difference stands on the axis, in per cent from its left end."""
        return round(50 + 50 * max(-1.0, min(1.0, value / self.reach)), 2)


def changes(comparison: Comparison) -> tuple[Change, ...]:
    """Return the metrics that the policy names and the others that differ, shares on one axis that holds them all."""
    shown = [one for one in comparison.differences if one.gated or one.paired.difference]
    ends = [
        abs(end)
        for one in shown
        if _is_share(one)
        for end in (one.paired.low, one.paired.high, one.paired.difference)
        if end is not None
    ]
    reach = max([0.05, *ends])
    return tuple(Change(one, reach if _is_share(one) else 0.0) for one in shown)


def _is_share(difference: Difference) -> bool:
    values = (difference.paired.a, difference.paired.b)
    return difference.metric.partition(".")[0] != "documents" and all(one is None or 0 <= one <= 1 for one in values)
