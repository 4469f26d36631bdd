"""Which tokens are one word that a line end or an invisible sign divides?"""

import re
from functools import cache

from extract.quantities.tables import numbers, triggers, units
from extract.quantities.tokens import Token, Tokens
from extract.text import IGNORABLE

INVISIBLE = frozenset(IGNORABLE)
"""Soft hyphens, joiners and marks of direction: nothing that a reader sees."""
_INVISIBLE = re.compile(f"[{IGNORABLE}]")
SOFT_HYPHEN = "\u00ad"
HYPHENS = frozenset("-–−")
_WRAPPED = re.compile(r"[-–−\u00ad][ \t]*\r?\n")
_MAY_WRAP = re.compile(r"\n(?<=[-–−\u00ad \t\r]\n)")
"""What every match of `_WRAPPED` holds; it begins with a sign that is quickly found, or seen to be absent."""
_LINE_END = re.compile(r"[ \t]*\r?\n[ \t]*")

_LETTER_NEAR_COMMA = re.compile(r",(?:(?<=[oOlI],)[0-9oOlI]{3}|(?<=[0-9],)[0-9]?[0-9]?[oOlI])")
_LETTERS_FOR_DIGITS = re.compile(
    r"(?<![\w.,])(?=[0-9,]{0,12}[oOlI])(?=[oOlI]{0,3},?[oOlI]{0,3}[0-9])[0-9oOlI]{1,3}(?:,[0-9oOlI]{3}){1,4}(?!\w)"
)
"""Thousands with letters that look like digits: 2,6oo and l,234."""
GARBLED = "0,,0"
"""How a token reads whose digits nobody can read."""


def rejoin(tokens: Tokens) -> None:
    """Put together, in the tokens given, what stands on two lines as "mil-", "lion" or "twenty-", "five".

    A hyphen at the end of a line goes where the two halves are a word that some table knows; otherwise it stays, and
    reaches to the next line ("1.2-", "1.5 billion" is a range). A dash with a space before it is no hyphen; a real
    minus sign belongs to the number on the next line. Invisible signs go, except between digits: nobody knows whether
    those are one number.
    """
    text, start, end = tokens.text, tokens.starts[0], tokens.ends[-1]
    if not INVISIBLE.isdisjoint(text[start:end]):
        tokens.refill(_visible(tokens.real()))
    if _WRAPPED.search(text, start, end):
        tokens.refill(_unwrapped(tokens.real(), text))
    if _LETTER_NEAR_COMMA.search(text, start, end):
        slips = [match.span() for match in _LETTERS_FOR_DIGITS.finditer(text, start, end)]
        tokens.refill(_slipped(tokens.real(), slips))


def is_torn(text: str) -> bool:
    """Whether anything is to be put together anywhere in the text; most texts are whole."""
    if not text.isascii() and _INVISIBLE.search(text):
        return True
    return bool((_MAY_WRAP.search(text) and _WRAPPED.search(text)) or _LETTER_NEAR_COMMA.search(text))


def _visible(tokens: list[Token]) -> list[Token]:
    """Return the tokens without the signs that nobody sees."""
    found: list[Token] = []
    joins = False
    for (word, start, end), (after, begin, _) in zip(tokens, [*tokens[1:], ("", -1, -1)], strict=True):
        before, _, stop = found[-1] if found else ("", -1, -1)
        if word not in INVISIBLE:
            found.append((word, start, end))
            if joins:
                found[-2:] = [(before + word, found[-2][1], end)]
            joins = False
        elif word == SOFT_HYPHEN and stop == start and end < begin:
            found.append(("-", start, end))  # what is printed there at the end of a line
        elif stop == start:
            if end == begin and before[0].isdigit() and after[0].isdigit():
                found.append((word, start, end))
                continue
            joins = end == begin and before.isalpha() and after.isalpha()
            found[-1] = (before, found[-1][1], end)
    return found


def _unwrapped(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens with the two halves of a word in one, and other hyphens at a line end reaching over it."""
    found: list[Token] = []
    taken = False
    for at, (word, start, end) in enumerate(tokens):
        if taken:
            taken = False
        elif word in HYPHENS and 0 < at < len(tokens) - 1 and _is_wrapped(found[-1], tokens[at], tokens[at + 1], text):
            before, after = found[-1], tokens[at + 1]
            taken = before[0].isalpha() and (before[0] + after[0]).lower() in _vocabulary()
            if taken:
                found[-1] = (before[0] + after[0], before[1], after[2])
            else:
                found.append((word, start, after[1]))
        else:
            found.append((word, start, end))
    return found


def _slipped(tokens: list[Token], slips: list[tuple[int, int]]) -> list[Token]:
    """Return the tokens with each of the stretches `slips` as one token, which is garbled."""
    found: list[Token] = []
    left = iter([*slips, (-1, -1)])
    start, end = next(left)
    for token in tokens:
        if start <= token[1] < end:
            if token[1] == start:
                found.append((GARBLED, start, end))
            if token[2] == end:
                start, end = next(left)
        else:
            found.append(token)
    return found


def _is_wrapped(before: Token, hyphen: Token, after: Token, text: str) -> bool:
    if not (after[0][0].islower() or after[0][0].isdigit()) or not _LINE_END.fullmatch(text, hyphen[2], after[1]):
        return False
    return before[2] == hyphen[1] or (hyphen[0] == "−" and after[0][0].isdigit())


@cache
def _vocabulary() -> frozenset[str]:
    """Return every word that may tell about a number: of numbers, units, currencies, comparing and change."""
    signal, unit = triggers(), units()
    listed = (*unit.words.values(), *unit.names.values(), *signal.before.values(), *signal.after.values())
    known = {word for forms in listed for phrase, _ in forms for word in phrase}
    known.update(numbers().starters, numbers().scales)
    known.update(signal.verbs, signal.transitive, signal.nouns, signal.comparatives)
    return frozenset(word for word in known if word.isalpha())
