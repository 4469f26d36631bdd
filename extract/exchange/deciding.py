"""Which decisions of a review are the annotations that were made of its disagreements in another tool?

Nothing is taken in unchecked: what is not among the disagreements any more, was decided otherwise since it was sent,
is judged differently by two annotators, or gives an item that gold would refuse, is listed with what to do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from extract.disagreements import Disagreement, fingerprint
from extract.exchange.anchoring import are_one_text
from extract.exchange.finals import Material, dropped, final_of, is_as_sent
from extract.exchange.reading import is_ahead
from extract.exchange.records import Judged, Refused
from extract.exchange.showing import OPEN, verdict_of
from extract.review import Decide, State, Verdict, reviewed, sides_of


@dataclass(frozen=True, slots=True)
class Imported:
    """What becomes of the annotations of a file."""

    events: tuple[Decide, ...] = ()
    """New decisions, to be recorded in this order."""
    already: int = 0
    """Annotations that the log has."""
    replaced: int = 0
    """Annotations that are older than another one of the same annotator on the same item."""
    undecided: int = 0
    """Annotations that choose nothing, or skip what is decided."""
    refused: tuple[Refused, ...] = ()
    moved: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """An annotation with the decision that it asks for."""

    judged: Judged
    by: str
    verdict: Verdict
    final: Mapping[str, Any] | None
    id: str

    @property
    def content(self) -> str:
        return fingerprint([self.verdict, self.final])

    @property
    def family(self) -> str:
        """What the ids of all that one annotator says of one item begin with."""
        return self.id.rpartition("-")[0]


@dataclass(slots=True)
class Deciding:
    """A review into which annotations are taken."""

    queue: Mapping[str, Disagreement]
    state: State
    material: Material
    source: str
    now: str
    """The time that an annotation without one is given."""
    reviewer: str | None = None
    """Who made all annotations of the file, where it says so with less than a name."""
    _refused: list[Refused] = field(default_factory=list)
    _moved: list[Refused] = field(default_factory=list)
    _events: list[Decide] = field(default_factory=list)
    _already: int = 0
    _replaced: int = 0
    _undecided: int = 0
    _newest: dict[str, Decide] = field(default_factory=dict)
    """What each annotator said last of each item by the log, by the beginning of its id."""

    def take(self, judged: Iterable[Judged]) -> Imported:
        """Return what becomes of all annotations of a file."""
        for event in self.state.events.values():
            family = event.event.rpartition("-")[0]
            if isinstance(event, Decide) and (family not in self._newest or self._newest[family].at <= event.at):
                self._newest[family] = event
        by_item: dict[str, list[_Said]] = {}
        for one in judged:
            said = self._said(one)
            if said is not None:
                by_item.setdefault(one.item, []).append(said)
        for annotations in by_item.values():
            if latest := self._latest(annotations):
                self._decide(latest)
        return Imported(
            events=tuple(self._events),
            already=self._already,
            replaced=self._replaced,
            undecided=self._undecided,
            refused=tuple(self._refused),
            moved=tuple(self._moved),
        )

    def _said(self, one: Judged) -> _Said | None:
        """Return the annotation, checked by itself; None where it is counted or refused."""
        if one.choice is None:
            self._undecided += 1
            return None
        verdict = verdict_of(one.choice, one.item, blind=one.blind)
        if verdict is None:
            self._refuse(one, f"the choice {one.choice!r} is no verdict; choose one that the file offers")
            return None
        said = _Said(one, self.reviewer or one.by or "", verdict, None, _id(one, verdict))
        found = self.queue.get(one.item)
        if self._is_known(said, found):
            self._already += 1
            return None
        if found is None:
            self._refuse(one, self._why_unknown(said))
            return None
        if self._is_of_other_words(one, found):
            self._refuse(one, "the text that was judged is not the document's; export again and decide on that")
            return None
        return self._with_final(said, found)

    def _is_of_other_words(self, judged: Judged, found: Disagreement) -> bool:
        """Whether the text or its hash was changed on the way; white space and composed letters are left to tools."""
        if judged.sha256 not in (None, found.sha256):
            return True
        document = self.material.documents.get(found.document)
        return document is not None and bool(judged.text) and not are_one_text(judged.text, document.text)

    def _with_final(self, said: _Said, found: Disagreement) -> _Said | None:
        if said.verdict == "edited":
            read = final_of(said.judged, found, self.material)
            if isinstance(read, str):
                self._refuse(said.judged, read)
                return None
            said = replace(said, final=read[0])
            self._moved += read[1]
        elif said.verdict != "skip":
            lost = dropped(said.judged, found, self.material, self._finals(said))
            if lost is not None:
                self._refused.append(lost)
                return None
        if self._is_sent(said) or self._is_held(said):
            self._already += 1
            return None
        fault = self._fault(said)
        if fault is not None:
            self._refuse(said.judged, fault)
            return None
        if self._is_replaced(said):
            self._replaced += 1
            return None
        return said

    def _finals(self, said: _Said) -> list[Mapping[str, Any]]:
        """Return the edits that may have been sent with the item."""
        held = (self.state.events.get(said.judged.event or ""), self.state.decision_on(said.judged.item))
        return [event.final for event in held if isinstance(event, Decide) and event.final is not None]

    def _is_known(self, said: _Said, found: Disagreement | None) -> bool:
        """Whether the log has this very annotation; one without a time may be another that says the same again."""
        if said.id in self.state.events and (found is None or said.judged.at is not None):
            return True
        return found is None and self._is_sent(said)

    def _is_held(self, said: _Said) -> bool:
        """Whether what holds is the annotator's own and says the same."""
        held = self.state.decision_on(said.judged.item)
        return held is not None and (held.by, _content(held), held.note) == (said.by, said.content, said.judged.note)

    def _fault(self, said: _Said) -> str | None:
        """Return what is wrong with who made the annotation and when, or None."""
        if not said.by:
            return "nobody is named as its annotator; say who with --reviewer"
        if is_ahead(said.judged.at, self.now):
            return f"its time {said.judged.at} is still to come; set the tool's clock and save it again"
        return None

    def _is_replaced(self, said: _Said) -> bool:
        """Whether the annotator has said something later, by the annotations' own times."""
        newest, at = self._newest.get(said.family), said.judged.at
        return newest is not None and at is not None and at < newest.at and not self._has_seen(said)

    def _has_seen(self, said: _Said) -> bool:
        """Whether nothing has been said of the item since it was sent."""
        return said.judged.version == self.state.item(said.judged.item).version

    def _is_sent(self, said: _Said) -> bool:
        """Whether the annotation is a decision that we sent and that nobody has changed."""
        event = self.state.events.get(said.judged.event or "")
        return isinstance(event, Decide) and is_as_sent(said.judged, said.verdict, said.final, event, self.material)

    def _why_unknown(self, said: _Said) -> str:
        if said.family in self._newest:
            return f"{said.judged.item} was decided and is settled; the annotation has changed since and comes too late"
        return (
            f"{said.judged.item} is not among the disagreements now: a side, the text or gold has changed, or it is of "
            "another review; export again and decide on what is new"
        )

    def _refuse(self, one: Judged, reason: str) -> None:
        self._refused.append(Refused(one.place, reason))

    def _latest(self, annotations: Sequence[_Said]) -> list[_Said]:
        """Return the last annotation of each annotator; those that skip only if all do."""
        by: dict[str, list[_Said]] = {}
        for said in sorted(annotations, key=lambda one: one.judged.at or self.now):
            by.setdefault(said.by, []).append(said)
        latest = [group[-1] for group in by.values() if self._is_ordered(group)]
        deciding = [said for said in latest if said.verdict != "skip"]
        if deciding:
            self._undecided += len(latest) - len(deciding)
            return deciding
        return latest

    def _is_ordered(self, group: Sequence[_Said]) -> bool:
        """Whether the times tell which annotation of one annotator is the last; if not, all are refused."""
        last = group[-1]
        others = [one for one in group if one.content != last.content and not _is_later(last, one)]
        if not others:
            self._replaced += len(group) - 1
            return True
        told = " and ".join(repr(one.verdict) for one in (*others, last))
        for said in group:
            self._refuse(
                said.judged, f"{said.by} says {told}, and no time tells which is the later one; delete all but one"
            )
        return False

    def _decide(self, annotations: Sequence[_Said]) -> None:
        if len({said.content for said in annotations}) > 1:
            told = ", ".join(f"{said.by} says {said.verdict}" for said in annotations)
            for said in annotations:
                self._refuse(said.judged, f"the annotators differ ({told}); settle it on the review page")
            return
        one = self.queue[annotations[0].judged.item]
        held, version = self.state.decision_on(one.id), self.state.item(one.id).version
        for said in annotations:
            if said.verdict == "skip" and held is not None:
                self._undecided += 1
                continue
            late = self._why_late(said, held, version)
            if late is not None:
                self._refuse(said.judged, late)
                continue
            event = self._event(said, one, version)
            self._events.append(event)
            held, version = event, event.event

    def _why_late(self, said: _Said, held: Decide | None, version: str | None) -> str | None:
        """Return why a decision since it was sent stands against the annotation, or None."""
        if said.id in self.state.events:
            return "it has no time to tell whether it came before what was said since; settle it on the review page"
        if version == said.judged.version:
            return None
        if held is None:
            return "something has been said or taken back of it since it was sent; look at it again and export again"
        if _content(held) == said.content:
            return None
        if held.event.startswith(said.family):
            return self._why_unordered(said, held)
        return f"{held.by} decided {held.verdict!r} since it was sent; settle it on the review page"

    def _why_unordered(self, said: _Said, held: Decide) -> str | None:
        """Return why it is not known whether the annotator said this after what holds, or None."""
        if said.judged.at is not None and said.judged.at != held.at:
            return None
        time = "it has no time" if said.judged.at is None else f"it has the same time, {held.at},"
        return f"{time} to tell whether it is later than {held.verdict!r} of {held.by}; settle it on the review page"

    def _event(self, said: _Said, one: Disagreement, version: str | None) -> Decide:
        judged = said.judged
        return Decide(
            event=said.id,
            at=judged.at or self.now,
            by=said.by,
            items=(reviewed(one, version, self.source),),
            verdict=said.verdict,
            final=said.final,
            note=judged.note,
            blind=judged.blind,
            shown=sides_of(one.id) if judged.blind else OPEN,
        )


def _is_later(one: _Said, other: _Said) -> bool:
    return one.judged.at is not None and other.judged.at is not None and one.judged.at > other.judged.at


def _content(event: Decide) -> str:
    return fingerprint([event.verdict, event.final])


def _id(one: Judged, verdict: Verdict) -> str:
    """Return the id of the event: the same whenever the same annotation is read, another when it is made anew."""
    said: list[Any] = [verdict, one.note, one.at, one.version]
    if verdict == "edited":
        said += [one.final, [[mark.label, mark.start, mark.end, mark.fields] for mark in one.marks]]
    return f"{one.tool}-{fingerprint([one.tool, one.item, one.by])}-{fingerprint(said)}"
