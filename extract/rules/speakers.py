"""Who says it: the person or body to whom the document attributes each clause of a sentence."""

from collections.abc import Sequence

from extract.rules.continuations import Clause
from extract.rules.words import SETS, WORDS, Token

NOT_SPEAKERS = frozenset(WORDS["attribution"]["not_speakers"].split())


def speakers(text: str, words: Sequence[Token], parts: Sequence[Clause]) -> list[str | None]:
    """Return the speaker of each clause, None where the document speaks itself."""
    found: list[str | None] = [None] * len(parts)
    current: str | None = None
    for at, clause in enumerate(parts):
        if clause.link != "says":
            found[at] = current
        elif clause.after:
            said = _named(text, words, clause)
            found[:at] = [said if one is None else one for one in found[:at]]
        elif clause.subject is not None or clause.governor is None:
            current = _named(text, words, clause)
    return found


def _named(text: str, words: Sequence[Token], clause: Clause) -> str | None:
    """Return the speaker that the clause names, without brackets and marks at its end."""
    if clause.subject is None:
        return None
    first, end = clause.subject
    if any(words[at].low in SETS["newspeople"] for at in range(first, end)):
        first, end = _source(words, clause)
    first, end = _trimmed(words, first, end)
    if first >= end or _is_nobody(words[first:end]):
        return None
    return text[words[first].start : words[end - 1].end]


def _source(words: Sequence[Token], clause: Clause) -> tuple[int, int]:
    """Return whom "the reporter learned from X" names, or nothing."""
    source = next((at + 1 for at in range(clause.start, clause.end) if words[at].low == "from"), clause.end)
    return source, clause.end


def _trimmed(words: Sequence[Token], first: int, end: int) -> tuple[int, int]:
    while first < end and (
        words[first].has("punctuation") or words[first].low in ("the", "a", "an") or words[first].has("coordinator")
    ):
        first += 1
    while end > first and (_adds_nothing(words[end - 1]) or _is_age(words, first, end)):
        end -= 1
    return first, end


def _adds_nothing(word: Token) -> bool:
    return word.has("punctuation") or word.has("bracketed") or word.has("adverb")


def _is_age(words: Sequence[Token], first: int, end: int) -> bool:
    """Whether the last word is a speaker's age: "Lina Berg, 54"."""
    return words[end - 1].text.isdecimal() and end - first > 2 and words[end - 2].text == ","


def _is_nobody(words: Sequence[Token]) -> bool:
    """Whether the words name what cannot speak: statistics, "it"."""
    head = next((at for at, word in enumerate(words) if word.has("preposition") or word.text == ","), len(words))
    return (
        words[max(0, head - 1)].low in NOT_SPEAKERS
        or words[0].low in ("it", "there", "this", "that")
        or (words[0].low in ("our", "we") and len(words) < 3)
    )
