"""What an alignment is: pairs, and leftovers with their names."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Leftover: TypeAlias = Literal["missing", "spurious", "duplicate", "merged", "split", "near-miss"]
"""Gold that nothing is near; a prediction that is near nothing; a prediction on the words of another one that is
already found; one prediction over the words of several gold items (both sides are called so); several predictions on
one gold item (both sides); too little overlap, or only the wording alike (both sides)."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """An item that has no partner, with the kind of leftover it is."""

    index: int
    kind: Leftover
    near: int | None = None
    """The item of the other side that it resembles, repeats, splits or is merged into."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Indices of (gold, predicted) pairs in text order, and the leftovers of either side in text order."""

    pairs: tuple[tuple[int, int], ...]
    gold: tuple[Unmatched, ...]
    predicted: tuple[Unmatched, ...]
