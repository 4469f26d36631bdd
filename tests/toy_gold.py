"""What the tests of scoring have in common: a document with labelled figures and claims, and a run that has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from extract.evaluation.evaluating import Origin, evaluate_rows
from extract.labels import Gold, GoldDocument, GoldItem
from extract.records import (
    Call,
    DocumentReference,
    ExtractedItem,
    Failure,
    Grounding,
    Row,
    RowStatus,
    Span,
    Verification,
)
from extract.schema import ClaimsAndFigures
from extract.scores import Evaluation

Record = dict[str, Any]
KINDS = {"figures": "figure", "claims": "claim"}


def figure(start: int, quote: str, value: str | None, unit: str | None, **others: Any) -> Record:
    defaults = {"upper": None, "comparator": "=", "trend": "level", "status": "actual", "period": None}
    words = {"measure": "output value", "entity": "the city of Lund"}
    return (
        {"span": (start, start + len(quote)), "quote": quote, "value": value, "unit": unit} | defaults | words | others
    )


def claim(start: int, quote: str, kind: str = "fact", **others: Any) -> Record:
    defaults = {"statement": f"In Lund {quote}.", "subject": "the city of Lund", "speaker": None, "period": None}
    return {"span": (start, start + len(quote)), "quote": quote, "kind": kind} | defaults | others


def labelled() -> dict[str, list[Record]]:
    """Five figures and three claims, as gold and as a run that has them right."""
    return {
        "figures": [
            figure(10, "exceeded 7.12 billion yuan", "7120000000", "CNY", comparator=">", period="2021"),
            figure(50, "rose 30.5 percent", "30.5", "%", trend="increase"),
            figure(100, "3 to 5 new wind parks", "3", "count", upper="5", status="planned"),
            figure(150, "two-thirds of it", "66.67", "%"),
            figure(200, "2,000 tons a year", "2000", "t/a"),
        ],
        "claims": [
            claim(300, "the mayor opened a bridge", speaker="Anna Berg"),
            claim(326, "the town will build a new school", kind="plan", period="2025"),
            claim(400, "the result is splendid", kind="evaluation"),
        ],
    }


@dataclass
class World:
    """Gold and a run of one document, to plant faults in."""

    gold: dict[str, list[Record]] = field(default_factory=labelled)
    run: dict[str, list[Record]] = field(default_factory=labelled)
    status: RowStatus = "ok"
    error: Failure | None = None
    present: bool = True
    id: str = "lund"


def gold_item(type_: str, record: Mapping[str, Any], line: int) -> GoldItem:
    own = {key: record[key] for key in ("optional", "unlabelled", "alternatives") if key in record}
    fields = {key: value for key, value in record.items() if key not in (*own, "span", "quote")}
    for name in own.get("unlabelled", ()):
        fields.pop(name, None)
    return GoldItem(KINDS.get(type_, type_), Span(*record["span"]), record["quote"], fields, line=line, **own)


def gold_of(documents: Mapping[str, Mapping[str, Sequence[Record]]]) -> Gold:
    found = {}
    for id_, types in documents.items():
        records = [(type_, record) for type_, records in types.items() for record in records]
        items = tuple(gold_item(type_, record, line) for line, (type_, record) in enumerate(records, start=2))
        found[id_] = GoldDocument(id_, f"sha-of-{id_}", Path(f"gold/{id_}.jsonl"), items)
    return Gold(Path("gold"), "0" * 64, found)


def predicted(type_: str, record: Mapping[str, Any]) -> ExtractedItem:
    fields = {"quote": record["quote"]} | {k: v for k, v in record.items() if k not in ("span", "quote")}
    span = record["span"] and Span(*record["span"])
    verdict = Verification("confirmed" if span else "unverified") if type_ == "figures" else None
    return ExtractedItem(type_, fields, Grounding("exact" if span else "missing", span), verdict)


def row(
    id_: str,
    types: Mapping[str, Sequence[Record]] | None,
    status: RowStatus = "ok",
    error: Failure | None = None,
    sha256: str | None = None,
) -> Row:
    items = None if types is None else tuple(predicted(name, one) for name, many in types.items() for one in many)
    reference = DocumentReference(id_, sha256 or f"sha-of-{id_}", f"{id_}.txt")
    return Row(reference, status, Call("toy", "toy@1"), error, items)


def score(
    gold: Mapping[str, Mapping[str, Sequence[Record]]],
    rows: Sequence[Row],
    root: type[BaseModel] = ClaimsAndFigures,
    **others: Any,
) -> Evaluation:
    return evaluate_rows(rows, gold_of(gold), root, Origin("runs/toy", "toy@1", "toy"), **others)


def scored(world: World) -> Evaluation:
    types = None if world.status in ("failed", "refused", "invalid") else world.run
    rows = [row(world.id, types, world.status, world.error)] if world.present else []
    return score({"lund": world.gold}, rows)
