"""How far do two readers agree who labelled the same documents?

One is scored as gold against the other by the machinery that scores runs, so that their agreement is the ceiling of a
score. F1 is the same either way round (Hripcsak and Rothschild, JAMIA 12, 2005: it is the positive specific
agreement). What a reader marked as optional or as an alternative plays no part: each is taken at the first word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from extract.errors import GoldError
from extract.evaluation.evaluating import Origin, Scoring, evaluate_rows
from extract.labels import Gold, GoldDocument, GoldItem
from extract.records import Call, DocumentReference, ExtractedItem, Grounding, Row
from extract.schema import Item, Scored, exact, number
from extract.scores import Alpha, Compared, Excluded, ReadersAgreement
from extract.shape import item_types, quote_field, scored_fields, type_name, value_of
from extract.statistics import alpha

_MISSING = object()


def agreement(one: Gold, other: Gold, root: type[BaseModel]) -> ReadersAgreement:
    """Return how far two gold folders agree on the documents that both label.

    Raises `GoldError` where they have no document in common, or label different texts of one.
    """
    common = {id_: _as_said(document) for id_, document in one.documents.items() if id_ in other.documents}
    if not common:
        raise GoldError(f"{one.folder} and {other.folder} label no document in common; name two readings of the same")
    kinds = item_types(root)
    rows = [row_of(other.documents[id_], root) for id_ in common]
    origin = Origin(str(other.folder), prompt="", model=str(other.folder))
    evaluation = evaluate_rows(rows, replace(one, documents=common), root, origin, scoring=Scoring(partial=True))
    compared = [found for document in evaluation.documents for found in document.compared]
    alphas = {
        f"{name}.{field}.alpha": _alpha(kind, field, mark, [found for found in compared if found.type == name])
        for name, kind in kinds.items()
        for field, mark in scored_fields(kind).items()
    }
    excluded = Excluded(
        only_first=tuple(id_ for id_ in one.documents if id_ not in common),
        only_second=tuple(id_ for id_ in other.documents if id_ not in common),
        unmatched={
            name: sum(found.type == name and not (found.gold and found.predicted) for found in compared)
            for name in kinds
        },
    )
    return ReadersAgreement(evaluation, alphas, excluded)


def _as_said(document: GoldDocument) -> GoldDocument:
    items = tuple(replace(item, optional=False, alternatives=()) for item in document.items)
    return replace(document, items=items)


def row_of(document: GoldDocument, root: type[BaseModel]) -> Row:
    """Return a reader's labels of a document as the row of a run; `GoldError` for a type that `root` lacks."""
    kinds = item_types(root)
    names = {type_name(kind): name for name, kind in kinds.items()}
    items = tuple(_item(item, document, names, kinds) for item in document.items)
    reference = DocumentReference(document.id, document.sha256, str(document.path))
    return Row(reference, "ok", Call(model="", prompt=""), items=items)


def _item(
    item: GoldItem, document: GoldDocument, names: Mapping[str, str], kinds: Mapping[str, type[Item]]
) -> ExtractedItem:
    name = names.get(item.type)
    if name is None:
        raise GoldError(f"{document.path}:{item.line}: type {item.type!r} is none of {', '.join(names)}; mend it")
    return ExtractedItem(name, {quote_field(kinds[name]): item.quote, **item.fields}, Grounding("exact", item.span))


def _alpha(kind: type[Item], field: str, mark: Scored, compared: Sequence[Compared]) -> Alpha:
    pairs = [
        (_value(kind, field, found.gold.fields), _value(kind, field, found.predicted.fields))
        for found in compared
        if found.gold and found.predicted
    ]
    labelled = [pair for pair in pairs if _MISSING not in pair]
    value, reason = alpha(labelled, _distance(mark))
    return Alpha(value, len(labelled), len(pairs) - len(labelled), reason)


def _value(kind: type[Item], field: str, fields: Mapping[str, Any]) -> Any:
    if field not in fields:
        return _MISSING
    value = value_of(kind, field, fields[field])
    return value if isinstance(value, Decimal | str | None) else repr(value)


def _distance(mark: Scored) -> Any:
    if mark.compare in (exact, number):
        return None

    def apart(one: Any, other: Any) -> float:
        return 1.0 if one is None or other is None else 1.0 - float(mark.compare(one, other))

    return apart
