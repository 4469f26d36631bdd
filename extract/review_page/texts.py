"""In which runs does a source text stand on the page, so that every code point of it can be seen and pointed at?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.records import Span
from extract.report.page.segments import segments
from extract.text import sentences

_JOINERS = "\u200c\u200d"
_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and line feed; a browser makes a carriage return a line feed
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"  # Default_Ignorable_Code_Point, and
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff"  # bidirectional controls, of Unicode 16.0
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # but variation selectors
)
_CHIP = re.compile(f"[{_HIDDEN}]|(?<![^\\x00-\\x7f])[{_JOINERS}]|[{_JOINERS}](?![^\\x00-\\x7f])")
"""A joiner between two characters beyond ASCII does its work, in an emoji or in Persian; elsewhere it hides."""
_NAMES = {
    "\x7f": "DEL",
    "\xad": "SHY",
    "\u061c": "ALM",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "BOM",
}
"""Short names as the Unicode code charts write them."""

_CONTEXT = 2
"""Sentences on either side of what is shown."""
_REACH = 1200
"""Code points on either side in which they are looked for."""


@dataclass(frozen=True, slots=True)
class Run:
    """Code points that stand on the page as they are, or one that does not and is spelled out."""

    start: int
    """Of the first, in the whole text."""
    text: str
    chip: str = ""
    """What is written in place of the one code point; empty where the text stands as it is."""

    @property
    def title(self) -> str:
        """The code point as U+ and hexadecimal digits."""
        return f"U+{ord(self.text):04X}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring runs that the same sides quote."""

    sides: str
    """`A`, `B`, `AB`, or nothing."""
    opens: str
    """The sides whose quotes begin here."""
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the text without a gap."""

    span: Span
    stretches: tuple[Stretch, ...]


def windows(text: str, marks: Sequence[tuple[str, Span]], whole: bool = False) -> tuple[Window, ...]:
    """Return the text in parts, with what each side quotes marked by the side's letter.

    `whole` gives all of it in one part; else there are two sentences before and behind each quote, and nothing where
    nothing is quoted. Edges behind the end of the text count as its end.
    """
    shown = [Span(0, len(text))] if whole else _around(text, [span for _, span in marks])
    return tuple(Window(part, tuple(_stretches(text, part, marks))) for part in shown)


def runs(text: str, start: int = 0) -> Iterator[Run]:
    """Yield the runs of a text that begins at `start` of a greater one: together they are the text.

    >>> [(run.start, run.text, run.chip) for run in runs("a\\r\\nb", 5)]
    [(5, 'a', ''), (6, '\\r', '␍'), (7, '\\nb', '')]
    """
    last = 0
    for found in _CHIP.finditer(text):
        if found.start() > last:
            yield Run(start + last, text[last : found.start()])
        yield Run(start + found.start(), found[0], _name(found[0]))
        last = found.end()
    if last < len(text):
        yield Run(start + last, text[last:])


def _name(char: str) -> str:
    if char < " ":
        return chr(0x2400 + ord(char))  # the block of Control Pictures
    return _NAMES.get(char, f"U+{ord(char):04X}")


def _stretches(text: str, part: Span, marks: Sequence[tuple[str, Span]]) -> Iterator[Stretch]:
    """Yield the stretches of a part, cut at the edges of quotes.

    A joiner's neighbours decide whether it is seen, so that runs are cut out of the text as a whole.
    """
    inside = [(letter, _within(span, part)) for letter, span in marks if span.start < part.end or span.end > part.start]
    found = list(runs(text[part.start : part.end], part.start))
    place = part.start
    for segment in segments(text[part.start : part.end], [span for _, span in inside]):
        end = place + len(segment.text)
        sides = "".join(sorted({inside[index][0] for index in segment.covering}))
        opens = "".join(sorted({inside[index][0] for index in segment.opening}))
        yield Stretch(sides, opens, tuple(_cut(found, Span(place, end))))
        place = end


def _within(span: Span, part: Span) -> Span:
    return Span(max(0, span.start - part.start), max(0, min(span.end, part.end) - part.start))


def _cut(found: Sequence[Run], span: Span) -> Iterator[Run]:
    for run in found:
        start, end = max(run.start, span.start), min(run.start + len(run.text), span.end)
        if start < end:
            yield Run(start, run.text[start - run.start : end - run.start], run.chip)


def _around(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return where the quotes stand with sentences around them; neighbours that touch are one."""
    found: list[Span] = []
    for span in sorted(_with_sentences(text, span) for span in spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _with_sentences(text: str, span: Span) -> Span:
    """Return the span with the sentences that it touches and two more on either side."""
    first, last = max(0, span.start - _REACH), min(len(text), span.end + _REACH)
    found = [Span(first + one.start, first + one.end) for one in sentences(text[first:last])]
    before = [one.start for one in found if one.end <= span.start]
    behind = [one.end for one in found if one.start >= span.end]
    touched = [one for one in found if one.start < span.end and one.end > span.start] or [span]
    start = min([span.start, *(one.start for one in touched), *before[-_CONTEXT:]])
    end = max([span.end, *(one.end for one in touched), *behind[:_CONTEXT]])
    return Span(max(0, start), min(len(text), end))
