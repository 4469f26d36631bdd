"""What a document and a row look like in documents.jsonl and results.jsonl, key by key."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from extract.errors import RecordError, SchemaError
from extract.jsonl.lines import dumps
from extract.plain import is_long
from extract.records import (
    Call,
    Document,
    DocumentReference,
    ExtractedItem,
    Failure,
    Grounding,
    Near,
    Problem,
    ReaskOutcome,
    Row,
    Span,
    Usage,
    Verification,
)

_FOUND_OUT = ("span", "grounding", "near", "verification", "problems")


def refuse_names(type_: str, fields: Iterable[str], links: Iterable[str] = ()) -> None:
    """Raise `SchemaError` where an item's field has a name that the results use for what was found out about it.

    `links` are the names under which items of the type point to others.
    """
    for field in fields:
        if field in _FOUND_OUT or field in links:
            raise _clash(type_, field)


def _clash(type_: str, field: str) -> SchemaError:
    return SchemaError(f"{type_}: the field {field!r} has a name that the results use; rename the field")


# --- documents.jsonl -------------------------------------------------------------------------------------------


def document_to_json(document: Document) -> dict[str, Any]:
    """Return the line of a document in documents.jsonl."""
    return {
        "id": document.id,
        "sha256": document.sha256,
        "source": document.source,
        "title": document.title,
        "date": document.date,
        "meta": dict(document.meta),
        "text": document.text,
    }


def document_from_json(record: Mapping[str, Any]) -> Document:
    """Return the document of a line in documents.jsonl; `RecordError` names a key that is missing."""
    try:
        return Document(
            id=record["id"],
            text=record["text"],
            sha256=record["sha256"],
            source=record["source"],
            title=record.get("title"),
            date=record.get("date"),
            meta=record.get("meta", {}),
        )
    except KeyError as error:
        raise RecordError(f"document {record.get('id')!r} lacks the key {error}; run the documents again") from error


# --- results.jsonl ---------------------------------------------------------------------------------------------


def row_to_json(row: Row, types: Sequence[str] = ()) -> dict[str, Any]:
    """Return the line of a row in results.jsonl; each of `types` has its list of items even where it is empty."""
    extraction: dict[str, Any] | None = None
    if row.items is not None:
        extraction = {name: [] for name in types}
        for item in row.items:
            extraction.setdefault(item.type, []).append(_item_to_json(item))
        extraction.update(row.carried)
    document = row.document
    return {
        "document": {
            "id": document.id,
            "sha256": document.sha256,
            "source": document.source,
            "title": document.title,
            "date": document.date,
        },
        "status": row.status,
        "error": None if row.error is None else {"kind": row.error.kind, "message": row.error.message},
        "extraction": extraction,
        "problems": [_problem_to_json(problem) for problem in row.problems],
        "call": _call_to_json(row.call),
    }


def row_from_json(record: Mapping[str, Any]) -> Row:
    """Return the row of a line in results.jsonl; `RecordError` says what is missing or malformed.

    Why a quote or a value is contradicted stands in the problems of the item, and there alone.
    """
    try:
        extraction = record["extraction"]
        lists = {name: value for name, value in (extraction or {}).items() if _is_items(value)}
        return Row(
            document=DocumentReference(**record["document"]),
            status=record["status"],
            call=_call_from_json(record["call"]),
            error=None if record["error"] is None else Failure(**record["error"]),
            items=None
            if extraction is None
            else tuple(_item_from_json(name, item) for name, items in lists.items() for item in items),
            carried={name: value for name, value in (extraction or {}).items() if name not in lists},
            problems=tuple(Problem(**problem) for problem in record["problems"]),
        )
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
        raise RecordError(f"not a row of results.jsonl: {error!r} in {dumps(record)[:80]}; run it again") from error


def _is_items(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) and "grounding" in one for one in value)


def _item_to_json(item: ExtractedItem) -> dict[str, Any]:
    found: dict[str, Any] = {"span": item.grounding.span, "grounding": item.grounding.grade}
    if item.grounding.near:
        found["near"] = [{"span": near.span, "similarity": near.similarity} for near in item.grounding.near]
    if item.verification is not None:
        found["verification"] = item.verification.verdict
    found.update(item.links)
    found["problems"] = [_problem_to_json(problem) for problem in item.problems]
    if not found.keys().isdisjoint(item.fields):
        raise _clash(item.type, min(found.keys() & item.fields.keys()))
    return {**item.fields, **found}


def _item_from_json(type_: str, record: Mapping[str, Any]) -> ExtractedItem:
    names = list(record)
    ours = names.index("span")
    span = record["span"]
    verdict = record.get("verification")
    return ExtractedItem(
        type=type_,
        fields={name: record[name] for name in names[:ours]},
        grounding=Grounding(
            record["grounding"],
            None if span is None else Span(*span),
            tuple(Near(Span(*near["span"]), near["similarity"]) for near in record.get("near", ())),
        ),
        verification=None if verdict is None else Verification(verdict),
        links={name: record[name] for name in names[ours:] if name not in _FOUND_OUT},
        problems=tuple(Problem(**problem) for problem in record["problems"]),
    )


def _problem_to_json(problem: Problem) -> dict[str, Any]:
    record = {"name": problem.name, "where": problem.where, "message": problem.message}
    return record if problem.item is None else {**record, "item": problem.item}


def _call_to_json(call: Call) -> dict[str, Any]:
    reask = call.reask
    return {
        "model": call.model,
        "prompt": call.prompt,
        "key": call.key,
        "cached": call.cached,
        "attempts": call.attempts,
        "reask": None if reask is None else {"problems": list(reask.problems), "stood": reask.stood},
        "usage": {"input_tokens": call.usage.input_tokens, "output_tokens": call.usage.output_tokens},
        "cost_usd": None if call.cost_usd is None else str(call.cost_usd),
        "seconds": call.seconds,
    }


def _call_from_json(record: Mapping[str, Any]) -> Call:
    reask, cost = record["reask"], record["cost_usd"]
    named = {name: record[name] for name in ("model", "prompt", "key", "cached", "attempts", "seconds")}
    return Call(
        **named,
        reask=None if reask is None else ReaskOutcome(tuple(reask["problems"]), reask["stood"]),
        usage=Usage(**record["usage"]),
        cost_usd=None if cost is None else _amount(cost),
    )


def _amount(written: str) -> Decimal:
    amount = Decimal(written)
    if not amount.is_finite() or is_long(amount):
        raise ValueError(f"no amount: {written[:40]!r}")
    return amount
