"""Which open items have the same difference, so that one decision can settle them all?"""

from dataclasses import dataclass

from extract.disagreements import Disagreement, fingerprint
from extract.records import Span
from extract.review import Sides
from extract.review_page.filters import filter_of, query_of
from extract.review_page.glimpse import context
from extract.review_page.session import Session
from extract.review_page.sides import sides as sides_of
from extract.review_page.words import names

AROUND = 60
"""Characters of the text shown on either side of an item's words."""
MOST = 1000
"""Items that are decided together: their ids must go into one request, and a person must have looked at them."""


@dataclass(frozen=True, slots=True)
class AlikeItem:
    """One item of the group with its words."""

    id: str
    seen: str | None
    document: str
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Open items of one type that differ in the same field by the same two values."""

    of: str
    """The id of the disagreement that the group was asked for."""
    type: str
    field: str
    values: tuple[str, str]
    """The first and the second value, as forms write them."""
    sides: Sides
    """Whose value is the first, and whose the second; not to be shown to a blind reviewer."""
    names: tuple[str, str] | tuple[()]
    """How the sides are called; nothing where that is not to be told."""
    items: tuple[AlikeItem, ...]
    """The first `MOST` of them."""
    ids: frozenset[str]
    """Of all of them."""
    query: str = ""
    """The filter that the group is to lead back to."""


def group(session: Session, one: Disagreement, query: str = "") -> Alike | None:
    """Return the open items with the same difference, in the order of the queue; None for what has no such items.

    The same is the type, the kind, the gravest field and what either side says there. Of leftovers each is on its own.
    The values are shuffled where the review is blind, for all of the group alike.
    """
    wanted = session.differences.of(one)
    if wanted is None:
        return None
    items = [other for other in session.differences.alike(one) if session.status(other) == "open"]
    first = max(0, next((place for place, other in enumerate(items, 1) if other.id == one.id), 0) - MOST)
    shown = sides_of(fingerprint(wanted), blind=session.blind)
    called = names(session.subject)
    values = {"reference": wanted[-2], "run": wanted[-1]}
    return Alike(
        of=one.id,
        type=one.type,
        field=str(one.field),
        values=(values[shown[0]], values[shown[1]]),
        sides=shown,
        names=() if session.blind else (called[shown[0]], called[shown[1]]),
        items=tuple(_shown(session, other) for other in items[first : first + MOST]),
        ids=frozenset(other.id for other in items),
        query=query_of(filter_of(query)),
    )


def _shown(session: Session, one: Disagreement) -> AlikeItem:
    """Return the item with the words of side A, so that they tell no more than the screen of the item does."""
    assert one.reference is not None  # noqa: S101 - only pairs are alike
    assert one.proposal is not None  # noqa: S101
    span, quote = one.reference.span, one.reference.quote
    if session.sides(one)[0] == "run" and "start" in one.proposal:
        span, quote = Span(one.proposal["start"], one.proposal["end"]), one.proposal["quote"]
    document = session.document(one)
    before, after = ("", "") if document is None else context(document.text, span, AROUND)
    return AlikeItem(
        id=one.id,
        seen=session.state.item(one.id).version,
        document=one.document,
        before=before,
        quote=quote,
        after=after,
    )
