"""What words, digit clusters and signs a text is made of."""

import re
from typing import TypeAlias

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
_IN_ASCII = re.compile(r"[A-Za-z]++(?:'[A-Za-z]++)*+|[0-9]+(?:(?:[,.][,.]?|[:/\-'])[0-9]+)*|[^\s\w]")
"""The same where only ASCII stands, in less time."""
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


def _split(part: str, at: int) -> tuple[list[str], list[int], list[int]]:
    """Return the tokens of `part`, which stands at `at`, and where each begins and ends.

    What stands between two spaces is mostly one word, or a word and the sign after it: `TOKEN` would find the same,
    but takes several times as long.
    """
    words, starts, ends = list[str](), list[int](), list[int]()
    for piece in part.split(" "):
        end = at + len(piece)
        if piece.isalpha() or (piece.isdecimal() and piece.isascii()):
            words.append(piece)
            starts.append(at)
            ends.append(end)
        elif piece[-1:] in _AFTER_A_WORD and piece[:-1].isalpha():
            words += piece[:-1], piece[-1]
            starts += at, end - 1
            ends += end - 1, end
        else:
            for found in (_IN_ASCII if piece.isascii() else TOKEN).finditer(piece):
                words.append(found[0])
                starts.append(at + found.start())
                ends.append(at + found.end())
        at = end + 1
    return words, starts, ends


class Tokens:
    """The tokens of a stretch of text, with `PAD` empty ones at either end; offsets are those of the whole text."""

    __slots__ = ("_bounds", "_has_lines", "ends", "last", "lows", "starts", "text", "words")

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        stop = len(text) if end is None else end
        self.text = text
        self._bounds = start, stop
        part = text[start:stop]
        self._has_lines = "\n" in part
        self._fill(*_split(part, start))

    def _fill(self, words: list[str], starts: list[int], ends: list[int]) -> None:
        start, stop = self._bounds
        self.words = [*_EMPTY, *words, *_EMPTY]
        self.lows = [*_EMPTY, *map(str.lower, words), *_EMPTY]
        self.starts = [start] * PAD + starts + [stop] * PAD
        self.ends = [start] * PAD + ends + [stop] * PAD
        self.last = PAD + len(words)
        """Index after the last real token."""

    def refill(self, tokens: list[Token]) -> None:
        """Take these for the real tokens."""
        self._fill([word for word, _, _ in tokens], [start for _, start, _ in tokens], [end for _, _, end in tokens])

    def real(self) -> list[Token]:
        """Return the tokens between the empty ones."""
        columns = (column[PAD : self.last] for column in (self.words, self.starts, self.ends))
        return list(zip(*columns, strict=True))

    def glued(self, index: int) -> bool:
        """Whether no space stands between the token before `index` and the token at it."""
        return self.ends[index - 1] == self.starts[index] and bool(self.words[index - 1] and self.words[index])

    def breaks(self, index: int) -> bool:
        """Whether a sentence or a paragraph ends between the token before `index` and the token at it."""
        before, word = self.words[index - 1], self.words[index]
        if not before or not word:
            return True
        start, end = self.ends[index - 1], self.starts[index]
        lines = self.text.count("\n", start, end) if self._has_lines else 0
        if lines:
            return lines > 1 or word[:1].isupper() or before in ENDING
        return before in ENDING and self._sentence_starts(index, start < end)

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
