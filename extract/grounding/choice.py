"""Which of several places is meant, by the order of the items and by what stands around them?"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from extract.records import Span

Options = list[tuple[Span, ...]]
"""For each item the places that are still possible, in text order; a single one is settled."""

_ORDERLY = 0.8
"""Share of the settled items of a type that stand in text order, from which on the order says something."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is to be placed: an item's type, its quote and the places where the quote stands."""

    type: str
    quote: str
    places: tuple[Span, ...]


def choose(items: Sequence[Item]) -> list[Span | None]:
    """Return one place for each item, or None where there is none or nothing chooses between several."""
    options = [item.places for item in items]
    by_type: dict[str, list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        if item.places:
            by_type[item.type].append(at)
    for own in by_type.values():
        others = [at for at in range(len(items)) if at not in set(own)] if _open(own, options) else []
        for narrow in (_pair_up, _in_order, _untaken, _in_order, _contained, _in_order):
            if not _open(own, options):
                break
            narrow(items, options, own, others)
    return [places[0] if len(places) == 1 else None for places in options]


def _open(own: Sequence[int], options: Options) -> bool:
    return any(len(options[at]) > 1 for at in own)


def _pair_up(items: Sequence[Item], options: Options, own: Sequence[int], others: Sequence[int]) -> None:
    """Give n equal quotes their n places, in order."""
    equal: dict[str, list[int]] = defaultdict(list)
    for at in own:
        equal[items[at].quote].append(at)
    for same in equal.values():
        if len(same) == len(options[same[0]]):
            for at, place in zip(same, options[same[0]], strict=True):
                options[at] = (place,)


def _in_order(items: Sequence[Item], options: Options, own: Sequence[int], others: Sequence[int]) -> None:
    """Keep the places that let all items of the type stand in text order."""
    settled = [at for at in own if len(options[at]) == 1]
    ordered = _longest_in_order([(at, options[at][0]) for at in settled])
    if len(ordered) < _ORDERLY * len(settled):
        return
    row = [at for at in own if len(options[at]) > 1 or at in ordered]
    earliest = _greedy(items, options, row, 1)
    latest = _greedy(items, options, row[::-1], -1)
    for at in row:
        kept = tuple(place for place in options[at] if earliest[at] <= place <= latest[at])
        if kept:
            options[at] = kept


def _greedy(items: Sequence[Item], options: Options, row: Sequence[int], way: int) -> dict[int, Span]:
    """Return for each item the first place that its predecessors in the row leave, going forward (1) or back (-1)."""
    found: dict[int, Span] = {}
    edge: Span | None = None
    quote = None
    for at in row:
        free = [
            place
            for place in options[at][::way]
            if edge is None or _follows(place, edge, way, items[at].quote == quote)
        ]
        found[at] = free[0] if free else options[at][::way][0]
        if free:
            edge, quote = free[0], items[at].quote
    return found


def _follows(place: Span, edge: Span, way: int, is_same_quote: bool) -> bool:
    ahead = (place.start - edge.start) * way
    return ahead > 0 or (ahead == 0 and not is_same_quote)


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


def _untaken(items: Sequence[Item], options: Options, own: Sequence[int], others: Sequence[int]) -> None:
    """Leave out places inside a settled item of the same type, such as "30%" inside "growth of 30%"."""
    inside = _cover([options[at][0] for at in own if len(options[at]) == 1])
    _keep(options, own, lambda place: not inside(place))


def _contained(items: Sequence[Item], options: Options, own: Sequence[int], others: Sequence[int]) -> None:
    """Keep places inside a settled item of another type, such as a figure's inside a claim."""
    inside = _cover([options[at][0] for at in others if len(options[at]) == 1])
    _keep(options, own, inside)


def _keep(options: Options, own: Sequence[int], passes: Callable[[Span], bool]) -> None:
    for at in own:
        if len(options[at]) > 1:
            options[at] = tuple(place for place in options[at] if passes(place)) or options[at]


def _cover(spans: Sequence[Span]) -> Callable[[Span], bool]:
    """Return whether a place lies inside one of the spans, as a function."""
    ordered = sorted(spans)
    starts = [span.start for span in ordered]
    reach = list(accumulate((span.end for span in ordered), max))

    def inside(place: Span) -> bool:
        before = bisect_right(starts, place.start)
        return before > 0 and reach[before - 1] >= place.end

    return inside
