"""In which rows do two sides stand beside each other, and what is the difference called?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from extract.plain import is_long
from extract.review_page.said import Said, normal, number, shown
from extract.schema import Item
from extract.shape import quote_field, scored_fields
from extract.slips import PERCENT_FAMILY, powers_of_ten, slip

_WORDS = re.compile(r"(?:\w+|[^\w\s])\s*|\s+")
_MOST_WORDS = 400
"""Of a wording beyond which both are shown without what differs in them: laying them side by side is quadratic."""
_LIKE = 0.3
"""Share of two wordings that must be the same for the rest to be worth marking."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one side; `own` where the other side does not have them."""

    text: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side says in one row."""

    parts: tuple[Part, ...] = ()
    """Empty where it says nothing."""
    labelled: bool = True
    number: bool = False
    """Whether it is one number, which is not to be broken in the middle of its digits."""


@dataclass(frozen=True, slots=True)
class Row:
    """One field of both sides."""

    name: str
    a: Cell | None
    """None where the side has no item."""
    b: Cell | None
    differs: bool
    strict: bool = True
    """Whether the item is only correct with it right."""
    hint: str = ""
    """What turns one value into the other."""


def rows(kind: type[Item], a: Said | None, b: Said | None, text: str | None, named: bool) -> tuple[Row, ...]:
    """Return the words of the document, then the fields: those that differ first, strict ones before the others.

    What a side has not labelled tells whose it is: such rows are only there where the sides are `named`.
    """
    fields = [_row(name, kind, a, b) for name in _names(kind, a, b, named)]
    ranked = sorted(fields, key=lambda row: (not row.differs, not row.strict and row.differs))
    return (_words_row(a, b, text), *ranked)


def _names(kind: type[Item], a: Said | None, b: Said | None, named: bool) -> Iterator[str]:
    sides = [side for side in (a, b) if side is not None]
    for name in kind.model_fields:
        held = [name in side.fields for side in sides]
        if name != quote_field(kind) and (all(held) or (named and any(held))):
            yield name


def _words_row(a: Said | None, b: Said | None, text: str | None) -> Row:
    first, second = (None if side is None else side.words(text) for side in (a, b))
    if a is None or b is None or first is None or second is None:
        return Row("words", _plain(a, first), _plain(b, second), differs=True, strict=False)
    return Row("words", *_cells(first, second), differs=first != second or a.span != b.span, strict=False)


def _row(name: str, kind: type[Item], a: Said | None, b: Said | None) -> Row:
    marks = scored_fields(kind)
    strict = name in marks and marks[name].strict
    if a is None or b is None or name not in a.fields or name not in b.fields:
        return Row(name, _lone(name, kind, a), _lone(name, kind, b), differs=False, strict=strict)
    first, second = (normal(kind, name, side.fields[name]) for side in (a, b))
    if first == second:
        cell = _value_cell(first)
        return Row(name, cell, cell, differs=False, strict=strict)
    words = shown(first), shown(second)
    numbers = isinstance(first, Decimal) and isinstance(second, Decimal)
    whole = numbers or None in words
    cells = (_value_cell(first), _value_cell(second)) if whole else _cells(*map(str, words))
    return Row(name, *cells, differs=True, strict=strict, hint=_hint(name, kind, (a, b), (first, second)))


def _lone(name: str, kind: type[Item], side: Said | None) -> Cell | None:
    if side is None:
        return None
    return _value_cell(normal(kind, name, side.fields[name])) if name in side.fields else Cell(labelled=False)


def _plain(side: Said | None, words: str | None) -> Cell | None:
    return None if side is None else _cell(words)


# --- wording ---------------------------------------------------------------------------------------------------


def _value_cell(value: Any) -> Cell:
    return replace(_cell(shown(value)), number=isinstance(value, Decimal))


def _cell(value: str | None) -> Cell:
    return Cell((Part(value),) if value else ())


def _cells(a: str, b: str) -> tuple[Cell, Cell]:
    first, second = _differing(a, b)
    return Cell(first), Cell(second)


def _differing(a: str, b: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return both wordings in parts; in one part each where too little is the same, or there is too much of it.

    >>> [[part.text for part in side if part.own] for side in _differing("the county's output", "the city's output")]
    [['county'], ['city']]
    """
    mine, theirs = _WORDS.findall(a), _WORDS.findall(b)
    if a == b or max(len(mine), len(theirs)) > _MOST_WORDS:
        return (Part(a),), (Part(b),)
    matcher = SequenceMatcher(None, [one.strip() for one in mine], [one.strip() for one in theirs], autojunk=False)
    if matcher.ratio() < _LIKE:
        return (Part(a),), (Part(b),)
    steps = matcher.get_opcodes()
    return (
        tuple(Part("".join(mine[i:j]), tag != "equal") for tag, i, j, _, _ in steps if j > i),
        tuple(Part("".join(theirs[i:j]), tag != "equal") for tag, _, _, i, j in steps if j > i),
    )


# --- numbers ---------------------------------------------------------------------------------------------------


def _hint(name: str, kind: type[Item], sides: tuple[Said, Said], values: tuple[Any, Any]) -> str:
    unit = None if kind.reads is None else kind.reads.unit
    if name == unit and set(map(str, values)) <= PERCENT_FAMILY:
        return "per cent against points"
    first, second = values
    if not isinstance(first, Decimal) or not isinstance(second, Decimal):
        return "one side has none" if None in values else ""
    units = (side.fields.get(unit or "") for side in sides)
    return ratio(first, second, next((str(one) for one in units if str(one) in PERCENT_FAMILY), None))


def ratio(a: Decimal, b: Decimal, unit: str | None) -> str:
    """Return in words what turns the one number into the other.

    >>> ratio(Decimal(7000000000), Decimal(7000000), "CNY"), ratio(Decimal("0.3"), Decimal(30), "%")
    ('A is B × 1,000', 'B is A × 100: a fraction against per cent')
    >>> ratio(Decimal("30.5"), Decimal("35.0"), None), ratio(Decimal(4), Decimal(-4), None)
    ('two digits swapped', 'opposite sign')
    """
    slips = {slip(a, b, unit), slip(b, a, unit)}
    if slips & {"scale", "percent-points"} and a and b:
        times = _times(a, b)
        return f"{times}: a fraction against per cent" if "percent-points" in slips else times
    for name, words in _HINTS.items():
        if name in slips:
            return words
    return _apart(a, b)


_HINTS = {"sign": "opposite sign", "swapped-digits": "two digits swapped", "rounding": "one is the other, rounded"}


def _times(a: Decimal, b: Decimal) -> str:
    power = powers_of_ten(a, b)
    factor = f"× {10 ** abs(power):,}" if abs(power) <= 12 else f"× 10^{abs(power)}"
    sign = "" if a.is_signed() == b.is_signed() else "-"
    return f"A is {sign}B {factor}" if power > 0 else f"B is {sign}A {factor}"


def _apart(a: Decimal, b: Decimal) -> str:
    low, high = sorted((a, b))
    if is_long(a) or is_long(b):
        return ""
    return f"{'A' if a > b else 'B'} is {number(high - low)} more"
