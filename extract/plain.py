"""How do hostile words and numbers stand where only plain ones may: in a line of a terminal, a cell, an attribute?"""

from decimal import Decimal

LONGEST = 400
"""Digits before or after the point beyond which no number is written out, nor two laid side by side: no text has them,
and the few characters of `1e999999999` would fill a gigabyte."""


def one_line(text: str) -> str:
    """Return the text fit for one line of a terminal: what would move the cursor or colour the screen spelled out.

    >>> one_line("two\\nlines, \\x1b[31mred")
    'two lines, \\\\x1b[31mred'
    """
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in " ".join(text.split())
    )


def written(number: Decimal) -> str:
    """Return every digit of the number without an exponent; of one that is too long the first few, with it.

    >>> written(Decimal("7.0E+9")), written(Decimal("1e999999999"))
    ('7000000000', '1.00000E+999999999')
    """
    return f"{number:.5E}" if is_long(number) else f"{number:f}"


def shortest(number: Decimal) -> str:
    """Return the number as `written` does, without zeros that say nothing.

    >>> shortest(Decimal("7.0E+9")), shortest(Decimal("13.50")), shortest(Decimal("20.0"))
    ('7000000000', '13.5', '20')
    """
    digits = written(number)
    return digits.rstrip("0").rstrip(".") if "." in digits and not is_long(number) else digits


def is_long(number: Decimal) -> bool:
    """Return whether the number has more digits on one side of the point than anybody writes; NaN has none."""
    return number.is_finite() and max(abs(number.adjusted()), abs(int(number.as_tuple().exponent))) > LONGEST
