"""Where in the stored text do the words stand that were marked in another tool?

Nothing is shifted on a guess: offsets hold if the marked words stand there, and words that do not stand there are
found again only where the text, or the text with the same words around them, has them once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from unicodedata import normalize

from extract.exchange.offsets import Units
from extract.exchange.records import Mark
from extract.records import Span

CONTEXT = 32
"""Characters on either side that choose between several places with the same words."""
_MOST_PLACES = 1000
_BREAK = re.compile(r"(?:\s|\\n|\\r)+")
"""White space, as Label Studio may trim it and as it spells line breaks in the words of a region."""
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Anchored:
    """A span of the stored text, and whether it is not where the offsets say."""

    span: Span
    moved: bool = False


def are_one_text(one: str, other: str) -> bool:
    """Whether the texts are the same but for white space and composed letters, which are left to tools."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return _HALF.sub("\ufffd", normalize("NFC", "".join(text.split())))


def anchor(mark: Mark, tool_text: str, text: str, *, units: bool = False) -> Anchored | str:
    """Return the span of the marked words in the stored text, or why there is none.

    `tool_text` is the text that the offsets of the mark are of; `units` says that they may be UTF-16 code units, which
    they are taken for where the words stand there and not at the code points.
    """
    read = _as_marked(mark, tool_text, units=units)
    if read is not None:
        if tool_text == text:
            return Anchored(read)
        quote, found = tool_text[read.start : read.end], _in_context(read, tool_text, text)
    elif mark.quote is None or not mark.quote.strip():
        return f"{mark.start} to {mark.end} is no place in the text; mark the words again"
    else:
        quote, found = mark.quote, list(islice(_places(mark.quote, text), _MOST_PLACES))
    if len(found) == 1:
        return Anchored(found[0], moved=True)
    where = f"stand at {len(found)} places" if found else "stand nowhere"
    return f"the words {quote[:60]!r} {where} in the document and not at {mark.start} to {mark.end}; mark them again"


def _as_marked(mark: Mark, tool_text: str, *, units: bool) -> Span | None:
    """Return the place in the tool's text that has the marked words by one of the ways to count, or None."""
    places = [(mark.start, mark.end)]
    if units:
        counted = Units(tool_text)
        start, end = counted.point(mark.start), counted.point(mark.end)
        if not counted.are_points and start is not None and end is not None:
            places.append((start, end))
    for start, end in places:
        if 0 <= start < end <= len(tool_text) and (mark.quote is None or _same(tool_text[start:end], mark.quote)):
            return Span(start, end)
    return None


def _same(words: str, quote: str) -> bool:
    return words == quote or _BREAK.sub(" ", words).strip() == _BREAK.sub(" ", quote).strip()


def _in_context(place: Span, tool_text: str, text: str) -> list[Span]:
    """Return the places of the words in the stored text; of several those with the same words around them."""
    found = list(islice(_places(tool_text[place.start : place.end], text), _MOST_PLACES))
    if len(found) < 2:
        return found
    around = _around(place, tool_text)
    return [one for one in found if _around(one, text) == around]


def _around(place: Span, text: str) -> tuple[str, str]:
    before, after = text[: place.start][-2 * CONTEXT :], text[place.end : place.end + 2 * CONTEXT]
    return _BREAK.sub(" ", before)[-CONTEXT:].lstrip(), _BREAK.sub(" ", after)[:CONTEXT].rstrip()


def _places(quote: str, text: str) -> Iterator[Span]:
    """Yield where the words stand, by character or, if nowhere so, but for white space."""
    if quote in text:
        start = text.find(quote)
        while start >= 0:
            yield Span(start, start + len(quote))
            start = text.find(quote, start + 1)
        return
    words = [re.escape(word) for word in _BREAK.split(quote.strip()) if word]
    if words:
        yield from (Span(*match.span()) for match in re.finditer(r"\s+".join(words), text))
