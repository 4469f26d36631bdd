"""Which words make a number the amount of a change, up or down."""

from typing import Literal, NamedTuple

from extract.quantities.tables import Triggers, triggers, units, words
from extract.quantities.tokens import HYPHENS, Tokens
from extract.records import Trend

GIVING = frozenset(["give", "gives", "gave", "given", "giving"])
"""Verbs that with "up" are a loss: "the index gave up 0.7 percent"."""
SIGNS: dict[str, Trend] = {"minus": "decrease", "plus": "increase"}
"""Nouns of change only in "a minus of 3.7 percent"."""
LEVEL_WORDS = frozenset(["to", "at", "from"])
OVERTAKING = frozenset(["below", "above", "under", "beyond"])
"""Comparators that make a verb of change end at a level: "dipped below 7 percent"."""
BACK = 16
"""Tokens before "by" in which the verb of change is looked for."""
Measure = Literal["share", "times", "points", "bare", "count", "money", "length", "time", "measure"]


class Change(NamedTuple):
    """A direction and the tokens `[first, end)` of the word that sets it."""

    trend: Trend
    first: int
    end: int
    adjacent: bool = True
    """Whether the word stands next to the number and belongs to its quote."""


def measure_of(unit: str | None, head: str | None, bare: bool) -> Measure:
    """Return what sort of thing changes; `head` is that of the counted noun, `bare` says it has no unit."""
    if unit in ("%", "pp", "bp", "permille", "times"):
        return "times" if unit == "times" else "share"
    if head is not None or unit == "count":
        if head is None:
            return "bare"
        return "points" if head in triggers().points else "count"
    if bare:
        return "bare"
    dimension = units().dimensions.get((unit or "").split("/")[0])
    if dimension in ("length", "time"):
        return "length" if dimension == "length" else "time"
    return "measure" if dimension else "money"


def change_before(tokens: Tokens, index: int, measure: Measure) -> Change | None:
    """Return the change whose words stand before the token `index`: verb, verb with "by", noun with "of"."""
    at, by = _skip_fillers(tokens, index)
    if at is None:
        return None
    low = tokens.lows[at]
    if by:
        return _before_by(tokens, at, measure)
    if low in LEVEL_WORDS or tokens.lows[index] in OVERTAKING:
        return _rate_at(tokens, at) if low == "at" and measure == "share" else None
    if low == "of":
        return _sign_of(tokens, at) or _noun_of(tokens, at, measure)
    return _verb(tokens, at, measure)


def _skip_fillers(tokens: Tokens, index: int) -> tuple[int | None, bool]:
    """Return the index of the first word before `index` that is no filler, and whether "by" was among them."""
    at, fillers, adjectives, lows = index, triggers().fillers, words("contexts", "trends", "adjectives"), tokens.lows
    for _ in range(6):
        if tokens.breaks(at):
            return None, False
        at -= 1
        low = lows[at]
        if low == "by":
            return at - 1, True
        if low == "of" and lows[at - 1] in ("factor", "average", "total"):
            at -= 1
        elif low == "of" or not (low in fillers or low in adjectives or (low.endswith("ly") and len(low) > 4)):
            return at, False
    return None, False


def _verb(tokens: Tokens, at: int, measure: Measure) -> Change | None:
    low, table = tokens.lows[at], triggers()
    if _is_particle(tokens, at, measure):
        return None
    if low == "up" and tokens.lows[at - 1] in GIVING:
        trend: Trend | None = "decrease" if measure in ("share", "points", "bare") else None
    elif low in table.verbs:
        trend = table.verbs[low] if _moves(tokens, at, measure, table) else None
    else:
        trend = table.transitive.get(low) if _affects(low, measure) else None
    return Change(trend, at, at + 1) if trend else None


def _is_particle(tokens: Tokens, at: int, measure: Measure) -> bool:
    """Whether "up" or "down" belongs to a verb: "set up", "make up"; shares "ended up 5 percent", a firm "ended up"."""
    if tokens.lows[at] not in ("up", "down"):
        return False
    before = tokens.lows[at - 1]
    if before in words("triggers", "market_verbs"):
        return measure not in ("share", "points", "bare")
    return before in words("triggers", "particle_verbs", tokens.lows[at])


def _moves(tokens: Tokens, at: int, measure: Measure, table: Triggers) -> bool:
    """Whether "rise" and its like move something by this amount: not so "fell 30 feet" and "climbed 14 peaks"."""
    if measure in ("count", "time"):
        return False
    if measure == "length":
        return not table.level_subjects.isdisjoint(tokens.lows[max(at - 5, 0) : at])
    return not (measure == "bare" and tokens.lows[at] in ("down", "shed"))


def _affects(low: str, measure: Measure) -> bool:
    """Whether "raise", "cut" and "lose" change something by this amount; "raised $5 million" does not."""
    if measure in ("share", "points", "times"):
        return True
    if measure == "money":
        return low in words("contexts", "trends", "money_moves")
    return measure in ("measure", "length") and low in words("contexts", "trends", "measure_moves")


def _before_by(tokens: Tokens, at: int, measure: Measure) -> Change | None:
    """Return the change of the nearest verb before "by", else of the nearest noun: "driving the growth of … by"."""
    table = triggers()
    near = 6 if measure in ("count", "time") else BACK
    noun: Change | None = None
    for place in range(at, max(at - near, 0), -1):
        low = tokens.lows[place]
        if _is_particle(tokens, place, measure) or _is_value_added(tokens, place):
            continue
        if trend := table.verbs.get(low) or table.transitive.get(low):
            return Change(trend, place, place + 1, adjacent=place >= at - 1)
        if noun is None and (trend := table.nouns.get(low)):
            noun = Change(trend, place, place + 1, adjacent=place >= at - 1)
        if tokens.breaks(place) or low in table.clause_words:
            break
    return noun


def _is_value_added(tokens: Tokens, at: int) -> bool:
    """Whether "added" is that of added value, the measure of output."""
    return tokens.lows[at] == "added" and "value" in (tokens.lows[at - 1], tokens.lows[at - 2], tokens.lows[at + 1])


def _rate_at(tokens: Tokens, at: int) -> Change | None:
    """Read "grew at 2.9 percent" as an amount of growth."""
    low = tokens.lows[at - 1]
    trend = triggers().verbs.get(low)
    return Change(trend, at - 1, at) if trend and low not in ("up", "down", "gained", "shed") else None


def _sign_of(tokens: Tokens, at: int) -> Change | None:
    """Read "a minus of"; `at` is "of"."""
    trend = SIGNS.get(tokens.lows[at - 1])
    return Change(trend, at - 1, at) if trend and tokens.lows[at - 2] in ("a", "with") else None


def _noun_of(tokens: Tokens, at: int, measure: Measure) -> Change | None:
    """Read "growth of", "growth rate of", "decline in exports of", "grew at an annual rate of"; `at` is "of"."""
    table, place = triggers(), at - 1
    for _ in range(2):
        if tokens.lows[place] in table.links:
            place -= 1
    trend = table.nouns.get(tokens.lows[place])
    if trend is not None:
        return Change(trend, place, place + 1) if _is_change(tokens.lows[place], measure) else None
    for back in range(place, max(place - 6, 0), -1):
        low = tokens.lows[back]
        if (
            low == "in"
            and (trend := table.nouns.get(tokens.lows[back - 1]))
            and _is_change(tokens.lows[back - 1], measure)
        ):
            return Change(trend, back - 1, back, adjacent=False)
        if low == "at" and (trend := table.verbs.get(tokens.lows[back - 1])):
            return Change(trend, back - 1, back, adjacent=False)
        if tokens.breaks(back) or low in table.clause_words:
            return None
    return None


def _is_change(noun: str, measure: Measure) -> bool:
    if measure == "money":
        return noun not in words("contexts", "trends", "results")
    return not (measure in ("length", "time") and noun in words("contexts", "trends", "leaps"))


def change_after(tokens: Tokens, index: int, measure: Measure) -> Change | None:
    """Return the change whose words stand at the token `index`: "5 % increase", "2.3 points faster"."""
    if tokens.breaks(index):
        return None
    return _comparative(tokens, index, measure) or _noun_after(tokens, index, measure)


def _comparative(tokens: Tokens, index: int, measure: Measure) -> Change | None:
    low = tokens.lows[index]
    trend = triggers().comparatives.get(low)
    if trend is None or (measure == "points" and low in OVERTAKING):
        return None
    if measure in ("share", "points") or (
        tokens.lows[index + 1] == "than" and not (measure == "count" and low != "more")
    ):
        return Change(trend, index, index + 1)
    return None


def _noun_after(tokens: Tokens, index: int, measure: Measure) -> Change | None:
    if measure in ("count", "bare", "time", "length"):
        return None
    table, stops, periodic = triggers(), words("nouns", "stops"), words("contexts", "trends", "periodic")
    reach = 5 if measure in ("share", "times") else 3
    for place in range(index, index + reach):
        low = tokens.lows[place]
        if place > index and tokens.breaks(place):
            return None
        if trend := table.nouns.get(low):
            return Change(trend, place, place + 1) if _is_change(low, measure) else None
        if low in HYPHENS or low in periodic:
            continue
        if low in stops or not low.isalpha():
            return None
    return None
