"""Where a stretch of words has its finite verb: the verb groups, found by word forms and their neighbours."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from extract.rules.words import SETS, Token

Tense: TypeAlias = Literal["modal", "perfect", "be", "past", "present", "base"]

OBJECT_OPENERS = ("determiner", "possessive", "number", "pronoun", "quoted", "capital", "firm")
NO_SUBJECT = ("determiner", "preposition", "possessive")
CONTRACTIONS = {"'ll": "modal", "’ll": "modal", "'ve": "perfect", "’ve": "perfect", "'re": "be", "’re": "be"}
PRONOUN_BE = frozenset(p + mark + "s" for p in ("it", "he", "she", "that", "there") for mark in "'’")


class VerbGroup(NamedTuple):
    """A finite verb with its auxiliaries and the infinitives that follow it at once: tokens [start, end)."""

    start: int
    end: int
    tense: Tense
    verbs: tuple[str, ...]
    """Bases of the main verbs in order, auxiliaries left out: "will continue to build" is (continue, build)."""
    infinitive: bool = False
    """Whether it ends in an infinitive, so that bare verbs may be coordinated with it."""
    sure: bool = True
    """Whether the form alone proves it finite."""
    words: str = ""
    """All its words, case-folded, for the tables of phrases."""


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
    if after.low in SETS["effort"]:
        return True
    return after.low in ("on", "up", "out", "to", "as") or any(after.has(tag) for tag in OBJECT_OPENERS[:5])


def verb_groups(words: Sequence[Token], start: int, end: int, lenient: bool, waited: bool = False) -> list[VerbGroup]:
    """Return the finite verb groups of words[start:end].

    `lenient` where the clause still wants its verb; `waited` where its subject stands before `start`.
    """
    found: list[VerbGroup] = []
    at = start
    if waited and (group := _after_subject(words, start, end)):
        found.append(group)
        at = group.end
    while at < end:
        group = _auxiliary(words, at, start, end) or _full_verb(words, at, start, end, lenient and not found)
        if group is None:
            at += 1
        else:
            found.append(group)
            at = max(group.end, at + 1)
    if any(group.sure for group in found):
        found = [group for group in found if group.sure or group.start < _first_sure(found)]
    return _without_participles(words, found)


def _first_sure(found: Sequence[VerbGroup]) -> int:
    return next(group.start for group in found if group.sure)


def _without_participles(words: Sequence[Token], found: list[VerbGroup]) -> list[VerbGroup]:
    """Return the groups without a doubtful one that a surer one follows: "the fair held in May has ended"."""
    if len(found) < 2 or SETS["speaking"] & set(found[0].verbs):
        return found
    between = words[found[0].end : found[1].start]
    if any(word.low == "that" or word.has("relative") or word.has("subject_pronoun") for word in between):
        return found
    doubtful = not found[0].sure or (found[0].tense == "present" and _has_auxiliary(words, found[1]))
    return found[1:] if doubtful and found[1].sure else found


def _has_auxiliary(words: Sequence[Token], group: VerbGroup) -> bool:
    return group.tense in ("modal", "perfect", "be") and not words[group.start].has("subject_pronoun")


def _after_subject(words: Sequence[Token], start: int, end: int) -> VerbGroup | None:
    """Return the group of a full verb at the start, whose subject the stretches before it hold."""
    at = skip_adverbs(words, start, end)
    if at >= end or not {"b", "d", "s"} & set(words[at].word.forms):
        return None
    if "b" in words[at].word.forms and any(word.has("plural") for word in words[max(0, start - 4) : start]):
        return _chain(words, at, at, end, "present")
    after = words[at + 1] if at + 1 < end else None
    tells = "tell" in words[at].word.bases
    if "d" in words[at].word.forms and (after is None or tells or after.low == "that" or _opens_object(after)):
        return _chain(words, at, at, end, "past", sure=False)
    if "s" in words[at].word.forms and _has_object(words[at], after):
        return _chain(words, at, at, end, "present")
    return None


def _has_object(word: Token, after: Token | None) -> bool:
    """Whether what follows shows an -s form to be a verb: "aims to", "sells the"."""
    return not word.word.noun_like or (after is not None and (after.low == "to" or _opens_object(after)))


def _auxiliary(words: Sequence[Token], at: int, start: int, end: int) -> VerbGroup | None:
    """Return the group that begins with an auxiliary at the index, if one does."""
    word = words[at]
    if word.has("modal") and not (word.has("capital") and at > start):
        return _chain(words, at, at + 1, end, "modal")
    if word.low in ("has", "have", "had"):
        if word.low == "have" and at > start and words[at - 1].low == "to":
            return None
        return _chain(words, at, at + 1, end, "perfect")
    if word.low in ("is", "are", "was", "were", "am"):
        return _chain(words, at, at + 1, end, "be")
    if word.low in ("do", "does", "did") or word.low.endswith(("n't", "n’t")):
        return _chain(
            words, at, at + 1, end, "modal" if word.low.startswith(("wo", "ca", "would", "could")) else "present"
        )
    for mark, tense in CONTRACTIONS.items():
        if word.low.endswith(mark):
            return _chain(words, at, at + 1, end, tense)  # type: ignore[arg-type]  # the table holds tenses
    return _chain(words, at, at + 1, end, "be") if word.low in PRONOUN_BE else None


def _chain(words: Sequence[Token], start: int, at: int, end: int, tense: Tense, sure: bool = True) -> VerbGroup:
    """Return the group from `start` on, taking in auxiliaries, the main verb and the infinitives it governs."""
    verbs: list[str] = []
    infinitive = tense == "modal"
    head = start if at == start else at
    at = head if head == start else skip_adverbs(words, head, end)
    while at < end and words[at].low in ("be", "been", "being", "have", "has"):
        at = skip_adverbs(words, at + 1, end)
    if at < end and (head == start or _continues(words[at], tense)):
        verbs.append(_base(words[at]))
        at += 1
    else:
        at = max(head, at)
    reached = at
    while (then := _infinitive(words, reached, end)) is not None:
        verbs.append(_base(words[then]))
        infinitive = True
        reached = then + 1
    text = " ".join(word.low for word in words[start : max(reached, start + 1)])
    return VerbGroup(start, max(reached, start + 1), tense, tuple(verbs), infinitive, sure, text)


def _continues(word: Token, tense: Tense) -> bool:
    """Whether the word is the main verb after an auxiliary of that tense."""
    forms = word.word.forms
    if word.has("determiner") or (word.has("preposition") and not forms):
        return False
    if tense == "modal":
        return "b" in forms or "n" in forms or "g" in forms or not (word.word.tags - {"capital"})
    return bool(set("ndg") & set(forms)) or (tense == "present" and "b" in forms) or tense in ("past", "base")


def _infinitive(words: Sequence[Token], at: int, end: int) -> int | None:
    """Return the index of the infinitive that the verb before `at` governs: "to build", "all out to build"."""
    limit = min(end, at + 5)
    while at < limit and words[at].low != "to":
        if not (words[at].has("adverb") or words[at].low in SETS["effort"] or words[at].low in SETS["fillers"]):
            return None
        at += 1
    if at >= limit:
        return None
    then = skip_adverbs(words, at + 1, end)
    return then if then < end and ("b" in words[then].word.forms or words[then].low in ("be", "have", "do")) else None


def _base(word: Token) -> str:
    return word.word.bases[0] if word.word.bases else word.low


def _full_verb(words: Sequence[Token], at: int, start: int, end: int, lenient: bool) -> VerbGroup | None:
    """Return the group that begins with a full verb in a finite form at the index, if one does."""
    word = words[at]
    forms = word.word.forms
    if not set("bsd") & set(forms) or at == start or _is_capital_name(words, at):
        return None
    subject = at - 1
    while subject > start and words[subject].has("adverb") and not words[subject].has("plural"):
        subject -= 1
    if not _can_be_subject(words[subject], words, subject):
        return None
    split = subject < at - 1
    tense: Tense | None = None
    if "d" in forms:
        tense = _past(words, at, subject, end, lenient)
    if tense is None and "s" in forms and _third_person(words, at, subject, end, split, lenient):
        tense = "present"
    if tense is None and "b" in forms and _plural_present(words, at, subject, end, split):
        tense = "present"
    if tense is None:
        return None
    sure = _is_sure(word, words[subject], tense)
    return _chain(words, at, at, end, tense, sure)


def _is_capital_name(words: Sequence[Token], at: int) -> bool:
    """Whether the word is a part of a name: capital, as is a neighbour, or it would be no name."""
    if not words[at].has("capital"):
        return False
    return not (words[at - 1].has("capital") and "s" in words[at].word.forms and not words[at].word.noun_like)


def _can_be_subject(word: Token, words: Sequence[Token], at: int) -> bool:
    if word.low in SETS["subject_determiners"] or word.has("subject_pronoun"):
        return True
    if word.has("punctuation"):
        return word.text in '"”’»)' or word.low == "%"
    return not any(word.has(tag) for tag in (*NO_SUBJECT, "coordinator", "modal", "subordinator")) and word.low != "to"


def _past(words: Sequence[Token], at: int, subject: int, end: int, lenient: bool) -> Tense | None:
    word, after = words[at], words[at + 1] if at + 1 < end else None
    if words[subject].has("subject_pronoun") or "n" not in word.word.forms:
        return "past"
    if "b" in word.word.forms and "s" not in word.word.forms and words[subject].has("plural") and not lenient:
        return None  # "set", "put": read as a participle rather than a past
    if word.has("adjective_ed"):
        return None
    changing = any(base in SETS["change"] for base in word.word.bases)
    if after is None:
        return "past" if changing or lenient else None
    if after.low == "by":
        return "past" if changing else None
    if after.has("preposition") or after.has("adverb"):
        return "past" if changing or lenient else None
    if after.has("punctuation"):
        return "past" if changing or lenient else None
    return "past"


def _third_person(words: Sequence[Token], at: int, subject: int, end: int, split: bool, lenient: bool) -> bool:
    word, after = words[at], words[at + 1] if at + 1 < end else None
    if words[subject].low in SETS["singular_subjects"]:
        return True
    if words[subject].has("plural") and not words[subject].has("capital") and not word.word.noun_like:
        return after is not None and _opens_object(after)
    if words[subject].has("number"):
        return False
    if at + 1 == end < len(words) and words[end].low == "that":
        return True
    if not word.word.noun_like:
        return after is None or after.low != "of"
    if split:
        return True
    if after is None:
        return False
    if after.low == "that" or (after.low == "to" and SETS["willing"] & set(word.word.bases)):
        return True
    return lenient and (_opens_object(after) or (after.has("preposition") and after.low not in ("of", "for", "and")))


def _plural_present(words: Sequence[Token], at: int, subject: int, end: int, split: bool) -> bool:
    word, after = words[at], words[at + 1] if at + 1 < end else None
    head = words[subject]
    if head.low in SETS["plural_subjects"]:
        return True
    if not head.has("plural") or head.has("possessive"):
        return False
    if not word.word.noun_like or split:
        return after is None or not (after.has("preposition") and after.low == "of")
    return after is not None and (_opens_object(after) or after.low == "to")


def _opens_object(word: Token) -> bool:
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
