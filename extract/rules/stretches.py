"""Where a sentence may fall into clauses: stretches of words between commas, conjunctions and relative words."""

from collections.abc import Sequence
from typing import NamedTuple

from extract.rules.finite import skip_adverbs
from extract.rules.openings import Opening, opening_of
from extract.rules.verbs import VerbGroup, verb_groups
from extract.rules.words import SETS, WORDS, Token

SAYING = frozenset(WORDS["attribution"]["verbs"].split())
NEEDS_THAT = frozenset(WORDS["attribution"]["needs_that"].split())
KNOWING = SAYING | SETS["knowing"]
BREAKING = frozenset({",", ";", ":", "，", "；", "：", "、", "—", "–", "--", '"', "“", "”", "?", "!"})
PLAIN_MARKS = {"，": ",", "；": ";", "、": ",", "“": '"', "”": '"'}
FRESH = (", and", "but", ";", "that")
"""After these a new subject with a verb of its own is likely."""


class Stretch(NamedTuple):
    """Words [start, end) of a sentence, with what stands before them."""

    start: int
    end: int
    joiner: str
    """Marks and conjunctions before it: "", ",", ", and", "and", ";", "that"."""
    opening: Opening
    group: VerbGroup | None = None
    says: bool = False
    """Whether it only says who says the next ones: "the mayor stated (that)"."""


def stretches(words: Sequence[Token]) -> list[Stretch]:
    """Return the stretches of a sentence, each with its finite verb and with how it begins."""
    found: list[Stretch] = []
    for start, end, joiner in _cut(words):
        open_before = any(_has_verb(stretch) for stretch in found)
        fresh = not open_before or joiner.endswith(FRESH) or _continues_fresh(found)
        waited = joiner == "," and not open_before and _subject_waits(words, found)
        if joiner == "that" and found:
            _mark_saying(words, found)
        found.extend(_read(words, start, end, joiner, fresh, waited))
    return found


def _subject_waits(words: Sequence[Token], found: Sequence[Stretch]) -> bool:
    """Whether what was read so far is a subject without its verb rather than a leading adverbial."""
    if all(leads(words, stretch) for stretch in found):
        return False
    last = found[-1]
    return (last.group is None or last.opening == "relative") and last.opening != "to"


def leads(words: Sequence[Token], stretch: Stretch) -> bool:
    """Whether the stretch tells when, where or how rather than who: "In recent years", "Relying on coal"."""
    word = words[stretch.start]
    after = words[stretch.start + 1] if stretch.start + 1 < stretch.end else None
    if stretch.says or stretch.opening in ("to", "ing", "past") or word.low in SETS["months"]:
        return True
    if word.low in SETS["bounds"] and after is not None and (after.has("number") or after.low == "than"):
        return False
    if word.has("number") and after is not None and not after.has("punctuation"):
        return False
    return bool({"g", "n"} & set(word.word.forms)) or any(
        word.has(tag) for tag in ("preposition", "adverb", "number", "conditional", "subordinator")
    )


def _has_verb(stretch: Stretch) -> bool:
    """Whether the stretch gives the sentence a main verb."""
    if stretch.says or stretch.opening in ("relative", "subordinate"):
        return False
    return stretch.group is not None or (stretch.opening == "base" and "and" not in stretch.joiner)


def _mark_saying(words: Sequence[Token], found: list[Stretch]) -> None:
    """Mark the last stretch with a verb of saying or knowing, and take into it what stands behind it."""
    last = found[-1]
    first = words[skip_adverbs(words, last.start, last.end - 1)]
    if last.group is None and KNOWING & set(first.word.bases):
        found[-1] = last._replace(says=True)
        return
    at = len(found) - 1
    while at > 0 and found[at].group is None:
        at -= 1
    if _speaks(found[at]):
        found[at:] = [found[at]._replace(end=last.end, says=True)]


def _speaks(stretch: Stretch) -> bool:
    group = stretch.group
    return group is not None and (bool(KNOWING & set(group.verbs)) or group.words.split()[0] in ("is", "are", "was"))


def _continues_fresh(found: Sequence[Stretch]) -> bool:
    """Whether a stretch without a verb after ", and" still waits for one."""
    return bool(found) and found[-1].opening == "nothing" and found[-1].joiner in (", and", ";", "that")


def _cut(words: Sequence[Token]) -> list[tuple[int, int, str]]:
    """Return (start, end, joiner) for the stretches between the marks and words that may join clauses."""
    cuts: list[tuple[int, int, str]] = []
    start, joiner, opened = 0, "", False
    for at, word in enumerate(words):
        mark = _joiner(words, at, opened)
        opened = opened or mark == "that"
        if mark is None:
            continue
        if at > start:
            cuts.append((start, at, joiner))
            joiner = ""
        keeps = word.low in SETS["mid_subordinators"] or word.has("relative")
        joiner = f"{joiner} {mark}".strip() if mark else joiner
        start = at if keeps else at + 1
    if start < len(words):
        cuts.append((start, len(words), joiner))
    return cuts


def _joiner(words: Sequence[Token], at: int, opened: bool) -> str | None:
    """Return what the word adds to the joiner, or None where it joins nothing; `opened` once a "that" did."""
    word = words[at]
    if word.has("punctuation"):
        if word.text in BREAKING:
            return PLAIN_MARKS.get(word.text, word.text)
        return None
    if word.has("coordinator"):
        return None if _joins_adverbs(words, at) else word.low
    if word.has("relative") and at and words[at - 1].text in (",", "，"):
        return ""
    if word.low in SETS["mid_subordinators"] and at:
        return None if at + 1 < len(words) and words[at + 1].low == "of" else ""
    if word.low == "that" and opened and at and words[at - 1].has("coordinator"):
        return "that"
    return "that" if word.low == "that" and opens_content(words, at) else None


def _joins_adverbs(words: Sequence[Token], at: int) -> bool:
    return 0 < at < len(words) - 1 and words[at - 1].has("adverb") and words[at + 1].has("adverb")


def opens_content(words: Sequence[Token], at: int) -> bool:
    """Whether the "that" at the index follows a verb of saying or knowing: "said on Monday that"."""
    for before in range(at - 1, max(-1, at - 25), -1):
        word = words[before]
        if word.text in BREAKING or (word.has("coordinator") and before > at - 2):
            return False
        if word.low == "clear" and before == at - 1:
            return True
        if set("dnsbg") & set(word.word.forms) and any(base in KNOWING for base in word.word.bases):
            return before >= at - 8 or bool(SETS["far_knowing"] & set(word.word.bases))
    return False


def _read(
    words: Sequence[Token], start: int, end: int, joiner: str, fresh: bool, waited: bool = False
) -> list[Stretch]:
    """Return the stretch, or two where a verb of saying is followed by what is said without "that"."""
    opening = opening_of(words, start, end, joiner)
    if opening == "according" or (opening == "said" and not waited):
        return [Stretch(start, end, joiner, opening, says=True)]
    groups = _groups(words, start, end, opening, fresh, waited)
    if groups and _says_unmarked(words, end, groups):
        first = groups[0]
        said = Stretch(start, first.end, joiner, _with_group(words, start, first, opening), first, says=True)
        rest = opening_of(words, first.end, end, "that")
        return [said, _stretch(words, first.end, end, "that", rest, _groups(words, first.end, end, rest, True, False))]
    return [_stretch(words, start, end, joiner, "nothing" if opening == "said" else opening, groups)]


def _stretch(
    words: Sequence[Token], start: int, end: int, joiner: str, opening: Opening, groups: Sequence[VerbGroup]
) -> Stretch:
    """Return the stretch with the verb among `groups` that makes it a clause, if one does."""
    group = _main(words, groups) if groups else None
    if group is None:
        return Stretch(start, end, joiner, "nothing" if opening in ("relative", "subordinate") else opening)
    as_noun = words[start].low == "as" and not group.sure
    if as_noun or _is_restrictive(words, start, group):
        return Stretch(start, end, joiner, "nothing" if opening == "subordinate" else opening)
    active = "been" not in group.words and group.tense != "be"
    says = active and bool(SAYING & set(group.verbs[-1:])) and group.end == end and _content_after(words, end)
    return Stretch(start, end, joiner, _with_group(words, start, group, opening), group, says)


def _says_unmarked(words: Sequence[Token], end: int, groups: Sequence[VerbGroup]) -> bool:
    """Whether the first verb says what follows it, without "that": "he said exports rose", "he said the park, …"."""
    first = groups[0]
    if first.end >= end or "been" in first.words:
        return False
    after = words[first.end]
    if len(groups) > 1:
        opens = any(after.has(tag) for tag in ("determiner", "capital", "possessive", "subject_pronoun", "plural"))
        says = bool(KNOWING & set(first.verbs[-1:])) and groups[1].start > first.end
        says = says and (opens or not NEEDS_THAT & set(first.verbs[-1:]))
        return says and after.low != "that" and after.low not in SETS["questions"]
    opens = after.has("determiner") or after.has("capital") or after.has("possessive")
    return first.verbs[-1:] == ("say",) and opens and end < len(words) and words[end].text == ","


def _groups(
    words: Sequence[Token], start: int, end: int, opening: Opening, fresh: bool, waited: bool
) -> list[VerbGroup]:
    """Return the finite verbs of a stretch that make it a clause; an order or a condition has none."""
    at = skip_adverbs(words, start, end)
    if words[start].has("conditional") or (opening == "base" and not words[at].word.noun_like and not waited):
        return []
    groups = verb_groups(words, start, end, fresh, waited)
    if opening == "relative" and not groups and start + 1 < end and words[start + 1].has("plural"):
        return [VerbGroup(start + 1, start + 2, "present", (words[start + 1].low,), words=words[start + 1].low)]
    if groups and opening in ("base", "to", "ing") and not groups[0].sure and groups[0].start > at:
        return []
    return groups


def _content_after(words: Sequence[Token], end: int) -> bool:
    """Whether a comma or colon and several words follow: "the ministry stated, in May output rose"."""
    return end + 4 < len(words) and words[end].text in (",", ":", "，", "：", '"', "“")


def _is_restrictive(words: Sequence[Token], start: int, group: VerbGroup) -> bool:
    """Whether the only verb is that of a relative clause inside a phrase: "thanks to the line that opened in May"."""
    before = group.start - 1
    return before > start and (words[before].has("relative") or words[before].low == "that")


def _main(words: Sequence[Token], groups: Sequence[VerbGroup]) -> VerbGroup:
    """Return the group that is no restrictive relative clause's: "the town that grew fastest has …"."""
    before = words[groups[0].start - 1] if groups[0].start else None
    relative = before is not None and (before.has("relative") or before.low == "that")
    return groups[1] if relative and len(groups) > 1 else groups[0]


def _with_group(words: Sequence[Token], start: int, group: VerbGroup, opening: Opening) -> Opening:
    """Return how a stretch with a finite verb begins."""
    if opening in ("relative", "subordinate"):
        return opening
    return "predicate" if skip_adverbs(words, start, group.start + 1) >= group.start else "clause"
