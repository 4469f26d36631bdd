"""Whether an item's value follows from the document's own words at its span.

The model's copy of the quote is never read: only the document's text is. A reading confirms an item when one and the
same quantity gives its value, upper end, unit, comparator and trend; parts of two quantities are never combined.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, NamedTuple

from extract.plain import written
from extract.quantities import read_at
from extract.records import Quantity, Span, Verification
from extract.schema import Reads
from extract.settings import DEFAULT, Settings
from extract.slips import slip, unit_slip

CONFIRMED = Verification("confirmed")
UNVERIFIED = Verification("unverified", message="the quote has no place in the document, so nothing can be read there")


class Stated(NamedTuple):
    """What an item says; a field that its class does not declare in `reads` is left out of `declared`."""

    value: Decimal | None
    declared: frozenset[str]
    upper: Decimal | None = None
    unit: str | None = None
    comparator: str = "="
    trend: str = "level"


def stated(fields: Mapping[str, Any], reads: Reads) -> Stated:
    """Return what an item says in the fields that `reads` names; a value that is no decimal counts as null."""
    return Stated(
        value=_decimal(fields.get(reads.value)),
        declared=_declared(reads),
        upper=None if reads.upper is None else _decimal(fields.get(reads.upper)),
        unit=None if reads.unit is None else _word(fields.get(reads.unit)),
        comparator="=" if reads.comparator is None else _word(fields.get(reads.comparator, "=")) or "",
        trend="level" if reads.trend is None else _word(fields.get(reads.trend, "level")) or "",
    )


@cache
def _declared(reads: Reads) -> frozenset[str]:
    """Return the parts beside the value that `reads` names a field for."""
    return frozenset(part for part in ("upper", "unit", "comparator", "trend") if getattr(reads, part) is not None)


def verify(
    fields: Mapping[str, Any],
    reads: Reads,
    text: str,
    span: Span | None,
    settings: Settings = DEFAULT,
    published: str | None = None,
) -> Verification:
    """Return whether the document's words at `span`, and those shortly before it, give what `fields` says."""
    if span is None:
        return UNVERIFIED
    found = read_at(text, span, before=span.start, published=published)
    readings = [reading for one in found for reading in _admissible(one, span.start - settings.context_before)]
    return judge(stated(fields, reads), readings)


def _admissible(read: Quantity, earliest: int) -> Iterator[Quantity]:
    """Yield the reading and, where its trend word stands far off, also the one without it.

    Whether a distant "driving" or "growth" still governs a number is a matter on which careful readers differ, so
    neither answer is called wrong. A comparator that far off governs nothing.
    """
    bound, change = read.comparator_span, read.trend_span
    if bound is not None and bound.start < earliest:
        read = read._replace(comparator="=", comparator_span=None)
    yield read
    if change is not None and change.start < earliest:
        yield read._replace(trend="level", trend_span=None)


def judge(said: Stated, readings: Iterable[Quantity]) -> Verification:
    """Return the verdict on `said`, given everything that can be read at its place."""
    readings = tuple(readings)
    points = [one for one in readings if one.value is not None and "vague" not in one.flags]
    if not points:
        return Verification("unreadable", message=_unreadable(said, readings))
    if said.value is None:
        if any(one.value is None and not _part_errors(said, one) for one in readings):
            return Verification("unreadable", message="no number can be read there, and none is given")
        return Verification("contradicted", ("digits",), f"{_wording(points[0])} can be read, the value is null")
    errors_of = [_errors(said, one) for one in points]
    if () in errors_of:
        return CONFIRMED
    errors, nearest = min(zip(errors_of, points, strict=True), key=lambda pair: _badness(pair[0]))
    return Verification("contradicted", errors, f"the text says {_wording(nearest)}, the item says {_stating(said)}")


def _decimal(value: Any) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _word(value: Any) -> str | None:
    """Return a word as it is, and what is none as what no text says."""
    return value if value is None or isinstance(value, str) else repr(value)


def _errors(said: Stated, read: Quantity) -> tuple[str, ...]:
    errors = []
    if said.value != read.value:
        errors.append(slip(said.value, read.value, read.unit))
    if "upper" in said.declared and said.upper != read.upper:
        errors.append("upper")
    return (*errors, *[error for error in _part_errors(said, read) if error not in errors])


def _part_errors(said: Stated, read: Quantity) -> tuple[str, ...]:
    errors = []
    if "unit" in said.declared and said.unit != read.unit:
        errors.append(unit_slip(said.unit, read.unit))
    if "comparator" in said.declared and said.comparator != read.comparator:
        errors.append("comparator")
    if "trend" in said.declared and said.trend != read.trend:
        errors.append("trend")
    return tuple(errors)


# The likelier slip first: what a wrong value is called when several reasons would explain it.
_VALUE_BADNESS = {"scale": 4, "sign": 4, "percent-points": 4, "rounding": 5, "swapped-digits": 5, "digits": 8}
_PART_BADNESS = {"upper": 3, "unit": 3, "comparator": 1, "trend": 1}


def _badness(errors: tuple[str, ...]) -> int:
    return sum(_VALUE_BADNESS.get(error, 0) or _PART_BADNESS[error] for error in errors)


def _wording(read: Quantity) -> str:
    return _described(_number(read.value, read.upper), read.unit, read.comparator, read.trend)


def _stating(said: Stated) -> str:
    return _described(
        _number(said.value, said.upper),
        said.unit if "unit" in said.declared else "",
        said.comparator if "comparator" in said.declared else "=",
        said.trend if "trend" in said.declared else "level",
    )


def _number(value: Decimal | None, upper: Decimal | None) -> str:
    number = "null" if value is None else written(value)
    return number if upper is None else f"{number} to {written(upper)}"


def _described(number: str, unit: str | None, comparator: str, trend: str) -> str:
    parts = [comparator if comparator != "=" else "", number, "(no unit)" if unit is None else unit]
    parts.append(f"({trend})" if trend != "level" else "")
    return " ".join(part for part in parts if part)


def _unreadable(said: Stated, readings: tuple[Quantity, ...]) -> str:
    if any("vague" in one.flags for one in readings):
        return "the text names only an order of magnitude there"
    found = "only a garbled number stands there" if readings else "no number can be read there"
    return f"{found}, the item says {_stating(said)}" if said.value is not None else f"{found}, and none is given"
