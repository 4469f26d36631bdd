"""Is a clause a fact, a plan, a forecast or a judgement? By modal verbs and by the words of kinds.toml."""

import re
from typing import Literal, TypeAlias

from extract.rules.verbs import VerbGroup
from extract.rules.words import table

Kind: TypeAlias = Literal["fact", "plan", "forecast", "evaluation"]

KINDS = table("kinds.toml")
PLAN_VERBS = frozenset(KINDS["plan"]["verbs"].split())
NEEDING = frozenset(KINDS["plan"]["active"].split())
PLAN_MODALS = frozenset(KINDS["plan"]["modals"].split())
FORECAST_MODALS = frozenset(KINDS["forecast"]["modals"].split())
EXPECTING = frozenset(KINDS["forecast"]["verbs"].split())
EFFECTS = frozenset(KINDS["forecast"]["effects"].split())
AGENTS = frozenset(KINDS["plan"]["agents"].split())


def _any(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase in phrases) + r")\b")


PLANNED = _any(KINDS["plan"]["phrases"])
EXPECTED = _any(KINDS["forecast"]["phrases"])
JUDGED = _any(KINDS["evaluation"]["phrases"])
LIGHT, BEFORE, ADJECTIVES = ("|".join(KINDS["evaluation"][name].split()) for name in ("light", "before", "words"))
ACHIEVED = re.compile(rf"\b(?:{LIGHT})\b(?: (?:{BEFORE})){{0,3}} (?:{ADJECTIVES})\b")


HEAD = re.compile(r"['’]s\b.*|\b(?:of|in|for|through|by|with|from|on|at)\b")
"""Ends the head of a subject: a possessor or what a preposition adds commits to nothing."""


def kind_of(predicate: str, group: VerbGroup | None, subject: str, inherited: Kind | None, reported: bool) -> Kind:
    """Return the kind of a clause by its words from the verb on.

    `inherited` is the kind of the clause it is coordinated with; `reported` says that somebody is said to say it.
    """
    low = predicate.casefold()
    words = frozenset(group.words.split()) if group is not None else frozenset[str]()
    if not words & (PLAN_MODALS | FORECAST_MODALS) and _is_judgement(low):
        return "evaluation"
    if group is None:
        return _without_verb(low, inherited)
    if _is_expected(low, group):
        return "forecast"
    if words & FORECAST_MODALS and not (reported and "would" in words):
        return "forecast"
    if words & PLAN_MODALS or "would" in words or any(word.endswith(("'ll", "’ll")) for word in words):
        return "forecast" if _is_effect(group, subject) else "plan"
    return "plan" if _is_plan(low, group) else "fact"


def _is_expected(low: str, group: VerbGroup) -> bool:
    expects = group.tense == "present" and bool(EXPECTING & set(group.verbs[:1]))
    return expects or (EXPECTED.search(low) is not None and not group.words.startswith("has "))


def _is_judgement(low: str) -> bool:
    return JUDGED.search(low) is not None or ACHIEVED.search(low) is not None


def _without_verb(low: str, inherited: Kind | None) -> Kind:
    """Return the kind of a clause whose finite verb stands in another, or nowhere."""
    if inherited is None or low.startswith("aiming"):
        return "plan"
    return "fact" if inherited == "evaluation" else inherited


def _is_effect(group: VerbGroup, subject: str) -> bool:
    """Whether "will" tells of an effect that the subject cannot commit to."""
    effect = group.verbs[0] in EFFECTS if group.verbs else group.words.endswith(" be")
    if not effect or (group.verbs and " be " in group.words):
        return False
    return not (AGENTS & frozenset(HEAD.split(subject.casefold(), maxsplit=1)[0].split()))


def _is_plan(low: str, group: VerbGroup) -> bool:
    if group.tense in ("present", "base", "be") and group.verbs and group.verbs[0] in PLAN_VERBS:
        return True
    if group.tense == "present" and NEEDING & set(group.verbs[:1]):
        return True
    return PLANNED.search(low) is not None
