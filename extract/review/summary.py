"""How far is a review, and how often was the reference wrong?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.disagreements import Against, Disagreement, Past
from extract.review.agreeing import disputed
from extract.review.events import TOOLKIT, Decide, Remark, Reviewed, Verdict
from extract.review.folding import State
from extract.scores import Rate
from extract.statistics import ratio

_WRONG: frozenset[Verdict] = frozenset({"run", "neither", "edited", "delete"})
"""Verdicts by which the reference of a disagreement is wrong as it stands; `both` leaves it right."""
_WRONG_AGREED: frozenset[Verdict] = frozenset({"neither", "edited", "delete"})
"""Of a pair that agrees `run` says no more than `reference` does: that both are right."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of one queue is."""

    total: int
    kinds: Mapping[str, int]
    """Disagreements by kind."""
    verdicts: Mapping[str, int]
    """By the decisions that hold; `skip` is not decided."""
    undecided: int
    """Disagreements without a decision, or skipped."""
    reviewers: Mapping[str, int]
    """Decisions that hold, by who made them; here and below without what was skipped."""
    blind: int
    """Decisions of reviewers who did not know which side was which."""
    disputed: int
    """Disagreements of which reviewers said different things last; the last decision holds."""
    comments: int
    flags: int
    elsewhere: int
    """Decisions of the log on what is not in this queue: applied since, or of other runs."""
    toolkit: int
    """Decisions on this run that are laid to the toolkit, and so are in neither rate."""
    wrong: Rate
    """Of the disagreements of this run that were decided, applied since or not: how often the reference was wrong."""
    wrong_agreed: Rate
    """Of the pairs of this run that agree and were decided: how often both sides were wrong together."""


def progress(queue: Sequence[Disagreement], state: State, source: str, against: Against = "gold") -> Progress:
    """Return how far the review of the disagreements is, which are those of the run `source`.

    The rates take in what is not in the queue any more because gold took it; what was decided on the same items in the
    review of another run counts as well. The documents are the independent observations, and not the decisions.
    """
    ids = {one.id for one in queue}
    every = list(state.holding())
    holding = [(event, one) for event, one in every if one.item in ids]
    given = [event for event, _ in holding if event.verdict != "skip"]
    touched = [held for id_, held in state.items.items() if id_ in ids]
    types = Counter(one.type for one in _remarks(state, ids))
    about = [pair for pair in every if pair[1].item in ids or (pair[1].source, pair[1].against) == (source, against)]
    return Progress(
        total=len(queue),
        kinds=Counter(one.kind for one in queue),
        verdicts=Counter(event.verdict for event, _ in holding),
        undecided=len(queue) - len(given),
        reviewers=Counter(event.by for event in given),
        blind=sum(event.blind for event in given),
        disputed=sum(disputed(state, held) for held in touched),
        comments=types["comment"],
        flags=types["flag"],
        elsewhere=len(every) - len(holding),
        toolkit=sum(not TOOLKIT.isdisjoint(event.causes) for event, _ in about),
        wrong=_rate(pair for pair in about if pair[1].kind != "agreement"),
        wrong_agreed=_rate(pair for pair in about if pair[1].kind == "agreement"),
    )


def _remarks(state: State, ids: set[str]) -> list[Remark]:
    events = (state.events[id_] for one in state.items.values() if one.item in ids for id_ in one.remarks)
    return [event for event in events if isinstance(event, Remark)]


def reference_wrong(event: Decide, one: Reviewed) -> bool | None:
    """Return whether a decision finds the reference wrong; None where it says nothing of it.

    It says nothing where it is laid to the toolkit, or was skipped. Where the run alone has an item and nothing belongs
    there, the reference is right.
    """
    if event.verdict == "skip" or not TOOLKIT.isdisjoint(event.causes):
        return None
    if one.kind == "agreement":
        return event.verdict in _WRONG_AGREED
    if event.verdict == "delete":
        return one.reference is not None
    return event.verdict in _WRONG


def _rate(decided: Iterable[tuple[Decide, Reviewed]]) -> Rate:
    """Return the share of wrong references, with an interval over the documents."""
    wrong, settled = Counter[str](), Counter[str]()
    for event, one in decided:
        found = reference_wrong(event, one)
        if found is not None:
            settled[one.document] += 1
            wrong[one.document] += found
    return ratio([(wrong[name], count) for name, count in settled.items()], "none is decided")


def past(state: State) -> Past:
    """Return how often the decisions that hold found the reference wrong, for the order of the next queue."""
    counts: dict[tuple[str, str, str | None], tuple[int, int]] = {}
    for event, one in state.holding():
        found = reference_wrong(event, one)
        if found is not None:
            wrong, decided = counts.get((one.type, one.kind, one.field), (0, 0))
            counts[one.type, one.kind, one.field] = (wrong + found, decided + 1)
    return counts
