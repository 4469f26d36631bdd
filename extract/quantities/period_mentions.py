"""Where a text names periods, dates and clock times, and which ones they are in EDTF."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from extract.quantities import edtf
from extract.quantities.moments import Kind, parse_published
from extract.quantities.open_years import Calendar, edges
from extract.quantities.period_drafts import Draft, drafts
from extract.records import Span

_QUALIFIER = re.compile(
    r"\b(?:(?:the\s+)?(?:(?:end|beginning|start|close|middle|whole|course)\s+of\s+|(?:very\s+)?(?:early|late|mid|year)[-\s]+))?(?:the\s+)?$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\b(since|from|between|until|till|through|up\s+to)\s+$", re.IGNORECASE)
_ONWARD = re.compile(r"\s+(?:onwards?|on)\b(?!\s+(?:the|a|an|its|which|\w+day)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """Words that name a time; a reader of numbers leaves these spans alone."""

    span: Span
    edtf: str | None
    """ISO 8601-2; None where the words leave the time open: "recently", "12 consecutive months"."""
    resolved_by: Literal["explicit", "publication", "context"]
    kind: Kind


def _mention(draft: Draft, calendar: Calendar) -> PeriodMention:
    text, start = calendar.text, draft.start
    stretch = draft.stretch
    qualifier = _QUALIFIER.search(text, max(0, start - 30), start) if stretch else None
    start = qualifier.start() if qualifier else start
    unresolved = PeriodMention(Span(start, draft.end), None, "explicit", draft.kind)
    if stretch is None or not (stretch.first.settled and stretch.last.settled):
        return unresolved
    by: Literal["explicit", "publication", "context"] = "explicit"
    if stretch.first.relative or stretch.last.relative:
        by = "publication"
    year = stretch.last.year or stretch.first.year
    if year is None:
        settled = calendar.open_year(draft, stretch)
        if settled is None:
            return unresolved
        year, by = settled
    first, last = edges(stretch, year)
    if first and stretch.first.weekday and calendar.looks_ahead(draft):
        first = last = (date.fromisoformat(first) + timedelta(days=7)).isoformat()
    whole = PeriodMention(Span(start, draft.end), edtf.interval(first, last), by, draft.kind)
    return _opened(text, whole, first, last)


def _opened(text: str, mention: PeriodMention, first: str | None, last: str | None) -> PeriodMention:
    """Take in the preposition that opens the stretch on one side: since 2017, until March, from 2024 on."""
    start, end = mention.span
    found = _PREPOSITION.search(text, max(0, start - 12), start)
    word = found[1].lower() if found else ""
    onward = _ONWARD.match(text, end) if word == "from" else None
    if found and mention.kind == "range" and word in ("from", "between"):
        return replace(mention, span=Span(found.start(), end))
    if found and (word == "since" or onward):
        edge = onward.end() if onward else end
        return replace(mention, span=Span(found.start(), edge), edtf=first and f"{first}/..", kind="since")
    if found and word in ("until", "till", "through", "up to"):
        return replace(mention, span=Span(found.start(), end), edtf=last and f"../{last}", kind="until")
    return mention


def mentions(text: str, *, published: str | None = None) -> tuple[PeriodMention, ...]:
    """Return every period, date and clock time that the text names, in text order.

    `published` is the document's date, ISO 8601 of any precision; without it relative words stay unresolved.

    >>> [(m.edtf, m.kind) for m in mentions("Sales rose in the first two months of 2019.")]
    [('2019-01/2019-02', 'range')]
    """
    when = parse_published(published)
    found = tuple(drafts(text, when))
    years = tuple(
        (draft.start, draft.stretch.first.year)
        for draft in found
        if draft.stretch and draft.stretch.first.year and not draft.stretch.first.relative
        if draft.kind not in ("decade", "century")
    )
    named = {year for _, year in years}
    calendar = Calendar(text, when, years, named.pop() if len(named) == 1 else None)
    return tuple(_mention(draft, calendar) for draft in found)
