"""How sure is the difference of two runs on the same documents, when the documents and not the items are independent?

Every metric here is a ratio of sums over documents, R = sum(a_d) / sum(b_d): F1 with a = 2 * found, b = gold +
predicted; a rate; a mean with b = 1. Documents are exchangeable, their items are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, erfc, isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from extract.statistics import Observed, t_quantile

SWAPS = 10_000
SEED = 20220621
"""Of the random swaps, fixed so that a comparison says the same twice."""
EXACT_UP_TO = 13
"""Differing documents up to which all 2^k swaps are listed: 8,192 are fewer than the random ones."""
FEWEST = 6
"""Differing documents under which no two-sided p below 0.05 exists: the smallest is 2 / 2^k, and 2 / 2^5 = 0.0625."""
SEEN = 2.80
"""Standard errors of a change that is seen in four of five tries at 5 %, two-sided: 1.96 + 0.84."""
_CHUNK = 1_000

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SwapTest:
    """What swapping the runs' labels document by document says of one metric."""

    p: float | None
    """Two-sided; None where the metric is undefined in a run."""
    differing: int
    """Documents in which the two runs' counts differ: only these say anything."""
    exact: bool
    """Whether all swaps were listed."""


def columns(metrics: Sequence[Sequence[Observed]]) -> Array:
    """Return what documents add to each metric as (documents, metrics, numerator and denominator)."""
    return np.array(metrics, dtype=np.float64).transpose(1, 0, 2)


def swap_tests(a: Array, b: Array, swaps: int = SWAPS, seed: int = SEED) -> list[SwapTest]:
    """Return the test of each metric; `a` and `b` hold (documents, metrics, numerator and denominator).

    Document-swap permutation, or approximate randomisation (Noreen, Computer-Intensive Methods for Testing Hypotheses,
    1989; Yeh, COLING 2000): each document's pair of results changes sides with probability 1/2, and p is the share of
    swaps with at least the measured |R_B - R_A|: (1 + hits) / (1 + swaps), or hits / 2^k where all are listed. A swap
    that leaves a ratio undefined counts as a hit. All metrics share the random swaps.
    """
    moves = b - a
    differs = np.abs(moves).max(axis=2) > 1e-12
    tests: dict[int, SwapTest] = {}
    by_chance = []
    for metric in range(a.shape[1]):
        some = differs[:, metric]
        k = int(some.sum())
        if not (a[:, metric, 1].sum() and b[:, metric, 1].sum()):
            tests[metric] = SwapTest(None, k, True)
        elif k <= EXACT_UP_TO:
            hits = _hits(a[:, [metric]], b[:, [metric]], moves[some][:, [metric]], _all_swaps(k))
            tests[metric] = SwapTest(float(hits[0]) / 2**k, k, True)
        else:
            by_chance.append(metric)
    if by_chance:
        some = differs[:, by_chance].any(axis=1)
        hits = _random_hits(a[:, by_chance], b[:, by_chance], moves[some][:, by_chance], swaps, seed)
        for metric, count in zip(by_chance, hits, strict=True):
            tests[metric] = SwapTest((1 + float(count)) / (1 + swaps), int(differs[:, metric].sum()), False)
    return [tests[metric] for metric in range(a.shape[1])]


def _all_swaps(k: int) -> Array:
    return ((np.arange(2**k)[:, None] >> np.arange(k)) & 1).astype(np.float64)


def _random_hits(a: Array, b: Array, moves: Array, swaps: int, seed: int) -> Array:
    random = np.random.Generator(np.random.PCG64(seed))
    hits = np.zeros(a.shape[1])
    for start in range(0, swaps, _CHUNK):
        size = (min(_CHUNK, swaps - start), len(moves))
        hits += _hits(a, b, moves, random.integers(0, 2, size, dtype=np.int8).astype(np.float64))
    return hits


def _hits(a: Array, b: Array, moves: Array, bits: Array) -> Array:
    """Return, by metric, how many of the swaps (one a row) move the ratios at least as far apart as they are."""
    total_a, total_b = a.sum(axis=0), b.sum(axis=0)
    moved = (bits @ moves.reshape(len(moves), 2 * len(total_a))).reshape(len(bits), *total_a.shape)
    measured = np.abs(total_b[:, 0] / total_b[:, 1] - total_a[:, 0] / total_a[:, 1])
    here, there = total_a + moved, total_b - moved
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.abs(there[..., 0] / there[..., 1] - here[..., 0] / here[..., 1])
    return np.asarray((~(apart < measured * (1 - 1e-9) - 1e-12)).sum(axis=0), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Paired:
    """The difference of two ratios over the same documents, with how sure it is."""

    a: float | None
    b: float | None
    difference: float | None
    """b - a."""
    documents: int
    """Those that add to a denominator of either run: the number of independent observations."""
    error: float | None = None
    """Standard error of the difference; None where the documents do not show any spread."""
    low: float | None = None
    high: float | None = None
    """The 95 % interval."""
    low_90: float | None = None
    high_90: float | None = None
    """The one-sided 95 % bounds: 5 % lie below the one, 5 % above the other."""
    reason: str | None = None
    """Why there is no difference, or no interval."""


def paired_difference(a: Sequence[Observed], b: Sequence[Observed]) -> Paired:
    """Return R_B - R_A with its interval; `a` and `b` hold numerator and denominator of the same documents in order.

    Linearised ratio (Cochran, Sampling Techniques, 3rd ed., 1977, sections 6.3 and 6.9): r_d = (a_d - R b_d) / mean(b)
    for each run, e_d = r_d of B - r_d of A, SE = sd(e) / sqrt(D), and t with D - 1 degrees of freedom.
    """
    pairs = [(one, other) for one, other in zip(a, b, strict=True) if one[1] or other[1]]
    first, second = _ratio([one for one, _ in pairs]), _ratio([other for _, other in pairs])
    documents = len(pairs)
    if first is None or second is None:
        undefined = " and ".join(name for name, value in (("A", first), ("B", second)) if value is None)
        return Paired(first, second, None, documents, reason=f"undefined in {undefined}: nothing to count")
    difference = second - first
    if documents == 1:
        reason = "one document says nothing about how much documents differ"
        return Paired(first, second, difference, 1, reason=reason)
    mine, theirs = _residuals([one for one, _ in pairs], first), _residuals([other for _, other in pairs], second)
    apart = [there - here for here, there in zip(mine, theirs, strict=True)]
    error = sqrt(sum(one**2 for one in apart) / (documents - 1)) / sqrt(documents)
    if error < 1e-12:
        alike = "all documents changed alike, which says nothing about others"
        reason = alike if abs(difference) > 1e-12 else "no document changed the ratio"
        return Paired(first, second, difference, documents, reason=reason)
    reach, one_sided = (t_quantile(documents - 1, level) * error for level in (0.95, 0.90))
    return Paired(
        first,
        second,
        difference,
        documents,
        error,
        difference - reach,
        difference + reach,
        difference - one_sided,
        difference + one_sided,
    )


def _ratio(observed: Sequence[Observed]) -> float | None:
    numerator, denominator = sum(one for one, _ in observed), sum(one for _, one in observed)
    return numerator / denominator if denominator else None


def _residuals(observed: Sequence[Observed], ratio: float) -> list[float]:
    """Return how far each document lies off the ratio, in units of the ratio; they add up to 0."""
    mean = sum(denominator for _, denominator in observed) / len(observed)
    return [(numerator - ratio * denominator) / mean for numerator, denominator in observed]


def smallest_visible(error: float) -> float:
    """Return the smallest true change that is significant at 5 % in four of five such comparisons.

    >>> round(smallest_visible(0.0148), 3)
    0.041
    """
    return SEEN * error


def documents_needed(documents: int, error: float, difference: float, differing: int) -> int | None:
    """Return how many documents like these would show this difference in four of five comparisons; None for none.

    The error falls with the square root of their number: D * (2.80 SE / difference)^2 (Miller, arXiv 2411.00640, the
    planning formula with K = 1); and at least so many that 6 differ, since fewer show nothing.

    >>> documents_needed(50, 0.0148, 0.0207, 40), documents_needed(5, 0.015, 0.1, 3)
    (201, 10)
    """
    if abs(difference) < 1e-12 or not differing:
        return None
    needed = max(documents * (SEEN * error / difference) ** 2, documents * FEWEST / differing)
    return ceil(needed - 1e-9) if isfinite(needed) else None


def holm(ps: Sequence[float]) -> list[float]:
    """Return the p-values adjusted so that 5 % holds for the whole family (Holm, Scand. J. Statist. 6, 1979, p. 65).

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(ps)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[place]))
        adjusted[place] = highest
    return adjusted


@dataclass(frozen=True, slots=True)
class FlipTest:
    """Whether the gold items that only one run found lie on one side more than chance would have it."""

    lost: float
    """Found by A alone; with repeats, the mean number."""
    won: float
    """Found by B alone."""
    differing: int
    """Documents in which the two do not cancel out."""
    z: float | None = None
    p: float | None = None
    reason: str | None = None
    """Why there is no test."""


def flip_test(flips: Sequence[tuple[float, float]]) -> FlipTest:
    """Return McNemar's test with the document as the cluster; each pair is what a document lost and won.

    z = sum(won - lost) / sqrt(sum of (won - lost)^2 over documents), normal (Obuchowski, Statistics in Medicine 17,
    1998, p. 1495; Durkalski et al., Statistics in Medicine 22, 2003, p. 2417). The plain test takes items of a document
    for independent and cries wolf 10 to 14 times in 100. Under 6 differing documents it promises too much as well.

    >>> test = flip_test([(0, 1)] * 8 + [(1, 0)])  # z = 7 / sqrt(9)
    >>> test.lost, test.won, test.differing, round(test.z, 4), round(test.p, 4)
    (1, 8, 9, 2.3333, 0.0196)
    """
    lost, won = sum(one for one, _ in flips), sum(one for _, one in flips)
    balances = [more - less for less, more in flips if abs(more - less) > 1e-12]
    if len(balances) < FEWEST:
        documents = f"{len(balances)} document{'s' * (len(balances) != 1)}"
        reason = f"flips in {documents}, under {FEWEST}: no p below 0.05 is possible"
        return FlipTest(lost, won, len(balances), reason=reason)
    z = sum(balances) / sqrt(sum(one**2 for one in balances))
    return FlipTest(lost, won, len(balances), z, erfc(abs(z) / sqrt(2)))
