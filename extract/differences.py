"""What a comparison of two runs says: frozen nouns that comparison fills and that outputs and pages read.

A is the run that stood before, or the baseline; B is the one that would replace it. Every difference is B - A.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from extract.paired import FlipTest, Paired, SwapTest
from extract.scores import Evaluation
from extract.statistics import Observed

# --- what is compared ------------------------------------------------------------------------------------------

Way: TypeAlias = Literal["higher", "lower"]
"""Which way a metric is better."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One run, scored, with what each document adds to each metric."""

    evaluation: Evaluation
    observed: Mapping[str, Mapping[str, Observed]]
    """By metric and document id: numerator and denominator; a metric that nobody knows (a cost) is left out."""
    made: str = ""
    """Everything that shaped the run's rows but the number of the sample, as one text; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a run, or several samples of one prompt, which are averaged inside each document."""

    samples: tuple[Sample, ...]

    @property
    def asked(self) -> tuple[str, str]:
        """Prompt and model of the first sample."""
        basis = self.samples[0].evaluation.basis
        return basis.prompt, basis.model


@dataclass(frozen=True, slots=True)
class Named:
    """One side by its names."""

    runs: tuple[str, ...]
    prompt: str
    model: str

    def __str__(self) -> str:
        return ", ".join(self.runs)


# --- metrics ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one metric."""

    metric: str
    better: Way
    paired: Paired
    test: SwapTest
    gated: bool
    """Whether the policy names the metric; gated metrics are one family, the others another."""
    p_holm: float | None = None
    """Adjusted for the family; None where there is no p."""
    visible: float | None = None
    """The smallest true change that these documents show in four of five comparisons."""
    needed: int | None = None
    """How many documents like these would show the measured difference in four of five comparisons."""

    @property
    def gain(self) -> float | None:
        """The difference, positive where B is better."""
        if self.paired.difference is None:
            return None
        return self.paired.difference if self.better == "higher" else -self.paired.difference

    @property
    def gain_bound(self) -> float | None:
        """The lower one-sided 95 % bound of the gain."""
        if self.paired.low_90 is None or self.paired.high_90 is None:
            return None
        return self.paired.low_90 if self.better == "higher" else -self.paired.high_90


# --- items -----------------------------------------------------------------------------------------------------

FlipKind: TypeAlias = Literal["slip", "lost", "won", "broken", "fixed", "new-spurious", "gone-spurious"]
"""A number that B has wrong by an error that the policy forbids, and A had not; a gold item that A found and B did not,
and the reverse; another strict field that was right and is wrong, and the reverse; an item of B that gold does not have
and A did not have either, and the reverse."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one side says about an item or a field, over its samples."""

    share: float
    """Of its samples that found the item, have the field right, or have the spurious item."""
    value: Any = None
    """Of the field, by the first sample that has the item."""
    error: str | None = None
    """The name of what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Flip:
    """An item or a field on which the two sides differ."""

    kind: FlipKind
    document: str
    type: str
    quote: str
    a: Said
    b: Said
    line: int | None = None
    """Of the gold item in its file; None of a spurious item."""
    field: str | None = None
    gold: Any = None
    """The field's value in gold."""


# --- verdict ---------------------------------------------------------------------------------------------------

GateVerdict: TypeAlias = Literal["pass", "regression", "inconclusive", "invalid"]
Tier: TypeAlias = Literal["critical", "supporting", "advisory"]
EXIT_CODES: Mapping[GateVerdict, int] = {"pass": 0, "regression": 1, "inconclusive": 2, "invalid": 3}
ERROR = 4
"""Exit code of a comparison that could not be made."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the policy makes of one metric, or of one budget."""

    metric: str
    tier: Tier
    verdict: GateVerdict
    reason: str
    margin: float | None = None
    """None for a budget."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that the outputs of `extract compare` need."""

    verdict: GateVerdict
    reasons: tuple[str, ...]
    """Why, the weightiest first."""
    a: Named
    b: Named
    gold: str
    """The folder."""
    revision: str
    documents: int
    """Of gold, all of them compared."""
    judgements: tuple[Judgement, ...] = ()
    differences: tuple[Difference, ...] = ()
    """Gated metrics first; empty where the verdict is `invalid`."""
    flips: tuple[Flip, ...] = ()
    """By kind in the order of `FlipKind`, then by document and line."""
    flip_tests: Mapping[str, FlipTest] = field(default_factory=dict)
    """By item type."""
    unanswered: tuple[tuple[str, str], ...] = ()
    """Documents without an extraction in B, with the reason; they count as misses."""
    notes: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    """The gold file of each document."""
    exit_code: int = 0
    """0 pass, 1 regression, 2 inconclusive, 3 invalid; what `--inconclusive` makes of it."""
