"""Whom "it", "the city" and "its" stand for: the names that the document has used so far."""

from collections.abc import Sequence

from extract.rules.words import CLASSES, SETS, Token

SHORT = 8
"""Words of a subject up to which "it" is taken to stand for it."""
LONGEST = 25
"""Words of a subject that are kept."""


class Topics:
    """Remembers the names of a document, in the order in which they are read."""

    def __init__(self) -> None:
        self.last = "the document"
        self.named: str | None = None
        self.first: str | None = None
        self.kinds: dict[str, str] = {}
        """Last name by its kind: "county" to "North County"."""

    def name(self, text: str, words: Sequence[Token]) -> str:
        """Return the subject that those words name, with what stands in for a name replaced by it."""
        words = _trimmed(words)
        if not words:
            return self.last
        subject = self._resolved(text, words)
        self._remember(text, words)
        self.last = subject
        return subject

    def _resolved(self, text: str, words: Sequence[Token]) -> str:
        first = words[0]
        rest = text[words[1].start : words[-1].end] if len(words) > 1 else ""
        if len(words) == 1 and (first.low in SETS["personal"] or first.low in SETS["pointing"]):
            return self.last if len(self.last.split()) <= SHORT else self.named or self.last
        if first.has("possessive") and first.low in ("its", "our", "their", "his", "her", "my") and self.named:
            return f"{self.named}'s {rest}"
        if first.low == "the" and len(words) > 1:
            kind = words[1].low.replace("’", "'").removesuffix("'s")
            known = self._known(kind)
            if known and len(words) == 2:
                return known + ("'s" if words[1].has("possessive") else "")
            if known and words[1].has("possessive"):
                return f"{known}'s {text[words[2].start : words[-1].end]}"
        return text[words[0].start : words[-1].end]

    def _known(self, kind: str) -> str | None:
        return self.kinds.get(kind, self.first) if kind in SETS["places"] else None

    def _remember(self, text: str, words: Sequence[Token]) -> None:
        """Keep the first name among the words."""
        at = 0
        while at < len(words) and not _names(words, at):
            at += 1
        if at == len(words):
            return
        end = at + 1
        while end < len(words) and (words[end].has("capital") or words[end].has("bracketed") or _joins(words, end)):
            end += 1
        name = text[words[at].start : words[end - 1].end].replace("’s", "'s").removesuffix("'s")
        self.named = name
        self.first = self.first or name
        self.kinds[words[end - 1].low.removesuffix("'s").removesuffix("’s")] = name


def _trimmed(words: Sequence[Token]) -> Sequence[Token]:
    """Return the words without adverbs, marks and what a comma adds at their end."""
    first, last = 0, len(words)
    while first < last and (words[first].has("punctuation") or words[first].has("coordinator")):
        first += 1
    comma = next(
        (at for at in range(first + 1, last) if words[at].text == "," and at + 1 < last and _adds(words[at + 1])), last
    )
    last = min(comma, first + LONGEST)
    while last > first and (
        words[last - 1].has("punctuation") or words[last - 1].has("adverb") or words[last - 1].has("coordinator")
    ):
        last -= 1
    return words[first:last]


def _adds(word: Token) -> bool:
    return word.has("relative") or "n" in word.word.forms


def _names(words: Sequence[Token], at: int) -> bool:
    word = words[at]
    if not word.has("capital") or word.low in FUNCTION:
        return False
    if at > 0 or len(words) == 1:
        return True
    return not word.word.forms and not words[1].has("preposition")


def _joins(words: Sequence[Token], at: int) -> bool:
    """Whether a small word stands inside a name: "Bureau of Trade and Industry"."""
    return (
        words[at].low in ("of", "and", "for")
        and at + 1 < len(words)
        and words[at + 1].has("capital")
        and words[at].low == "of"
    )


FUNCTION = frozenset().union(
    *(
        CLASSES[name]
        for name in ("determiner", "possessive", "pronoun", "preposition", "subordinator", "adverb", "coordinator")
    )
)
