"""Where a stretch of words has its finite verb: the verb groups, found by word forms and their neighbours."""

from collections.abc import Sequence
from typing import NamedTuple

from extract.rules.finite import FAR, Tense, finite_tense, has_object, opens_object, skip_adverbs
from extract.rules.words import SETS, Token

CONTRACTIONS: dict[str, Tense] = {"ll": "modal", "ve": "perfect", "re": "be"}
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
    if "b" in words[at].word.forms and any(word.has("plural") for word in words[max(0, start - FAR) : start]):
        return _chain(words, at, at, end, "present")
    after = words[at + 1] if at + 1 < end else None
    tells = "tell" in words[at].word.bases
    if "d" in words[at].word.forms and (after is None or tells or after.low == "that" or opens_object(after)):
        return _chain(words, at, at, end, "past", sure=False)
    if "s" in words[at].word.forms and has_object(words[at], after):
        return _chain(words, at, at, end, "present")
    return None


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
    pronoun, _, ending = word.low.replace("’", "'").partition("'")
    if ending in CONTRACTIONS and pronoun:
        return _chain(words, at, at + 1, end, CONTRACTIONS[ending])
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
    return then if then < end and _is_bare_verb(words, then, end) else None


def _is_bare_verb(words: Sequence[Token], at: int, end: int) -> bool:
    """Whether the word after "to" is a verb; an unlisted one is where an object follows it."""
    if "b" in words[at].word.forms or words[at].low in ("be", "have", "do"):
        return True
    listed = bool(words[at].word.tags - {"plural"}) or bool(words[at].word.forms)
    return not listed and at + 1 < end and any(words[at + 1].has(tag) for tag in ("determiner", "possessive"))


def _base(word: Token) -> str:
    return word.word.bases[0] if word.word.bases else word.low


def _full_verb(words: Sequence[Token], at: int, start: int, end: int, lenient: bool) -> VerbGroup | None:
    """Return the group that begins with a full verb in a finite form at the index, if one does."""
    found = finite_tense(words, at, start, end, lenient)
    return _chain(words, at, at, end, found[0], found[1]) if found is not None else None


def present_group(words: Sequence[Token], start: int, end: int) -> VerbGroup:
    """Return the group of the -s form that opens words[start:end] after adverbs: "and plans to add"."""
    at = skip_adverbs(words, start, end)
    return _chain(words, at, at, end, "present")
