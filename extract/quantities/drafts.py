"""Which unit, counted noun, comparator and trend a single amount has, before its neighbours are looked at."""

from typing import NamedTuple

from extract.quantities.ages import is_age
from extract.quantities.amounts import Amount
from extract.quantities.comparators import Bound, bound_after, bound_before, negated
from extract.quantities.negation import is_denied
from extract.quantities.nouns import Noun, noun_at
from extract.quantities.rates import denominator_at
from extract.quantities.tables import words
from extract.quantities.tokens import HYPHENS, Tokens
from extract.quantities.trends import Change, change_after, change_before, measure_of
from extract.records import Comparator, Flag, Trend

EVERY = frozenset(["per", "every", "each"])


class Draft(NamedTuple):
    """An amount with what belongs to it, all in tokens; the neighbours may still add to it."""

    amount: Amount
    unit: str | None
    end: int
    """Token after the number, its unit or noun, and its rate."""
    noun: Noun | None = None
    before: Bound | None = None
    after: Bound | None = None
    change: Change | None = None
    trend: Trend = "level"
    comparator: Comparator = "="
    flags: frozenset[Flag] = frozenset()
    period: bool = False
    """Whether it is the length of time over which another figure holds."""
    conversion_of: int | None = None

    @property
    def plain(self) -> bool:
        """Whether neither a unit nor a counted noun is written with it."""
        return not self.amount.marked and self.noun is None


def drafted(tokens: Tokens, amount: Amount, following: Amount | None, follows: Amount | None = None) -> Draft:
    """Return the amount with its unit, noun, comparator and trend.

    `following` is the next amount of the text, `follows` the one before.
    """
    noun = _noun(tokens, amount, following) if amount.bare else None
    end = noun.end if noun else amount.end
    unit, end = (amount.unit, end) if amount.marked else _unit(tokens, amount, noun, end)
    plain = bound_before(tokens, amount.first, amount.unit)
    if (
        plain is not None
        and follows is not None
        and follows.end == plain.first
        and tokens.lows[plain.end - 1] == "than"
    ):
        plain = None  # of "15 percent less than 30 percent" the first is less
    before = negated(tokens, plain)
    after = bound_after(tokens, end) or (bound_after(tokens, amount.end) if noun else None)
    if noun is None and after is not None and amount.bare:
        noun = noun_at(tokens, after.end, singular=False)
        unit, end = ("count", noun.end) if noun else (unit, end)
    change = _change(tokens, amount, before, unit, noun, end)
    moves = change is not None or amount.numeral.trend is not None
    denied = moves and before is plain and is_denied(tokens, change.first if change else amount.first)
    change = None if denied else change
    bound = after if before is None or (after is not None and before.sign == "~") else before
    return Draft(
        amount=amount,
        unit=unit,
        end=end,
        noun=noun,
        before=before,
        after=after if before is None else None,
        change=change,
        trend=change.trend if change else "level" if denied else amount.numeral.trend or "level",
        comparator=bound.sign if bound else "~" if amount.numeral.kind == "indefinite" else "=",
        flags=_flags(tokens, amount, before.first if before else amount.first),
    )


def _change(
    tokens: Tokens, amount: Amount, before: Bound | None, unit: str | None, noun: Noun | None, end: int
) -> Change | None:
    head = tokens.lows[noun.end - 1] if noun else None
    if (
        unit == "times" and head == "times" and tokens.lows[end] in words("contexts", "drafts", "as_many")
    ):  # three times faster
        return None
    measure = measure_of(unit, head, bare=not amount.marked)
    return change_before(tokens, before.first if before else amount.first, measure) or change_after(
        tokens, end, measure
    )


def _noun(tokens: Tokens, amount: Amount, following: Amount | None) -> Noun | None:
    """Return the counted noun, also beyond a number that stands between: "two 10-year-old boys"."""
    one = amount.value == 1 and amount.upper is None
    if following is not None and following.first == amount.end and not tokens.breaks(amount.end):
        found = noun_at(tokens, following.end, singular=one)
        return Noun(amount.end, found.end) if found else None
    return noun_at(tokens, amount.end, singular=one)


def _unit(tokens: Tokens, amount: Amount, noun: Noun | None, end: int) -> tuple[str | None, int]:
    """Return `count` with its rate, `times`, `a` for an age, or None for a bare value such as an index, and its end."""
    if noun is None and is_age(tokens, amount):
        return "a", end
    if noun is None and amount.value is not None and amount.value < 0:
        return None, end
    if tokens.lows[amount.first - 1] == "of" and tokens.lows[amount.first - 2] == "factor":
        return "times", end
    if noun is not None and tokens.lows[noun.end - 1] in ("times", "time") and noun.end - noun.first == 1:
        return "times" if _compares(tokens, end) or not amount.numeral.whole else "count", end
    if noun is None and (not amount.numeral.whole or _is_index(tokens, amount)):
        return None, end
    if noun is not None and tokens.lows[noun.first] in ("magnitude",):
        return None, end
    rate = denominator_at(tokens, end, time_only=True)
    return (f"count/{rate[0]}", rate[1]) if rate else ("count", end)


def _compares(tokens: Tokens, index: int) -> bool:
    """Whether what follows makes "times" a multiple: "three times as many", "three times over budget"."""
    if tokens.lows[index] in words("contexts", "drafts", "as_many"):
        return True
    return tokens.lows[index] in ("over", "above") and tokens.lows[index + 1] in words("contexts", "drafts", "norms")


def _is_index(tokens: Tokens, amount: Amount) -> bool:
    """Whether a bare whole number is the level of an index, a magnitude, a garbled or unit-less value."""
    hyphen = tokens.lows[amount.end] in HYPHENS and tokens.glued(amount.end)
    if amount.numeral.kind == "garbled" or (hyphen and tokens.lows[amount.end + 1] not in ("plus", "odd", "strong")):
        return True
    for at in range(amount.first - 1, max(amount.first - 11, 0), -1):
        if tokens.lows[at] in words("traps", "index"):
            return True
        if tokens.breaks(at):
            return False
    return False


def _flags(tokens: Tokens, amount: Amount, first: int) -> frozenset[Flag]:
    flags: set[Flag] = set()
    if amount.numeral.kind in ("garbled", "vague"):
        flags.add("garbled" if amount.numeral.kind == "garbled" else "vague")
    if tokens.lows[first - 1] in EVERY and not tokens.breaks(first) and (tokens.lows[first - 1] != "each"):
        flags.add("denominator")
    value = (amount.upper or amount.value) if amount.unit in ("pp", "%") else None
    if value is not None and value > 100 and (amount.unit == "pp" or _is_share(tokens, first)):
        flags.add("implausible")
    return frozenset(flags)


def _is_share(tokens: Tokens, first: int) -> bool:
    return not words("contexts", "drafts", "shares").isdisjoint(tokens.lows[max(first - 8, 0) : first])
