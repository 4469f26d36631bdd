"""What words, digit clusters and signs a text is made of."""

import re
from typing import TypeAlias

from extract.records import Span

Token: TypeAlias = tuple[str, int, int]
"""A word with the offsets at which it begins and ends."""
PAD = 8
"""Empty tokens at either end, so that a rule may look a few tokens ahead or back without a check."""

TOKEN = re.compile(
    r"[A-Za-z]+(?![^\W_]|['’])"  # most words, quickly; the others below
    r"|[0-9]+(?:(?:[,.][,.]?|[:/\-–—−‒'’\u00a0\u2009\u202f\u2007])[0-9]+)*"  # a cluster: 4,338.7  2022-06-21  33-35
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*"  # a word: projects  city's  m²
    r"|[^\s\w]"  # a sign
)
_PARTS = re.compile(f"({TOKEN.pattern})")
_PARTS_IN_ASCII = re.compile(r"([A-Za-z]++(?:'[A-Za-z]++)*+|[0-9]+(?:(?:[,.][,.]?|[:/\-'])[0-9]+)*|[^\s\w])")
"""The same where only ASCII stands, in less time. Both are to split by, into gaps and tokens in turn."""
ABBREVIATIONS = frozenset(
    [
        "no",
        "nos",
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "vs",
        "inc",
        "ltd",
        "co",
        "corp",
        "jr",
        "sr",
        "approx",
        "est",
        "fig",
        "vol",
        "gen",
        "col",
        "sen",
        "rep",
        "gov",
        "lt",
        "sgt",
        "prof",
        "rs",
    ]
)
HYPHENS = frozenset(["-", "‑", "–"])
OPENING = frozenset("\"'“‘«([")
ENDING = frozenset(".!?")
_AFTER_A_WORD = frozenset(".,;:!?)")
_EMPTY = ("",) * PAD


def split_words(text: str) -> tuple[str, ...]:
    """Return the tokens of `text` as strings.

    >>> split_words("HK$4,338.7bn")
    ('HK', '$', '4,338.7', 'bn')
    """
    return tuple(TOKEN.findall(text))


class Tokens:
    """The tokens of a stretch of text, with `PAD` empty ones at either end; offsets are those of the whole text."""

    __slots__ = ("_bounds", "_ends", "_glued", "_lines", "digits", "last", "lows", "starts", "text", "words")

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        stop = len(text) if end is None else end
        self.text = text
        self._bounds = start, stop
        self._ends: list[int] | None = None
        """Where each token ends; None where all are as long as they stand in the text, so that their starts tell."""
        self._glued: set[int] = set()
        self._lines: dict[int, int] = {}
        """Before which tokens lines end, and how many."""
        self.digits: list[int] = []
        """Which tokens begin with a digit from 0 to 9."""
        self.words = list(_EMPTY)
        self.starts = [start] * PAD
        self._split(text[start:stop], start)
        self.last = len(self.words)
        """Index after the last real token."""
        self.lows = [*_EMPTY, *map(str.lower, self.words[PAD:]), *_EMPTY]
        self.words += _EMPTY
        self.starts += [stop] * PAD

    def _split(self, part: str, at: int) -> None:
        """Add the tokens of `part`, which stands at `at`.

        What stands between two spaces is mostly one word, or a word and the sign after it: `_take` would find the
        same, but takes several times as long.
        """
        words, starts = self.words, self.starts
        for piece in part.split(" "):
            if piece.isalpha():
                words.append(piece)
                starts.append(at)
            elif piece.isdecimal() and piece.isascii():
                self.digits.append(len(words))
                words.append(piece)
                starts.append(at)
            else:
                word, sign = piece[:-1], piece[-1:]
                if word.isalpha() and sign in _AFTER_A_WORD:
                    words.append(word)
                    starts.append(at)
                    self._glued.add(len(words))
                    words.append(sign)
                    starts.append(at + len(word))
                else:
                    self._take(piece, at)
            at += len(piece) + 1

    def _take(self, piece: str, at: int) -> None:
        """Add the tokens of a piece of any signs, which stands at `at`."""
        gap, *parts = (_PARTS_IN_ASCII if piece.isascii() else _PARTS).split(piece)
        self._end_lines(gap)
        at += len(gap)
        for word, gap in zip(parts[::2], parts[1::2], strict=True):
            if "0" <= word < ":":
                self.digits.append(len(self.words))
            self.words.append(word)
            self.starts.append(at)
            at += len(word) + len(gap)
            if gap:
                self._end_lines(gap)
            else:
                self._glued.add(len(self.words))
        self._glued.discard(len(self.words))  # a space follows the piece

    def _end_lines(self, gap: str) -> None:
        """Note the lines that end in `gap`, which stands before the next token."""
        if "\n" in gap:
            self._lines[len(self.words)] = self._lines.get(len(self.words), 0) + gap.count("\n")

    @property
    def ends(self) -> list[int]:
        """Where each token ends."""
        if self._ends is None:
            self._ends = [start + len(word) for start, word in zip(self.starts, self.words, strict=True)]
        return self._ends

    def refill(self, tokens: list[Token]) -> None:
        """Take these for the real tokens."""
        start, stop = self._bounds
        words = [word for word, _, _ in tokens]
        self.words, self.lows = [*_EMPTY, *words, *_EMPTY], [*_EMPTY, *map(str.lower, words), *_EMPTY]
        self.starts = [start] * PAD + [start for _, start, _ in tokens] + [stop] * PAD
        self._ends = [start] * PAD + [end for _, _, end in tokens] + [stop] * PAD
        self.last = PAD + len(words)
        self.digits = [index for index, word in enumerate(words, PAD) if "0" <= word < ":"]
        gaps = [(index, self._ends[index - 1], self.starts[index]) for index in range(PAD + 1, self.last)]
        self._glued = {index for index, end, start in gaps if end == start}
        self._lines = {index: self.text.count("\n", end, start) for index, end, start in gaps}

    def real(self) -> list[Token]:
        """Return the tokens between the empty ones."""
        columns = (column[PAD : self.last] for column in (self.words, self.starts, self.ends))
        return list(zip(*columns, strict=True))

    def span(self, first: int, end: int) -> Span:
        """Return where the tokens `[first, end)` stand."""
        if self._ends is None:
            return Span(self.starts[first], self.starts[end - 1] + len(self.words[end - 1]))
        return Span(self.starts[first], self._ends[end - 1])

    def glued(self, index: int) -> bool:
        """Whether no space stands between the token before `index` and the token at it."""
        return index in self._glued

    def breaks(self, index: int) -> bool:
        """Whether a sentence or a paragraph ends between the token before `index` and the token at it."""
        before, word = self.words[index - 1], self.words[index]
        if not before or not word:
            return True
        lines = self._lines.get(index)
        if lines:
            return lines > 1 or word[:1].isupper() or before in ENDING
        return before in ENDING and self._sentence_starts(index, index not in self._glued)

    def _sentence_starts(self, index: int, spaced: bool) -> bool:
        word = self.words[index]
        if self.words[index - 1] == "." and (self.lows[index - 2] in ABBREVIATIONS or len(self.words[index - 2]) == 1):
            return False
        return word[:1].isupper() or (spaced and (word in OPENING or word[:1].isdigit()))

    def opens(self, index: int) -> bool:
        """Whether the token at `index` is the first word of a sentence, opening quotes apart."""
        for _ in range(3):
            index -= self.words[index - 1] in OPENING
        return self.breaks(index) or self.words[index - 1] in (":", "•", "-", "–", "—", "|")
