"""Do reviewers say the same of the items that more than one of them decided?"""

from collections import Counter
from itertools import combinations, pairwise

from extract.jsonl import dumps
from extract.review.events import Decide
from extract.review.folding import ItemState, State
from extract.scores import Rate
from extract.statistics import ratio


def latest(state: State, held: ItemState) -> dict[str, Decide]:
    """Return what each reviewer said last of an item and did not take back; who skipped it said nothing."""
    events = (state.events[id_] for id_ in held.decisions)
    return {event.by: event for event in events if isinstance(event, Decide) and event.verdict != "skip"}


def disputed(state: State, held: ItemState) -> bool:
    """Whether reviewers said different things of the item last."""
    if len(held.decisions) < 2:
        return False
    return any(not _same(one, other) for one, other in pairwise(latest(state, held).values()))


def agreement(state: State) -> Rate:
    """Return on how many of the items that two reviewers decided they say the same; each pair of reviewers counts.

    Only decisions that were made blind count, by both: who was shown the other's was not independent of it.
    """
    same, pairs = Counter[str](), Counter[str]()
    for item, held in state.items.items():
        if len(held.decisions) < 2:
            continue
        events = (state.events[id_] for id_ in held.decisions)
        blind = (event for event in events if isinstance(event, Decide) and event.blind and event.verdict != "skip")
        for one, other in combinations({event.by: event for event in blind}.values(), 2):
            document = next(each.document for each in one.items if each.item == item)
            pairs[document] += 1
            same[document] += _same(one, other)
    return ratio([(same[name], count) for name, count in pairs.items()], "no item was decided by two reviewers, blind")


def _same(one: Decide, other: Decide) -> bool:
    return one.verdict == other.verdict and _plain(one) == _plain(other)


def _plain(event: Decide) -> str:
    return "" if event.final is None else dumps(dict(sorted(event.final.items())))
