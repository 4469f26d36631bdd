"""Does an edge of a span cut a word or a number of the text?"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from typing import TypeAlias

from extract.quantities import paragraph_around, stretch_around
from extract.records import NumberExpression, Span
from extract.text import IGNORABLE

Reader: TypeAlias = Callable[[str, int, int], tuple[NumberExpression, ...]]
"""Finds the number expressions between two places of a text, with spans of the whole text."""

REACH = 64
"""Code points on each side of a place in which a number expression that runs over it is looked for."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts that put no space between words (Unicode blocks: Thai, Lao, Myanmar, Khmer, kana, Han), for a regex class."""
_UNSPACED = re.compile(f"[{UNSPACED}]")
_GLUE = ".,:/·'’‘ʼ′´`_;٬٫+×^*-–−‑—~\u00a0\u2009\u202f"
_SIGN = "+-−–±"
_CURRENCY = "$€£¥₹₩₽￥"
_AFTER_NUMBER = "%‰°℃％"
_NEGATIVE_PREFIX = re.compile(r"(?:^|[^\w])(?:non|anti|un|no|not|never|ex|pre|post|sub|de)[-‐‑–]\Z", re.IGNORECASE)


class Numbers:
    """The number expressions of a text, read only near the places that are asked about, and once for each."""

    def __init__(self, text: str, read: Reader) -> None:
        self.text = text
        self._read = read
        self._stretches: dict[Span, tuple[NumberExpression, ...]] = {}
        self._cuts: dict[int, Span | None] = {}
        self._starts: list[int] = []
        self._paragraphs: list[tuple[int, list[Span]]] = []
        """Of the paragraphs that were read whole, in text order: where each ends and where its expressions stand."""
        self._touching: dict[Span, tuple[NumberExpression, ...]] = {}

    def touching(self, span: Span) -> tuple[NumberExpression, ...]:
        """Return the expressions that overlap the span, with spans of the whole text."""
        if span not in self._touching:
            around = self._read_around(span)
            self._touching[span] = tuple(
                one for one in around if one.span.start < span.end and span.start < one.span.end
            )
        return self._touching[span]

    def _read_around(self, span: Span) -> tuple[NumberExpression, ...]:
        return self._read_once(stretch_around(self.text, span, REACH))

    def _read_once(self, stretch: Span) -> tuple[NumberExpression, ...]:
        if stretch not in self._stretches:
            self._stretches[stretch] = self._read(self.text, *stretch)
        return self._stretches[stretch]

    def cut(self, span: Span) -> Span | None:
        """Return the number expression that an edge of the span cuts through, or None."""
        for edge in span:
            if edge not in self._cuts:
                self._cuts[edge] = self._run_over(edge)
            if (through := self._cuts[edge]) is not None:
                return through
        return None

    def _run_over(self, edge: int) -> Span | None:
        text = self.text
        if not 0 < edge < len(text):
            return None
        for number in self._beside(edge):
            if number[0] < edge < number[1]:
                return number
        return _glued(text, edge) if text[edge].isnumeric() or text[edge - 1].isnumeric() else None

    def _beside(self, edge: int) -> list[Span]:
        """Return where expressions stand around an edge; its paragraph is mostly that of another edge."""
        at = bisect_right(self._starts, edge)
        if at:
            end, numbers = self._paragraphs[at - 1]
            if edge <= end:
                return numbers
        place = Span(edge - 1, edge + 1)
        paragraph = paragraph_around(self.text, place)
        if paragraph is None:
            return [one.span for one in self._read_around(place)]
        found = [one.span for one in self._read_once(paragraph)]
        start, end = paragraph
        if self.text.find("\n\n", max(0, start - 1), end + 1) < 0:
            self._starts.insert(at, start)
            self._paragraphs.insert(at, (end, found))
        return found


def _glued(text: str, edge: int) -> Span | None:
    """Return the unbroken run around an edge beside a digit if it stands within digits, whatever a reader sees."""
    if not _is_inside_digits(text[max(0, edge - 2) : edge], text[edge : edge + 2]):
        return None
    return Span(_run_start(text, edge), _run_end(text, edge))


def _run_start(text: str, at: int) -> int:
    """Return where the run without white space begins that goes up to `at`, at most 40 code points before."""
    run = text[max(0, at - 40) : at]
    return at - len(run.split()[-1]) if run and not run[-1].isspace() else at


def _run_end(text: str, at: int) -> int:
    run = text[at : at + 40]
    return at + len(run.split()[0]) if run and not run[0].isspace() else at


def _is_inside_digits(before: str, after: str) -> bool:
    """Whether an edge stands within digits, one of which is beside it."""
    if after[0].isnumeric():
        signed = before[-1] in _SIGN and not before[:-1].isalnum()
        joined = before[-1] in _GLUE and before[:-1].isnumeric()
        return before[-1].isnumeric() or before[-1] in _CURRENCY or signed or joined
    return after[0] in _AFTER_NUMBER or (after[0] in _GLUE and after[1:].isnumeric())


def cuts_word(text: str, span: Span) -> bool:
    """Whether an edge of the span stands inside a word, as "US" does in "USA" or "can" in "can't".

    >>> cuts_word("with it", Span(1, 3))
    True
    """
    start, end = span
    doubtful = _is_inside_word(text, start) or _is_inside_word(text, end) or _loses_prefix(text, start)
    return doubtful and whole_words(text, span) != span


def whole_words(text: str, span: Span) -> Span:
    """Return the span with an edge that stands inside a word moved out of it, to the next white space."""
    start, end = span
    if _is_inside_word(text, start) or _loses_prefix(text, start):
        start = _run_start(text, start)
    if _is_inside_word(text, end):
        end = _run_end(text, end)
    return Span(start, end)


def _is_inside_word(text: str, edge: int) -> bool:
    if not 0 < edge < len(text):
        return False
    left, right = text[edge - 1], text[edge]
    if left.isalnum() and right.isalnum():
        return not (_UNSPACED.match(left) or _UNSPACED.match(right))
    if left.isascii() and right.isascii() and left != "'" and right != "'":
        return False
    return _is_inside_spelling(text[max(0, edge - 8) : edge], text[edge : edge + 8])


def _is_inside_spelling(before: str, after: str) -> bool:
    """Whether a mark, an invisible character or an apostrophe joins what stands before the edge and after it."""
    if unicodedata.combining(after[0]) or after[0] in "\u200d\ufe0e\ufe0f" or before[-1] == "\u200d":
        return True
    left, right = before.rstrip(IGNORABLE), after.lstrip(IGNORABLE)
    if not left or not right:
        return False
    if left[-1] in "'’":
        return left[-2:-1].isalpha() and right[0].isalpha()
    if right[0] in "'’":
        return left[-1].isalpha() and right[1:2].isalpha() and not re.match(r"['’]s(?!\w)", right, re.IGNORECASE)
    return (len(left) < len(before) or len(right) < len(after)) and left[-1].isalnum() and right[0].isalnum()


def _loses_prefix(text: str, start: int) -> bool:
    """Whether a prefix with a hyphen, such as "non-", is left outside."""
    return text[start - 1 : start] in {"-", "‐", "‑", "–"} and bool(
        _NEGATIVE_PREFIX.search(text[max(0, start - 7) : start])
    )
