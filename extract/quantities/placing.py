"""Which status and which period have quantities at the places where a text tells them?"""

from collections.abc import Sequence

from extract.quantities.clauses import layout
from extract.quantities.periods import mentions, period_of
from extract.quantities.status import cue
from extract.records import Quantity, Span

ENDLESS = 5_000
"""Code points from which on a sentence is a table or noise."""


def placed(text: str, quantities: Sequence[Quantity], published: str | None) -> tuple[Quantity, ...]:
    """Return the quantities with status and period; a conversion takes both from what it converts."""
    times, result = mentions(text, published=published), list[Quantity]()
    page = layout(text)
    for quantity in quantities:
        if _endless(page.sentences, page.index(quantity.span.start)):
            result.append(quantity)
            continue
        if quantity.conversion_of is not None:
            first = result[quantity.conversion_of]
            result.append(quantity._replace(status=first.status, period=first.period))
            continue
        status = cue(text, quantity.span, published=published)
        period = period_of(text, quantity.span, mentions=times, published=published)
        if status != "actual" or period is not None:
            quantity = quantity._replace(status=status, period=period)
        result.append(quantity)
    return tuple(result)


def _endless(sentences: Sequence[Span], index: int) -> bool:
    """Whether a sentence is so long that it is none, and has no verb that governs its numbers."""
    return index >= 0 and sentences[index].end - sentences[index].start > ENDLESS
