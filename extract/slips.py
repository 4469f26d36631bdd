"""What is the name of the slip that turns one number into another?"""

from decimal import Context, Decimal

from extract.plain import LONGEST, is_long

SLIPS = ("sign", "percent-points", "scale", "swapped-digits", "rounding", "digits", "unit")
"""All names that `slip` and `unit_slip` give."""
PERCENT_FAMILY = frozenset({"%", "pp", "bp"})
"""Units that are shares of a hundred, or differences of such."""
ONE_DIGIT_WITHIN = Decimal("0.05")
"""Share of a whole number of one significant digit below which another whole number counts as rounded to it: 7 billion
is 7.12 billion rounded, while 20 is as likely a count of its own as 21 is. A fraction is no count: 1.7 rounds to 2."""
EXACT = Context(prec=2 * LONGEST + 1)
"""Holds every digit of two numbers that are laid side by side."""


def slip(said: Decimal | None, true: Decimal | None, unit: str | None) -> str:
    """Return the name of the slip that turns the true value into the one that is said, where the two differ.

    One of sign, percent-points (the fraction for the percentage), scale, swapped-digits, rounding, digits.

    >>> [slip(Decimal(said), Decimal("30.5"), "%") for said in ("0.305", "35.0", "31", "-30.5", "305", "30.7")]
    ['percent-points', 'swapped-digits', 'rounding', 'sign', 'scale', 'digits']
    """
    if said is None or true is None or is_long(said) or is_long(true):
        return "digits"
    if said == true.copy_negate():
        return "sign"
    if unit in PERCENT_FAMILY and said.scaleb(2, EXACT) == true:
        return "percent-points"
    if _digits(said) == _digits(true):
        return "scale"
    if _swapped(*_padded(said, true)):
        return "swapped-digits"
    if _rounded(said, true) or _rounded(true, said):
        return "rounding"
    return "digits"


def unit_slip(said: str | None, true: str | None) -> str:
    """Return the name of the slip that turns one unit into another: percent-points within that family, else unit.

    >>> unit_slip("%", "pp"), unit_slip("CNY", "USD")
    ('percent-points', 'unit')
    """
    return "percent-points" if said in PERCENT_FAMILY and true in PERCENT_FAMILY else "unit"


def powers_of_ten(said: Decimal, true: Decimal) -> int:
    """Return by how many powers of ten a value is off, where only its scale is.

    >>> powers_of_ten(Decimal("7000000"), Decimal("7000000000"))
    -3
    """
    return said.adjusted() - true.adjusted()


def _digits(value: Decimal) -> str:
    return "".join(str(digit) for digit in value.as_tuple().digits).strip("0")


def _padded(one: Decimal, other: Decimal) -> tuple[str, str]:
    """Return both as digit strings of equal length with the decimal point in one place."""
    places = max(-int(one.as_tuple().exponent), -int(other.as_tuple().exponent), 0)
    written = [f"{number.copy_abs():.{places}f}".replace(".", "") for number in (one, other)]
    width = max(map(len, written))
    return written[0].zfill(width), written[1].zfill(width)


def _swapped(one: str, other: str) -> bool:
    differing = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differing) != 2:
        return False
    first, second = differing
    return one[first] == other[second] and one[second] == other[first]


def _rounded(coarse: Decimal, fine: Decimal) -> bool:
    """Whether `coarse` is `fine` rounded, or cut, to fewer digits; a whole number to one digit only if close."""
    if not coarse or not fine or coarse.is_signed() != fine.is_signed():
        return False
    digits = len(_digits(coarse))
    if digits >= len(_digits(fine)):
        return False
    step = Decimal(1).scaleb(coarse.adjusted() - digits + 1)
    counts = digits == 1 and fine == fine.to_integral_value()
    return EXACT.subtract(coarse, fine).copy_abs() < (abs(coarse) * ONE_DIGIT_WITHIN if counts else step)
