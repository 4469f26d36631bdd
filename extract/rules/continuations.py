"""May a stretch continue the clause before it? Tests on words alone, for the clause builder."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from extract.rules.stretches import Stretch
from extract.rules.verbs import VerbGroup
from extract.rules.words import SETS, Token

Link: TypeAlias = Literal["main", "coordinated", "relative", "participle", "subordinate", "fragment", "says"]

NOMINAL = ("tion", "tions", "sion", "sions", "ment", "ments", "ance", "ence", "ysis", "ing")


class Clause(NamedTuple):
    """Words [start, end) of a sentence that have a predicate of their own."""

    start: int
    end: int
    link: Link
    group: VerbGroup | None = None
    subject: tuple[int, int] | None = None
    """Words of the subject; None where it lies in another clause or sentence."""
    governor: int | None = None
    """Index of the clause from which subject and modal are carried over, in the order of building."""
    after: bool = False
    """For "says": whether it stands behind what is said."""


def listed(part: Stretch) -> bool:
    """Whether a comma or semicolon stands before the stretch, as before the items of a list."""
    return "," in part.joiner or ";" in part.joiner


def is_nominal(words: Sequence[Token], part: Stretch) -> bool:
    """Whether a noun made from a verb heads the stretch: "the implementation of"."""
    head = words[part.start : min(part.end, part.start + 4)]
    return any(word.low.endswith(NOMINAL) and head[at + 1].low == "of" for at, word in enumerate(head[:-1]))


def verb_stands_alone(last: Clause, part: Stretch) -> bool:
    """Whether nothing follows the verb before "and": "will introduce and cultivate firms"."""
    reached = last.group.end if last.group is not None else last.start + 1
    return reached >= last.end and "," not in part.joiner


def has_purpose(words: Sequence[Token], clause: Clause) -> bool:
    """Whether an infinitive of purpose stands in the clause, to which the next bare verb may belong."""
    begin = clause.group.end if clause.group is not None else clause.start + 2
    return any(
        words[at].low == "to" and at + 1 < clause.end and "b" in words[at + 1].word.forms
        for at in range(begin, clause.end)
    )


def has_complement(words: Sequence[Token], clause: Clause) -> bool:
    """Whether the infinitive in a participial clause is its object: "enabling them to build"."""
    return bool(SETS["complements"] & set(words[clause.start].word.bases)) and has_purpose(words, clause)


def lists_gerunds(words: Sequence[Token], clause: Clause) -> bool:
    """Whether the clause has a gerund after a preposition, which the next -ing form may continue."""
    return any(
        words[at].has("preposition")
        and at + 1 < clause.end
        and "g" in words[at + 1].word.forms
        and not words[at + 1].has("adjective_ing")
        for at in range(clause.start, clause.end)
    )


def says_result(words: Sequence[Token], part: Stretch) -> bool:
    """Whether the participle that opens the stretch usually says something of the whole clause before it."""
    verb = next((word for word in words[part.start : part.end] if "g" in word.word.forms), None)
    return verb is not None and bool(SETS["results"] & set(verb.word.bases))


def takes_bare(words: Sequence[Token], last: Clause, main: Clause, part: Stretch) -> bool:
    """Whether a bare verb may be coordinated: the clause has an infinitive or is bare itself."""
    if verb_stands_alone(last, part):
        return False
    if last.group is None and last.link in ("main", "coordinated", "fragment"):
        return listed(part) or not has_purpose(words, last)
    if last.link == "participle" and not listed(part):
        return has_complement(words, last)
    if main.group is not None and (main.group.infinitive or is_plural_present(main.group)):
        return listed(part) or not has_purpose(words, last)
    return main.group is None and listed(part)


def is_plural_present(group: VerbGroup) -> bool:
    """Whether a bare verb agrees with the subject of the group: "the results are good and set an example"."""
    first = group.words.split(" ")[0]
    return first == "are" or (group.tense == "present" and not first.endswith("s"))


def takes_third(last: Clause, main: Clause, part: Stretch, more: bool) -> bool:
    """Whether an -s form continues the predicate: "has 20 members and sells tea"; `more` where a third follows."""
    joined = more or part.joiner.endswith(("and", "but"))
    if main.group is None or verb_stands_alone(last, part) or not joined:
        return False
    return main.group.tense in ("present", "perfect", "be", "past")


def takes_past(words: Sequence[Token], last: Clause, main: Clause, part: Stretch, more: bool) -> bool:
    """Whether a past form continues the predicate: "has built A and widened B"; `more` where a third follows."""
    if main.group is None or main.group.tense not in ("perfect", "past", "be") or main.group.infinitive:
        return False
    if ("and" not in part.joiner and not more) or verb_stands_alone(last, part):
        return False
    verb = next(at for at in range(part.start, part.end) if words[at].word.forms)
    return main.group.tense != "be" or words[verb + 1].has("preposition")
