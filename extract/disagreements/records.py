"""What is one disagreement? A frozen noun."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from extract.labels import GoldItem
from extract.scores import Judged, PredictedSide

Against: TypeAlias = Literal["gold", "run"]
"""What the reference is: gold, whose labels a decision may change, or another run, which nothing changes."""

DisagreementKind: TypeAlias = Literal[
    "value",
    "unit",
    "field",
    "near-miss",
    "missing",
    "spurious",
    "duplicate",
    "merged",
    "split",
    "ungrounded",
    "agreement",
]
"""A pair with a wrong number, a wrong unit, or another strict field wrong (the gravest counts); a leftover of each side
that one move makes a pair; leftovers as the score names them; a leftover of the run that has no place in the text; and
what is no disagreement: a pair that is right, to be looked at as well."""
KINDS: tuple[DisagreementKind, ...] = get_args(DisagreementKind)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something that one correction would settle: a pair with a fault, two leftovers that belong together, or one."""

    id: str
    """The same in every session until a side says something else."""
    document: str
    sha256: str
    """Of the document's text."""
    against: Against
    type: str
    """As rows and metrics write it: `figures`."""
    kind: DisagreementKind
    field: str | None
    """Of a pair that disagrees: its gravest field."""
    reference: GoldItem | None
    """What gold says, or the other run; None where only the run has an item."""
    run: PredictedSide | None
    proposal: Mapping[str, Any] | None
    """The run's item as a line of gold, its quote the document's own words; without `start`, `end` and `quote` where
    it has no place there. None where the run has no item."""
    judged: tuple[Judged, ...]
    """Every scored field of an aligned pair; empty for leftovers."""
    differs: tuple[str, ...]
    """Fields of the reference that would have to change for the run to be right."""
    moves: bool
    """Whether its place would have to change as well."""
    around: tuple[str, ...]
    """Where only the run has an item: the fingerprints of the reference's items of its type on the same words."""
    place: int
    """Where it begins in the text, in code points; of an item without a place the text's end."""
    impact: float
    """What TYPE.correct.f1 would gain if the reference were changed to what the run says."""
    suspicion: float = 0.0
    """A rough chance, from 0 to 1, that the reference is wrong: good for an order and nothing else."""
    beside_reference: tuple[GoldItem, ...] = ()
    """Where one side alone has an item: what the reference has of its type on words that touch it."""
    beside_run: tuple[PredictedSide, ...] = ()
    """The same of the run; the item itself is in neither."""
