"""Which number the words at a place spell: cardinals, fractions, multiples, vague magnitudes, scale words."""

from decimal import Decimal
from itertools import pairwise
from math import inf

from extract.quantities.numeral import Numeral, share, times
from extract.quantities.tables import numbers, words
from extract.quantities.tokens import HYPHENS, Tokens
from extract.records import Trend

FEW = frozenset(["few", "several", "many", "couple"])


def scaled(tokens: Tokens, base: Numeral) -> Numeral:
    """Multiply the scale words that follow: "5.6 hundred million", "30 ten thousand", "100-billion"."""
    factor, end = scale_at(tokens, base.end)
    if end == base.end or (base.whole and heads_compound(tokens, base.end)):
        return base
    if _falls(tokens, base.end - 1, end, base.scale):
        return base._replace(end=end, value=None, upper=None, kind="garbled")
    value, upper = (None if part is None else times(part, factor) for part in (base.value, base.upper))
    return base._replace(end=end, value=value, upper=upper, scale=base.scale * factor)


def heads_compound(tokens: Tokens, index: int) -> bool:
    """Whether scale words with hyphens begin a compound of their own: 2 "hundred-billion-level clusters".

    The number before is a count then, unless an article makes one thing of both: "a 2 hundred-million-dollar deal".
    """
    lows, scales = tokens.lows, numbers().scales
    if lows[index] not in scales or lows[index + 2] not in scales or lows[index - 2] in ("a", "an"):
        return False
    return all(lows[at] in HYPHENS and tokens.glued(at) and tokens.glued(at + 1) for at in (index + 1, index + 3))


def _falls(tokens: Tokens, first: int, end: int, said: int) -> bool:
    """Whether a scale word follows a larger one, or "hundred" itself: "hundred hundred" and "million thousand"."""
    scales = numbers().scales
    if said > 1 and tokens.lows[first] not in scales and tokens.lows[first + 1] != "dozen":
        return True  # one thousand one thousand
    worth = [scales[low] for low in tokens.lows[first:end] if low in scales and low != "dozen"]
    return any(later < one or one == later == 100 for one, later in pairwise(worth))


def scale_at(tokens: Tokens, index: int) -> tuple[int, int]:
    """Return the product of the scale words at `index` and the index after them."""
    factor, scales = 1, numbers().scales
    for _ in range(4):
        at = index + 1 if tokens.lows[index] in HYPHENS and tokens.glued(index) else index
        low = tokens.lows[at]
        if low == "ten" and tokens.lows[at + 1] in ("thousand", "million", "billion"):
            factor, index = factor * 10, at + 1
        elif low in scales and not (low == "dozen" and at > index):
            factor, index = factor * scales[low], at + 1
        else:
            break
    return factor, index


def indefinite(tokens: Tokens, index: int) -> Numeral | None:
    """Read "a hundred", "a dozen", "a half", "a quarter", "a couple of" at the article `index`."""
    low, table = tokens.lows[index + 1], numbers()
    if low == "couple":
        if tokens.lows[index + 2] in table.scales or tokens.lows[index + 3] in table.scales:
            return None
        return Numeral(index, index + 2 + (tokens.lows[index + 2] == "of"), Decimal(2), kind="indefinite")
    if low in table.scales and tokens.lows[index + 2] in HYPHENS and tokens.glued(index + 2):
        return None  # the article of "a hundred-million-dollar deal" belongs to the deal
    if low in table.scales and low.isalpha() and len(low) > 3:
        found = _cardinal(tokens, index + 1)
    elif low in table.denominators:
        found = _fraction(tokens, index, 1, index + 1)
    else:
        return None
    return found._replace(first=index)


def numeral_in_words(tokens: Tokens, index: int) -> Numeral | None:
    """Return the number whose first word stands at `index`."""
    low, table = tokens.lows[index], numbers()
    if low in table.units or low in table.tens or low in table.scales:
        if low in table.scales and tokens.lows[index - 1] in (*FEW, "of") and _few(tokens, index):
            return _few_of(tokens, index)
        return _cardinal(tokens, index)
    if low in table.ordinals and low != "second":
        return Numeral(index, index + 1, Decimal(table.ordinals[low]), kind="ordinal")
    if low in ("half", "quarter"):
        return _fraction(tokens, index, 1, index)
    if low in table.vague or low in table.vague_prefix:
        return _vague(tokens, index)
    return _multiple(tokens, index)


def _multiple(tokens: Tokens, index: int) -> Numeral | None:
    """Read "twice", "sixfold", "doubled", "halved", "½"."""
    low, table = tokens.lows[index], numbers()
    if low in table.symbols:
        return scaled(tokens, Numeral(index, index + 1, times(table.symbols[low] * 100, 1), kind="share"))
    if low in table.folds:
        return Numeral(index, index + 1, Decimal(table.folds[low]), kind="multiple")
    if low in table.multiples:
        kind = "multiple" if tokens.lows[index + 1] in words("contexts", "number_words", "as_many") else "number"
        return Numeral(index, index + 1, Decimal(table.multiples[low]), kind=kind)  # type: ignore[arg-type]
    if low in table.halving:
        return Numeral(index, index + 1, Decimal(50), kind="share", trend="decrease")
    if low in table.multiple_verbs and (stands := _changes(tokens, index)) is not None:
        return Numeral(index, index + 1, Decimal(table.multiple_verbs[low]), kind="multiple", trend=stands)
    return None


def _changes(tokens: Tokens, index: int) -> Trend | None:
    """Return the trend of "doubled" and "double"; None where "double" is an adjective, as in "a double murder"."""
    low, before, after = tokens.lows[index], tokens.lows[index - 1], tokens.lows[index + 1]
    if not low.endswith(("le", "les")):
        return "increase" if before not in ("was", "a", "the") else None
    if after in words("contexts", "number_words", "as_many"):
        return "increase" if before in ("to", "will", "would", "could") and after not in ("that", "what") else "level"
    return "increase" if before in words("contexts", "number_words", "to_double") and not low.endswith("s") else None


# --- vague magnitudes ---------------------------------------------------------------------------------------


def _few(tokens: Tokens, index: int) -> bool:
    return tokens.lows[index - 1] in FEW or tokens.lows[index - 2] == "couple"


def _few_of(tokens: Tokens, index: int) -> Numeral:
    """Read "a few hundred" as an interval; the article and "few" belong to the number."""
    factor, end = scale_at(tokens, index)
    first = index - 1 if tokens.lows[index - 1] in FEW else index - 2
    if tokens.lows[first - 1] == "a":
        first -= 1
    return Numeral(first, end, times(Decimal(2), factor), times(Decimal(10), factor) - 1, kind="vague", scale=factor)


def _vague(tokens: Tokens, index: int) -> Numeral:
    """Read "dozens", "tens of thousands", "hundreds of millions" as an interval."""
    table, end = numbers(), index + 1
    low, high = table.vague.get(tokens.lows[index]) or table.vague_prefix[tokens.lows[index]]
    after = tokens.lows[end + 1]
    if tokens.lows[end] == "of" and after in table.vague and after not in ("dozens", "scores"):
        scale = table.scales[after[:-1]]
        low, high, end = low * scale, (high + 1) * scale - 1, end + 2
    return Numeral(index, end, Decimal(low), Decimal(high), kind="vague")


# --- cardinals and fractions --------------------------------------------------------------------------------


def _cardinal(tokens: Tokens, index: int) -> Numeral:
    """Read a cardinal: "one hundred and five point three", "twenty-five", "four hundred million"."""
    total, current, end, scale, at = 0, None, index, 1, index
    while (step := _grow(current, tokens.lows[at], total)) is not None:
        total, current, scale = step[0], step[1], max(scale, step[2])
        end = at + 1
        if heads_compound(tokens, end):
            break
        at = _joined(tokens, end, current, total)
    return _word_ending(tokens, Numeral(index, end, Decimal(total + (current or 0)), scale=scale))


def _grow(current: int | None, low: str, total: int) -> tuple[int, int | None, int] | None:
    """Return total, current group and scale once the word `low` is added, or None where it does not go on."""
    table, held = numbers(), current or 0
    if low in table.units:
        unit = table.units[low]
        fits = current is None or (held % 100 == 0 and held > 0) or (unit < 10 and held % 10 == 0 and held % 100 >= 20)
        return (total, held + unit, 1) if fits and not (total and unit == 0) else None
    if low in table.tens:
        fits = current is None or (held % 100 == 0 and held > 0)
        return (total, held + table.tens[low], 1) if fits else None
    scale = table.scales.get(low)
    if scale is None or total > 10**18:
        return None
    if scale == 100:
        return (
            (total, (1 if current is None else held) * 100, 100)
            if held < 100 and not (total and current is None)
            else None
        )
    if current is None and total:
        return (0, total * scale, scale) if scale > 1000 else None
    part = (1 if current is None else held) * scale
    return (total + part, None, scale) if part < lowest_step(total) else None


def lowest_step(total: int) -> float:
    """Return the largest power of ten that divides the total: nothing that follows reaches it.

    >>> lowest_step(2_000_000), lowest_step(0)
    (1000000, inf)
    """
    digits = str(total)
    return 10 ** (len(digits) - len(digits.rstrip("0"))) if total else inf


def _joined(tokens: Tokens, end: int, current: int | None, total: int) -> int:
    """Return the index at which the cardinal may go on after `end`: over a glued hyphen or an "and"."""
    lows, table = tokens.lows, numbers()
    if lows[end] == "-" and tokens.glued(end) and tokens.glued(end + 1):
        return end + 1
    after = lows[end + 1]
    if lows[end] == "and" and (total or (current or 0) >= 100) and (after in table.units or after in table.tens):
        return end + 1
    return end


def _word_ending(tokens: Tokens, base: Numeral) -> Numeral:
    """Read what may follow a cardinal in words: a fraction, decimals, "and a half", a further scale."""
    lows, end, table = tokens.lows, base.end, numbers()
    at = end + 1 if lows[end] == "-" and tokens.glued(end) else end
    value = base.value or Decimal(0)
    if lows[at] in table.denominators and 0 < value < 100 and (lows[at].endswith("s") or value == 1):
        return _fraction(tokens, base.first, int(value), at)
    if lows[at] in table.ordinals and at > end:
        return base._replace(end=at + 1, value=value + table.ordinals[lows[at]], kind="ordinal")
    base = _point(tokens, base)
    part, after = and_a_part(tokens, base.end)
    if part is not None:
        base = base._replace(end=after, value=times(value + part * base.scale, 1))
    return scaled(tokens, base)


def _point(tokens: Tokens, base: Numeral) -> Numeral:
    """Read decimals in words: "point three", "point two five"."""
    lows, table = tokens.lows, numbers()
    at, decimals = base.end + 1, ""
    if lows[base.end] != "point" or base.value is None:
        return base
    while table.units.get(lows[at], 10) < 10 and len(decimals) < 9:
        decimals, at = decimals + str(table.units[lows[at]]), at + 1
    if not decimals:
        return base
    return base._replace(end=at, value=base.value + Decimal(f"0.{decimals}"), scale=1)


def and_a_part(tokens: Tokens, index: int) -> tuple[Decimal | None, int]:
    """Read "and a half", "and a quarter", "and three quarters" at `index`."""
    lows = tokens.lows
    at = index + 1 if lows[index] == "-" and lows[index + 1] == "and" else index
    if lows[at] != "and":
        return None, index
    at += 2 if lows[at + 1] == "-" else 1
    if lows[at] not in ("a", "one", "three"):
        return None, index
    part = 3 if lows[at] == "three" else 1
    at += 2 if lows[at + 1] == "-" else 1
    if lows[at] not in ("half", "quarter", "quarters", "third"):
        return None, index
    return Decimal(part) / numbers().denominators[lows[at]], at + 1


def _fraction(tokens: Tokens, first: int, part: int, at: int) -> Numeral:
    """Read the fraction whose denominator stands at `at`: of a scale ("half a million") or a share in per cent."""
    lows, whole, scales = tokens.lows, numbers().denominators[tokens.lows[at]], numbers().scales
    after = at + 1
    skip = after + 1 if lows[after] == "of" else after
    if (lows[skip] in ("a", "-") and lows[skip + 1] in scales) or lows[after] in scales:
        factor, end = scale_at(tokens, skip + 1 if lows[skip] in ("a", "-") else after)
        return Numeral(first, end, times(Decimal(part) / whole, factor), scale=factor)
    return Numeral(first, after, share(part, whole), kind="share")
