"""What does one review know while it is open: its queue, what is decided, who decides, and what comes next?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel

from extract.disagreements import Disagreement, Order, in_order, sampled
from extract.evaluation.rescoring import Rescored
from extract.evaluation.reviewing import Subject
from extract.records import Document
from extract.review import (
    Cause,
    Change,
    Conflict,
    Decide,
    DecisionsLog,
    Event,
    Recorded,
    Remark,
    Sides,
    State,
    Verdict,
    past,
    reviewed,
)
from extract.review_page.differences import Differences
from extract.review_page.filters import Asked, Filter, Status
from extract.review_page.freshness import Texts, Watch
from extract.review_page.sending import based_on, sent_again
from extract.review_page.sides import sides
from extract.review_page.standing import Standing

Seen = tuple[Disagreement, str | None]
"""A disagreement and the version of it that its reviewer saw, `ItemState.version`."""
_DECIDED: tuple[Asked, ...] = ("decided", "neither", "disputed")
_KEPT = 32
"""Filtered queues that are kept; each is a list of what is there anyway."""


@dataclass(frozen=True, slots=True)
class _Queue:
    items: tuple[Disagreement, ...]
    places: Mapping[str, int]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(eq=False, repr=False)  # its repr would hold the documents
class Session:
    """One review by one reviewer, from the start of the command to its end; nothing but the log outlives it."""

    subject: Subject
    root: type[BaseModel]
    log: DecisionsLog
    reviewer: str
    blind: bool = True
    """Whether the sides are not named before an item is decided."""
    independent: bool = False
    """Whether what others decided is hidden, and open, until this reviewer has decided."""
    share: float = 0.0
    """Of the pairs that agree: how many are mixed in."""
    order: Order = "impact"
    clock: Callable[[], datetime] = _now
    scores: Callable[[], Rescored] | None = None
    """The run on gold as it is and as the decisions make it; None where no gold is reviewed."""
    schema: str | None = None
    """How other commands are told the response model; None where they find it."""
    _queues: dict[Filter, _Queue] = field(default_factory=dict, init=False)
    _own: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        """Put the queue in order, once: it would unsettle a reviewer if each decision changed it."""
        self._standing = Standing(self.reviewer, self.independent)
        self._past = past(self.standing.known())
        self._found = sampled(self.subject.disagreements, self.share)
        queue = in_order(self._found, self.order, self._past, blind=self.blind)
        self.subject = replace(self.subject, disagreements=queue)
        self._by_id = {one.id: one for one in queue}
        self._watch = Watch(self.subject.gold_files)
        self.texts = Texts(self.subject.documents)
        self.differences = Differences(queue, self.root)

    # --- what there is ---------------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """What holds after all that this process has read and written."""
        return self.log.state

    @property
    def torn(self) -> bytes | None:
        """A last line that a kill had broken off and that was set aside: nobody was told that it was saved."""
        return self.log.torn

    def refresh(self) -> None:
        """Take in what other processes have decided; raises `ReviewError` or `RecordError` as the log does."""
        self.log.refresh()

    def find(self, id_: str) -> Disagreement | None:
        """Return the disagreement of that id, if this review has one."""
        return self._by_id.get(id_)

    def holds(self, one: Disagreement) -> bool:
        """Whether gold says still what it said when the queue was made."""
        return self._watch.holds(one)

    def document(self, one: Disagreement) -> Document | None:
        """Return the document with its text; None where the run keeps none, or another text than was read."""
        return self.texts.find(one.document)

    def sides(self, one: Disagreement) -> Sides:
        """Return what is shown as A and what as B."""
        return sides(one.id, blind=self.blind)

    def hides(self, one: Disagreement) -> bool:
        """Whether nothing may tell which side is which: it is not decided yet and the review is blind."""
        return self.blind and self.status(one) != "decided"

    def status(self, one: Disagreement) -> Status:
        """Return whether it is decided, as far as the reviewer may know; what was skipped is not."""
        return self.standing.status(one.id)

    def has_alike(self, one: Disagreement) -> bool:
        """Whether others that are open have the same difference, so that they can be decided together."""
        return any(other.id != one.id and self.status(other) == "open" for other in self.differences.alike(one))

    def decision(self, one: Disagreement) -> Decide | None:
        """Return the decision that holds, as far as the reviewer may know; it may be to skip the item."""
        return self.standing.decision(one.id)

    def decided(self, wanted: Filter) -> int:
        """Return how many of what the filter asks for are decided, without a walk through all of them."""
        if wanted.status in ("open", "skipped"):
            return 0
        standing, places = self.standing, self._queue(wanted).places.keys()
        if wanted.status in ("neither", "disputed"):
            return len(standing.decided & places & getattr(standing, wanted.status))
        return len(standing.decided & places)

    @property
    def standing(self) -> Standing:
        """How all items stand for the reviewer, kept up with the log: it is asked for many times for one screen."""
        self._standing.take_in(self.log.state)
        return self._standing

    # --- where one is ----------------------------------------------------------------------------------------------

    def queue(self, wanted: Filter) -> tuple[Disagreement, ...]:
        """Return what the filter asks for in its order."""
        items = self._queue(wanted).items
        if wanted.status is None:
            return items
        standing = self.standing
        return tuple(one for one in items if standing.is_(wanted.status, one.id))

    def after(self, one: Disagreement | None, wanted: Filter) -> Disagreement | None:
        """Return what to decide next behind `one`, from the start again at the end; what was skipped comes last.

        Where decided items are asked for it is the next of them, to the end. None where nothing is left but `one`.
        """
        if wanted.status in _DECIDED:
            return next(iter(self.queue(wanted)), None) if one is None else self.neighbours(one, wanted)[1]
        queue = self._queue(wanted)
        start = 0 if one is None else queue.places.get(one.id, -1) + 1
        turn = (queue.items[(start + step) % len(queue.items)] for step in range(len(queue.items)))
        skipped = None
        for other in turn:
            status = self.status(other)
            if status == "decided" or other is one or wanted.status not in (None, status):
                continue
            if status == "open":
                return other
            skipped = skipped or other
        return skipped

    def neighbours(self, one: Disagreement, wanted: Filter) -> tuple[Disagreement | None, Disagreement | None]:
        """Return what stands before and behind it, None at the ends; of one outside the filter, None and the first."""
        queue = self._queue(wanted)
        place = queue.places.get(one.id, -1)

        def found(places: range) -> Disagreement | None:
            others = (queue.items[number] for number in places)
            return next((other for other in others if self.standing.is_(wanted.status, other.id)), None)

        return found(range(place - 1, -1, -1)), found(range(place + 1, len(queue.items)))

    def place(self, one: Disagreement, wanted: Filter) -> int | None:
        """Return its place among what the filter asks for, status and all, from 1; None where it is not in it."""
        if wanted.status is None:
            place = self._queue(wanted).places.get(one.id)
            return None if place is None else place + 1
        return next((number for number, other in enumerate(self.queue(wanted), 1) if other is one), None)

    def _queue(self, wanted: Filter) -> _Queue:
        wanted = replace(wanted, status=None, order=wanted.order or self.order)
        known = self._queues.get(wanted)
        if known is None:
            known = self._queues[wanted] = self._filtered(wanted)
            while len(self._queues) > _KEPT:
                del self._queues[next(iter(self._queues))]
        return known

    def _filtered(self, wanted: Filter) -> _Queue:
        whole = Filter(order=wanted.order)
        if wanted != whole:
            found = [one for one in self._queue(whole).items if wanted.matches(one, blind=self.blind)]
        elif wanted.order in (None, self.order):
            found = list(self._by_id.values())
        else:
            queue = in_order(self._found, wanted.order, self._past, blind=self.blind)
            found = [self._by_id[one.id] for one in queue]
        return _Queue(tuple(found), {one.id: place for place, one in enumerate(found)})

    # --- deciding --------------------------------------------------------------------------------------------------

    def decide(
        self,
        items: Sequence[Seen],
        verdict: Verdict,
        event: str,
        *,
        final: Mapping[str, Any] | None = None,
        causes: tuple[Cause, ...] = (),
        note: str = "",
        shown: Sides | None = None,
    ) -> Recorded | Conflict:
        """Keep a verdict on one item, or on several that are decided alike, and return what the log answers.

        `final` is the line of gold of `edited`. `shown` are the sides of a group, in the order in which it has them.
        `ReviewError` passes through: the verdict is not kept then.
        """
        if self.independent:
            self.refresh()
        versions = (based_on(self.standing, one.id, seen, event) for one, seen in items)
        kept = tuple(reviewed(one, seen, self.subject.source) for (one, _), seen in zip(items, versions, strict=True))
        blind = all(self._is_blind(one) for one, _ in items) and not (shown and self._met_alike(items[0][0]))
        shown = shown or self.sides(items[0][0])
        return self._record(Decide(event, self._at(), self.reviewer, kept, verdict, final, causes, note, blind, shown))

    def remark(
        self, one: Disagreement, type_: Literal["comment", "flag"], event: str, note: str = ""
    ) -> Recorded | Conflict:
        """Keep words on an item that decide nothing."""
        return self._record(Remark(event, self._at(), self.reviewer, type_, one.id, note))

    def undo(self, event: str, target: str | None = None) -> Recorded | Conflict:
        """Take back an event, the reviewer's last if none is named; a conflict about no item where there is none."""
        return self._change(event, "undo", target or self.state.undoable(self.reviewer))

    def redo(self, event: str, target: str | None = None) -> Recorded | Conflict:
        """Bring back an event, what the reviewer undid last if none is named."""
        return self._change(event, "redo", target or self.state.redoable(self.reviewer))

    def made(self) -> int:
        """Return how many items are decided by what was recorded in this session and holds."""
        return sum(event.event in self._own and event.verdict != "skip" for event, _ in self.state.holding())

    def _change(self, event: str, type_: Literal["undo", "redo"], target: str | None) -> Recorded | Conflict:
        known = self.state.events.get(event)
        if isinstance(known, Change):  # sent again: by now something else is the last
            target = known.target
        if target is None:
            return Conflict(self.state, ())
        return self._record(Change(event, self._at(), self.reviewer, type_, target))

    def _record(self, event: Event) -> Recorded | Conflict:
        known = self.state.events.get(event.event)
        if known is not None:
            same = sent_again(event, known)
            if same is None:
                return Conflict(self.state, ())
            event = same
        answer = self.log.record(event)
        if isinstance(answer, Recorded):
            self._own.add(event.event)
        return answer

    def _is_blind(self, one: Disagreement) -> bool:
        """Whether the reviewer does not know which side is which: not told now, and not by a decision of before."""
        return self.hides(one) and one.id not in self.standing.met

    def _met_alike(self, one: Disagreement) -> bool:
        """Whether the reviewer was told the sides of an item with the same difference, which tells those of a group."""
        return any(other.id in self.standing.met for other in self.differences.alike(one))

    def _at(self) -> str:
        return self.clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
