"""Which plain numbers are ages: aged 71, Ortiz, 34, of Leeds; people over 80; the age of 89."""

from extract.quantities.amounts import Amount
from extract.quantities.tables import words
from extract.quantities.tokens import Tokens

OLDEST = 115
AGE_WORDS = frozenset(["aged", "age", "ages", "turned", "turns", "turning"])
OLDER = frozenset(["older", "younger"])


def is_age(tokens: Tokens, amount: Amount) -> bool:
    """Whether the bare number is somebody's age in years."""
    if amount.value is None or not 0 < amount.value <= OLDEST or amount.numeral.scale > 1:
        return False
    first, end = amount.first, amount.end
    return (
        _after_age_word(tokens, first)
        or _older(tokens, first, end)
        or _apposition(tokens, first, end)
        or _pair(tokens, first, end)
        or _was_when(tokens, first, end)
    )


def _after_age_word(tokens: Tokens, first: int) -> bool:
    """aged between 25 and 30; aged 22, 27 and 31; raised the retirement age to 67."""
    for at in range(first - 1, first - 9, -1):
        low = tokens.lows[at]
        if low in AGE_WORDS:
            return not (low == "age" and tokens.lows[at - 1] in ("ice", "stone", "bronze", "new", "golden"))
        if not (low in words("contexts", "ages", "listed") or low[:1].isdigit()) or tokens.breaks(at + 1):
            return False
    return False


def _older(tokens: Tokens, first: int, end: int) -> bool:
    """older than 65; 16 or older; voters under 18; people over 80."""
    if tokens.lows[end + 1] in OLDER or tokens.lows[first - 2] in OLDER:
        return True
    if tokens.lows[first - 1] in ("over", "under") and tokens.lows[first - 2] in ("are", "were"):
        return tokens.lows[end] in (".", ",", "")
    if tokens.lows[first - 1] in ("over", "under", "above", "below"):
        at = first - 3 if tokens.lows[first - 2] in ("aged", "the", "just", "well") else first - 2
        return tokens.lows[at] in words("traps", "persons", "plural")
    return (
        tokens.lows[end] == "and"
        and tokens.lows[end + 1] in ("over", "under")
        and tokens.lows[first - 1] in words("traps", "persons", "plural")
    )


def _apposition(tokens: Tokens, first: int, end: int) -> bool:
    """Ortiz, 34, of Leeds; his grandmother, 68, …; a teacher (44)."""
    if not tokens.words[first].isdigit() or end - first != 1:
        return False
    opening, closing, before = tokens.words[first - 1], tokens.words[end], tokens.words[first - 2]
    if not ((opening == "," and closing in (",", ".", ";", "")) or (opening == "(" and closing == ")")):
        return False
    if before.lower() in words("traps", "persons"):
        return True
    if opening == "(" or not before.isalpha() or len(before) < 2 or before.lower() in words("traps", "months"):
        return False
    return before[0].isupper() or (closing == "," and _of_somebody(tokens, first, end))


def _pair(tokens: Tokens, first: int, end: int) -> bool:
    """The sisters, 8 and 11, had walked."""
    if tokens.lows[end] == "and" and tokens.words[first - 1] == ",":
        start, close = first, end + 2
    elif tokens.lows[first - 1] == "and" and tokens.words[first - 3] == ",":
        start, close = first - 2, end
    else:
        return False
    numbers = tokens.words[start].isdigit() and tokens.words[close - 1].isdigit() and tokens.words[close] == ","
    return numbers and tokens.words[start - 2].isalpha() and start + 3 == close


def _of_somebody(tokens: Tokens, first: int, end: int) -> bool:
    """Whether a number between two commas after a common noun is a likely age: "the defendant, 52, faces"."""
    after = tokens.words[end + 1]
    return after.isalpha() and after.islower() and 9 < int(tokens.words[first]) < 105


def _was_when(tokens: Tokens, first: int, end: int) -> bool:
    """She was just 14 when she joined, and 23 when it disbanded."""
    at = first - 1
    while tokens.lows[at] in ("just", "only", "about", "aged", "still"):
        at -= 1
    if tokens.lows[end] != "when":
        return False
    return tokens.lows[at] in ("was", "is", "were", "and", "until", "be", "being")
