"""How do items and disagreements look as rows of Prodigy, and its `db-out` as what people said of them?

Offsets count code points on both sides. `_input_hash` and `_task_hash` are left for Prodigy to set.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from extract import jsonl
from extract.disagreements import Disagreement
from extract.errors import RecordError
from extract.exchange.reading import (
    Said,
    broken_list,
    gathered,
    is_ours,
    lines,
    objects_in,
    offset_in,
    text_in,
    texts_in,
    time_of,
)
from extract.exchange.records import Judged, Labelled, Mark, Read, Refused
from extract.exchange.sheets import Sheet
from extract.exchange.showing import OTHERS, Side, choice_of, names, sides
from extract.records import Document
from extract.review import Decide, State
from extract.schema import Item
from extract.shape import type_name

Task = dict[str, Any]
_MEANINGS = {"ignore": "skip", "reject": "neither"}
"""What the buttons say where nothing is chosen."""


# --- out ---------------------------------------------------------------------------------------------------------


def document_row(sheet: Sheet) -> Task:
    """Return the row of a document, its items as spans; fields stand in `lines` and come back with their spans."""
    document = sheet.document
    spans = [
        {"start": record["start"], "end": record["end"], "label": record["type"], "line": number}
        for number, record in sheet.items()
    ]
    row: Task = {"text": document.text, "spans": spans, "document": document.id, "sha256": document.sha256}
    row |= {"lines": list(sheet.lines), "meta": {"document": document.id}}
    return {**row, "answer": "accept"} if sheet.labelled else row


def review_row(one: Disagreement, kind: type[Item], document: Document | None, state: State, *, blind: bool) -> Task:
    """Return the row of a disagreement for the interface `choice`, accepted where it is decided."""
    shown = sides(one, kind, blind=blind)
    meta = {"document": one.document, "item": type_name(kind)}
    if document is None:
        meta["text"] = "no text of this document is at hand"
    options = [{"id": side.name, "text": side.words(kind)} for side in shown]
    row: Task = {
        "text": "" if document is None else document.text,
        "spans": [] if document is None else runs(shown, blind=blind),
        "options": [*options, *({"id": verdict, "text": verdict} for verdict in OTHERS)],
        "versions": [_version(side) for side in shown],
        "item": one.id,
        "document": one.document,
        "sha256": one.sha256,
        "version": state.item(one.id).version,
        "blind": blind,
        "meta": meta,
    }
    event = state.decision_on(one.id)
    return row if event is None else {**row, **_decision(event, one, blind=blind)}


def runs(shown: Sequence[Side], *, blind: bool) -> list[Task]:
    """Return the marked words of the sides as a row shows them."""
    return list(_runs(shown, " and ".join(names(blind=blind))))


def _runs(shown: Sequence[Side], both: str) -> Iterator[Task]:
    """Yield the marked words cut into stretches that do not overlap, which is all that a choice can show."""
    placed = [(side.name, side.record) for side in shown if side.record is not None and "start" in side.record]
    cuts = sorted({at for _, record in placed for at in (record["start"], record["end"])})
    for start, end in pairwise(cuts):
        over = [name for name, record in placed if record["start"] <= start and end <= record["end"]]
        if over:
            yield {"start": start, "end": end, "label": both if len(over) > 1 else over[0]}


def _version(side: Side) -> Task:
    record = side.record or {}
    placed = {"start": record["start"], "end": record["end"], "label": side.name} if "start" in record else None
    return {"spans": [] if placed is None else [placed], "sessions": [side.name], "item": side.record}


def _decision(event: Decide, one: Disagreement, *, blind: bool) -> Task:
    skipped = event.verdict == "skip"
    found: Task = {
        "accept": [choice_of(event.verdict, one.id, blind=blind)],
        "answer": "ignore" if skipped else "accept",
        "event": event.event,
        "_annotator_id": event.by,
        "_session_id": event.by,
    }
    at = time_of(event.at)
    if at is not None:
        found["_timestamp"] = int(datetime.fromisoformat(at).timestamp())
    if event.note:
        found["note"] = event.note
    return found if event.final is None else {**found, "final": jsonl.dumps(event.final)}


# --- in ----------------------------------------------------------------------------------------------------------


def read(content: bytes, name: str) -> Read:
    """Return what people said in a file of Prodigy's `db-out`; rows without an answer are nobody's."""
    return gathered(lines(content, name), _said)


def _said(place: str, row: Task) -> Iterator[Said]:
    """Yield what is said in a row."""
    if not is_ours(row):
        yield Refused(place, "is no row that was made here; annotate the rows that --export wrote")
    elif broken := broken_list(row, "spans") or broken_list(row, "accept", str):
        yield Refused(place, broken)
    elif "answer" in row and "item" in row:
        yield _judged(place, row)
    elif row.get("answer") == "accept":
        yield _labelled(place, row)
    else:
        yield None


def _judged(place: str, row: Task) -> Judged | Refused:
    place = f"{place}: {row['item']}"
    final = row.get("final")
    if isinstance(final, str) and final.strip():
        try:
            final = jsonl.loads(final.encode(), "'final'")
        except (RecordError, UnicodeEncodeError) as error:
            return Refused(place, str(error))
    return Judged(
        place=place,
        tool="prodigy",
        item=row["item"],
        version=text_in(row, "version"),
        by=_annotator(row),
        at=time_of(row.get("_timestamp")),
        choice=_choice(row),
        blind=row.get("blind") is not False,
        note=text_in(row, "note") or "",
        text=row["text"],
        sha256=text_in(row, "sha256"),
        marks=tuple(_mark(place, span) for span in objects_in(row, "spans")),
        final=final if isinstance(final, dict) else None,
        event=text_in(row, "event"),
    )


def _choice(row: Task) -> str | None:
    """Return what was chosen; the two sides together are both right."""
    accepted = texts_in(row, "accept")
    answer = text_in(row, "answer") or ""
    if answer in _MEANINGS:
        return _MEANINGS[answer]
    if set(accepted) in ({"A", "B"}, {"reference", "run"}):
        return "both"
    return ", ".join(accepted) or None


def _annotator(row: Task) -> str | None:
    return text_in(row, "_annotator_id") or text_in(row, "_session_id") or None


def _labelled(place: str, row: Task) -> Labelled:
    place = f"{place}: {row['document']}"
    marks = tuple(_mark(place, span) for span in objects_in(row, "spans"))
    lines_, sha256 = texts_in(row, "lines"), text_in(row, "sha256")
    return Labelled(place, row["document"], row["text"], _annotator(row), lines_, marks, sha256=sha256)


def _mark(place: str, span: Mapping[str, Any]) -> Mark:
    start, end, line = offset_in(span, "start"), offset_in(span, "end"), offset_in(span, "line")
    return Mark(
        place=f"{place}: span {start} to {end}",
        label=text_in(span, "label") or "",
        start=start,
        end=end,
        quote=text_in(span, "text"),
        key=str(line) if line > 0 else None,
    )
