"""Whether four digits are a year, and a capitalised month name a month, by the words around them."""

import re

from extract.quantities.period_words import NOT_AFTER_A_YEAR, PLURALS_OF_A_YEAR
from extract.records import Span


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_LEFT_WORD = re.compile(r"([^\W\d_]+(?:['’]s)?|[^\w\s])[^\S\n]*$")
_NEXT = re.compile(r"([^\S\n]*)(-?[^\W\d_]+|[^\s\w]|\d)?")

_STRONG = _words(
    "in since until till during circa mid early late year fiscal fy spring summer autumn fall winter before after "
    "between through throughout"
)
_WEAK = _words("of for by and or from than over with versus vs as ( “ \" ' – —")
_ATTRIBUTIVE = _words("the its their his her our a an this that new")
_PART_OF_YEAR = re.compile(r"\b(?:mid|early|late|year|end|pre|post)-$", re.IGNORECASE)
_CHANGES = re.compile(r"(?:ed|rise|rises|rose|fell|falls|fall|grew|up|down|jump|jumps)\s+by\s+$", re.IGNORECASE)
_MONTH_LEFT = _words(
    "in since by until till from to of during early late mid last next this through between and every before after "
    "for per on end"
)
_AMBIGUOUS_MONTHS = frozenset({"may", "march", "mar", "jan", "dec", "sep", "jun", "apr", "august"})


def _left_word(text: str, start: int) -> str:
    found = _LEFT_WORD.search(text, max(0, start - 30), start)
    return found[1].lower() if found else ""


def _is_counted(word: str) -> bool:
    """Whether a word after four digits shows that they count or measure: "2000 workers", "1500 m"."""
    if word in NOT_AFTER_A_YEAR:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith("ss") and word not in PLURALS_OF_A_YEAR


def is_year(text: str, start: int, end: int) -> bool:
    """Whether the four digits at `start:end`, or the four and four of a range, are a year or years.

    >>> is_year("Since 2017, ...", 6, 10), is_year("It hired 2000 workers.", 9, 13)
    (True, False)
    """
    after = _NEXT.match(text, end)
    space, word = (after[1], after[2] or "") if after else ("", "")
    if not space and (word[:1] in ("%", "$", "°", "+", "/", "_", "=") or (word and word[0].isalpha())):
        return False
    if word.startswith("-") and len(word) > 1:
        return False
    left = _left_word(text, start)
    if left == "-":
        return bool(_PART_OF_YEAR.search(text, max(0, start - 10), start))
    if left in _STRONG:
        capital = text[max(0, start - 7) : start].lstrip()[:1].isupper() and left in ("in", "since", "during", "until")
        return capital or not _is_counted(word.lower())
    if not "1900" <= text[start : start + 4] <= "2150" or _is_counted(word.lower()):
        return False
    return _weakly_a_year(text, Span(start, end), left, word)


def _weakly_a_year(text: str, span: Span, left: str, word: str) -> bool:
    """Judge where no preposition of time stands before the digits."""
    names = word.isalpha()
    if left == "by":
        return not _CHANGES.search(text, max(0, span.start - 20), span.start)
    if left in ("from", "than", "over", "with", "versus", "vs"):
        return not names or word.lower() in (
            "levels",
            "to",
            "when",
            "as",
            "and",
            "through",
            "until",
            "on",
            "onward",
            "onwards",
        )
    if left in _WEAK:
        return True
    if left in _ATTRIBUTIVE or left.endswith(("'s", "’s")):
        return names
    if left in ("", ".", "!", "?", ":", ";", "•", "*"):
        return names or word in ("", ":") or span.end - span.start > 4
    return left == "," and not names


def is_month(text: str, start: int, end: int) -> bool:
    """Whether a month name without day or year is a month: not a march, a person or the verb.

    >>> is_month("In May it rained", 3, 6), is_month("May I go", 0, 3)
    (True, False)
    """
    if not text[start].isupper():
        return False
    name = text[start:end].rstrip(".").lower()
    return name not in _AMBIGUOUS_MONTHS or _left_word(text, start) in _MONTH_LEFT
