"""What slips are called."""

from decimal import Decimal

import pytest

from extract.slips import EXACT, powers_of_ten, slip, unit_slip


@pytest.mark.parametrize(
    ("said_value", "read", "unit", "error"),
    [
        ("0.305", "30.5", "%", "percent-points"),
        ("3050", "30.5", "%", "scale"),
        ("35.0", "30.5", "%", "swapped-digits"),
        ("31", "30.5", "%", "rounding"),
        ("30", "30.5", "%", "rounding"),
        ("30.52", "30.5", "%", "rounding"),
        ("21", "20", "count", "digits"),
        ("20", "21", "count", "digits"),
        ("4", "4.3", "t", "rounding"),
        ("4000", "4300", "t", "digits"),
        ("7000000000", "7120000000", "CNY", "rounding"),
        ("120", "123", "count", "rounding"),
        ("123", "120", "count", "rounding"),
        ("-31", "30.5", "%", "digits"),
        ("0", "30.5", "%", "digits"),
        ("20.5", "30.5", "%", "digits"),
        ("21", "12", "count", "swapped-digits"),
        ("1234", "4321", "count", "digits"),
    ],
)
def test_a_wrong_value_is_called_by_the_slip_that_explains_it(
    said_value: str, read: str, unit: str, error: str
) -> None:
    assert slip(Decimal(said_value), Decimal(read), unit) == error


def test_a_null_against_a_number_is_a_matter_of_digits() -> None:
    assert slip(None, Decimal(7), "CNY") == "digits"


def test_a_percentage_for_points_is_its_own_kind_of_wrong_unit() -> None:
    assert (unit_slip("%", "pp"), unit_slip("%", None), unit_slip("t", "kg")) == ("percent-points", "unit", "unit")


def test_a_scale_is_counted_in_powers_of_ten() -> None:
    assert powers_of_ten(Decimal("0.007"), Decimal("7.0")) == -3


def test_numbers_that_no_text_writes_out_are_not_laid_side_by_side() -> None:
    assert slip(Decimal("1E+999999999"), Decimal("2E-999999999"), None) == "digits"


def test_numbers_of_many_digits_are_told_apart_to_the_last() -> None:
    one, other = Decimal("1" * 40), Decimal("1" * 39 + "2")

    assert [
        slip(one.copy_negate(), other, None),
        slip(one.scaleb(-2, EXACT), other, "%"),
        slip(one, one.copy_negate(), None),
    ] == [
        "digits",
        "digits",
        "sign",
    ]
