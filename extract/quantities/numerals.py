"""Which number stands at a place, in digits or words, with its scale, before any unit is looked at."""

import re
from decimal import Decimal

from extract.quantities.digits import Cluster, read_cluster
from extract.quantities.evidence import Evidence
from extract.quantities.number_words import and_a_part, indefinite, numeral_in_words, scaled
from extract.quantities.numeral import EXACT, Numeral, share, times
from extract.quantities.tables import after_digits, numbers
from extract.quantities.tokens import HYPHENS, Tokens

__all__ = ["Numeral", "numeral_at", "share", "times"]

MINUS = frozenset("-−–‑")
WHOLES = frozenset([2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32, 50, 64, 100])
"""Denominators of fractions in digits; others, as in 9/11 or 24/7, are dates and names."""
ZERO = Decimal(0)
GROUP_AND_DECIMALS = re.compile(r"[0-9]{3}\.[0-9]+")


def numeral_at(tokens: Tokens, index: int, evidence: Evidence) -> Numeral | None:
    """Return the number that begins at the token `index`, or None."""
    word = tokens.words[index]
    if "0" <= word[0] <= "9":
        number = signed(tokens, _digits(tokens, index, read_cluster(word, evidence.comma_decimals)))
        return _bracketed(tokens, number) if evidence.accounting else number
    low = tokens.lows[index]
    if low in ("a", "an"):
        return indefinite(tokens, index)
    found = numeral_in_words(tokens, index) if low in numbers().starters else None
    return signed(tokens, found) if found else None


def signed(tokens: Tokens, numeral: Numeral) -> Numeral:
    """Read a minus sign or word before the number, or a leading decimal point; a dash that joins two words is none."""
    first, before = numeral.first, tokens.lows[numeral.first - 1]
    if numeral.value is None or numeral.kind != "number":
        return numeral
    if before == "." and numeral.digits and tokens.glued(first) and not tokens.glued(first - 1):
        return _leading_point(tokens, numeral)
    sign = before in MINUS and numeral.digits and _is_minus(tokens, first)
    if not sign and (before not in ("minus", "negative") or tokens.lows[first - 2] == "or"):
        return numeral
    upper = None if numeral.upper is None else -numeral.upper
    return numeral._replace(first=first - 1, value=-numeral.value, upper=upper)


def _bracketed(tokens: Tokens, numeral: Numeral) -> Numeral:
    """Read "$(1.2) million" and "(3,456)" as negative, in a document that writes its losses so."""
    first, end, value = numeral.first, numeral.end, numeral.value
    if tokens.words[first - 1] != "(" or tokens.words[end] != ")" or value is None or numeral.kind != "number":
        return numeral
    if not (numeral.grouped or not numeral.whole or tokens.words[first - 2] in ("$", "€", "£", "¥")):
        return numeral
    return scaled(tokens, numeral._replace(first=first - 1, end=end + 1, value=-value))


def _is_minus(tokens: Tokens, first: int) -> bool:
    """Whether the dash before the number is a sign: glued to it, and not joined to what stands before."""
    if not tokens.glued(first) or (tokens.glued(first - 1) and tokens.words[first - 2] not in ("(", "[", "“", '"')):
        return False
    return not tokens.words[first - 2][:1].isdigit() and tokens.lows[first - 2] not in ("%", "percent")


def _leading_point(tokens: Tokens, numeral: Numeral) -> Numeral:
    word = tokens.words[numeral.first]
    if not word.isdigit() or len(word) > 20 or numeral.upper is not None:
        return numeral._replace(first=numeral.first - 1, value=None, upper=None, kind="garbled")
    value = times(EXACT.multiply(Decimal(f"0.{word}"), numeral.scale), 1)
    return numeral._replace(first=numeral.first - 1, value=value)


def _digits(tokens: Tokens, index: int, cluster: Cluster) -> Numeral:
    base = Numeral(index, index + 1, cluster.value, digits=True, grouped=cluster.grouped)
    if cluster.kind == "garbled":
        return scaled(tokens, base._replace(kind="garbled", value=None))
    if cluster.kind in ("date", "time", "code"):
        return base._replace(kind="trap", value=None)
    if cluster.kind == "fraction":
        return _fraction(base, cluster)
    if cluster.kind == "range":
        return scaled(tokens, base._replace(upper=cluster.upper))
    following = tokens.lows[index + 1]
    if following.isalpha() and following not in after_digits():
        return base
    base = _spaced(tokens, base) or _mixed_fraction(tokens, base) or base
    return scaled(tokens, _power_of_ten(tokens, base))


def _fraction(base: Numeral, cluster: Cluster) -> Numeral:
    part, whole = cluster.value, cluster.upper
    if part is None or whole is None or not 0 < part < whole or whole not in WHOLES:
        return base._replace(kind="trap", value=None)
    return base._replace(value=share(part, whole), kind="share")


def _spaced(tokens: Tokens, base: Numeral) -> Numeral | None:
    """Read thousands that are grouped by plain spaces: "12 345 678", "10 000 people", "4 338.7 billion"."""
    words, at = tokens.words, base.first
    if len(words[at]) > 3 or not words[at].isdigit() or words[at][0] == "0" or words[at - 1][:1].isdigit():
        return None
    end, plain = at + 1, words[at]
    while len(words[end]) == 3 and words[end].isascii() and words[end].isdigit() and _one_space(tokens, end):
        plain, end = plain + words[end], end + 1
    if GROUP_AND_DECIMALS.fullmatch(words[end]) and _one_space(tokens, end) and len(plain) < 15:
        return base._replace(end=end + 1, value=Decimal(plain + words[end]), grouped=True)
    groups = end - at - 1
    if groups == 0 or words[end][:1].isdigit() or len(plain) > 15 or words[at - 1] == "+":
        return None
    if groups == 1 and (
        (not words[end].isalpha() and words[end] not in ("%", "€")) or tokens.lows[end] in numbers().scales
    ):
        return None
    return base._replace(end=end, value=Decimal(plain), grouped=True)


def _one_space(tokens: Tokens, index: int) -> bool:
    return tokens.text[tokens.ends[index - 1] : tokens.starts[index]] == " "


def _mixed_fraction(tokens: Tokens, base: Numeral) -> Numeral | None:
    """Read "2 1/2", "2½" and "2 and a half"."""
    end, value = base.end, base.value or ZERO
    sign = numbers().symbols.get(tokens.words[end])
    if sign is not None:
        return base._replace(end=end + 1, value=times(value + sign, 1))
    at = end + 1 if tokens.words[end] in HYPHENS and tokens.glued(end) else end
    if "/" in tokens.words[at]:
        fraction = read_cluster(tokens.words[at])
        if fraction.kind == "fraction" and fraction.value and fraction.upper and fraction.value < fraction.upper:
            return base._replace(end=at + 1, value=times(value + fraction.value / fraction.upper, 1))
    part, after = and_a_part(tokens, end)
    return base._replace(end=after, value=times(value + part, 1)) if part is not None else None


def _power_of_ten(tokens: Tokens, base: Numeral) -> Numeral:
    """Read scientific notation after the number: "6.02 x 10^23", "3e8"."""
    words, end = tokens.words, base.end
    if words[end] in ("×", "x", "·", "*") and words[end + 1] == "10" and words[end + 2] == "^":
        sign = -1 if words[end + 3] in MINUS else 1
        return _exponent(tokens, base, end + 3 + (sign < 0), sign)
    if words[end] in ("e", "E") and tokens.glued(end) and tokens.glued(end + 1):
        sign = -1 if words[end + 1] in MINUS else 1
        return _exponent(tokens, base, end + 1 + (words[end + 1] in MINUS or words[end + 1] == "+"), sign)
    return base


def _exponent(tokens: Tokens, base: Numeral, at: int, sign: int) -> Numeral:
    word = tokens.words[at]
    if not (word.isascii() and word.isdigit() and len(word) < 3):
        return base
    value = times(EXACT.scaleb(base.value or ZERO, sign * int(word)), 1)
    return base._replace(end=at + 1, value=value, scale=10)
