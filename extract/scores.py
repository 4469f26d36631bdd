"""What an evaluation says: frozen nouns that scoring fills and that tables, gates, pages and comparisons read.

Item types go by the field of the response model (`figures`). Metrics are named `TYPE.found.f1`, `TYPE.correct.recall`,
`TYPE.FIELD.end_to_end`, `TYPE.FIELD.conditional`; every one carries what it was counted from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from extract.records import Grade, RowStatus, Span, Verdict

# --- rates -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rate:
    """A ratio with what it was counted from and its 95 % interval; never 0 or 1 for nothing out of nothing."""

    numerator: float
    denominator: float
    """0 where the rate is undefined."""
    documents: int
    """How many documents the denominator comes from: the number of independent observations."""
    value: float | None
    low: float | None = None
    high: float | None = None
    method: Literal["t", "wilson", "wilson-documents"] | None = None
    """Student's t over documents; Wilson over independent items; Wilson over documents that all have one ratio."""
    reason: str | None = None
    """Why there is no value; or, beside a value, why there is no interval."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A named rate."""

    name: str
    rate: Rate
    better: Literal["higher", "lower"] | None = "higher"
    """None where neither is better: a share that only describes the run."""


# --- one item --------------------------------------------------------------------------------------------------

Outcome: TypeAlias = Literal["right", "wrong", "omitted", "invented", "empty", "unlabelled"]
"""Of a field of an aligned pair: both have a value and it is right, or wrong; only gold has one; only the run has one;
neither has one (right, but no evidence of reading anything); gold does not say, so it is skipped."""

Kind: TypeAlias = Literal[
    "right", "wrong", "missing", "spurious", "duplicate", "merged", "split", "near-miss", "optional"
]
"""Of an item: aligned with every strict field right, aligned with one wrong; or a leftover and which; or a prediction
on an optional gold item, which is listed and counted nowhere."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one scored field of an aligned pair."""

    field: str
    outcome: Outcome
    strict: bool
    """Whether the item is only correct with this field right."""
    gold: Any
    """As gold writes it, ready for JSON; of the alternative that judged the pair."""
    predicted: Any
    similarity: float | None = None
    """From 0 to 1, of fields that are compared by likeness and that both sides have; None for the others."""
    error: str | None = None
    """The name of what is wrong: scale, sign, swapped-digits, rounding, digits, percent-points, unit, comparator,
    trend, range-end; omitted, invented; wording for likeness; otherwise the name of the field (period, kind, …)."""
    detail: str | None = None
    """More of it in words, such as `×10^3`."""


@dataclass(frozen=True, slots=True)
class GoldSide:
    """A gold item as it stands in its file."""

    line: int
    """In the gold file of its document, from 1."""
    span: Span
    quote: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PredictedSide:
    """An item of the run."""

    index: int
    """In the row's list of its type, from 0: `figures[3]`."""
    span: Span | None
    quote: str
    fields: Mapping[str, Any]
    grounding: Grade
    verification: Verdict | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """A gold item, an item of the run, or both where they are the same, with all that is wrong: a line of `--pairs`."""

    document: str
    type: str
    kind: Kind
    gold: GoldSide | None
    """None for a leftover of the run."""
    predicted: PredictedSide | None
    """None for a leftover of gold."""
    judged: tuple[Judged, ...] = ()
    """Every scored field in the order of the class; empty for leftovers and on optional items."""
    near_line: int | None = None
    """Of a leftover of the run: the line of the gold item that it resembles, repeats, splits or merges."""
    near_index: int | None = None
    """Of a leftover of gold: the index of the item of the run that it resembles or is merged into."""


# --- one document ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FieldCounts:
    """What became of one field, in one document or in many added up."""

    right: int = 0
    wrong: int = 0
    omitted: int = 0
    invented: int = 0
    empty: int = 0
    unlabelled: int = 0
    gold: int = 0
    """Gold items, matched or not, in which the field has a value."""
    predicted: int = 0
    """Items of the run, matched or not, in which it has one and gold does not leave it unlabelled."""
    similarity: float = 0.0
    """Sum over aligned pairs in which both have a value; 1 or 0 each where a field is compared by yes and no."""


@dataclass(frozen=True, slots=True)
class TypeCounts:
    """Counts of one item type, in one document or in many added up."""

    gold: int = 0
    """Gold items, optional ones left out."""
    predicted: int = 0
    """Items of the run, those on optional gold items left out."""
    found: int = 0
    """Aligned pairs."""
    correct: int = 0
    """Aligned pairs with every labelled strict field right."""
    optional: int = 0
    """Items of the run on optional gold items: counted here and nowhere else."""
    edits: int = 0
    """Corrections that make the run's items the gold ones, each error once: a wrong item, a near miss, a leftover."""
    leftovers: Mapping[str, int] = field(default_factory=dict)
    """Of either side by kind; `gold:missing`, `predicted:duplicate`."""
    errors: Mapping[str, int] = field(default_factory=dict)
    """Wrong fields by the name of their error: `value:scale`, `period:period`."""
    fields: Mapping[str, FieldCounts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """What became of one gold document."""

    id: str
    status: RowStatus | Literal["absent"]
    """Of its row; `absent` where the run has no row for it, which counts as misses."""
    counts: Mapping[str, TypeCounts]
    """By item type."""
    compared: tuple[Compared, ...]
    """By item type, aligned pairs and leftovers together in text order."""
    reason: str | None = None
    """Why there is no extraction: the row's error or the names of its problems."""
    failed_items: int = 0
    """Items of the answer that failed the response model: not among the items, but kept in the row."""

    @property
    def edits(self) -> int:
        """How many corrections the document needs."""
        return sum(counts.edits for counts in self.counts.values())


# --- the whole -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Basis:
    """Which run was scored against which gold, by what rules; two scores compare only where gold and scorer agree."""

    run: str
    """The directory, or the prompt and model that stood for it."""
    prompt: str
    """Name and fingerprint."""
    model: str
    response_model: str
    """`package.module:Class`"""
    complete: bool
    """Whether the run came to its end."""
    gold: str
    """The folder."""
    revision: str
    """Of gold, 64 hexadecimal digits."""
    scorer: str
    """A hash over the scorer's version, thresholds and tolerances."""


@dataclass(frozen=True, slots=True)
class WithoutGoldItems:
    """The documents in which gold has no item of a type: what is found there is invented."""

    documents: int
    clean: int
    """In which the run has none either; a document without an extraction is neither clean nor inventing."""
    inventing: tuple[str, ...]
    """Ids of those in which it has some."""
    items: int
    """How many it has there."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How far two readers agreed, on the scale of the metric of that name."""

    value: float | None
    """None where only bounds are known."""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What `gold/agreement.json` records: how far readers of the same documents agreed, and who they were."""

    readers: str
    documents: int | None
    metrics: Mapping[str, Ceiling]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that the outputs of `extract eval` need."""

    basis: Basis
    types: tuple[str, ...]
    """Item types in the order of the response model."""
    metrics: Mapping[str, Metric]
    """By name, in the order in which they are worth reading; signals without gold last (`TYPE.grounding.exact`,
    `TYPE.verification.confirmed`, `TYPE.numbers.uncovered`)."""
    documents: tuple[DocumentScore, ...]
    """Gold's documents, in the order of their files."""
    counts: Mapping[str, TypeCounts]
    """By item type, added up."""
    statuses: Mapping[str, int]
    """Gold's documents by the status of their row, `absent` included."""
    unscored: tuple[str, ...]
    """Ids of documents of the run that have no gold: listed, not scored."""
    without_gold_items: Mapping[str, WithoutGoldItems]
    """By item type."""
    agreement: Agreement | None = None
    """The ceiling, where gold records it."""


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha of the values of one field on aligned items; 1 is agreement, 0 is what chance gives."""

    value: float | None
    n: int
    """Pairs that it comes from."""
    unlabelled: int = 0
    """Pairs left out, for a reader did not label the field."""
    reason: str | None = None
    """Why there is no value."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """What the agreement of two readers leaves out, or takes no field values from."""

    only_first: tuple[str, ...]
    """Ids of documents that only the first reader labelled."""
    only_second: tuple[str, ...]
    unmatched: Mapping[str, int]
    """Items of either reader without a partner, by type: they lower F1 and have no part in alpha."""


@dataclass(frozen=True, slots=True)
class ReadersAgreement:
    """How far two readers agree: the second scored against the first, and alpha by `TYPE.FIELD.alpha`."""

    evaluation: Evaluation
    alphas: Mapping[str, Alpha]
    excluded: Excluded
