"""Which words beside a number make it about, more than, at least, less than or at most."""

from dataclasses import dataclass

from extract.quantities.tables import triggers, units
from extract.quantities.tokens import Tokens
from extract.quantities.units import HYPHENS, match_phrase
from extract.records import Comparator

BETWEEN = frozenset(["another", "further", "additional", "even", "extra", "a", "an", "total", "us", "the"])
PERIOD_WORDS = frozenset(["over", "within", "under", "about"])
VERBS_OF_LASTING = frozenset(["for", "of", "just", "well", "after", "took", "takes", "take", "lasted", "lasting", "lasts", "by", "spent", "and", "is", "was", "to", "waited", "aged", "are", "were"])


@dataclass(frozen=True, slots=True)
class Bound:
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
        if tokens.lows[at - 1] not in BETWEEN or tokens.breaks(at):
            return None
        at -= 1
    return None


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
    """Whether the words are a comparator here: "over five years" and "over the 5" mostly are none."""
    low, single = tokens.lows[found.first], found.end - found.first == 1
    if not single:
        return True
    if not adjacent and low in ("over", "under", "above", "below", "near", "some", "within", "around", "about", "top"):
        return tokens.lows[found.end] not in ("the", "us") and units().dimensions.get(unit or "") != "time"
    if low in ("over", "within", "under") and units().dimensions.get(unit or "") == "time":
        return tokens.lows[found.first - 1] in VERBS_OF_LASTING
    return True


def bound_after(tokens: Tokens, index: int) -> Bound | None:
    """Return the comparator whose words stand at the token `index`: "or more", "plus", "+"."""
    first = index
    if tokens.lows[index] in HYPHENS and tokens.lows[index + 1] in ("plus", "odd"):
        index += 1
    elif tokens.breaks(index):
        return None
    if tokens.lows[index] == "+" and not tokens.glued(index):
        return None
    if tokens.lows[index] == "," and tokens.lows[index + 1] in ("or", "at", "give"):
        index += 1
    match = match_phrase(triggers().after, tokens, index)
    if match is None:
        return None
    if tokens.lows[index] == "odd" and index == first:
        return None
    return Bound(match[0], first, match[1])  # type: ignore[arg-type]  # the table holds comparators only
