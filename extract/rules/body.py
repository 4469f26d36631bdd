"""Which sentences of a page belong to the article: navigation, notices, by-lines and repeated headlines left out."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extract.records import Span
from extract.rules.headlines import Said, is_said_again
from extract.rules.words import table
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
DAY = r"(?:[A-Z][a-z]{2,8}\.?\s\d{1,2},\s\d{4}|\d{1,2}\.?\s[A-Z][a-z]{2,8}\.?,?\s\d{4})"
DASH = r"\s*(?:--|–|—|-\s)"
DATELINE = re.compile(
    rf"""(?:date\s+[\d-]{{8,10}}\s+)?[^\n]{{0,80}}?
    (?: /[A-Za-z ]{{3,40}}/{DASH}      # CITY, May 4, 2024 /Newswire/ --
      | ,\s{DAY}{DASH}                # CITY, Oct. 9, 2023 --
      | \([A-Z][A-Za-z ]{{1,30}}\){DASH}  # CITY (Agency) -
      | \({DAY}\){DASH}                # City, State (May 4, 2024) -
    )\s*
    | [A-Z]{{3,}}[A-Z ]{{0,20}}(?:,\s[A-Z][A-Za-z.]{{1,20}}){{0,2}}\s(?:--|–|—|-)\s+  # CITY, State -
    | [A-Z][^\W\d_]{{2,20}}(?:[ -][A-Z][^\W\d_]{{1,20}}){{0,2}}[,:]\s{DAY}[.:]\s*  # City, 9 October 2023.
    """,
    re.VERBOSE,
)
DATE = re.compile(
    rf"{DAY}|\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:\d{{4}}|\d{{2}})\b|\d{{1,2}}:\d{{2}}"
)
PAGE_TITLE = re.compile(r"\w_\w[^.!?]{0,60}$")
"""A headline with the site's name behind an underscore, as page titles have it."""
WORD = re.compile(r"[^\W\d_]{2,}")
COUNTER = re.compile(
    r"\b(?:[\d.,]{1,12}[km]?\s(?:page\s)?(?:views?|reads?|shares?|comments?|likes?)|(?:views?|reads?|hits):\s?[\d.,]+)\b"
)
"""How often a page was looked at: "1,205 views"."""
ENDED = (".", "!", "?", "。")
"""Ends a line of sentences; a line without is left out where it stands again, as headlines and captions do."""
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
    said = [Said(text[one.start : one.end]) for one in found]
    return tuple(sentence for at, sentence in enumerate(found) if not (sentence.headline and is_said_again(said, at)))


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
            if is_boilerplate(piece) or (piece in seen and not piece.endswith(ENDED)):
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
    if low.startswith(STARTS) or ("_" in line and PAGE_TITLE.search(line)):
        return True
    if line.endswith(ENDED):
        return WORD.search(low) is None
    words = WORD.findall(low)
    return not words or (len(words) <= LONGEST_BYLINE and _is_byline(line, low))


def _is_byline(line: str, low: str) -> bool:
    """Whether a short line has a date, a count of readers, or says who wrote it."""
    if DATE.search(line) or COUNTER.search(low) or low.startswith("by "):
        return True
    return "|" in line and any(low.startswith(cue) or f" {cue}" in f" {low} " for cue in BYLINES)


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
        low = piece.casefold()
        if REPORTER.fullmatch(piece) or any(cue in low for cue in HOLDS):
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
