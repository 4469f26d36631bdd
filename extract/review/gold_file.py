"""How does one gold file take a decision, with every other line as it was?"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from extract import jsonl
from extract.disagreements import fingerprint, gold_record
from extract.errors import GoldError
from extract.gold import item_faults, read_item, said_by
from extract.labels import GoldItem
from extract.records import Document
from extract.review.changes import Impossible, Kept, Outcome, Removed, Written, outcome
from extract.review.events import Decide, Reviewed
from extract.schema import Item
from extract.shape import scored_fields

Kinds = Mapping[str, type[Item]]
"""The classes of items by the type that gold calls them."""


@dataclass(frozen=True, slots=True)
class _Line:
    raw: bytes
    record: Mapping[str, Any]
    mark: str = ""
    """The fingerprint of an item as a reviewer sees it; empty for the document's own line."""


@dataclass(slots=True)
class GoldFile:
    """The gold file of a document while it takes decisions."""

    path: Path
    id: str
    sha256: str
    lines: list[_Line]
    before: tuple[_Line, ...]
    """The lines as the file had them."""
    kinds: Kinds
    text: Document | None
    """The document that is labelled; without it quotes are not checked."""
    touched: bool = False

    @classmethod
    def read(cls, path: Path, content: bytes, kinds: Kinds, texts: Mapping[str, Document]) -> "GoldFile":
        """Return the file; `GoldError` or `RecordError` names the line that is not of the format."""
        lines = [_line(raw, f"{path}:{number}") for number, raw in enumerate(BytesIO(content), start=1)]
        header = lines[0].record if lines else {}
        if header.get("type") != "document" or not {"id", "sha256"} <= header.keys():
            raise GoldError(f"{path}:1: no line of a document; see `extract gold check`")
        text = texts.get(header["id"])
        known = text if text is not None and text.sha256 == header["sha256"] else None
        return cls(path, header["id"], header["sha256"], lines, tuple(lines), kinds, known)

    def content(self) -> bytes:
        """Return what the file holds now."""
        return b"".join(line.raw for line in self.lines)

    def carried(self) -> Iterator[tuple[int, tuple[tuple[str, str], ...]]]:
        """Yield the lines that carry decisions: the number, and each event with its disagreement, the latest first."""
        for number, line in enumerate(self.before, start=1):
            if found := _decisions(line.record):
                yield number, found

    def reads(self, number: int, reference: Mapping[str, Any] | None) -> bool:
        """Whether the line says what its reviewer was shown, provenance apart."""
        return reference is not None and self.before[number - 1].mark == _mark(reference, str(self.path))

    def lacks(self, reference: Mapping[str, Any]) -> bool:
        """Whether the item is gone: none of its type stands at its place, and no line was made of it."""
        was = fingerprint(reference)
        made = (_provenances(line.record) for line in self.before)
        return self._gone(reference) and all(one.get("was") != was for chain in made for one in chain)

    def take(self, event: Decide, one: Reviewed, alike: Callable[[str], bool]) -> str:
        """Change the line that the decision is about; return `changed`, `already`, `kept`, or why it cannot be.

        `alike` says of the id of another event that it is the same decision, made once more.
        """
        carried = (said for line in self.lines for said in _decisions(line.record))
        if any(item == one.item and (id_ == event.event or alike(id_)) for id_, item in carried):
            return "already"
        at = None
        if one.reference is not None:
            at = self._place_of(one.reference)
            if at is None:
                gone = self._gone(one.reference) and isinstance(outcome(event, one, one.reference), Removed)
                return "already" if gone else "gold's item has changed since it was reviewed; review it again"
        elif self._other_around(one):
            return "gold's items on these words have changed since it was reviewed; review it again"
        return self._put(outcome(event, one, None if at is None else self.lines[at].record), event, one, at)

    def _place_of(self, reference: Mapping[str, Any]) -> int | None:
        wanted = _mark(reference, str(self.path))
        return next((at for at, line in enumerate(self.lines) if line.mark == wanted), None)

    def _gone(self, reference: Mapping[str, Any]) -> bool:
        """Whether gold has no item of the type at the place of the one that was to go."""
        return all(_place(line.record) != _place(reference) for line in self.lines)

    def _other_around(self, one: Reviewed) -> bool:
        """Whether the file had other items on the words of an item of the run than its reviewer saw."""
        if one.run is None or "start" not in one.run:
            return False
        type_, start, end = _place(one.run)
        around = [
            line.mark
            for line in self.before
            if line.mark and line.record["type"] == type_ and line.record["start"] < end and start < line.record["end"]
        ]
        return sorted(around) != list(one.around)

    def _put(self, made: Outcome, event: Decide, one: Reviewed, at: int | None) -> str:
        if isinstance(made, Impossible):
            return made.reason
        if isinstance(made, Kept):
            return "kept"
        if isinstance(made, Removed):
            del self.lines[at or 0]
            self.touched = True
            return "changed"
        return self._write(made, event, one, at)

    def _write(self, made: Written, event: Decide, one: Reviewed, at: int | None) -> str:
        try:
            item = read_item(made.record, "the item", 0)
        except GoldError as error:
            return f"{error}; decide again"
        mark = fingerprint(gold_record(item))
        if at is not None and mark == self.lines[at].mark:
            return "kept"
        old = None if at is None else self.lines[at].record
        if fault := next(self._new_faults(item, at), None):
            return f"gold check would refuse the line: {fault}; review it again and write what belongs there"
        note = {"note": made.record["note"]} if "note" in made.record else {}
        fields = {name: value for name, value in made.record.items() if name not in ("provenance", "note")}
        record = {**fields, "provenance": _provenance(event, one, old), **note}
        end = b"\r\n" if self.lines[0].raw.endswith(b"\r\n") else b"\n"
        if at is not None:
            del self.lines[at]
        if not self.lines[-1].raw.endswith(b"\n"):
            self.lines[-1] = replace(self.lines[-1], raw=self.lines[-1].raw + end)
        self.lines.insert(self._place_for(record["start"], at), _Line(jsonl.dumps(record).encode() + end, record, mark))
        self.touched = True
        return "changed"

    def _new_faults(self, item: GoldItem, at: int | None) -> Iterator[str]:
        """Yield what `gold check` would find in the line, faults that the line `at` has already left out."""
        before = () if at is None else self._faults(read_item(self.lines[at].record, "", 0))
        known = set(before)
        yield from (fault for fault in self._faults(item) if fault not in known)
        number = self._same_as(item, at)
        if number is not None:
            yield f"it says the same as line {number}"

    def doubled(self) -> Iterator[tuple[int, int, str, str]]:
        """Yield the lines that came in beside one that differs in wording alone: both numbers, event, disagreement."""
        before = {id(line.record) for line in self.before}
        for number, line in enumerate(self.lines, start=1):
            if id(line.record) not in before and "was" not in line.record["provenance"]:
                beside = self._worded_otherwise(line.record)
                if beside is not None:
                    yield number, beside, *_decisions(line.record)[0]

    def _worded_otherwise(self, record: Mapping[str, Any]) -> int | None:
        """Return the number of another line with the same place and strict fields, if there is one."""
        strict = [name for name, mark in scored_fields(self.kinds[record["type"]]).items() if mark.strict]
        for number, line in enumerate(self.lines, start=1):
            same = line.record is not record and _place(line.record) == _place(record)
            if same and all(line.record.get(name) == record.get(name) for name in strict):
                return number
        return None

    def _same_as(self, item: GoldItem, at: int | None) -> int | None:
        """Return the number of another line that says the same, if there is one."""
        for number, line in enumerate(self.lines, start=1):
            beside = number - 1 != at and _place(line.record) == (item.type, *item.span)
            if beside and said_by(read_item(line.record, "", number)) == said_by(item):
                return number
        return None

    def _faults(self, item: GoldItem) -> Iterable[str]:
        return item_faults(item, self.kinds, self.text)

    def _place_for(self, start: int, at: int | None) -> int:
        """Return where in text order a line belongs: where it stood, if that will do."""
        starts = [line.record.get("start", -1) for line in self.lines]
        if at is not None and starts[at - 1] <= start <= min([*starts[at:], start]):
            return at
        return next((place for place, other in enumerate(starts) if other > start), len(starts))


def _line(raw: bytes, place: str) -> _Line:
    record = jsonl.loads(raw, place, jsonl.unrepeated) if raw.strip() else {}
    mark = "" if not record or record.get("type") == "document" else _mark(record, place)
    return _Line(raw, record, mark)


def _mark(record: Mapping[str, Any], place: str) -> str:
    """Return the fingerprint of an item's line as a reviewer sees it; `GoldError` starts with `place`."""
    return fingerprint(gold_record(read_item(record, place, 0)))


def _place(record: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return record.get("type"), record.get("start"), record.get("end")


def _provenances(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what a line says of its making, the latest first."""
    provenance = record.get("provenance")
    while isinstance(provenance, Mapping):
        yield provenance
        provenance = provenance.get("before")


def _decisions(record: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the decisions that a line carries in its provenance, with their disagreements, the latest first."""
    return tuple((str(one.get("decision")), str(one.get("disagreement"))) for one in _provenances(record))


def _provenance(event: Decide, one: Reviewed, old: Mapping[str, Any] | None) -> dict[str, Any]:
    record: dict[str, Any] = {
        "by": event.by,
        "at": event.at,
        "decision": event.event,
        "disagreement": one.item,
        "verdict": event.verdict,
        "blind": event.blind,
        "from": one.source,
    }
    if one.reference is not None:
        record["was"] = fingerprint(one.reference)
    before = None if old is None else old.get("provenance")
    return record if before is None else {**record, "before": before}
