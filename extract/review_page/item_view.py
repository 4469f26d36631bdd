"""What does a reviewer see of one item: its words in the text, both sides in rows, and what was said of it?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extract.disagreements import Disagreement
from extract.labels import GoldItem
from extract.records import Document
from extract.report.page.entries import in_words
from extract.review import Remark
from extract.review_page import words
from extract.review_page.beside import Beside, beside
from extract.review_page.filters import filter_of, query_of
from extract.review_page.rows import Row, rows
from extract.review_page.said import Check, Letter, Said, checks, said
from extract.review_page.session import Session
from extract.review_page.sides import Side
from extract.review_page.texts import Window, windows
from extract.scores import PredictedSide
from extract.shape import item_types, type_name


@dataclass(frozen=True, slots=True)
class SideView:
    """One side beside the other."""

    letter: Letter
    name: str
    """Whose it is; empty where nothing may tell."""
    said: Said | None
    checks: tuple[Check, ...] = ()
    own: tuple[tuple[str, str], ...] = ()
    """What only gold or only a run has, by name; empty where nothing may tell."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision that holds."""

    event: str
    words: str
    by: str
    at: str
    blind: bool
    causes: tuple[str, ...] = ()
    note: str = ""
    items: int = 1
    """How many were decided alike with it."""
    final: tuple[tuple[str, str], ...] = ()
    """What was written, by name."""


@dataclass(frozen=True, slots=True)
class Remarked:
    """A comment or a flag."""

    type: str
    by: str
    at: str
    note: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands in the queue of a filter."""

    number: int | None
    """From 1; None outside of it."""
    total: int
    decided: int | None
    """None where the filter asks for a status: what is decided comes into it or leaves it."""
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item as it is shown."""

    id: str
    seen: str | None
    """What a decision says that its reviewer had seen."""
    query: str
    heading: str
    title: str
    """Of the browser's tab: the document's id and nothing of its text."""
    type: str
    document: str
    document_title: str | None
    date: str | None
    hidden: bool
    """Whether nothing may tell which side is which."""
    status: str
    why: str
    place: Place
    a: SideView
    b: SideView
    rows: tuple[Row, ...]
    others: Beside | None
    """Where one side alone has the item: what both have on its words besides."""
    windows: tuple[Window, ...]
    has_text: bool
    no_text: str
    """Why no text is shown, where there is none."""
    altered: bool
    """Whether that is because the text is not the one that was read."""
    whole: bool
    alike: bool
    """Whether other open items have the same difference."""
    decision: Decided | None
    remarks: tuple[Remarked, ...]
    toast: str | None = None
    alert: str | None = None
    form: Any = None

    @property
    def length(self) -> int:
        """How many code points of the text are shown."""
        return sum(window.span.end - window.span.start for window in self.windows)


def item_view(
    session: Session,
    one: Disagreement,
    query: str,
    *,
    whole: bool = False,
    toast: str | None = None,
    alert: str | None = None,
    form: Any = None,
) -> ItemView:
    """Return what is shown of a disagreement in the queue that the query string asks for."""
    hidden = session.hides(one)
    unmarked = session.share > 0
    kind = item_types(session.root)[one.type]
    document, altered = session.document(one), session.texts.is_altered(one.document)
    called = words.names(session.subject)
    a, b = _sides(session, one, document, named=not hidden)
    text = None if document is None else document.text
    marks = [(side.letter, side.said.span) for side in (a, b) if side.said is not None and side.said.span is not None]
    return ItemView(
        id=one.id,
        seen=session.state.item(one.id).version,
        query=query_of(filter_of(query)),
        heading=words.heading(one, type_name(kind), hidden=hidden, unmarked=unmarked, run=called["run"]),
        title=one.document,
        type=one.type,
        document=one.document,
        document_title=None if document is None else document.title,
        date=None if document is None else document.date,
        hidden=hidden,
        status=session.status(one),
        why=words.why(one, called, session.sides(one), hidden=hidden, unmarked=unmarked),
        place=_place(session, one, query),
        a=a,
        b=b,
        rows=rows(kind, a.said, b.said, text, named=not hidden),
        others=beside(one, session.sides(one), kind, text, named=not hidden),
        windows=() if text is None else windows(text, marks, whole),
        has_text=text is not None,
        no_text=words.altered(one.document, session.subject.source) if altered else words.NO_TEXT,
        altered=altered,
        whole=whole,
        alike=session.has_alike(one),
        decision=_decided(session, one, called),
        remarks=_remarks(session, one),
        toast=toast,
        alert=alert if alert or session.status(one) == "decided" or session.holds(one) else words.OUTDATED,
        form=form,
    )


def _sides(session: Session, one: Disagreement, document: Document | None, named: bool) -> tuple[SideView, SideView]:
    first, second = session.sides(one)
    return _side(session, one, first, "A", document, named), _side(session, one, second, "B", document, named)


def _side(
    session: Session, one: Disagreement, side: Side, letter: Letter, document: Document | None, named: bool
) -> SideView:
    kind = item_types(session.root)[one.type]
    says = said(one, side, letter, kind)
    has = one.reference if side == "reference" else one.run
    return SideView(
        letter=letter,
        name=words.names(session.subject)[side] if named else "",
        said=says,
        checks=() if says is None else checks(says, kind, document),
        own=() if has is None or not named else tuple(_own(has)),
    )


def _own(has: GoldItem | PredictedSide) -> Iterator[tuple[str, str]]:
    """Yield what only gold has, or only a run."""
    if isinstance(has, PredictedSide):
        yield "grounding", has.grounding
        if has.problems:
            yield "problems", ", ".join(has.problems)
        return
    if has.optional:
        yield "optional", "neither missing nor spurious"
    for other in has.alternatives:
        yield "also right", ", ".join(f"{name} {in_words(value) or 'none'}" for name, value in other.items())
    if has.note:
        yield "note", has.note
    if has.provenance:
        yield "provenance", in_words(has.provenance) or ""


def _place(session: Session, one: Disagreement, query: str) -> Place:
    wanted = filter_of(query)
    previous, following = session.neighbours(one, wanted)
    queue = session.queue(wanted)
    return Place(
        number=session.place(one, wanted),
        total=len(queue),
        decided=None if wanted.status else session.decided(wanted),
        previous=None if previous is None else previous.id,
        next=None if following is None else following.id,
    )


def _decided(session: Session, one: Disagreement, called: words.Names) -> Decided | None:
    event = session.decision(one)
    if event is None:
        return None
    return Decided(
        event=event.event,
        words=words.verdict(event.verdict, called),
        by=event.by,
        at=words.moment(event.at),
        blind=event.blind,
        causes=event.causes,
        note=event.note,
        items=len(event.items),
        final=tuple((name, in_words(value) or "none") for name, value in (event.final or {}).items()),
    )


def _remarks(session: Session, one: Disagreement) -> tuple[Remarked, ...]:
    events = (session.state.events[id_] for id_ in session.state.item(one.id).remarks)
    said = (event for event in events if isinstance(event, Remark) and session.standing.is_known(event))
    return tuple(Remarked(event.type, event.by, words.moment(event.at), event.note) for event in said)
