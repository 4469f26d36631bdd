"""Into which pieces do spans cut a text, so that overlapping ones can all be shown?"""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.records import Span


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text between two neighbouring edges of spans."""

    text: str
    covering: tuple[int, ...]
    """Indices of the spans that hold the whole piece."""
    opening: tuple[int, ...] = ()
    """Indices of those that begin with it."""


def segments(text: str, spans: Sequence[Span]) -> list[Segment]:
    """Return the pieces of the text in order, cut at every edge: together they are the text, each in all of its spans.

    An edge behind the end of the text counts as its end. n spans cut at most 2n + 1 pieces.

    >>> for piece in segments("abcdef", [Span(0, 4), Span(2, 6)]):
    ...     print(piece.text, piece.covering, piece.opening)
    ab (0,) (0,)
    cd (0, 1) (1,)
    ef (1,) ()
    """
    length = len(text)
    kept = [Span(max(0, min(span.start, length)), max(0, min(span.end, length))) for span in spans]
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for index, span in enumerate(kept):
        opening.setdefault(span.start, []).append(index)
        closing.setdefault(span.end, []).append(index)
    edges = sorted({0, length, *opening, *closing})
    found = []
    current: dict[int, None] = {}  # in the order of opening
    for at, start in enumerate(edges):
        end = edges[at + 1] if at + 1 < len(edges) else start
        opened = opening.get(start, [])
        current.update(dict.fromkeys(opened))
        for index in closing.get(start, []):
            current.pop(index, None)
        if end > start or opened:
            found.append(Segment(text[start:end], tuple(sorted(current)), tuple(opened)))
    return found
