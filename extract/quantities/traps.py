"""Which numbers are no quantities: dates, times, ordinals, ranks, labels, names, codes, scores, slogans."""

import re
from collections.abc import Callable

from extract.quantities.amounts import DASHES, Amount
from extract.quantities.nouns import is_plural
from extract.quantities.tables import read_table, units, words
from extract.quantities.tokens import OPENING, Tokens

ADDRESS = re.compile(r"(?:https?://|www\.|ftp://)\S+|\S+@\S+\.\S+")
ORDINAL_SUFFIX = frozenset(["st", "nd", "rd", "th"])
CLOSING = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»"}
JOINS = frozenset(["-", "–", "—", "to", "and", ",", "or", "/", "through"])
SLOGAN = 12
"""Tokens of the longest quoted slogan."""


def masked(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of addresses (URLs, e-mail) in `text[start:end]`."""
    part = text[start:end]
    if "://" not in part and "www." not in part and "@" not in part:
        return []
    return [(match.start() + start, match.end() + start) for match in ADDRESS.finditer(part)]


def is_trap(tokens: Tokens, amount: Amount) -> bool:
    """Whether the amount is no quantity, by what stands around it."""
    if amount.numeral.kind in ("trap", "ordinal"):
        return True
    return any(trap(tokens, amount) for trap in (HARD if amount.marked else ALL))


def _code(tokens: Tokens, amount: Amount) -> bool:
    """Digits glued to letters or joined to a word: A380, F-16, 5G, Covid-19; decades: 1990s."""
    first, end = amount.first, amount.end
    if not amount.numeral.digits:
        return False
    before, glued = tokens.words[first - 1], tokens.glued(first)
    if glued and (before.isalpha() or before in ("#", "_", "/", "@", "*", "\\")):
        return True
    if glued and before in DASHES and tokens.glued(first - 1) and tokens.words[first - 2].isalpha():
        return tokens.lows[first - 2] not in ("to", "of") and not _range_of_words(tokens, first)
    if tokens.glued(end) and tokens.words[end].isalpha():
        return True
    return False


def _range_of_words(tokens: Tokens, first: int) -> bool:
    return tokens.lows[first - 2] in ("percent", "million", "billion", "yuan")


def _suffixed(tokens: Tokens, amount: Amount) -> bool:
    end = amount.numeral.end
    return tokens.lows[end] in ORDINAL_SUFFIX and tokens.glued(end) and amount.numeral.digits


def _sum(tokens: Tokens, amount: Amount) -> bool:
    """1+5, 4x4, 24/7."""
    for at, near in ((amount.first - 1, amount.first - 2), (amount.end, amount.end + 1)):
        if tokens.words[at] in ("+", "×", "x", "=") and tokens.words[near][:1].isdigit():
            return True
    return False


def _date(tokens: Tokens, amount: Amount) -> bool:
    months, first, end = words("traps", "months"), amount.first, amount.end
    if amount.value is None and amount.numeral.kind != "garbled":
        return False
    if _month_before(tokens, first):
        return True
    after = end + 1 if tokens.lows[end] in ("of", ".") else end
    if tokens.lows[after] in months and tokens.words[after][:1].isupper() and _day(amount):
        return tokens.lows[after] != "may" or tokens.words[after] != "may"
    return False


def _day(amount: Amount) -> bool:
    return amount.value is not None and 1 <= amount.value <= 31 and amount.numeral.digits and amount.numeral.whole


def _month_before(tokens: Tokens, first: int) -> bool:
    """Whether a month name governs the number: "December 11 to 12, 2023", "May 3 and 4"."""
    months, at = words("traps", "months"), first - 1
    for _ in range(6):
        low = tokens.lows[at]
        if low in months and tokens.words[at][0].isupper():
            return True
        if not (low in JOINS or low in (".", "the") or tokens.words[at][:1].isdigit() and len(low) < 6):
            return False
        at -= 1
    return False


def _clock(tokens: Tokens, amount: Amount) -> bool:
    end, table = amount.end, words("traps", "clock", "after")
    low = tokens.lows[end]
    if low in table or (low in ("a", "p") and tokens.lows[end + 1] == "." and tokens.lows[end + 2] == "m"):
        return True
    return low == "o" and tokens.words[end + 1] in ("'", "’")


def _year(tokens: Tokens, amount: Amount) -> bool:
    value, word = amount.value, tokens.words[amount.numeral.first]
    if not amount.numeral.digits or amount.numeral.grouped or amount.numeral.scale > 1 or len(word) not in (4, 9):
        return False
    if value is None or not 1000 <= value <= 2100 or not amount.numeral.whole:
        return False
    before, after = tokens.lows[amount.first - 1], tokens.lows[amount.end]
    if before in ("than", "about", "some", "nearly", "least", "over", "almost", "approximately", "roughly", "only", "another"):
        return after in ("", ".", ",", "and", "to")
    if value < 1500:
        return before in ("in", "since", "year", "circa")
    if before in words("traps", "year_before") or tokens.breaks(amount.end):
        return True
    return not is_plural(after) or (1900 <= value <= 2099 and tokens.words[amount.end][:1].isupper())


def _label(tokens: Tokens, amount: Amount) -> bool:
    """No. 1, Line 2, Article 5, S&P 500."""
    at = amount.first - 1
    if tokens.lows[at] in (".", "#", "№"):
        if tokens.lows[at] == "#" or tokens.lows[at] == "№":
            return True
        at -= 1
        if tokens.lows[at] not in ("no", "nos", "vol", "fig", "art", "sec", "p", "pp"):
            return False
    word, low = tokens.words[at], tokens.lows[at]
    if low in words("traps", "products"):
        return True
    if low not in words("traps", "labels"):
        return False
    if low in words("traps", "labels", "capital"):
        return word[0].isupper() and not tokens.opens(at)
    if low == "no":
        return not tokens.words[amount.first].isalpha() or word == "No"
    return True


def _name(tokens: Tokens, amount: Amount) -> bool:
    """A numeral beside a capitalised word: Apollo 11, 737 Max, 10 Downing Street."""
    numeral, before = amount.numeral, tokens.words[amount.first - 1]
    if not numeral.whole or numeral.scale > 1 or numeral.grouped or not numeral.digits or amount.value is None:
        return False
    if before[:1].isupper() and before.isalpha() and len(before) > 1 and not tokens.breaks(amount.first):
        return not tokens.opens(amount.first - 1) and not is_plural(before.lower()) and before.lower() not in NOT_NAMES
    after = tokens.words[amount.end]
    if after[:1].isupper() and after.isalpha() and not tokens.breaks(amount.end):
        return _street(tokens, amount.end)
    return False


NOT_NAMES = frozenset(["about", "nearly", "some", "over", "than", "least", "around", "only", "the", "and", "almost"])


def _street(tokens: Tokens, index: int) -> bool:
    """Whether capitalised words without a plural follow: a proper name that begins with the number."""
    at = index
    while tokens.words[at][:1].isupper() and not tokens.breaks(at) and at < index + 5:
        if is_plural(tokens.lows[at]) or tokens.lows[at].endswith("ans"):
            return False
        at += 1
    return not (tokens.lows[at].isalpha() and tokens.lows[at] not in words("nouns", "stops"))


def _rank(tokens: Tokens, amount: Amount) -> bool:
    low = tokens.lows[amount.first - 1]
    return low in words("traps", "ranks") and not tokens.breaks(amount.first)


def _score(tokens: Tokens, amount: Amount) -> bool:
    """3-1, 2-0: a cluster that falls, or rises beside a word of sport."""
    numeral, word = amount.numeral, tokens.words[amount.numeral.first]
    if not numeral.digits or amount.upper is None or amount.value is None or not any(dash in word for dash in DASHES):
        return False
    if amount.upper <= amount.value:
        return True
    if is_plural(tokens.lows[amount.end]) or tokens.lows[amount.end] in DASHES:
        return False
    near = tokens.lows[amount.first - 6 : amount.first] + tokens.lows[amount.end : amount.end + 3]
    return any(low in words("traps", "score_words") for low in near) or tokens.breaks(amount.end) or amount.value < 10


def _identifier(tokens: Tokens, amount: Amount) -> bool:
    """Long bare digits, telephone numbers, list and footnote numbers."""
    word, first, end = tokens.words[amount.numeral.first], amount.first, amount.end
    if not amount.numeral.digits or amount.numeral.grouped or amount.numeral.scale > 1:
        return False
    if word.isdigit() and (len(word) >= 7 or (word[0] == "0" and len(word) > 1)) and not is_plural(tokens.lows[end]):
        return True
    if tokens.words[first - 1] == "+" and tokens.glued(first):
        return True
    if tokens.words[first - 1] in ("[", "(") and tokens.words[end] in ("]", ")"):
        return amount.numeral.whole and len(word) < 4
    return tokens.breaks(first) and tokens.words[end] in (".", ")") and tokens.words[end + 1][:1].isupper() and len(word) < 3


def _slogan(tokens: Tokens, amount: Amount) -> bool:
    """Numbers in a short quoted phrase that begins with a number: “one group, two districts”."""
    at = amount.first - 1
    for _ in range(SLOGAN):
        if tokens.words[at] in CLOSING or tokens.breaks(at):
            break
        at -= 1
    mark = tokens.words[at]
    if mark not in CLOSING or not _numeric(tokens, at + 1) or tokens.words[at + 1][0].isupper() and tokens.lows[at + 1] != "no":
        return False
    close = CLOSING[mark]
    for end in range(amount.end, at + SLOGAN + 2):
        if tokens.words[end] == close:
            return tokens.words[end - 1] not in (",", ".", "!", "?")
        if tokens.lows[end] in VERBS or not tokens.words[end]:
            return False
    return False


VERBS = frozenset(["is", "are", "was", "were", "have", "has", "had", "will", "would", "died", "said", "can", "i", "we", "they"])


def _numeric(tokens: Tokens, index: int) -> bool:
    from extract.quantities.tables import numbers

    return tokens.words[index][:1].isdigit() or tokens.lows[index] in numbers().units


def _grammar(tokens: Tokens, amount: Amount) -> bool:
    """The "one" of ordinary grammar."""
    if tokens.lows[amount.number_first] not in ("one", "zero") or amount.number_end - amount.number_first > 1 or amount.upper:
        return False
    if tokens.lows[amount.first] == "zero":
        return tokens.lows[amount.end] in DASHES
    table = read_one()
    before, after = tokens.lows[amount.first - 1], tokens.lows[amount.end]
    if before in table["grammar_before"] and not (before == "only" and after in table["counted"]):
        return True
    return after not in table["counted"] or tokens.breaks(amount.end)


def read_one() -> dict[str, frozenset[str]]:
    """Return the words beside "one" that tell a count from grammar."""
    return {key: words("traps", "one", key) for key in ("grammar_after", "grammar_before", "counted")}


def _part_of_period(tokens: Tokens, amount: Amount) -> bool:
    """The first half, three quarters of 2023, the second quarter, a third of ordinals."""
    numeral, before, after = amount.numeral, tokens.lows[amount.first - 1], tokens.lows[amount.end]
    if numeral.kind != "share" or numeral.trend or "/" in tokens.words[numeral.first]:
        return False
    if before in ("first", "second", "latter", "third", "fourth", "last", "other", "final", "opening", "previous", "this", "that"):
        return True
    if tokens.lows[amount.end - 1] not in ("half", "quarter", "quarters", "third"):
        return False
    if after == "of" and tokens.words[amount.end + 1].isdigit() and len(tokens.words[amount.end + 1]) == 4:
        return True
    if amount.end - amount.first > 1 and tokens.lows[amount.first] not in ("a", "the"):
        return False
    return not _shares(tokens, amount)


def _shares(tokens: Tokens, amount: Amount) -> bool:
    """Whether a lone "half", "a quarter", "a third" is a share: "half of", "half the", "more than half", "by half"."""
    before, after, low = tokens.lows[amount.first - 1], tokens.lows[amount.end], tokens.lows[amount.end - 1]
    if after == "of" or before in ("than", "about", "nearly", "almost", "over", "around", "by", "least", "roughly", "approximately", "just", "in"):
        return low == "half" or tokens.lows[amount.first] == "a" or (low == "quarter" and before == "than")
    return low == "half" and after in ("the", "its", "their", "his", "her", "all", "our", "as", "those", "these", "that", "were", "are", "is", "were", "have", "my")


def _masked_unit(tokens: Tokens, amount: Amount) -> bool:
    """A unit that is part of a name: 24 Hours of, 7 Days; time units before "of" and a capital."""
    return amount.dimension == "time" and tokens.words[amount.end - 1][:1].isupper() and not tokens.opens(amount.first)


Trap = Callable[[Tokens, Amount], bool]
HARD: tuple[Trap, ...] = (_code, _sum, _part_of_period, _masked_unit)
ALL: tuple[Trap, ...] = (
    _code, _suffixed, _sum, _date, _clock, _year, _label, _name, _rank, _score, _identifier, _slogan, _grammar,
)  # fmt: skip
