"""Which words make a number the amount of a change, up or down."""

from dataclasses import dataclass

from extract.quantities.tables import triggers, units, words
from extract.quantities.tokens import Tokens
from extract.quantities.units import HYPHENS
from extract.records import Trend

SHARES = frozenset(["%", "pp", "bp", "permille"])
LEVEL_WORDS = frozenset(["to", "at", "from"])
MONEY_LOSS = frozenset(["lose", "loses", "lost", "losing", "gain", "gains", "gained", "gaining", "add", "added", "adding", "shed"])
BACK = 16
"""Tokens before "by" in which the verb of change is looked for."""
ADJECTIVES = frozenset(["annual", "annualized", "annualised", "adjusted", "cumulative", "net", "combined", "whole", "compound", "respective", "steep", "sharp", "modest", "full"])


@dataclass(frozen=True, slots=True)
class Change:
    """A direction and the tokens `[first, end)` of the word that sets it."""

    trend: Trend
    first: int
    end: int


def change_before(tokens: Tokens, index: int, unit: str | None) -> Change | None:
    """Return the change whose words stand before the token `index`: verb, verb with "by", noun with "of"."""
    at, by = _skip_fillers(tokens, index)
    if at is None:
        return None
    low = tokens.lows[at]
    if low in LEVEL_WORDS:
        return None
    if by:
        return _verb_before_by(tokens, at, unit)
    if low == "of":
        return _noun_of(tokens, at)
    return _verb(tokens, at, unit)


def _skip_fillers(tokens: Tokens, index: int) -> tuple[int | None, bool]:
    """Return the index of the first word before `index` that is no filler, and whether "by" was among them."""
    at, by, fillers = index, False, triggers().fillers
    for _ in range(5):
        if tokens.breaks(at):
            return None, by
        at -= 1
        low = tokens.lows[at]
        if low == "by":
            return at - 1, True
        if not (low in fillers or low in ADJECTIVES or (low.endswith("ly") and len(low) > 4)):
            return at, by
    return None, by


def _verb(tokens: Tokens, at: int, unit: str | None) -> Change | None:
    low, table = tokens.lows[at], triggers()
    trend = table.verbs.get(low)
    if trend is None:
        trend = table.transitive.get(low)
        money = low in MONEY_LOSS and unit is not None and unit.isupper() and len(unit) == 3
        if trend is None or not (unit in SHARES or money):
            return None
    if low in ("up", "down") and tokens.lows[at + 1] == "to":
        return None
    return Change(trend, at, at + 1)  # type: ignore[arg-type]  # the table holds trends only


def _verb_before_by(tokens: Tokens, at: int, unit: str | None) -> Change | None:
    table = triggers()
    near = 4 if unit == "count" else BACK
    for place in range(at, max(at - near, 0), -1):
        low = tokens.lows[place]
        trend = table.verbs.get(low) or table.transitive.get(low) or table.nouns.get(low)
        if trend is not None:
            return Change(trend, place, place + 1)  # type: ignore[arg-type]  # the table holds trends only
        if tokens.breaks(place) or low in (";", ":"):
            return None
    return None


def _noun_of(tokens: Tokens, at: int) -> Change | None:
    """Read "growth of", "growth rate of", "decline in exports of"; `at` is the index of "of"."""
    table, place = triggers(), at - 1
    for _ in range(2):
        if tokens.lows[place] in table.links:
            place -= 1
    if trend := table.nouns.get(tokens.lows[place]):
        return Change(trend, place, place + 1)  # type: ignore[arg-type]  # the table holds trends only
    for back in range(place, max(place - 5, 0), -1):
        if tokens.lows[back] == "in" and (trend := table.nouns.get(tokens.lows[back - 1])):
            return Change(trend, back - 1, back)  # type: ignore[arg-type]  # the table holds trends only
        if tokens.breaks(back):
            return None
    return None


def change_after(tokens: Tokens, index: int, unit: str | None) -> Change | None:
    """Return the change whose words stand at the token `index`: "5 % increase", "2.3 points faster"."""
    if tokens.breaks(index):
        return None
    return _comparative(tokens, index, unit) or _noun_after(tokens, index, unit)


def _comparative(tokens: Tokens, index: int, unit: str | None) -> Change | None:
    trend = triggers().comparatives.get(tokens.lows[index])
    if trend is None:
        return None
    if unit in SHARES or (tokens.lows[index + 1] == "than" and unit not in ("times", "count")):
        return Change(trend, index, index + 1)  # type: ignore[arg-type]  # the table holds trends only
    return None


def _noun_after(tokens: Tokens, index: int, unit: str | None) -> Change | None:
    table, stops = triggers(), words("nouns", "stops")
    for place in range(index, index + 5):
        low = tokens.lows[place]
        if tokens.breaks(place) and place > index:
            return None
        if trend := table.nouns.get(low):
            if unit in SHARES or unit == "times" or place <= index + 2 and units().dimensions.get(unit or "") is None:
                return Change(trend, place, place + 1)  # type: ignore[arg-type]  # the table holds trends only
            return None
        if low in HYPHENS or low in ("year", "on", "month", "quarter", "over"):
            continue
        if low in stops or not low.isalpha():
            return None
    return None
