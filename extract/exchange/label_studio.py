"""How do items and disagreements look as tasks of Label Studio, and its export as what people said of them?

Offsets are written in code points, as its editor counts them; on the way in a region's words decide how it counted.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from extract.disagreements import Disagreement, fingerprint
from extract.exchange.fields import choices, field_names, written
from extract.exchange.label_config import LABELS, NOTE, TEXT, VERDICT, control
from extract.exchange.reading import (
    Said,
    broken_list,
    elements,
    gathered,
    is_ours,
    objects_in,
    offset_in,
    text_in,
    texts_in,
    time_of,
)
from extract.exchange.records import Judged, Labelled, Mark, Read, Refused
from extract.exchange.sheets import Sheet
from extract.exchange.showing import Side, choice_of, sides
from extract.records import Document
from extract.review import Decide, State
from extract.schema import Item
from extract.shape import type_name

Task = dict[str, Any]
_KEY = "item-"
"""Begins the id of a region that we send; the number of its line follows."""
_DECIDED = "decided-"
"""Begins the id of a choice that we send; the decision follows."""


# --- out: documents ----------------------------------------------------------------------------------------------


def document_task(sheet: Sheet, kinds: Mapping[str, type[Item]]) -> Task:
    """Return the task of a document, its items as an annotation, or as a prediction where a run has found them."""
    document = sheet.document
    data = {"text": document.text, "document": document.id, "sha256": document.sha256, "lines": list(sheet.lines)}
    result = [
        part
        for number, record in sheet.items()
        if record["type"] in kinds
        for part in _region(kinds[record["type"]], record, f"{_KEY}{number}", record["type"])
    ]
    if sheet.labelled:
        return {"data": data, "annotations": [{"result": result, "ground_truth": True}]}
    if result:
        return {"data": data, "predictions": [{"model_version": sheet.source, "result": result}]}
    return {"data": data}


def _region(kind: type[Item], record: Mapping[str, Any], id_: str, label: str) -> Iterator[Task]:
    """Yield the marked words of an item, and what is filled in of it."""
    place = {"start": record["start"], "end": record["end"]}
    own = {"id": id_, "to_name": TEXT}
    value = {**place, "text": record["quote"], "labels": [label]}
    yield {**own, "from_name": LABELS, "type": "labels", "value": value}
    for name in field_names(kind):
        if record.get(name) is None:
            continue
        said = [written(record[name])]
        filled = {"choices": said} if choices(kind, name) else {"text": said}
        type_ = "choices" if "choices" in filled else "textarea"
        yield {**own, "from_name": control(kind, name), "type": type_, "value": {**place, **filled}}


# --- out: disagreements ------------------------------------------------------------------------------------------


def review_task(
    one: Disagreement, kind: type[Item], document: Document | None, state: State, source: str, *, blind: bool
) -> Task:
    """Return the task of a disagreement, with the decision that holds; without a text it has no marks and says so."""
    shown = sides(one, kind, blind=blind)
    event = state.decision_on(one.id)
    question = f"{type_name(kind)} in {one.document}: which side is right?"
    if document is None:
        question += " No text of this document is at hand."
    data: Task = {
        "text": "" if document is None else document.text,
        "question": question,
        "side1": shown[0].words(kind),
        "side2": shown[1].words(kind),
        "item": one.id,
        "document": one.document,
        "sha256": one.sha256,
        "version": state.item(one.id).version,
        "blind": blind,
    }
    if event is not None:
        data["decided"] = {"by": event.by, "at": event.at}
    regions = [] if document is None else [(side, list(_side(side, kind))) for side in shown]
    task: Task = {"data": data, "annotations": [], "predictions": []}
    if blind:
        _predict(task, "extract", [part for _, found in regions for part in found])
    else:
        for side, found in regions:
            if side.whose == "run":
                _predict(task, source, found)
            elif found:
                task["annotations"].append({"result": found, "ground_truth": True})
    if event is not None:
        marks = [part for _, found in regions for part in found] if document is not None else []
        result = [*_decision(event, one, blind=blind), *marks, *_final(event, kind, document)]
        task["annotations"].append({"result": result, "was_cancelled": event.verdict == "skip"})
    return task


def _predict(task: Task, model_version: str, result: list[Task]) -> None:
    if result:
        task["predictions"].append({"model_version": model_version, "result": result})


def _side(side: Side, kind: type[Item]) -> Iterator[Task]:
    if side.record is not None and "start" in side.record:
        yield from _region(kind, side.record, f"side-{side.name}", f"{side.name} {type_name(kind)}")


def _decision(event: Decide, one: Disagreement, *, blind: bool) -> Iterator[Task]:
    own = {"id": f"{_DECIDED}{event.event}", "to_name": TEXT}
    chosen = [choice_of(event.verdict, one.id, blind=blind)]
    yield {**own, "from_name": VERDICT, "type": "choices", "value": {"choices": chosen}}
    if event.note:
        yield {**own, "from_name": NOTE, "type": "textarea", "value": {"text": [event.note]}}


def _final(event: Decide, kind: type[Item], document: Document | None) -> Iterator[Task]:
    if event.final is not None and document is not None and {"start", "end", "quote"} <= event.final.keys():
        yield from _region(kind, event.final, "final", type_name(kind))


# --- in ----------------------------------------------------------------------------------------------------------


def read(content: bytes, name: str) -> Read:
    """Return what people said in a file that Label Studio exported as JSON; predictions are nobody's."""
    return gathered(elements(content, name), _said)


def _said(place: str, task: Task) -> Iterator[Said]:
    """Yield what is said in each annotation of a task."""
    data = task.get("data")
    if not isinstance(data, dict) or not is_ours(data):
        yield Refused(place, "is no task that was made here; import the tasks that --export wrote")
        return
    broken = broken_list(task, "annotations")
    annotations = [] if broken else objects_in(task, "annotations")
    wrong = [broken, *(broken_list(one, "result") for one in annotations)]
    refused = [Refused(place, one) for one in wrong if one is not None]
    yield from refused
    annotations = [one for one in annotations if broken_list(one, "result") is None]
    if "item" in data:
        said = [_judged(place, data, one) for one in annotations if not _is_side(one)]
        yield from said or (() if refused else (None,))
    elif annotations:
        yield from (_labelled(place, data, one) for one in annotations if one.get("was_cancelled") is not True)
    elif not refused:
        yield None


def _is_side(annotation: Task) -> bool:
    """Whether the annotation is the reference as it was sent: marked as ground truth, without a verdict."""
    return annotation.get("ground_truth") is True and _chosen(objects_in(annotation, "result")) == (None, None)


def _judged(place: str, data: Task, annotation: Task) -> Judged:
    result = objects_in(annotation, "result")
    choice, event = _chosen(result)
    if annotation.get("was_cancelled") is True:
        choice = "skip"
    notes = [text for one in result if one.get("from_name") == NOTE for text in texts_in(_value(one), "text")]
    place = f"{place}: {data['item']}"
    return Judged(
        place=place,
        tool="label-studio",
        item=data["item"],
        version=text_in(data, "version"),
        by=_annotator(annotation),
        at=time_of(annotation.get("updated_at")) or time_of(annotation.get("created_at")),
        choice=choice,
        blind=data.get("blind") is not False,
        note="\n".join(notes),
        text=data["text"],
        sha256=text_in(data, "sha256"),
        marks=_marks(place, result),
        event=event,
    )


def _chosen(result: list[Task]) -> tuple[str | None, str | None]:
    """Return what was chosen, and the decision that we sent if it was one."""
    for one in result:
        if one.get("from_name") == VERDICT:
            chosen = texts_in(_value(one), "choices")
            id_ = text_in(one, "id") or ""
            event = id_.removeprefix(_DECIDED) if id_.startswith(_DECIDED) else None
            return (", ".join(chosen) or None), event
    return None, None


def _labelled(place: str, data: Task, annotation: Task) -> Labelled:
    place = f"{place}: {data['document']}"
    marks = _marks(place, objects_in(annotation, "result"))
    lines = texts_in(data, "lines")
    sha256 = text_in(data, "sha256")
    return Labelled(place, data["document"], data["text"], _annotator(annotation), lines, marks, True, sha256)


def _annotator(annotation: Task) -> str | None:
    who = annotation.get("completed_by")
    if isinstance(who, dict):
        named = text_in(who, "email") or text_in(who, "username")
        who = who.get("id") if named is None else named
    if isinstance(who, str) and who:
        return who
    return f"label-studio user {who}" if isinstance(who, int) and not isinstance(who, bool) else None


def _marks(place: str, result: list[Task]) -> tuple[Mark, ...]:
    """Return the marked words; what was filled in belongs to those that share its id."""
    filled: dict[str, dict[str, str]] = {}
    for one in result:
        type_, _, field = str(one.get("from_name")).partition(".")
        if field:
            values = texts_in(_value(one), "choices" if one.get("type") == "choices" else "text")
            if values:
                filled.setdefault(f"{_id(one)} {type_}", {})[field] = "\n".join(values)
    return tuple(_mark(place, one, filled) for one in result if one.get("from_name") == LABELS)


def _mark(place: str, region: Task, filled: Mapping[str, Mapping[str, str]]) -> Mark:
    value, id_ = _value(region), _id(region)
    label = ", ".join(texts_in(value, "labels"))
    return Mark(
        place=f"{place}: region {id_}",
        label=label,
        start=offset_in(value, "start"),
        end=offset_in(value, "end"),
        quote=text_in(value, "text"),
        key=id_.removeprefix(_KEY) if id_.startswith(_KEY) else None,
        fields=filled.get(f"{id_} {label.rpartition(' ')[2]}", {}),
    )


def _id(one: Task) -> str:
    return text_in(one, "id") or f"without id {fingerprint(_value(one))}"


def _value(one: Task) -> Task:
    value = one.get("value")
    return value if isinstance(value, dict) else {}
