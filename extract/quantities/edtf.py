"""How a stretch of the calendar is written in EDTF (ISO 8601-2), and which days it covers."""

import re
from calendar import monthrange
from datetime import date
from typing import TypeAlias

MonthDay: TypeAlias = tuple[int, int]
"""Month and day; 0 where the words name none. A month of 21 to 24 is an EDTF season."""

WHOLE_YEAR: MonthDay = (0, 0)

_POINT = re.compile(r"(?:[0-9]{3}X|[0-9]{2}XX|([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?)[?~%]?")
_SEASONS_AND_QUARTERS = frozenset((*range(21, 25), *range(33, 37)))


def point(year: int, at: MonthDay = WHOLE_YEAR) -> str | None:
    """Return one year, month, season or day in EDTF, or None where the calendar has no such day.

    >>> point(2023, (3, 11)), point(2023, (3, 0)), point(2023)
    ('2023-03-11', '2023-03', '2023')
    >>> point(2023, (2, 30)) is None
    True
    """
    month, day = at
    if not 1 <= year <= 9999:
        return None
    if not month:
        return f"{year:04d}"
    if not day:
        return f"{year:04d}-{month:02d}"
    if month > 12 or day > monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def interval(first: str | None, last: str | None) -> str | None:
    """Return the stretch from `first` to `last`, one of them alone where they are equal.

    >>> interval("2015", "2020"), interval("2023", "2023")
    ('2015/2020', '2023')
    """
    if first is None or last is None:
        return None
    return first if first == last else f"{first}/{last}"


def _edge(text: str, *, end: bool) -> date | None:
    """Return the first or last day of a point, None for an open end."""
    parts = [int(part) for part in text.split("-") if part.isdigit()]
    if not parts:
        return None
    year, month, day = (*parts, 0, 0)[:3]
    if month > 12:  # a season has no certain days: the year holds it
        month = 0
    if not month:
        return date(year, 12, 31) if end else date(year, 1, 1)
    if not day:
        return date(year, month, monthrange(year, month)[1]) if end else date(year, month, 1)
    return date(year, month, day)


def days(edtf: str) -> tuple[date | None, date | None]:
    """Return the first and the last day that the EDTF of this module covers; None where it is open.

    >>> days("2023-01/2023-09")
    (datetime.date(2023, 1, 1), datetime.date(2023, 9, 30))
    >>> days("2017/..")
    (datetime.date(2017, 1, 1), None)
    """
    first, _, last = edtf.partition("/")
    return _edge(first, end=False), _edge(last or first, end=True)


def is_edtf(text: str) -> bool:
    """Whether the text is a year, decade, century, season, quarter, month or day in EDTF, or an interval of two.

    Each may be uncertain (`?`), approximate (`~`) or both (`%`), and one end of an interval open (`..`).

    >>> [is_edtf(text) for text in ("2021", "2023-01/2023-09", "2017/..", "2023-33", "199X", "2021-06~")]
    [True, True, True, True, True, True]
    >>> [is_edtf(text) for text in ("June 2021", "2023-02-30", "2023-13", "2023/2021", "../..", "2021-6")]
    [False, False, False, False, False, False]
    """
    first, slash, last = text.partition("/")
    ends = [one for one in (first, last) if one != ".."] if slash else [text]
    if not ends or not all(map(_is_point, ends)):
        return False
    begin, end = days("/".join(one.rstrip("?~%") for one in ends))
    return len(ends) == 1 or begin is None or end is None or begin <= end


def _is_point(text: str) -> bool:
    found = _POINT.fullmatch(text)
    if found is None:
        return False
    if found[1] is None:
        return True
    year, month, day = (int(part or 0) for part in found.groups())
    return (not found[2] or 1 <= month <= 12 or month in _SEASONS_AND_QUARTERS) and (
        (found[3] is None or day > 0) and point(year, (month, day)) is not None
    )


def one_year_earlier(edtf: str) -> str:
    """Return the same stretch of the calendar a year before; 29 February becomes the 28th.

    >>> one_year_earlier("2023-01/2023-09")
    '2022-01/2022-09'
    """
    earlier = (f"{int(part[:4]) - 1:04d}{part[4:]}" if part[:4].isdigit() else part for part in edtf.split("/"))
    return "/".join(earlier).replace("-02-29", "-02-28")
