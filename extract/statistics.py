"""How sure is a rate, when the documents and not the items are independent?"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from functools import cache
from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist
from typing import Any

from extract.scores import Rate

LEVEL = 0.95
"""Share of intervals that hold the true value."""
MANY = 300
"""Degrees of freedom from which on Student's t is worked out from the normal distribution."""

Observed = tuple[float, float]
"""What one document adds to a numerator and to a denominator."""


def ratio(
    observed: Sequence[Observed], empty: str, *, counts: bool = True, independent: bool = False, most: float = 1.0
) -> Rate:
    """Return the pooled ratio of what documents add up to, with its interval; `empty` is the reason for 0 out of 0.

    `counts`: the numerator counts some of what the denominator counts, so Wilson's interval holds where the counted
    things are independent: stated so, or no document adds more than one. Else the document is the unit: with
    r_d = (a_d - R b_d) / mean(b), R ± t(D-1) sd(r) / sqrt(D) (linearised ratio: Cochran, Sampling Techniques, 3rd ed.,
    1977, section 6.3), over the documents that add to the denominator, cut off at 0 and at `most`.
    """
    counted = [pair for pair in observed if pair[1]]
    numerator, denominator = float(sum(a for a, _ in counted)), float(sum(b for _, b in counted))
    if not denominator:
        return Rate(numerator, 0.0, 0, None, reason=empty)
    value = numerator / denominator
    if counts and (independent or all(b == 1 and a in (0, 1) for a, b in counted)):
        return Rate(numerator, denominator, len(counted), value, *wilson(numerator, denominator), "wilson")
    return _over_documents(counted, numerator, denominator, most)


def mean(values: Sequence[float], empty: str, *, most: float = 1.0) -> Rate:
    """Return the mean over documents with its interval by Student's t; `empty` is the reason for none."""
    return ratio([(value, 1.0) for value in values], empty, counts=False, most=most)


def _over_documents(counted: Sequence[Observed], numerator: float, denominator: float, most: float) -> Rate:
    documents, value = len(counted), numerator / denominator
    if documents == 1:
        reason = "one document says nothing about how much documents differ"
        return Rate(numerator, denominator, 1, value, reason=reason)
    residuals = [(a - value * b) * documents / denominator for a, b in counted]
    spread = sqrt(sum(residual**2 for residual in residuals) / (documents - 1))
    if spread < 1e-12:
        if most > 1:
            reason = "all documents have the same ratio, which says nothing about others"
            return Rate(numerator, denominator, documents, value, reason=reason)
        return Rate(numerator, denominator, documents, value, *wilson(value * documents, documents), "wilson-documents")
    reach = t_quantile(documents - 1) * spread / sqrt(documents)
    return Rate(numerator, denominator, documents, value, max(0.0, value - reach), min(most, value + reach), "t")


def wilson(successes: float, trials: float, level: float = LEVEL) -> tuple[float, float]:
    """Return the score interval of a proportion (Wilson, JASA 22, 1927, p. 209).

    >>> low, high = wilson(0, 10)
    >>> f"{low:.4f} {high:.4f}"
    '0.0000 0.2775'
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = successes / trials
    middle = share + z * z / (2 * trials)
    reach = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    whole = 1 + z * z / trials
    # At the ends the formula gives 0 and 1 up to rounding.
    low = 0.0 if successes == 0 else (middle - reach) / whole
    high = 1.0 if successes == trials else (middle + reach) / whole
    return low, high


@cache
def t_quantile(freedom: int, level: float = LEVEL) -> float:
    """Return the t that a share `level` of Student's distribution lies within, on both sides of 0.

    Solved from the closed form of the distribution; above 300 degrees of freedom expanded about the normal quantile
    (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 to 26.7.5).

    >>> [round(t_quantile(freedom), 3) for freedom in (1, 4, 9, 49)]
    [12.706, 2.776, 2.262, 2.01]
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    if freedom > MANY:
        first = (z**3 + z) / 4
        second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
        return z + first / freedom + second / freedom**2
    low, high = 0.0, z
    while _within(high, freedom) < level:
        low, high = high, 2 * high
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < level else (low, middle)
    return (low + high) / 2


def _within(t: float, freedom: int) -> float:
    """Return the share of Student's distribution between -t and t (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    angle = atan(t / sqrt(freedom))
    square = cos(angle) ** 2
    odd = freedom % 2
    term = total = cos(angle) if odd else 1.0
    for factor in range(2 if odd else 1, freedom - 2, 2):
        term *= square * factor / (factor + 1)
        total += term
    if odd:
        return 2 / pi * (angle + (sin(angle) * total if freedom > 1 else 0.0))
    return sin(angle) * total


MOST_WORDINGS = 2000
"""Different values up to which distances between all of them are worked out."""


def alpha(
    pairs: Sequence[tuple[Hashable, Hashable]], distance: Callable[[Any, Any], float] | None = None
) -> tuple[float | None, str | None]:
    """Return Krippendorff's alpha of two readers' values of the same things, or None with the reason.

    alpha = 1 - (n - 1) * sum of squared distances within pairs * 2 / sum over ordered pairs of all n values
    (Krippendorff, Content Analysis, 4th ed., 2019, chapter 12); `distance` is 0 to 1, by default 0 for equals.

    >>> alpha([("a", "a"), ("a", "a"), ("b", "b"), ("a", "b")])
    (0.5333333333333333, None)
    """
    if not pairs:
        return None, "no aligned pair has a value of both readers"
    counts = Counter(value for pair in pairs for value in pair)
    if len(counts) == 1:
        return None, "both readers give one value everywhere, so nothing could have been by chance"
    n = counts.total()
    if distance is None:
        within = float(sum(one != other for one, other in pairs))
        among = float(n * n - sum(count * count for count in counts.values()))
    elif len(counts) > MOST_WORDINGS:
        return None, f"more than {MOST_WORDINGS} different values"
    else:
        within = sum(distance(one, other) ** 2 for one, other in pairs if one != other)
        listed = list(counts.items())
        among = 2 * sum(
            count * many * distance(one, other) ** 2
            for at, (one, count) in enumerate(listed)
            for other, many in listed[:at]
        )
    return 1 - (n - 1) * 2 * within / among, None
