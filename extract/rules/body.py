"""Which sentences of a page belong to the article: navigation, notices, by-lines and repeated headlines left out."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.records import Span
from extract.rules.words import CLASSES, table
from extract.text import paragraphs, sentences
from extract.wrapping import soft_breaks

CUES = table("boilerplate.toml")
STARTS = tuple(CUES["starts"])
ENDS = tuple(CUES["ends"])
CUTS = tuple(CUES["cuts"])
HOLDS = tuple(CUES["holds"])
BYLINES = tuple(CUES["bylines"])

REPORTER = re.compile(
    r"[(\[（【]\s*(?:reporter|correspondent|journalist|editor|author|source|photo|text|contributed|by)\b[^()\[\]]{0,200}[)\]）】]?[.。]?",
    re.IGNORECASE,
)
DATELINE = re.compile(
    r"""(?:date\s+[\d-]{8,10}\s+)?[^\n]{0,80}?
    (?: /[A-Za-z ]{3,40}/\s*(?:--|-|–|—)      # CITY, May 4, 2024 /Newswire/ --
      | \b\d{4}\s*(?:--|–|—)                # CITY, Oct. 9, 2023 --
      | \([A-Z][A-Za-z ]{1,30}\)\s*(?:--|-|–|—)  # CITY (Agency) -
    )\s*""",
    re.VERBOSE,
)
DATE = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}:\d{2}|\d{1,2}\.?\s+[A-Z][a-z]{2,8}\s+\d{4}|[A-Z][a-z]{2,8}\.?\s+\d{1,2},\s+\d{4}"
)
PAGE_TITLE = re.compile(r"\w_\w[^.!?]{0,60}$")
"""A headline with the site's name behind an underscore, as page titles have it."""
WORD = re.compile(r"[^\W\d_]{2,}")
SAID_AGAIN = 0.65
"""Share of a headline's content words in one sentence of the body from which on the body repeats it."""
NEAR = 60
"""Sentences after a headline in which it may be said again."""
LONGEST_SENTENCE = 4000
"""Code points after which a sentence without an end is cut at a space, so that reading stays linear."""
LONGEST_BYLINE = 8
"""Words of a line that a date or "by" makes a by-line."""


class BodySentence(NamedTuple):
    """A sentence of the article, at [start, end)."""

    start: int
    end: int
    headline: bool
    """Whether it stands alone on a line without a full stop."""


def body_sentences(text: str) -> tuple[BodySentence, ...]:
    """Return the sentences that are read, in text order; by-lines, notices and datelines are cut off."""
    found = list(_kept(text, _end(text)))
    said = [_content(text[sentence.start : sentence.end]) for sentence in found]
    return tuple(sentence for at, sentence in enumerate(found) if not (sentence.headline and _is_said(said, at)))


def _end(text: str) -> int:
    """Return where the article ends and the page goes on."""
    low = text.casefold() if len(text.casefold()) == len(text) else text.lower()
    at = 0
    for line in low.splitlines(keepends=True):
        if at > len(text) // 4 and line.strip().startswith(ENDS):
            return at
        at += len(line)
    return len(text)


def _kept(text: str, end: int) -> Iterator[BodySentence]:
    """Yield what may be read."""
    blocks = [span for span in paragraphs(text[:end])]
    seen: set[str] = set()
    soft = frozenset(soft_breaks(text))
    for block in blocks:
        for start, stop in _lines(text, block, soft):
            piece = text[start:stop]
            if is_boilerplate(piece) or (piece in seen and len(piece) < 200):
                continue
            seen.add(piece)
            yield from _sentences(text, start, _cut(piece, start))


def _lines(text: str, block: Span, soft: frozenset[int]) -> Iterator[Span]:
    """Yield the lines of the block; a line that was only wrapped goes on in the next."""
    start = at = block.start
    for line in text[block.start : block.end].splitlines(keepends=True):
        at += len(line)
        if at - 1 in soft:
            continue
        piece = text[start:at]
        first = start + len(piece) - len(piece.lstrip())
        yield Span(first, first + len(piece.strip()))
        start = at


def is_boilerplate(line: str) -> bool:
    """Whether a line belongs to the page rather than to the article.

    >>> is_boilerplate("You may also like"), is_boilerplate("Updated: 2022-06-21"), is_boilerplate("Output rose.")
    (True, True, False)
    """
    low = line.casefold().lstrip("-–—•*#>| ")
    if low.startswith(STARTS) or PAGE_TITLE.search(line):
        return True
    words = WORD.findall(low)
    if not words:
        return True
    if line.endswith((".", "!", "?", "。")):
        return False
    dated = DATE.search(line) is not None
    named = any(low.startswith(cue) or f" {cue}" in f" {low} " for cue in BYLINES)
    return len(words) <= LONGEST_BYLINE and (dated or low.startswith("by ") or (named and "|" in line))


def _cut(line: str, start: int) -> int:
    """Return where the article's part of the line ends."""
    low = line.lower()
    places = [low.find(cue) for cue in CUTS]
    return start + min((place for place in places if place >= 0), default=len(line))


def _sentences(text: str, start: int, stop: int) -> Iterator[BodySentence]:
    line = text[start:stop]
    spans = sentences(line)
    for at, span in enumerate(spans):
        piece = line[span.start : span.end]
        if REPORTER.fullmatch(piece) or any(cue in piece.casefold() for cue in HOLDS):
            continue
        first = span.start
        if at == 0 and (dateline := DATELINE.match(piece)):
            first += dateline.end()
        last = _without_credit(piece) + span.start
        headline = len(spans) == 1 and not line.endswith((".", "!", "?", "。", '"', "”", "…", ";", ":"))
        for begin, end in _pieces(line, first, last):
            yield BodySentence(start + begin, start + end, headline and len(line) < 200)


def _pieces(line: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the stretch, in several pieces where it is too long for a sentence."""
    while last - first > LONGEST_SENTENCE:
        space = line.rfind(" ", first + 1, first + LONGEST_SENTENCE)
        cut = space if space > first else first + LONGEST_SENTENCE
        yield first, cut
        first = cut + (space > first)
    if first < last:
        yield first, last


def _without_credit(sentence: str) -> int:
    """Return where the sentence ends but for a reporter's name in brackets."""
    credits = [found for found in REPORTER.finditer(sentence) if found.end() >= len(sentence) - 1 and found.start() > 0]
    return credits[-1].start() if credits else len(sentence)


def _content(piece: str) -> frozenset[str]:
    """Return the beginnings of the words that carry the meaning."""
    return frozenset(word[:6] for word in WORD.findall(piece.casefold()) if len(word) > 2 and word not in EMPTY)


EMPTY = frozenset().union(
    *(CLASSES[name] for name in ("determiner", "preposition", "be", "have", "modal", "coordinator"))
)


def _is_said(said: Sequence[frozenset[str]], at: int) -> bool:
    """Whether a sentence or a pair of neighbours says most of the headline again."""
    own = said[at]
    if not own:
        return True
    near = (*said[max(0, at - 2) : at], *said[at + 1 : at + NEAR])
    return any(len(own & other) >= SAID_AGAIN * len(own) for other in near)
