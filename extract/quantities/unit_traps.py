"""Which numbers with a unit are no quantities: parts of a period or a title, adverbs, calibres."""

from extract.quantities.amounts import Amount
from extract.quantities.tables import numbers, words
from extract.quantities.tokens import Tokens


def part_of_period(tokens: Tokens, amount: Amount) -> bool:
    """The first half, three quarters of 2023, the second quarter, a fifth time."""
    if amount.numeral.kind != "share" or amount.numeral.trend:
        return False
    before, last, after = tokens.lows[amount.first - 1], tokens.lows[amount.end - 1], tokens.lows[amount.end]
    if last not in numbers().denominators:
        return False
    if before in (
        "first",
        "second",
        "latter",
        "third",
        "fourth",
        "last",
        "other",
        "final",
        "opening",
        "previous",
        "this",
        "that",
        "fiscal",
        "next",
    ):
        return True
    if after == "of" and len(tokens.words[amount.end + 1]) == 4 and tokens.words[amount.end + 1].isdigit():
        return True
    if (last.endswith("s") and last != "halves") or tokens.lows[amount.first] == "one":
        return False
    return not _is_share(tokens, amount)


def _is_share(tokens: Tokens, amount: Amount) -> bool:
    """Whether a lone "half", "a quarter", "a third" is a share: "half of", "half the", "more than half", "by half"."""
    before, after, last = tokens.lows[amount.first - 1], tokens.lows[amount.end], tokens.lows[amount.end - 1]
    lone = amount.end - amount.first == 1
    if lone and last != "half":
        return before in ("than", "nearly", "almost", "about") and after == "of"
    if (after == "of" and not (lone and before == "the")) or (
        after in words("contexts", "traps", "half_of") and last == "half"
    ):
        return True
    ends = tokens.breaks(amount.end) or after in (".", ",", ";", ")")
    if (
        before in words("contexts", "traps", "bounds")
        or before in words("contexts", "traps", "shared")
        or (ends and last in ("half", "quarter"))
    ):
        return not (lone and before == "up")
    return not lone and (after in words("contexts", "traps", "compared") or not tokens.words[amount.end].isalpha())


def titled_unit(tokens: Tokens, amount: Amount) -> bool:
    """A unit that is part of a title: the 24 Hours of a race."""
    last = tokens.words[amount.end - 1]
    if amount.end <= amount.number_end or len(last) < 3 or not (last[:1].isupper() and last.istitle()):
        return False
    return amount.dimension == "time" and not tokens.opens(amount.first)


def one_day(tokens: Tokens, amount: Amount) -> bool:
    """The adverb "one day", and the calibre of a weapon, "9mm pistols"."""
    if (
        tokens.lows[amount.number_first] == "one"
        and tokens.lows[amount.end - 1] in ("day", "night")
        and amount.unit == "d"
    ):
        return tokens.lows[amount.first - 1] not in words("contexts", "traps", "during") and not tokens.glued(
            amount.number_end
        )
    return amount.unit == "mm" and tokens.lows[amount.end] in words("traps", "calibre")
