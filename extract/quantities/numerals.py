"""Which number stands at a place: digits or words, with their scale, before any unit is looked at."""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from extract.quantities.digits import Cluster, read_cluster
from extract.quantities.tables import numbers
from extract.quantities.tokens import Tokens

EXACT = Context(prec=100)
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
NumeralKind = Literal["number", "share", "multiple", "vague", "ordinal", "trap", "garbled"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number between two tokens: `[first, end)`."""

    first: int
    end: int
    value: Decimal | None
    upper: Decimal | None = None
    kind: NumeralKind = "number"
    scale: int = 1
    """The scale words that were multiplied in, 1 if there were none."""
    digits: bool = False
    """Whether it is written in digits."""
    grouped: bool = False
    trend: str | None = None
    """For multiples that are verbs: doubled is an increase, halved a decrease."""

    @property
    def whole(self) -> bool:
        """Whether the value is a whole number."""
        return self.value is not None and self.value == self.value.to_integral_value()


def times(value: Decimal, factor: int | Decimal) -> Decimal:
    """Return the exact product, without an exponent.

    >>> times(Decimal("4338.7"), 10**9)
    Decimal('4338700000000')
    """
    product = EXACT.multiply(value, Decimal(factor))
    if product == product.to_integral_value():
        return EXACT.quantize(product, Decimal(1)) if product.adjusted() < 90 else product
    return product.normalize(EXACT)


def share(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """Return `part` of `whole` in per cent, rounded to two decimals: two thirds is 66.67."""
    percent = EXACT.divide(Decimal(part) * 100, Decimal(whole))
    rounded = percent.quantize(CENT, ROUND_HALF_UP, EXACT)
    return times(rounded, 1)


def numeral_at(tokens: Tokens, index: int, comma_decimals: bool = False) -> Numeral | None:
    """Return the number that begins at the token `index`, or None."""
    word = tokens.words[index]
    if word[0].isdigit() and word[0].isascii():
        return _digits(tokens, index, read_cluster(word, comma_decimals))
    low = tokens.lows[index]
    if low in ("a", "an"):
        return _indefinite(tokens, index)
    if low not in numbers().starters:
        return None
    return _words(tokens, index)


# --- digits -------------------------------------------------------------------------------------------------


def _digits(tokens: Tokens, index: int, cluster: Cluster) -> Numeral:
    base = Numeral(index, index + 1, cluster.value, digits=True, grouped=cluster.grouped)
    if cluster.kind == "garbled":
        return replace(base, kind="garbled")
    if cluster.kind in ("date", "time", "code"):
        return replace(base, kind="trap")
    if cluster.kind == "fraction" and cluster.value is not None and cluster.upper is not None:
        return replace(base, value=share(cluster.value, cluster.upper), kind="share")
    if cluster.kind == "range":
        base = replace(base, upper=cluster.upper)
    elif mixed := _mixed_fraction(tokens, base):
        base = mixed
    return scaled(tokens, power_of_ten(tokens, base))


def _mixed_fraction(tokens: Tokens, base: Numeral) -> Numeral | None:
    """Read "2 1/2", "2½" and "2 and a half"."""
    end, value = base.end, base.value
    if value is None:
        return None
    sign = numbers().symbols.get(tokens.words[end])
    if sign is not None:
        return replace(base, end=end + 1, value=times(value + sign, 1))
    word = tokens.words[end]
    if "/" in word and (fraction := read_cluster(word)).kind == "fraction" and fraction.value and fraction.upper:
        if fraction.value < fraction.upper:
            return replace(base, end=end + 1, value=times(value + fraction.value / fraction.upper, 1))
    part, after = _and_a_part(tokens, end)
    return replace(base, end=after, value=times(value + part, 1)) if part is not None else None


def _and_a_part(tokens: Tokens, index: int) -> tuple[Decimal | None, int]:
    """Read "and a half", "and a quarter", "and three quarters" at `index`."""
    lows = tokens.lows
    if lows[index] == "-" and lows[index + 1] == "and":  # two-and-a-half
        index += 1
    if lows[index] != "and":
        return None, index
    at = index + 1
    if lows[at] == "-":
        at += 1
    if lows[at] in ("a", "one", "three"):
        part = 3 if lows[at] == "three" else 1
        at += 2 if lows[at + 1] == "-" else 1
        if lows[at] in ("half", "quarter", "quarters", "third"):
            return Decimal(part) / numbers().denominators[lows[at]], at + 1
    return None, index


def power_of_ten(tokens: Tokens, base: Numeral) -> Numeral:
    """Read scientific notation after the number: "6.02 x 10^23", "3e8"."""
    words, end = tokens.words, base.end
    if base.value is None:
        return base
    if words[end] in ("×", "x", "·", "*") and words[end + 1] == "10" and words[end + 2] == "^":
        at = end + 3
        sign = -1 if words[at] in ("-", "−") else 1
        at += sign < 0
        if words[at].isascii() and words[at].isdigit() and len(words[at]) < 3:
            value = EXACT.scaleb(base.value, sign * int(words[at]))
            return replace(base, end=at + 1, value=times(value, 1), scale=10)
    if words[end] in ("e", "E") and tokens.glued(end) and tokens.glued(end + 1) and words[end + 1].isdigit():
        if len(words[end + 1]) < 3:
            value = EXACT.scaleb(base.value, int(words[end + 1]))
            return replace(base, end=end + 2, value=times(value, 1), scale=10)
    return base


def scaled(tokens: Tokens, base: Numeral) -> Numeral:
    """Multiply the scale words that follow: "5.6 hundred million", "30 ten thousand", "100-billion"."""
    factor, end = scale_at(tokens, base.end)
    if end == base.end or base.value is None:
        return base
    upper = None if base.upper is None else times(base.upper, factor)
    return replace(base, end=end, value=times(base.value, factor), upper=upper, scale=base.scale * factor)


def scale_at(tokens: Tokens, index: int) -> tuple[int, int]:
    """Return the product of the scale words at `index` and the index after them."""
    factor, scales = 1, numbers().scales
    while True:
        at = index + 1 if tokens.lows[index] in ("-", "‑", "–") and tokens.glued(index) else index
        low = tokens.lows[at]
        if low == "ten" and tokens.lows[at + 1] in ("thousand", "million", "billion"):
            factor, index = factor * 10, at + 1
        elif low in scales and not (low == "dozen" and at > index):
            factor, index = factor * scales[low], at + 1
        else:
            return factor, index


# --- words --------------------------------------------------------------------------------------------------


def _indefinite(tokens: Tokens, index: int) -> Numeral | None:
    """Read "a hundred", "a dozen", "a half", "a quarter of", "a couple of"."""
    low, table = tokens.lows[index + 1], numbers()
    if low in table.scales and low not in ("mn", "bn", "tn"):
        found = _cardinal(tokens, index + 1)
        return replace(found, first=index) if found else None
    if low == "couple":
        end = index + 2 + (tokens.lows[index + 2] == "of")
        return Numeral(index, end, Decimal(2))
    if low in table.denominators and low not in ("second",):
        found = _fraction(tokens, index, 1, index + 1)
        return replace(found, first=index) if found else None
    return None


def _words(tokens: Tokens, index: int) -> Numeral | None:
    low, table = tokens.lows[index], numbers()
    if low in table.symbols:
        return scaled(tokens, Numeral(index, index + 1, times(table.symbols[low] * 100, 1), kind="share"))
    if low in table.multiples:
        return Numeral(index, index + 1, Decimal(table.multiples[low]), kind="multiple")
    if low in table.multiple_verbs:
        return Numeral(index, index + 1, Decimal(table.multiple_verbs[low]), kind="multiple", trend="increase")
    if low in table.halving:
        return Numeral(index, index + 1, Decimal(50), kind="share", trend="decrease")
    if low in table.vague or low in table.vague_prefix:
        return _vague(tokens, index)
    if low in ("half", "quarter"):
        return _fraction(tokens, index, 1, index)
    if low in table.units or low in table.tens or low in table.scales:
        return _cardinal(tokens, index)
    if low in table.ordinals:
        return Numeral(index, index + 1, Decimal(table.ordinals[low]), kind="ordinal")
    return None


def _vague(tokens: Tokens, index: int) -> Numeral:
    """Read "dozens", "tens of thousands", "hundreds of millions" as an interval."""
    table = numbers()
    low, high = table.vague.get(tokens.lows[index]) or table.vague_prefix[tokens.lows[index]]
    end = index + 1
    if tokens.lows[end] == "of" and tokens.lows[end + 1] in table.vague and tokens.lows[end + 1] not in ("dozens", "scores"):
        scale = table.scales[tokens.lows[end + 1][:-1]]
        low, high, end = low * scale, high * scale + scale - 1, end + 2
    if tokens.lows[index] == "tens" and end == index + 1:
        low, high = 20, 99
    return Numeral(index, end, Decimal(low), Decimal(high), kind="vague")


def _cardinal(tokens: Tokens, index: int) -> Numeral | None:
    """Read a cardinal in words: "one hundred and five point three", "twenty-five", "four hundred million"."""
    total, current, end, scale = 0, None, index, 1
    at = index
    while True:
        step = _grow(current, tokens.lows[at], total)
        if step is None:
            break
        total, current, scale = step[0], step[1], max(scale, step[2])
        end = at + 1
        at = _joined(tokens, end, current, total)
    if end == index:
        return None
    value = Decimal(total + (current or 0))
    base = Numeral(index, end, value, scale=scale)
    return _word_ending(tokens, base)


def _grow(current: int | None, low: str, total: int) -> tuple[int, int | None, int] | None:
    """Return total, current group and scale once the word `low` is added, or None where it does not go on."""
    table = numbers()
    if low in table.units:
        unit, held = table.units[low], current or 0
        fits = current is None or (held % 100 == 0 and held > 0) or (unit < 10 and held % 10 == 0 and held % 100 >= 20)
        return (total, held + unit, 1) if fits and not (total and unit == 0) else None
    if low in table.tens:
        fits = current is None or (current % 100 == 0 and current > 0)
        return (total, (current or 0) + table.tens[low], 1) if fits else None
    if low not in table.scales:
        return None
    scale = table.scales[low]
    if scale == 100:
        return (total, (1 if current is None else current) * 100, 100) if (current or 0) < 100 else None
    if current is None and total:
        return (0, total * scale, scale) if scale > 1000 else None
    return total + (1 if current is None else current) * scale, None, scale


def _joined(tokens: Tokens, end: int, current: int | None, total: int) -> int:
    """Return the index at which the cardinal may go on after `end`: over a glued hyphen or an "and"."""
    lows = tokens.lows
    if lows[end] == "-" and tokens.glued(end) and tokens.glued(end + 1):
        return end + 1
    if lows[end] == "and" and (total or (current or 0) >= 100) and (lows[end + 1] in numbers().units or lows[end + 1] in numbers().tens):
        return end + 1
    return end


def _word_ending(tokens: Tokens, base: Numeral) -> Numeral | None:
    """Read what may follow a cardinal in words: a fraction, decimals, "and a half", a further scale."""
    lows, end = tokens.lows, base.end
    at = end + 1 if lows[end] == "-" and tokens.glued(end) else end
    table = numbers()
    if lows[at] in table.denominators and base.value is not None and base.value < 100 and lows[at] != "second":
        plural = lows[at] == "halves" or lows[at].endswith("s")
        if plural or base.value == 1:
            return _fraction(tokens, base.first, int(base.value), at)
    if lows[at] in table.ordinals and at > end:
        return replace(base, end=at + 1, value=(base.value or 0) + table.ordinals[lows[at]], kind="ordinal")
    if lows[at] == "fold" or lows[end] == "fold":
        return base
    base = _point(tokens, base)
    part, after = _and_a_part(tokens, base.end)
    if part is not None and base.value is not None:
        base = replace(base, end=after, value=times(base.value + part * base.scale, 1))
    return scaled(tokens, base)


def _point(tokens: Tokens, base: Numeral) -> Numeral:
    """Read decimals in words: "point three", "point two five"."""
    lows, table = tokens.lows, numbers()
    if lows[base.end] != "point" or base.value is None:
        return base
    at, decimals = base.end + 1, ""
    while lows[at] in table.units and table.units[lows[at]] < 10 and len(decimals) < 9:
        decimals += str(table.units[lows[at]])
        at += 1
    if not decimals:
        return base
    return replace(base, end=at, value=base.value + Decimal(f"0.{decimals}"), scale=1)


def _fraction(tokens: Tokens, first: int, part: int, at: int) -> Numeral | None:
    """Read the fraction whose denominator stands at `at`: of a scale ("half a million") or a share in per cent."""
    lows, whole = tokens.lows, numbers().denominators[tokens.lows[at]]
    after = at + 1
    skip = after + 1 if lows[after] == "of" else after
    if lows[skip] in ("a", "-") and lows[skip + 1] in numbers().scales or lows[after] in numbers().scales:
        at_scale = skip + 1 if lows[skip] in ("a", "-") else after
        factor, end = scale_at(tokens, at_scale)
        return Numeral(first, end, times(Decimal(part) / whole, factor), scale=factor)
    return Numeral(first, after, share(part, whole), kind="share")
