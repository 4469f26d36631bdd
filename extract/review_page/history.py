"""What was done in a review, the latest first?"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from extract.review import Change, Decide, Event
from extract.review.folding import items_of
from extract.review_page import words
from extract.review_page.glimpse import glimpse
from extract.review_page.session import Session

PAGE = 50
"""Events on one page."""
_ITEMS = 5
"""Items of one event that are named; of more their number is."""


@dataclass(frozen=True, slots=True)
class Touched:
    """An item that an event is about."""

    id: str
    document: str
    words: str
    """Its first words; empty where it is not in this queue."""
    here: bool
    """Whether it is in this queue, so that there is something to look at."""


@dataclass(frozen=True, slots=True)
class Done:
    """One event of the log."""

    event: str
    at: str
    by: str
    type: str
    words: str
    note: str
    items: tuple[Touched, ...]
    more: int
    """Items beyond those that are named."""
    withdrawn: bool
    button: str
    """What can be done about it: `undo`, `redo`, or nothing."""


@dataclass(frozen=True, slots=True)
class History:
    """A page of events."""

    page: int
    """From 1."""
    pages: int
    total: int
    events: tuple[Done, ...]


def history(session: Session, page: int = 1) -> History:
    """Return a page of the log, the latest events first; the nearest page where there is none of that number.

    Of an independent reader it is what they may know of.
    """
    events = [event for event in session.state.events.values() if session.standing.is_known(event)]
    total = len(events)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    shown = islice(reversed(events), (page - 1) * PAGE, page * PAGE)
    return History(page, pages, total, tuple(_done(session, event) for event in shown))


def _done(session: Session, event: Event) -> Done:
    state = session.state
    ids = items_of(event, state.events)
    withdrawn = event.event in state.withdrawn
    return Done(
        event=event.event,
        at=words.moment(event.at),
        by=event.by,
        type="decide" if isinstance(event, Decide) else event.type,
        words=_words(session, event),
        note="" if isinstance(event, Change) else event.note,
        items=tuple(_touched(session, event, ids[:_ITEMS])),
        more=max(0, len(ids) - _ITEMS),
        withdrawn=withdrawn,
        button="" if isinstance(event, Change) else "redo" if withdrawn else "undo",
    )


def _words(session: Session, event: Event) -> str:
    called = words.names(session.subject)
    if not isinstance(event, Change):
        return words.event(event, called)
    target = session.state.events.get(event.target)
    said = "an event that is not there" if target is None else words.event(target, called)
    return f"{words.event(event, called)}: {said}"


def _touched(session: Session, event: Event, ids: tuple[str, ...]) -> Iterator[Touched]:
    target = session.state.events.get(event.target) if isinstance(event, Change) else event
    known = {one.item: one.document for one in target.items} if isinstance(target, Decide) else {}
    for id_ in ids:
        one = session.find(id_)
        if one is None:
            yield Touched(id_, known.get(id_, ""), "", here=False)
        else:
            yield Touched(id_, one.document, glimpse(session, one), here=True)
