"""Which admissible pairs together are most alike, when no item may be in two?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extract.alignment.overlaps import Overlaps, Pair

SEARCHED = 4096
"""Components of at most so many rows times sets of columns are searched plainly; larger ones go to scipy."""
MORE_PAIRS = 2e-6
"""What a pair is worth beyond its similarity, so that of equal sums the one with more pairs wins."""
OPTIONAL = 1e-6
"""What a pair with an optional item loses."""
TIE = 1e-9
"""What one step apart in text order loses; far less than any difference in overlap."""

Chain = tuple[Pair, Any] | None
"""Pairs as a linked list, the last one first."""


def assign(table: Overlaps, searched: int = SEARCHED) -> tuple[Pair, ...]:
    """Return the admissible pairs that together weigh most, in text order, each item at most once."""
    chosen = [pair for part in _components(table.admissible) for pair in _assigned(part, table, searched)]
    return tuple(sorted(chosen, key=lambda pair: table.gold_rank[pair[0]]))


def _components(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """Return the pairs, grouped so that two groups share no item."""
    parent: dict[Pair, Pair] = {}

    def root(node: Pair) -> Pair:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    listed = list(pairs)
    of_gold, of_predicted = Counter([pair[0] for pair in listed]), Counter([pair[1] for pair in listed])
    alone = {pair for pair in listed if of_gold[pair[0]] == of_predicted[pair[1]] == 1}
    together = [pair for pair in listed if pair not in alone]
    for gold, predicted in together:
        parent[root((0, gold))] = root((1, predicted))
    groups: dict[Pair, list[Pair]] = {}
    for pair in together:
        groups.setdefault(root((0, pair[0])), []).append(pair)
    return [*([pair] for pair in alone), *groups.values()]


def _assigned(part: list[Pair], table: Overlaps, searched: int) -> list[Pair]:
    """Return the pairs of one component that together weigh most."""
    if len(part) == 1:
        return part
    gold = sorted({pair[0] for pair in part}, key=table.gold_rank.__getitem__)
    predicted = sorted({pair[1] for pair in part}, key=table.predicted_rank.__getitem__)
    weights = _weights(part, table, gold, predicted)
    if max(len(gold), len(predicted)) << min(len(gold), len(predicted)) > searched:
        return _by_scipy(gold, predicted, weights)
    if len(predicted) > len(gold):
        turned = {(there, here): weight for (here, there), weight in weights.items()}
        return [(here, there) for there, here in _by_search(predicted, gold, turned)]
    return _by_search(gold, predicted, weights)


def _weights(part: Iterable[Pair], table: Overlaps, gold: Sequence[int], predicted: Sequence[int]) -> dict[Pair, float]:
    rank = {item: place for place, item in enumerate(gold)}
    their_rank = {item: place for place, item in enumerate(predicted)}
    return {
        (here, there): table.admissible[here, there]
        + MORE_PAIRS
        - OPTIONAL * table.gold[here].optional
        - TIE * abs(rank[here] - their_rank[there])
        for here, there in part
    }


def _by_search(rows: Sequence[int], columns: Sequence[int], weights: Mapping[Pair, float]) -> list[Pair]:
    """Return the heaviest assignment, row by row, keeping the best for each set of columns that can be taken."""
    best: dict[int, tuple[float, Chain]] = {0: (0.0, None)}
    for row in rows:
        options = [
            (1 << place, column, weights[row, column])
            for place, column in enumerate(columns)
            if (row, column) in weights
        ]
        after = dict(best)
        for taken, (weight, chain) in best.items():
            for bit, column, gain in options:
                with_it = taken | bit
                if taken != with_it and (with_it not in after or weight + gain > after[with_it][0]):
                    after[with_it] = (weight + gain, ((row, column), chain))
        best = after
    return _unchained(max(best.values(), key=lambda one: one[0])[1])


def _unchained(chain: Chain) -> list[Pair]:
    pairs = []
    while chain is not None:
        pair, chain = chain
        pairs.append(pair)
    return pairs


def _by_scipy(rows: Sequence[int], columns: Sequence[int], weights: Mapping[Pair, float]) -> list[Pair]:
    import numpy  # here and only here: components of this size are rare, and the import is not cheap
    from scipy.optimize import linear_sum_assignment

    place = {column: at for at, column in enumerate(columns)}
    matrix = numpy.zeros((len(rows), len(columns)))
    row_of = {row: at for at, row in enumerate(rows)}
    for (row, column), weight in weights.items():
        matrix[row_of[row], place[column]] = weight
    chosen = zip(*linear_sum_assignment(matrix, maximize=True), strict=True)
    return [(rows[i], columns[j]) for i, j in chosen if (rows[i], columns[j]) in weights]
