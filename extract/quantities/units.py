"""Which unit or currency is written beside a number."""

from decimal import Decimal
from typing import NamedTuple

from extract.quantities.numerals import Numeral
from extract.quantities.tables import Phrases, units, words
from extract.quantities.tokens import HYPHENS, Tokens

ONE = Decimal(1)
CENT = Decimal("0.01")
BEFORE_OLD = HYPHENS | {"old", "olds"}
HEAD = 20_000
"""Code points of a document in which the country of an ambiguous currency is looked for."""


class Unit(NamedTuple):
    """A unit up to the token `end`; `symbol` is None for money of no named currency."""

    symbol: str | None
    end: int
    money: bool = False
    factor: Decimal = ONE
    """What the value is multiplied by: a cent is 0.01 of its currency, a decade ten years."""


def match_phrase(table: Phrases, tokens: Tokens, index: int) -> tuple[str, int] | None:
    """Return the meaning and the end of the longest phrase at `index`; glued hyphens between its words are skipped."""
    lows = tokens.lows
    for phrase, meaning in table.get(lows[index], ()):
        at = index + 1
        if len(phrase) == 1:  # most are
            return meaning, at
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
    head = text[:HEAD]
    return any(word in head for word in ("yuan", "RMB", "renminbi", "China", "Chinese"))


def unit_after(tokens: Tokens, numeral: Numeral) -> Unit | None:
    """Return the unit or currency name after the number."""
    index = numeral.end
    if tokens.lows[index] in HYPHENS and tokens.glued(index) and tokens.glued(index + 1):
        index += 1
    elif tokens.breaks(index) and not tokens.glued(index):
        return None
    found = _unit_at(tokens, index, numeral)
    if found is None and tokens.lows[index] in units().adjectives:
        found = _measure(tokens, index + 1, numeral) if index == numeral.end else None
    return found


def _unit_at(tokens: Tokens, index: int, numeral: Numeral) -> Unit | None:
    table, word, low = units(), tokens.words[index], tokens.lows[index]
    if word not in table.openers and low not in table.openers:  # as most words after a number
        return None
    if (word in table.pennies and _alone(tokens, index)) or word == "¢":
        return Unit(table.pennies[word], index + 1, money=True, factor=CENT)
    if low == "fold" or (word == "x" and tokens.glued(index)):
        return Unit("times", index + 1)
    return _money(tokens, index, numeral) or _measure(tokens, index, numeral)


def _money(tokens: Tokens, index: int, numeral: Numeral) -> Unit | None:
    low = tokens.lows[index]
    match = match_phrase(units().names, tokens, index)
    if match is None:
        if low in ("pounds", "pound") and _sterling(tokens, index, numeral):
            return Unit("GBP", index + 1, money=True)
        return None
    if low in words("contexts", "units", "ambiguous") and not (numeral.scale > 1 or numeral.grouped):
        return None
    code, end = match
    return Unit(code[1:] or None, end, money=True, factor=CENT if code[0] == "/" else ONE)


def _sterling(tokens: Tokens, index: int, numeral: Numeral) -> bool:
    """Whether "pounds" are money here: millions of them, pound signs elsewhere, or words of paying before."""
    if numeral.scale >= 1_000_000 or "£" in tokens.text[:HEAD]:
        return True
    return not words("traps", "money_context").isdisjoint(tokens.lows[max(index - 10, 0) : index])


def _measure(tokens: Tokens, index: int, numeral: Numeral) -> Unit | None:
    table, word, low = units(), tokens.words[index], tokens.lows[index]
    if word in table.symbols and _symbol_stands(tokens, index):
        return Unit(table.symbols[word], index + 1)
    if word in table.glued and _alone(tokens, index):
        return Unit(table.glued[word], index + 1)
    match = match_phrase(table.words, tokens, index)
    if match is None or low == "x" or not _name_stands(tokens, index, numeral):
        return None
    symbol, end = match
    if tokens.lows[end] in BEFORE_OLD and table.dimensions.get(symbol) == "time":
        old = end + 1 if tokens.lows[end] in HYPHENS else end
        end = old + 1 if tokens.lows[old] in ("old", "olds") else end
    multiple = table.multiples.get(symbol)
    return Unit(symbol, end) if multiple is None else Unit(multiple[0], end, factor=Decimal(multiple[1]))


def _name_stands(tokens: Tokens, index: int, numeral: Numeral) -> bool:
    """Whether a unit name is one: "two second-round games" and "5 stone walls" hold none."""
    low = tokens.lows[index]
    if low in ("second", "sec", "century"):
        return index > numeral.end or numeral.value == 1 or numeral.kind == "share"
    if low == "stone":
        return not tokens.words[index + 1].isalpha()
    return True


def _symbol_stands(tokens: Tokens, index: int) -> bool:
    """Whether a one-letter symbol is one: glued, or before something that cannot continue a name."""
    word = tokens.words[index]
    if len(word) > 1 or tokens.glued(index):
        return not (tokens.glued(index + 1) and tokens.words[index + 1] in ("$", "’", "'"))
    if tokens.words[index + 1] == "." and tokens.glued(index + 2):
        return False
    return word != "V" and tokens.words[index + 1] not in ("'", "’", "&")


def _alone(tokens: Tokens, index: int) -> bool:
    """Whether the letter at `index` is glued to the digits before it and to no letter or digit after it."""
    return tokens.glued(index) and not (tokens.glued(index + 1) and tokens.words[index + 1].isalnum())
