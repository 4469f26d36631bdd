"""What a number is before its unit is looked at, and the exact arithmetic it needs."""

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal, NamedTuple

from extract.records import Trend

EXACT = Context(prec=100)
ONE = Decimal(1)
CENT = Decimal("0.01")
EVEN = Decimal("0.000001")
LARGEST = 60
"""Powers of ten up to which values are written out without an exponent."""
NumeralKind = Literal["number", "share", "multiple", "vague", "ordinal", "trap", "garbled", "indefinite", "one"]


class Numeral(NamedTuple):
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
    """Whether its thousands are grouped, so that it is neither a year nor a code."""
    trend: Trend | None = None
    """For multiples that are verbs: doubled is an increase, halved a decrease."""

    @property
    def whole(self) -> bool:
        """Whether the value is written as a whole number: 49 is, 49.0 is not."""
        if self.value is None or self.value.same_quantum(ONE):  # the exponent of most is 0, and is slow to ask for
            return self.value is not None
        return self.value.is_finite() and int(self.value.as_tuple().exponent) >= 0


def times(value: Decimal, factor: int | Decimal) -> Decimal:
    """Return the exact product, without an exponent.

    >>> times(Decimal("4338.7"), 10**9)
    Decimal('4338700000000')
    """
    product = EXACT.multiply(value, factor)
    if product.same_quantum(ONE) or product.adjusted() > LARGEST:
        return product
    if product == product.to_integral_value(context=EXACT):
        return EXACT.quantize(product, ONE)
    return product.normalize(EXACT)


def share(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """Return `part` of `whole` in per cent, rounded to two decimals where it does not come out even.

    >>> share(2, 3), share(1, 2), share(1, 40_000)
    (Decimal('66.67'), Decimal('50'), Decimal('0.0025'))
    """
    percent = EXACT.divide(Decimal(part) * 100, Decimal(whole))
    even = percent.quantize(EVEN, ROUND_HALF_UP, EXACT)
    return times(even if even == percent else percent.quantize(CENT, ROUND_HALF_UP, EXACT), 1)
