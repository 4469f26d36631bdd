"""Where may a quote begin and end, and a clause break off? Never inside a word, a number, a time or a range."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain

from extract.quantities import expressions
from extract.records import Span
from extract.rules.words import FIXED, Token

GLUED = re.compile(r"[^\W_]{0,3}[$€£¥₹+−-]?\d(?:[.,:/·'’+×^*~–−‑—-]{0,2}[^\W_]){0,80}[%‰°℃％]?")
"""Digits with what is written onto them: 4:32, 2,6oo, 3/4, US$5, 12..7, 6-7%."""
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Scripts that put no space between words (Unicode blocks: Thai, Lao, Myanmar, Khmer, kana; Hangul has spaces)."""
JOINING = ("punctuation", "coordinator")


class Unbroken:
    """The stretches of a text that nothing may cut: number expressions, digits and, where given, times in words."""

    def __init__(self, text: str, times: Iterable[Span] = ()) -> None:
        self._text = text
        found = (Span(*match.span()) for match in GLUED.finditer(text))
        self._numbers = _merged(chain((one.span for one in expressions(text)), found))
        self._phrases = _merged(chain(self._numbers, times))

    def whole(self, span: Span) -> Span:
        """Return the span with an edge inside a number or a word moved out of it."""
        start, end = whole_words(self._text, span)
        first, last = _around(self._numbers, start, start), _around(self._numbers, end - 1, end)
        widened = Span(min(start, first.start) if first else start, max(end, last.end) if last else end)
        return widened if widened == span else self.whole(widened)

    def bound(self, words: Sequence[Token]) -> list[Token]:
        """Return the words, those marks and conjunctions that stand inside a number or a time as parts of it."""
        return [
            word._replace(word=FIXED["number"]._replace(low=word.low)) if self._is_inside(word) else word
            for word in words
        ]

    def _is_inside(self, word: Token) -> bool:
        if not any(word.has(tag) for tag in JOINING):
            return False
        around = _around(self._phrases, word.start, word.end)
        return around is not None and around.start < word.start and word.end < around.end


def whole_words(text: str, span: Span) -> Span:
    """Return the span with an edge inside a word moved out of it.

    >>> whole_words("Some 1,4oo ships", Span(5, 8))
    Span(start=5, end=10)
    """
    start, end = span
    while 0 < start < len(text) and _joined(text[start - 1], text[start]):
        start -= 1
    while 0 < end < len(text) and _joined(text[end - 1], text[end]):
        end += 1
    return Span(start, end)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _around(spans: Sequence[Span], start: int, end: int) -> Span | None:
    """Return the one of the spans that holds that stretch, if one does."""
    at = bisect_right(spans, start, key=lambda span: span.start) - 1
    return spans[at] if at >= 0 and end <= spans[at].end else None


def _joined(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one word, or are a sign and its digit."""
    if left == "±":
        return right.isdigit()
    spelled = left.isalnum() and right.isalnum()
    return spelled and not (UNSPACED.match(left) or UNSPACED.match(right))
