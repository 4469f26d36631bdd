"""What else have the sides on the words of an item that one of them alone has?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.disagreements import Disagreement
from extract.labels import GoldItem
from extract.review import Sides
from extract.review_page.said import Said, normal, said, said_of, shown
from extract.review_page.sides import Side
from extract.schema import Item
from extract.scores import PredictedSide
from extract.shape import quote_field, scored_fields

_MOST = 5
"""Items of one side that are shown."""


@dataclass(frozen=True, slots=True)
class Other:
    """An item of its own, on words that touch those of the one in question."""

    words: str
    fields: tuple[tuple[str, str], ...]
    """What it says, by name: the fields that count, those with nothing in them left out."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The other items of both sides."""

    a: tuple[Other, ...]
    b: tuple[Other, ...]
    more: tuple[int, int]
    """How many there are beyond those that are shown."""


def beside(one: Disagreement, sides: Sides, kind: type[Item], text: str | None, *, named: bool) -> Beside | None:
    """Return the items of that type on the same words; None where there are none.

    A field that somebody has not labelled tells whose item it is: it is shown only where the sides are `named`.
    """
    by_side: dict[Side, tuple[GoldItem | PredictedSide, ...]] = {
        "reference": one.beside_reference,
        "run": one.beside_run,
    }
    if not any(by_side.values()):
        return None
    held = {side: [said_of(each, "A", quote_field(kind)) for each in has] for side, has in by_side.items()}
    own = (said(one, side, "A", kind) for side in sides)
    every = [each for each in (*own, *held["reference"], *held["run"]) if each is not None]
    names = [name for name, mark in scored_fields(kind).items() if mark.strict and (named or _in_all(name, every))]
    a, b = ([_other(each, names, kind, text) for each in held[side]] for side in sides)
    return Beside(tuple(a[:_MOST]), tuple(b[:_MOST]), (max(0, len(a) - _MOST), max(0, len(b) - _MOST)))


def _in_all(name: str, every: Sequence[Said]) -> bool:
    return all(name in each.fields for each in every)


def _other(has: Said, names: Sequence[str], kind: type[Item], text: str | None) -> Other:
    return Other(has.words(text), tuple(_fields(has, names, kind)))


def _fields(has: Said, names: Sequence[str], kind: type[Item]) -> Iterator[tuple[str, str]]:
    for name in names:
        value = shown(normal(kind, name, has.fields[name])) if name in has.fields else None
        if value is not None:
            yield name, value
