"""Does the body say a headline again? By its numbers and by the words that carry its meaning."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from extract.quantities import expressions, read
from extract.records import NumberExpression
from extract.rules.words import CLASSES

WORD = re.compile(r"[^\W\d_]{2,}")
SAID_AGAIN = 0.65
"""Share of a headline's content words in one sentence of the body from which on the body repeats it."""
LOOSELY = 2
"""Content words in a sentence and the one after it that are enough where all the headline's numbers stand there."""
NEAR = 60
"""Sentences after a headline in which it may be said again."""
STEM = 4
"""Letters that "kills" and "killed", "bills" and "billed" share."""
EMPTY = frozenset().union(
    *(CLASSES[name] for name in ("determiner", "preposition", "be", "have", "modal", "coordinator"))
)


class Said:
    """What a sentence says, loosely; each part is read when it is asked for, since most sentences are asked for one."""

    def __init__(self, piece: str) -> None:
        self._piece = piece

    @cached_property
    def content(self) -> frozenset[str]:
        """Beginnings of the words that carry its meaning."""
        return frozenset(word[:6] for word in _content(self._piece))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Shorter beginnings of those that are no part of a number."""
        rest = self._piece
        for number in reversed(self._expressions):
            rest = f"{rest[: number.span.start]} {rest[number.span.end :]}"
        return frozenset(word[:STEM] for word in _content(rest))

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """The values of its numbers."""
        return frozenset(number.value for number in self._expressions if number.value is not None)

    @cached_property
    def figures(self) -> frozenset[Decimal]:
        """Those numbers that quantify something, as those of slogans do not.

        "Thousands" has no value that another wording would share.
        """
        return frozenset(one.value for one in read(self._piece) if one.value is not None and "vague" not in one.flags)

    @cached_property
    def _expressions(self) -> Sequence[NumberExpression]:
        return expressions(self._piece)


def _content(piece: str) -> list[str]:
    return [word for word in WORD.findall(piece.casefold()) if len(word) > 2 and word not in EMPTY]


def is_said_again(said: Sequence[Said], at: int) -> bool:
    """Whether a sentence before or after the headline at that index says most of it, or its numbers of the same thing.

    >>> lines = ["Quake kills 28 in north", "At least 28 people were killed when a quake struck."]
    >>> is_said_again([Said(line) for line in lines], 0)
    True
    """
    own = said[at]
    if not own.content:
        return True
    near = (*said[max(0, at - 2) : at], *said[at + 1 : at + NEAR])
    if own.figures and not own.figures <= frozenset().union(*(other.numbers for other in near)):
        return False
    if any(len(own.content & other.content) >= SAID_AGAIN * len(own.content) for other in near):
        return True
    return bool(own.figures) and any(
        own.figures <= one.numbers and len(own.stems & _stems(one, then)) >= LOOSELY
        for one, then in pairwise((*said[at + 1 : at + NEAR], NOTHING))
    )


def _stems(one: Said, other: Said) -> frozenset[str]:
    return frozenset(word[:STEM] for word in one.content | other.content)


NOTHING = Said("")
