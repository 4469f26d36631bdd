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

BRACKETS = ("(", "[", "（", "【")
"""With which a reporter's name may open."""
REPORTER = re.compile(
    r"[(\[（【]\s*(?:reporter|correspondent|journalist|editor|author|source|photo|text|contributed|by)\b[^()\[\]]{0,200}[)\]）】]?[.。]?",
    re.IGNORECASE,
)
DAY = r"(?:[A-Z][a-z]{2,8}\.?\s\d{1,2},\s\d{4}|\d{1,2}\.?\s[A-Z][a-z]{2,8}\.?,?\s\d{4})"
DASH = r"\s*(?:--|–|—|-\s)"
DASHES = ("-", "–", "—")
CITY_AND_DAY = rf"[A-Z][^\W\d_]{{2,20}}(?:[ -][A-Z][^\W\d_]{{1,20}}){{0,2}}[,:]\s{DAY}[.:]\s*"
UNDASHED = re.compile(CITY_AND_DAY)
"""The only dateline without a dash: City, 9 October 2023."""
DATELINE = re.compile(
    rf"""(?:date\s+[\d-]{{8,10}}\s+)?[^\n]{{0,80}}?
    (?: /[A-Za-z ]{{3,40}}/{DASH}      # CITY, May 4, 2024 /Newswire/ --
      | ,\s{DAY}{DASH}                # CITY, Oct. 9, 2023 --
      | \([A-Z][A-Za-z ]{{1,30}}\){DASH}  # CITY (Agency) -
      | \({DAY}\){DASH}                # City, State (May 4, 2024) -
    )\s*
    | [A-Z]{{3,}}[A-Z ]{{0,20}}(?:,\s[A-Z][A-Za-z.]{{1,20}}){{0,2}}\s(?:--|–|—|-)\s+  # CITY, State -
    | {CITY_AND_DAY}
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
UNHEADED = (*ENDED, '"', "”", "…", ";", ":")
"""Ends a lone sentence that is no headline."""
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
    low, folded = text.lower(), text.casefold()
    cuts, holds = any([cue in low for cue in CUTS]), any([cue in folded for cue in HOLDS])
    end = _end(text, folded if len(folded) == len(text) else low)
    found = list(_kept(text, end, cuts=cuts, holds=holds))
    if not any([sentence.headline for sentence in found]):
        return tuple(found)
    said = [Said(text[one.start : one.end]) for one in found]
    return tuple(sentence for at, sentence in enumerate(found) if not (sentence.headline and is_said_again(said, at)))


def _end(text: str, low: str) -> int:
    """Return where the article ends and the page goes on; `low` is the text in small letters."""
    at = 0
    for line in low.splitlines(keepends=True):
        if at > len(text) // 4 and line.strip().startswith(ENDS):
            return at
        at += len(line)
    return len(text)


def _kept(text: str, end: int, *, cuts: bool, holds: bool) -> Iterator[BodySentence]:
    """Yield what may be read; `cuts` and `holds` say whether anything of `CUTS` and `HOLDS` stands in the text."""
    seen: set[str] = set()
    soft = frozenset(soft_breaks(text))
    for block in paragraphs(text[:end]):
        for start, stop in _lines(text, block, soft):
            piece = text[start:stop]
            if is_boilerplate(piece) or (piece in seen and not piece.endswith(ENDED)):
                continue
            seen.add(piece)
            yield from _sentences(text, start, _cut(piece, start) if cuts else stop, holds)


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


def _sentences(text: str, start: int, stop: int, holds: bool) -> Iterator[BodySentence]:
    line = text[start:stop]
    spans = sentences(line)
    credited = any([bracket in line for bracket in BRACKETS])
    headline = len(spans) == 1 and len(line) < 200 and not line.endswith(UNHEADED)
    for at, span in enumerate(spans):
        first, last = span
        piece = line[first:last]
        if (credited and REPORTER.fullmatch(piece)) or (holds and _holds_notice(piece)):
            continue
        if credited:
            last = first + _without_credit(piece)
        if at == 0:
            first += _dateline_end(piece)
        for begin, end in _pieces(line, first, last):
            yield BodySentence(start + begin, start + end, headline)


def _holds_notice(piece: str) -> bool:
    low = piece.casefold()
    return any(cue in low for cue in HOLDS)


def _dateline_end(piece: str) -> int:
    """Return where the words begin after a dateline, 0 where there is none."""
    dateline = (DATELINE if any([dash in piece for dash in DASHES]) else UNDASHED).match(piece)
    return dateline.end() if dateline else 0


def _pieces(line: str, first: int, last: int) -> list[tuple[int, int]]:
    """Return the stretch, in several pieces where it is too long for a sentence."""
    pieces = []
    while last - first > LONGEST_SENTENCE:
        space = line.rfind(" ", first + 1, first + LONGEST_SENTENCE)
        cut = space if space > first else first + LONGEST_SENTENCE
        pieces.append((first, cut))
        first = cut + (space > first)
    return [*pieces, (first, last)] if first < last else pieces


def _without_credit(sentence: str) -> int:
    """Return where the sentence ends but for a reporter's name in brackets."""
    credits = [found for found in REPORTER.finditer(sentence) if found.end() >= len(sentence) - 1 and found.start() > 0]
    return credits[-1].start() if credits else len(sentence)
