"""Can a period date what a sentence tells, or only the noun or the saying that it stands with?"""

import re

from extract.quantities import edtf
from extract.quantities.moments import parse_published
from extract.quantities.period_mentions import PeriodMention
from extract.quantities.period_words import NAMED_BY_YEAR
from extract.quantities.small_letters import small
from extract.quantities.status import cue
from extract.records import Span

SILENT = frozenset({"clock", "base"})
_CAME_ABOUT = (
    r"(?:founded|established|built|born|opened|launched|created|introduced|signed|passed|adopted|enacted|installed|"
    r"completed|made|published|formed|set\s+up|dating|acquired|bought|begun|started|discovered|due\s+to\s+\w+|"
    r"(?:slated|scheduled|expected|planned)\s+(?:to|for)\s+\w+)"
)
_FOUNDED = re.compile(
    rf"\b(?={_CAME_ABOUT}\s)"
    r"(?<!was )(?<!were )(?<!been )(?<!is )(?<!are )(?<!be )(?<!has )(?<!had )(?<!have )"
    rf"{_CAME_ABOUT}\s+(?:\w+\s+){{0,3}}?(?:in|on|since|from|between|back\s+to)\s+(?:the\s+)?$"
)
_FINITE_BEFORE = re.compile(
    r"\b(?:was|were|been|is|are|be|being|has|had|have|and|it|he|she|they|we|who|which|\w+ly)\s+$"
)
_COMPARED = re.compile(
    r"\b(?:compared\s+(?:with|to)|than(?:\s+in)?|versus|vs\.?|against|from|over|relative\s+to|since|below|above|beyond|exceeding|"
    r"(?:levels?|those|figure|total|peak|record)\s+(?:of|in|set\s+in)|that\s+of)\s+(?:the\s+)?(?:same\s+(?:period|time)\s+(?:of|in)\s+)?$"
)
_IN_YEAR = re.compile(r"\b(?:in|by|during|for|of)\s+$")
_UP_ON = re.compile(r"(?:%|percent|percentage\s+points?|up|down)\s+on\s+$")
_STAMPED = re.compile(r"\s*(?:/[^/\n]{2,30}/|\([^()\n]{2,30}\))?\s*(?:--|—|–)\s")
_STAMP = re.compile(r"\b(?:date|updated|posted|published|modified)(?:\s+(?:on|at))?[:\s]*$")
_SAYING = re.compile(
    r"\b(?:said|says|told|announced|reported|stated|added|noted|learned|published|released|introduced|disclosed|"
    r"revealed|according\s+to|showed|shows|wrote|warned|estimated)\b",
    re.IGNORECASE,
)


def dates(text: str, mention: PeriodMention, sentence: Span, span: Span, *, published: str | None) -> bool:
    """Whether the mention can date the words at the span, which stand in the sentence or in one that follows.

    >>> from extract.quantities.period_mentions import mentions
    >>> text = "A firm founded in 1998 has 30 shops."
    >>> dates(text, mentions(text)[0], Span(0, 36), Span(27, 35), published=None)
    False
    """
    if mention.kind in SILENT or _names(text, mention, sentence, span):
        return False
    before = _before(text, mention, sentence)
    if mention.kind not in ("since", "until", "range") and (_COMPARED.search(before) or _UP_ON.search(before)):
        return False
    if mention.kind == "date" and (_STAMP.search(before) or _STAMPED.match(text, mention.span.end)):
        return False
    return not _says(text, mention, sentence, span, published)


def _before(text: str, mention: PeriodMention, sentence: Span) -> str:
    """Return the words of the sentence shortly before the mention, in small letters."""
    return small(text[max(sentence.start, mention.span.start - 60) : mention.span.start])


def _names(text: str, mention: PeriodMention, sentence: Span, span: Span) -> bool:
    """Whether the mention belongs to a noun: "the 2024 conference", "a plant built in 1990", "due to open in 2026"."""
    before = _before(text, mention, sentence)
    if mention.kind == "year" and not _IN_YEAR.search(before):
        after = re.findall(r"[\w-]+", text[mention.span.end : min(sentence.end, mention.span.end + 60)])[:4]
        if any(word.lower() in NAMED_BY_YEAR for word in after):
            return True
    founded = _FOUNDED.search(before)
    if founded is None or _FINITE_BEFORE.search(before, 0, founded.start()):
        return False
    return not span.start <= mention.span.start < span.end


def _says(text: str, mention: PeriodMention, sentence: Span, span: Span, published: str | None) -> bool:
    """Whether the day or month is the one in which something was said, not the one in which it held."""
    if mention.kind not in ("date", "month"):
        return False
    start = max(sentence.start, mention.span.start - 60)
    if mention.span.start >= span.start:
        return mention.kind == "date" and bool(_SAYING.search(text, start, mention.span.start))
    if mention.kind == "date" and _SAYING.search(text, start, span.start):
        return True
    return cue(text, span) != "actual" and _is_over(mention, published)


def _is_over(mention: PeriodMention, published: str | None) -> bool:
    """Whether the time was past when the document appeared."""
    today = parse_published(published)
    end = edtf.days(mention.edtf)[1] if mention.edtf else None
    return end is None or today is None or today.date is None or end <= today.date
