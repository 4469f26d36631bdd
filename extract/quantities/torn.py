"""Which neighbouring amounts are one number that scraping or a rare spelling has torn apart?"""

import re

from extract.quantities.amounts import Amount, merged
from extract.quantities.digits import read_cluster
from extract.quantities.numeral import times
from extract.quantities.tables import words
from extract.quantities.tokens import Tokens
from extract.quantities.traps import date, year_like

GROUP = re.compile(r"[0-9]{3}(?:\.[0-9]+)?")
"""What may follow the comma of a torn number: 338.7 of "4, 338.7"."""
KNOWN_LINKS = frozenset("-–—−‒/:+×x*=^()[]{}<>|&~…,.\"“”'’‘$€£¥₹%@°")
"""Signs between two numbers that leave them two; any other sign without a space leaves one that nobody can read."""


def rejoined(tokens: Tokens, low: Amount, high: Amount) -> Amount | None:
    """Return both amounts as one where they are parts of one number: read where that is sure, else garbled."""
    if high.first - low.end > 2:
        return _torn_share(tokens, low, high)
    if not (low.numeral.kind in ("number", "garbled") and high.numeral.kind in ("number", "garbled")):
        return _torn_share(tokens, low, high)
    whole = _sum(tokens, low, high)
    if whole is not None:
        return whole
    if _is_torn(tokens, low, high):
        return _garbled(low, high)
    return _torn_share(tokens, low, high)


def _garbled(low: Amount, high: Amount) -> Amount:
    torn = merged(low, high, None, None)
    return torn._replace(numeral=torn.numeral._replace(kind="garbled", value=None))


# --- 3 million 500 thousand ---------------------------------------------------------------------------------


def _sum(tokens: Tokens, low: Amount, high: Amount) -> Amount | None:
    """Read "3 million 500 thousand yuan" and "one million, two hundred thousand yuan" as one number."""
    value, part, scale = low.value, high.value, low.numeral.scale
    if value is None or part is None or low.marked or low.upper is not None or high.upper is not None or scale < 1000:
        return None
    if not (low.end == high.number_first == high.first or tokens.lows[low.end : high.first] == [","]):
        return None
    if not 0 < part < scale or tokens.breaks(high.first) or low.numeral.digits != high.numeral.digits:
        return None
    spoken = high.numeral.scale > 1 if low.end < high.first else high.numeral.scale > 1 or high.money
    if not spoken or (low.end < high.first and tokens.lows[high.end] in (",", "and")):
        return None
    return merged(low, high, times(value + part, 1), None)


# --- 4, 338.7 -----------------------------------------------------------------------------------------------


def _is_torn(tokens: Tokens, low: Amount, high: Amount) -> bool:
    """Whether a space, a line end or an unknown sign stands within the digits of one number."""
    first, last = tokens.words[low.end - 1], tokens.words[high.first]
    if low.marked or not (low.numeral.digits and high.numeral.digits and high.first == high.number_first):
        return False
    if not (first[:1].isdigit() and (last[:1].isdigit() or last == ".")) or "\n\n" in _gap(tokens, low, high):
        return False
    between = tokens.lows[low.end : high.first]
    if not between:
        return last == "." or _is_broken(tokens, low, high, first, last)
    if between == [","]:
        return _comma_stands_apart(tokens, low, high, first, last)
    if between == ["."]:
        return _point_stands_apart(tokens, low, high, last)
    joined = all(tokens.glued(at) for at in range(low.end, high.first + 1))
    return joined and (not KNOWN_LINKS.intersection(between) or (len(between) == 2 and between[0] in (".", ",")))


def _gap(tokens: Tokens, low: Amount, high: Amount) -> str:
    return tokens.text[tokens.ends[low.end - 1] : tokens.starts[high.first]]


def _is_broken(tokens: Tokens, low: Amount, high: Amount, first: str, last: str) -> bool:
    """Whether two clusters are one: "1,23 4.5", "12 345." and, over the end of a line, "12", "345 francs"."""
    if low.numeral.kind == "garbled":
        return True
    if not _groups(first, last):
        return False
    return high.marked if "\n" in _gap(tokens, low, high) else not tokens.words[high.end].isalpha()


def _groups(first: str, last: str) -> bool:
    """Whether a comma between the two would make a well-formed number."""
    return bool(GROUP.fullmatch(last)) and (len(first) < 4 or "," in first) and read_cluster(f"{first},{last}").grouped


def _comma_stands_apart(tokens: Tokens, low: Amount, high: Amount, first: str, last: str) -> bool:
    """Whether "4, 338.7 billion" is one number: no list of numbers, no day, no label or age before the comma."""
    if not _groups(first, last):
        return False
    if not tokens.glued(low.end):
        return True
    before = tokens.words[low.first - 1]
    if before == "," or before[:1].isdigit() or tokens.lows[low.first - 1] in ("and", "or") or low.upper is not None:
        return False
    if tokens.lows[high.end] in (",", "and", "or", "to") and tokens.words[high.end + 1][:1].isdigit():
        return False
    return not (date(tokens, low) or before[:1].isupper() or before.lower() in words("contexts", "torn", "labels"))


def _point_stands_apart(tokens: Tokens, low: Amount, high: Amount, last: str) -> bool:
    """Whether "4,338. 7 billion" is one number, and not the end of a sentence after a year or a day."""
    if not last.isdigit() or low.numeral.scale > 1:
        return False
    if not tokens.glued(low.end):
        return True
    measured = high.marked or high.numeral.scale > 1
    counted = tokens.breaks(low.first) and low.numeral.value is not None and low.numeral.value < 100
    listed = counted or year_like(tokens, low) or date(tokens, low)
    return measured and low.numeral.whole and not listed and not tokens.glued(high.first)


# --- 97 to the city8% ---------------------------------------------------------------------------------------


def glued_percent(tokens: Tokens, amount: Amount) -> Amount:
    """Mark "city8%" as garbled: a share whose digits are glued to a word."""
    first = amount.first
    if not (
        amount.unit in ("%", "pp")
        and amount.numeral.digits
        and tokens.glued(first)
        and tokens.words[first - 1].isalpha()
    ):
        return amount
    if len(tokens.words[first - 1]) < 2:
        return amount
    numeral = amount.numeral._replace(kind="garbled", first=first - 1)
    return amount._replace(first=first - 1, number_first=first - 1, numeral=numeral, value=None, upper=None)


def _torn_share(tokens: Tokens, low: Amount, high: Amount) -> Amount | None:
    """Put "97 to the city8%" together: the digits of one share torn apart by misplaced words."""
    torn = glued_percent(tokens, high)
    if torn.numeral.kind != "garbled" or high.numeral.kind == "garbled" or not low.bare or not low.numeral.digits:
        return None
    if high.first - low.end > 5 or any(tokens.breaks(at) for at in range(low.end, high.first)):
        return None
    return merged(low, torn, None, None)
