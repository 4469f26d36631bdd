"""Which words tell a time of the clock, a length of time, or a time that they leave open?"""

import re

from extract.quantities.moments import Kind
from extract.quantities.period_words import CARDINALS, ORDINALS, any_of

_UNITS = r"(?:years?|quarters?|months?|weeks?|days?|hours?|decades?|seasons?)"
_ORDINAL = r"(?:\d\d?(?:st|nd|rd|th)|[a-z]{3,9}th)"
_SEVERAL = rf"(?:\d{{1,3}}|{any_of(CARDINALS)}|few|several|many|couple\s+of)"
_PAST = r"(?:past|last|previous|preceding|next|coming|following|recent)"

# Words that name no certain time, in the order in which they are tried.
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("range", rf"(?:{_ORDINAL}|{any_of(ORDINALS)})\s+five-year\s+plan(?:\s+period)?"),
    ("clock", r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![:.]?\d)(?:\s?[ap]\.?m\b\.?)?"),
    ("clock", r"(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)?(?:\s?[ap]m\b|\s?[ap]\.m\.|\s+o['’]clock\b)"),
    ("clock", r"(?:noon|midnight)\b"),
    ("duration", rf"{_PAST}\s+(?:{_SEVERAL}\s+)?(?:consecutive\s+)?{_UNITS}\b(?<!(?:last|next)\s(?:year|week))"),
    ("duration", rf"(?:{_SEVERAL}|{_ORDINAL}|first|second|third)[\s-](?:consecutive|straight|successive)\s+{_UNITS}\b"),
    ("vague", rf"(?:recent|past|last|earlier|coming)\s+{_UNITS}\b(?<!(?:last)\s(?:year))"),
    ("vague", r"(?:recently|lately|previously|formerly|eventually|someday)\b"),
    ("vague", rf"(?:a\s+)?{_SEVERAL}\s+{_UNITS}\s+(?:ago|later|earlier)\b"),
    ("vague", rf"(?:{_SEVERAL}\s+)years\s+of\b"),
    ("vague", r"(?:in|for)\s+(?:the\s+)?(?:near\s+)?future\b"),
    ("vague", r"(?:last|next|this)\s+(?:week|weekend|decade|century|season|spring|summer|autumn|fall|winter)\b"),
    ("base", r"(?:a|one)\s+(?:year|month|quarter|week)\s+(?:ago|earlier|before)\b"),
    ("base", r"(?:previous|preceding|prior)\s+(?:year|month|quarter|week)\b"),
    ("base", r"(?:year|month|quarter|week)[-\s](?:on|over|to)[-\s](?:year|month|quarter|week)\b"),
)  # fmt: skip
_FORMS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)


def unsettled_at(text: str, start: int) -> tuple[Kind, int] | None:
    """Return the kind and the end of the words from `start` on that name a time without a date, or None.

    >>> unsettled_at("12 consecutive months", 0)
    ('duration', 21)
    """
    for kind, form in _FORMS:
        found = form.match(text, start)
        if found:
            return kind, found.end()
    return None
