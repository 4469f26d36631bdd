"""How many of what are there in a document, and in all of them?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace

from extract.schema import Scored, exact, number
from extract.scores import Compared, FieldCounts, GoldSide, Judged, PredictedSide, TypeCounts

_NUMBERS = ("gold", "predicted", "found", "correct", "optional", "edits")


def counted(compared: Iterable[Compared], marks: Mapping[str, Scored]) -> TypeCounts:
    """Return the counts of the items of one type; `marks` are those of the fields that are scored.

    An item of the run on an optional gold item is counted as that and as nothing else.
    """
    compared = tuple(compared)
    scored = [one for one in compared if one.kind != "optional"]
    pairs = [one for one in scored if one.gold and one.predicted]
    leftovers = [one for one in scored if not (one.gold and one.predicted)]
    correct = sum(one.kind == "right" for one in pairs)
    judged: dict[str, list[Judged]] = {name: [] for name in marks}
    for pair in pairs:
        for one in pair.judged:
            judged[one.field].append(one)
    gold = [one.gold for one in leftovers if one.gold]
    predicted = [one.predicted for one in leftovers if one.predicted]
    return TypeCounts(
        gold=sum(one.gold is not None for one in scored),
        predicted=sum(one.predicted is not None for one in scored),
        found=len(pairs),
        correct=correct,
        optional=len(compared) - len(scored),
        edits=len(pairs) - correct + len(leftovers) - len(moves(leftovers)),
        leftovers=Counter(f"{'gold' if one.gold else 'predicted'}:{one.kind}" for one in leftovers),
        errors=Counter(f"{one.field}:{one.error}" for pair in pairs for one in pair.judged if one.error),
        fields={name: _field_counts(name, mark, judged[name], gold, predicted) for name, mark in marks.items()},
    )


def moves(leftovers: Iterable[Compared]) -> tuple[tuple[Compared, Compared], ...]:
    """Return the leftovers of gold and of the run, of one item type, that one correction would make a pair.

    Each leftover of the run that is near one of gold, in their order, unless another was moved there already.
    """
    leftovers = tuple(leftovers)
    free = {one.gold.line: one for one in leftovers if one.gold and not one.predicted}
    moved = []
    for one in leftovers:
        if one.predicted and not one.gold and one.near_line in free:
            moved.append((free.pop(one.near_line), one))
    return tuple(moved)


def _field_counts(
    name: str, mark: Scored, judged: Sequence[Judged], gold: Iterable[GoldSide], predicted: Iterable[PredictedSide]
) -> FieldCounts:
    """Return the counts of a field from the aligned pairs and the leftovers of either side."""
    outcomes: list[str] = [one.outcome for one in judged]
    right, wrong, omitted, invented = map(outcomes.count, ("right", "wrong", "omitted", "invented"))
    unlabelled = outcomes.count("unlabelled")
    alike = float(right) if mark.compare in (exact, number) else sum(map(_similarity, judged))
    return FieldCounts(
        right=right,
        wrong=wrong,
        omitted=omitted,
        invented=invented,
        empty=outcomes.count("empty"),
        unlabelled=unlabelled,
        gold=right + wrong + omitted + sum([side.fields.get(name) is not None for side in gold]),
        predicted=right + wrong + invented + sum([side.fields.get(name) is not None for side in predicted]),
        similarity=alike if len(judged) > unlabelled else 0,
    )


def _similarity(judged: Judged) -> float:
    """Return the similarity of a pair of values; of those that are compared by yes and no, 1 or 0."""
    return float(judged.outcome == "right") if judged.similarity is None else judged.similarity


def added(counts: Iterable[TypeCounts]) -> TypeCounts:
    """Return the sum of the counts of several documents."""
    counts = tuple(counts)
    names = dict.fromkeys(name for one in counts for name in one.fields)
    return replace(
        TypeCounts(**{name: sum(getattr(one, name) for one in counts) for name in _NUMBERS}),
        leftovers=sum((Counter(one.leftovers) for one in counts), Counter()),
        errors=sum((Counter(one.errors) for one in counts), Counter()),
        fields={name: _field_sum(one.fields[name] for one in counts) for name in names},
    )


def _field_sum(counts: Iterable[FieldCounts]) -> FieldCounts:
    counts = tuple(counts)
    return FieldCounts(**{one.name: sum(getattr(count, one.name) for count in counts) for one in fields(FieldCounts)})
