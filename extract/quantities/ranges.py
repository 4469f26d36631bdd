"""Which neighbouring amounts are one: ranges and proportions, after those that torn.py puts together."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from extract.quantities.amounts import Amount, amounts_in, merged
from extract.quantities.evidence import Evidence, evidence_of
from extract.quantities.legible import legible
from extract.quantities.numeral import share, times
from extract.quantities.numerals import MINUS
from extract.quantities.tables import triggers, words
from extract.quantities.tokens import Tokens
from extract.quantities.torn import glued_percent, rejoined
from extract.quantities.traps import year_like
from extract.quantities.wraps import is_torn, rejoin

DASHES = frozenset("-–—−‒")
ZERO = Decimal(0)
ROUND = frozenset([25, 30, 40, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 1_000_000])


SHORT = 2_000
"""Code points of a stretch whose numbers are kept for a while, because several questions are asked about it."""


def amounts_of(text: str, start: int, end: int) -> tuple[Tokens, tuple[Amount, ...]]:
    """Return the tokens of `text[start:end]` and every number expression of them, as `amounts` does."""
    return (_kept if end - start <= SHORT else _read)(text, start, end)


def _read(text: str, start: int, end: int) -> tuple[Tokens, tuple[Amount, ...]]:
    page = (_short_page if len(text) <= SHORT else _long_page)(text)
    tokens = Tokens(page.text, start, end)
    if page.torn:
        rejoin(tokens)
    return tokens, tuple(amounts(tokens, page.evidence))


_kept = lru_cache(maxsize=32)(_read)


class _Page(NamedTuple):
    """What is known of a whole text, whichever stretch of it is read."""

    text: str
    """In the usual signs."""
    evidence: Evidence
    torn: bool


def _page(text: str) -> _Page:
    usual = legible(text)
    return _Page(usual, evidence_of(usual), is_torn(usual))


_short_page, _long_page = lru_cache(maxsize=64)(_page), lru_cache(maxsize=4)(_page)
"""Apart, because the many short wordings that are compared with a document must not push it out."""


def amounts(tokens: Tokens, evidence: Evidence) -> list[Amount]:
    """Return every number expression of the tokens in text order, whether a figure or not, ranges put together."""
    result: list[Amount] = []
    for amount in amounts_in(tokens, evidence):
        if result:
            last = result[-1]
            joined = _proportion(tokens, last, amount) or _range(tokens, last, amount) or rejoined(tokens, last, amount)
            if joined is not None:
                result[-1] = joined
                continue
        result.append(glued_percent(tokens, amount))
    return result


# --- one in four --------------------------------------------------------------------------------------------


def _proportion(tokens: Tokens, low: Amount, high: Amount) -> Amount | None:
    """Read "one in four", "three out of five" and "one teacher in six" as a share."""
    part, whole = low.value, high.value
    if part is None or whole is None or not (low.bare and high.bare) or low.upper is not None or high.upper is not None:
        return None
    if not 0 < part < whole or not (low.numeral.whole and high.numeral.whole) or year_like(tokens, high):
        return None
    if not _links_proportion(tokens, low, high, int(part), int(whole)):
        return None
    numeral = high.numeral._replace(kind="share", first=low.number_first)
    return merged(low, high, share(part, whole), None)._replace(numeral=numeral, unit="%", marked=True)


def _links_proportion(tokens: Tokens, low: Amount, high: Amount, part: int, whole: int) -> bool:
    between = tokens.lows[low.end : high.first]
    if between in (["in"], ["in", "every"]):
        return whole <= 10 or part == 1 or (part < 10 and whole in (100, 1000))
    if between in (["out", "of"], ["out", "of", "every"]):
        return whole <= 20 or whole in ROUND
    return len(between) == 2 and between[1] == "in" and part == 1 and whole <= 20 and tokens.words[low.end].isalpha()


# --- ranges -------------------------------------------------------------------------------------------------


def _range(tokens: Tokens, low: Amount, high: Amount) -> Amount | None:
    if low.upper is not None or high.upper is not None or high.first - low.end > 1:
        return None
    kinds = ("number", "share", "multiple")
    if low.numeral.kind not in kinds or high.numeral.kind not in kinds or not _linked(tokens, low, high):
        return None
    if year_like(tokens, low) and not year_like(tokens, high) and tokens.lows[low.first - 1] in ("in", "since", "of"):
        return None
    ends = _ends(low, high)
    return None if ends is None else merged(low, high, *ends)


def _linked(tokens: Tokens, low: Amount, high: Amount) -> bool:
    """Whether the word between is that of a range."""
    if low.end == high.first:
        return tokens.words[high.first] in MINUS and tokens.glued(high.first)
    link, before = tokens.lows[low.end], tokens.lows[low.first - 1]
    if link in DASHES:
        return tokens.glued(low.end) == tokens.glued(high.first)
    if link == "to":
        return _spans(tokens, low, high)
    if link == "and":
        return "between" in (before, tokens.lows[low.first - 2])
    return link == "or" and _neighbours(low, high)


def _neighbours(low: Amount, high: Amount) -> bool:
    """Whether "or" joins two numbers that follow each other: "two or three"."""
    if low.value is None or high.value is None or low.marked or not (low.numeral.whole and high.numeral.whole):
        return False
    return 0 < high.value - low.value <= 2 and low.value < 20


def _spans(tokens: Tokens, low: Amount, high: Amount) -> bool:
    """Whether "to" makes a range; "rose 5 percent to 30 percent" and "fell from 30 to 20" hold two levels."""
    lows, at = tokens.lows, low.first - 1
    if lows[at] != "from":
        moved = low.marked and lows[at] in triggers().verbs
        return not (moved or (lows[at] == "by" and low.marked == high.marked))
    if lows[at - 1] in words("contexts", "ranges", "ranging") or lows[at - 2] in words("contexts", "ranges", "ranging"):
        return True
    return not (low.unit == "%" or _moves_before(tokens, at))


def _moves_before(tokens: Tokens, at: int) -> bool:
    """Whether a verb or noun of change stands in the words before "from" at `at`."""
    table, lows = triggers(), tokens.lows
    for place in range(at - 1, max(at - 11, 0), -1):
        if (
            lows[place] in table.verbs
            or lows[place] in table.transitive
            or lows[place] in table.nouns
            or lows[place] in words("contexts", "ranges", "moving")
        ):
            return True
        if tokens.breaks(place) or lows[place] in (",", ";"):
            return False
    return False


def _ends(low: Amount, high: Amount) -> tuple[Decimal, Decimal] | None:
    """Return both ends, the lower with scale and unit of the upper where it has none; None where they do not fit."""
    value, upper = low.value, high.value
    if value is None or upper is None or not _units_fit(low, high):
        return None
    if not low.marked and high.numeral.value and high.numeral.value != upper:  # 5 to 10 cents
        value = times(value, upper / high.numeral.value)
    if _scale_is_shared(low, high):
        value = times(value, high.numeral.scale)
    return (value, upper) if value < upper else None


def _units_fit(low: Amount, high: Amount) -> bool:
    if low.marked and not high.marked:
        return low.money
    return not low.marked or low.unit == high.unit or (low.unit or "x") in (high.unit or "")


def _scale_is_shared(low: Amount, high: Amount) -> bool:
    """Whether "four to five thousand" or "$89 to $93 billion" leaves the scale of the lower end unsaid."""
    if low.numeral.scale > 1 or high.numeral.scale == 1 or low.numeral.grouped:
        return False
    ends = [(amount.numeral.value or ZERO).copy_abs() for amount in (low, high)]
    return ends[0] <= ends[1] / high.numeral.scale
