"""How is one quote looked for: exactly, then folded, then by likeness, always through the number gate?"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from extract.grounding.edges import Numbers, Reader, whole_words
from extract.grounding.gate import Wording, difference
from extract.grounding.occurrences import Occurrences, differ_in_case, find_exact, find_folded
from extract.grounding.windows import MOST_CHARACTERS, Index, Window, similarity
from extract.records import Grade, Near, Span
from extract.settings import Settings
from extract.text import Folded, fold

_WIDENING = 0.1
"""How much similarity a window may gain, in practice, when a number at its edge is made whole."""
_WORD = re.compile(r"[^\W\d_]{2,}")


class Found(NamedTuple):
    """The places of one quote and the grade that the chosen one gets, or why there is none."""

    grade: Grade
    places: tuple[Span, ...] = ()
    similarity: float = 1.0
    """That of each of the places, from 0 to 1."""
    near: tuple[Near, ...] = ()
    reason: str | None = None


class Search:
    """One text in which some quotes are looked for; what takes time is prepared once, when first needed."""

    def __init__(self, text: str, quotes: Mapping[str, int], settings: Settings, read: Reader) -> None:
        """Prepare to look for quotes, each with how often it is given."""
        self.text = text
        self.quotes = quotes
        self._settings = settings
        self._read = read
        self._numbers = Numbers(text, read)

    @cached_property
    def _folded(self) -> Folded:
        return fold(self.text)

    @cached_property
    def _index(self) -> Index:
        return Index(self._folded.text, (fold(quote).text for quote in self.quotes if len(quote) <= MOST_CHARACTERS))

    def find(self, quote: str) -> Found:
        """Return the places of the quote with the best grade that any of them has."""
        if not quote.strip():
            return Found("missing", reason="the quote is empty")
        exact = find_exact(self._numbers, quote, self.quotes[quote])
        if exact.places:
            return Found("exact", exact.places)
        folded = find_folded(self._numbers, self._folded, quote, self.quotes[quote])
        if folded.places:
            return Found("folded", folded.places)
        if exact.cut or folded.cut:
            return self._cut(exact if exact.cut else folded)
        if len(quote) > MOST_CHARACTERS:
            return Found("missing", reason=f"nowhere as it is, and over {MOST_CHARACTERS} characters are not compared")
        return self._alike(quote)

    def _cut(self, occurrences: Occurrences) -> Found:
        _, whole = occurrences.cut[0]
        near = tuple([Near(span, 1.0) for span, _ in occurrences.cut])
        return Found("contradicted", near=near, reason=f"the quote cuts through {self.text[whole.start : whole.end]!r}")

    def _alike(self, quote: str) -> Found:
        """Return the most similar places whose numbers, signs, units and negations are those of the quote."""
        wanted = fold(quote).text.strip()
        quoted = Wording(quote, self._read(quote, 0, len(quote)))
        near: list[Near] = []
        same: list[Near] = []
        reasons: list[str] = []
        for window in self._index.windows(wanted, self._settings.near_similarity):
            if same and window.similarity < same[0].similarity:
                break
            place = self._whole(wanted, window)
            near.append(place)
            if place.similarity >= self._settings.fuzzy_similarity and not self._is_in_other_case(place.span, quote):
                reason = difference(self._wording(place.span), quoted)
                same += [place] if reason is None else []
                reasons += [reason] if reason else []
        if same:
            best = max(place.similarity for place in same)
            return Found("fuzzy", tuple(sorted(place.span for place in same if place.similarity == best)), best)
        return self._unlike(quoted, sorted(near, key=lambda place: -place.similarity), reasons)

    def _unlike(self, quoted: Wording, near: Sequence[Near], reasons: Sequence[str]) -> Found:
        """Return why none of the nearest places will do."""
        if not near:
            return Found("missing", reason="nothing in the text resembles the quote")
        reason = reasons[0] if reasons else self._numbers_alone(near[0].span, quoted)
        if reason:
            return Found("contradicted", near=tuple(near), reason=reason)
        return Found("missing", near=tuple(near), reason="the nearest words are too far from the quote")

    def _whole(self, wanted: str, window: Window) -> Near:
        """Return the place of a window, widened so that its edges cut no word and, where it matters, no number."""
        found = self._folded.span(window.start, window.end)
        span = whole_words(self.text, found)
        if window.similarity >= self._settings.fuzzy_similarity - _WIDENING:
            for number in self._numbers.touching(span):
                span = Span(min(span.start, number.span.start), max(span.end, number.span.end))
        if span == found:
            return Near(span, window.similarity)
        return Near(span, similarity(wanted, fold(self.text[span.start : span.end]).text))

    def _is_in_other_case(self, span: Span, quote: str) -> bool:
        return differ_in_case(self.text[span.start : span.end], quote)

    def _wording(self, span: Span) -> Wording:
        """Return the words at a place with the numbers as they read in their surroundings."""
        length = span.end - span.start
        touching = self._numbers.touching(span)
        places = [Span(max(0, one.span.start - span.start), min(length, one.span.end - span.start)) for one in touching]
        clipped = [one._replace(span=place) for one, place in zip(touching, places, strict=True)]
        return Wording(self.text[span.start : span.end], tuple(clipped))

    def _numbers_alone(self, span: Span, quoted: Wording) -> str | None:
        """Return the difference at a place that would be similar enough if its numbers were those of the quote."""
        stated = self._wording(span)
        ours, theirs = _without_numbers(stated), _without_numbers(quoted)
        if self._is_in_other_case(span, quoted.text) or not _WORD.search(theirs):
            return None
        if similarity(theirs, ours) < self._settings.fuzzy_similarity:
            return None
        return difference(stated, quoted)


def _without_numbers(wording: Wording) -> str:
    """Return the words folded, with "0" for every number expression."""
    parts: list[str] = []
    last = 0
    for number in wording.numbers:
        parts += wording.text[last : number.span.start], "0"
        last = number.span.end
    return fold("".join((*parts, wording.text[last:]))).text.strip()
