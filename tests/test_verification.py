"""Does a verdict follow from what can be read, and is every slip called by its name?"""

from decimal import Decimal

import pytest

from extract.records import Quantity, Span
from extract.schema import Reads
from extract.settings import Settings
from extract.verification import Stated, judge, stated, verify

READS = Reads(value="value", upper="upper", unit="unit", comparator="comparator", trend="trend")
ALL = frozenset({"upper", "unit", "comparator", "trend"})
TEXT = "Output value exceeded 4,338.7 billion yuan in 2023, while costs fell 3.9 percent."


def quantity(value: str | None, unit: str | None = "CNY", upper: str | None = None, **more: object) -> Quantity:
    number = None if value is None else Decimal(value)
    return Quantity(Span(0, 1), Span(0, 1), number, None if upper is None else Decimal(upper), unit, **more)  # type: ignore[arg-type]


def said(value: str | None, unit: str | None = "CNY", **more: object) -> Stated:
    return Stated(None if value is None else Decimal(value), ALL, unit=unit, **more)  # type: ignore[arg-type]


def fields(value: str | None, unit: str, comparator: str = "=", trend: str = "level") -> dict[str, str | None]:
    return {"value": value, "upper": None, "unit": unit, "comparator": comparator, "trend": trend}


def test_a_value_that_the_words_give_is_confirmed() -> None:
    span = Span(TEXT.index("exceeded"), TEXT.index(" in 2023"))

    assert verify(fields("4338700000000", "CNY", ">"), READS, TEXT, span).verdict == "confirmed"


def test_a_comparator_that_stands_before_the_quote_counts() -> None:
    span = Span(TEXT.index("4,338"), TEXT.index(" in 2023"))

    assert verify(fields("4338700000000", "CNY", ">"), READS, TEXT, span).verdict == "confirmed"


NOTHING_BEFORE = Settings(context_before=0)
COSTS = Span(TEXT.index("3.9 percent"), len(TEXT) - 1)


@pytest.mark.parametrize("trend", ["decrease", "level"])
def test_a_trend_word_too_far_off_may_govern_the_number_or_not(trend: str) -> None:
    assert verify(fields("3.9", "%", trend=trend), READS, TEXT, COSTS, NOTHING_BEFORE).verdict == "confirmed"


def test_a_trend_word_too_far_off_never_turns_round() -> None:
    assert verify(fields("3.9", "%", trend="increase"), READS, TEXT, COSTS, NOTHING_BEFORE).errors == ("trend",)


def test_a_comparator_too_far_off_governs_nothing() -> None:
    span = Span(TEXT.index("4,338"), TEXT.index(" in 2023"))

    assert verify(fields("4338700000000", "CNY", ">"), READS, TEXT, span, NOTHING_BEFORE).errors == ("comparator",)


def test_an_item_without_a_span_is_unverified() -> None:
    assert verify(fields("1", "CNY"), READS, TEXT, None).verdict == "unverified"


@pytest.mark.parametrize(
    ("value", "unit", "comparator", "trend", "error"),
    [
        ("4338700000", "CNY", ">", "level", "scale"),
        ("-4338700000000", "CNY", ">", "level", "sign"),
        ("4338800000000", "CNY", ">", "level", "digits"),
        ("4383700000000", "CNY", ">", "level", "swapped-digits"),
        ("4300000000000", "CNY", ">", "level", "rounding"),
        ("4338700000000", "USD", ">", "level", "unit"),
        ("4338700000000", "CNY", "=", "level", "comparator"),
        ("4338700000000", "CNY", ">", "increase", "trend"),
    ],
)
def test_each_slip_is_named(value: str, unit: str, comparator: str, trend: str, error: str) -> None:
    span = Span(TEXT.index("exceeded"), TEXT.index(" in 2023"))

    verification = verify(fields(value, unit, comparator, trend), READS, TEXT, span)

    assert (verification.verdict, verification.errors) == ("contradicted", (error,))


def test_a_verdict_says_what_the_text_says_and_what_the_item_says() -> None:
    verification = judge(said("9.2"), [quantity("4.2", comparator=">", trend="increase")])

    assert verification.message == "the text says > 4.2 CNY (increase), the item says 9.2 CNY"


def test_percent_for_percentage_points_is_named() -> None:
    assert judge(said("2.3", "%"), [quantity("2.3", "pp")]).errors == ("percent-points",)


def test_the_value_of_one_quantity_and_the_unit_of_another_confirm_nothing() -> None:
    readings = [quantity("44", "count"), quantity("10000000000", "CNY", comparator=">")]

    assert judge(said("44", "CNY"), readings).verdict == "contradicted"


def test_a_sum_of_two_quantities_confirms_nothing() -> None:
    assert judge(said("30"), [quantity("10"), quantity("20")]).verdict == "contradicted"


def test_the_nearest_reading_names_the_error() -> None:
    readings = [quantity("44", "count"), quantity("7000000000")]

    assert judge(said("7000000"), readings).errors == ("scale",)


def test_a_wrong_range_end_is_named() -> None:
    verification = judge(said("3", "count", upper=Decimal(6)), [quantity("3", "count", upper="5")])

    assert verification.errors == ("upper",)
    assert verification.message == "the text says 3 to 5 count, the item says 3 to 6 count"


def test_a_null_value_on_a_garbled_number_is_unreadable() -> None:
    assert judge(said(None, "%"), [quantity(None, "%")]).verdict == "unreadable"


def test_a_null_value_where_a_number_can_be_read_is_contradicted() -> None:
    assert judge(said(None), [quantity("7")]).verdict == "contradicted"


def test_a_null_value_beside_a_readable_number_is_unreadable_where_it_stands_for_the_garbled_one() -> None:
    assert judge(said(None, "%"), [quantity("7"), quantity(None, "%")]).verdict == "unreadable"


def test_a_value_on_a_garbled_number_is_unreadable() -> None:
    verification = judge(said("97.8", "%"), [quantity(None, "%")])

    assert verification.verdict == "unreadable"
    assert verification.message == "only a garbled number stands there, the item says 97.8 %"


def test_a_point_value_for_an_order_of_magnitude_is_unreadable() -> None:
    verification = judge(said("24", "count"), [quantity("24", "count", flags=frozenset({"vague"}))])

    assert (verification.verdict, verification.message) == (
        "unreadable",
        "the text names only an order of magnitude there",
    )


@pytest.mark.parametrize(("value", "end"), [("5", "the item says 5 CNY"), (None, "and none is given")])
def test_where_no_number_stands_nothing_can_be_read(value: str | None, end: str) -> None:
    assert judge(said(value), []).message == f"no number can be read there, {end}"


def test_only_declared_fields_are_compared() -> None:
    item = stated({"amount": "7", "currency": "USD"}, Reads(value="amount"))

    assert judge(item, [quantity("7", "CNY", comparator=">")]).verdict == "confirmed"
    assert judge(item, [quantity("8", "CNY")]).message == "the text says 8 CNY, the item says 7"


@pytest.mark.parametrize("value", ["seven", None, True, "NaN", "Infinity"])
def test_what_is_no_decimal_is_read_as_null(value: object) -> None:
    assert stated({"value": value}, Reads(value="value")).value is None


@pytest.mark.parametrize("value", ["1e999999999", "-1e-999999999", "1" * 10_000, "0." + "1" * 10_000])
def test_a_number_that_nobody_writes_out_is_named_in_a_few_characters(value: str) -> None:
    found = judge(said(value, upper=Decimal(value)), [quantity("4338.7")])

    assert len(found.message or "") < 100


@pytest.mark.parametrize("field", ["unit", "comparator", "trend"])
def test_what_is_no_word_is_what_no_text_says(field: str) -> None:
    found = verify({**fields("4338700000000", "CNY", ">"), field: {"a": [1]}}, READS, TEXT, Span(13, 49))

    assert (found.verdict, found.errors) == ("contradicted", (field,))
