"""What the tests of reviews have in common: disagreements of the small gold of `toy_gold`, and decisions on them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from toy_gold import World, gold_of, row

from extract import ClaimsAndFigures
from extract.disagreements import Disagreement, Read, disagreements, gold_record
from extract.evaluation.comparing import Comparer
from extract.gold import read_item
from extract.jsonl import dumps
from extract.labels import GoldDocument
from extract.records import Document, ExtractedItem, Grounding, Row, Span
from extract.review import Applied, Decide, State, Verdict, reviewed
from extract.review import apply as apply_by

COMPARER = Comparer(ClaimsAndFigures)


def labels_of(world: World) -> GoldDocument:
    return gold_of({world.id: world.gold}).documents[world.id]


def found_in(labels: GoldDocument, row_: Row, **others: Any) -> tuple[Disagreement, ...]:
    return disagreements([Read(COMPARER.document(labels, row_), labels)], ClaimsAndFigures, **others)


def found(world: World, **others: Any) -> tuple[Disagreement, ...]:
    return found_in(labels_of(world), row(world.id, world.run), **others)


def decide(one: Disagreement | Sequence[Disagreement], verdict: Verdict, event: str = "e1", **others: Any) -> Decide:
    items = (one,) if isinstance(one, Disagreement) else tuple(one)
    seen, by = others.pop("seen", None), others.pop("by", "ana")
    return Decide(
        event, "2026-11-21T14:02:11Z", by, tuple(reviewed(each, seen, "runs/toy") for each in items), verdict, **others
    )


# --- gold as files ----------------------------------------------------------------------------------------------


def content(labels: GoldDocument) -> bytes:
    """Return the gold file of a document, its items in text order."""
    header = {"type": "document", "id": labels.id, "sha256": labels.sha256}
    records = sorted(map(gold_record, labels.items), key=lambda record: record["start"])
    return "".join(f"{dumps(record)}\n" for record in (header, *records)).encode()


def labels_in(path: Path, held: bytes) -> GoldDocument:
    header, *records = [json.loads(line) for line in held.splitlines()]
    items = tuple(read_item(record, str(path), line) for line, record in enumerate(records, start=2))
    return GoldDocument(header["id"], header["sha256"], path, items, header)


def files_of(world: World) -> Mapping[Path, bytes]:
    return {Path("gold/lund.jsonl"): content(labels_of(world))}


def apply(state: State, files: Mapping[Path, bytes], *documents: Document) -> Applied:
    return apply_by(state, files, ClaimsAndFigures, {document.id: document for document in documents})


# --- random runs ------------------------------------------------------------------------------------------------


def muddled(items: Iterable[ExtractedItem], random: Random) -> tuple[ExtractedItem, ...]:
    """Drop, repeat, move, cut, unground and spoil items, each one time in ten."""
    result: list[ExtractedItem] = []
    for item in items:
        span = item.grounding.span or Span(0, 9)
        half = (span.start + span.end) // 2
        made = {
            0: [],
            1: [item, item],
            2: [_placed(item, Span(span.start + 12, span.end + 12))],
            3: [_placed(item, Span(span.start, half)), _placed(item, Span(half, span.end))],
            4: [item._replace(grounding=Grounding("missing"))],
            5: [_said(item, period="1999", value="1") if "value" in item.fields else _said(item, kind="fact")],
            6: [_said(item, unit="kg") if "unit" in item.fields else _said(item, speaker="Nobody")],
            7: [_placed(item, Span(span.start + 5000, span.end + 5000))],
        }
        result += made.get(random.randrange(16), [item])
    random.shuffle(result)
    return tuple(result)


def _placed(item: ExtractedItem, span: Span) -> ExtractedItem:
    return item._replace(grounding=Grounding("exact", span)) if span.start < span.end else item


def _said(item: ExtractedItem, **fields: Any) -> ExtractedItem:
    return item._replace(fields={**item.fields, **fields})
