"""What is right and what is wrong in an item that is the gold one, field by field, and what is the error called?"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from extract.errors import SchemaError
from extract.labels import GoldItem
from extract.schema import Item, Scored, exact, number, text
from extract.scores import Judged
from extract.scoring.tolerances import DEFAULT_TOLERANCES, Tolerances
from extract.shape import decimal_fields, scored_fields, text_fields, value_of
from extract.slips import powers_of_ten, slip, unit_slip
from extract.wire import NUMBER_PATTERN

Values = Mapping[str, Any]

_DIGITS = re.compile(NUMBER_PATTERN)


class Judge:
    """Judges the pairs of one item type by the `Scored` marks of its class."""

    def __init__(self, kind: type[Item], tolerances: Tolerances = DEFAULT_TOLERANCES, *, partial: bool = False) -> None:
        """`partial`: predictions are labels too, and a field that they lack is unlabelled rather than null."""
        self.marks = scored_fields(kind)
        self._kind = kind
        self._decimals = frozenset(decimal_fields(kind))
        self._plain = frozenset(text_fields(kind))
        self._codes = self._plain & {name for name, mark in self.marks.items() if mark.compare in (exact, number)}
        self._wordings = self._plain & {name for name, mark in self.marks.items() if mark.compare is text}
        self._tolerances = tolerances
        self._partial = partial
        reads = kind.reads
        parts = {} if reads is None else {part: getattr(reads, part) for part in ("value", "upper", "unit")}
        self._value, self._upper, self._unit = (parts.get(part) for part in ("value", "upper", "unit"))

    def judged(self, gold: GoldItem, predicted: Values) -> tuple[Judged, ...]:
        """Return what became of every scored field, by the alternative that has the most right strict fields.

        `predicted` is JSON, as the row has it. Raises Pydantic's `ValidationError` where a value is none of its field,
        `SchemaError` where the comparison of a field fails.
        """
        if not gold.alternatives:
            return self._by(gold, gold.fields, predicted)
        variants = [self._by(gold, variant, predicted) for variant in gold.variants()]
        return max(variants, key=_rightness)  # of equals the first, which is the labelled one

    def _by(self, gold: GoldItem, labelled: Values, predicted: Values) -> tuple[Judged, ...]:
        return tuple([self._field(name, mark, gold, labelled, predicted) for name, mark in self.marks.items()])

    def _field(self, name: str, mark: Scored, gold: GoldItem, labelled: Values, predicted: Values) -> Judged:
        said = predicted.get(name)
        if name not in labelled or name in gold.unlabelled or (self._partial and name not in predicted):
            return Judged(name, "unlabelled", mark.strict, None, said)
        true = labelled[name]
        if true is None or said is None:
            return _one_sided(name, mark.strict, true, said)
        if true == said and type(true) is str and mark.right_at <= 1:  # the common case, and cheap
            if name in self._codes:
                return _same_code(name, mark.strict, true)
            if name in self._wordings:
                return Judged(name, "right", mark.strict, true, said, 1.0)
        ours, theirs = self._read(name, true), self._read(name, said)
        alike = self._alike(name, mark, ours, theirs, gold, labelled)
        similarity = None if isinstance(alike, bool) else alike
        if alike >= mark.right_at:
            return Judged(name, "right", mark.strict, true, said, similarity)
        error, detail = self._named(name, mark, ours, theirs, labelled)
        return Judged(name, "wrong", mark.strict, true, said, similarity, error, detail)

    def _read(self, name: str, value: Any) -> Any:
        """Return what the JSON of a field stands for; the common cases without Pydantic, which takes its time."""
        if value is None or (name in self._plain and isinstance(value, str)):
            return value
        if name in self._decimals and isinstance(value, str) and _DIGITS.fullmatch(value):
            return Decimal(value)
        return value_of(self._kind, name, value)

    def _alike(self, name: str, mark: Scored, gold: Any, predicted: Any, item: GoldItem, labelled: Values) -> float:
        if mark.compare is number and isinstance(gold, Decimal) and isinstance(predicted, Decimal):
            unit = None if self._unit is None else labelled.get(self._unit)
            return self._tolerances.same(gold, predicted, unit, item.quote)
        try:
            alike = mark.compare(gold, predicted)
            if not 0.0 <= float(alike) <= 1.0:
                raise ValueError(f"the result {alike!r}")
        except Exception as error:  # whatever: a comparison is a function of the user's
            raise SchemaError(
                f"{self._kind.__name__}.{name}: comparing {gold!r} with {predicted!r} failed ({error!r}); the function "
                "in its `Scored` must return a bool, or a similarity from 0 to 1"
            ) from error
        return alike

    def _named(self, name: str, mark: Scored, gold: Any, said: Any, labelled: Values) -> tuple[str, str | None]:
        """Return the name of what is wrong, and more of it in words."""
        if isinstance(gold, Decimal) and isinstance(said, Decimal):
            return self._named_number(name, gold, said, labelled)
        if name == self._unit:
            return unit_slip(said, gold), None
        return ("wording" if mark.compare not in (exact, number) else name), None

    def _named_number(self, name: str, gold: Decimal, said: Decimal, labelled: Values) -> tuple[str, str | None]:
        unit = None if self._unit is None else labelled.get(self._unit)
        kind = slip(said, gold, unit)
        off = powers_of_ten(said, gold)
        more = f"×10^{off}" if kind == "scale" else None
        if name == self._upper:
            return "range-end", " ".join(filter(None, (kind, more)))
        if (
            name == self._value
            and self._upper is not None
            and said == self._read(self._upper, labelled.get(self._upper))
        ):
            return "range-end", "the upper end for the lower"
        return kind, more


def _one_sided(name: str, strict: bool, true: Any, said: Any) -> Judged:
    """Return what becomes of a field that has no value on one side at least."""
    if true is said:
        return _same_code(name, strict, None)
    if said is None:
        return Judged(name, "omitted", strict, true, None, error="omitted")
    return Judged(name, "invented", strict, None, said, error="invented")


@lru_cache(maxsize=1024)  # most fields of most pairs hold a code, or nothing, on both sides: few records say it all
def _same_code(name: str, strict: bool, code: str | None) -> Judged:
    return Judged(name, "empty" if code is None else "right", strict, code, code)


def _rightness(judged: tuple[Judged, ...]) -> tuple[int, int]:
    right = [one for one in judged if one.outcome in ("right", "empty")]
    return sum(one.strict for one in right), len(right)


def is_correct(judged: tuple[Judged, ...]) -> bool:
    """Whether every strict field that is labelled is right."""
    return all(one.error is None for one in judged if one.strict)
