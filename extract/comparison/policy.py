"""What may a change cost, and which errors are never allowed?"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from extract.differences import Tier
from extract.errors import UsageError
from extract.slips import SLIPS

BUDGETS = ("cost_usd", "seconds", "seconds_p95", "cost_growth", "seconds_growth")
"""The mean cost and the mean and 95th percentile of seconds a document that B may come to; and by which share cost and
seconds may grow over A."""
_ERRORS = (*SLIPS, "range-end", "omitted", "invented", "wording")
"""What `Judged.error` may say of any field; besides, it may be the field's own name."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """A metric with what it may lose."""

    name: str
    """With `*` for each item type."""
    tier: Tier = "critical"
    """critical: must be shown not to lose the margin; supporting: must not be shown to lose it; advisory: told only."""
    margin: float = 0.02
    """In units of the metric."""
    minimum: float | None = None
    """What B must reach, whatever A came to."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a gate goes by."""

    metrics: tuple[Guarded, ...]
    failures: float
    """Share of documents without an extraction, in either run, beyond which nothing is judged."""
    slips: tuple[str, ...]
    """Errors of a number that are a regression wherever they are new."""
    slip_fields: frozenset[str]
    """Fields in which they are, as TYPE.FIELD; empty for every strict field."""
    budgets: Mapping[str, float]

    def for_types(self, types: tuple[str, ...]) -> tuple[Guarded, ...]:
        """Return the metrics with every `*` spelled out; of two entries for one metric the last holds."""
        named = {}
        for one in self.metrics:
            for type_ in types if "*" in one.name else ("",):
                name = one.name.replace("*", type_)
                named[name] = Guarded(name, one.tier, one.margin, one.minimum)
        return tuple(named.values())


def read_policy(path: Path | None = None) -> Policy:
    """Return the policy of the file, what it leaves out taken from the built-in one.

    Raises `UsageError` naming the file and the key for whatever it does not know.
    """
    built_in = tomllib.loads((files("extract.comparison") / "policy.toml").read_text(encoding="utf-8"))
    if path is None:
        return _parsed(built_in, built_in, "the built-in policy")
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); name a policy file with --policy") from error
    except ValueError as error:
        raise UsageError(f"{path} is no TOML ({error}); mend it") from error
    return _parsed(given, built_in, str(path))


def refuse_unknown_slips(policy: Policy, critical: Sequence[str]) -> None:
    """Raise `UsageError` where [slips] names an error or field there is none of: it would guard nothing, unseen.

    `critical` are the strict fields of the response model as TYPE.FIELD.
    """
    _refuse_others(sorted(policy.slip_fields), tuple(critical), "the policy: slips.fields", "critical field")
    errors = dict.fromkeys((*_ERRORS, *(name.partition(".")[2] for name in critical)))
    _refuse_others(policy.slips, tuple(errors), "the policy: slips.errors", "error")


def _parsed(given: Mapping[str, Any], default: Mapping[str, Any], place: str) -> Policy:
    _refuse_others(given, ("metric", "failures", "slips", "budget"), place)
    tables = {name: {**default.get(name, {}), **_table(given, name, place)} for name in ("failures", "slips", "budget")}
    _refuse_others(tables["failures"], ("share",), f"{place}: [failures]")
    _refuse_others(tables["slips"], ("errors", "fields"), f"{place}: [slips]")
    _refuse_others(tables["budget"], BUDGETS, f"{place}: [budget]")
    metrics = given.get("metric", default["metric"])
    if not isinstance(metrics, list) or not metrics:
        raise UsageError(f"{place}: there must be at least one [[metric]]; or leave them out for the built-in ones")
    return Policy(
        metrics=tuple(_guarded(one, f"{place}: [[metric]] {number}") for number, one in enumerate(metrics, 1)),
        failures=_number(tables["failures"]["share"], f"{place}: failures.share", most=1.0),
        slips=tuple(_names(tables["slips"]["errors"], f"{place}: slips.errors")),
        slip_fields=frozenset(_names(tables["slips"]["fields"], f"{place}: slips.fields")),
        budgets={name: _number(value, f"{place}: budget.{name}") for name, value in tables["budget"].items()},
    )


def _guarded(entry: Any, place: str) -> Guarded:
    if not isinstance(entry, dict):
        raise UsageError(f"{place}: write [[metric]] with name, tier, margin and minimum")
    _refuse_others(entry, ("name", "tier", "margin", "minimum"), place)
    name, tier = entry.get("name"), entry.get("tier", "critical")
    if not isinstance(name, str) or not name:
        raise UsageError(f"{place}: `name` must be that of a metric, such as figures.correct.f1, found {name!r}")
    if tier not in get_args(Tier):
        raise UsageError(f"{place}: `tier` must be one of {', '.join(get_args(Tier))}, found {tier!r}")
    return Guarded(
        name,
        tier,
        _number(entry.get("margin", 0.02), f"{place}: margin"),
        None if "minimum" not in entry else _number(entry["minimum"], f"{place}: minimum"),
    )


def _table(given: Mapping[str, Any], name: str, place: str) -> dict[str, Any]:
    table = given.get(name, {})
    if not isinstance(table, dict):
        raise UsageError(f"{place}: `{name}` must be a table, found {table!r}")
    return table


def _refuse_others(named: Iterable[str], known: tuple[str, ...], place: str, what: str = "key") -> None:
    for name in named:
        if name not in known:
            near = get_close_matches(name, known, 1)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise UsageError(f"{place}: unknown {what} {name!r}.{meant} There are: {', '.join(known)}")


def _number(value: Any, place: str, most: float = float("inf")) -> float:
    good = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not good or not 0 <= value <= most or value == float("inf"):
        wanted = "a number from 0" + (f" to {most:g}" if most < float("inf") else "")
        raise UsageError(f"{place} must be {wanted}, found {value!r}")
    return float(value)


def _names(value: Any, place: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UsageError(f"{place} must be a list of names, found {value!r}")
    return value
