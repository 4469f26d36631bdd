"""How far is a review, and how often was the reference wrong?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.disagreements import Disagreement, Past
from extract.review.events import Remark, Reviewed, Verdict
from extract.review.folding import State
from extract.scores import Rate
from extract.statistics import wilson

REFERENCE_WRONG: frozenset[Verdict] = frozenset({"run", "neither", "edited", "delete"})
"""Verdicts by which the reference is wrong as it stands; `both` leaves it right."""
_SETTLED = REFERENCE_WRONG | {"reference", "both"}


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
    """Decisions that hold, by who made them."""
    blind: int
    """Decisions of reviewers who did not know which side was which."""
    comments: int
    flags: int
    elsewhere: int
    """Decisions of the log on what is not in this queue: applied since, or of other runs."""
    wrong: Rate
    """Of the decided disagreements, how often the reference was wrong."""
    wrong_agreed: Rate
    """Of the decided pairs on which both sides agreed, how often they were wrong together, in the whole log."""


def progress(queue: Sequence[Disagreement], state: State) -> Progress:
    """Return how far the review of the disagreements is."""
    ids = {one.id for one in queue}
    every = list(state.holding())
    holding = [(event, one) for event, one in every if one.item in ids]
    verdicts = Counter[str](event.verdict for event, _ in holding)
    agreed = [(event.verdict, one) for event, one in every if one.kind == "agreement"]
    remarks = [state.events[id_] for one in state.items.values() if one.item in ids for id_ in one.remarks]
    types = Counter(one.type for one in remarks if isinstance(one, Remark))
    return Progress(
        total=len(queue),
        kinds=Counter(one.kind for one in queue),
        verdicts=verdicts,
        undecided=len(queue) - verdicts.total() + verdicts["skip"],
        reviewers=Counter(event.by for event, _ in holding),
        blind=sum(event.blind for event, _ in holding),
        comments=types["comment"],
        flags=types["flag"],
        elsewhere=len(every) - len(holding),
        wrong=_wrong([(event.verdict, one) for event, one in holding if one.kind != "agreement"]),
        wrong_agreed=_wrong(agreed),
    )


def _wrong(decided: Iterable[tuple[Verdict, Reviewed]]) -> Rate:
    """Return the share of wrong references with Wilson's interval over the decisions."""
    settled = [(verdict, one) for verdict, one in decided if verdict in _SETTLED]
    wrong = sum(verdict in REFERENCE_WRONG for verdict, _ in settled)
    documents = len({one.document for _, one in settled})
    if not settled:
        return Rate(0.0, 0.0, 0, None, reason="none is decided")
    return Rate(wrong, len(settled), documents, wrong / len(settled), *wilson(wrong, len(settled)), "wilson")


def past(state: State) -> Past:
    """Return how often the decisions that hold found the reference wrong, for the order of the next queue."""
    counts: dict[tuple[str, str, str | None], tuple[int, int]] = {}
    for event, one in state.holding():
        if event.verdict in _SETTLED:
            wrong, decided = counts.get((one.type, one.kind, one.field), (0, 0))
            counts[one.type, one.kind, one.field] = (wrong + (event.verdict in REFERENCE_WRONG), decided + 1)
    return counts
