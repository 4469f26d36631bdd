"""In which number, sign, unit or negation do two wordings differ?"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extract.records import NumberExpression
from extract.text import UNIT_SYMBOLS

_WORD = re.compile(r"[^\W\d_]+(?:['’]t\b)?")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_SIGNED = re.compile(r"(?<![\w)])([-−–+±])[$€£¥]?(?=\d)")
_OTHER_NUMERALS = re.compile(r"[²³¹⁰⁴-⁹₀-₉¼-¾⅐-⅞Ⅰ-ⅿ①-⓿½]")
_SYMBOL = re.compile(r"(?:\d\s?|/|\bper )([A-Za-zµμΩ°]{1,5})(?![A-Za-z])")
_CASELESS = frozenset(symbol.casefold() for symbol in UNIT_SYMBOLS)
_NOT = re.compile(r"n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wording:
    """Some words and the number expressions in them, with spans within the words."""

    text: str
    numbers: Sequence[NumberExpression]


def difference(stated: Wording, quoted: Wording) -> str | None:
    """Return in words what the text states against what the quote says, or None where nothing decisive differs.

    >>> difference(Wording("prices rose", ()), Wording("prices fell", ()))
    'the text says rose, the quote says fell'
    """
    checks: tuple[Callable[[Wording, Wording], str | None], ...] = (_numbers, _spelling, _opposites, _months)
    for check in checks:
        found = check(stated, quoted)
        if found:
            return found
    return None


def _numbers(stated: Wording, quoted: Wording) -> str | None:
    """Compare the numbers as they are read: value, upper end and unit."""
    ours, theirs = _left_over(stated.numbers, quoted.numbers, _key_in(stated.text), _key_in(quoted.text))
    if not ours and not theirs:
        return None
    return _says([_written(stated, one) for one in ours], [_written(quoted, one) for one in theirs])


def _key_in(text: str) -> Callable[[NumberExpression], object]:
    def key(number: NumberExpression) -> object:
        if number.value is None:
            return text[number.span.start : number.span.end].casefold()
        return number.value, number.upper, number.unit

    return key


def _written(wording: Wording, number: NumberExpression) -> str:
    return wording.text[number.span.start : number.span.end]


def _left_over(
    stated: Iterable[Any], quoted: Iterable[Any], key: Callable[[Any], object], other: Callable[[Any], object]
) -> tuple[list[Any], list[Any]]:
    """Return what has no equal on the other side, in order."""
    return _unmatched(stated, map(other, quoted), key), _unmatched(quoted, map(key, stated), other)


def _unmatched(ones: Iterable[Any], others: Iterable[object], key: Callable[[Any], object]) -> list[Any]:
    free = Counter(others)
    left = []
    for one in ones:
        if free[key(one)] > 0:
            free[key(one)] -= 1
        else:
            left.append(one)
    return left


def _spelling(stated: Wording, quoted: Wording) -> str | None:
    """Compare digits, signs, scale words, unit symbols and negations as written, in case a reading has failed."""
    for listed in (_digits, _signs, _scales, _negations):
        ours, theirs = _left_over(listed(stated.text), listed(quoted.text), str, str)
        if ours or theirs:
            return _says(ours, theirs)
    ours, theirs = _left_over(_symbols(stated.text), _symbols(quoted.text), str, str)
    if ours and theirs:
        return _says(ours, theirs)
    return None


def _digits(text: str) -> list[str]:
    return [_THOUSANDS.sub("", match[0]) for match in _DIGITS.finditer(text)] + _OTHER_NUMERALS.findall(text)


def _signs(text: str) -> list[str]:
    return ["-" if sign in "-−–" else sign for sign in _SIGNED.findall(text)]


def _scales(text: str) -> list[str]:
    return [word.rstrip("s") for word in _words(text) if word in _table().scales]


def _negations(text: str) -> list[str]:
    """Return one "not" for each negation: "without" and "with no" say the same."""
    return ["not" for word in _words(text) if word in _table().negation] + ["not"] * len(_NOT.findall(text))


def _symbols(text: str) -> list[str]:
    """Return the unit symbols after numbers: those with capitals, and what differs from one in nothing but case."""
    return [match[1] for match in _SYMBOL.finditer(text) if len(match[1]) == 1 or match[1].casefold() in _CASELESS]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _opposites(stated: Wording, quoted: Wording) -> str | None:
    """Find a pair of opposites of which the text has one and the quote the other."""
    ours, theirs = _left_over(_words(stated.text), _words(quoted.text), str, str)
    for one_side, other_side in _table().opposites:
        for here, there in ((one_side, other_side), (other_side, one_side)):
            said, claimed = [word for word in ours if word in here], [word for word in theirs if word in there]
            if said and claimed:
                return _says(said, claimed)
    return None


def _months(stated: Wording, quoted: Wording) -> str | None:
    """Find a month that the quote has and the text has not."""
    ours, theirs = (
        [word[:3] for word in _WORD.findall(wording.text) if word in _table().months] for wording in (stated, quoted)
    )
    missing = _unmatched(theirs, ours, str)
    return _says(ours, missing) if missing else None


def _says(stated: Sequence[str], quoted: Sequence[str]) -> str:
    said, claimed = (", ".join(parts) or "nothing of it" for parts in (stated, quoted))
    return f"the text says {said}, the quote says {claimed}"


@dataclass(frozen=True, slots=True)
class _Table:
    negation: frozenset[str]
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...]
    months: frozenset[str]
    scales: frozenset[str]


@cache
def _table() -> _Table:
    with Path(__file__).with_name("polarity.toml").open("rb") as file:
        table = tomllib.load(file)
    pairs = (tuple(frozenset(words) for words in pair.values()) for pair in table["opposites"])
    return _Table(
        frozenset(table["negation"]),
        tuple((one, other) for one, other in pairs),
        frozenset(table["months"]["names"]),
        frozenset(table["scales"]["words"]),
    )
