"""Where words of time stand in a text, before open years are settled."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extract.quantities.moments import Kind, Moment, Published, moment_at
from extract.quantities.period_words import (
    CARDINALS,
    COUNT,
    MONTHS,
    ORDINALS,
    SEASONS,
    STARTS,
    WEEKDAYS,
    any_of,
    count_of,
)
from extract.quantities.small_letters import small
from extract.quantities.unsettled_times import unsettled_at
from extract.quantities.year_reading import is_month, is_year


class Stretch(NamedTuple):
    """From one moment to another, or the months that end with the second."""

    first: Moment
    last: Moment
    months: int = 0
    """How many months the stretch reaches back from its end, where only the end is named."""


class Draft(NamedTuple):
    """A mention before its year is known."""

    start: int
    end: int
    kind: Kind
    stretch: Stretch | None = None
    """None where the words name no date."""


_DECADE = re.compile(r"(1[5-9]\d0|20\d0)['’]?s\b")
_CENTURY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)[-\s]century\b")

# All patterns but that of decades are for small letters.
# Every place where a period can begin: all else is skipped at the speed of one regular expression.
_STARTS = re.compile(
    r"(?<![\w$€£¥/\\@#_+=])(?<!\d[.,])(?:\d|[qh](?=[1-4])|"
    + any_of(map(str.lower, (*MONTHS, *WEEKDAYS, *ORDINALS, *CARDINALS, *SEASONS, *STARTS)))
    + ")"
)
_STRETCH = re.compile(
    rf"(?:(?P<count>{COUNT})\s+months|(?P<unit>quarter|half-year|fiscal\s+year|year))\s+"
    r"(?:(?:that\s+)?(?:ended|ending)|to|through)\s+(?:on\s+|in\s+)?(?:the\s+end\s+of\s+)?"
)
_MONTHS_OF = {"q": 3, "h": 6, "y": 12, "f": 12}
_RANGE = re.compile(r"\s?(?:-|–|—|−)\s?|,?\s+(?:to|until|till|through|up\s+to)\s+(?:the\s+)?")
_AND = re.compile(r"\s+and\s+")


def _one(start: int, moment: Moment) -> Draft:
    return Draft(start, moment.end, moment.kind, Stretch(moment, moment))


def _long_stretch(text: str, low: str, start: int) -> Draft | None:
    """Read "1990s" and "19th century"."""
    if not low[start].isdecimal():
        return None
    found = _DECADE.match(text, start)
    if found:
        year = int(found[1])
        return _one(start, Moment("decade", found.end(), year, last_year=year + 9))
    found = _CENTURY.match(low, start)
    if not found or not 1 <= int(found[1]) <= 22:
        return None
    year = int(found[1]) * 100
    return _one(start, Moment("century", found.end(), year - 99, last_year=year))


def _unsettled(low: str, start: int) -> Draft | None:
    found = unsettled_at(low, start)
    return Draft(start, found[1], found[0]) if found else None


def _is_time(text: str, start: int, moment: Moment) -> bool:
    """Whether words that could be something else, four digits or a month name, are a time here."""
    words = text[start : moment.end]
    if moment.kind == "year" and words.isdecimal():
        return is_year(text, start, moment.end)
    if moment.kind == "month" and words.rstrip(".").isalpha():
        return is_month(text, start, moment.end)
    if moment.year is None and moment.first[1] and words[0].isalpha():
        return words[0].isupper()
    return True


def _second(low: str, start: int, first: Moment, published: Published | None) -> Moment | None:
    """Return the moment that a range ends with: the words after "to", a dash, or "and" after "between"."""
    before = low[max(0, start - 12) : start].split()[-1:]
    link = (_AND if before == ["between"] else _RANGE).match(low, first.end) or _next_month(low, first)
    moment = moment_at(low, link.end(), published) if link else None
    if moment is None or first.kind in ("present", "range"):
        return None
    alike = moment.kind == first.kind or {moment.kind, first.kind} <= {"date", "month", "year", "present"}
    return moment if alike and moment.kind != "range" else None


def _next_month(low: str, first: Moment) -> re.Match[str] | None:
    """Match the "and" of "January and February": months that follow one another are one stretch."""
    link = _AND.match(low, first.end) if first.kind == "month" else None
    second = moment_at(low, link.end()) if link else None
    return link if second and second.kind == "month" and second.first[0] == first.first[0] % 12 + 1 else None


def _moment(text: str, low: str, start: int, published: Published | None) -> Draft | None:
    moment = moment_at(low, start, published)
    if moment is None:
        return None
    second = _second(low, start, moment, published)
    if second is not None and _is_range(text, start, moment, second):
        return Draft(start, second.end, "range", Stretch(moment, second))
    return _one(start, moment) if _is_time(text, start, moment) else None


def _stretch_to(low: str, start: int, published: Published | None) -> Draft | None:
    """Read "three months to December" and "year ended March 31, 2023", whose end alone is named."""
    found = _STRETCH.match(low, start)
    moment = moment_at(low, found.end(), published) if found else None
    if found is None or moment is None or moment.kind not in ("month", "date"):
        return None
    months = count_of(found["count"]) if found["count"] else _MONTHS_OF[found["unit"][0]]
    return Draft(start, moment.end, "range", Stretch(moment, moment, months))


def _is_range(text: str, start: int, first: Moment, second: Moment) -> bool:
    if first.kind == second.kind == "year":
        return (first.year or 0) < (second.year or 0) and is_year(text, start, second.end)
    if "year" in (first.kind, second.kind) and first.kind != second.kind:
        return first.year is not None
    return _is_time(text, start, first)


def drafts(text: str, published: Published | None) -> Iterator[Draft]:
    """Yield what the text names of times, in text order, none overlapping."""
    at, low = 0, small(text)
    while found := _STARTS.search(low, at):
        start = found.start()
        draft = (
            _long_stretch(text, low, start)
            or _stretch_to(low, start, published)
            or _moment(text, low, start, published)
            or _unsettled(low, start)
        )
        if draft is None:
            at = start + 1
            continue
        yield draft
        at = draft.end
