"""Which quantities a text holds, in text order; which of them are figures; which stand at a given place."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from extract.quantities.amounts import Amount
from extract.quantities.drafts import EVERY, Draft, drafted
from extract.quantities.expressions import near_paragraph, paragraph_around
from extract.quantities.names import NAMED
from extract.quantities.ranges import amounts_of
from extract.quantities.relations import related
from extract.quantities.rows import sentence_amounts
from extract.quantities.tokens import Tokens
from extract.quantities.traps import PLACED, WRITTEN, masked
from extract.records import Quantity, Span

WINDOW = 600
"""Code points on either side of a span in which its sentence is looked for."""

BEFORE, AFTER = 120, 60
"""Code points before and after a sentence that may tell about the figures in it."""
_SURE_END = re.compile(r"[.!?\n](?:(?<=[a-z]{4}[.!?])(?<!corp\.)(?<!prof\.)(?<!approx\.) (?=[A-Z])|(?<=\n)(?=[A-Z]))")
"""The end of a sentence or line beyond doubt: no abbreviation before it, a capital after it."""
_NO_FIGURE = frozenset(["denominator", "vague"])
_OF_PLAIN = (*WRITTEN, *PLACED, *NAMED)
"""Traps of numbers that no unit is written with."""


def read(text: str, *, published: str | None = None) -> tuple[Quantity, ...]:
    """Return every quantity of the text in text order.

    >>> [(q.value, q.unit, q.comparator) for q in read("The city has more than 1.3 million residents.")]
    [(Decimal('1300000'), 'count', '>')]
    """
    tokens, drafts = _drafts(text, 0, len(text))
    return _placed(text, [_quantity(tokens, draft) for draft in drafts], published)


def figures(text: str, *, published: str | None = None) -> tuple[Quantity, ...]:
    """Return the quantities that are figures: no denominators, no vague magnitudes, no periods of other figures."""
    tokens, drafts = _drafts(text, 0, len(text))
    kept = [at for at, draft in enumerate(drafts) if _is_figure(draft)]
    now_at = {at: place for place, at in enumerate(kept)}
    moved = (
        draft if draft.conversion_of is None else draft._replace(conversion_of=now_at.get(draft.conversion_of))
        for draft in map(drafts.__getitem__, kept)
    )
    return _placed(text, [_quantity(tokens, draft) for draft in moved], published)


def figure_spans(text: str) -> tuple[Span, ...]:
    """Return where the numbers of the figures stand, as `figures` has them, without asking when they hold.

    >>> figure_spans("Of 12 firms, 3 to 5 grew by 40 percent.")
    (Span(start=3, end=5), Span(start=13, end=19), Span(start=28, end=30))
    """
    tokens, every = amounts_of(text, 0, len(text))
    if _may_hold_periods(tokens, every):
        figures = [draft.amount for draft in _drafts_of(tokens, every) if _is_figure(draft)]
    else:
        figures = [amount for _, amount in _quantified(tokens, every) if amount.numeral.kind != "vague"]
    return tuple([tokens.span(amount.number_first, amount.number_end) for amount in figures])


def _may_hold_periods(tokens: Tokens, every: Sequence[Amount]) -> bool:
    """Whether any number may be a length of time or a denominator: others are figures, whatever their neighbours are.

    A number that takes its unit from a neighbour can take a unit of time only where one is written.
    """
    return not EVERY.isdisjoint(tokens.lows) or any([amount.dimension == "time" for amount in every])


def _is_figure(draft: Draft) -> bool:
    return not draft.period and _NO_FIGURE.isdisjoint(draft.flags)


def _placed(text: str, quantities: list[Quantity], published: str | None) -> tuple[Quantity, ...]:
    """Return the quantities with status and period."""
    if not quantities:
        return ()
    from extract.quantities.placing import placed  # here, because reading at a place needs none of it

    return placed(text, quantities, published)


def read_at(text: str, span: Span, *, before: int = 40, published: str | None = None) -> tuple[Quantity, ...]:
    """Return the quantities whose number touches `span`, read from the lines around it.

    Comparator and trend words count up to `before` code points before the span, and no further. Status and period,
    which need the whole document, are left at their defaults.
    """
    found = _of_sentence(text, *_sentence(text, span))
    start, end = span
    touched = [at for at, q in enumerate(found) if q.number.start < end and start < q.number.end]
    return tuple([_limited(_renumbered(found[at], touched), start - before) for at in touched])


@lru_cache(maxsize=64)
def _of_sentence(text: str, start: int, end: int, around: Span) -> tuple[Quantity, ...]:
    """Return the quantities of `text[start:end]`; kept for a while, because a sentence often holds several."""
    tokens, drafts = _drafts(text, *around, Span(start, end))
    return tuple([_quantity(tokens, draft) for draft in drafts])


def _sentence(text: str, span: Span) -> tuple[int, int, Span]:
    """Return the bounds of the sentence or sentences at the span, and of what may tell about the figures in it."""
    paragraph = near_paragraph(text, span)
    low, high = start, end = paragraph or _around(text, span)
    for stop in _SURE_END.finditer(text, low, span.start):
        start = stop.end()
    following = _SURE_END.search(text, span.end, high)
    if following:
        end = following.end()
    if paragraph is not None:
        return start, end, paragraph
    return start, end, paragraph_around(text, span) or _telling(text, start, end, Span(low, high))


def _telling(text: str, start: int, end: int, around: Span) -> Span:
    """Return the part of the words around a sentence at `[start, end)` that may tell about the figures in it."""
    low = max(text.find(" ", max(start - BEFORE, 0), start), around.start)
    after = text.rfind(" ", end, end + AFTER)
    return Span(low, after if end <= after < around.end else around.end)


def _around(text: str, span: Span) -> Span:
    """Return the bounds of a long paragraph around the span, cut at a sentence or a space."""
    low, high = max(span.start - WINDOW, 0), min(span.end + WINDOW, len(text))
    start, end = text.rfind("\n\n", low, span.start), text.find("\n\n", span.end, high)
    if start < 0:
        start = low and max(text.rfind(". ", low, span.start) + 1, text.find(" ", low, span.start), low)
    if end < 0:
        end = high if high == len(text) else max(text.rfind(" ", span.end, high), span.end)
    return Span(start, end)


def _renumbered(quantity: Quantity, kept: list[int]) -> Quantity:
    """Return the quantity with `conversion_of` counted among the kept ones; None where what it converts is not kept."""
    first = quantity.conversion_of
    return quantity if first is None else quantity._replace(conversion_of=kept.index(first) if first in kept else None)


def _limited(quantity: Quantity, earliest: int) -> Quantity:
    """Return the quantity without a comparator or trend whose word stands before `earliest`."""
    bound, change = quantity.comparator_span, quantity.trend_span
    if bound is not None and bound.start < earliest:
        quantity = quantity._replace(comparator="=", comparator_span=None)
    if change is not None and change.start < earliest:
        quantity = quantity._replace(trend="level", trend_span=None)
    return quantity


def _drafts(text: str, start: int, end: int, within: Span | None = None) -> tuple[Tokens, list[Draft]]:
    """Return the tokens of `text[start:end]` and what is known of its quantities.

    Only those that begin `within` are returned, as far as that is given; what stands around tells about them.
    """
    tokens, every = amounts_of(text, start, end)
    return tokens, _drafts_of(tokens, every, within)


def _drafts_of(tokens: Tokens, every: Sequence[Amount], within: Span | None = None) -> list[Draft]:
    beside: list[Amount | None] = [None, *every, None]
    found = _quantified(tokens, every, within)
    return related(tokens, [drafted(tokens, amount, beside[at + 2], beside[at]) for at, amount in found])


def _quantified(tokens: Tokens, every: Sequence[Amount], within: Span | None = None) -> list[tuple[int, Amount]]:
    """Return the amounts, each with its index, that are quantities and begin `within`."""
    hidden = masked(tokens.text, tokens.starts[0], tokens.starts[-1])
    return [
        (at, amount)
        for at, amount in sentence_amounts(every)
        if within is None or within.start <= tokens.starts[amount.first] < within.end
        if not is_trap(tokens, amount) and not (hidden and _hidden(tokens, amount, hidden))
    ]


def _hidden(tokens: Tokens, amount: Amount, hidden: list[tuple[int, int]]) -> bool:
    at = bisect_right(hidden, tokens.starts[amount.first], key=lambda stretch: stretch[1])
    return at < len(hidden) and hidden[at][0] < tokens.ends[amount.end - 1]


def is_trap(tokens: Tokens, amount: Amount) -> bool:
    """Whether the number is no quantity, by how it is written or what stands around it."""
    if amount.numeral.kind in ("trap", "ordinal"):
        return True
    for trap in WRITTEN if amount.marked else _OF_PLAIN:  # noqa: SIM110  # a loop, as it runs for every number
        if trap(tokens, amount):
            return True
    return False


def _quantity(tokens: Tokens, draft: Draft) -> Quantity:
    amount, noun = draft.amount, draft.noun
    first, end = _edges(draft)
    bound = draft.before or draft.after
    return Quantity(
        span=tokens.span(first, end),
        number=tokens.span(amount.number_first, amount.number_end),
        value=amount.value,
        upper=amount.upper,
        unit=draft.unit,
        noun=tokens.text[tokens.starts[noun.first] : tokens.ends[noun.end - 1]] if noun else None,
        head=tokens.words[noun.end - 1] if noun else None,
        comparator=draft.comparator,
        comparator_span=tokens.span(bound.first, bound.end) if bound else None,
        trend=draft.trend,
        trend_span=tokens.span(draft.change.first, draft.change.end) if draft.change else None,
        flags=draft.flags,
        conversion_of=draft.conversion_of,
    )


def _edges(draft: Draft) -> tuple[int, int]:
    """Return the tokens of the whole expression: comparator and trend words that stand beside it included."""
    first, end, change = draft.amount.first, draft.end, draft.change
    if draft.before is not None:
        first = draft.before.first
    if draft.after is not None:
        end = max(end, draft.after.end)
    if change is not None and change.adjacent:
        first, end = min(first, change.first), max(end, change.end)
    return first, end
