"""Which words tell a time of the clock, a length of time, or a time that they leave open?"""

from collections.abc import Mapping
from re import Pattern

from extract.quantities.moments import Kind
from extract.quantities.period_words import CARDINALS, ORDINALS, any_of, by_opening, opens

_UNITS = r"(?:years?|quarters?|months?|weeks?|days?|hours?|decades?|seasons?)"
_ORDINAL = r"(?:\d\d?(?:st|nd|rd|th)|[a-z]{3,9}th)"
_SEVERAL = rf"(?:\d{{1,3}}|{any_of(CARDINALS)}|few|several|many|couple\s+of)"
_PAST = r"(?:past|last|previous|preceding|next|coming|following|recent)"

_CERTAIN = r"(?:last|next)\s(?:year|week)"
_IN_A_ROW = r"(?:consecutive|straight|successive)"
_PAST_OPENS, _DIGITS = "plncfr", "0123456789"
_SEVERAL_OPENS = _DIGITS + opens(CARDINALS) + "fsmc"

# Words that name no certain time, in the order in which they are tried: with which characters they may open, empty for
# any, the pattern over small letters, and the kind.
_FORMS: tuple[tuple[str, str, Kind], ...] = (
    ("", rf"(?:{_ORDINAL}|{any_of(ORDINALS)})\s+five-year\s+plan(?:\s+period)?", "range"),
    (_DIGITS, r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![:.]?\d)(?:\s?[ap]\.?m\b\.?)?", "clock"),
    (_DIGITS, r"(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)?(?:\s?[ap]m\b|\s?[ap]\.m\.|\s+o['’]clock\b)", "clock"),
    ("nm", r"(?:noon|midnight)\b", "clock"),
    (_PAST_OPENS, rf"{_PAST}\s+(?:{_SEVERAL}\s+)?(?:consecutive\s+)?{_UNITS}\b(?<!{_CERTAIN})", "duration"),
    ("", rf"(?:{_SEVERAL}|{_ORDINAL}|first|second|third)[\s-]{_IN_A_ROW}\s+{_UNITS}\b", "duration"),
    ("rplec", rf"(?:recent|past|last|earlier|coming)\s+{_UNITS}\b(?<!(?:last)\s(?:year))", "vague"),
    ("rlpfes", r"(?:recently|lately|previously|formerly|eventually|someday)\b", "vague"),
    (_SEVERAL_OPENS + "a", rf"(?:a\s+)?{_SEVERAL}\s+{_UNITS}\s+(?:ago|later|earlier)\b", "vague"),
    (_SEVERAL_OPENS, rf"(?:{_SEVERAL}\s+)years\s+of\b", "vague"),
    ("if", r"(?:in|for)\s+(?:the\s+)?(?:near\s+)?future\b", "vague"),
    ("lnt", r"(?:last|next|this)\s+(?:week|weekend|decade|century|season|spring|summer|autumn|fall|winter)\b", "vague"),
    ("ao", r"(?:a|one)\s+(?:year|month|quarter|week)\s+(?:ago|earlier|before)\b", "base"),
    ("p", r"(?:previous|preceding|prior)\s+(?:year|month|quarter|week)\b", "base"),
    ("ymqw", r"(?:year|month|quarter|week)[-\s](?:on|over|to)[-\s](?:year|month|quarter|week)\b", "base"),
)  # fmt: skip
_BY_OPENING: Mapping[str, tuple[tuple[Pattern[str], Kind], ...]] = by_opening(_FORMS)


def unsettled_at(text: str, start: int) -> tuple[Kind, int] | None:
    """Return the kind and the end of the words from `start` on, in small letters, that name an undated time, or None.

    >>> unsettled_at("12 consecutive months", 0)
    ('duration', 21)
    """
    for form, kind in _BY_OPENING.get(text[start : start + 1], _BY_OPENING[""]):
        found = form.match(text, start)
        if found:
            return kind, found.end()
    return None
