"""What became of each gold item and each item of the run, in one document?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from pydantic import BaseModel, ValidationError

from extract.alignment import NEAR_SHARE, SAME_SHARE, Alignment, Placed, Rule, align
from extract.errors import GoldError, RunError
from extract.jsonl import dumps
from extract.labels import GoldDocument, GoldItem
from extract.records import ExtractedItem, Row, Span
from extract.schema import Scored
from extract.scores import Compared, DocumentScore, GoldSide, Kind, PredictedSide
from extract.scoring import DEFAULT_TOLERANCES, VERSION, Judge, Tolerances, counted, is_correct
from extract.shape import item_types, quote_field, type_name


class Comparer:
    """Compares rows with gold by the `Scored` marks of one response model."""

    def __init__(
        self, root: type[BaseModel], tolerances: Tolerances = DEFAULT_TOLERANCES, *, partial: bool = False
    ) -> None:
        """`partial`: the rows are another reader's labels, and a field that an item lacks is unlabelled."""
        self._kinds = item_types(root)
        self._judges = {name: Judge(kind, tolerances, partial=partial) for name, kind in self._kinds.items()}
        self._type_of = {type_name(kind): name for name, kind in self._kinds.items()}
        self._tolerances = tolerances

    @property
    def marks(self) -> dict[str, dict[str, Scored]]:
        """The marks of the scored fields, by item type, in the order of the response model."""
        return {name: judge.marks for name, judge in self._judges.items()}

    @property
    def scorer(self) -> str:
        """A hash over everything but gold and run that shapes a score."""
        marks = [
            (name, field, mark.strict, mark.right_at, getattr(mark.compare, "__qualname__", ""))
            for name, fields in self.marks.items()
            for field, mark in fields.items()
        ]
        shaping = [VERSION, SAME_SHARE, NEAR_SHARE, self._tolerances.sha256, marks]
        return sha256(dumps(shaping).encode()).hexdigest()[:16]

    def document(self, gold: GoldDocument, row: Row | None) -> DocumentScore:
        """Return what became of the items of one document; `row` is None where the run lacks it.

        Raises `GoldError` naming file and line where gold has items of a type that the response model lacks or values
        that a field cannot have, or labels another text than the row's; `RunError` where the row has such items.
        """
        self._refuse_unknown_types(gold)
        if row is not None and row.document.sha256 not in (None, gold.sha256):
            raise GoldError(
                f"{gold.path}:1: gold labels a text of {gold.id!r} with sha256 {gold.sha256}, the run read one with "
                f"{row.document.sha256}; run the labelled text, or label the new one"
            )
        items = () if row is None or row.items is None else row.items
        unknown = next((item.type for item in items if item.type not in self._kinds), None)
        if unknown is not None:
            raise RunError(
                f"the run's row of {gold.id!r} has items of type {unknown!r}, the response model has "
                f"{', '.join(self._kinds)}; score with the model of the run (--schema)"
            )
        compared = {name: tuple(self._of_type(name, gold, items)) for name in self._kinds}
        return DocumentScore(
            id=gold.id,
            status="absent" if row is None else row.status,
            counts={name: counted(found, self._judges[name].marks) for name, found in compared.items()},
            compared=tuple(one for found in compared.values() for one in found),
            reason=_reason(row),
            failed_items=0 if row is None else sum(problem.item is not None for problem in row.problems),
        )

    def _refuse_unknown_types(self, gold: GoldDocument) -> None:
        for item in gold.items:
            if item.type not in self._type_of:
                raise GoldError(
                    f"{gold.path}:{item.line}: type {item.type!r} is none of the response model's "
                    f"({', '.join(self._type_of)}); score with the model that gold was labelled for (--schema)"
                )

    def _of_type(self, name: str, gold: GoldDocument, items: Iterable[ExtractedItem]) -> Iterator[Compared]:
        labelled = [item for item in gold.items if self._type_of[item.type] == name]
        found = [self._side(item, index) for index, item in enumerate(one for one in items if one.type == name)]
        rule: Rule = "union" if self._kinds[name].reads is None else "shorter"
        alignment = align(_gold_placed(labelled), _predicted_placed(found), rule)
        compared = [
            *self._pairs(name, gold, labelled, found, alignment),
            *_left(name, gold.id, labelled, found, alignment),
        ]
        return iter(sorted(compared, key=_place))

    def _side(self, item: ExtractedItem, index: int) -> PredictedSide:
        return PredictedSide(
            index=index,
            span=item.grounding.span,
            quote=str(item.fields.get(quote_field(self._kinds[item.type]), "")),
            fields=item.fields,
            grounding=item.grounding.grade,
            verification=None if item.verification is None else item.verification.verdict,
            problems=tuple(problem.name for problem in item.problems),
        )

    def _pairs(
        self,
        name: str,
        gold: GoldDocument,
        labelled: Sequence[GoldItem],
        found: Sequence[PredictedSide],
        alignment: Alignment,
    ) -> Iterator[Compared]:
        for here, there in alignment.pairs:
            item, predicted = labelled[here], found[there]
            if item.optional:
                yield Compared(gold.id, name, "optional", _gold_side(item), predicted)
                continue
            try:
                judged = self._judges[name].judged(item, predicted.fields)
            except ValidationError as error:
                fault = error.errors(include_url=False)[0]
                raise GoldError(
                    f"{gold.path}:{item.line}: this item or {name}[{predicted.index}] of the run has a value that no "
                    f"field can have ({fault['input']!r}: {fault['msg']}); see `extract gold check`"
                ) from error
            kind: Kind = "right" if is_correct(judged) else "wrong"
            yield Compared(gold.id, name, kind, _gold_side(item), predicted, judged)


def _left(
    name: str, document: str, labelled: Sequence[GoldItem], found: Sequence[PredictedSide], alignment: Alignment
) -> Iterator[Compared]:
    for one in alignment.gold:
        if not labelled[one.index].optional:
            yield Compared(document, name, one.kind, _gold_side(labelled[one.index]), None, near_index=one.near)
    for one in alignment.predicted:
        line = None if one.near is None else labelled[one.near].line
        yield Compared(document, name, one.kind, None, found[one.index], near_line=line)


def _gold_placed(items: Sequence[GoldItem]) -> list[Placed]:
    places = _shared(items)
    return [
        Placed(item.spans() if item.alternatives else (item.span,), item.quote, _order(item, places), item.optional)
        for item in items
    ]


def _predicted_placed(sides: Sequence[PredictedSide]) -> list[Placed]:
    places = _shared(sides)
    return [Placed(() if side.span is None else (side.span,), side.quote, _order(side, places)) for side in sides]


def _shared(items: Sequence[GoldItem | PredictedSide]) -> frozenset[tuple[Span | None, str]]:
    """Return the places with their quotes that several items have."""
    places = Counter([(one.span, one.quote) for one in items])
    return frozenset(place for place, many in places.items() if many > 1)


def _order(one: GoldItem | PredictedSide, shared: frozenset[tuple[Span | None, str]]) -> str:
    """Return what tells items in one place apart, whatever their order in the list: their fields."""
    return str(one.fields) if shared and (one.span, one.quote) in shared else ""


def _gold_side(item: GoldItem) -> GoldSide:
    return GoldSide(item.line, item.span, item.quote, item.fields)


def _place(one: Compared) -> tuple[bool, int, int, bool]:
    side = one.gold or one.predicted
    span = side.span if side else None
    return (span is None, *(span or (0, 0)), one.gold is None)


def _reason(row: Row | None) -> str | None:
    if row is None:
        return "the run has no row for it"
    if row.error is not None:
        return f"{row.error.kind}: {row.error.message}"
    if row.items is None:
        return ", ".join(dict.fromkeys(problem.name for problem in row.problems)) or row.status
    return None
