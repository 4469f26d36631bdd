"""Which amounts a text holds: numbers with their currency or unit, ranges put together."""

from dataclasses import dataclass, replace
from decimal import Decimal

from extract.quantities.numerals import Numeral, numeral_at, share, times
from extract.quantities.tables import numbers, units
from extract.quantities.tokens import PAD, Tokens
from extract.quantities.units import HYPHENS, Unit, currency_before, unit_after

DASHES = frozenset("-–—−‒")
MINUS = frozenset("-−–")


@dataclass(frozen=True, slots=True)
class Amount:
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
        return "money" if self.money else units().dimensions.get(self.unit or "")


def amounts(tokens: Tokens, comma_decimals: bool = False) -> list[Amount]:
    """Return every number expression of the tokens in text order, whether a figure or not."""
    found: list[Amount] = []
    starters, index, last, lows = numbers().starters, PAD, tokens.last, tokens.lows
    while index < last:
        low = lows[index]
        if not (low in starters or "0" <= low[0] <= "9" or low == "a" or low == "an"):
            index += 1
            continue
        amount = amount_at(tokens, index, comma_decimals)
        if amount is None:
            index += 1
            continue
        found.append(amount)
        index = max(amount.end, index + 1)
    return joined(tokens, found)


def amount_at(tokens: Tokens, index: int, comma_decimals: bool) -> Amount | None:
    """Return the number that begins at the token `index` with its currency or unit."""
    numeral = numeral_at(tokens, index, comma_decimals)
    if numeral is None:
        return None
    if tokens.words[index - 1] == "." and tokens.glued(index) and not tokens.glued(index - 1) and numeral.digits:
        numeral = _leading_point(tokens, numeral)
    numeral = _negative(tokens, numeral)
    if numeral.kind in ("trap", "ordinal", "share", "multiple") and not _fraction_of_unit(tokens, numeral):
        return _bare(numeral)
    return _with_unit(tokens, numeral)


def _bare(numeral: Numeral) -> Amount:
    unit = {"share": "%", "multiple": "times"}.get(numeral.kind)
    return Amount(
        numeral.first, numeral.end, numeral.first, numeral.end, numeral, numeral.value, numeral.upper, unit, marked=bool(unit)
    )


def _leading_point(tokens: Tokens, numeral: Numeral) -> Numeral:
    word = tokens.words[numeral.end - 1]
    if numeral.value is None or numeral.end - numeral.first != 1 or not word.isdigit() or len(word) > 20:
        return numeral
    return replace(numeral, first=numeral.first - 1, value=Decimal(f"0.{word}"))


def _negative(tokens: Tokens, numeral: Numeral) -> Numeral:
    """Read a minus sign or word before the number; a dash that joins two words is none."""
    before, first = tokens.lows[numeral.first - 1], numeral.first
    if numeral.value is None or not numeral.digits and before not in ("minus", "negative"):
        return numeral
    signed = before in MINUS and tokens.glued(first) and not tokens.glued(first - 1)
    signed = signed and not tokens.words[first - 2][:1].isdigit() and tokens.lows[first - 2] not in ("%", "percent")
    if not signed and before not in ("minus", "negative"):
        return numeral
    upper = None if numeral.upper is None else -numeral.upper
    return replace(numeral, first=first - 1, value=-numeral.value, upper=upper)


def _fraction_of_unit(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether a fraction word or sign measures a unit: "half an hour", "½ mile", "three quarters of a mile"."""
    if numeral.kind != "share":
        return False
    return _unit_of_fraction(tokens, numeral) is not None


def _unit_of_fraction(tokens: Tokens, numeral: Numeral) -> Unit | None:
    at = numeral.end
    if tokens.lows[at] == "of" and tokens.lows[at + 1] in ("a", "an"):
        at += 1
    if tokens.lows[at] in ("a", "an"):
        at += 1
    elif not (tokens.lows[at] in HYPHENS or numeral.digits or tokens.lows[numeral.first] in ("a", "half", "quarter", "one")):
        return None
    found = unit_after(tokens, replace(numeral, end=at))
    if found is None or found.symbol == "%" or found.symbol == "times":
        return None
    if tokens.lows[numeral.end] not in ("a", "an", "of") and units().dimensions.get(found.symbol or "") == "time":
        return found if numeral.digits else None  # "a half year", "the half hour" are periods
    return found


def _with_unit(tokens: Tokens, numeral: Numeral) -> Amount:
    before = currency_before(tokens, numeral.first)
    sign_first = numeral.first
    if before is None and tokens.words[numeral.first] in MINUS:  # -$5 is read below, $-5 here
        before = currency_before(tokens, numeral.first)
    if numeral.kind == "share":
        after, value = _unit_of_fraction(tokens, numeral), None if numeral.value is None else numeral.value / 100
        numeral = replace(numeral, kind="number", value=value)
    else:
        numeral = _letter_scale(tokens, numeral, before is not None)
        after = unit_after(tokens, numeral)
    if before is not None:
        return _with_currency(tokens, numeral, before, after)
    if after is None:
        return Amount(sign_first, numeral.end, sign_first, numeral.end, numeral, numeral.value, numeral.upper)
    value, upper = numeral.value, numeral.upper
    if after.hundredth:
        value, upper = (None if part is None else times(part, Decimal("0.01")) for part in (value, upper))
    return Amount(
        sign_first, after.end, sign_first, numeral.end, numeral, value, upper, after.symbol, after.money, marked=True
    )


def _with_currency(tokens: Tokens, numeral: Numeral, before: tuple[str, int], after: Unit | None) -> Amount:
    code, first = before
    negative = tokens.words[first - 1] in MINUS and tokens.glued(first) and not tokens.glued(first - 1)
    value = -numeral.value if negative and numeral.value is not None else numeral.value
    first -= negative
    end, unit = numeral.end, code
    if after is not None and after.money:  # "US$5 million dollars"
        end, unit = after.end, after.symbol if after.symbol and "/" in after.symbol else code
    else:
        from extract.quantities.units import with_rate

        rated = with_rate(tokens, Unit(code, end, money=True))
        end, unit = rated.end, rated.symbol or code
    return Amount(first, end, numeral.first, numeral.end, numeral, value, numeral.upper, unit, True, marked=True)


def _letter_scale(tokens: Tokens, numeral: Numeral, money: bool) -> Numeral:
    """Read k, m, b and t after digits as a scale where the context says so."""
    at = numeral.end
    word = tokens.words[at]
    factor = numbers().letters.get(word)
    if factor is None or not numeral.digits or numeral.value is None or numeral.kind != "number":
        return numeral
    if not (tokens.glued(at) or (money and word not in ("b", "T"))) or tokens.glued(at + 1) and tokens.words[at + 1].isalnum():
        return numeral
    if not (money or word in ("k", "K") or _counts_after(tokens, at + 1, word)):
        return numeral
    upper = None if numeral.upper is None else times(numeral.upper, factor)
    return replace(numeral, end=at + 1, value=times(numeral.value, factor), upper=upper, scale=factor)


def _counts_after(tokens: Tokens, index: int, word: str) -> bool:
    """Whether what follows "5m" is counted in millions: a currency, a unit or a plural noun, not "tall" or "sprint"."""
    from extract.quantities.nouns import is_plural
    from extract.quantities.units import match_phrase

    if word == "T" or tokens.breaks(index):
        return word in ("M", "B")
    low = tokens.lows[index]
    if low in ("per", "a", "an"):
        return False
    return is_plural(low) or match_phrase(units().names, tokens, index) is not None or (
        match_phrase(units().words, tokens, index) is not None
    ) or (is_plural(tokens.lows[index + 1]) and low.isalpha() and word != "m") or word in ("M", "B")


# --- ranges -------------------------------------------------------------------------------------------------


def joined(tokens: Tokens, found: list[Amount]) -> list[Amount]:
    """Put "3 to 5", "5 %-6 %", "between 20 and 30 GW", "US$89 to $93 billion" and "one in four" together."""
    result: list[Amount] = []
    for amount in found:
        if result:
            merged = _proportion(tokens, result[-1], amount) or _range(tokens, result[-1], amount)
            if merged is not None:
                result[-1] = merged
                continue
        result.append(amount)
    return result


def _proportion(tokens: Tokens, low: Amount, high: Amount) -> Amount | None:
    """Read "one in four" and "three out of five" as a share."""
    between = tokens.lows[low.end : high.first]
    if not (between == ["in"] or between[:2] == ["out", "of"] and len(between) < 4):
        return None
    part, whole = low.value, high.value
    if low.marked or high.marked or part is None or whole is None or not 0 < part < whole or low.upper is not None:
        return None
    if low.numeral.kind != "number" or high.numeral.kind != "number" or not (low.numeral.whole and high.numeral.whole):
        return None
    if whole > 20 and whole not in (100, 1000, 10000, 100000, 1000000) and not (part == 1 and whole <= 1000):
        return None
    if between == ["in"] and part > 1 and whole > 10 and whole not in (100, 1000):
        return None
    numeral = replace(high.numeral, kind="share", first=low.number_first)
    return Amount(low.first, high.end, low.number_first, high.number_end, numeral, share(part, whole), None, "%", marked=True)


def _range(tokens: Tokens, low: Amount, high: Amount) -> Amount | None:
    if low.upper is not None or high.upper is not None or low.value is None or high.value is None:
        return None
    kinds = (low.numeral.kind, high.numeral.kind)
    if any(kind not in ("number", "share", "multiple") for kind in kinds) or not _linked(tokens, low, high):
        return None
    lower = _lower_end(low, high)
    if lower is None:
        return None
    return Amount(
        low.first, high.end, low.number_first, high.number_end, replace(high.numeral, first=low.number_first),
        lower, high.value, high.unit, high.money, high.marked,
    )  # fmt: skip


def _linked(tokens: Tokens, low: Amount, high: Amount) -> bool:
    """Whether the words between are those of a range."""
    between = tokens.lows[low.end : high.first]
    if not between or len(between) > 1:
        return not between and low.end == high.first and tokens.words[high.first] in MINUS and tokens.glued(high.first)
    link = between[0]
    if link in DASHES:
        return not tokens.breaks(low.end) or tokens.glued(high.first)
    if link == "to":
        return not (low.marked and _changed(tokens, low)) and (not _changed(tokens, low) or high.marked)
    if link == "and":
        return tokens.lows[low.first - 1] == "between" or tokens.lows[low.first - 2] == "between"
    if link == "or" and low.value is not None and high.value is not None:
        return not low.marked and low.numeral.whole and high.value - low.value in (1, 2) and low.value < 20
    return False


def _changed(tokens: Tokens, amount: Amount) -> bool:
    """Whether a verb of change stands before: "rose 5 percent to 30 percent" and "rose from 20 to 30" hold two levels."""
    from extract.quantities.tables import triggers

    table, reach = triggers(), 3
    at, lows = amount.first - 1, tokens.lows
    if lows[at] == "from":
        reach = 10
    for place in range(at, max(at - reach, 0), -1):
        if tokens.breaks(place + 1) or lows[place] == ",":
            return False
        if lows[place] in table.verbs or lows[place] in table.transitive or lows[place] in table.nouns:
            return True
    return False


def _lower_end(low: Amount, high: Amount) -> Decimal | None:
    """Return the lower end, with the scale and unit of the upper one where it has none; None where they do not fit."""
    value, upper = low.value, high.value
    if value is None or upper is None:
        return None
    if low.marked and (low.unit or "") != (high.unit or "") and not (low.money and high.money):
        return None
    if low.marked and not high.marked:
        return None
    mantissa = upper / high.numeral.scale
    if low.numeral.scale == 1 and high.numeral.scale > 1 and not low.numeral.grouped and abs(value) <= abs(mantissa):
        value = times(value, high.numeral.scale)
    elif high.unit in ("USD", "GBP", "EUR") and high.numeral.scale == 1 and not low.marked and value > upper:
        return None
    return value if value < upper else None
