"""Whether every number in an item's free text stands in the document, at the same scale.

A statement that says "9 billion" where the document says "4 billion" is as wrong as a wrong value, and no span tells.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property

from extract.quantities import expressions, stretch_around
from extract.records import NumberExpression, Problem, Span

AROUND = 80
"""Code points on either side of a verbatim hit that are read to learn how far its number reaches."""
HITS = 8
"""Verbatim hits that are looked at before the whole document is read."""


class NumbersOf:
    """The numbers that a document holds, its publication date included; read no further than a question needs."""

    def __init__(self, text: str, published: str | None = None) -> None:
        self._text = text
        self._published = published
        self._lacking: dict[str, tuple[str, ...]] = {}

    def lacking(self, words: str) -> tuple[str, ...]:
        """Return the number expressions of `words` that the document does not hold, as they are written."""
        if words not in self._lacking:  # items share their subjects
            self._lacking[words] = tuple(
                [
                    words[one.span.start : one.span.end]
                    for one in expressions(words)
                    if not self._near(one, words) and not self._anywhere(one)
                ]
            )
        return self._lacking[words]

    def _near(self, wanted: NumberExpression, words: str) -> bool:
        written = words[wanted.span.start : wanted.span.end]
        for start in self._hits(written):
            end = start + len(written)
            for one in expressions(self._text, *stretch_around(self._text, Span(start, end), AROUND)):
                overlaps = one.span.start < end and start < one.span.end
                if overlaps and (one.value, one.upper) == (wanted.value, wanted.upper):
                    return True
        return False

    def _hits(self, written: str) -> Iterator[int]:
        text, at = self._text, self._text.find(written)
        for _ in range(HITS):
            if at < 0:
                return
            end = at + len(written)
            if not (_is_word(text[at - 1 : at]) or _is_word(text[end : end + 1])):
                yield at
            at = text.find(written, end)

    def _anywhere(self, wanted: NumberExpression) -> bool:
        ends = [end for end in (wanted.value, wanted.upper) if end is not None]
        return bool(ends) and all(end in self._values for end in ends)

    @cached_property
    def _values(self) -> frozenset[Decimal]:
        dated = re.findall(r"\d+", self._published or "")
        return frozenset(_ends(expressions(self._text))) | frozenset(map(Decimal, dated))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _ends(found: Iterable[NumberExpression]) -> Iterator[Decimal]:
    for one in found:
        yield from (end for end in (one.value, one.upper) if end is not None)


def unread_numbers(
    fields: Iterable[tuple[str, str]], numbers: NumbersOf, where: str, copied: str | None = None
) -> list[Problem]:
    """Return a problem `number-not-in-document` for each field of `(name, words)` with a number of its own making.

    `copied` are words of the document whose edges cut through no number: nothing in them is of anybody's making.
    """
    return [
        Problem("number-not-in-document", f"{where}.{name}", f"{written!r} is nowhere in the document")
        for name, words in fields
        if words.removesuffix(".") != copied
        for written in numbers.lacking(words)
    ]
