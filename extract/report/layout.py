"""In which lines is an evaluation shown: found and correct first, then the fields, the worst first?"""

from collections.abc import Iterator
from dataclasses import dataclass

from extract.scores import Ceiling, DocumentScore, Evaluation, Metric, Rate, TypeCounts

ITEM_LEVELS = ("found", "correct")
DOCUMENTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One scored field of an item type."""

    field: str
    strict: bool
    """Whether an item is only correct with it right."""
    end_to_end: Rate
    conditional: Rate
    ceiling: Ceiling | None
    commonest: tuple[str, int] | None
    """The name of its commonest error and how often it occurs."""
    empty: int = 0
    """Pairs in which neither side has a value: right, and no evidence of reading anything."""


def item_rates(evaluation: Evaluation, type_: str, level: str) -> tuple[Rate, Rate, Rate]:
    """Return precision, recall and F1 of `found` or `correct`."""
    precision, recall, f1 = (
        evaluation.metrics[f"{type_}.{level}.{name}"].rate for name in ("precision", "recall", "f1")
    )
    return precision, recall, f1


def field_lines(evaluation: Evaluation, type_: str) -> list[FieldLine]:
    """Return the fields of an item type, the worst end to end first, the undefined ones last."""
    loose = _loose(evaluation, type_)
    lines = [_field_line(evaluation, type_, field, field not in loose) for field in evaluation.counts[type_].fields]
    return sorted(lines, key=lambda line: (line.end_to_end.value is None, line.end_to_end.value or 0.0))


def _field_line(evaluation: Evaluation, type_: str, field: str, strict: bool) -> FieldLine:
    name = f"{type_}.{field}"
    return FieldLine(
        field,
        strict,
        evaluation.metrics[f"{name}.end_to_end"].rate,
        evaluation.metrics[f"{name}.conditional"].rate,
        ceiling(evaluation, f"{name}.conditional"),
        _commonest(evaluation.counts[type_], field),
        evaluation.counts[type_].fields[field].empty,
    )


def _loose(evaluation: Evaluation, type_: str) -> set[str]:
    """Return the fields that are reported and not part of "correct", as the judged pairs say."""
    compared = (one for document in evaluation.documents for one in document.compared if one.type == type_)
    return {judged.field for one in compared for judged in one.judged if not judged.strict}


def _commonest(counts: TypeCounts, field: str) -> tuple[str, int] | None:
    """Return the commonest error of the field, the first by name among equals."""
    errors = {name.partition(":")[2]: count for name, count in counts.errors.items() if name.startswith(f"{field}:")}
    return min(errors.items(), key=lambda error: (-error[1], error[0])) if errors else None


def ceiling(evaluation: Evaluation, metric: str) -> Ceiling | None:
    """Return how far the readers of gold agreed on the scale of the metric, where gold records it."""
    return None if evaluation.agreement is None else evaluation.agreement.metrics.get(metric)


def undefined(evaluation: Evaluation) -> Iterator[tuple[str, list[str]]]:
    """Yield each reason why metrics have no value, with their names; one for all of a type that a side lacks."""
    reasons: dict[str, list[str]] = {}
    for metric in evaluation.metrics.values():
        if metric.rate.value is None:
            why = _one_sided(evaluation, metric) or metric.rate.reason or "no reason is given"
            reasons.setdefault(why, []).append(metric.name)
    yield from reasons.items()


def _one_sided(evaluation: Evaluation, metric: Metric) -> str | None:
    """Return which side lacks the metric's item type; None where none does, or the metric needs no gold."""
    type_ = metric.name.partition(".")[0]
    counts = evaluation.counts.get(type_)
    if counts is None or metric.better != "higher" or (counts.gold and counts.predicted):
        return None
    if counts.gold or counts.predicted:
        return f"{'the run' if counts.gold else 'gold'} has no {type_}"
    return f"neither gold nor the run has any {type_}"


def signals(evaluation: Evaluation, type_: str) -> Iterator[tuple[str, list[tuple[str, Rate]]]]:
    """Yield what needs no gold, grounding, verification and numbers, each with its shares that are not nothing."""
    for kind in ("grounding", "verification", "numbers"):
        start = f"{type_}.{kind}."
        named = ((name, metric.rate) for name, metric in evaluation.metrics.items() if name.startswith(start))
        shares = [(name.removeprefix(start), rate) for name, rate in named if rate.numerator]
        if shares:
            yield kind, shares


def sides(counts: TypeCounts) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Yield what either side has alone: its items by the kind of leftover."""
    for side, said in (("gold", "only in gold"), ("predicted", "only in the run")):
        kinds = [
            (name.removeprefix(f"{side}:"), count)
            for name, count in counts.leftovers.items()
            if name.startswith(f"{side}:") and count
        ]
        if kinds:
            yield said, kinds


def costliest(evaluation: Evaluation) -> list[DocumentScore]:
    """Return the documents that need the most corrections, the first of gold among equals; none that needs none."""
    ranked = sorted(evaluation.documents, key=lambda document: -document.edits)
    return [document for document in ranked[:DOCUMENTS_SHOWN] if document.edits]


def heading(evaluation: Evaluation) -> list[str]:
    """Return what was scored against what, and what became of the documents."""
    basis, statuses = evaluation.basis, evaluation.statuses
    items = sum(counts.gold for counts in evaluation.counts.values())
    documents = plural(len(evaluation.documents), "document")
    lines = [
        f"{basis.run} against {basis.gold}",
        f"prompt {basis.prompt}, model {basis.model}",
        f"gold: {plural(items, 'item')} in {documents}, revision {basis.revision[:12]}",
        f"run: {', '.join(f'{count:,} {name}' for name, count in statuses.items() if count)}",
    ]
    if not basis.complete:
        lines.append("the run did not come to its end; what it has no row for counts as missed")
    if evaluation.unscored:
        lines.append(f"{plural(len(evaluation.unscored), 'document')} of the run without gold, left out")
    return lines


def plural(count: int, noun: str) -> str:
    """Return the count with its noun.

    >>> plural(1, "document"), plural(1200, "item")
    ('1 document', '1,200 items')
    """
    return f"{count:,} {noun}{'s' * (count != 1)}"


def share(rate: Rate) -> str:
    """Return a rate as its value and what it was counted from; a dash where there is no value."""
    if rate.value is None:
        return "-"
    return f"{rate.value:.3f} {rate.numerator:g}/{rate.denominator:g}"


def share_of_found(line: FieldLine) -> str:
    """Return the share of pairs in which the field is right; where no side of any pair has a value, how many do not."""
    if line.empty and line.empty == line.conditional.denominator:
        return f"{line.empty:,} empty"
    return share(line.conditional)


def partly_empty(evaluation: Evaluation, type_: str) -> list[str]:
    """Return in how many of its pairs each field is empty on both sides, the fields left out that never or always are.

    Such a pair counts as right of those found, and shows nothing of what was read.
    """
    return [
        f"{line.field} {line.empty:,}/{line.conditional.denominator:g}"
        for line in field_lines(evaluation, type_)
        if 0 < line.empty < line.conditional.denominator
    ]


def interval(rate: Rate) -> str:
    """Return a rate as its value and its 95 % interval, where it has one; a dash where there is no value."""
    if rate.value is None:
        return "-"
    if rate.low is None or rate.high is None:
        return f"{rate.value:.3f}"
    return f"{rate.value:.3f} [{rate.low:.2f}, {rate.high:.2f}]"


def agreed(known: Ceiling | None) -> str:
    """Return how far the readers agreed, or nothing where gold does not say."""
    if known is None:
        return ""
    if known.value is not None:
        return f"{known.value:.3f}"
    if known.low is None or known.high is None:
        return "-"
    return f"{known.low:.2f}-{known.high:.2f}"


LEGEND = (
    "found: its quote stands where gold's does",
    "correct: found, and every field right but those marked * (wording)",
    "end to end: F1 of a field, missed items count; of those found: share of pairs",
    "empty: neither side has a value, which is right of those found and shows nothing",
)
"""What the words of the tables mean."""


def marked(line: FieldLine) -> str:
    """Return the field's name, with a star where "correct" does not ask for it."""
    return line.field if line.strict else f"{line.field} *"
