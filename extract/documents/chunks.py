"""Where can a long text be cut into pieces that fit a model?"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from extract.errors import UsageError
from extract.records import Span
from extract.text import paragraphs, sentences

# What is a number, from the widest sense to the narrowest: with the words that belong to it ("4.2 billion yuan"),
# grouped by spaces ("1 000 000", "3 - 5"), by marks alone ("4,338.7", "3:15"), digits alone. A column of figures is a
# number in the wide senses only, and may be cut at last.
_NUMBERS = (
    re.compile(r"\d\S{0,40}(?:\s\S{1,40}){0,2}"),
    re.compile(r"\d+(?:[.,:/'’·–-]?[\s\u2009]?\d+|\s[–-]\s\d+)*"),
    re.compile(r"\d+(?:[.,:/'’·–-]\d+)*"),
    re.compile(r"\d+"),
)
_SPACE = re.compile(r"\s+")


def split(text: str, limit: int) -> tuple[Span, ...]:
    """Return spans that follow each other, cover the whole text and have at most `limit` code points each.

    They are cut where a paragraph begins, else where a sentence does, else after white space, and never inside a
    number: only a number that is longer than `limit` makes a longer span. Raises `UsageError` for a limit below 1.

    >>> split("One two. Three four.", 12)
    (Span(start=0, end=9), Span(start=9, end=20))
    """
    if limit < 1:
        raise UsageError(f"a limit of {limit} code points: no text fits; give 1 or more")
    if len(text) <= limit:
        return (Span(0, len(text)),) if text else ()
    levels = [
        [span.start for span in paragraphs(text)],
        [span.start for span in sentences(text)],
        [match.end() for match in _SPACE.finditer(text)],
    ]
    numbers = [[Span(*match.span()) for match in pattern.finditer(text)] for pattern in _NUMBERS]
    cuts = [0]
    while len(text) - cuts[-1] > limit:
        cuts.append(_cut(cuts[-1], limit, levels, numbers))
    if cuts[-1] < len(text):
        cuts.append(len(text))
    return tuple(Span(start, end) for start, end in pairwise(cuts))


def _cut(start: int, limit: int, levels: list[list[int]], numbers: list[list[Span]]) -> int:
    furthest = start + limit
    for least, boundaries, senses in _preferences(start, limit, levels, numbers):
        at = _last_outside(boundaries, least, furthest, senses)
        if at is not None:
            return at
    for senses in numbers:
        around = _around(furthest, senses)
        if around is None:
            return furthest
        if around.start > start:
            return around.start
    digits = _around(furthest, numbers[-1])
    return digits.end if digits else furthest


def _preferences(
    start: int, limit: int, levels: list[list[int]], numbers: list[list[Span]]
) -> Iterator[tuple[int, list[int], list[Span]]]:
    """Where to cut, best first: the least place, the boundaries, and what counts as a number."""
    begins_paragraph, begins_sentence, follows_space = levels
    with_words, wide, narrow, _ = numbers
    # A paragraph that ends early would leave a scrap: below half the limit a later sentence is the better cut.
    yield start + limit // 2, begins_paragraph, wide
    yield start, begins_sentence, wide
    yield start, follows_space, with_words
    yield start, follows_space, wide
    yield start, follows_space, narrow


def _last_outside(boundaries: list[int], least: int, furthest: int, numbers: list[Span]) -> int | None:
    for index in range(bisect_right(boundaries, furthest) - 1, -1, -1):
        if boundaries[index] <= least:
            return None
        if _around(boundaries[index], numbers) is None:
            return boundaries[index]
    return None


def _around(at: int, numbers: list[Span]) -> Span | None:
    """The number that a cut at this place would go through."""
    index = bisect_right(numbers, at, key=lambda number: number.start) - 1
    if index >= 0 and numbers[index].start < at < numbers[index].end:
        return numbers[index]
    return None
