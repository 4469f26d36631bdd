"""Is a full verb finite where it stands? By its forms and its neighbours alone."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from extract.rules.words import SETS, Token

Tense: TypeAlias = Literal["modal", "perfect", "be", "past", "present", "base"]

OBJECT_OPENERS = ("determiner", "possessive", "number", "pronoun", "quoted", "capital", "firm")
FAR = 8
"""Words before a bare verb among which its plural subject is looked for: "farms in the valley employ"."""
NO_SUBJECT = (
    "determiner",
    "preposition",
    "possessive",
    "coordinator",
    "modal",
    "subordinator",
    "adverb",
    "punctuation",
    "be",
    "have",
)


def skip_adverbs(words: Sequence[Token], at: int, end: int) -> int:
    """Return the first index from `at` on that is no adverb and no negation."""
    while at < end and (words[at].has("adverb") or words[at].has("negation")) and not words[at].word.forms:
        at += 2 if at + 2 < end and words[at + 1].low == "and" and words[at + 2].has("adverb") else 1
    return at


def opens_with_base(words: Sequence[Token], at: int, end: int) -> bool:
    """Whether a bare verb stands at the index rather than a noun of the same form."""
    if at >= end or "b" not in words[at].word.forms:
        return False
    word, after = words[at], words[at + 1] if at + 1 < end else None
    if after is None:
        return not word.word.noun_like
    if after.has("preposition") and after.low in ("of", "in") and not word.has("particle"):
        return False
    if not word.word.noun_like:
        return not after.has("possessive_mark")
    orders = word.low in SETS["orders"] and not any(
        after.has(tag) for tag in ("preposition", "punctuation", "coordinator")
    )
    if orders or after.low in SETS["effort"]:
        return True
    return after.low in ("on", "up", "out", "to", "as") or any(after.has(tag) for tag in OBJECT_OPENERS[:5])


def finite_tense(words: Sequence[Token], at: int, start: int, end: int, lenient: bool) -> tuple[Tense, bool] | None:
    """Return the tense of the full verb at the index and whether its form alone proves it; None where it is not finite.

    `lenient` where the clause still wants its verb, so that a doubtful form is taken for one.
    """
    word = words[at]
    forms = word.word.forms
    if not set("bsd") & set(forms) or at == start or _is_capital_name(words, at):
        return None
    if at + 1 < end and f"{word.low}-{words[at + 1].low}" in SETS["pairs"]:
        return None
    subject = _before(words, at, start)
    if not _can_be_subject(words[subject]):
        return None
    if "d" in forms and _is_past(words, at, subject, end, lenient):
        return "past", _is_sure(word, words[subject], "past")
    split = subject < at - 1
    third = "s" in forms and _third_person(words, at, subject, end, split, lenient)
    if third or ("b" in forms and _plural_present(words, at, subject, end, split)):
        return "present", _is_sure(word, words[subject], "present")
    return None


def _before(words: Sequence[Token], at: int, start: int) -> int:
    """Return the index of the word before the verb, adverbs and brackets apart."""
    subject = at - 1
    while subject > start and (
        words[subject].has("bracketed") or (words[subject].has("adverb") and not words[subject].has("plural"))
    ):
        subject -= 1
    return subject


def has_object(word: Token, after: Token | None) -> bool:
    """Whether what follows shows an -s form to be a verb: "aims to", "sells the"."""
    return not word.word.noun_like or (after is not None and (after.low == "to" or opens_object(after)))


def _is_capital_name(words: Sequence[Token], at: int) -> bool:
    """Whether the word is a part of a name: capital, as is a neighbour, or it would be no name."""
    if not words[at].has("capital"):
        return False
    return not (words[at - 1].has("capital") and "s" in words[at].word.forms and not words[at].word.noun_like)


def _can_be_subject(word: Token) -> bool:
    if word.low in SETS["subject_determiners"] or word.has("subject_pronoun"):
        return True
    return word.low != "to" and not any(word.has(tag) for tag in NO_SUBJECT)


def _is_past(words: Sequence[Token], at: int, subject: int, end: int, lenient: bool) -> bool:
    """Whether a past form is the verb of its clause rather than a participle."""
    word, after = words[at], words[at + 1] if at + 1 < end else None
    if words[subject].has("subject_pronoun") or "n" not in word.word.forms:
        return True
    if word.has("adjective_ed"):
        return False
    changes = bool(SETS["change"] & set(word.word.bases))
    if after is not None and after.low == "by":
        return changes
    loose = after is None or any(after.has(tag) for tag in ("preposition", "adverb", "punctuation"))
    return changes or lenient or not loose


def _third_person(words: Sequence[Token], at: int, subject: int, end: int, split: bool, lenient: bool) -> bool:
    word, after = words[at], words[at + 1] if at + 1 < end else None
    if words[subject].low in SETS["singular_subjects"]:
        return True
    if words[subject].has("plural") and not words[subject].has("capital") and not word.word.noun_like:
        return after is not None and opens_object(after)
    if words[subject].has("number"):
        return False
    return _third_before(words, at, end, split, lenient)


def _third_before(words: Sequence[Token], at: int, end: int, split: bool, lenient: bool) -> bool:
    """Whether what follows an -s form shows it to be a verb."""
    word, after = words[at], words[at + 1] if at + 1 < end else None
    if at + 1 == end < len(words) and (words[end].low == "that" or _pairs(words, end)):
        return True
    if not word.word.noun_like:
        return after is None or after.low != "of"
    if split:
        return True
    if after is None:
        return False
    if after.low == "that" or (after.low == "to" and SETS["willing"] & set(word.word.bases)):
        return True
    return lenient and (opens_object(after) or (after.has("preposition") and after.low not in ("of", "for", "and")))


def _pairs(words: Sequence[Token], at: int) -> bool:
    """Whether a second -s form follows: "buys and sells paper"."""
    return words[at].low == "and" and at + 1 < len(words) and "s" in words[at + 1].word.forms


def _plural_present(words: Sequence[Token], at: int, subject: int, end: int, split: bool) -> bool:
    word, after = words[at], words[at + 1] if at + 1 < end else None
    head = words[subject]
    if head.low in SETS["plural_subjects"]:
        return True
    if not head.has("plural") or head.has("possessive"):
        plain = not word.word.noun_like and after is not None and opens_object(after)
        return plain and any(other.has("plural") for other in words[max(0, at - FAR) : at])
    if not word.word.noun_like or split:
        return after is None or not (after.has("preposition") and after.low == "of")
    if after is None:
        return at + 1 == end < len(words) and words[end].low == "that"
    return opens_object(after) or after.low == "to"


def opens_object(word: Token) -> bool:
    """Whether an object, a complement clause or an adverb may begin with the word."""
    if word.low in ("such", "other"):
        return False
    return any(word.has(tag) for tag in OBJECT_OPENERS) or word.low == "that" or word.has("adverb")


def _is_sure(word: Token, subject: Token, tense: Tense) -> bool:
    """Whether the form leaves no doubt: a pronoun before it, or a form that is nothing else."""
    if subject.has("subject_pronoun"):
        return True
    if tense == "past":
        return "n" not in word.word.forms
    return tense == "present" and not word.word.noun_like and "d" not in word.word.forms
