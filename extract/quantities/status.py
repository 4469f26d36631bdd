"""Is what the words at a place tell of done, still to be done, or expected?"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from extract.quantities.clauses import Clause, clauses_of, layout, within_reach
from extract.quantities.small_letters import small
from extract.quantities.status_words import COMMITTED, ORDERS, PROJECTS, UNWILLED, Trigger, triggers
from extract.records import Span, Status

_MEASURE = (
    r"(?:metric\s+)?(?:t|tons?|tonnes?|[kmg]wh?|kilowatts?|megawatts?|gigawatts?|(?:kilo|mega|giga)watt[-\s]hours?|"
    r"(?:square|cubic)\s+\w+|km2|m2|km|kilomet(?:er|re)s?|met(?:er|re)s?|hectares?|acres?|mu|barrels?|lit(?:er|re)s?)"
)
_SIZE = re.compile(rf"(?<!\d)\d[\d,.]*+[-\s]?(?:(?:thousand|million|billion|hundred)[-\s])?{_MEASURE}\b")
_PLANNED_SIZE = re.compile(
    r"\b(?:planned|planning|designed|design|proposed|targeted|target|intended)\s+(?:[\w-]+\s+){0,4}(?:of|at|to)?\s*(?:[\w-]+\s+){0,3}$"
)
_NAMED_PROJECTS_BEFORE = re.compile(rf"\b{PROJECTS}\s+(?:such\s+as|including|like|namely)\b[^.;]*$")
_NAMED_PROJECTS_AFTER = re.compile(
    rf"[^.;:]{{0,240}}?\band\s+other\s+(?:[\w-]+\s+){{0,3}}{PROJECTS}\b|(?:\s+of)?(?:\s+[\w-]+){{0,6}}?\s+{PROJECTS}\b"
)
_LEVEL = re.compile(
    r"(?:illion|thousand|hundred|\d)-(?:yuan|dollar|euro|rupee|pound|yen|level|scale|class)\b(?!s)|-level\b"
)
_LEVEL_NOUN = re.compile(rf"[-\s](?:[\w-]+\s+){{0,8}}?{PROJECTS}\b")
_TO_COME = re.compile(
    r"\b(?:introduc\w*|launch\w*|sign(?:s|ed|ing)?|approv\w*|plan(?:s|ned|ning)?|start(?:s|ed|ing)?|begin(?:s|ning)?|began|break(?:s|ing)?|build(?:ing)?|construct\w*|"
    r"creat(?:e|ing)|cultivat(?:e|ing)|will|strive|to\s+reach|under\s+construction|promot\w*|accelerat\w*|attract\w*)\b"
)
_THRESHOLD = re.compile(
    r"\b(?:with|whose|having)\s+(?:[\w-]+\s+){1,4}?(?:exceeding|above|over|of\s+(?:more\s+than|over|at\s+least))\s+\S*$"
)
_COMPARED = re.compile(
    r"(?:\b(?:up|down|higher|lower)\s+from|\bcompared\s+(?:with|to)|\bof\s+(?:its|their|his|her|our))"
    r"\s+(?:about\s+|some\s+|nearly\s+|just\s+)?(?:the\s+)?[^\w\s]*$"
)
"""What a change starts from, or a part is taken of, is so already: "up from $38", "500 of its 3,200 workers"."""
_PROMISED = re.compile(r"^\D{0,24}\d[\d,.]*\s+(?:new\s+)?(?:promised|planned|proposed|pledged|targeted|intended)\b")
"""A count of things that are not there yet: "1,650 promised jobs"."""
_ORDER = re.compile(
    rf"[\W_]*(?:(?:and|to|also|on\s+this\s+basis|at\s+the\s+same\s+time|in\s+addition),?\s+)*(?:\w+ly\s+)*(?:{ORDERS}\b(?!\s+(?:of|up\s+of|is|was|in|by|at|on|for)\b)"
    r"|(?:in-depth\s+|the\s+)?(?:implementation|construction|promotion|integration|acceleration|establishment)\s+of\b)"
)
_YEAR_BEFORE = re.compile(r"\bin\s+(20\d\d|19\d\d)\b")
_CLAUSE_LENGTH = 40
"""From this length on a span with a governing verb inside is a clause and is judged by that verb."""


@lru_cache(maxsize=64)
def is_project_size(text: str, span: Span) -> bool:
    """Whether the words measure a project or plant: "20 GW" in "a 20 GW project"; such a size has no period.

    >>> is_project_size("It launched a 20 GW project.", Span(14, 19))
    True
    """
    words, length = small(text[span.start : span.end + 24]), span.end - span.start
    if "-" in words[: length + 1] and _LEVEL.search(words, 0, length + 1):
        return bool(_LEVEL_NOUN.match(small(text[span.end : span.end + 120])))
    size = _SIZE.search(words) if length < _CLAUSE_LENGTH else None
    if size is None or size.start() >= length:
        return False
    end = max(span.end, span.start + size.end())
    if _NAMED_PROJECTS_AFTER.match(small(text[end : end + 300]).split("\n")[0]):
        return True
    return bool(_NAMED_PROJECTS_BEFORE.search(small(text[max(0, span.start - 160) : span.start]).split("\n")[-1]))


@lru_cache(maxsize=64)
def opens_as_order(text: str, sentence: Span) -> bool:
    """Whether the sentence opens with a bare verb or a verbal noun, as the items of a plan do.

    >>> opens_as_order("Actively seize the day.", Span(0, 23))
    True
    """
    return _is_order(small(text[sentence.start : sentence.end]), 0)


@lru_cache(maxsize=64)
def _is_order(words: str, start: int) -> bool:
    return _ORDER.match(words, start) is not None


@lru_cache(maxsize=64)
def is_plan(text: str, sentence: Span, *, published: str | None = None) -> bool:
    """Whether the sentence as a whole tells of what is still to be done: by its first governing verb, or as an order.

    >>> is_plan("In 2024 the zone will grow.", Span(0, 27))
    True
    """
    end = min(sentence.end, sentence.start + 600)
    words = small(text[sentence.start : end])
    found = _triggers(words, 0, len(words), verbs=True)
    if opens_as_order(text, sentence) or not found:
        return opens_as_order(text, sentence)
    return _named(found[0], words) != "actual" and not _is_past(words, found[0].start, published)


def _named(trigger: Trigger, sentence: str) -> Status:
    """Return the status that a governing word gives."""
    if trigger.status == "intended":
        return "planned"
    if trigger.status != "planned":
        return "forecast" if trigger.status == "forecast" else "actual"
    modal = sentence[trigger.start : trigger.end] in ("will", "would", "'ll", "shall", "should")
    unwilled = modal and UNWILLED.match(sentence, trigger.end) and not COMMITTED.search(sentence)
    return "forecast" if unwilled else "planned"


def _triggers(words: str, start: int, end: int, *, verbs: bool = False) -> list[Trigger]:
    """Return the governing words between the places; regular past forms only where nothing surer stands there."""
    found = [trigger for trigger in triggers(words) if start <= trigger.start and trigger.end <= end]
    if not found:
        return found
    sure = [trigger for trigger in found if trigger.status != "past"]
    if verbs:
        sure = [trigger for trigger in sure if trigger.status != "intended"] or sure
    return sure or found


def _governing(words: str, parts: Sequence[Clause], at: int, span: Span) -> Trigger | None:
    """Return the word that governs the span: in it, in its clause to the left or right, or in the clauses before.

    `words` is the sentence in small letters, and all offsets count from its start.
    """
    own = parts[at].span
    order = _is_order(words, own.start)
    if order and at:
        return _inherited(words, parts, at)
    if span.end - span.start >= _CLAUSE_LENGTH:
        inside = _triggers(words, span.start, span.end, verbs=True)
        if inside:
            return inside[0]
    left = _triggers(words, own.start, max(span.start, min(span.end, own.end)))
    if left:
        return left[-1]
    right = [] if order else _triggers(words, span.end, own.end, verbs=True)
    return right[0] if right else _inherited(words, parts, at)


def _inherited(words: str, parts: Sequence[Clause], at: int) -> Trigger | None:
    """Return the first governing word of the nearest clause before that has one and is no relative clause."""
    for part in reversed(parts[:at]):
        found = _triggers(words, part.span.start, part.span.end, verbs=True)
        finite = part.link != "comma" or any(trigger.status != "past" for trigger in found)
        if part.link != "relative" and found and finite:
            return found[0]
    return None


def _size_status(text: str, span: Span, words: str, inner: Span) -> Status | None:
    """Judge sizes of projects, size classes and thresholds, which do not follow the verb; `words` is the sentence."""
    long = span.end - span.start >= _CLAUSE_LENGTH
    if long and triggers(small(text[span.start : span.end])):
        return None
    near = max(0, inner.start - 80)
    if _COMPARED.search(words[near : inner.start]):
        return "actual"
    if _PROMISED.match(words[inner.start : inner.end + 24]):
        return "planned"
    plans, has, starts = _hints(words)
    if plans and _PLANNED_SIZE.search(words[near : inner.start]):
        return "planned"
    if has and _THRESHOLD.search(words[near : inner.start] + small(text[span.start : span.start + 12])):
        return "actual"
    if starts and is_project_size(text, span):
        return "planned"
    return None


@lru_cache(maxsize=64)
def _looks_ahead(words: str) -> bool:
    """Whether anything in the sentence could make what it tells planned or forecast."""
    return _is_order(words, 0) or any(trigger.status not in ("actual", "past") for trigger in triggers(words))


@lru_cache(maxsize=64)
def _hints(words: str) -> tuple[bool, bool, bool]:
    """Whether the sentence holds words of planned sizes, of thresholds, and of projects to come, at least in part."""
    plans = "plan" in words or "design" in words or "propos" in words or "target" in words or "intended" in words
    has = "with" in words or "whose" in words or "having" in words
    return plans, has, bool(_TO_COME.search(words))


def cue(text: str, span: Span, *, published: str | None = None) -> Status:
    """Return whether the words at the span tell of what is so, is planned or is forecast.

    `published`, an ISO 8601 date, lets "in 2023 the zone will …" in a report of 2024 be read as done.

    >>> text = "The city will add 4 factories. Exports rose 5%."
    >>> cue(text, Span(18, 29)), cue(text, Span(39, 46))
    ('planned', 'actual')
    """
    page = layout(text)
    index = page.index(span.start)
    if index < 0 or span.start >= page.sentences[index].end:
        return "actual"
    start, end = within_reach(page.sentences[index], span.start)
    words, inner = small(text[start:end]), Span(span.start - start, min(span.end, end) - start)
    sized = _size_status(text, span, words, inner)
    if sized or not _looks_ahead(words):
        return sized or "actual"
    parts = clauses_of(words)
    at = bisect_right(parts, inner.start, key=lambda part: part.span.start) - 1
    trigger = _governing(words, parts, at, inner)
    if trigger is None:
        return "planned" if _is_order(words, 0) else "actual"
    named = _named(trigger, words)
    if named == "planned" and _is_expected(words, parts, at, trigger):
        return "forecast"
    return "actual" if named != "actual" and _is_past(words, trigger.start, published) else named


def _is_expected(words: str, parts: Sequence[Clause], at: int, trigger: Trigger) -> bool:
    """Whether what will be is only expected: "it is expected that jobs will be lost"."""
    if words[trigger.start : trigger.end] not in ("will", "would"):
        return False
    start = parts[at - 1].span.start if at and parts[at].link == "content" else parts[at].span.start
    return any(found.status == "forecast" for found in _triggers(words, start, trigger.start))


def _is_past(words: str, end: int, published: str | None) -> bool:
    """Whether the year named before the governing word was over when the document appeared."""
    years = [int(found[1]) for found in _YEAR_BEFORE.finditer(words, 0, end)]
    return bool(years and published and published[:4].isdecimal() and years[-1] < int(published[:4]))
