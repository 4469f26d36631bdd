"""What did somebody who edited an item in another tool mean to stand there?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.disagreements import Disagreement
from extract.exchange.anchoring import anchor
from extract.exchange.fields import field_names
from extract.exchange.labelling import fault_of, filled
from extract.exchange.prodigy import runs
from extract.exchange.reading import offset_in, text_in
from extract.exchange.records import Judged, Mark, Refused
from extract.exchange.showing import Side, sides
from extract.records import Document
from extract.review import Decide, Verdict
from extract.schema import Item
from extract.shape import type_name

Final = tuple[Mapping[str, Any], tuple[Refused, ...]]
"""A line of gold, and what has moved."""


@dataclass(frozen=True, slots=True)
class Material:
    """What items are checked against."""

    kinds: Mapping[str, type[Item]]
    """The classes of the items by the names of the response model's lists."""
    documents: Mapping[str, Document]

    def types(self) -> dict[str, type[Item]]:
        """Return the classes by type, as gold names them."""
        return {type_name(kind): kind for kind in self.kinds.values()}


def final_of(judged: Judged, one: Disagreement, material: Material) -> Final | str:
    """Return what the annotation puts in place of the reference, checked as gold is, or why it cannot be taken.

    It is the one mark that is new or differs from the side that it was; offsets must hold their words.
    """
    document = material.documents.get(one.document)
    if document is None:
        return "no text of its document is at hand to check the place in; edit it on the review page"
    if judged.final is not None:
        return _written(judged, one, material, document)
    kind = material.kinds[one.type]
    edits = () if judged.tool == "prodigy" else _edits(judged, one, kind, material, document)
    found = [edit for edit in edits if edit is not None]
    if len(found) != 1:
        what = "nothing is edited" if not found else f"{len(found)} items are edited"
        return f"the choice is 'edited' and {what}; edit one side, or mark one item anew"
    if isinstance(found[0], str):
        return found[0]
    return _checked(*found[0], type_name(kind), material, document)


def _edits(
    judged: Judged, one: Disagreement, kind: type[Item], material: Material, document: Document
) -> Iterator[tuple[Mapping[str, Any], tuple[Refused, ...]] | str | None]:
    """Yield of each mark the item, or why it has none; None for a side that nobody has changed."""
    by_label = {f"{side.name} {type_name(kind)}": side for side in sides(one, kind, blind=judged.blind)}
    types = material.types()
    for mark in judged.marks:
        side = by_label.get(mark.label)
        own = kind if side is not None else types.get(mark.label)
        if own is None:
            yield f"the label {mark.label!r} is none that the file offers; choose one of {', '.join(types)}"
            continue
        place = anchor(mark, judged.text, document.text, units=judged.tool == "label-studio")
        if isinstance(place, str):
            yield place
            continue
        start, end = place.span
        at = {"type": type_name(own), "start": start, "end": end, "quote": document.text[start:end]}
        sent = _sent(side, one, own)
        record = {**at, **filled(own, mark, sent)}
        if _shown(record, own) == _shown(sent, own):
            yield None
        else:
            told = f"{mark.start} to {mark.end} is now {start} to {end}, by its words"
            yield record, (Refused(mark.place, told),) if place.moved else ()


def is_as_sent(
    judged: Judged, verdict: Verdict, final: Mapping[str, Any] | None, sent: Decide, material: Material
) -> bool:
    """Whether a decision that was sent came back as it was, with its note but for white space.

    An edit that comes back as a mark has lost what a mark does not show; one that is not read yet is not looked at.
    """
    if (verdict, judged.note.split()) != (sent.verdict, sent.note.split()):
        return False
    if final is None or sent.final is None or judged.final is not None:
        return final is None or final == sent.final
    kind = material.types()[final["type"]]
    return _shown(final, kind) == _shown(sent.final, kind)


def dropped(judged: Judged, one: Disagreement, material: Material, kept: Sequence[Mapping[str, Any]]) -> Refused | None:
    """Return what was edited although the choice is not `edited` and would drop it, or None.

    `kept` are edits that were sent and that may stand there still.
    """
    document, kind = material.documents.get(one.document), material.kinds[one.type]
    known = [_shown(record, kind) for record in kept]
    told = f"is edited and the choice is {judged.choice!r}, which would drop that; choose 'edited', or take it back"
    if judged.final is not None and _shown(judged.final, kind) not in known:
        return Refused(judged.place, f"'final' {told}")
    shown = sides(one, kind, blind=judged.blind)
    if judged.tool == "prodigy":
        return _shifted(
            judged, [(span["start"], span["end"], span["label"]) for span in runs(shown, blind=judged.blind)]
        )
    quotes = {side.quote for side in shown}
    edits = () if document is None else _edits(judged, one, kind, material, document)
    for mark, edit in zip(judged.marks, edits, strict=False):
        if isinstance(edit, str) and mark.quote not in quotes:
            return Refused(mark.place, edit)
        if isinstance(edit, tuple) and _shown(edit[0], kind) not in known:
            return Refused(mark.place, told)
    return None


def _shifted(judged: Judged, sent: Sequence[tuple[int, int, str]]) -> Refused | None:
    """Return the first mark that is none of those that were sent, or None."""
    told = "is not where it was sent; mark nothing in a choice, or choose 'edited' and write 'final'"
    places = (mark.place for mark in judged.marks if (mark.start, mark.end, mark.label) not in sent)
    return next((Refused(place, told) for place in places), None)


def _shown(record: Mapping[str, Any], kind: type[Item]) -> dict[str, Any]:
    """Return what is seen of an item in a tool: where a field is empty, nothing."""
    seen = {name: record.get(name) for name in ("type", "start", "end", "quote", *field_names(kind))}
    return {name: value for name, value in seen.items() if value not in (None, "")}


def _sent(side: Side | None, one: Disagreement, kind: type[Item]) -> dict[str, Any]:
    """Return the side as it was sent, with the fields that were left out of it as unlabelled."""
    record = {} if side is None else dict(side.record or {})
    hidden = [] if one.reference is None else [name for name in field_names(kind) if name not in one.reference.fields]
    return {**record, "unlabelled": sorted(hidden)} if hidden else record


def _written(judged: Judged, one: Disagreement, material: Material, document: Document) -> Final | str:
    """Return the item that was written as a line of gold."""
    said = dict(judged.final or {})
    mark = Mark(judged.place, "", offset_in(said, "start"), offset_in(said, "end"), text_in(said, "quote"))
    if mark.quote is None:
        return "'final' has no quote; write the words of the document that the item stands on"
    place = anchor(mark, judged.text, document.text)
    if isinstance(place, str):
        return place
    start, end = place.span
    at = {"type": type_name(material.kinds[one.type]), "start": start, "end": end, "quote": document.text[start:end]}
    own = {"type": said["type"]} if "type" in said else {}
    fields = {name: value for name, value in said.items() if name not in at}
    told = Refused(mark.place, f"{mark.start} to {mark.end} is now {start} to {end}, by its words")
    return _checked(
        {**at, **own, **fields}, (told,) if place.moved else (), type_name(material.kinds[one.type]), material, document
    )


def _checked(
    record: Mapping[str, Any], moved: tuple[Refused, ...], type_: str, material: Material, document: Document
) -> Final | str:
    types = material.types()
    if record["type"] != type_ and record["type"] in list(types):
        return f"a {record['type']} cannot take the place of a {type_}; write a {type_}, or choose 'delete'"
    fault = fault_of(record, types, document)
    return fault if fault is not None else (record, moved)
