"""What does the page answer to what a reviewer decides, says or takes back?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.disagreements import Disagreement, gold_record
from extract.errors import ExtractError, UsageError
from extract.report.layout import plural
from extract.review import Cause, Change, Conflict, Decide, Verdict, items_of, reviewed, unfit
from extract.review_page import words
from extract.review_page.alike import group
from extract.review_page.bodies import AlikeBody, ChangeBody, DecideBody, RemarkBody
from extract.review_page.filled import Errors, final
from extract.review_page.filters import filter_of, query_of, suffix
from extract.review_page.forms import Form, form_of
from extract.review_page.item_view import item_view
from extract.review_page.overview import overview
from extract.review_page.session import Session
from extract.review_page.sides import Choice, verdict_of
from extract.review_page.unreadable import fault
from extract.schema import Item
from extract.shape import item_types

CAME_FIRST = "Not saved: something else came first, in another tab or by another reviewer. This is how it stands now."

GOLD_CHANGED = f"Not saved. {words.OUTDATED}"


@dataclass(frozen=True, slots=True)
class Screen:
    """What is to be shown, and under which address."""

    template: str
    view: Any
    path: str
    """Behind the secret, with the query string."""
    status: int = 200
    toast: str | None = None
    alert: str | None = None


class Absent(LookupError):
    """A request is about an item that this review does not have."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """Why there is nothing to be shown."""

    heading: str
    message: str


NO_SUCH_ITEM = Screen(
    "error.html",
    Impossible("No such item", "This review has no such item; what it was about may have changed since."),
    "",
    status=404,
)
"""Answers a bookmark of something that is gone."""


# --- screens -----------------------------------------------------------------------------------------------------


def found(session: Session, id_: str) -> Disagreement:
    """Return the disagreement of an id; raises `Absent`."""
    one = session.find(id_)
    if one is None:
        raise Absent
    return one


def item_screen(session: Session, one: Disagreement, query: str, **how: Any) -> Screen:
    """Return the screen of an item in the queue that the query asks for; `how` as for `item_view`."""
    status = how.pop("status", 200)
    written = how.get("form")
    if written is not None:  # words of its own are marked in the whole document, if they are not among those around
        how["whole"] = "whole=1" in query.split("&") or not written.start
    view = item_view(session, one, query, **how)
    return Screen("item.html", view, f"i/{one.id}{_suffix(query)}", status)


def next_screen(session: Session, one: Disagreement | None, query: str, **said: Any) -> Screen:
    """Return the screen of what is to be decided behind `one`, or the one that says that nothing is left."""
    wanted = filter_of(query)
    following = session.after(one, wanted)
    if following is not None:
        return item_screen(session, following, query, **said)
    return Screen("done.html", overview(session, wanted), f"next{_suffix(query)}", **said)


def alike_screen(session: Session, one: Disagreement, query: str, **said: Any) -> Screen:
    """Return the screen of all that differ as `one` does."""
    return Screen("alike.html", group(session, one, query), f"alike/{one.id}{_suffix(query)}", **said)


def form(
    session: Session, one: Disagreement, errors: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None
) -> Form:
    """Return the form in which the item is written by hand; it starts as A has it, or B where A has nothing."""
    records = {"reference": None if one.reference is None else gold_record(one.reference), "run": one.proposal}
    sides = [records[side] for side in session.sides(one)]
    start = next((record for record in sides if record is not None), None)
    left_out = () if one.reference is None else one.reference.unlabelled
    return form_of(_kind(session, one), start, errors, typed, sides=sides, left_out=left_out)


# --- writes ------------------------------------------------------------------------------------------------------


def decide(session: Session, body: DecideBody) -> Screen:
    """Keep a verdict on one item and show the next; what was typed stays where it could not be kept."""
    one = found(session, body.item)
    typed = None if body.final is None else _typed(body.final)
    if _outdated(session, [one], body.event):
        kept = None if typed is None else form(session, one, None, typed)
        return item_screen(session, one, body.query, status=409, alert=GOLD_CHANGED, form=kept)
    line = _line(session, one, typed or {}) if body.verdict == "edited" else None
    if isinstance(line, Errors):
        return item_screen(session, one, body.query, status=422, form=form(session, one, line.fields, typed or {}))
    verdict = verdict_of(body.verdict, session.sides(one))
    causes = tuple(body.causes)
    try:
        _refuse_unfit(session, [one], verdict, causes)
        answer = session.decide(
            [(one, body.seen or None)], verdict, body.event, final=line, causes=causes, note=body.note
        )
    except ExtractError as error:
        kept = None if typed is None else form(session, one, None, typed)
        return item_screen(session, one, body.query, status=_status(error), alert=_not_saved(session, error), form=kept)
    if isinstance(answer, Conflict):
        return item_screen(session, one, body.query, status=409, alert=CAME_FIRST)
    return next_screen(session, one, body.query, toast=_told(session, one, body.event))


def decide_alike(session: Session, body: AlikeBody) -> Screen:
    """Keep one verdict on several items and show what is next behind the first of them."""
    items = [(found(session, each.item), each.seen or None) for each in body.items]
    first = items[0][0]
    if body.count != len(items):
        alert = f"Not saved: {plural(len(items), 'item')} chosen, and {body.count} was typed."
        return alike_screen(session, first, body.query, status=422, alert=alert)
    all_of_them = group(session, first)
    held = frozenset[str]() if all_of_them is None else all_of_them.ids
    again = body.event in session.state.events
    if all_of_them is None or not (again or held.issuperset(one.id for one, _ in items)):
        return alike_screen(session, first, body.query, status=409, alert=CAME_FIRST)
    if _outdated(session, [one for one, _ in items], body.event):
        return alike_screen(session, first, body.query, status=409, alert=GOLD_CHANGED)
    shown = all_of_them.sides
    choice: Choice = "a" if body.verdict == "first" else "b" if body.verdict == "second" else body.verdict
    verdict = verdict_of(choice, shown)
    try:
        _refuse_unfit(session, [one for one, _ in items], verdict)
        answer = session.decide(items, verdict, body.event, shown=shown)
    except ExtractError as error:
        return alike_screen(session, first, body.query, status=_status(error), alert=_not_saved(session, error))
    if isinstance(answer, Conflict):
        return alike_screen(session, first, body.query, status=409, alert=CAME_FIRST)
    return next_screen(session, first, body.query, toast=_told(session, first, body.event))


def _outdated(session: Session, items: Sequence[Disagreement], event: str) -> bool:
    """Whether gold says something else by now of what is decided; of what is sent again that was settled before."""
    return event not in session.state.events and not all(session.holds(one) for one in items)


def _refuse_unfit(
    session: Session, items: Sequence[Disagreement], verdict: Verdict, causes: tuple[Cause, ...] = ()
) -> None:
    """Refuse a verdict by which gold would take what cannot stand in it; `UsageError` names no side."""
    kept = tuple(reviewed(one, None, session.subject.source) for one in items)
    reason = unfit(Decide("", "", session.reviewer, kept, verdict, causes=causes), session.root)
    if reason is not None:
        raise UsageError(f"gold cannot take what this verdict says: {reason}; edit the item, or give another verdict")


def _status(error: ExtractError) -> int:
    """Return the status of what is not saved: the verdict does not fit, or the log cannot be written."""
    return 422 if isinstance(error, UsageError) else 507


def remark(session: Session, body: RemarkBody) -> Screen:
    """Keep a comment or a flag and show the same item."""
    one = found(session, body.item)
    try:
        answer = session.remark(one, body.type, body.event, body.note)
    except ExtractError as error:
        return item_screen(session, one, body.query, status=507, alert=_not_saved(session, error))
    if isinstance(answer, Conflict):
        return item_screen(session, one, body.query, status=409, alert=CAME_FIRST)
    return item_screen(session, one, body.query, toast="Saved: " + _event(session, body.event))


def undo(session: Session, body: ChangeBody) -> Screen:
    """Take back an event and show the item that it was about."""
    return _change(session, body, back=False)


def redo(session: Session, body: ChangeBody) -> Screen:
    """Bring back an event and show the item that it is about."""
    return _change(session, body, back=True)


def _change(session: Session, body: ChangeBody, *, back: bool) -> Screen:
    shown = None if body.item is None else session.find(body.item)
    try:
        answer = (session.redo if back else session.undo)(body.event, body.target or None)
    except ExtractError as error:
        return _shown_again(session, shown, body.query, 507, _not_saved(session, error))
    if isinstance(answer, Conflict):
        nothing = f"There is nothing to {'redo' if back else 'undo'}."
        return _shown_again(session, shown, body.query, 409, CAME_FIRST if body.target else nothing)
    ids = items_of(answer.state.events[body.event], answer.state.events)
    toast = f"{'Brought back' if back else 'Taken back'}: {_undone(session, body.event)}"
    one = next((one for one in map(session.find, ids) if one is not None), None)
    if one is None:
        return next_screen(session, None, body.query, toast=f"{toast} (on an item that is not in this review)")
    return item_screen(session, one, body.query, toast=toast)


def _shown_again(session: Session, one: Disagreement | None, query: str, status: int, alert: str) -> Screen:
    if one is None:
        return next_screen(session, None, query, status=status, alert=alert)
    return item_screen(session, one, query, status=status, alert=alert)


# --- words -------------------------------------------------------------------------------------------------------


def _told(session: Session, one: Disagreement, event_id: str) -> str:
    """Return what was kept, the sides named from now on."""
    event = session.state.events[event_id]
    called = words.names(session.subject)
    if not isinstance(event, Decide) or event.verdict == "skip":
        return "Skipped: it comes back last."
    count = f"{plural(len(event.items), 'item')}: " if len(event.items) > 1 else ""
    first, second = (called[side] for side in session.sides(one))
    who = f" A was {first}, B was {second}." if event.blind and len(event.items) == 1 else ""
    return f"Saved: {count}{words.verdict(event.verdict, called)}.{who}"


def _event(session: Session, event_id: str) -> str:
    return words.event(session.state.events[event_id], words.names(session.subject))


def _undone(session: Session, event_id: str) -> str:
    event = session.state.events[event_id]
    return _event(session, event.target if isinstance(event, Change) else event_id)


def _not_saved(session: Session, error: ExtractError) -> str:
    return f"NOT saved: {fault(session.log.path, error, 'decide again')}"


def _line(session: Session, one: Disagreement, typed: Mapping[str, str]) -> dict[str, Any] | Errors:
    document = session.document(one)
    return final(one, _kind(session, one), typed, None if document is None else document.text)


def _kind(session: Session, one: Disagreement) -> type[Item]:
    return item_types(session.root)[one.type]


def _typed(said: Mapping[str, str | int | None]) -> dict[str, str]:
    """Return what stands in the controls of the form."""
    return {name: "" if value is None else str(value) for name, value in said.items()}


def _suffix(query: str) -> str:
    return suffix(query_of(filter_of(query)))
