"""How much do the quotes of two lists of items overlap?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from extract.records import Span

SAME_SHARE = 0.5
"""Least share of overlap at which two quotes are the same item."""
NEAR_SHARE = 0.1
"""Least share of overlap at which two leftovers are a near miss."""

Rule: TypeAlias = Literal["shorter", "union"]
"""Of what the overlap must be half: of the shorter span, or of what both spans cover together."""
Pair: TypeAlias = tuple[int, int]
"""The index of a gold item and that of a predicted one."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An item as far as its identity goes: where its quote stands."""

    spans: tuple[Span, ...]
    """None where the quote has no place, several where gold gives alternatives."""
    quote: str
    order: str = ""
    """Breaks ties between items of one side with one place; never by whether a judged field is right."""
    optional: bool = False
    """Loses ties against items that are not."""


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Both lists with their ranks in text order and everything of theirs that overlaps."""

    gold: Sequence[Placed]
    predicted: Sequence[Placed]
    gold_rank: Sequence[int]
    predicted_rank: Sequence[int]
    shares: Mapping[Pair, float]
    """By the rule, of the pairs that overlap at all."""
    admissible: Mapping[Pair, float]
    """Of the pairs that are the same item by the rule: their share of the union, which is the similarity."""
    together: Mapping[Pair, float]
    """Of the pairs that share at least half of the shorter one, whatever the rule: that share."""


def overlap(one: Span, other: Span) -> int:
    """Return how many code points two spans share.

    >>> overlap(Span(0, 5), Span(3, 9))
    2
    """
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def share(one: Span, other: Span, rule: Rule) -> float:
    """Return the share of the shorter span, or of the union, that two spans have in common.

    >>> share(Span(0, 4), Span(2, 10), "shorter"), share(Span(0, 4), Span(2, 10), "union")
    (0.5, 0.2)
    """
    common = overlap(one, other)
    lengths = (one.end - one.start, other.end - other.start)
    whole = min(lengths) if rule == "shorter" else sum(lengths) - common
    return common / whole if whole else 0.0


def entwined(one: Placed, other: Placed) -> bool:
    """Whether two items share at least half of the shorter one's words."""
    return any(share(ours, theirs, "shorter") >= SAME_SHARE for ours in one.spans for theirs in other.spans)


def overlaps(gold: Sequence[Placed], predicted: Sequence[Placed], rule: Rule) -> Overlaps:
    """Return what overlaps between two lists of items; of several places of an item the best one counts."""
    shares: dict[Pair, float] = {}
    admissible: dict[Pair, float] = {}
    together: dict[Pair, float] = {}
    for pair, common, one, other in _meeting(gold, predicted):
        union, shorter = common / (one + other - common), common / min(one, other)
        by_rule = union if rule == "union" else shorter
        shares[pair] = max(shares.get(pair, 0.0), by_rule)
        if by_rule >= SAME_SHARE:
            admissible[pair] = max(admissible.get(pair, 0.0), union)
        if shorter >= SAME_SHARE:
            together[pair] = max(together.get(pair, 0.0), shorter)
    return Overlaps(gold, predicted, _ranks(gold), _ranks(predicted), shares, admissible, together)


def _ranks(items: Sequence[Placed]) -> list[int]:
    order = sorted(range(len(items)), key=lambda index: (items[index].spans, items[index].quote, items[index].order))
    ranks = [0] * len(items)
    for rank, index in enumerate(order):
        ranks[index] = rank
    return ranks


def _meeting(gold: Sequence[Placed], predicted: Sequence[Placed]) -> Iterator[tuple[Pair, int, int, int]]:
    """Yield the pairs that overlap, by how much, and the lengths of both spans, by one sweep over the starts."""
    events = sorted(
        [(span.start, span.end, 0, index) for index, item in enumerate(gold) for span in item.spans]
        + [(span.start, span.end, 1, index) for index, item in enumerate(predicted) for span in item.spans]
    )
    open_spans: tuple[list[tuple[int, int, int]], ...] = ([], [])
    for start, end, side, index in events:
        other = open_spans[1 - side]
        other[:] = [one for one in other if one[1] > start]
        for their_start, their_end, their_index in other:
            pair = (index, their_index) if side == 0 else (their_index, index)
            common = (end if end < their_end else their_end) - start
            if common:
                yield pair, common, end - start, their_end - their_start
        open_spans[side].append((start, end, index))
