"""Does a reading of a probe's sentence give its figures, and nothing else?

A probe is a sentence with the figures that it holds, one JSON object a line (`tests/probes/*.jsonl`):

    {"phenomenon": …, "text": …, "note"?,
     "figures": [{"value", "upper", "unit", "comparator", "trend", "noun"?, "optional"?}]}

`|` separates readings that the guidelines leave open ("d|count" for nights, "increase|level" for a comparison that is
no change in time; "null" is no unit). An `optional` figure is neither missing nor spurious, as in gold.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any, TypeAlias

from extract.records import Quantity

Expected: TypeAlias = Mapping[str, Any]
Agrees: TypeAlias = Callable[[Expected, Quantity], bool]

# "two-thirds" is written 66.67 %.
FRACTION_TOLERANCE = Decimal("0.01")
# Five sides of what a number is said to do, as published scorers write them; the trend goes before the bound.
BOUND_SIGNS = {"=": "=", "~": "~", ">": ">", ">=": ">", "<": "<", "<=": "<"}


@dataclass(frozen=True, slots=True)
class Probe:
    """One sentence and what it holds."""

    phenomenon: str
    text: str
    figures: tuple[Expected, ...]


def read_probes(paths: Iterable[Path]) -> tuple[Probe, ...]:
    """Every probe of these files, in their order."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    records = [json.loads(line) for line in lines]
    return tuple(Probe(record["phenomenon"], record["text"], tuple(record["figures"])) for record in records)


def same_number(said: str | None, read: Decimal | None, unit: str | None) -> bool:
    """Equal, or both absent; a fraction within 0.01 of a percent."""
    if said is None or read is None:
        return said is None and read is None
    return abs(Decimal(said) - read) <= (FRACTION_TOLERANCE if unit == "%" else 0)


def same_value(expected: Expected, read: Quantity) -> bool:
    """The value and the upper end."""
    unit = expected["unit"]
    return same_number(expected["value"], read.value, unit) and same_number(expected["upper"], read.upper, unit)


def same_unit(expected: Expected, read: Quantity) -> bool:
    """The unit as the guidelines write it, or one of those that a probe leaves open."""
    if expected["unit"] is None:
        return read.unit is None
    return (read.unit or "null") in expected["unit"].split("|")


def same_head(expected: Expected, read: Quantity) -> bool:
    """The head of the counted noun phrase, where a probe names one."""
    noun = expected.get("noun")
    head = read.head or (read.noun or "").split(" ")[-1]
    return noun is None or head.casefold() == noun.split()[-1].casefold()


def same_figure(expected: Expected, read: Quantity) -> bool:
    """Value, upper end, unit, comparator and trend; the noun is counted apart."""
    comparator = read.comparator in expected["comparator"].split("|")
    trend = read.trend in expected["trend"].split("|")
    return same_value(expected, read) and same_unit(expected, read) and comparator and trend


def same_value_and_unit(expected: Expected, read: Quantity) -> bool:
    """Value and unit, the head of the counted noun being the unit of a count."""
    return same_value(expected, read) and same_unit(expected, read) and same_head(expected, read)


def same_value_and_change(expected: Expected, read: Quantity) -> bool:
    """Value and what is said of it: one of = ~ > < up down."""
    open_readings = product(expected["comparator"].split("|"), expected["trend"].split("|"))
    changes = {_change(comparator, trend) for comparator, trend in open_readings}
    return same_value(expected, read) and _change(read.comparator, read.trend) in changes


def _change(comparator: str, trend: str) -> str:
    return {"increase": "up", "decrease": "down"}.get(trend, BOUND_SIGNS[comparator])


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures found, missed and made up; optional ones are left out where they are not found."""

    found: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.found + other.found, self.missed + other.missed, self.spurious + other.spurious)

    @property
    def f1(self) -> float:
        """From 0 to 1; 1 where there was nothing to find and nothing was made up."""
        wrong = self.missed + self.spurious
        return 2 * self.found / (2 * self.found + wrong) if self.found or wrong else 1.0


def tally(probe: Probe, read: Sequence[Quantity], agrees: Agrees) -> Tally:
    """Each reading is given to at most one figure of the probe, and the other way round; optional ones come last."""
    left = sorted(probe.figures, key=_is_optional)
    found = spurious = 0
    for quantity in read:
        # Of an optional figure only the value is judged.
        fits = (
            n for n, figure in enumerate(left) if (same_value if _is_optional(figure) else agrees)(figure, quantity)
        )
        place = next(fits, None)
        if place is None:
            spurious += 1
        elif not _is_optional(left.pop(place)):
            found += 1
    return Tally(found, sum(not _is_optional(figure) for figure in left), spurious)


def _is_optional(figure: Expected) -> bool:
    return bool(figure.get("optional"))


def is_clean(probe: Probe, read: Sequence[Quantity], agrees: Agrees = same_figure) -> bool:
    """Every figure is read right and nothing else is."""
    counts = tally(probe, read, agrees)
    return counts.missed == 0 and counts.spurious == 0
