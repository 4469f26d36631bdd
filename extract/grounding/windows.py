"""Which stretches of the text resemble a quote that stands nowhere as it is?"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

MOST_CHARACTERS = 5_000
"""Longest quote, in folded code points, that is compared: the comparison costs its length times the window's."""
_MOST_POSTINGS = 400
"""Places of a quote's rarest words that vote for a window."""
_MOST_WINDOWS = 6
"""Windows with the most votes that are compared."""
_MISSING_WORD = 0.1
"""What a word more or less than the quote has costs, in similarity, shared among its words: edges stay in step."""

_TOKEN = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]|[^\\W\\d_]+|\\d+(?:[.,]\\d+)*)"
)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the folded text, with its similarity to the quote from 0 to 1."""

    start: int
    end: int
    similarity: float


class Index:
    """The words of a folded text and where they stand."""

    def __init__(self, folded: str, wanted: Iterable[str]) -> None:
        self._text = folded
        pieces = _TOKEN.split(folded)
        bounds = list(accumulate(map(len, pieces), initial=0))
        self._starts, self._ends = bounds[1:-1:2], bounds[2::2]
        self._postings: dict[str, list[int]] = {token: [] for quote in wanted for token in _TOKEN.findall(quote)}
        for at, token in enumerate(pieces[1::2]):
            if token in self._postings:
                self._postings[token].append(at)

    def windows(self, quote: str, least: float) -> list[Window]:
        """Return the stretches at least so similar to a folded quote, best first, none over another."""
        tokens = _TOKEN.findall(quote)
        if not tokens or len(quote) > MOST_CHARACTERS:
            return []
        found = (self._fit(quote, len(tokens), first) for first in self._candidates(tokens))
        ranked = sorted((window for window in found if window.similarity >= least), key=_rank)
        kept: list[Window] = []
        for window in ranked:
            if all(window.end <= other.start or other.end <= window.start for other in kept):
                kept.append(window)
        return kept

    def _candidates(self, tokens: Sequence[str]) -> list[int]:
        """Return where, by its rarest words, the quote may begin: indices of words of the text."""
        slack = max(1, len(tokens) // 4)
        votes: Counter[int] = Counter()
        cast = 0
        for token, at in sorted(
            zip(tokens, range(len(tokens)), strict=True), key=lambda pair: len(self._postings[pair[0]])
        ):
            postings = self._postings[token]
            if cast and cast + len(postings) > _MOST_POSTINGS:
                break
            for place in postings[:_MOST_POSTINGS]:
                votes[(place - at) // slack] += 1
            cast += len(postings)
        joint = {bucket: count + votes[bucket + 1] for bucket, count in votes.items()}
        best = sorted(joint, key=lambda bucket: (-joint[bucket], bucket))[:_MOST_WINDOWS]
        return [bucket * slack for bucket in best]

    def _fit(self, quote: str, words: int, first: int) -> Window:
        """Return the stretch near the word `first` that resembles the quote most, with edges between words."""
        pad = 2 + words // 2
        low, high = max(0, first - pad), min(len(self._starts), first + words + pad)
        text, starts, ends = self._text, self._starts, self._ends

        def score(begin: int, end: int) -> float:
            alike = similarity(quote, text[starts[begin] : ends[end - 1]])
            return alike - _MISSING_WORD * abs(end - begin - words) / words

        begin = min(max(first, low), high - 1)
        end = min(begin + words, high)
        for _ in range(3):
            before = begin, end
            end = max(range(begin + 1, high + 1), key=lambda at: (score(begin, at), -at))
            begin = max(range(low, end), key=lambda at: (score(at, end), at))
            if (begin, end) == before:
                break
        start, finish = self._with_signs(quote, starts[begin], ends[end - 1])
        return Window(start, finish, similarity(quote, text[start:finish]))

    def _with_signs(self, quote: str, start: int, end: int) -> tuple[int, int]:
        """Widen a stretch by the signs that the quote begins or ends with, such as "$" or "%"."""
        words = _TOKEN.split(quote)
        lead, tail = words[0], words[-1]
        if lead and self._text[max(0, start - len(lead)) : start] == lead:
            start -= len(lead)
        if tail and self._text[end : end + len(tail)] == tail:
            end += len(tail)
        return start, end


def similarity(one: str, other: str) -> float:
    """Return how alike two folded wordings are, from 0 to 1: twice what they share, in order, over both lengths."""
    from rapidfuzz import fuzz  # here, because most documents never need it and its import takes as long as they do

    return fuzz.ratio(one, other) / 100


def _rank(window: Window) -> tuple[float, int]:
    return -window.similarity, window.start
