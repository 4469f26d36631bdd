"""Which number expressions a text holds, figures or not, each as its widest span."""

import re
from functools import lru_cache
from itertools import pairwise

from extract.quantities.amounts import ARTICLES, Amount
from extract.quantities.ranges import SHORT, amounts_of
from extract.quantities.tables import after_article, numbers
from extract.quantities.tokens import TOKEN, Tokens
from extract.records import NumberExpression, Span

PARAGRAPH = 300
"""Code points before and after a span within which its paragraph begins and ends that tells about all of it."""
_DIGIT = re.compile(r"\d")
_PLAIN = "".join("0" if sign.isdigit() else sign.lower() if sign.isalpha() else " " for sign in map(chr, range(128)))
"""What each ASCII sign becomes where only words and digits are looked for."""
_SPACE = re.compile(r"\s")


def expressions(text: str, start: int = 0, end: int | None = None) -> tuple[NumberExpression, ...]:
    """Return every number expression of `text[start:end]` in text order, dates, ordinals and names included.

    What the whole text proves about its numbers counts, and the spans are those of the whole text. Where `value` is
    None (dates, clock times, codes, garbled digits) two expressions are the same if their words are.

    >>> [expression.value for expression in expressions("On May 3 it paid 7 billion yuan.")]
    [Decimal('3'), Decimal('7000000000')]
    """
    stop = len(text) if end is None else end
    return (_kept if stop - start <= SHORT else _found)(text, start, stop)


def _found(text: str, start: int, stop: int) -> tuple[NumberExpression, ...]:
    if not _may_hold_one(text[start:stop]):
        return ()
    tokens, found = amounts_of(text, start, stop)
    return tuple([_expression(tokens, amount) for amount in found])


_kept = lru_cache(maxsize=64)(_found)


def _may_hold_one(text: str) -> bool:
    """Whether a digit or a word stands in the text at which a number may begin."""
    if not text.isascii():
        return bool(_DIGIT.search(text)) or not numbers().openers.isdisjoint(TOKEN.findall(text.lower()))
    plain = text.translate(_PLAIN)
    if "0" in plain:
        return True
    lows = plain.split()
    if not numbers().starters.isdisjoint(lows):
        return True
    if ARTICLES.isdisjoint(lows):
        return False
    # The word after the article may be torn, and then no table knows its first half.
    return "\n" in text or any(low in ARTICLES and after in after_article() for low, after in pairwise(lows))


def stretch_around(text: str, span: Span, reach: int) -> Span:
    """Return the paragraph around a span; where that is long, the words up to `reach` code points away.

    One and the same stretch for all places of a paragraph, so that its numbers are read once.

    >>> stretch_around("It rose 5%.\\n\\nIt fell 4 percent.", Span(21, 22), 3)
    Span(start=13, end=31)
    """
    paragraph = paragraph_around(text, span)
    if paragraph is not None:
        return paragraph
    return Span(_at_space(text, max(0, span.start - reach), span.start), min(span.end + reach, len(text)))


def paragraph_around(text: str, span: Span) -> Span | None:
    """Return the paragraph around a span, None where it is long: one of up to `SHORT` code points is read whole.

    >>> paragraph_around("It rose 5%.\\n\\nIt fell 4 percent.", Span(21, 22))
    Span(start=13, end=31)
    """
    near = near_paragraph(text, span)
    whole = _paragraph_within(text, span, SHORT + 2) if near is None else None
    return whole if whole is not None and whole.end - whole.start <= SHORT else near


def near_paragraph(text: str, span: Span) -> Span | None:
    """Return the paragraph around a span, None where it goes on for more than `PARAGRAPH` on either side."""
    return _paragraph_within(text, span, PARAGRAPH)


def _paragraph_within(text: str, span: Span, reach: int) -> Span | None:
    """Return the paragraph around a span, None where it does not begin and end within reach."""
    first, last = span
    before = first - reach if first > reach else 0
    start = text.rfind("\n\n", before, first + 1)
    if start < 0 and before:
        return None
    after = last + reach
    end = text.find("\n\n", last - 1 if last else 0, after)
    if end < 0:
        if after < len(text):
            return None
        end = len(text)
    return Span(start + 2 if start >= 0 else 0, end)


def _at_space(text: str, low: int, high: int) -> int:
    """Return where the first word begins after `low`, so that reading does not begin inside one."""
    if low == 0:
        return 0
    space = _SPACE.search(text, low, high)
    return space.end() if space else low


def _expression(tokens: Tokens, amount: Amount) -> NumberExpression:
    return NumberExpression(tokens.span(amount.first, amount.end), amount.value, amount.upper, amount.unit)
