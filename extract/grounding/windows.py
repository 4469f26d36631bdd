"""Which stretches of the text resemble a quote that stands nowhere as it is?"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from extract.grounding.edges import UNSPACED

MOST_CHARACTERS = 2_000
"""Longest quote, in code points, that is compared: at worst the comparison costs the third power of its length."""
_MOST_POSTINGS = 200
"""Places of a quote's rarest words that vote for a window."""
_MOST_WINDOWS = 6
"""Windows with the most votes that are compared."""
_LEAST_VOTES = 0.3
"""Share of the most votes that a window needs."""
_MOST_FITTED = 4
"""Of these, the most similar ones, whose edges are then moved between words."""
_MOST_STEPS = 4
"""How often both edges are moved, by up to three words each."""
_MOST_EXCHANGED = 3
"""Words at an edge of a quote for which the text may have others."""
_MISSING_WORD = 0.1
"""What a word more or less than the quote has costs, in similarity, shared among its words: edges stay in step."""

_NUMBER = r"\d+(?:[.,]\d+)*"
_ASCII_TOKEN = re.compile(f"([A-Za-z]+|{_NUMBER})", re.ASCII)
_TOKEN = re.compile(f"([{UNSPACED}]|[^\\W\\d_{UNSPACED}]+|{_NUMBER})")


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
        pieces = (_ASCII_TOKEN if folded.isascii() else _TOKEN).split(folded)
        bounds = list(accumulate(map(len, pieces), initial=0))
        self._tokens = pieces[1::2]
        self._starts, self._ends = bounds[1:-1:2], bounds[2::2]
        self._postings: dict[str, list[int]] = {token: [] for quote in wanted for token in _TOKEN.findall(quote)}
        for at, token in enumerate(self._tokens):
            if token in self._postings:
                self._postings[token].append(at)

    def windows(self, quote: str, least: float) -> list[Window]:
        """Return the stretches at least so similar to a folded quote, best first, none over another."""
        tokens = _TOKEN.findall(quote)
        if not tokens or len(quote) > MOST_CHARACTERS:
            return []
        rough = (self._rough(quote, *stretch) for stretch in self._candidates(tokens))
        likely = sorted((window for window in rough if window.similarity >= least), key=_rank)[:_MOST_FITTED]
        fitted = [self._fitted(quote, len(tokens), window) for window in likely]
        kept: list[Window] = []
        for window in sorted(fitted, key=_rank):
            if window.similarity >= least and not any(_overlap(window, other) for other in kept):
                kept.append(window)
        return kept

    def _candidates(self, tokens: Sequence[str]) -> list[tuple[int, int]]:
        """Return where, by its rarest words, the quote may stand: ranges of words of the text."""
        slack = max(1, len(tokens) // 4)
        votes: Counter[int] = Counter()
        cast = 0
        for at, token in sorted(enumerate(tokens), key=lambda pair: len(self._postings[pair[1]])):
            postings = self._postings[token][:_MOST_POSTINGS]
            if cast and cast + len(postings) > _MOST_POSTINGS:
                break
            for place in postings:
                votes[(place - at) // slack] += 1 / len(postings) ** 0.5
            cast += len(postings)
        joint = {bucket: count + votes.get(bucket + 1, 0) for bucket, count in votes.items()}
        best: dict[int, None] = {}
        for bucket in sorted(joint, key=lambda bucket: (-joint[bucket], bucket)):
            if len(best) == _MOST_WINDOWS or (best and joint[bucket] < _LEAST_VOTES * joint[next(iter(best))]):
                break
            if bucket - 1 not in best and bucket + 1 not in best:
                best[bucket] = None
        return [((bucket * slack) - 2, (bucket + 2) * slack + len(tokens) + 2) for bucket in best]

    def _rough(self, quote: str, low: int, high: int) -> Window:
        """Return the part of a range of words that is most like the quote, wherever its edges fall."""
        from rapidfuzz import fuzz  # see similarity

        start, end = self._starts[max(0, low)], self._ends[min(len(self._ends), high) - 1]
        found = fuzz.partial_ratio_alignment(quote, self._text[start:end])
        if found is None:
            raise AssertionError("without a cutoff there is always an alignment")
        return Window(start + found.dest_start, start + found.dest_end, found.score / 100)

    def _fitted(self, quote: str, words: int, rough: Window) -> Window:
        """Return the window moved to edges between words, where it resembles the quote most."""
        text, starts, ends = self._text, self._starts, self._ends

        def score(first: int, last: int) -> float:
            alike = similarity(quote, text[starts[first] : ends[last]])
            return alike - _MISSING_WORD * abs(last + 1 - first - words) / words

        first = min(bisect_left(ends, rough.start + 1), len(ends) - 1)
        last = max(first, bisect_left(ends, rough.end))
        for _ in range(_MOST_STEPS):
            before = first, last
            last = max(range(max(first, last - 3), min(len(ends), last + 4)), key=lambda at: (score(first, at), -at))
            first = max(range(max(0, first - 3), min(last, first + 3) + 1), key=lambda at: (score(at, last), at))
            if (first, last) == before:
                break
        first, last = self._with_exchanged(quote, first, last)
        start, end = self._with_signs(quote, starts[first], ends[last])
        return Window(start, end, similarity(quote, text[start:end]))

    def _with_exchanged(self, quote: str, first: int, last: int) -> tuple[int, int]:
        """Widen a stretch by the words that stand where the quote begins or ends with other ones."""
        pieces = _TOKEN.split(quote)
        ahead = _exchanged(pieces, self._tokens[first])
        behind = _exchanged(pieces[::-1], self._tokens[last])
        for gap in ahead:
            if first and self._gap(first) == gap and not self._tokens[first - 1][0].isdigit():
                first -= 1
        for gap in behind:
            if last + 1 < len(self._ends) and self._gap(last + 1) == gap and not self._tokens[last + 1][0].isdigit():
                last += 1
        return first, last

    def _gap(self, at: int) -> str:
        """Return what stands between a word and the one before it."""
        return self._text[self._ends[at - 1] : self._starts[at]]

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


def _exchanged(pieces: Sequence[str], word: str) -> list[str]:
    """Return the gaps up to a word that is among the first few of a quote, split at its words; none if it is not."""
    words = list(pieces[1 : 2 * _MOST_EXCHANGED + 2 : 2])
    return list(pieces[2 : 2 * words.index(word) + 1 : 2])[::-1] if word in words else []


def _overlap(one: Window, other: Window) -> bool:
    return one.start < other.end and other.start < one.end


def _rank(window: Window) -> tuple[float, int]:
    return -window.similarity, window.start
