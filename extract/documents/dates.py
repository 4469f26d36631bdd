"""Which calendar date do these words write?"""

import datetime
import re
from collections.abc import Iterator

# English month names; a name is known by its first three letters.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[89]|20|21)\d{2}"

# The ways a date is written, longest first: 2022-06-21, 2022年6月21日, Aug. 8, 2024, 8th of August 2024, 21/06/2022 ...
_FORMS: tuple[tuple[str, str], ...] = (
    ("ymd", rf"({_YEAR})([-/.])(\d{{1,2}})\2(\d{{1,2}})"),
    ("ymd_cjk", rf"({_YEAR})年\s?(\d{{1,2}})月(?:\s?(\d{{1,2}})日)?"),
    ("mdy", rf"\b({_MONTH})\.?\s{{1,3}}({_DAY}),?\s{{1,3}}({_YEAR})"),
    ("dmy", rf"({_DAY})[\s-]{{1,3}}(?:of\s)?({_MONTH})\.?,?[\s-]{{1,3}}({_YEAR})"),
    ("numeric", rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2({_YEAR})"),
    ("my", rf"\b({_MONTH})\.?,?\s{{1,3}}({_YEAR})"),
    ("ym", rf"({_YEAR})([-/])(\d{{1,2}})"),
)
# Pages run words and dates together ("Editor: Ann2022-06-21 10:00"): only digits and their marks may not precede.
_PATTERNS = tuple((form, re.compile(rf"(?<![\d./-]){body}(?![\d/]|[-.]\d)", re.IGNORECASE)) for form, body in _FORMS)
_ANY_YEAR = re.compile(_YEAR)
_MARKS = frozenset("-/.")
_LONGEST_BEFORE = 32
"""Code points; what stands before the year in the longest form, "September.   30th,   2022", is shorter."""

_ZONE = r"(?-i:Z|[A-Z]{2,5}(?![a-z])|[+-]\d{2}:?\d{2})"
_TIME = rf"(?:[T\s,]{{1,3}}(?:at\s)?\d{{1,2}}[:.]\d{{2}}(?::\d{{2}}(?:\.\d{{1,9}})?)?\s?(?:[ap]\.?m\.?)?\s?{_ZONE}?)"
AFTER_TIME = re.compile(rf"{_TIME}?", re.IGNORECASE)
"""The clock time that may follow a date, with its zone."""

WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s)?"
"""The day of the week that may stand before a date (a pattern, for case-insensitive use)."""

_OPENING = re.compile(WEEKDAY, re.IGNORECASE)
_COMPACT = re.compile(rf"({_YEAR})(\d{{2}})(\d{{2}})")


def dates(line: str) -> list[tuple[int, int, str | None]]:
    """Return the dates of a line as (start, end, ISO 8601), in order; None where day and month cannot be told apart.

    >>> dates("Updated: 21 June 2022")
    [(9, 21, '2022-06-21')]
    >>> dates("11/03/2024")
    [(0, 10, None)]
    >>> dates("25/03/2024")
    [(0, 10, '2024-03-25')]
    """
    found: list[tuple[int, int, str | None]] = []
    likely = {form for year in _ANY_YEAR.finditer(line) for form in _forms_around(line, *year.span())}
    if not likely:
        return found  # most lines; the patterns take a hundred times as long
    for form, pattern in _PATTERNS:
        for match in pattern.finditer(line) if form in likely else ():
            if all(match.end() <= start or end <= match.start() for start, end, _ in found):
                found.append((match.start(), match.end(), _read(form, match)))
    return sorted(found)


def _forms_around(line: str, start: int, end: int) -> Iterator[str]:
    """Yield the forms that a date with this year may have, by what stands beside the year."""
    before, after = line[max(0, start - _LONGEST_BEFORE) : start], line[end : end + 1]
    if after in _MARKS and line[end + 1 : end + 2].isdigit():  # many a sentence ends with a year
        yield from ("ymd", "ym")
    if after == "年":
        yield "ymd_cjk"
    if before[-1:] in _MARKS:
        yield "numeric"
    small = before.lower()
    if not before.isascii() or any(month in small for month in _MONTHS):
        yield from ("mdy", "dmy", "my")


def whole_date(text: str) -> str | None:
    """Return the date that a cell holds, ISO 8601 as exactly as it says, or None where it is not one.

    >>> whole_date("2022"), whole_date("2022-06"), whole_date("20220621"), whole_date("2022-06-21T08:00:00Z")
    ('2022', '2022-06', '2022-06-21', '2022-06-21')
    """
    text = text.strip()
    if re.fullmatch(_YEAR, text):
        return text
    if compact := _COMPACT.fullmatch(text):
        return _iso(compact[1], compact[2], compact[3])
    for start, end, date in dates(text[:80]):
        if _OPENING.fullmatch(text, 0, start) and AFTER_TIME.fullmatch(text, end):
            return date
    return None


def _read(form: str, match: re.Match[str]) -> str | None:
    parts = match.groups()
    if form == "numeric":
        return _unordered(parts[0], parts[2], parts[3])
    orders: dict[str, tuple[int, int, int | None]] = {
        "ymd": (0, 2, 3),
        "ymd_cjk": (0, 1, 2),
        "mdy": (2, 0, 1),
        "dmy": (2, 1, 0),
        "my": (1, 0, None),
        "ym": (0, 2, None),
    }
    year, month, day = orders[form]
    return _iso(parts[year], parts[month], None if day is None else parts[day])


def _unordered(first: str, second: str, year: str) -> str | None:
    day_first, month_first = _iso(year, second, first), _iso(year, first, second)
    if day_first and month_first and day_first != month_first:
        return None
    return day_first or month_first


def _iso(year: str, month: str, day: str | None) -> str | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower().replace("ſ", "s")) + 1
    try:
        date = datetime.date(int(year), number, int(re.sub(r"\D", "", day)) if day else 1)
    except ValueError:
        return None
    return date.isoformat() if day else date.isoformat()[:7]
