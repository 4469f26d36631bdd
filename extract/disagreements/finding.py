"""Which disagreements does a scored document hold? Those that the score counts as corrections, no more and no fewer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from extract.disagreements.identity import fingerprint, gold_record, identity
from extract.disagreements.records import Against, Disagreement, DisagreementKind
from extract.labels import GoldDocument, GoldItem
from extract.records import Span
from extract.schema import Item
from extract.scores import Compared, DocumentScore, PredictedSide, TypeCounts
from extract.scoring import moves
from extract.shape import item_types, quote_field, scored_fields, type_name

_GRAVITY: dict[DisagreementKind, int] = {"value": 0, "unit": 1, "field": 2}


@dataclass(frozen=True, slots=True)
class Read:
    """A document as it was scored and as it was read."""

    score: DocumentScore
    labels: GoldDocument
    """What stands as the reference: gold, or another run in its shape."""
    text: str | None = None
    """None where the run does not keep it."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """A gold item, an item of the run, or both, that one correction concerns."""

    kind: DisagreementKind
    field: str | None
    gold: Compared | None
    run: Compared | None

    @property
    def aligned(self) -> bool:
        return self.gold is not None and self.gold is self.run


@dataclass(frozen=True, slots=True)
class Found:
    """What one document holds, before it is known what it weighs."""

    disagreements: tuple[Disagreement, ...]
    """Without their impact."""
    counts: Mapping[str, TypeCounts]
    """By item type: gold's items, the run's, and the correct ones."""
    wordings: int
    """Pairs that are right but for a field that is not part of `correct`."""


def disagreements(
    documents: Iterable[Read], root: type[BaseModel], against: Against = "gold", *, agreed: bool = False
) -> tuple[Disagreement, ...]:
    """Return the disagreements of scored documents by document, item type and place.

    `agreed` adds the pairs that are right, of the kind `agreement`.
    """
    return weighed([found_in(read, root, against, agreed=agreed) for read in documents])


def found_in(read: Read, root: type[BaseModel], against: Against = "gold", *, agreed: bool = False) -> Found:
    """Return what one document holds, which needs neither its row nor its score any more."""
    by_line = {item.line: item for item in read.labels.items}
    taken: set[str] = set()
    found: list[Disagreement] = []
    for name, kind in item_types(root).items():
        compared = [one for one in read.score.compared if one.type == name]
        said = tuple(one.predicted for one in compared if one.predicted is not None)
        of_type = _OfType(name, kind, against, read, by_line, said)
        found += [of_type.disagreement(sides, taken) for sides in _sides(compared, kind, agreed=agreed)]
    right = [one for one in read.score.compared if one.kind == "right"]
    wordings = sum(any([judged.error for judged in one.judged]) for one in right)
    return Found(tuple(found), {name: _sum([counts]) for name, counts in read.score.counts.items()}, wordings)


def weighed(found: Sequence[Found]) -> tuple[Disagreement, ...]:
    """Return the disagreements of all documents with their impact: what the score of all of them would gain."""
    gains: dict[tuple[str, bool, bool], float] = {}
    result = []
    for one in (one for document in found for one in document.disagreements):
        if one.kind == "agreement":
            result.append(one)
            continue
        sort = (one.type, one.reference is None, one.run is None)
        if sort not in gains:
            gains[sort] = _gain(one, _sum(document.counts[one.type] for document in found))
        result.append(replace(one, impact=gains[sort]))
    return tuple(result)


def _sum(counts: Iterable[TypeCounts]) -> TypeCounts:
    """Return what the headline metric of several documents comes from."""
    counts = tuple(counts)
    return TypeCounts(
        gold=sum(one.gold for one in counts),
        predicted=sum(one.predicted for one in counts),
        correct=sum(one.correct for one in counts),
    )


def _gain(one: Disagreement, total: TypeCounts) -> float:
    """Return the gain of 2c / (g + p): a pair gains c, gold that goes lowers g, gold that comes raises c and g."""
    correct = total.correct + (one.run is not None)
    gold = total.gold + (one.reference is None) - (one.run is None)
    most = gold + total.predicted
    now = 2 * total.correct / (total.gold + total.predicted)
    return (2 * correct / most if most else 1.0) - now


# --- which -----------------------------------------------------------------------------------------------------


def _sides(compared: Sequence[Compared], kind: type[Item], *, agreed: bool) -> Iterator[_Sides]:
    leftovers = [one for one in compared if (one.gold is None) != (one.predicted is None)]
    partner = {id(run): gold for gold, run in moves(leftovers)}
    moved = {id(gold) for gold in partner.values()}
    for one in compared:
        if one.kind == "wrong":
            yield _Sides(*_gravest(one, kind), one, one)
        elif one.kind == "right" and agreed:
            yield _Sides("agreement", None, one, one)
        elif one.gold is None:
            gold = partner.get(id(one))
            yield _Sides(_left(one, gold), None, gold, one)
        elif one.predicted is None and id(one) not in moved:
            yield _Sides(_left(one, None), None, one, None)


def _left(one: Compared, gold: Compared | None) -> DisagreementKind:
    if one.predicted is not None and one.predicted.span is None:
        return "ungrounded"
    if gold is not None:
        return "near-miss"
    return one.kind  # type: ignore[return-value]  # a leftover's kinds are all among ours


def _gravest(pair: Compared, kind: type[Item]) -> tuple[DisagreementKind, str]:
    """Return the kind of a wrong pair and the field that makes it so; of equals the first of the class."""
    reads = kind.reads
    roles: dict[str | None, DisagreementKind] = {}
    if reads is not None:
        roles = {reads.unit: "unit", reads.upper: "value", reads.value: "value"}
    wrong = [one.field for one in pair.judged if one.strict and one.error]
    field = min(wrong, key=lambda name: _GRAVITY[roles.get(name, "field")])
    return roles.get(field, "field"), field


# --- all that is said of one -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _OfType:
    name: str
    kind: type[Item]
    against: Against
    read: Read
    by_line: Mapping[int, GoldItem]
    said: tuple[PredictedSide, ...]
    """All that the run has of the type."""

    def disagreement(self, sides: _Sides, taken: set[str]) -> Disagreement:
        reference = None if sides.gold is None or sides.gold.gold is None else self.by_line[sides.gold.gold.line]
        run = None if sides.run is None else sides.run.predicted
        proposal = None if run is None else self._proposal(run)
        around = self._around(run) if reference is None and run is not None else ()
        record = None if reference is None else gold_record(reference)
        place = reference.span if reference is not None else None if run is None else run.span
        labels = self.read.labels
        said = None if run is None else [run.span, run.quote, run.fields]
        return Disagreement(
            id=identity([self.against, labels.id, labels.sha256, self.name, record, said, around], taken),
            document=labels.id,
            sha256=labels.sha256,
            against=self.against,
            type=self.name,
            kind=sides.kind,
            field=sides.field,
            reference=reference,
            run=run,
            proposal=proposal,
            judged=sides.gold.judged if sides.aligned and sides.gold else (),
            differs=self._differs(sides, reference, run),
            moves=not sides.aligned and reference is not None and run is not None and run.span is not None,
            around=around,
            place=len(self.read.text or "") if place is None else place.start,
            impact=0.0,
            beside_reference=() if reference is not None and run is not None else self._labelled(place, reference),
            beside_run=() if reference is not None and run is not None else self._found(place, run),
        )

    def _proposal(self, run: PredictedSide) -> dict[str, Any]:
        quote_name = quote_field(self.kind)
        fields = {name: value for name, value in run.fields.items() if name != quote_name}
        return {"type": type_name(self.kind), **self._placed(run), **fields}

    def _placed(self, run: PredictedSide) -> dict[str, Any]:
        """Return the place with the document's own words; nothing where these are not known to be the quote's."""
        if run.span is None:
            return {}
        if self.read.text is not None:
            quote = self.read.text[run.span.start : run.span.end]
        elif run.grounding == "exact":
            quote = run.quote
        else:
            return {}
        return {"start": run.span.start, "end": run.span.end, "quote": quote}

    def _around(self, run: PredictedSide) -> tuple[str, ...]:
        return tuple(sorted(fingerprint(gold_record(one)) for one in self._labelled(run.span, None)))

    def _labelled(self, place: Span | None, but: GoldItem | None) -> tuple[GoldItem, ...]:
        """Return the reference's items on words that touch the place."""
        if place is None:
            return ()
        own = type_name(self.kind)
        return tuple(
            one for one in self.read.labels.items if one.type == own and one is not but and _touch(one.span, place)
        )

    def _found(self, place: Span | None, but: PredictedSide | None) -> tuple[PredictedSide, ...]:
        """Return the run's items on words that touch the place."""
        if place is None:
            return ()
        placed = (one for one in self.said if one is not but and one.span is not None)
        return tuple(one for one in placed if one.span is not None and _touch(one.span, place))

    def _differs(self, sides: _Sides, reference: GoldItem | None, run: PredictedSide | None) -> tuple[str, ...]:
        """Return the fields that the reference would take from the run, those that nobody labelled left out.

        Of a pair these are the strict fields that are wrong, and those on which an alternative and the run are against
        the label: the run's values must hold together without the alternative that judged the pair.
        """
        if reference is None or run is None:
            return ()
        names = [name for name in scored_fields(self.kind) if name in reference.fields]
        unlike = [name for name in names if reference.fields[name] != run.fields.get(name)]
        if not sides.aligned:
            return tuple(unlike)
        wrong = {one.field for one in sides.gold.judged if one.strict and one.error} if sides.gold else set()
        marks = scored_fields(self.kind)
        alternative = {name for one in reference.alternatives for name in one if name in marks and marks[name].strict}
        return tuple(name for name in unlike if name in wrong or (name in alternative and wrong))


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
