"""Which numbers pass for one another, by rules that are data?"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import Any

from extract.errors import UsageError
from extract.plain import is_long

_CONDITIONS = frozenset({"units", "gold", "digits_in_quote"})
_BOUNDS = frozenset({"absolute", "relative"})


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far apart two numbers may be, and where."""

    absolute: Decimal = Decimal(0)
    relative: Decimal = Decimal(0)
    units: frozenset[str] | None = None
    gold: frozenset[Decimal] | None = None
    digits_in_quote: bool | None = None

    def fits(self, gold: Decimal, unit: str | None, quote: str) -> bool:
        """Whether the rule speaks of this gold value."""
        return (
            (self.units is None or unit in self.units)
            and (self.gold is None or gold in self.gold)
            and (self.digits_in_quote is None or self.digits_in_quote == any(map(str.isdigit, quote)))
        )

    def allows(self, gold: Decimal, predicted: Decimal) -> bool:
        """Whether two numbers are near enough; the same whichever is called gold."""
        if is_long(gold) or is_long(predicted):  # beyond what arithmetic holds
            return False
        return abs(gold - predicted) <= max(self.absolute, self.relative * max(abs(gold), abs(predicted)))


@dataclass(frozen=True, slots=True)
class Tolerances:
    """The rules of one file, the first that fits holds, and the hash of the file."""

    rules: tuple[Tolerance, ...] = ()
    sha256: str = ""

    def same(self, gold: Decimal, predicted: Decimal, unit: str | None, quote: str) -> bool:
        """Whether a predicted number passes for the gold one with that unit in that quote."""
        if gold == predicted:
            return True
        fitting = (rule for rule in self.rules if rule.fits(gold, unit, quote))
        rule = next(fitting, None)
        return rule is not None and rule.allows(gold, predicted)


def read_tolerances(path: Path) -> Tolerances:
    """Return the rules of a TOML file as tolerances.toml describes them; `UsageError` says what is wrong with it."""
    try:
        content = path.read_bytes()
        rules = tomllib.loads(content.decode("utf-8")).get("rule", [])
        return Tolerances(tuple(_rule(one) for one in rules), sha256(content).hexdigest())
    except (OSError, ValueError, TypeError, AttributeError, InvalidOperation) as error:
        raise UsageError(f"{path} holds no tolerances ({error}); see extract/scoring/tolerances.toml") from error


def _rule(record: Mapping[str, Any]) -> Tolerance:
    unknown = sorted(record.keys() - _CONDITIONS - _BOUNDS - {"name"})
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}")
    return Tolerance(
        absolute=_bound(record, "absolute"),
        relative=_bound(record, "relative"),
        units=frozenset(record["units"]) if "units" in record else None,
        gold=frozenset(map(Decimal, record["gold"])) if "gold" in record else None,
        digits_in_quote=record.get("digits_in_quote"),
    )


def _bound(record: Mapping[str, Any], name: str) -> Decimal:
    bound = Decimal(record.get(name, "0"))
    if not bound.is_finite() or bound < 0 or is_long(bound):
        raise ValueError(f"{name} must be a number of 0 or more, found {record[name]!r}")
    return bound


DEFAULT_TOLERANCES = read_tolerances(Path(__file__).with_name("tolerances.toml"))
