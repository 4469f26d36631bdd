"""Which single moment of the calendar the words at one place name: a day, month, quarter, half or year."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from re import Match, Pattern
from typing import Literal, TypeAlias

from extract.quantities.edtf import WHOLE_YEAR, MonthDay
from extract.quantities.period_words import (
    COUNT,
    DAY,
    MONTH,
    MONTHS,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    YEAR,
    any_of,
    by_opening,
    count_of,
    day_of,
    month_of,
    opens,
)

Kind: TypeAlias = Literal[
    "date", "week", "month", "quarter", "half", "season", "year", "decade", "century", "range", "since", "until",
    "present", "duration", "vague", "clock", "base",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """When the document appeared, as exactly as is known; 0 where it is not."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def date(self) -> date | None:
        """The day, where it is known."""
        return date(self.year, self.month, self.day) if self.day else None


def parse_published(published: str | None) -> Published | None:
    """Return the parts of an ISO 8601 date of any precision; None where there is no such date.

    >>> parse_published("2022-06")
    Published(year=2022, month=6, day=0)
    """
    found = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])", published or "")
    if not found:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return Published(year, month, day)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point or stretch within one year; the year is None where the words leave it open."""

    kind: Kind
    end: int
    """Where the words end."""
    year: int | None = None
    first: MonthDay = WHOLE_YEAR
    last: MonthDay = WHOLE_YEAR
    last_year: int | None = None
    """Where the stretch ends in another year."""
    relative: bool = False
    """Whether the year was counted from the publication date."""
    weekday: bool = False
    """Whether a day of the week alone names the day: the latest one up to publication, or the next."""
    settled: bool = True
    """False where the words name no certain time."""


_Reader: TypeAlias = Callable[[Match[str], Published | None], Moment]

_TAIL = (
    rf"(?:(?:,?\s+(?:of\s+|in\s+)?(?:fiscal\s+(?:year\s+)?|fy\s?)?|\s?/\s?)(?P<year>{YEAR})"
    r"|,?\s+(?:of\s+)?(?P<rel>this|last|next)\s+year)?"
)
_OFFSETS = {"this": 0, "current": 0, "last": -1, "previous": -1, "next": 1, "coming": 1, "past": -1}


def _dated(found: Match[str], published: Published | None, moment: Moment) -> Moment:
    """Add the year that the tail of the words names."""
    groups = found.groupdict()
    if groups.get("year"):
        return replace(moment, year=int(groups["year"]))
    if not groups.get("rel"):
        return moment
    if published is None:
        return replace(moment, settled=False)
    return replace(moment, year=published.year + _OFFSETS[groups["rel"].lower()], relative=True)


def _iso(found: Match[str], _: Published | None) -> Moment:
    at = (int(found["m"]), int(found["d"]))
    return Moment("date", found.end(), int(found["y"]), at, at)


def _year_span(found: Match[str], _: Published | None) -> Moment:
    """Read 2019-20 and 2023/24 as years, 2023-09 as a month, and nothing from 2010-12, which could be both."""
    year, short = int(found["year"]), int(found["yy"])
    last_year = year - year % 100 + short
    if last_year <= year and 1 <= short <= 12:
        return Moment("month", found.end(), year, (short, 0), (short, 0))
    certain = (last_year > year and short > 12) or (short == year % 100 + 1 and "/" in found[0])
    return Moment("range", found.end(), year, last_year=last_year, settled=certain)


def _numeric(found: Match[str], _: Published | None) -> Moment:
    """Read 25/03/2024 either way round, and nothing from 11/03/2024, which could be both."""
    a, b, year = int(found["a"]), int(found["b"]), int(found["y"])
    day, month = (a, b) if a > 12 else (b, a)
    certain = (a > 12) != (b > 12) or a == b
    return Moment("date", found.end(), year, (month, day), (month, day), settled=certain and month <= 12)


def _day(found: Match[str], published: Published | None) -> Moment:
    at = (month_of(found["month"]), day_of(found["day"]))
    return _dated(found, published, Moment("date", found.end(), None, at, at))


def _days(found: Match[str], published: Published | None) -> Moment:
    month, first, last = month_of(found["month"]), day_of(found["a"]), day_of(found["b"])
    moment = Moment("range", found.end(), None, (month, first), (month, last), settled=first < last)
    return _dated(found, published, moment)


def _month(found: Match[str], published: Published | None) -> Moment:
    at = (month_of(found["month"]), 0)
    return _dated(found, published, Moment("month", found.end(), None, at, at))


def _months(kind: Kind, first: int, last: int, found: Match[str], published: Published | None) -> Moment:
    return _dated(found, published, Moment(kind, found.end(), None, (first, 0), (last, 0)))


def _part(found: Match[str], published: Published | None) -> Moment:
    """Read "third quarter", "Q3", "first half", "H1"."""
    ordinal = found["ordinal"]
    number = int(ordinal) if ordinal.isdecimal() else ORDINALS[ordinal.lower()]
    unit = found["unit"].lower()
    if unit.startswith("q"):
        return _months("quarter", 3 * number - 2, 3 * number, found, published)
    if number > 2:
        return Moment("half", found.end(), settled=False)
    return _months("half", 6 * number - 5, 6 * number, found, published)


def _first_few(found: Match[str], published: Published | None) -> Moment:
    """Read "the first three quarters" and "the first 11 months"."""
    months = count_of(found["count"]) * (3 if found["unit"].lower().startswith("q") else 1)
    moment = _months("range", 1, min(months, 12), found, published)
    return moment if 1 <= months <= 12 else replace(moment, settled=False)


def _last_few(found: Match[str], _: Published | None) -> Moment:
    """Read "the final three months of 2019"."""
    months = count_of(found["count"]) * (3 if found["unit"].lower().startswith("q") else 1)
    return Moment(
        "range", found.end(), int(found["year"]), (13 - min(months, 12), 0), (12, 0), settled=1 <= months <= 12
    )


def _season(found: Match[str], published: Published | None) -> Moment:
    at = (SEASONS[found["season"].lower().replace("fall", "autumn")], 0)
    return _dated(found, published, Moment("season", found.end(), None, at, at))


def _year(found: Match[str], _: Published | None) -> Moment:
    return Moment("year", found.end(), int(found["year"]))


def _short_year(found: Match[str], _: Published | None) -> Moment:
    return Moment("year", found.end(), 2000 + int(found["yy"]))


def _relative_year(found: Match[str], published: Published | None) -> Moment:
    if published is None:
        return Moment("year", found.end(), settled=False)
    year = published.year + _OFFSETS[found["rel"].lower()]
    return Moment("year", found.end(), year, relative=True)


def _relative_month(found: Match[str], published: Published | None) -> Moment:
    """Read "last month", "this quarter" and the like, counted from the publication month."""
    size = 3 if found["unit"].lower() == "quarter" else 1
    kind: Kind = "quarter" if size == 3 else "month"
    if published is None or not published.month:
        return Moment(kind, found.end(), settled=False)
    months = published.year * 12 + published.month - 1 + size * _OFFSETS[found["rel"].lower()]
    year, month = divmod(months - months % size, 12)
    return Moment(kind, found.end(), year, (month + 1, 0), (month + size, 0), relative=True)


def _on(day: date | None, found: Match[str]) -> Moment:
    if day is None:
        return Moment("date", found.end(), settled=False)
    at = (day.month, day.day)
    return Moment("date", found.end(), day.year, at, at, relative=True)


def _relative_day(found: Match[str], published: Published | None) -> Moment:
    published_on = published.date if published else None
    steps = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
    return _on(published_on and published_on + timedelta(days=steps[found["day"].lower()]), found)


def _weekday(found: Match[str], published: Published | None) -> Moment:
    """Read the latest such weekday up to the publication day; "last" and "next" ones mean different days to readers."""
    published_on = published.date if published else None
    if published_on is None or found["which"]:
        return Moment("date", found.end(), settled=False)
    back = (published_on.weekday() - WEEKDAYS[found["weekday"].lower()]) % 7
    return replace(_on(published_on - timedelta(days=back), found), weekday=True)


def _present(found: Match[str], published: Published | None) -> Moment:
    if published is None:
        return Moment("present", found.end(), settled=False)
    at = (published.month, 0)
    return Moment("present", found.end(), published.year, at, at, relative=True)


_TO = r"\s?(?:-|–|to|and|through|until)\s?"
_SEASON = any_of((*SEASONS, "fall"))
_WEEKDAY = any_of(WEEKDAYS)
_NTH = any_of(ORDINALS)
_DIGITS = "0123456789"
_MONTH_OPENS, _WEEKDAY_OPENS, _SEASON_OPENS = opens(MONTHS), opens(WEEKDAYS), opens((*SEASONS, "fall"))
# With which characters each form may open, its pattern over small letters, and what reads it; the first that matches.
_FORMS: tuple[tuple[str, str, _Reader], ...] = (
    ("12", r"(?P<y>(?:1[5-9]|20|21)\d\d)([-/.])(?P<m>0?[1-9]|1[0-2])\2(?P<d>3[01]|[12]\d|0?[1-9])(?![\d])", _iso),
    ("12", r"(?P<year>(?:19|20)\d\d)(?:\s?[–-]\s?|/)(?P<yy>\d\d)(?![\d-])", _year_span),
    (_DIGITS, r"(?P<a>[0-3]?\d)(?P<s>[-/.])(?P<b>[0-3]?\d)(?P=s)(?P<y>(?:19|20)\d\d)(?!\d)", _numeric),
    (_MONTH_OPENS, rf"(?P<month>{MONTH})\s(?P<a>{DAY}){_TO}(?P<b>{DAY})\b{_TAIL}", _days),
    (_DIGITS, rf"(?P<a>{DAY}){_TO}(?P<b>{DAY})\s(?P<month>{MONTH}){_TAIL}", _days),
    (_WEEKDAY_OPENS + _MONTH_OPENS, rf"(?:{_WEEKDAY},?\s+)?(?P<month>{MONTH})\s?(?P<day>{DAY})\b{_TAIL}", _day),
    (_WEEKDAY_OPENS + _DIGITS, rf"(?:{_WEEKDAY},?\s+)?(?P<day>{DAY})\s(?:of\s+)?(?P<month>{MONTH}){_TAIL}", _day),
    (_MONTH_OPENS, rf"(?P<month>{MONTH}){_TAIL}", _month),
    ("qh", r"(?P<unit>[qh])(?P<ordinal>[1-4])" + _TAIL + r"\b", _part),
    (opens(ORDINALS), rf"(?P<ordinal>{_NTH})[-\s]+(?P<unit>quarter|half)\b(?!\s+of\s+the\s+game){_TAIL}", _part),
    ("fl", rf"(?:final|last)\s+(?P<count>{COUNT})\s+(?P<unit>quarters|months)\s+of\s+(?P<year>{YEAR})", _last_few),
    ("f", rf"first[-\s]+(?P<count>{COUNT})[-\s]+(?P<unit>quarters?|months?)\b{_TAIL}", _first_few),
    (_SEASON_OPENS, rf"(?P<season>{_SEASON})(?=\s+(?:of\s+)?(?:{YEAR}|(?:this|last|next)\s+year)){_TAIL}", _season),
    ("f", rf"(?:fiscal\s+(?:year\s+)?|fy\s?)(?P<year>{YEAR})", _year),
    ("f", r"fy\s?'?(?P<yy>\d\d)\b(?![\d.,%])", _short_year),
    ("12", rf"(?P<year>{YEAR})", _year),
    ("tln", r"(?P<rel>this|last|next)\s+year\b", _relative_year),
    ("c", r"(?P<rel>current)\s+year\b", _relative_year),
    ("tlnc", r"(?P<rel>this|last|next|current)\s+(?P<unit>month|quarter)\b", _relative_month),
    ("ty", r"(?P<day>yesterday|today|tonight|tomorrow)\b", _relative_day),
    (_WEEKDAY_OPENS + "lnt", rf"(?P<which>(?:last|next|this)\s+)?(?P<weekday>{_WEEKDAY})\b(?!s)", _weekday),
    ("acn", r"(?:at\s+present|currently|at\s+the\s+moment|as\s+of\s+now|nowadays|now)\b", _present),
)  # fmt: skip
_BY_OPENING: Mapping[str, tuple[tuple[Pattern[str], _Reader], ...]] = by_opening(_FORMS)


def moment_at(text: str, start: int, published: Published | None = None) -> Moment | None:
    """Return the moment that the words from `start` on, in small letters, name, or None where they name none.

    >>> moment_at("march 11, 2023", 0).first
    (3, 11)
    """
    for form, read in _BY_OPENING.get(text[start : start + 1], _BY_OPENING[""]):
        found = form.match(text, start)
        if found:
            return read(found, published)
    return None
