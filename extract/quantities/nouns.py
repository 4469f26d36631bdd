"""Which noun phrase a number counts, and which of its words is the head."""

from typing import NamedTuple

from extract.quantities.tables import words
from extract.quantities.tokens import HYPHENS, Tokens

REACH = 14
"""Tokens after a number in which the head of its noun phrase is looked for."""
APOSTROPHES = ("'", "’")


class Noun(NamedTuple):
    """The counted noun phrase, tokens `[first, end)`; its head is the last token."""

    first: int
    end: int


def is_plural(low: str) -> bool:
    """Whether a lower-case word looks like a plural noun.

    >>> is_plural("projects"), is_plural("people"), is_plural("analysis")
    (True, True, False)
    """
    if low in words("nouns", "plurals"):
        return True
    if len(low) < 3 or low[-1] != "s" or low.endswith(("ss", "'s", "’s", "ous")):
        return False
    return low.isalpha() and low not in words("nouns", "singular_s")


def noun_at(tokens: Tokens, index: int, singular: bool) -> Noun | None:
    """Return the noun phrase that the number before `index` counts; `singular` where the number is one."""
    if tokens.lows[index] in HYPHENS and tokens.glued(index) and tokens.glued(index + 1):
        return _hyphenated(tokens, index + 1)
    if tokens.lows[index] == "of" and tokens.lows[index + 1] in words("contexts", "nouns", "determiners"):
        index += 2
    elif tokens.breaks(index) or tokens.glued(index):
        return None
    if tokens.lows[index] == "more":
        index += 1
    return _plural(tokens, index) or (_singular(tokens, index) if singular else None)


def _hyphenated(tokens: Tokens, index: int) -> Noun | None:
    """Read "12-member team": the counted thing is the member."""
    low = tokens.lows[index]
    if (
        tokens.words[index].isalpha()
        and low not in words("nouns", "stops")
        and low not in words("contexts", "nouns", "no_nouns")
    ):
        return Noun(index, index + 1)
    return None


def _plural(tokens: Tokens, index: int) -> Noun | None:
    """Return the phrase up to the last of the first plurals in a row."""
    found: int | None = None
    for place in range(index, index + REACH):
        low = tokens.lows[place]
        if place > index and tokens.breaks(place):
            break
        if is_plural(low) and not tokens.words[place].isupper() and not _possessive(tokens, place):
            if found is not None and tokens.lows[found] not in words("nouns", "modifiers"):
                break
            found = place
        elif found is not None or not _goes_on(tokens, place, index):
            break
    return None if found is None else Noun(index, found + 1)


def _possessive(tokens: Tokens, place: int) -> bool:
    return tokens.lows[place + 1] in APOSTROPHES and tokens.glued(place + 1) and tokens.words[place + 2].isalpha()


def _goes_on(tokens: Tokens, place: int, first: int) -> bool:
    """Whether the phrase may go on over the word at `place`, which is no plural."""
    low = tokens.lows[place]
    if low in HYPHENS or low in APOSTROPHES or low in ("&", "/"):
        return tokens.glued(place)
    if low in ("and", ",", "or"):
        return place > first and _plural_near(tokens, place + 1)
    if low[:1].isdigit():
        return place > first and (tokens.words[place - 1][0].isupper() or tokens.lows[place - 1] in HYPHENS)
    if low in words("nouns", "stops"):
        return place == first and low in words("nouns", "participles") and _plural_near(tokens, place + 1)
    return low[:1].isalpha()


def _plural_near(tokens: Tokens, place: int) -> bool:
    """Whether a plural follows within a few words that could be its modifiers."""
    stops = words("nouns", "stops")
    for ahead in range(place, place + 6):
        low = tokens.lows[ahead]
        if is_plural(low):
            return True
        if low in stops or not (low[:1].isalpha() or low in HYPHENS):
            return False
    return False


def _singular(tokens: Tokens, index: int) -> Noun | None:
    stops, end = words("nouns", "stops"), index
    while end < index + 4 and tokens.words[end].isalpha() and tokens.lows[end] not in stops:
        if end > index and tokens.breaks(end):
            break
        end += 1
    return Noun(index, end) if end > index else None
