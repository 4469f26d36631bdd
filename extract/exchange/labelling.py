"""What lines of gold are the documents that somebody labelled in another tool?"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from extract import jsonl
from extract.errors import GoldError, RecordError
from extract.exchange.anchoring import anchor, are_one_text
from extract.exchange.fields import field_names, read, takes_null, written
from extract.exchange.records import Labelled, Mark, Refused
from extract.gold import OWN_KEYS, item_faults, read_item
from extract.records import Document
from extract.schema import Item

_PLACE = ("type", "start", "end", "quote")
_SAFE = re.compile(r"\w[\w .,+-]{0,99}", re.ASCII)
_LONGEST = 150
"""Characters of a file's name before its end, well below what file systems allow."""
_ENDS = {"\n", "\r"}
_DIGITS = 9
_BEHIND = tuple(name for name in OWN_KEYS if name not in _PLACE)


@dataclass(frozen=True, slots=True)
class Lines:
    """The gold file of one document: its lines without their ends, the document's own first."""

    document: str
    lines: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of its file: the document's id, no path whatever it says, and another one for every id.

        >>> Lines("004_seed", ()).name, Lines("../a/b", ()).name
        ('004_seed.jsonl', '..%2Fa%2Fb.jsonl')
        """
        if _SAFE.fullmatch(self.document):
            return f"{self.document}.jsonl"
        quoted = quote(self.document, safe="", errors="backslashreplace")
        if len(quoted) > _LONGEST:
            quoted = f"{quoted[:_LONGEST]}%{sha256(self.document.encode(errors='backslashreplace')).hexdigest()[:16]}"
        return f"{quoted}.jsonl"


@dataclass(frozen=True, slots=True)
class Taken:
    """What could be taken over as gold."""

    files: tuple[Lines, ...]
    refused: tuple[Refused, ...] = ()
    moved: tuple[Refused, ...] = ()
    """Items that stand elsewhere than the offsets of the file say: their words chose the place."""


def gold_lines(
    labelled: Iterable[Labelled],
    kinds: Mapping[str, type[Item]],
    documents: Mapping[str, Document],
    reader: str | None = None,
) -> Taken:
    """Return the gold that one reader made, given the classes by type and the documents by id.

    Lines that nobody touched keep their bytes. An empty field is null where null is a value of it, otherwise it is
    unlabelled. `reader` chooses where several readers labelled a document.
    """
    found: list[Lines] = []
    refused: list[Refused] = []
    moved: list[Refused] = []
    for id_, readings in _by_document(labelled, reader).items():
        document = documents.get(id_)
        if document is None:
            refused.append(Refused(readings[0].place, f"no document has the id {id_!r}; name its source"))
        elif len(readings) > 1:
            refused.append(_several(readings))
        elif _is_of_other_words(readings[0], document):
            reason = "the text that was labelled is not the document's; export again and label that"
            refused.append(Refused(readings[0].place, reason))
        else:
            taking = _Taking(readings[0], kinds, document, refused, moved)
            found.append(Lines(id_, (taking.header(), *taking.items())))
    return Taken(tuple(found), tuple(refused), tuple(moved))


def _by_document(labelled: Iterable[Labelled], reader: str | None) -> dict[str, list[Labelled]]:
    found: dict[str, list[Labelled]] = {}
    for one in labelled:
        if reader is None or one.by == reader:
            found.setdefault(one.document, []).append(one)
    return found


def _is_of_other_words(labelled: Labelled, document: Document) -> bool:
    return labelled.sha256 not in (None, document.sha256) or not are_one_text(labelled.text, document.text)


def _several(readings: Sequence[Labelled]) -> Refused:
    """Return the refusal of readings of which none is chosen: several readers, or one that labelled it twice."""
    names: list[str] = sorted({one.by for one in readings if one.by})
    if not all(one.by for one in readings):
        names.append("readers without a name")
    remedy = "choose one reader" if len(names) > 1 else "delete all but one in the tool"
    told = f"document {readings[0].document!r} is labelled {len(readings)} times, by {', '.join(names)}; {remedy}"
    return Refused(readings[1].place, told)


@dataclass(frozen=True, slots=True)
class _Taking:
    labelled: Labelled
    kinds: Mapping[str, type[Item]]
    document: Document
    refused: list[Refused]
    moved: list[Refused]

    def header(self) -> str:
        """Return the document's own line: the one that was sent, if it is one of this text."""
        known = {"type": "document", "id": self.document.id, "sha256": self.document.sha256}
        record = self._line("0") or {}
        if all(record.get(name) == value for name, value in known.items()):
            return self.labelled.lines[0]
        return jsonl.dumps(known)

    def items(self) -> list[str]:
        """Return the items' lines in text order."""
        placed = []
        for number, mark in enumerate(self.labelled.marks):
            line = self._item(mark)
            if isinstance(line, str):
                self.refused.append(Refused(mark.place, line))
            else:
                placed.append((line[0], number, line[1]))
        return [line for _, _, line in sorted(placed)]

    def _item(self, mark: Mark) -> tuple[int, str] | str:
        kind = self.kinds.get(mark.label)
        if kind is None:
            return f"the label {mark.label!r} is none of {', '.join(self.kinds)}; choose one of them"
        found = anchor(mark, self.labelled.text, self.document.text, units=self.labelled.units)
        if isinstance(found, str):
            return found
        start, end = found.span
        sent = self._sent(mark)
        place = {"type": mark.label, "start": start, "end": end, "quote": self.document.text[start:end]}
        record = {**place, **filled(kind, mark, sent)}
        if sent is not None and record == sent:
            line = self.labelled.lines[int(mark.key or 0)]
        else:
            line = jsonl.dumps(record)
        fault = fault_of(record, self.kinds, self.document)
        if fault is not None:
            return fault
        if found.moved:
            self.moved.append(Refused(mark.place, f"{mark.start} to {mark.end} is now {start} to {end}, by its words"))
        return start, line

    def _sent(self, mark: Mark) -> Mapping[str, Any] | None:
        """Return the line that we sent and that the mark comes from; None where it is of another type now."""
        record = None if mark.key == "0" else self._line(mark.key or "")
        return record if record is not None and record.get("type") == mark.label else None

    def _line(self, key: str) -> Mapping[str, Any] | None:
        """Return a line that was sent; None where the file has none, or what it has is no line."""
        if not (key.isdecimal() and len(key) <= _DIGITS and int(key) < len(self.labelled.lines)):
            return None
        line = self.labelled.lines[int(key)]
        try:
            return None if _ENDS & set(line) else jsonl.loads(line.encode(), self.labelled.place, jsonl.unrepeated)
        except (RecordError, UnicodeEncodeError):
            return None


def filled(kind: type[Item], mark: Mark, sent: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the fields of a marked item, then gold's own keys of the line that was sent."""
    before = sent or {}
    if mark.fields is None:
        fields = {name: value for name, value in before.items() if name not in OWN_KEYS}
        empty = set(before.get("unlabelled", ())) if sent is not None else set(field_names(kind))
    else:
        fields, empty = _said(kind, mark.fields, before)
    own = {name: before[name] for name in _BEHIND if name in before and name != "unlabelled"}
    if empty:
        was = before.get("unlabelled", [])
        own["unlabelled"] = was if empty == set(was) else sorted(empty)
    return {**fields, **{name: own[name] for name in _BEHIND if name in own}}


def _said(kind: type[Item], said: Mapping[str, str], before: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """Return the values of the fields, and those that nobody labelled."""
    fields: dict[str, Any] = {}
    empty: set[str] = set()
    known = field_names(kind)
    kept = [name for name in before if name not in OWN_KEYS and name not in known]
    order = [name for name in before if name in known]
    for name in (*order, *(name for name in known if name not in order)):
        was = before.get(name)
        if name in said:
            fields[name] = was if was is not None and written(was) == said[name] else read(kind, name, said[name])
        elif takes_null(kind, name) and name not in before.get("unlabelled", ()):
            fields[name] = None
        else:
            empty.add(name)
    return {**fields, **{name: before[name] for name in kept}}, empty


def fault_of(record: Mapping[str, Any], kinds: Mapping[str, type[Item]], document: Document | None) -> str | None:
    """Return what `extract gold check` would say first of an item's line, or None."""
    try:
        item = read_item(record, "the item", 0)
    except GoldError as error:
        return f"{error}; mend it in the tool"
    fault = next(iter(item_faults(item, kinds, document)), None)
    return None if fault is None else f"{fault} (mend it in the tool)"
