"""Which amounts a text holds: every number with the currency or unit that is written to it."""

from decimal import Decimal
from typing import NamedTuple

from extract.quantities.evidence import Evidence
from extract.quantities.nouns import is_plural
from extract.quantities.number_words import and_a_part, scaled
from extract.quantities.numerals import MINUS, Numeral, numeral_at, times
from extract.quantities.rates import with_rate
from extract.quantities.tables import after_article, numbers, triggers, units
from extract.quantities.tokens import HYPHENS, PAD, Tokens
from extract.quantities.units import Unit, currency_before, match_phrase, unit_after

ARTICLES = frozenset(["a", "an"])


class Amount(NamedTuple):
    """A number with what is written to it, tokens `[first, end)`; the number alone is `[number_first, number_end)`."""

    first: int
    end: int
    number_first: int
    number_end: int
    numeral: Numeral
    value: Decimal | None
    upper: Decimal | None = None
    unit: str | None = None
    money: bool = False
    marked: bool = False
    """Whether a unit or a currency is written with it, named or not."""

    @property
    def dimension(self) -> str | None:
        """What kind of unit it is: money, share, time, length …"""
        return "money" if self.money else units().dimensions.get((self.unit or "").split("/")[0])

    @property
    def bare(self) -> bool:
        """Whether it is a plain number that could count something."""
        return not self.marked and self.numeral.kind in ("number", "indefinite", "vague", "garbled")


def merged(low: Amount, high: Amount, value: Decimal | None, upper: Decimal | None) -> Amount:
    """Return both amounts as one with the unit of the second and the value given."""
    numeral = high.numeral._replace(first=low.number_first)
    return high._replace(first=low.first, number_first=low.number_first, numeral=numeral, value=value, upper=upper)


def amounts_in(tokens: Tokens, evidence: Evidence) -> list[Amount]:
    """Return every single number of the tokens in text order, whether a figure or not; ranges are not yet joined."""
    found: list[Amount] = []
    articled, after, lows = after_article(), PAD, tokens.lows
    for index in _beginnings(tokens):
        if index < after or (lows[index] in ARTICLES and lows[index + 1] not in articled):
            continue
        amount = amount_at(tokens, index, evidence)
        if amount is None:
            continue
        if amount.numeral.kind == "one" and lows[index - 1] == "than" and found and found[-1].end >= index - 2:
            continue  # "12 cents more than a month ago"
        found.append(amount)
        after = max(amount.numeral.end, amount.end if amount.marked else 0)
    return found


def _beginnings(tokens: Tokens) -> list[int]:
    """Return where a number may begin: the tokens of digits, and the words that open a number."""
    openers = numbers().openers
    spelled = [index for index, low in enumerate(tokens.lows) if low in openers]
    return sorted(spelled + tokens.digits)


def amount_at(tokens: Tokens, index: int, evidence: Evidence) -> Amount | None:
    """Return the number that begins at the token `index` with its currency or unit."""
    numeral = numeral_at(tokens, index, evidence)
    if numeral is None:
        return _one_unit(tokens, index) if tokens.lows[index] in ("a", "an") else None
    if numeral.kind in ("trap", "ordinal") or numeral.kind == "multiple" or numeral.trend:
        return _bare(numeral)
    if numeral.kind == "share":
        return _share(tokens, numeral)
    return _with_unit(tokens, numeral)


def _bare(numeral: Numeral) -> Amount:
    unit = {"share": "%", "multiple": "times"}.get(numeral.kind)
    first, end = numeral.first, numeral.end
    return Amount(first, end, first, end, numeral, numeral.value, numeral.upper, unit, marked=unit is not None)


def _one_unit(tokens: Tokens, index: int) -> Amount | None:
    """Read "an hour or so" and "less than a day" as one unit; without a comparator "an hour" is ordinary grammar."""
    table = units()
    match = match_phrase(table.words, tokens, index + 1)
    if match is None or table.dimensions.get(match[0]) not in ("time", "length", "mass", "area", "volume"):
        return None
    unit, factor = table.multiples.get(match[0], (match[0], 1))
    part, end = and_a_part(tokens, match[1])
    if part is not None:  # a year and a half
        numeral = Numeral(index, end, 1 + part, kind="one")
        return Amount(index, end, index, end, numeral, times(1 + part, factor), None, unit, marked=True)
    if tokens.lows[match[1] - 1].endswith("s") or not _bounded(tokens, index, match[1]):
        return None
    numeral = Numeral(index, index + 1, Decimal(1), kind="one")
    return Amount(index, match[1], index, index + 1, numeral, Decimal(factor), None, unit, marked=True)


def _bounded(tokens: Tokens, index: int, end: int) -> bool:
    """Whether a comparator stands beside "a year"; "over a year" and "within a year" are mostly periods."""
    if tokens.lows[end] == "or" and tokens.lows[end + 1] in ("so", "more", "less", "longer"):
        return True
    before = tokens.lows[index - 1]
    if before == "than":
        return tokens.lows[index - 2] in ("more", "less", "longer", "shorter", "fewer")
    if before in ("nearly", "almost", "least", "about", "under", "roughly", "around"):
        return tokens.lows[end] not in ("ago", "earlier", "later", "before") or before in ("nearly", "almost")
    return tokens.lows[index - 2] == "up" and tokens.lows[index - 1] == "to"


# --- fractions ----------------------------------------------------------------------------------------------


def _share(tokens: Tokens, numeral: Numeral) -> Amount:
    """Read a fraction as a share, or as part of a unit: "half an hour", "½ mile", "three quarters of a mile"."""
    unit = _unit_of_fraction(tokens, numeral)
    if unit is None or numeral.value is None:
        return _bare(numeral)
    value = times(numeral.value, unit.factor / 100)
    part = numeral._replace(kind="number", value=numeral.value / 100)
    return Amount(numeral.first, unit.end, numeral.first, numeral.end, part, value, None, unit.symbol, unit.money, True)


def _unit_of_fraction(tokens: Tokens, numeral: Numeral) -> Unit | None:
    at, after = numeral.end, tokens.lows[numeral.end]
    hyphen = after in HYPHENS and tokens.glued(at)
    point = at + 1 if hyphen or after in ("a", "of") else at
    point += tokens.lows[point] == "a"
    if tokens.lows[point] in ("point", "points") and point > at:
        return Unit("pp", point + 1)
    if after == "of" and tokens.lows[at + 1] in ("a", "an"):
        at += 2
    elif after in ("a", "an"):
        at += 1
    elif not (
        hyphen or numeral.digits or tokens.words[numeral.first] in numbers().symbols or after in ("percentage", "point")
    ):
        return None
    found = unit_after(tokens, numeral._replace(end=at))
    if found is None or found.symbol in ("%", "times"):
        return None
    return None if hyphen and found.symbol in ("a", "mo", "d", "s") else found


# --- units and scales ---------------------------------------------------------------------------------------


def _with_unit(tokens: Tokens, numeral: Numeral) -> Amount:
    first = numeral.first
    before = currency_before(tokens, first)
    numeral = _letter_scale(tokens, numeral, before is not None)
    after = unit_after(tokens, numeral)
    if before is not None:
        return _with_currency(tokens, numeral, before, after)
    if after is None:
        return Amount(first, numeral.end, first, numeral.end, numeral, numeral.value, numeral.upper)
    unit = with_rate(tokens, after)
    value = None if numeral.value is None else times(numeral.value, unit.factor)
    upper = None if numeral.upper is None else times(numeral.upper, unit.factor)
    return Amount(first, unit.end, first, numeral.end, numeral, value, upper, unit.symbol, unit.money, marked=True)


def _with_currency(tokens: Tokens, numeral: Numeral, before: tuple[str, int], after: Unit | None) -> Amount:
    code, first = before
    value, upper = numeral.value, numeral.upper
    if tokens.words[first - 1] in MINUS and tokens.glued(first) and not tokens.glued(first - 1) and value is not None:
        value, upper, first = -value, None if upper is None else -upper, first - 1
    end = after.end if after is not None and after.money else numeral.end
    unit = with_rate(tokens, Unit(code, end, money=True))
    return Amount(first, unit.end, numeral.first, numeral.end, numeral, value, upper, unit.symbol, True, marked=True)


def _letter_scale(tokens: Tokens, numeral: Numeral, money: bool) -> Numeral:
    """Read k, m, b and t after digits as a scale where the context says so."""
    at = numeral.end
    word = tokens.words[at]
    factor = numbers().letters.get(word)
    if factor is None or not numeral.digits or numeral.value is None or numeral.kind != "number":
        return numeral
    if not tokens.glued(at) and not (money and word not in ("b", "T", "k")):
        return numeral
    if tokens.glued(at + 1) and (tokens.words[at + 1].isalnum() or tokens.words[at + 1] in ("²", "³", "/")):
        return numeral
    if not (money or word in ("k", "K", "B") or _counted_in(tokens, at + 1, word)):
        return numeral
    upper = None if numeral.upper is None else times(numeral.upper, factor)
    return scaled(tokens, numeral._replace(end=at + 1, value=times(numeral.value, factor), upper=upper, scale=factor))


def _counted_in(tokens: Tokens, index: int, word: str) -> bool:
    """Whether what follows "5m" is counted in millions: a currency, a unit or a plural, not "tall" or "sprint"."""
    if word == "T":
        return False
    low, after = tokens.lows[index], tokens.lows[index + 1]
    if word == "M" or tokens.breaks(index):
        return word == "M" or tokens.lows[index - 3] in triggers().verbs
    if low in ("per", "a", "an", "tall", "long", "high", "wide", "deep", "above", "below"):
        return False
    table = units()
    if is_plural(low) or match_phrase(table.names, tokens, index) or match_phrase(table.words, tokens, index):
        return low not in ("hurdles", "finals", "heats", "freestyle")
    return low.isalpha() and low != "of" and is_plural(after)
