"""Where the clauses of a sentence begin, and how each hangs on the one before."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias, cast

from extract.quantities.small_letters import small
from extract.records import Span
from extract.text import sentences

Link: TypeAlias = Literal["main", "comma", "relative", "after", "when", "base", "content"]
"""main: a clause of its own; comma: a part of the clause before, or a further one in a list; relative: which, who;
after: a subordinate clause of another time; when: one of the same time; base: what is compared with; content: what is
said, known or planned."""


class Clause(NamedTuple):
    """A stretch of a sentence between two boundaries."""

    span: Span
    link: Link


_REACH = 1200
"""Code points of one sentence that are looked at before and after a place: longer ones are lists or noise."""

_BOUNDARY = re.compile(
    r"""(?=[,;:，、]|\.{3}|\s+(?:wh[ioe]|from|up|down|high|low|ris|fall|comp|as\s|vers|aga|[—–]
        |aft|bef|bec|alt|tho|if|unl|once|ahe)|that\s|sa[iy])(?:  # what begins otherwise is left at once
    (?P<relative>,\s+(?:and\s+|of\s+)?(?:which|who|whose|whom|where)\b | \s+(?:which|who)\b)
    |(?P<base>,?\s+(?:(?:up|down|higher|lower|rising|falling)\s+)?from\s+(?:about\s+|around\s+|just\s+|nearly\s+|only\s+)?(?:an?\s+)?(?=[^\w\s]?\d)(?!(?:19|20)\d\d\b)
        |,?\s+(?:compared|as\s+compared)\s+(?:with|to)\b | ,?\s+(?:versus|against)\s+(?=[^\w\s]?\d))
    |(?P<main>;|\s[—–]\s|\.{3,}|,?\s+(?:while|whereas)\b|,\s+(?:but|yet|so)\b|,\s+and\s+(?=\S+\s+\S+))
    |(?P<after>,?\s+(?:after|before|because|although|though|if|unless|once|ahead\s+of)\s)
    |(?P<when>,?\s+when\s)
    |(?P<content>\b(?:that|saying|sa(?:id|ys?)(?!\s+that\b))\s+|:\s)
    |(?P<comma>,\s|[，、]))""",
    re.VERBOSE,
)
_OPENING = re.compile(
    r"\s*(?:(?P<after>since|after|before|although|though|if|because|once)|(?P<when>when|while|as))\b(?!\s+of\b)"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """The sentences of a text, for finding the one at a place."""

    text: str
    sentences: tuple[Span, ...]

    def index(self, offset: int) -> int:
        """Return the index of the sentence at the offset, of the one before it in a gap; -1 before the first."""
        return bisect_right(self.sentences, (offset, len(self.text) + 1)) - 1

    def adjoins(self, index: int) -> bool:
        """Whether the sentence stands in one paragraph with the one before it."""
        if index <= 0:
            return False
        between = self.text[self.sentences[index - 1].end : self.sentences[index].start]
        return not any(mark in between for mark in "\n\r\u2028\u2029")


@lru_cache(maxsize=4)
def layout(text: str) -> Layout:
    """Return the sentences of the text; the last few texts are remembered, because every figure asks anew."""
    return Layout(text, sentences(text))


def clauses(text: str, sentence: Span, around: int) -> tuple[Clause, ...]:
    """Return the clauses of the sentence within reach of the place `around`.

    >>> text = "Sales rose 5% in 2021, while costs, which matter, fell."
    >>> [text[c.span.start : c.span.end] for c in clauses(text, Span(0, len(text)), 0)]
    ['Sales rose 5% in 2021', ', while costs', ', which matter', ', fell.']
    """
    start, end = within_reach(sentence, around)
    return _moved(small(text[start:end]), start)


def within_reach(sentence: Span, around: int) -> Span:
    """Return the part of the sentence that is looked at for what stands at the place `around`."""
    return Span(max(sentence.start, around - _REACH), min(sentence.end, around + _REACH))


@lru_cache(maxsize=64)
def _moved(words: str, offset: int) -> tuple[Clause, ...]:
    return tuple(Clause(Span(offset + span.start, offset + span.end), link) for span, link in clauses_of(words))


@lru_cache(maxsize=64)
def clauses_of(words: str) -> tuple[Clause, ...]:
    """Return the clauses of a sentence in small letters; they cover all of it."""
    found = list[Clause]()
    opening = _OPENING.match(words)
    start, link = 0, cast(Link, opening.lastgroup if opening else "main")
    for boundary in _BOUNDARY.finditer(words):
        if start < boundary.start():
            found.append(Clause(Span(start, boundary.start()), link))
        start, link = boundary.start(), cast(Link, boundary.lastgroup)
    return (*found, Clause(Span(start, len(words)), link))
