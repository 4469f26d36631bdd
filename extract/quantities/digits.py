"""What a cluster of digits says: a number, a range, a fraction, or something that is no number."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

LONGEST = 40
"""Digits of the longest number that is read; longer runs are codes."""

SPACES = "\u00a0\u2009\u202f\u2007"
DASHES = "-–—−‒"
PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")
SPACED = re.compile(rf"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?:[.,][0-9]+)?")
SWISS = re.compile(r"[0-9]{1,3}(?:['’][0-9]{3})+(?:\.[0-9]+)?")
DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")
DOTTED_ONCE = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
COMMA_DECIMAL = re.compile(r"[0-9]+,[0-9]+")
DATE = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})")
TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.][0-9]+)?")
RANGE = re.compile(rf"([^{DASHES}]+)[{DASHES}]([^{DASHES}]+)")
FRACTION = re.compile(r"([0-9]{1,3})/([0-9]{1,3})")
YEARS = re.compile(rf"(?:1[5-9]|20)[0-9]{{2}}[{DASHES}](?:(?:1[5-9]|20)?[0-9]{{2}})")
MADE_OF_NUMBERS = re.compile(r"[0-9.,'’\u00a0\u2009\u202f\u2007]+")

Kind = Literal["number", "range", "fraction", "date", "time", "garbled", "code"]


class Cluster(NamedTuple):
    """What a cluster of digits was read as."""

    kind: Kind
    value: Decimal | None = None
    upper: Decimal | None = None
    grouped: bool = False
    """Whether thousands are grouped, so that it is neither a year nor a code."""


CODE = Cluster("code")
GARBLED = Cluster("garbled")


def read_cluster(word: str, comma_decimals: bool = False) -> Cluster:
    """Return what the digits say; `comma_decimals` where the document writes 4.338,7.

    >>> read_cluster("4,338.7").value
    Decimal('4338.7')
    >>> read_cluster("33-35").upper, read_cluster("2022-06-21").kind, read_cluster("1,23,4567").kind
    (Decimal('35'), 'date', 'garbled')
    """
    return CODE if len(word) > 2 * LONGEST else _read(word, comma_decimals)


@lru_cache(maxsize=4096)
def _read(word: str, comma_decimals: bool) -> Cluster:
    if len(word) > 1 and not word.strip("0"):
        return GARBLED  # the rest of something like 12 000
    number = read_number(word, comma_decimals)
    if number is not None:
        return number
    if DATE.fullmatch(word) and not comma_decimals:
        return Cluster("date")
    if YEARS.fullmatch(word):
        return Cluster("date")
    if TIME.fullmatch(word):
        return Cluster("time")
    return _composed(word, comma_decimals)


def _composed(word: str, comma_decimals: bool) -> Cluster:
    if match := FRACTION.fullmatch(word):
        part, whole = Decimal(match[1]), Decimal(match[2])
        return Cluster("fraction", part, whole) if whole else CODE
    if match := RANGE.fullmatch(word):
        low, high = read_number(match[1], comma_decimals), read_number(match[2], comma_decimals)
        if low is None or high is None:
            return CODE
        return Cluster("range", low.value, high.value, grouped=low.grouped or high.grouped)
    return GARBLED if MADE_OF_NUMBERS.fullmatch(word) and not re.search(r"['’.]", word.replace("..", "")) else CODE


def read_number(word: str, comma_decimals: bool = False) -> Cluster | None:
    """Return the number that `word` writes, or None where it is not one well-formed number."""
    if len(word) > LONGEST and sum(character.isdigit() for character in word) > LONGEST:
        return None
    if comma_decimals and (DOTTED.fullmatch(word) or DOTTED_ONCE.fullmatch(word) or COMMA_DECIMAL.fullmatch(word)):
        return Cluster("number", Decimal(word.replace(".", "").replace(",", ".")), grouped="." in word)
    if PLAIN.fullmatch(word):
        return Cluster("number", Decimal(word))
    if GROUPED.fullmatch(word) or INDIAN.fullmatch(word):
        return Cluster("number", Decimal(word.replace(",", "")), grouped=True)
    if SPACED.fullmatch(word) or SWISS.fullmatch(word):
        plain = re.sub(rf"[{SPACES}'’]", "", word)
        return Cluster("number", Decimal(plain.replace(",", ".")), grouped=True)
    if DOTTED.fullmatch(word):
        return Cluster("number", Decimal(word.replace(".", "").replace(",", ".")), grouped=True)
    return None
