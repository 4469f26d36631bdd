"""Which bare numbers stand in a row so long that no sentence says them?"""

from collections.abc import Sequence

from extract.quantities.amounts import Amount

LONGEST = 200
"""Bare numbers in a row, at most `APART` tokens apart, beyond which they are cells of a table or noise."""
APART = 2


def sentence_amounts(every: Sequence[Amount]) -> list[tuple[int, Amount]]:
    """Return the amounts, each with its index, that are no part of a long row of bare numbers."""
    if len(every) <= LONGEST:
        return list(enumerate(every))
    kept: list[tuple[int, Amount]] = []
    first = 0
    for at in range(1, len(every) + 1):
        if at < len(every) and _goes_on(every[at - 1], every[at]):
            continue
        if at - first <= LONGEST:
            kept.extend((place, every[place]) for place in range(first, at))
        first = at
    return kept


def _goes_on(one: Amount, other: Amount) -> bool:
    return not (one.marked or other.marked) and other.first - one.end <= APART
