"""In which order are disagreements worth deciding?"""

from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Literal, TypeAlias, get_args

from extract.disagreements.records import Disagreement, DisagreementKind

Order: TypeAlias = Literal["impact", "gold-suspect", "uncertainty", "document"]
"""What the score gains; the chance that the reference is wrong; how open that is; as the documents stand."""
ORDERS: tuple[Order, ...] = get_args(Order)

Past: TypeAlias = Mapping[tuple[str, str, str | None], tuple[int, int]]
"""By type, kind and field: how many decisions found the reference wrong, and how many there were."""

TELLING: frozenset[DisagreementKind] = frozenset({"missing", "spurious", "duplicate", "merged", "split", "ungrounded"})
"""Kinds that tell which side of a disagreement is the run's."""

_PRIOR = (1, 5)
"""Before any decision one reference in five is taken to be wrong: a guess, soon outweighed by decisions."""
_ODDS = {
    "confirmed": 3.0,  # the document's own words at the run's quote give its value
    "contradicted": 0.2,
    "exact": 1.0,
    "folded": 1.0,
    "no place": 0.2,  # nothing in the text says what the run says
    "problem": 0.5,
}
"""By how much a sign raises or lowers the odds that the reference is wrong: guesses that only put items in order."""

_KEYS: dict[Order, Callable[[float, float], float]] = {
    "impact": lambda impact, suspicion: -impact,
    "gold-suspect": lambda impact, suspicion: -suspicion,
    "uncertainty": lambda impact, suspicion: -suspicion * (1 - suspicion),
    "document": lambda impact, suspicion: 0.0,
}
"""By impact and suspicion: the lower, the sooner."""


def in_order(
    found: Iterable[Disagreement], order: Order = "impact", past: Past | None = None, *, blind: bool = False
) -> tuple[Disagreement, ...]:
    """Return the disagreements, the first to decide first, with their suspicion unless a blind order has no use for it.

    Equals stay as documents and places follow each other. Each pair of kind `agreement` weighs what a disagreeing pair
    of its type weighs, chosen by a hash of their ids, so that no place tells it: it stands among equals as they do. For
    a `blind` reviewer no place tells which side is the run's: what one side alone has weighs alike within its type,
    whichever it is, and what the run was found to be weighs nothing.
    """
    places: dict[str, int] = {}
    weighed = list(found)
    if not blind or order in ("gold-suspect", "uncertainty"):
        weighed = [replace(one, suspicion=suspicion(one, past or {}, blind=blind)) for one in weighed]
    for one in weighed:
        places.setdefault(one.document, len(places))
    even = _even_impacts(weighed) if blind else {}
    lenders = _lenders(weighed)

    def key(one: Disagreement) -> tuple[float, int, int, str]:
        weighs = one if one.kind != "agreement" else lenders(one)
        impact = even.get(weighs.type, weighs.impact) if _is_lone(weighs) else weighs.impact
        return _KEYS[order](impact, weighs.suspicion), places[one.document], one.place, one.id

    return tuple(sorted(weighed, key=key))


def _is_lone(one: Disagreement) -> bool:
    return one.reference is None or one.run is None


def _even_impacts(found: Iterable[Disagreement]) -> dict[str, float]:
    """Return, by type, the mean of the two impacts that items of one side alone have."""
    lone: dict[str, set[float]] = {}
    for one in filter(_is_lone, found):
        lone.setdefault(one.type, set()).add(one.impact)
    return {type_: sum(impacts) / len(impacts) for type_, impacts in lone.items()}


def _lenders(found: Iterable[Disagreement]) -> Callable[[Disagreement], Disagreement]:
    """Return what finds, for a pair that agrees, the disagreement whose weight it is given.

    It is a pair of its type, else any; itself where there is none. On a ring of hashes it is the next one, so that of
    disagreements that come or go only the neighbours are moved.
    """
    every = sorted(((_fraction(f"place {one.id}"), one) for one in found if one.kind != "agreement"), key=_first)
    pairs: dict[str, list[tuple[float, Disagreement]]] = {}
    for entry in every:
        if not _is_lone(entry[1]):
            pairs.setdefault(entry[1].type, []).append(entry)

    def lender(one: Disagreement) -> Disagreement:
        ring = pairs.get(one.type, every)
        place = bisect(ring, _fraction(f"place {one.id}"), key=_first)
        return ring[place % len(ring)][1] if ring else one

    return lender


def _first(entry: tuple[float, Disagreement]) -> float:
    return entry[0]


def suspicion(one: Disagreement, past: Past, *, blind: bool = False) -> float:
    """Return a rough chance that the reference is wrong, from past decisions of its kind and what the run was found to be.

    The mean of a Beta distribution, its odds raised or lowered by signs; `blind` by none, and by no kind that tells.
    """  # noqa: E501 - one sentence
    wrong, decided = _decided_alike(one, past, blind=blind)
    share = (wrong + _PRIOR[0]) / (decided + _PRIOR[1])
    odds = share / (1 - share)
    for sign in () if blind else _signs(one):
        odds *= _ODDS.get(sign, 1.0)
    return odds / (1 + odds)


def _decided_alike(one: Disagreement, past: Past, *, blind: bool) -> tuple[int, int]:
    if not blind or one.kind not in TELLING:
        return past.get((one.type, one.kind, one.field), (0, 0))
    counts = [count for (type_, kind, _), count in past.items() if type_ == one.type and kind in TELLING]
    return sum(wrong for wrong, _ in counts), sum(decided for _, decided in counts)


def _signs(one: Disagreement) -> list[str]:
    if one.run is None:
        return []
    signs: list[str] = [one.run.grounding if one.run.span is not None else "no place"]
    if one.run.verification is not None:
        signs.append(one.run.verification)
    return [*signs, *("problem" for _ in one.run.problems[:1])]


def sampled(found: Iterable[Disagreement], share: float) -> tuple[Disagreement, ...]:
    """Return the disagreements and about `share` of the pairs that agree, the same ones in every session."""
    return tuple(one for one in found if one.kind != "agreement" or _fraction(one.id) < share)


def _fraction(text: str) -> float:
    return int.from_bytes(sha256(text.encode()).digest()[:8]) / 2**64
