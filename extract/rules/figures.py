"""Which figures a document states: what the reader of quantities finds, with measure and entity from the clause."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from extract.plain import shortest
from extract.quantities import expressions
from extract.quantities import figures as quantities_of
from extract.records import NumberExpression, Quantity, Span
from extract.rules.body import BodySentence
from extract.rules.claims import ReadClaim
from extract.rules.edges import whole_words
from extract.rules.words import SETS, Token, tokens

LONGEST = 12
"""Words of a measure that are kept."""
SHARES = ("%", "pp")
STATUSES = {"plan": "planned", "forecast": "forecast"}
"""Status of a figure that has not happened yet, by the kind of its claim."""


def figures(
    text: str, published: str | None, sentences: Sequence[BodySentence], claims: Sequence[ReadClaim]
) -> list[dict[str, Any]]:
    """Return the fields of the figures in those sentences, in text order; `claims` are those of the same text."""
    starts = [sentence.start for sentence in sentences]
    asserted = [claim.span.start for claim in claims]
    topic = next((claim.topic for claim in claims if claim.topic), None)
    found = []
    for quantity in quantities_of(text, published=published):
        at = bisect_right(starts, quantity.span.start) - 1
        if at >= 0 and quantity.span.end <= sentences[at].end:
            own = claims[bisect_left(asserted, starts[at]) : bisect_right(asserted, quantity.span.start)]
            found.append(_fields(text, legible(text, quantity), sentences[at], _innermost(own, quantity.span), topic))
    return found


def legible(text: str, quantity: Quantity) -> Quantity:
    """Return the quantity, or its whole words without a value where an edge cuts a word: nothing reads "1,4oo"."""
    whole = whole_words(text, quantity.span)
    if whole == quantity.span or text[whole.start : whole.end] == "±" + text[quantity.span.start : quantity.span.end]:
        return quantity._replace(span=whole)
    return quantity._replace(span=whole, value=None, upper=None, unit=None)


def _innermost(claims: Sequence[ReadClaim], span: Span) -> ReadClaim | None:
    """Return the shortest claim that holds the span."""
    around = [claim for claim in claims if span.end <= claim.span.end]
    return min(around, key=lambda claim: claim.span.end - claim.span.start, default=None)


def _fields(
    text: str, quantity: Quantity, sentence: BodySentence, claim: ReadClaim | None, topic: str | None
) -> dict[str, Any]:
    within = claim.span if claim is not None else Span(sentence.start, sentence.end)
    measure, entity = _measured(text, quantity, within, claim, topic)
    return {
        "quote": text[quantity.span.start : quantity.span.end],
        "value": plain(quantity.value),
        "upper": plain(quantity.upper),
        "unit": quantity.unit,
        "comparator": quantity.comparator,
        "trend": quantity.trend,
        "status": _status(quantity, claim),
        "measure": measure or "amount",
        "entity": entity or "the document",
        "period": quantity.period.edtf if quantity.period is not None else None,
    }


def _status(quantity: Quantity, claim: ReadClaim | None) -> str:
    """Return the status; of what has not happened, the kind of its claim tells whether somebody means to do it."""
    if claim is None or quantity.status == "actual" or claim.kind not in STATUSES:
        return quantity.status
    return STATUSES[claim.kind]


def plain(value: Decimal | None) -> str | None:
    """Return a decimal without exponent and without idle zeros.

    >>> plain(Decimal("7.0E+9")), plain(Decimal("13.50")), plain(None)
    ('7000000000', '13.5', None)
    """
    return None if value is None else shortest(value)


def _measured(
    text: str, quantity: Quantity, within: Span, claim: ReadClaim | None, topic: str | None
) -> tuple[str, str]:
    """Return what is measured and of whom, by the words beside the number and the clause's subject."""
    subject = claim.subject if claim is not None else ""
    whose, of_what = _possessor(subject, (claim.topic if claim is not None else None) or topic)
    if quantity.unit == "count" and quantity.noun:
        return quantity.noun, whose
    before = tokens(text, within.start, quantity.span.start)
    after = tokens(text, quantity.span.end, within.end)
    named = _after_of(text, after)
    if quantity.unit in SHARES and named:
        return f"share of {named}", subject
    headed = _before_of(text, before)
    if headed:
        return headed, whose
    if "-" in text[quantity.number.start : quantity.number.end] and after and not after[0].has("punctuation"):
        sized = _phrase(text, after)
        return (f"size of the {' '.join(sized.split()[-2:])}", sized) if sized else ("size", whose)
    if named:
        return named, whose
    return _plain_head(of_what), whose


def _plain_head(phrase: str) -> str:
    """Return a subject without the number that it begins with and what a comma or dash adds to it.

    >>> _plain_head("Over 2,100 sheds - half of them old"), _plain_head("tremor, 9 kilometres deep")
    ('sheds', 'tremor')
    """
    words = tokens(phrase, 0, len(phrase))
    numbers = expressions(phrase)
    first = 0
    while first < len(words) and (_tells_how_many(words, first) or _within(words[first], numbers)):
        first += 1
    end = next((at for at in range(first, len(words)) if _ends(words[at], numbers)), len(words))
    return phrase[words[first].start : words[end - 1].end] if first < end else ""


def _tells_how_many(words: Sequence[Token], at: int) -> bool:
    """Whether the word counts, or goes before a number: "over", "more than"."""
    if words[at].has("number") or words[at].has("adverb"):
        return True
    bounds = words[at].low in SETS["bounds"] or words[at].low == "than"
    return bounds and at + 1 < len(words) and not words[at + 1].has("determiner")


def _ends(word: Token, numbers: Sequence[NumberExpression]) -> bool:
    return word.has("punctuation") and not _within(word, numbers)


def _within(word: Token, numbers: Sequence[NumberExpression]) -> bool:
    return any(one.span.start <= word.start and word.end <= one.span.end for one in numbers)


def _possessor(subject: str, topic: str | None) -> tuple[str, str]:
    """Split "the city's output of steel" into whose it is and what it is.

    >>> _possessor("Northport's annual output", None), _possessor("the output of steel", "Northport")
    (('Northport', 'annual output'), ('Northport', 'output of steel'))
    """
    for mark in ("'s ", "’s "):
        whose, found, what = subject.partition(mark)
        if found:
            return whose, what
    what = subject.removeprefix("the ").removeprefix("The ")
    head, found, owner = what.partition(" of the ")
    if found:
        return f"the {owner}", head
    return (subject if subject[:1].isupper() and what == subject else topic or subject), what


def _after_of(text: str, words: Sequence[Token]) -> str:
    """Return the noun phrase of "… of the province's output"."""
    return _phrase(text, words[1:]) if words and words[0].low == "of" else ""


def _before_of(text: str, words: Sequence[Token]) -> str:
    """Return the noun phrase of "a planned area of …" or "investments exceeding …"."""
    end = len(words)
    if not end or words[end - 1].low != "of":
        return ""
    end -= 1
    start = end
    while start > 0 and end - start < LONGEST and _in_phrase(words[start - 1]):
        start -= 1
    if start < end - 1 and words[start].word.forms == "b" and not words[start].word.noun_like:
        start += 1
    return text[words[start].start : words[end - 1].end] if start < end else ""


def _phrase(text: str, words: Sequence[Token]) -> str:
    """Return the words up to the first that ends a noun phrase."""
    first = 0
    while first < len(words) and words[first].has("determiner"):
        first += 1
    end = first
    while end < len(words) and end - first < LONGEST and _in_phrase(words[end], following=True):
        end += 1
    return text[words[first].start : words[end - 1].end] if end > first else ""


def _in_phrase(word: Token, following: bool = False) -> bool:
    if word.has("possessive") and word.low not in ("its", "their", "our"):
        return following
    closed = (
        "determiner",
        "preposition",
        "punctuation",
        "coordinator",
        "modal",
        "have",
        "be",
        "number",
        "possessive",
        "relative",
    )
    return not any(word.has(tag) for tag in closed)
