"""Which denominator follows a unit or a counted noun: "t/a", "CNY/kWh", "count/d"."""

from extract.quantities.tables import units, words
from extract.quantities.tokens import HYPHENS, Tokens
from extract.quantities.units import Unit, match_phrase

PER = frozenset(["per", "a", "an", "/", "each", "every"])
WITHOUT = frozenset(["%", "pp", "bp", "permille", "times"])
REACH = 5
"""Words of an "of" phrase between the unit and its denominator: "tonnes of crude steel a year"."""


def with_rate(tokens: Tokens, unit: Unit) -> Unit:
    """Return the unit with the denominator that follows it, if one does."""
    symbol = unit.symbol
    if symbol is None or symbol in WITHOUT or "/" in symbol:
        return unit
    found = denominator_at(tokens, unit.end, money=unit.money) or _after_of(tokens, unit)
    if found is None or found[0] == symbol:
        return unit
    return unit._replace(symbol=f"{symbol}/{found[0]}", end=found[1])


def _after_of(tokens: Tokens, unit: Unit) -> tuple[str, int] | None:
    """Return the denominator after the "of" phrase of a measure: "40 kg of wood chips per hour"."""
    if tokens.lows[unit.end] != "of" or unit.money:
        return None
    stops = words("nouns", "stops")
    for at in range(unit.end + 2, unit.end + 2 + REACH):
        low = tokens.lows[at]
        if low in PER:
            return denominator_at(tokens, at, time_only=True)
        if low in stops or not (low[:1].isalpha() or low in HYPHENS) or tokens.breaks(at):
            return None
    return None


def denominator_at(
    tokens: Tokens, index: int, *, money: bool = False, time_only: bool = False
) -> tuple[str, int] | None:
    """Return the unit of time or plain unit after "per", "a", "each" or "/" at `index`, and where it ends."""
    low = tokens.lows[index]
    if low in HYPHENS and tokens.lows[index + 1] in ("a", "per"):
        index, low = index + 1, tokens.lows[index + 1]
    if low not in PER or tokens.breaks(index):
        return None
    at = index + 2 if tokens.lows[index + 1] in HYPHENS else index + 1
    if tokens.lows[at] in units().heads and tokens.lows[at + 1] in PER:  # per person per day
        return denominator_at(tokens, at + 1, time_only=time_only)
    found = _plain(tokens, at, low, money)
    if found is None:
        return None
    time = units().dimensions.get(found[0]) == "time"
    if time and low in ("a", "an") and tokens.lows[found[1]] in words("contexts", "rates", "adverbs"):
        return None
    return None if time_only and not time else found


def _plain(tokens: Tokens, at: int, low: str, money: bool) -> tuple[str, int] | None:
    table, word = units(), tokens.words[at]
    if word in table.symbols and low in ("per", "/"):
        return table.symbols[word], at + 1
    if low == "/" and word in ("h", "s", "d", "a", "yr", "L"):
        return {"yr": "a"}.get(word, word), at + 1
    if tokens.lows[at] in table.per and (money or tokens.lows[at] != "share"):
        return table.per[tokens.lows[at]], at + 1
    match = match_phrase(table.words, tokens, at)
    if match is None or match[0] in table.multiples or not _singular(tokens, at, match):
        return None
    dimension = table.dimensions.get(match[0])
    if dimension == "share":
        return None
    return (
        match
        if low in ("per", "/") or dimension == "time" or (money and dimension in ("volume", "mass", "area", "length"))
        else None
    )


def _singular(tokens: Tokens, at: int, match: tuple[str, int]) -> bool:
    last = tokens.lows[match[1] - 1]
    return not (last.endswith("s") and len(last) > 2) or last in ("celsius",) or tokens.words[at] in units().symbols
