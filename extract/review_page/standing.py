"""How does each item of a review stand for one reviewer: what is decided, what may be told of it, and what was told?"""

from dataclasses import dataclass, field, replace
from itertools import islice

from extract.review import Decide, Event, State, disputed, fold, items_of
from extract.review_page.filters import Asked, Status


@dataclass(eq=False, repr=False, slots=True)
class Standing:
    """How things stand after what was taken in last; each event of the log is looked at once."""

    reviewer: str
    independent: bool
    """Whether what others decided is not to be told, and settles nothing, before the reviewer has decided."""
    decided: set[str] = field(default_factory=set)
    neither: set[str] = field(default_factory=set)
    """Decided so that somebody still has to write what belongs there."""
    disputed: set[str] = field(default_factory=set)
    """Reviewers said different things last, as far as the reviewer may know."""
    met: set[str] = field(default_factory=set)
    """Items of which the reviewer may have been told the sides by a decision, be it undone: who reads independently by
    their own, others by anybody's, for the page shows it."""
    state: State = field(default_factory=State)
    """What was taken in last."""
    _skipped: set[str] = field(default_factory=set)
    _counted: int = 0

    def take_in(self, state: State) -> None:
        """Bring all up to the state, which is one that comes after the last."""
        if state is self.state:
            return
        self.state = state
        for event in islice(state.events.values(), self._counted, None):
            ids = items_of(event, state.events)
            if isinstance(event, Decide) and event.verdict != "skip" and self._is_told(event):
                self.met.update(ids)
            for id_ in ids:
                self._settle(id_)
        self._counted = len(state.events)

    def status(self, id_: str) -> Status:
        """Return whether it is decided; what was skipped is not."""
        return "decided" if id_ in self.decided else "skipped" if id_ in self._skipped else "open"

    def is_(self, asked: Asked | None, id_: str) -> bool:
        """Whether an item is what a filter asks for; None asks for all."""
        if asked in ("neither", "disputed"):
            return id_ in (self.neither if asked == "neither" else self.disputed)
        return asked is None or asked == self.status(id_)

    def decision(self, id_: str) -> Decide | None:
        """Return the decision on an item that holds, as far as the reviewer may know; it may be to skip it."""
        holding = self.state.decision_on(id_)
        if not self.independent or holding is None or holding.by == self.reviewer:
            return holding
        events = map(self.state.events.get, self.state.item(id_).decisions)
        own = [event for event in events if event and event.by == self.reviewer]
        mine = own[-1] if own else None
        if isinstance(mine, Decide) and mine.verdict != "skip" and holding.verdict != "skip":
            return holding
        return mine if isinstance(mine, Decide) else None

    def is_known(self, event: Event) -> bool:
        """Whether the reviewer may know of an event: it is their own, or about what they have decided."""
        if not self.independent or event.by == self.reviewer:
            return True
        return self.decided.issuperset(items_of(event, self.state.events))

    def known(self) -> State:
        """Return what holds after all that the reviewer may know of; a fold over the whole log where that is a part.

        Of what others decided on several items at once it is there for those that the reviewer has decided.
        """
        if not self.independent:
            return self.state
        return fold(event for event in map(self._told_of, self.state.events.values()) if event is not None)

    def _told_of(self, event: Event) -> Event | None:
        """Return what the reviewer may know of an event, None where that is nothing."""
        if self.is_known(event):
            return event
        met = self.decided.intersection(items_of(event, self.state.events))
        if isinstance(event, Decide) and met:
            return replace(event, items=tuple(one for one in event.items if one.item in met))
        return event if met else None

    def _is_told(self, event: Event) -> bool:
        return not self.independent or event.by == self.reviewer

    def _settle(self, id_: str) -> None:
        decision = self.decision(id_)
        verdict = None if decision is None else decision.verdict
        _put(self.decided, id_, verdict not in (None, "skip"))
        _put(self._skipped, id_, verdict == "skip")
        _put(self.neither, id_, verdict == "neither")
        told = not self.independent or id_ in self.decided
        _put(self.disputed, id_, told and disputed(self.state, self.state.item(id_)))


def _put(where: set[str], id_: str, held: bool) -> None:
    (where.add if held else where.discard)(id_)
