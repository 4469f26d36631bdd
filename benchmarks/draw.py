"""What would two runs over the same documents find, if it were known how much better the one is?

Gold items have a document's and an item's own difficulty; a run finds an item where difficulty, shift and noise add up
to more than 0. `delta` shifts B on all documents; `tau` is how much the shift of either run differs from document to
document, as that of a changed prompt does. With `delta` 0 the two runs are exchangeable whatever `tau`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


class Drawn(NamedTuple):
    """Counts by document."""

    gold: Counts
    found_a: Counts
    found_b: Counts
    predicted_a: Counts
    predicted_b: Counts
    won: Counts
    """Found by B alone."""
    lost: Counts
    """Found by A alone."""

    def observed(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return numerator and denominator of F1 by document, of A and of B: (documents, 1 metric, 2)."""
        a = np.stack([2 * self.found_a, self.gold + self.predicted_a], axis=1)
        b = np.stack([2 * self.found_b, self.gold + self.predicted_b], axis=1)
        return a[:, None, :].astype(np.float64), b[:, None, :].astype(np.float64)


def draw(random: np.random.Generator, documents: int, delta: float, tau: float) -> Drawn:
    """Return two runs over documents with 8 gold items on average, about three in four of them found."""
    gold = random.poisson(7, documents) + 1
    of = np.repeat(np.arange(documents), gold)
    ease = 0.9 + 0.7 * random.normal(size=documents)[of] + random.normal(size=gold.sum())
    shift_a = (tau / 2**0.5 * random.normal(size=documents))[of]
    shift_b = (delta + tau / 2**0.5 * random.normal(size=documents))[of]
    a = ease + shift_a + 0.6 * random.normal(size=gold.sum()) > 0
    b = ease + shift_b + 0.6 * random.normal(size=gold.sum()) > 0
    shared = random.poisson(0.2 * gold * 0.6)
    spurious_a, spurious_b = (shared + random.poisson(0.2 * gold * 0.4) for _ in range(2))
    found_a, found_b, won, lost = (np.bincount(of, kept, documents).astype(np.int64) for kept in (a, b, b & ~a, a & ~b))
    return Drawn(gold, found_a, found_b, found_a + spurious_a, found_b + spurious_b, won, lost)


def true_difference(delta: float, tau: float) -> float:
    """Return the difference of F1 over a population of documents, to about 0.0003."""
    a, b = draw(np.random.default_rng(1), 400_000, delta, tau).observed()
    (top_a, all_a), (top_b, all_b) = a.sum(axis=0)[0], b.sum(axis=0)[0]
    return float(top_b / all_b - top_a / all_a)
