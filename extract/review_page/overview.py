"""What does a reviewer see first: how much there is of what, how far it is, and what was said of it?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from extract.disagreements import ORDERS, Disagreement
from extract.plain import one_line
from extract.report.layout import plural
from extract.review import Remark
from extract.review_page import words
from extract.review_page.filters import STATUSES, Asked, Filter, kind_shown, query_of
from extract.review_page.glimpse import glimpse
from extract.review_page.session import Session

_REMARKS = 8
_NO_DIFFERENCE = "Both sides say the same."
_ASKED: Mapping[Asked, str] = {
    "open": "open",
    "skipped": "skipped",
    "decided": "decided",
    "neither": "decided as neither, still to be written",
    "disputed": "disputed between reviewers",
}
"""What a filter asks for, in words."""
_DOCUMENTS = 200
"""Documents that the form lists; of more a field is typed."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many items there are of one sort, with the filter that shows them."""

    items: int
    undecided: int
    query: str


@dataclass(frozen=True, slots=True)
class Line:
    """A kind and the field that it is about, with its counts by item type."""

    kind: str
    field: str | None
    words: str
    by_type: tuple[Count | None, ...]
    """In the order of the types; None where there is none."""
    total: Count


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the filter form with what it chooses from."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]
    """Value, words, and whether it is chosen."""


@dataclass(frozen=True, slots=True)
class Remarked:
    """A comment or a flag with the item that it is about."""

    item: str
    document: str
    here: bool
    """Whether the item is in this queue."""
    type: str
    by: str
    at: str
    note: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The first screen."""

    query: str
    source: str
    reference: str
    reviewer: str
    blind: bool
    independent: bool
    share: float
    total: int
    """Items that the filter asks for, whatever their status."""
    decided: int
    skipped: int
    all: int
    """Items of the whole queue."""
    next: str | None
    """The item to go on with; None where all are decided."""
    place: int | None
    types: tuple[str, ...]
    lines: tuple[Line, ...]
    choices: tuple[Choice, ...]
    filtered: bool
    asked: Asked | None
    """The status that the filter asks for."""
    matching: int
    """Items of that status."""
    listed: tuple[tuple[str, str, str, str, str], ...]
    """The first items of the filter: id, what it is called, its first words, document, status."""
    remarks: tuple[Remarked, ...]
    torn: str
    """The beginning of a last line of the log that was broken off; empty where none was."""
    wordings: int
    unplaced: int

    @property
    def open(self) -> int:
        """How many are not decided."""
        return self.total - self.decided

    @property
    def ended(self) -> tuple[str, str]:
        """Return why nothing comes next, as a heading and a sentence."""
        if not self.total:
            return "Nothing to decide", "No item is of all that is asked for." if self.filtered else _NO_DIFFERENCE
        if self.asked is not None and self.matching:
            are = "are" if self.matching > 1 else "is"
            return "That was the last of them", f"{plural(self.matching, 'item')} here {are} {_ASKED[self.asked]}."
        if self.decided == self.total and self.asked in (None, "open"):
            here = self.filtered * " of this filter"
            every = f"All {self.total:,} items{here} are" if self.total > 1 else f"The one item{here} is"
            return "All decided", f"{every} decided."
        if self.asked is None:
            return (
                "Nothing more is open",
                f"{plural(self.open, 'item')} here {'are' if self.open > 1 else 'is'} skipped.",
            )
        return "Nothing here", f"No item here is {_ASKED[self.asked]}."


def overview(session: Session, wanted: Filter) -> Overview:
    """Return how far the part of the queue is that the filter asks for, and what there is in all of it."""
    every = session.queue(Filter(order=wanted.order))
    queue = session.queue(replace(wanted, status=None))
    statuses = Counter(session.status(one) for one in queue)
    following = session.after(None, wanted)
    types = tuple(dict.fromkeys(one.type for one in every))
    return Overview(
        query=query_of(wanted),
        source=session.subject.source,
        reference=session.subject.reference,
        reviewer=session.reviewer,
        blind=session.blind,
        independent=session.independent,
        share=session.share,
        total=len(queue),
        decided=statuses["decided"],
        skipped=statuses["skipped"],
        all=len(every),
        next=None if following is None else following.id,
        place=None if following is None else session.place(following, wanted),
        types=types,
        lines=tuple(_lines(session, every, types)),
        choices=tuple(_choices(session, every, wanted)),
        filtered=wanted != Filter(order=wanted.order),
        asked=wanted.status,
        matching=len(session.queue(wanted)),
        listed=tuple(_listed(session, wanted)),
        remarks=tuple(islice(_remarks(session), _REMARKS)),
        torn=one_line(repr(session.torn[:60])) if session.torn else "",
        wordings=session.subject.wordings,
        unplaced=session.subject.unplaced,
    )


def _lines(session: Session, every: Iterable[Disagreement], types: Iterable[str]) -> Iterator[Line]:
    """Yield the kinds by how many there are; one line in all where sampled pairs must not be told from the rest."""
    groups: dict[tuple[str, str | None], list[Disagreement]] = {}
    unmarked = session.blind and session.share > 0
    run = words.names(session.subject)["run"]
    for one in every:
        shown = ("", None) if unmarked else (kind_shown(one, blind=session.blind), one.field)
        groups.setdefault(shown, []).append(one)
    for (kind, field), items in sorted(groups.items(), key=lambda group: -len(group[1])):
        asked = Filter(kind=(kind,) if kind else (), field=(field,) if field else ())
        of_type = {type_: [one for one in items if one.type == type_] for type_ in types}
        by_type = (_count(session, found, asked, type_) if found else None for type_, found in of_type.items())
        called = words.kind(kind, field, run) if kind else "all items"
        yield Line(kind, field, called, tuple(by_type), _count(session, items, asked))


def _count(session: Session, items: list[Disagreement], asked: Filter, type_: str | None = None) -> Count:
    undecided = sum(session.status(one) != "decided" for one in items)
    return Count(len(items), undecided, query_of(replace(asked, type=(type_,) if type_ else ())))


def _choices(session: Session, every: Iterable[Disagreement], wanted: Filter) -> Iterator[Choice]:
    items = list(every)
    run = words.names(session.subject)["run"]
    held: dict[str, Mapping[str, int]] = {"type": Counter(one.type for one in items)}
    if not (session.blind and session.share > 0):
        held["kind"] = Counter(kind_shown(one, blind=session.blind) for one in items)
        held["field"] = Counter(one.field for one in items if one.field is not None)
    documents = Counter(one.document for one in items)
    if len(documents) <= _DOCUMENTS:
        held["document"] = documents
    for name, counts in held.items():
        chosen = getattr(wanted, name)
        shown = {one: words.kind(one, run=run) if name == "kind" else one for one in counts}
        options = ((value, f"{shown[value]} ({count:,})", value in chosen) for value, count in counts.items())
        yield Choice(name, name, (("", "all", not chosen), *options))
    statuses = ((value, _ASKED[value], value == wanted.status) for value in STATUSES)
    yield Choice("status", "status", (("", "all", wanted.status is None), *statuses))
    order = wanted.order or session.order
    yield Choice("order", "order", tuple((one, one.replace("-", " "), one == order) for one in ORDERS))


_LISTED = 50


def _listed(session: Session, wanted: Filter) -> Iterator[tuple[str, str, str, str, str]]:
    unmarked = session.share > 0
    run = words.names(session.subject)["run"]
    for one in islice(session.queue(wanted), _LISTED):
        hidden = session.hides(one)
        called = words.heading(one, one.type, hidden=hidden, unmarked=unmarked, run=run)
        yield one.id, called, glimpse(session, one), one.document, session.status(one)


def _remarks(session: Session) -> Iterator[Remarked]:
    """Yield the comments and flags that count, the latest first."""
    state = session.state
    for id_ in reversed(list(state.events)):
        event = state.events[id_]
        if isinstance(event, Remark) and id_ not in state.withdrawn and session.standing.is_known(event):
            one = session.find(event.item)
            document = "" if one is None else one.document
            yield Remarked(
                event.item, document, one is not None, event.type, event.by, words.moment(event.at), event.note
            )
