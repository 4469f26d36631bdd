"""Which of several places is meant, by the order of the items and by what stands around them?"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

from extract.records import Span

_ORDERLY = 0.8
"""Share of the settled items of a type that stand in text order, from which on the order says something."""


class Item(NamedTuple):
    """What is to be placed: an item's type, its quote and, in text order, the places where the quote stands."""

    type: str
    quote: str
    places: tuple[Span, ...]


class Options(NamedTuple):
    """The places that are still possible for an item: those of `shared` from `low` up to `high`.

    Equal quotes share their places, so that a thousand of them take a thousand places to look at and not a million.
    """

    shared: tuple[Span, ...]
    low: int
    high: int

    @property
    def left(self) -> int:
        """How many there are; a single one is settled."""
        return self.high - self.low

    @property
    def first(self) -> Span:
        """The first of them in the text."""
        return self.shared[self.low]

    @property
    def last(self) -> Span:
        """The last of them in the text."""
        return self.shared[self.high - 1]


def choose(items: Sequence[Item]) -> list[Span | None]:
    """Return one place for each item, or None where there is none or nothing chooses between several."""
    options = [Options(item.places, 0, len(item.places)) for item in items]
    by_type: dict[str, list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        if item.places:
            by_type[item.type].append(at)
    for type, own in by_type.items():
        others = [at for other, members in by_type.items() if other != type for at in members]
        for narrow in (_pair_up, _in_order, _untaken, _in_order, _contained, _in_order):
            if not any(options[at].left > 1 for at in own):
                break
            narrow(items, options, own, others)
    return [one.first if one.left == 1 else None for one in options]


def _pair_up(items: Sequence[Item], options: list[Options], own: Sequence[int], others: Sequence[int]) -> None:
    """Give n equal quotes their n places, in order."""
    equal: dict[str, list[int]] = defaultdict(list)
    for at in own:
        equal[items[at].quote].append(at)
    for same in equal.values():
        if len(same) == options[same[0]].left:
            for nth, at in enumerate(same):
                options[at] = options[at]._replace(low=nth, high=nth + 1)


def _in_order(items: Sequence[Item], options: list[Options], own: Sequence[int], others: Sequence[int]) -> None:
    """Keep the places that let all items of the type stand in text order."""
    settled = [at for at in own if options[at].left == 1]
    ordered = _longest_in_order([(at, options[at].first) for at in settled])
    if len(ordered) < _ORDERLY * len(settled):
        return
    row = [at for at in own if options[at].left > 1 or at in ordered]
    earliest = _going_on(items, options, row)
    latest = _going_back(items, options, row)
    for at in row:
        shared, low, high = options[at]
        first = bisect_left(shared, earliest[at], low, high)
        end = bisect_right(shared, latest[at], low, high)
        if first < end:
            options[at] = Options(shared, first, end)


def _going_on(items: Sequence[Item], options: Sequence[Options], row: Sequence[int]) -> dict[int, Span]:
    """Return for each item the first place that its predecessors in the row leave."""
    found: dict[int, Span] = {}
    edge, quote = -1, None
    for at in row:
        shared, low, high = options[at]
        reach = bisect_right if items[at].quote == quote else bisect_left
        place = reach(shared, edge, low, high, key=_start)
        found[at] = shared[place] if place < high else options[at].first
        if place < high:
            edge, quote = shared[place].start, items[at].quote
    return found


def _going_back(items: Sequence[Item], options: Sequence[Options], row: Sequence[int]) -> dict[int, Span]:
    """Return for each item the last place that its successors in the row leave."""
    found: dict[int, Span] = {}
    edge: float = float("inf")
    quote = None
    for at in reversed(row):
        shared, low, high = options[at]
        reach = bisect_left if items[at].quote == quote else bisect_right
        place = reach(shared, edge, low, high, key=_start) - 1
        found[at] = shared[place] if place >= low else options[at].last
        if place >= low:
            edge, quote = shared[place].start, items[at].quote
    return found


def _start(place: Span) -> int:
    return place.start


def _longest_in_order(settled: Sequence[tuple[int, Span]]) -> set[int]:
    """Return the items of a longest row in text order (patience sorting)."""
    tops: list[int] = []
    chains: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(settled):
        pile = bisect_right(tops, place.start)
        before.append(chains[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place.start]
        chains[pile : pile + 1] = [index]
    members: set[int] = set()
    at = chains[-1] if chains else -1
    while at >= 0:
        members.add(settled[at][0])
        at = before[at]
    return members


def _untaken(items: Sequence[Item], options: list[Options], own: Sequence[int], others: Sequence[int]) -> None:
    """Leave out places inside a settled item of the same type, such as "30%" inside "growth of 30%"."""
    inside = _cover([options[at].first for at in own if options[at].left == 1])
    _keep(options, own, lambda place: not inside(place))


def _contained(items: Sequence[Item], options: list[Options], own: Sequence[int], others: Sequence[int]) -> None:
    """Keep places inside a settled item of another type, such as a figure's inside a claim."""
    inside = _cover([options[at].first for at in others if options[at].left == 1])
    _keep(options, own, inside)


def _keep(options: list[Options], own: Sequence[int], passes: Callable[[Span], bool]) -> None:
    """Leave to each open item those of its places that pass, or all where none does; shared places are tried once."""
    passing: dict[int, tuple[list[int], tuple[Span, ...]]] = {}
    for at in own:
        shared, low, high = options[at]
        if high - low < 2:
            continue
        if id(shared) not in passing:
            kept = [index for index, place in enumerate(shared) if passes(place)]
            passing[id(shared)] = kept, tuple(shared[index] for index in kept)
        kept, places = passing[id(shared)]
        first, end = bisect_left(kept, low), bisect_left(kept, high)
        if first < end:
            options[at] = Options(places, first, end)


def _cover(spans: Sequence[Span]) -> Callable[[Span], bool]:
    """Return whether a place lies inside one of the spans, as a function."""
    ordered = sorted(spans)
    starts = [span.start for span in ordered]
    reach = list(accumulate((span.end for span in ordered), max))

    def inside(place: Span) -> bool:
        before = bisect_right(starts, place.start)
        return before > 0 and reach[before - 1] >= place.end

    return inside
