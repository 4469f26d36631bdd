"""How does a stretch of words begin: with a clause, a bare verb, a participle, an attribution?"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from extract.rules.finite import opens_with_base, skip_adverbs
from extract.rules.words import JOINING, SETS, Token

Opening: TypeAlias = Literal[
    "clause",
    "predicate",
    "relative",
    "subordinate",
    "base",
    "third",
    "to",
    "ing",
    "past",
    "said",
    "according",
    "nothing",
]


LONGEST_SAYING = 6
"""Words from "said" to the end of "the mayor said on Monday"."""


def opening_of(words: Sequence[Token], start: int, end: int, joiner: str) -> Opening:
    """Return how a stretch begins, its finite verb apart."""
    at = skip_adverbs(words, start, end)
    first = words[start]
    if first.low == "according" and start + 1 < end:
        return "according"
    if first.has("relative"):
        return "relative"
    if first.has("subordinator") and (not joiner or "," in joiner or first.low in SETS["mid_subordinators"]):
        return "subordinate"
    if at >= end or first.has("conditional"):
        return "nothing"
    return _verb_opening(words, at, end, joiner)


def _verb_opening(words: Sequence[Token], at: int, end: int, joiner: str) -> Opening:
    word = words[at]
    forms = word.word.forms
    if _is_said(words, at, end, joiner):
        return "said"
    if word.low == "to" and opens_with_base(words, skip_adverbs(words, at + 1, end), end):
        return "to"
    if "g" in forms and opens_participle(words, at, end):
        return "ing"
    if "b" in forms and opens_with_base(words, at, end) and "n" not in forms:
        return "base"
    if ("n" in forms or "d" in forms) and not word.has("adjective_ed") and word.low not in JOINING and at + 1 < end:
        return "base" if "b" in forms and opens_with_base(words, at, end) else "past"
    if "s" in forms and at + 1 < end and _opens_third(word, words[at + 1]):
        return "third"
    return "nothing"


def _opens_third(word: Token, after: Token) -> bool:
    """Whether an -s form that opens a stretch is a verb: "and accounts for", "and plans to"."""
    if not word.word.noun_like or after.low == "to" or after.has("determiner") or after.has("possessive"):
        return after.low != "of"
    return after.low == "for" and "account" in word.word.bases


def _is_said(words: Sequence[Token], at: int, end: int, joiner: str) -> bool:
    """Whether "said the mayor" or "the mayor said on Monday" stands here, after what was said."""
    if at + 1 >= end or not ({",", '"'} & set(joiner)):
        return False
    after = words[at + 1]
    if words[at].low in SETS["said_first"]:
        return after.has("capital") or after.has("determiner")
    verb = said_at(words, at, end)
    if verb is None or verb == at or not all(word.has("punctuation") for word in words[end:]):
        return False
    return '"' in joiner or _only_time_follows(words, verb, end)


def said_at(words: Sequence[Token], at: int, end: int) -> int | None:
    """Return where "said" of "the mayor said on Monday" stands."""
    saying = SETS["said_first"] | SETS["said_last"]
    return next((index for index in range(at, end) if words[index].low in saying), None)


def _only_time_follows(words: Sequence[Token], verb: int, end: int) -> bool:
    """Whether nothing but a few words of time stand after "said"."""
    if end - verb > LONGEST_SAYING or verb + 1 >= end:
        return verb + 1 >= end
    follows = words[verb + 1]
    return follows.has("punctuation") or follows.has("preposition") or follows.low == "last"


def opens_participle(words: Sequence[Token], at: int, end: int) -> bool:
    """Whether the -ing form opens a participial clause rather than a noun phrase: "ranking first"."""
    word, after = words[at], words[at + 1] if at + 1 < end else None
    if word.low in JOINING or after is None:
        return False
    if not word.has("adjective_ing"):
        return True
    if any(base in SETS["results"] for base in word.word.bases) and after.has("preposition"):
        return True
    return after.low == "to" or any(after.has(tag) for tag in ("determiner", "possessive", "number"))
