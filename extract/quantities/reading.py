"""Which quantities a text holds, in text order, with comparator, trend, counted noun and flags."""

from dataclasses import dataclass, replace

from extract.quantities.amounts import Amount, amounts
from extract.quantities.comparators import bound_after, bound_before
from extract.quantities.evidence import comma_decimals
from extract.quantities.nouns import Noun, noun_at
from extract.quantities.tables import words
from extract.quantities.tokens import Tokens
from extract.quantities.traps import is_trap, masked
from extract.quantities.trends import change_after, change_before
from extract.records import Comparator, Flag, Quantity, Span, Trend

EVERY = frozenset(["per", "every", "each"])
PEOPLE_GAP = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity with the tokens it was read from and whether it is the period of another figure."""

    quantity: Quantity
    amount: Amount
    end: int
    """Token after the whole expression."""
    period: bool = False


def read(text: str, *, published: str | None = None) -> tuple[Quantity, ...]:
    """Return every quantity of the text in text order."""
    return tuple(found.quantity for found in found_in(text, 0, len(text)))


def figures(text: str, *, published: str | None = None) -> tuple[Quantity, ...]:
    """Return the quantities that are figures by the guidelines."""
    return tuple(found.quantity for found in found_in(text, 0, len(text)) if is_figure(found))


def read_at(text: str, span: Span, *, before: int = 40, published: str | None = None) -> tuple[Quantity, ...]:
    """Return the quantities whose number touches `span`, read from the sentence around it.

    Comparator and trend words count up to `before` code points before the span, and no further.
    """
    start, end = around(text, span)
    found = found_in(text, start, end)
    return tuple(
        limited(one.quantity, span.start - before)
        for one in found
        if one.quantity.number.start < span.end and span.start < one.quantity.number.end
    )


WINDOW = 600
"""Code points on either side of a span in which its sentence is looked for."""


def around(text: str, span: Span) -> tuple[int, int]:
    """Return the bounds of the lines around the span, at most `WINDOW` code points away."""
    low, high = max(span.start - WINDOW, 0), min(span.end + WINDOW, len(text))
    start = max(text.rfind("\n\n", low, span.start), low)
    end = text.find("\n\n", span.end, high)
    if start == low and low:
        start = max(text.rfind(". ", low, span.start), text.rfind(" ", low, low + 40), low)
    return start, high if end < 0 else end


def limited(quantity: Quantity, earliest: int) -> Quantity:
    """Return the quantity without a comparator or trend whose word stands before `earliest`."""
    bound, change = quantity.comparator_span, quantity.trend_span
    if bound is not None and bound.start < earliest:
        quantity = replace(quantity, comparator="=", comparator_span=None)
    if change is not None and change.start < earliest:
        quantity = replace(quantity, trend="level", trend_span=None)
    return quantity


def is_figure(found: Found) -> bool:
    """Whether it is a figure: no denominator, no vague magnitude, not the period of another figure."""
    return not (found.period or found.quantity.flags & {"denominator", "vague"})


def found_in(text: str, start: int, end: int) -> list[Found]:
    """Return what `text[start:end]` holds."""
    tokens = Tokens(text, start, end)
    hidden = masked(text, start, end)
    found = [
        _found(tokens, amount)
        for amount in amounts(tokens, comma_decimals(text))
        if not _hidden(tokens, amount, hidden) and not is_trap(tokens, amount)
    ]
    return _related(tokens, [one for one in found if one is not None])


def _hidden(tokens: Tokens, amount: Amount, hidden: list[tuple[int, int]]) -> bool:
    return any(start < tokens.ends[amount.end - 1] and tokens.starts[amount.first] < end for start, end in hidden)


def _found(tokens: Tokens, amount: Amount) -> Found | None:
    unit, noun = amount.unit, None
    if not amount.marked and amount.numeral.kind != "garbled":
        noun = noun_at(tokens, amount.end, singular=amount.value == 1 and amount.upper is None)
        unit = _count(tokens, amount, noun)
    end = noun.end if noun else amount.end
    before = bound_before(tokens, amount.first, unit)
    after = bound_after(tokens, end) or (bound_after(tokens, amount.end) if noun is None or before is None else None)
    if noun is None and after is not None and unit is None and not amount.marked:
        noun = noun_at(tokens, after.end, singular=False)
        unit = "count" if noun else None
        end = noun.end if noun else end
    bound = before or after
    first = before.first if before else amount.first
    change = change_before(tokens, first, unit) or change_after(tokens, end, unit)
    if change is not None:
        first, end = min(first, change.first), max(end, change.end)
    if after is not None and not before:
        end = max(end, after.end)
    trend: Trend = change.trend if change else amount.numeral.trend or "level"  # type: ignore[assignment]
    quantity = Quantity(
        span=_span(tokens, first, end),
        number=_span(tokens, amount.number_first, amount.number_end),
        value=amount.value,
        upper=amount.upper,
        unit=unit,
        noun=_text(tokens, noun.first, noun.end) if noun else None,
        head=tokens.words[noun.end - 1] if noun else None,
        comparator=bound.sign if bound else "=",
        comparator_span=_span(tokens, bound.first, bound.end) if bound else None,
        trend=trend,
        trend_span=_span(tokens, change.first, change.end) if change else None,
        flags=_flags(tokens, amount, first),
    )
    return Found(quantity, amount, end, _is_period(tokens, amount, first))


def _count(tokens: Tokens, amount: Amount, noun: Noun | None) -> str | None:
    """Return `count` or `times` for a number without a written unit, None for a bare index value."""
    if noun is not None and tokens.lows[noun.end - 1] == "times":
        plain = noun.end - noun.first == 1
        return "times" if plain and (_multiplies(tokens, noun.end) or not amount.numeral.whole) else "count"
    if noun is not None:
        return "count"
    if amount.numeral.whole and _people(tokens, amount):
        return "count"
    return None


def _multiplies(tokens: Tokens, index: int) -> bool:
    return tokens.lows[index] in ("as", "the", "more", "higher", "larger", "bigger", "greater", "faster", "that", "its", "than", "what", "their", "lower")


def _people(tokens: Tokens, amount: Amount) -> bool:
    before = {tokens.lows[amount.first - back] for back in range(1, PEOPLE_GAP + 2)}
    return bool(before & words("nouns", "people_before")) or tokens.lows[amount.end] in words("nouns", "people_after")


def _flags(tokens: Tokens, amount: Amount, first: int) -> frozenset[Flag]:
    flags: set[Flag] = set()
    if amount.numeral.kind == "garbled":
        flags.add("garbled")
    if amount.numeral.kind == "vague":
        flags.add("vague")
    if tokens.lows[first - 1] in EVERY and not tokens.breaks(first):
        flags.add("denominator")
    if amount.value is not None and amount.unit == "pp" and amount.value > 100:
        flags.add("implausible")
    return frozenset(flags)


def _is_period(tokens: Tokens, amount: Amount, first: int) -> bool:
    if amount.dimension != "time":
        return False
    return tokens.lows[first - 1] in words("traps", "period", "before") or tokens.lows[first - 1] in ("for", "in", "over", "during", "within")


def _related(tokens: Tokens, found: list[Found]) -> list[Found]:
    """Mark conversions, and take periods for such only beside another figure of the same sentence."""
    result: list[Found] = []
    for place, one in enumerate(found):
        if result and _converts(tokens, result[-1], one):
            first = result[-1].quantity
            one = replace(one, quantity=replace(
                one.quantity, comparator=first.comparator, trend=first.trend, conversion_of=place - 1,
                flags=one.quantity.flags | {"conversion"},
            ))  # fmt: skip
        result.append(one)
    return [replace(one, period=one.period and _accompanied(tokens, result, place)) for place, one in enumerate(result)]


def _converts(tokens: Tokens, before: Found, one: Found) -> bool:
    opening = one.amount.first - 1
    if one.amount.dimension is None or one.amount.dimension != before.amount.dimension:
        return False
    while opening >= before.amount.end and tokens.words[opening] != "(":
        opening -= 1
    return before.amount.end <= opening <= before.end + 3 and one.amount.unit != before.amount.unit


def _accompanied(tokens: Tokens, found: list[Found], place: int) -> bool:
    """Whether another figure stands in the same sentence."""
    for other in found[max(place - 1, 0) : place] + found[place + 1 : place + 2]:
        first, last = sorted((other.amount.first, found[place].amount.first))
        if not other.period and not any(tokens.breaks(at) for at in range(first + 1, last + 1)):
            return True
    return False


def _span(tokens: Tokens, first: int, end: int) -> Span:
    return Span(tokens.starts[first], tokens.ends[end - 1])


def _text(tokens: Tokens, first: int, end: int) -> str:
    return tokens.text[tokens.starts[first] : tokens.ends[end - 1]]
