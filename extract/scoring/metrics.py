"""What do the counts of all documents come to, as named rates with their intervals?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from extract.schema import Scored, exact, number
from extract.scores import DocumentScore, Metric, Rate, TypeCounts
from extract.statistics import Observed, mean, ratio

ANSWERED = frozenset({"ok", "partial", "truncated"})
"""Statuses of rows that have an extraction."""

Share = Callable[[TypeCounts], Observed]
"""What one document adds to a numerator and a denominator."""


@dataclass(frozen=True, slots=True)
class _Type:
    """The counts of one item type, document by document."""

    name: str
    counts: Sequence[TypeCounts]
    independent: bool

    def rate(self, of: Share, empty: str, *, counts: bool = True) -> Rate:
        observed = [of(one) for one in self.counts]
        return ratio(observed, empty, counts=counts, independent=self.independent)


def metrics(
    documents: Sequence[DocumentScore], marks: Mapping[str, Mapping[str, Scored]], *, independent: bool = False
) -> dict[str, Metric]:
    """Return the metrics of scored documents by name; `marks` are those of the fields, by item type.

    `independent` states that the items of a document have nothing to do with one another, so that Wilson's interval
    over items holds for whatever counts items; else the document is the unit.
    """
    found: dict[str, Metric] = {}
    for name, fields in marks.items():
        of_type = _Type(name, [document.counts[name] for document in documents], independent)
        found.update((metric.name, metric) for metric in _of_items(of_type))
        for field, mark in fields.items():
            found.update((metric.name, metric) for metric in _of_field(of_type, field, mark))
    found.update((metric.name, metric) for metric in _of_documents(documents))
    return found


# --- items -----------------------------------------------------------------------------------------------------


def _of_items(of_type: _Type) -> Iterator[Metric]:
    for level in ("found", "correct"):

        def hits(one: TypeCounts, level: str = level) -> float:
            return float(getattr(one, level))

        name = f"{of_type.name}.{level}"
        neither = f"neither gold nor the run has any {of_type.name}"
        yield Metric(
            f"{name}.f1", of_type.rate(lambda one: (2 * hits(one), one.gold + one.predicted), neither, counts=False)
        )
        yield Metric(
            f"{name}.precision",
            of_type.rate(lambda one: (hits(one), one.predicted), f"the run has no {of_type.name}"),
        )
        yield Metric(f"{name}.recall", of_type.rate(lambda one: (hits(one), one.gold), f"gold has no {of_type.name}"))
        yield Metric(f"{name}.macro_f1", mean(_scores(of_type.counts, hits), neither))
    yield Metric(
        f"{of_type.name}.edits",
        mean([float(one.edits) for one in of_type.counts], "no document", most=inf),
        better="lower",
    )


def _scores(counts: Sequence[TypeCounts], hits: Callable[[TypeCounts], float]) -> list[float]:
    """Return F1 document by document, left out where it is undefined."""
    return [2 * hits(one) / (one.gold + one.predicted) for one in counts if one.gold + one.predicted]


# --- fields ----------------------------------------------------------------------------------------------------


def _of_field(of_type: _Type, field: str, mark: Scored) -> Iterator[Metric]:
    name = f"{of_type.name}.{field}"
    nowhere = f"no item of gold or of the run has a {field}"

    def present(one: TypeCounts) -> int:
        return one.fields[field].gold + one.fields[field].predicted

    yield Metric(
        f"{name}.end_to_end",
        of_type.rate(lambda one: (2 * one.fields[field].right, present(one)), nowhere, counts=False),
    )
    yield Metric(
        f"{name}.conditional", of_type.rate(lambda one: _judged(one, field), f"no aligned pair with a labelled {field}")
    )
    if mark.compare not in (exact, number):
        yield Metric(
            f"{name}.soft",
            of_type.rate(lambda one: (2 * one.fields[field].similarity, present(one)), nowhere, counts=False),
        )


def _judged(one: TypeCounts, field: str) -> Observed:
    counts = one.fields[field]
    return counts.right + counts.empty, one.found - counts.unlabelled


# --- documents -------------------------------------------------------------------------------------------------


def _of_documents(documents: Sequence[DocumentScore]) -> Iterator[Metric]:
    none = "no document"
    answered = [one.status in ANSWERED for one in documents]
    faultless = [has_answer and not one.edits for has_answer, one in zip(answered, documents, strict=True)]
    yield Metric("documents.faultless", ratio([(float(one), 1.0) for one in faultless], none))
    yield Metric("documents.edits", mean([float(one.edits) for one in documents], none, most=inf), better="lower")
    yield Metric("documents.answered", ratio([(float(one), 1.0) for one in answered], none))
