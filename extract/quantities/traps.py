"""Which numbers are no quantities by how they are written or where they stand: codes, dates, times, scores, slogans."""

import re
from collections.abc import Callable

from extract.quantities.amounts import Amount
from extract.quantities.negation import denied_number
from extract.quantities.nouns import is_plural
from extract.quantities.tables import numbers, words
from extract.quantities.tokens import HYPHENS, Tokens
from extract.quantities.unit_traps import one_day, part_of_period, titled_unit

Trap = Callable[[Tokens, Amount], bool]
ADDRESS = re.compile(r"(?:https?://|www\.|ftp://)\S+|[^\s@]{1,64}@[^\s@]{1,255}")
DASHES = frozenset("-–—−‒")
CALCULATING = frozenset("+×x=")
ORDINAL_SUFFIX = frozenset(["st", "nd", "rd", "th"])
CLOSING = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»"}
SLOGAN = 12
"""Tokens of the longest quoted slogan."""


def masked(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of addresses (URLs, e-mail) in `text[start:end]`."""
    part = text[start:end]
    if "://" not in part and "www." not in part and "@" not in part:
        return []
    return [(match.start() + start, match.end() + start) for match in ADDRESS.finditer(part)]


def code(tokens: Tokens, amount: Amount) -> bool:
    """Digits glued to letters or joined to a word: A380, F-16, 5G, Covid-19, the 1990s."""
    first, end = amount.first, amount.end
    if not amount.numeral.digits or amount.numeral.kind == "garbled":
        return False
    before = tokens.words[first - 1]
    if tokens.glued(first):
        if before.isalpha() or before in ("#", "_", "/", "@", "*", "\\", "'", "’"):
            return True
        if before in DASHES and tokens.glued(first - 1) and tokens.words[first - 2].isalpha():
            return tokens.lows[first - 2] not in ("to", "of", "percent", "million", "billion", "thousand")
    return tokens.glued(end) and (tokens.words[end].isalpha() or tokens.words[end] == "_")


def suffixed(tokens: Tokens, amount: Amount) -> bool:
    """Ordinals in digits: 21st."""
    end = amount.numeral.end
    return tokens.lows[end] in ORDINAL_SUFFIX and tokens.glued(end) and amount.numeral.digits


def joined_words(tokens: Tokens, amount: Amount) -> bool:
    """1+5, 4x4, nine-to-five, one-on-one."""
    if amount.numeral.kind == "garbled":
        return False
    first, last, end = amount.first, amount.numeral.end, amount.end
    if tokens.words[first - 1] in CALCULATING and tokens.words[first - 2][:1].isdigit():
        return True
    if tokens.words[last] in CALCULATING and tokens.words[last + 1][:1].isdigit():
        return True
    after = (
        tokens.lows[end] in HYPHENS
        and tokens.glued(end)
        and tokens.lows[end + 1] in ("to", "on", "by", "in", "for", "of", "size", "off")
    )
    return after or (
        tokens.lows[first - 1] in HYPHENS and tokens.glued(first) and tokens.lows[first - 2] in ("to", "by", "on", "of")
    )


# --- dates and times ----------------------------------------------------------------------------------------


def date(tokens: Tokens, amount: Amount) -> bool:
    """A day or year beside a month name: December 11 to 12, 2023; 4 March."""
    months, end = words("traps", "months"), amount.end
    if _month_before(tokens, amount.first):
        return not (is_plural(tokens.lows[end]) and tokens.words[amount.first - 1] in (",", "and"))
    day = amount.value is not None and 1 <= amount.value <= 31 and amount.numeral.digits and amount.numeral.whole
    after = end + 1 if tokens.lows[end] in ("of", ".") else end
    if tokens.lows[end] in ORDINAL_SUFFIX:
        after = end + 1 + (tokens.lows[end + 1] == "of")
    if day and tokens.lows[end] in ("and", "to", "-", "–") and tokens.words[end + 1].isdigit():
        after = end + 2
    return day and tokens.lows[after] in months and tokens.words[after][:1].isupper()


def _month_before(tokens: Tokens, first: int) -> bool:
    """Whether a month name governs the number: "December 11 to 12, 2023", "May 3 and 4"."""
    months, at = words("traps", "months"), first - 1
    for _ in range(6):
        low = tokens.lows[at]
        if low in months and tokens.words[at][0].isupper():
            return True
        if not (low in words("contexts", "traps", "joins") or (tokens.words[at][:1].isdigit() and len(low) < 6)):
            return False
        at -= 1
    return False


def clock(tokens: Tokens, amount: Amount) -> bool:
    """9 a.m., 1500 GMT, 10 o'clock, "trains leave at 8.15"."""
    end, low = amount.end, tokens.lows[amount.end]
    if low in words("traps", "clock", "after") or (
        low in ("a", "p") and tokens.lows[end + 1] == "." and tokens.lows[end + 2] == "m"
    ):
        return True
    if low == "o" and tokens.words[end + 1] in ("'", "’"):
        return True
    word = tokens.words[amount.numeral.first]
    if not (len(word) in (4, 5) and word[-3] in ".:" and word.replace(".", "").isdigit()):
        return False
    near = tokens.lows[max(amount.first - 6, 0) : amount.first]
    return "at" in near and not words("traps", "clock_verbs").isdisjoint(near)


def year_like(tokens: Tokens, amount: Amount) -> bool:
    """Whether it is four plain digits that could be a year: 1815, 2024."""
    word = tokens.words[amount.numeral.first]
    if not amount.numeral.digits or amount.numeral.grouped or amount.numeral.scale > 1 or len(word) not in (4, 9):
        return False
    return amount.value is not None and 1000 <= amount.value <= 2100 and amount.numeral.whole


def year(tokens: Tokens, amount: Amount) -> bool:
    """A year: 2024, the 2022 games, from 1939 to 1945."""
    if not year_like(tokens, amount) or amount.value is None:
        return False
    before, after = tokens.lows[amount.first - 1], tokens.lows[amount.end]
    if before == "than" and (
        tokens.lows[amount.first - 2] in ("earlier", "later", "sooner", "newer") or after in ("is", "was", "had", "saw")
    ):
        return True
    if before in words("contexts", "traps", "bounds") and not (before == "around" and tokens.breaks(amount.end)):
        return False
    if not words("traps", "counted_years").isdisjoint(tokens.lows[amount.end : amount.end + 3]):
        return False
    if amount.value < 1500:
        return before in ("in", "since", "year", "circa", "of")
    if amount.value < 1900 and is_plural(after):
        return before in words("traps", "year_before")
    return True


# --- identifiers, scores, slogans ---------------------------------------------------------------------------


def identifier(tokens: Tokens, amount: Amount) -> bool:
    """Long bare digits, telephone numbers, list and footnote numbers."""
    word, first, end = tokens.words[amount.numeral.first], amount.first, amount.end
    if not amount.numeral.digits or amount.numeral.grouped or amount.numeral.scale > 1:
        return False
    if word.isdigit() and (len(word) >= 7 or (word[0] == "0" and len(word) > 1)) and not is_plural(tokens.lows[end]):
        return True
    if _telephone(tokens, first, end):
        return True
    if tokens.words[first - 1] in ("[", "(") and tokens.words[end] in ("]", ")"):
        return amount.numeral.whole and len(word) < 4
    after = tokens.words[end + 1][:1]
    listed = len(word) < 3 and (
        (tokens.breaks(first) and (after.isupper() or after.isdigit()))
        or (tokens.lows[first - 1] == "the" and after.isupper())  # the 1. FC of a town
    )
    return listed and (
        tokens.words[end] == ")" or (tokens.words[end] == "." and tokens.glued(end) and not tokens.glued(end + 1))
    )


def _telephone(tokens: Tokens, first: int, end: int) -> bool:
    """Whether the digits stand in a run of digit groups, after "call" or after a plus sign."""
    at = first - 1
    for _ in range(8):
        if not (tokens.words[at][:1].isdigit() or tokens.words[at] in ("-", "(", ")")):
            break
        at -= 1
    if tokens.words[at] == "+" and tokens.glued(at + 1):
        return True
    run = at + 1 < first and tokens.words[at + 1][0] == "0" and len(tokens.words[at + 1]) > 1
    called = not words("traps", "telephone").isdisjoint(tokens.lows[max(at - 4, 0) : at + 1])
    return run or (
        called and not is_plural(tokens.lows[end]) and tokens.lows[at] not in words("contexts", "traps", "bounds")
    )


def score(tokens: Tokens, amount: Amount) -> bool:
    """3-1, 2-0: a cluster that falls, or rises beside a word of sport."""
    numeral, word = amount.numeral, tokens.words[amount.numeral.first]
    if not numeral.digits or amount.upper is None or amount.value is None or not any(dash in word for dash in DASHES):
        return False
    if amount.upper <= amount.value:
        return True
    before = tokens.lows[amount.first - 1]
    if before in ("aged", "ages", "about", "some"):
        return False
    if before in ("the", "a") and amount.value >= 100 and not is_plural(tokens.lows[amount.end]):  # the 737-800
        return tokens.lows[amount.end] not in DASHES
    near = tokens.lows[max(amount.first - 6, 0) : amount.first] + tokens.lows[amount.end : amount.end + 3]
    if not words("traps", "score_words").isdisjoint(near):
        return True
    if is_plural(tokens.lows[amount.end]) or tokens.lows[amount.end] in DASHES:
        return False
    return tokens.breaks(amount.end) or amount.value < 10


def slogan(tokens: Tokens, amount: Amount) -> bool:
    """Numbers in a short quoted phrase that begins with a number: “one group, two districts”."""
    if CLOSING.keys().isdisjoint(tokens.words[max(amount.first - SLOGAN, 0) : amount.first]):
        return False
    at = amount.first - 1
    while tokens.words[at] not in CLOSING and not tokens.breaks(at):
        at -= 1
    close = CLOSING.get(tokens.words[at])
    if close is None or not (tokens.words[at + 1][:1].isdigit() or tokens.lows[at + 1] in numbers().units):
        return False
    reach = 5 if tokens.words[at + 1][0].isupper() else SLOGAN
    for end in range(amount.end, at + reach + 2):
        if tokens.words[end] == close:
            return tokens.words[end - 1] not in (",", ".", "!", "?")
        if tokens.lows[end] in words("contexts", "traps", "verbs") or not tokens.words[end]:
            return False
    return False


def voted(tokens: Tokens, amount: Amount) -> bool:
    """The tally of a vote: "voted nine to four"."""
    first, end, lows = amount.first, amount.end, tokens.lows
    if lows[first - 1] in VOTING:
        return lows[end] == "to" or amount.upper is not None
    return lows[first - 1] == "to" and lows[first - 3] in VOTING


VOTING = frozenset(["voted", "ruled", "decided"])
WRITTEN: tuple[Trap, ...] = (code, joined_words, part_of_period, titled_unit, one_day, denied_number)
"""Traps that hold for a number with a unit, too."""
PLACED: tuple[Trap, ...] = (suffixed, date, clock, year, score, voted, identifier, slogan)
"""Traps of plain numbers."""
