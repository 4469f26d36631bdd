"""Which line breaks are those of a text that was wrapped to a width, and end nothing."""

import re
from collections.abc import Iterator
from itertools import pairwise

NARROWEST = 40
"""Shortest width, in code points, to which running text is wrapped; below it lines are a list or verse."""
_BLOCK = re.compile(r"(?:[^\r\n]*\S[^\r\n]*(?:\r\n|\n|\r|$))+")
_LINE = re.compile(r"[^\r\n]+(\r\n|\n|\r|$)")
_ENDS = re.compile(r"[.!?…:;。！？][\"'”’)\]]*\s*$")
_FIRST_WORD = re.compile(r"\s*(\S+)")


def soft_breaks(text: str) -> Iterator[int]:
    r"""Yield where the line breaks stand that a wrapping to some width put there: each code point of each break.

    The test is that of a filled paragraph: on every line but the last, the next line's first word would not have
    fitted. A break is soft where the sentence visibly goes on (the next line begins with a small letter), or where
    at least three lines pass the test.

    >>> text = "The port handled four million tons of cargo\nin 2023, and output rose again."
    >>> [text[place:place + 3] for place in soft_breaks(text)]
    ['\nin']
    >>> list(soft_breaks("Updated: 2022-06-21\nThe port handled four million tons of cargo in 2023."))
    []
    """
    if "\r" not in text and "\n" not in text.replace("\n\n", ""):
        return  # blank lines between all lines, so that none goes on in the next
    for block in _BLOCK.finditer(text):
        lines = [(match.span(1), match[0].rstrip()) for match in _LINE.finditer(text, *block.span())]
        filled = _is_filled([line for _, line in lines])
        for (ending, line), (_, following) in pairwise(lines):
            goes_on = following.lstrip()[:1].islower() and len(line) >= NARROWEST
            if not _ENDS.search(line[-8:]) and (goes_on or filled):
                yield from range(*ending)


def _is_filled(lines: list[str]) -> bool:
    """Whether the lines are those of one paragraph, each as full as its width allows."""
    width = max(map(len, lines))
    return (
        len(lines) >= 3
        and width >= NARROWEST
        and all(
            len(line) + 1 + len(first[1] if (first := _FIRST_WORD.match(following)) else "") > width
            for line, following in pairwise(lines)
        )
    )
