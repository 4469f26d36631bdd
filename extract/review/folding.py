"""What do the events of a log come to? A fold in the order of the file; nothing else is kept of a review."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from extract.review.events import Change, Decide, Event, Remark, Reviewed


@dataclass(frozen=True, slots=True)
class ItemState:
    """What holds for one disagreement."""

    item: str
    version: str | None = None
    """The last event that touched it: what a decision says that its reviewer had seen."""
    decisions: tuple[str, ...] = ()
    """Events that decide it and count, the last of which holds."""
    remarks: tuple[str, ...] = ()

    @property
    def decision(self) -> str | None:
        """The event that holds."""
        return self.decisions[-1] if self.decisions else None


@dataclass(frozen=True, slots=True)
class State:
    """A review at one moment."""

    events: dict[str, Event] = field(default_factory=dict)
    """By id, in the order of the log."""
    withdrawn: frozenset[str] = frozenset()
    """Decisions and remarks that were undone."""
    items: Mapping[str, ItemState] = field(default_factory=dict)

    def item(self, id_: str) -> ItemState:
        """Return what holds for a disagreement, touched or not."""
        return self.items.get(id_) or ItemState(id_)

    def decision_on(self, id_: str) -> Decide | None:
        """Return the decision that holds for a disagreement."""
        event = self.events.get(self.item(id_).decision or "")
        return event if isinstance(event, Decide) else None

    def holding(self) -> Iterator[tuple[Decide, Reviewed]]:
        """Yield each decision that holds with the item that it settles, in the order of the log."""
        items = self.items
        for event in self.events.values():
            if isinstance(event, Decide):
                for one in event.items:
                    if items[one.item].decision == event.event:
                        yield event, one

    def undoable(self, by: str) -> str | None:
        """Return the last event of a reviewer that counts, which is what one undo takes back."""
        latest = (event for event in reversed(self.events.values()) if event.by == by)
        counting = (one.event for one in latest if not isinstance(one, Change) and one.event not in self.withdrawn)
        return next(counting, None)

    def redoable(self, by: str) -> str | None:
        """Return what one redo brings back: what the reviewer undid last, with nothing decided or said since."""
        redone: Counter[str] = Counter()
        for event in reversed(self.events.values()):
            if event.by != by:
                continue
            if not isinstance(event, Change):
                return None
            if event.type == "redo":
                redone[event.target] += 1
            elif redone[event.target]:
                redone[event.target] -= 1
            elif event.target in self.withdrawn:
                return event.target
        return None


def fold(events: Iterable[Event], state: State | None = None) -> State:
    """Return the state after the events, which follow those of `state`.

    An event whose id is known already is the same one sent again, and an undo or redo that changes nothing is passed
    over. After an undo the decision before it holds again.
    """
    state = state or State()
    growing = _Growing(dict(state.events), set(state.withdrawn), dict(state.items))
    for event in events:
        growing.take(event)
    return State(growing.events, frozenset(growing.withdrawn), growing.items)


def items_of(event: Event, events: Mapping[str, Event]) -> tuple[str, ...]:
    """Return the ids of the disagreements that the event touches; none where it undoes what is not there."""
    if isinstance(event, Decide):
        return tuple(one.item for one in event.items)
    if isinstance(event, Remark):
        return (event.item,)
    target = events.get(event.target)
    return () if target is None or isinstance(target, Change) else items_of(target, events)


@dataclass(slots=True)
class _Growing:
    events: dict[str, Event]
    withdrawn: set[str]
    items: dict[str, ItemState]

    def take(self, event: Event) -> None:
        if event.event in self.events:
            return
        self.events[event.event] = event
        if isinstance(event, Change):
            self._change(event)
            return
        for id_ in items_of(event, self.events):
            self._count(self.items.get(id_, ItemState(id_)), event, event.event)

    def _change(self, event: Change) -> None:
        target = self.events.get(event.target)
        back = event.type == "redo"
        if target is None or isinstance(target, Change) or back != (event.target in self.withdrawn):
            return
        self.withdrawn ^= {event.target}
        for id_ in items_of(target, self.events):
            state = self.items[id_]
            if back:
                self._count(state, target, event.event)
            else:
                without = [tuple(one for one in ids if one != event.target) for ids in (state.decisions, state.remarks)]
                self.items[id_] = replace(state, version=event.event, decisions=without[0], remarks=without[1])

    def _count(self, state: ItemState, event: Event, version: str) -> None:
        decisions, remarks = state.decisions, state.remarks
        if isinstance(event, Decide):
            decisions = self._in_log_order((*decisions, event.event))
        else:
            remarks = self._in_log_order((*remarks, event.event))
        self.items[state.item] = replace(state, version=version, decisions=decisions, remarks=remarks)

    def _in_log_order(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """A decision that is brought back holds no longer than one that was made after it."""
        if len(ids) < 2 or ids[-1] == next(reversed(self.events)):
            return ids
        return tuple(id_ for id_ in self.events if id_ in ids)
