"""Which words of the calendar are known, as tables and as pieces of regular expressions."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from re import Pattern
from string import ascii_lowercase, digits
from typing import Any, TypeVar

_Meaning = TypeVar("_Meaning")
_OPENINGS = ascii_lowercase + digits


def _tables() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "period_words.toml").read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, longest first, that tries no letter twice.

    >>> any_of(["may", "march", "mar"])
    '(?:ma(?:r(?:ch)?|y))'
    """
    return _branches(sorted(set(words)))


def _branches(words: list[str]) -> str:
    """Return the pattern for sorted words, common beginnings once."""
    optional = "?" if words and not words[0] else ""
    heads: dict[str, list[str]] = {}
    for word in words:
        if word:
            heads.setdefault(word[0], []).append(word[1:])
    options = []
    for head, tails in heads.items():
        while len(tails) > 0 and all(tails) and len({tail[0] for tail in tails}) == 1:
            head, tails = head + tails[0][0], [tail[1:] for tail in tails]
        options.append(re.escape(head) + (_branches(tails) if tails != [""] else ""))
    return f"(?:{'|'.join(options)}){optional}"


def opens(words: Iterable[str]) -> str:
    """Return the characters with which the words begin.

    >>> opens(["may", "march", "june"])
    'jm'
    """
    return "".join(sorted({word[0] for word in words}))


def by_opening(forms: Iterable[tuple[str, str, _Meaning]]) -> dict[str, tuple[tuple[Pattern[str], _Meaning], ...]]:
    """Return the forms under every small letter and digit with which they may open, in order; all of them under "".

    A form is the characters with which it may open, empty for any, its pattern and what it means. So a place is tried
    with the few forms that may stand there.
    """
    compiled = [(openings, (re.compile(pattern), meaning)) for openings, pattern, meaning in forms]
    found = {char: tuple(form for openings, form in compiled if char in openings or not openings) for char in _OPENINGS}
    return found | {"": tuple(form for _, form in compiled)}


_TABLES = _tables()

MONTHS: dict[str, int] = _TABLES["months"]
WEEKDAYS: dict[str, int] = _TABLES["weekdays"]
ORDINALS: dict[str, int] = _TABLES["ordinals"]
CARDINALS: dict[str, int] = _TABLES["cardinals"]
SEASONS: dict[str, int] = _TABLES["seasons"]
STARTS: tuple[str, ...] = tuple(_TABLES["starts"]["words"])
NAMED_BY_YEAR = frozenset(_TABLES["named_by_year"]["nouns"])
PLURALS_OF_A_YEAR = frozenset(_TABLES["plurals_of_a_year"]["nouns"])
NOT_AFTER_A_YEAR = frozenset(_TABLES["not_after_a_year"]["words"])

YEAR = r"(?:1[5-9]|20|21)\d\d(?!\d|[.,]\d)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d)"
MONTH = any_of(MONTHS) + r"\b\.?"
COUNT = rf"(?:\d{{1,2}}|{any_of(CARDINALS)})"


def month_of(words: str) -> int:
    """Return the number of the month.

    >>> month_of("Sept.")
    9
    """
    return MONTHS[words.rstrip(".").lower()]


def count_of(words: str) -> int:
    """Return a small cardinal in digits or letters.

    >>> count_of("eleven"), count_of("11")
    (11, 11)
    """
    return int(words) if words.isdecimal() else CARDINALS[words.lower()]


def day_of(words: str) -> int:
    """Return the day of a month.

    >>> day_of("11th")
    11
    """
    return int(words.rstrip("stndrh"))
