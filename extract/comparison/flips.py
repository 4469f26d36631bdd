"""On which items and fields do two runs differ?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from extract.alignment import Placed, align
from extract.comparison.policy import Policy
from extract.differences import Flip, FlipKind, Said, Side
from extract.paired import FlipTest, flip_test
from extract.scores import Compared, DocumentScore, Judged, PredictedSide

_ORDER = {kind: place for place, kind in enumerate(get_args(FlipKind))}

Item = tuple[str, str, int]
"""Document, type and line of a gold item."""
_SAID_RIGHT = ("right", "empty")


@dataclass(slots=True)
class _Seen:
    """A gold item as the samples of both sides have it."""

    quote: str
    pairs: tuple[list[Compared], list[Compared]] = field(default_factory=lambda: ([], []))
    """Of the samples of A and of B that found it."""


def flips(a: Side, b: Side, policy: Policy) -> tuple[Flip, ...]:
    """Return the items and strict fields on which B differs from A, by kind, then by document and line."""
    seen = _gold_items(a, b)
    found: list[Flip] = []
    for item, one in seen.items():
        shares = _found_shares(one, a, b)
        if shares[0] != shares[1]:
            kind: FlipKind = "lost" if shares[0] > shares[1] else "won"
            mine, theirs = (Said(share, error=None if share else "missing") for share in shares)
            found.append(Flip(kind, item[0], item[1], one.quote, mine, theirs, item[2]))
        found.extend(_field_flips(item, one, policy))
    found.extend(_extras(a, b))
    return tuple(sorted(found, key=_place))


def flip_tests(a: Side, b: Side) -> dict[str, FlipTest]:
    """Return, by item type, whether the gold items that only one side found lie on one side."""
    balances: dict[str, dict[str, tuple[float, float]]] = {
        name: {document.id: (0.0, 0.0) for document in a.samples[0].evaluation.documents}
        for name in a.samples[0].evaluation.types
    }
    for (document, type_, _), one in _gold_items(a, b).items():
        mine, theirs = _found_shares(one, a, b)
        lost, won = balances[type_][document]
        balances[type_][document] = (lost + max(0.0, mine - theirs), won + max(0.0, theirs - mine))
    return {name: flip_test(list(of_documents.values())) for name, of_documents in balances.items()}


def _place(flip: Flip) -> tuple[int, str, str, int, str]:
    return _ORDER[flip.kind], flip.document, flip.type, flip.line or 0, flip.field or flip.quote


def _gold_items(a: Side, b: Side) -> dict[Item, _Seen]:
    """Return the gold items that count, in the order of gold, with the pairs in which each side has them."""
    seen: dict[Item, _Seen] = {}
    for place, side in enumerate((a, b)):
        for compared in _compared(side):
            if compared.gold is None or compared.kind == "optional":
                continue
            one = seen.setdefault((compared.document, compared.type, compared.gold.line), _Seen(compared.gold.quote))
            if compared.predicted is not None:
                one.pairs[place].append(compared)
    return seen


def _compared(side: Side) -> Iterator[Compared]:
    for sample in side.samples:
        for document in sample.evaluation.documents:
            yield from document.compared


def _found_shares(one: _Seen, a: Side, b: Side) -> tuple[float, float]:
    return len(one.pairs[0]) / len(a.samples), len(one.pairs[1]) / len(b.samples)


# --- fields ----------------------------------------------------------------------------------------------------


def _field_flips(item: Item, one: _Seen, policy: Policy) -> Iterator[Flip]:
    """Yield the strict fields that were right and are wrong, or the reverse, where both sides have the item."""
    judged = [[_strict(compared) for compared in pairs] for pairs in one.pairs]
    if not judged[1]:
        return
    for name in judged[1][0]:
        mine, theirs = ([sample[name] for sample in side if name in sample] for side in judged)
        slipped = _slipped(f"{item[1]}.{name}", mine, theirs, policy)
        if slipped is not None:
            kind: FlipKind = "slip"
        elif not mine or not theirs or _right(mine) == _right(theirs):
            continue
        else:
            kind = "broken" if _right(mine) > _right(theirs) else "fixed"
        gold = (slipped or next(iter(theirs))).gold
        yield Flip(kind, item[0], item[1], one.quote, _said(mine), _said(theirs, slipped), item[2], name, gold)


def _strict(compared: Compared) -> dict[str, Judged]:
    return {one.field: one for one in compared.judged if one.strict and one.outcome != "unlabelled"}


def _right(judged: Sequence[Judged]) -> float:
    return sum(one.outcome in _SAID_RIGHT for one in judged) / len(judged)


def _said(judged: Sequence[Judged], shown: Judged | None = None) -> Said:
    """Return what a side says of a field: of its samples the first one that is wrong, since that is to be looked at."""
    if not judged:
        return Said(0.0, error="missing")
    shown = shown or next((one for one in judged if one.error), judged[0])
    return Said(_right(judged), shown.predicted, " ".join(filter(None, (shown.error, shown.detail))) or None)


def _slipped(name: str, mine: Sequence[Judged], theirs: Sequence[Judged], policy: Policy) -> Judged | None:
    """Return a number of B with a forbidden error in a critical field, in half of its samples and oftener than in A."""
    if policy.slip_fields and name not in policy.slip_fields:
        return None
    for error in policy.slips:
        wrong = [one for one in theirs if error in _errors(one)]
        before = sum(error in _errors(one) for one in mine) / max(1, len(mine))
        if wrong and len(wrong) / len(theirs) > before and 2 * len(wrong) >= len(theirs):
            return wrong[0]
    return None


def _errors(judged: Judged) -> set[str]:
    """Return the name of the error, and where it is one end of a range, what is wrong with that end."""
    return set(" ".join(filter(None, (judged.error, judged.detail))).split())


# --- what gold does not have -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Extra:
    """A spurious item of one or more samples."""

    first: PredictedSide
    counts: list[int] = field(default_factory=lambda: [0, 0])


def _extras(a: Side, b: Side) -> Iterator[Flip]:
    """Yield spurious items that only one side has; two samples have the same one where their quotes overlap by half."""
    known: dict[tuple[str, str], list[_Extra]] = {}
    for place, side in enumerate((a, b)):
        for sample in side.samples:
            for key, extras in _spurious(sample.evaluation.documents).items():
                _add(known.setdefault(key, []), extras, place)
    sizes = len(a.samples), len(b.samples)
    for (document, type_), groups in known.items():
        for one in groups:
            mine, theirs = (Said(count / size) for count, size in zip(one.counts, sizes, strict=True))
            if mine.share != theirs.share:
                kind: FlipKind = "new-spurious" if theirs.share > mine.share else "gone-spurious"
                yield Flip(kind, document, type_, one.first.quote, mine, theirs)


def _spurious(documents: Iterable[DocumentScore]) -> Mapping[tuple[str, str], list[PredictedSide]]:
    found: dict[tuple[str, str], list[PredictedSide]] = {}
    for document in documents:
        for compared in document.compared:
            if compared.gold is None and compared.predicted is not None:
                found.setdefault((compared.document, compared.type), []).append(compared.predicted)
    return found


def _add(groups: list[_Extra], extras: list[PredictedSide], place: int) -> None:
    """Count each item of a sample with the group that it is the same as, or begin a group with it."""
    known = len(groups)
    pairs = align([_placed(one.first) for one in groups], [_placed(one) for one in extras], "shorter").pairs
    partner = {there: here for here, there in pairs}
    taken = set(partner.values())
    for index, extra in enumerate(extras):
        here = partner.get(index)
        if here is None and extra.span is None:  # no words of the document: the same where it claims the same quote
            same = (at for at in range(known) if at not in taken and groups[at].first.span is None)
            here = next((at for at in same if groups[at].first.quote == extra.quote), None)
        if here is None:
            here = len(groups)
            groups.append(_Extra(extra))
        taken.add(here)
        groups[here].counts[place] += 1


def _placed(side: PredictedSide) -> Placed:
    return Placed(() if side.span is None else (side.span,), side.quote)
