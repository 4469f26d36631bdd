"""Whom "it", "the city" and "its" stand for: the names that the document has used so far."""

import re
from collections.abc import Sequence

from extract.rules.words import CLASSES, SETS, Token

SHORT = 8
"""Words of a subject up to which "it" is taken to stand for it."""
LONGEST = 25
"""Words of a subject that are kept."""
OWN = frozenset({"its", "our", "their", "his", "her", "my"})
INSIDE = re.compile(r"(?<=[a-z,] )[A-Z][^\W\d_]+")
FUNCTION = frozenset[str]().union(
    *(
        CLASSES[name]
        for name in ("determiner", "possessive", "pronoun", "preposition", "subordinator", "adverb", "coordinator")
    )
)


class Topics:
    """Remembers the names of a document, in the order in which they are read."""

    def __init__(self, text: str) -> None:
        self.last = "the document"
        """The last subject."""
        self.named: str | None = None
        """The last name that was a subject."""
        self.first: str | None = None
        """The first one: whom the document is about."""
        self.person: str | None = None
        """Who spoke last, without office."""
        self.kinds: dict[str, str] = {}
        """Last name by its kind: "county" to "North County"."""
        self.inside = frozenset(INSIDE.findall(text))
        """Words that are written with a capital within sentences, so that they are names at their beginning too."""

    @property
    def main(self) -> str | None:
        """Whom the figures of a sentence are about where its subject is no name."""
        return self._full(self.named or self.first)

    def _full(self, name: str | None) -> str | None:
        """Return the name with the kind of place that the document calls it elsewhere: "Ash" as "Ash County"."""
        full = (one for one in self.kinds.values() if name is not None and one.startswith(f"{name} "))
        return next((one for one in full if one.rpartition(" ")[2].casefold() in SETS["places"]), name)

    def hear(self, speakers: Sequence[str | None]) -> None:
        """Keep the name of the last speaker."""
        for speaker in speakers:
            if speaker is not None and speaker[:1].isupper():
                self.person = speaker.split(",")[0]

    def see(self, text: str, words: Sequence[Token]) -> None:
        """Keep the names of places and bodies among the words, and the place that "In Northport," names."""
        at = 0
        while at < len(words):
            end = _name_end(words, at)
            if end > at + 1 and words[end - 1].low in SETS["places"]:
                self._keep(words[end - 1].low, text[words[at].start : words[end - 1].end])
            at = max(end, at + 1)
        if len(words) > 2 and words[0].low == "in" and words[1].has("capital") and words[2].text == ",":
            for kind in ("city", "county", "town"):
                self.kinds[kind] = words[1].text
            self.named = words[1].text

    def speaker(self, said_by: str | None) -> str | None:
        """Return the speaker by name where only "he" or "she" is said to speak."""
        return self.person if said_by in ("he", "she") and self.person else said_by

    def name(self, text: str, words: Sequence[Token], said_by: str | None = None) -> str:
        """Return the subject that those words name, with what stands in for a name replaced by it.

        `said_by` is who speaks of himself: "I", or the "it" of "the firm said it sold".
        """
        words = self._trimmed(words)
        if said_by is not None and len(words) == 1 and words[0].low in SETS["personal"]:
            self.last = said_by.split(",")[0]
            return self.last
        if len(words) == 1 and words[0].low in ("he", "she") and self.person:
            return self.person
        subject = self._resolved(text, words)
        self._remember(text, words)
        self.last = subject
        return subject

    def _resolved(self, text: str, words: Sequence[Token]) -> str:
        first = words[0]
        if len(words) == 1 and (first.low in SETS["personal"] or first.low in SETS["pointing"]):
            return self.last if len(self.last.split()) <= SHORT else self.named or self.last
        if first.low in OWN and self.main and len(words) > 1:
            return f"{self.main}'s {text[words[1].start : words[-1].end]}"
        if first.low in ("the", "our") and len(words) > 1:
            return self._generic(text, words)
        return text[words[0].start : words[-1].end]

    def _generic(self, text: str, words: Sequence[Token]) -> str:
        """Return "the city's output" or "the development zone" with the name that it stands for."""
        whole = text[words[0].start : words[-1].end]
        kind = words[1].low.replace("’", "'").removesuffix("'s")
        if words[1].has("possessive") and len(words) > 2 and (known := self._known([kind])):
            return f"{known}'s {text[words[2].start : words[-1].end]}"
        if len(words) > 3 and words[2].low == "of" and kind in SETS["places"] and words[3].has("capital"):
            return text[words[3].start : words[_name_end(words, 3) - 1].end]
        return self._known([word.low for word in words[1:]]) or whole

    def _known(self, generic: Sequence[str]) -> str | None:
        """Return the name of that kind which holds all those words, or whom the document is about."""
        if not generic or generic[-1] not in SETS["places"]:
            return None
        name = self.kinds.get(generic[-1])
        if name is None:
            return self.first if len(generic) == 1 else None
        return name if set(generic) <= set(name.casefold().split()) or len(generic) == 1 else None

    def _remember(self, text: str, words: Sequence[Token]) -> None:
        """Keep the first name among the words."""
        at = next((index for index in range(len(words)) if self._names(words, index)), None)
        if at is None:
            return
        end = _name_end(words, at)
        name = text[words[at].start : words[end - 1].end].replace("’s", "'s").removesuffix("'s")
        self.named = self._keep(words[end - 1].low.removesuffix("'s").removesuffix("’s"), name)
        self.first = self.first or self.named
        if at > 1 and words[at - 1].low == "of":
            self.kinds[words[at - 2].low] = name

    def _keep(self, kind: str, name: str) -> str:
        """Keep the name for its kind, unless it is short for the one that is known; return the one kept."""
        known = self.kinds.get(kind)
        if known is None or not set(name.casefold().split()) <= set(known.casefold().split()):
            self.kinds[kind] = known = name
        return known

    def _names(self, words: Sequence[Token], at: int) -> bool:
        word = words[at]
        if not word.has("capital") or word.low in FUNCTION or (at and words[at - 1].has("number")):
            return False
        follows = at + 1 < len(words) and words[at + 1].has("capital")
        return at > 0 or follows or word.has("possessive") or word.text in self.inside

    def _trimmed(self, words: Sequence[Token]) -> Sequence[Token]:
        """Return the words without adverbs and marks at their edges and without what is added to a name."""
        first, last = 0, len(words)
        while first < last - 1 and (words[first].has("punctuation") or words[first].has("coordinator")):
            first += 1
        end = next((at for at in range(first + 1, last) if self._adds(words, first, at)), last)
        last = min(end, first + LONGEST)
        while last > first + 1 and any(words[last - 1].has(tag) for tag in ("punctuation", "adverb", "coordinator")):
            last -= 1
        return words[first:last]

    def _adds(self, words: Sequence[Token], first: int, at: int) -> bool:
        """Whether what follows only says more of the name before it: ", which", "held in", "in the west"."""
        after = words[at + 1] if at + 1 < len(words) else None
        if words[at].low == "such" or (words[at].low == "on" and after and after.low in SETS["weekdays"]):
            return True
        if words[at].text == ",":
            return after is not None and (after.has("relative") or "n" in after.word.forms)
        begin = first + (words[first].low == "the")
        sure = at > begin + 1 or words[begin].text in self.inside
        named = sure and _name_end(words, begin) == at
        return named and (words[at].low in ("in", "at", "on", "from") or "n" in words[at].word.forms)


def _name_end(words: Sequence[Token], at: int) -> int:
    """Return where the run of capitals ends that begins at the index, small words and brackets inside it included."""
    if not words[at].has("capital") or words[at].low in FUNCTION:
        return at
    end = at + 1
    while end < len(words) and not words[end - 1].has("possessive"):
        if words[end].has("capital") and words[end].low not in FUNCTION:
            end += 1
        elif _joins(words, at, end):
            end += 2
        else:
            break
    return end


def _joins(words: Sequence[Token], first: int, at: int) -> bool:
    """Whether a small word or bracket stands inside a name: "Bureau of Trade", "Northport (National) Zone"."""
    follows = at + 1 < len(words) and words[at + 1].has("capital") and words[at + 1].low not in FUNCTION
    if words[at].low != "and":
        return follows and (words[at].low == "of" or words[at].has("bracketed"))
    return follows and (any(word.low == "of" for word in words[first:at]) or _heads(words, at + 1))


def _heads(words: Sequence[Token], at: int) -> bool:
    """Whether the capitals from the index on end in the kind of a place: "Technological Development Zone"."""
    end = at
    while end < len(words) and words[end].has("capital"):
        end += 1
    return end - at > 1 and words[end - 1].low in SETS["places"]
