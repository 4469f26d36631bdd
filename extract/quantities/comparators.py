"""Which words beside a number make it about, more than, at least, less than or at most."""

from typing import NamedTuple

from extract.quantities.negation import is_bound_denied
from extract.quantities.tables import triggers, units, words
from extract.quantities.tokens import HYPHENS, Tokens
from extract.quantities.units import match_phrase
from extract.records import Comparator


class Bound(NamedTuple):
    """A comparator and the tokens `[first, end)` that set it."""

    sign: Comparator
    first: int
    end: int


def bound_before(tokens: Tokens, index: int, unit: str | None) -> Bound | None:
    """Return the comparator whose words stand before the token `index`."""
    at = index
    for _ in range(3):
        found = _ending_at(tokens, at)
        if found is not None:
            return found if _stands(tokens, found, at == index, unit) else None
        if tokens.lows[at - 1] not in words("contexts", "comparators", "between") or tokens.breaks(at):
            return None
        at -= 1
    return None


def negated(tokens: Tokens, bound: Bound | None) -> Bound | None:
    """Return the comparator turned round where it is denied: "cannot spend more than two hours" is at most."""
    if bound is None or bound.sign not in (">", "<"):
        return bound
    if not is_bound_denied(tokens, bound.first):
        return bound
    return Bound("<=" if bound.sign == ">" else ">=", bound.first, bound.end)


def _ending_at(tokens: Tokens, end: int) -> Bound | None:
    lows = tokens.lows
    if tokens.breaks(end):
        return None
    for phrase, sign in triggers().before.get(lows[end - 1], ()):
        first = end - len(phrase)
        if first >= 0 and tuple(lows[first:end]) == phrase:
            return Bound(sign, first, end)  # type: ignore[arg-type]  # the table holds comparators only
    return None


def _stands(tokens: Tokens, found: Bound, adjacent: bool, unit: str | None) -> bool:
    """Whether the words are a comparator here: "rose over five years" and "is up to 9 percent" hold none."""
    low, single = tokens.lows[found.first], found.end - found.first == 1
    time = units().dimensions.get(unit or "") == "time"
    if not single:
        return not (low == "up" and tokens.lows[found.first - 1] in words("contexts", "comparators", "copulas"))
    if low in words("contexts", "comparators", "loose") and not adjacent and time:
        return False
    if low in ("over", "under") and not time and _is_governed(tokens, found.first, unit):
        return False
    if low == "over" and time:
        return tokens.lows[found.first - 1] in words("contexts", "comparators", "lasting")
    return True


def _is_governed(tokens: Tokens, at: int, unit: str | None) -> bool:
    """Whether "over" and "under" belong to a verb: "took over 300 firms"; "it took over 300 people" compares."""
    before = tokens.lows[at - 1]
    if before not in words("triggers", "governing_words", tokens.lows[at]) or (
        tokens.lows[at - 2],
        tokens.lows[at],
    ) == ("it", "over"):
        return False
    return tokens.lows[at] == "over" or unit is None


def bound_after(tokens: Tokens, index: int) -> Bound | None:
    """Return the comparator whose words stand at the token `index`, or after an "of" phrase there: "or more", "+"."""
    first = index
    if tokens.lows[index] in HYPHENS and tokens.lows[index + 1] in ("plus", "odd"):
        index += 1
    elif tokens.breaks(index) or (tokens.lows[index] == "+" and not tokens.glued(index)):
        return None
    if tokens.lows[index] == "," and tokens.lows[index + 1] in ("or", "at", "give"):
        index += 1
    match = match_phrase(triggers().after, tokens, index)
    if match is None:
        return _after_of(tokens, index) if tokens.lows[index] == "of" else None
    if tokens.lows[index] in ("odd", "maximum", "minimum") and index == first and tokens.words[index + 1].isalpha():
        return None
    return Bound(match[0], first, match[1])  # type: ignore[arg-type]  # the table holds comparators only


def _after_of(tokens: Tokens, index: int) -> Bound | None:
    """Return the comparator after "100 millimetres of rain at least"."""
    stops = words("nouns", "stops")
    for at in range(index + 1, index + 4):
        if tokens.lows[at] in stops:
            match = match_phrase(triggers().after, tokens, at)
            if match is None or match[1] - at < 2 or any(map(tokens.breaks, range(index + 1, at + 1))):
                return None
            return Bound(match[0], at, match[1])  # type: ignore[arg-type]  # the table holds comparators only
    return None
