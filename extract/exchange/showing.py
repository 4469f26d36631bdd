"""What does somebody who decides in another tool see of a disagreement, and does it tell whose a side is?"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import ValidationError

from extract.disagreements import Disagreement, gold_record
from extract.exchange.fields import field_names, written
from extract.plain import is_long, shortest
from extract.review import Sides, Verdict, sides_of
from extract.schema import Item
from extract.shape import value_of

BLIND = ("A", "B")
_PLACE = ("type", "start", "end", "quote")
OPEN: Sides = ("reference", "run")
OTHERS: tuple[Verdict, ...] = ("both", "neither", "edited", "delete", "skip")
"""Verdicts that name no side."""


def names(*, blind: bool) -> tuple[str, str]:
    """Return the names of the sides in a file, the first to be shown first."""
    return BLIND if blind else OPEN


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement as it is shown."""

    name: str
    """A or B, or whose it is."""
    whose: Literal["reference", "run"]
    record: Mapping[str, Any] | None
    """Type, fields and, where it has one, place, as on a line of gold, without what only gold has; None where the side
    has no item."""
    quote: str

    def words(self, kind: type[Item]) -> str:
        """Return what the side says, a line a field."""
        if self.record is None:
            return f"{self.name}: no item"
        named = [name for name in field_names(kind) if name in self.record]
        said = [f"{name}: {_word(self.record[name])}" for name in named]
        place = "" if "start" in self.record else " (these words have no place in the text)"
        return "\n".join([f"{self.name}: “{self.quote}”{place}", *said])


def _word(value: Any) -> str:
    return "–" if value is None else written(value)


def sides(one: Disagreement, kind: type[Item], *, blind: bool) -> tuple[Side, Side]:
    """Return the sides in the order and under the names in which they are shown.

    Fields that nobody labelled are left out on both, and so is what only gold has: either would tell which it is. Where
    the sides are not named, their numbers are written alike.
    """
    first, second = sides_of(one.id) if blind else OPEN
    own, other = names(blind=blind)
    return _side(one, kind, first, own, blind=blind), _side(one, kind, second, other, blind=blind)


def _side(one: Disagreement, kind: type[Item], whose: Literal["reference", "run"], name: str, *, blind: bool) -> Side:
    known = [field for field in field_names(kind) if one.reference is None or field in one.reference.fields]
    record: Mapping[str, Any] | None
    if whose == "reference":
        record = None if one.reference is None else gold_record(one.reference)
        quote = "" if one.reference is None else one.reference.quote
    else:
        record = one.proposal
        quote = "" if one.run is None else one.run.quote
    if record is not None:
        values = {field: _even(kind, field, record[field]) for field in known if field in record} if blind else record
        record = {field: {**record, **values}[field] for field in (*_PLACE, *known) if field in record}
    return Side(name, whose, record, quote)


def _even(kind: type[Item], field: str, value: Any) -> Any:
    """Return a value as its class reads it, so that no way of writing a number tells whose it is."""
    try:
        return _plain(value_of(kind, field, value), value)
    except ValidationError:
        return value


def _plain(read: Any, said: Any) -> Any:
    if isinstance(read, Decimal) and not is_long(read):
        return shortest(read)
    if isinstance(read, list) and isinstance(said, list):
        return [_plain(one, other) for one, other in zip(read, said, strict=False)]
    return read if isinstance(read, (int, float)) else said


def verdict_of(choice: str, id_: str, *, blind: bool) -> Verdict | None:
    """Return the verdict that was chosen in a file, None where it is none that the file offers."""
    offered: tuple[Verdict, ...] = (*OPEN, *OTHERS)
    return next((verdict for verdict in offered if choice == choice_of(verdict, id_, blind=blind)), None)


def choice_of(verdict: Verdict, id_: str, *, blind: bool) -> str:
    """Return what a verdict is called in a file.

    >>> verdict_of(choice_of("run", "d_1", blind=True), "d_1", blind=True)
    'run'
    """
    if not blind or verdict not in OPEN:
        return verdict
    return BLIND[sides_of(id_).index(verdict)]
