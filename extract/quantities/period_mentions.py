"""Where a text names periods, dates and clock times, and which ones they are in EDTF."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from extract.quantities import edtf
from extract.quantities.moments import Kind, Moment, Published, moment_at, parse_published
from extract.quantities.period_words import CARDINALS, MONTHS, ORDINALS, SEASONS, WEEKDAYS, any_of
from extract.quantities.year_reading import is_month, is_year
from extract.records import Span


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """Words that name a time; a reader of numbers leaves these spans alone."""

    span: Span
    edtf: str | None
    """ISO 8601-2; None where the words leave the time open: "recently", "12 consecutive months"."""
    resolved_by: Literal["explicit", "publication", "context"]
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Draft:
    """A mention before its year is known."""

    start: int
    end: int
    kind: Kind
    first: Moment | None = None
    last: Moment | None = None


_UNITS = r"(?:years?|quarters?|months?|weeks?|days?|hours?|decades?|seasons?)"
_SEVERAL = rf"(?:\d{{1,3}}|{any_of(CARDINALS)}|few|several|many|couple\s+of)"
_PAST = r"(?:past|last|previous|preceding|next|coming|following|recent)"

# Words that name no certain time, in the order in which they are tried.
_OPEN: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("range", rf"(?:\d\d?(?:st|nd|rd|th)|{any_of((*ORDINALS, 'thirteenth', 'fourteenth', 'fifteenth'))})\s+five-year\s+plan(?:\s+period)?"),
        ("clock", r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:.]\d?)(?:\s?[ap]\.?m\b\.?)?"),
        ("clock", r"(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)?(?:\s?[ap]m\b|\s?[ap]\.m\.|\s+o['’]clock\b)"),
        ("clock", r"(?:noon|midnight)\b"),
        ("duration", rf"{_PAST}\s+(?:{_SEVERAL}\s+)?(?:consecutive\s+)?{_UNITS}\b(?<!(?:last|next)\s(?:year|week))"),
        ("duration", rf"(?:{_SEVERAL}|\d\d?(?:st|nd|rd|th)|[a-z]{{3,9}}th|first|second|third)(?:\s+|-)(?:consecutive|straight|successive)\s+{_UNITS}\b"),
        ("vague", rf"(?:recent|past|last|earlier|coming)\s+{_UNITS}\b(?<!(?:last)\s(?:year))"),
        ("vague", r"(?:recently|lately|previously|formerly|eventually|someday)\b"),
        ("vague", rf"(?:a\s+)?{_SEVERAL}\s+{_UNITS}\s+(?:ago|later|earlier)\b"),
        ("vague", rf"(?:{_SEVERAL}\s+)years\s+of\b"),
        ("vague", r"(?:in|for)\s+(?:the\s+)?(?:near\s+)?future\b"),
        ("vague", r"(?:last|next|this)\s+(?:week|weekend|decade|century|season|spring|summer|autumn|fall|winter)\b"),
        ("base", r"(?:a|one)\s+(?:year|month|quarter|week)\s+(?:ago|earlier|before)\b"),
        ("base", r"(?:previous|preceding|prior)\s+(?:year|month|quarter|week)\b"),
        ("base", r"(?:year|month|quarter|week)[-\s](?:on|over|to)[-\s](?:year|month|quarter|week)\b"),
    )
)  # fmt: skip

_DECADE = re.compile(r"(1[5-9]\d0|20\d0)['’]?s\b")
_CENTURY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)[-\s]century\b", re.IGNORECASE)

# Every place where a period can begin: all else is skipped at the speed of one regular expression.
_STARTS = re.compile(
    r"(?<![\w$€£¥/\\@#_+=])(?<!\d[.,])(?:\d|[QH](?=[1-4])|"
    + any_of(
        (
            *MONTHS, *WEEKDAYS, *ORDINALS, *CARDINALS, *SEASONS, "fall", "this", "last", "next", "past", "previous",
            "preceding", "prior", "coming", "following", "recent", "earlier", "current", "fiscal", "FY", "today",
            "tonight", "tomorrow", "yesterday", "now", "at present", "at the moment", "as of now", "noon", "midnight",
            "few", "several", "many", "a few", "a year", "a month", "a quarter", "a couple", "a week", "lately",
            "formerly", "eventually", "someday", "in the future", "in the near", "in future", "for the future", "year",
            "month", "quarter", "week", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
            "thirteenth", "fourteenth", "fifteenth",
        )
    )
    + ")",
    re.IGNORECASE,
)  # fmt: skip
_RANGE = re.compile(r"\s?(?:-|–|—|−)\s?|,?\s+(?:to|until|till|through|up\s+to)\s+(?:the\s+)?", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_QUALIFIER = re.compile(
    r"\b(?:(?:the\s+)?(?:(?:end|beginning|start|close|middle|whole|course)\s+of\s+|(?:very\s+)?(?:early|late|mid|year)[-\s]+))?(?:the\s+)?$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\b(since|from|between|until|till|through|up\s+to)\s+$", re.IGNORECASE)
_ONWARD = re.compile(r"\s+(?:onwards?|on)\b(?!\s+(?:the|a|an|its|which|\w+day)\b)", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|shall|by|until|before|to be|due|scheduled|next|plans? to|slated)\b[^.!?\n]*$", re.IGNORECASE
)
_AHEAD_RIGHT = re.compile(r"[^.!?\n]{0,60}?\b(?:will|is to|are to)\b", re.IGNORECASE)


def _open_words(text: str, start: int) -> _Draft | None:
    for kind, form in _OPEN:
        found = form.match(text, start)
        if found:
            return _Draft(start, found.end(), kind)
    return None


def _long_stretch(text: str, start: int) -> _Draft | None:
    """Read "1990s" and "19th century"."""
    found = _DECADE.match(text, start)
    if found:
        year = int(found[1])
        return _Draft(start, found.end(), "decade", Moment("decade", found.end(), year, last_year=year + 9))
    found = _CENTURY.match(text, start)
    if not found or not 1 <= int(found[1]) <= 22:
        return None
    year = int(found[1]) * 100
    return _Draft(start, found.end(), "century", Moment("century", found.end(), year - 99, last_year=year))


def _is_time(text: str, start: int, moment: Moment) -> bool:
    """Whether words that could be something else, four digits or a month name, are a time here."""
    words = text[start : moment.end]
    if moment.kind == "year" and words.isdecimal():
        return is_year(text, start, moment.end)
    if moment.kind == "month" and words.rstrip(".").isalpha():
        return is_month(text, start, moment.end)
    if moment.kind in ("date", "range") and moment.year is None and words[0].isalpha():
        return words[0].isupper() or moment.first == moment.last == edtf.WHOLE_YEAR or moment.relative
    return True


def _second(text: str, start: int, first: Moment, published: Published | None) -> Moment | None:
    """Return the moment that a range ends with: the words after "to", a dash, or "and" after "between"."""
    before = text[max(0, start - 12) : start].lower().split()[-1:]
    link = (_AND if before == ["between"] else _RANGE).match(text, first.end)
    moment = moment_at(text, link.end(), published) if link else None
    if moment is None or first.kind in ("present", "range"):
        return None
    alike = moment.kind == first.kind or {moment.kind, first.kind} <= {"date", "month", "year", "present"}
    return moment if alike and moment.kind != "range" else None


def _moment(text: str, start: int, published: Published | None) -> _Draft | None:
    moment = moment_at(text, start, published)
    if moment is None:
        return None
    second = _second(text, start, moment, published)
    if second is not None and _is_range(text, start, moment, second):
        return _Draft(start, second.end, "range", moment, second)
    return _Draft(start, moment.end, moment.kind, moment) if _is_time(text, start, moment) else None


def _is_range(text: str, start: int, first: Moment, second: Moment) -> bool:
    if first.kind == second.kind == "year":
        return (first.year or 0) < (second.year or 0) and is_year(text, start, second.end)
    if "year" in (first.kind, second.kind) and first.kind != second.kind:
        return first.year is not None
    return _is_time(text, start, first)


def _drafts(text: str, published: Published | None) -> Iterator[_Draft]:
    """Yield the mentions in text order, none overlapping."""
    at = 0
    while found := _STARTS.search(text, at):
        start = found.start()
        draft = _long_stretch(text, start) or _moment(text, start, published) or _open_words(text, start)
        if draft is None:
            at = start + 1
            continue
        yield draft
        at = draft.end


def _edges(draft: _Draft, year: int) -> tuple[str | None, str | None]:
    """Return where the stretch begins and ends; `year` fills what the words leave open."""
    first, last = draft.first, draft.last or draft.first
    assert first is not None and last is not None  # noqa: S101 - only drafts that hold moments come here
    last_year = last.last_year or last.year or year
    first_year = first.year or (last.year or year)
    if first.year is None and last.last < first.first:
        first_year -= 1
    return edtf.point(first_year, first.first), edtf.point(last_year, last.last)


@dataclass(frozen=True, slots=True)
class _Calendar:
    """What settles an open year: the publication date, and the years that the document names."""

    text: str
    published: Published | None
    years: tuple[tuple[int, int], ...]
    """Position and year of every mention that holds its year."""

    def open_year(self, draft: _Draft) -> tuple[int, Literal["publication", "context"]] | None:
        """Return the year of words such as "March 11" or "the third quarter", and what settled it."""
        fronted = self._fronted(draft.start)
        if fronted:
            return fronted, "context"
        if self.published is not None:
            year = self._by_publication(draft, self.published)
            return (year, "publication") if year else None
        earlier = [year for position, year in self.years if position < draft.start]
        if earlier:
            return earlier[-1], "context"
        named = {year for _, year in self.years}
        return (named.pop(), "context") if len(named) == 1 else None

    def _fronted(self, start: int) -> int | None:
        """Return the year of "In 2021, …" where it opens this sentence or the one before, in the same paragraph."""
        at = bisect_left(self.years, (start, 0)) - 1
        if at < 0 or start - self.years[at][0] > 300:
            return None
        position, year = self.years[at]
        words = self.text[position:start]
        opens = self.text[max(0, position - 3) : position] in ("In ", "in ") and "\n" not in words
        return year if opens and words[4:5] == "," and len(re.findall(r"[.!?]\s", words)) <= 1 else None

    def _by_publication(self, draft: _Draft, published: Published) -> int | None:
        """Return the year of the latest such period that was over, or of the next one where the words look ahead."""
        if not published.month:
            return None
        today = published.date or date(published.year, published.month, 1)
        last = _edges(draft, published.year)[1]
        end = edtf.days(last)[1] if last else None
        if end is None:
            return None
        ahead = _AHEAD.search(self.text, max(0, draft.start - 60), draft.start) or _AHEAD_RIGHT.match(
            self.text, draft.end
        )
        begun = edtf.days(edtf.point(published.year, draft.first.first) or last)[0] if draft.first else None
        if ahead:
            return published.year if end >= today else published.year + 1
        single = draft.kind in ("date", "month")
        return published.year if end <= today or (single and begun and begun <= today) else published.year - 1


def _mention(draft: _Draft, calendar: _Calendar) -> PeriodMention:
    text, start = calendar.text, draft.start
    moments = [moment for moment in (draft.first, draft.last) if moment is not None]
    qualifier = _QUALIFIER.search(text, max(0, start - 30), start) if moments else None
    start = qualifier.start() if qualifier else start
    unresolved = PeriodMention(Span(start, draft.end), None, "explicit", draft.kind)
    if not moments or not all(moment.settled for moment in moments):
        return unresolved
    by: Literal["explicit", "publication", "context"] = "explicit"
    if any(moment.relative for moment in moments):
        by = "publication"
    year = moments[-1].year or moments[0].year
    if year is None:
        settled = calendar.open_year(draft)
        if settled is None:
            return unresolved
        year, by = settled
    first, last = _edges(draft, year)
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

    >>> [(m.edtf, m.kind) for m in mentions("Sales rose in the first three quarters of 2023.")]
    [('2023-01/2023-09', 'range')]
    """
    when = parse_published(published)
    drafts = tuple(_drafts(text, when))
    years = tuple(
        (draft.start, draft.first.year)
        for draft in drafts
        if draft.first and draft.first.year and not draft.first.relative and draft.kind not in ("decade", "century")
    )
    calendar = _Calendar(text, when, years)
    return tuple(_mention(draft, calendar) for draft in drafts)
