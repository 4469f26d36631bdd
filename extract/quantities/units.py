"""Which unit or currency is written beside a number, rates included."""

from dataclasses import dataclass

from extract.quantities.numerals import Numeral
from extract.quantities.tables import Phrases, units
from extract.quantities.tokens import Tokens

HYPHENS = ("-", "‑", "–")
COUNT = "count"
MONEY_AND_SHARE = frozenset(["%", "pp", "bp", "permille"])
DATA_OF_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit up to the token `end`; `symbol` is None for money of no named currency."""

    symbol: str | None
    end: int
    money: bool = False
    hundredth: bool = False
    """Whether the value counts hundredths of the unit (cents)."""


def match_phrase(table: Phrases, tokens: Tokens, index: int, words: list[str] | None = None) -> tuple[str, int] | None:
    """Return the meaning and the end of the longest phrase at `index`; glued hyphens between its words are skipped."""
    lows = tokens.lows if words is None else words
    for phrase, meaning in table.get(lows[index], ()):
        at = index + 1
        for word in phrase[1:]:
            if lows[at] != word and lows[at] in HYPHENS and lows[at + 1] == word:
                at += 1
            if lows[at] != word:
                break
            at += 1
        else:
            return meaning, at
    return None


def currency_before(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """Return the currency whose sign, code or prefix ends before `index`, and where it begins."""
    words = tokens.words
    for phrase, code in units().prefixes.get(words[index - 1], ()):
        first = index - len(phrase)
        if tuple(words[max(first, 0) : index]) != phrase:
            continue
        if phrase[-1].isalpha() and len(phrase[-1]) < 3 and not _prefix_stands(tokens, index):
            continue
        return code, first
    if words[index - 1] in ("¥", "￥"):
        return ("CNY" if _chinese(tokens.text) else "JPY"), index - 1
    return None


def _prefix_stands(tokens: Tokens, index: int) -> bool:
    """Whether a short alphabetic prefix ("Y590", "Rs 500", "RM 5") is one and no name."""
    return tokens.glued(index) or tokens.words[index - 1] in ("Rs", "RM", "Rp", "Dh")


def _chinese(text: str) -> bool:
    window = text[:20000]
    return any(word in window for word in ("yuan", "RMB", "renminbi", "China", "Chinese"))


def unit_after(tokens: Tokens, numeral: Numeral) -> Unit | None:
    """Return the unit or currency name after the number, with its denominator: "t/a", "CNY/kWh"."""
    index = numeral.end
    if tokens.lows[index] in HYPHENS and tokens.glued(index) and tokens.glued(index + 1):
        index += 1
    elif tokens.breaks(index) and not tokens.glued(index):
        return None
    found = _money(tokens, index, numeral) or _fold(tokens, index) or _measure(tokens, index, numeral)
    return with_rate(tokens, found) if found else None


def _money(tokens: Tokens, index: int, numeral: Numeral) -> Unit | None:
    match = match_phrase(units().names, tokens, index)
    if match is None:
        if tokens.lows[index] in ("pounds", "pound") and _sterling(tokens, numeral):
            return Unit("GBP", index + 1, money=True)
        return None
    code, end = match
    if tokens.lows[index] in ("won", "real", "sterling", "rand") and not (numeral.scale > 1 or numeral.grouped):
        return None
    return Unit(code[1:] or None, end, money=True, hundredth=code in units().hundredths)


def _sterling(tokens: Tokens, numeral: Numeral) -> bool:
    return numeral.scale >= DATA_OF_MILLION or "£" in tokens.text[:20000]


def _fold(tokens: Tokens, index: int) -> Unit | None:
    """Read "sixfold" is one word elsewhere; here "6-fold", "six fold" and "2.5x"."""
    if tokens.lows[index] == "fold" or (tokens.words[index] == "x" and tokens.glued(index)):
        return Unit("times", index + 1)
    return None


def _measure(tokens: Tokens, index: int, numeral: Numeral) -> Unit | None:
    table, word = units(), tokens.words[index]
    if word in table.symbols and _symbol_stands(tokens, index):
        return Unit(table.symbols[word], index + 1)
    if word in table.glued and tokens.glued(index):
        return Unit(table.glued[word], index + 1)
    match = match_phrase(table.words, tokens, index)
    if match is None or tokens.lows[index] == "x":
        return None
    if tokens.lows[index] in ("second", "sec") and not (index > numeral.end or numeral.value == 1):
        return None
    symbol, end = match
    if tokens.lows[index] in ("year", "years") and tokens.lows[end] in HYPHENS and tokens.lows[end + 1] in ("old", "olds"):
        end += 2
    return Unit(symbol, end)


def _symbol_stands(tokens: Tokens, index: int) -> bool:
    """Whether a one-letter symbol is one: glued, or before something that cannot continue a name."""
    word = tokens.words[index]
    if len(word) > 1 or tokens.glued(index):
        return not (tokens.glued(index + 1) and tokens.words[index + 1] in ("$", "’", "'"))
    return word != "V" and tokens.words[index + 1] not in (".", "'", "’", "&")


def with_rate(tokens: Tokens, unit: Unit) -> Unit:
    """Return the unit with the denominator that follows it, if one does."""
    if unit.symbol is None or unit.symbol in MONEY_AND_SHARE or "/" in unit.symbol:
        return unit
    found = denominator_at(tokens, unit.end)
    if found is None or found[0] == unit.symbol:
        return unit
    return Unit(f"{unit.symbol}/{found[0]}", found[1], unit.money, unit.hundredth)


def denominator_at(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """Return the unit of time or plain unit after "per", "a", "an", "each", "every" or "/", and its end.

    A counted noun after "per" is written as it is: "USD/share".
    """
    low = tokens.lows[index]
    hyphen = low in HYPHENS and tokens.lows[index + 1] in ("a", "per")
    if hyphen:
        index, low = index + 1, tokens.lows[index + 1]
    if low not in ("per", "a", "an", "/", "each", "every"):
        return None
    at = index + 1
    if hyphen and tokens.lows[at] in HYPHENS:
        at += 1
    table = units()
    word = tokens.words[at]
    if word in table.symbols:
        return table.symbols[word], at + 1
    if word in ("h", "s", "d", "a") and low == "/":
        return word, at + 1
    if tokens.lows[at] in table.per:
        return table.per[tokens.lows[at]], at + 1
    match = match_phrase(table.words, tokens, at)
    if match is None or tokens.lows[at] in ("second",) and low in ("a", "each"):
        return None
    if table.dimensions.get(match[0]) == "share" or tokens.lows[at].endswith("s") or not _rate_stands(low, match[0]):
        return None
    return match


def _rate_stands(low: str, symbol: str) -> bool:
    """Whether "a" before this unit makes a rate: "5 tons a year", but not "5 tons a foot"."""
    return low in ("per", "/") or units().dimensions.get(symbol) in ("time", "volume", "mass", "area", "energy")
