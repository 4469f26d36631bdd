"""Whether numbers in rare writing are read, damaged ones are left unread, and neighbours that are two stay two."""

from decimal import Decimal

import pytest

from extract.quantities import expressions, figures
from extract.quantities.legible import legible

Reading = tuple[str | None, str | None, str | None]


def readings(text: str) -> list[Reading]:
    def plain(value: Decimal | None) -> str | None:
        return None if value is None else format(value.normalize(), "f")

    return [(plain(q.value), plain(q.upper), q.unit) for q in figures(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        # digits of other scripts and widths
        ("There are １,234 firms.", "1234", "count"),
        ("There are １，２３４ firms.", "1234", "count"),
        ("It paid ５００ yuan.", "500", "CNY"),
        ("It grew ١٢٫٥ percent.", "12.5", "%"),
        ("It paid १२३ rupees.", "123", "INR"),
        ("It grew ５％.", "5", "%"),
        # rare separators
        ("It paid 12′000 francs.", "12000", "CHF"),
        ("It paid 12`000 francs.", "12000", "CHF"),
        ("It paid 12´000 francs.", "12000", "CHF"),
        ("It paid 12_000 francs.", "12000", "CHF"),
        ("It paid 12٬000 francs.", "12000", "CHF"),
        ("It paid 12\u2002000 francs.", "12000", "CHF"),
        ("It grew 12·5 percent.", "12.5", "%"),
        ("It paid 4 338.7 billion yuan.", "4338700000000", "CNY"),
        ("It counts twenty‑five yuan.", "25", "CNY"),
        # words and ranges over the end of a line
        ("It made 3 mil-\nlion tons.", "3000000", "t"),
        ("It made 3 mil-\r\nlion tons.", "3000000", "t"),
        ("It made 3 mil\u00adlion tons.", "3000000", "t"),
        ("It made 3 mil\u00ad\nlion tons.", "3000000", "t"),
        ("It made 3 million\u200b tons.", "3000000", "t"),
        ("It made \u200b3 million tons\ufeff.", "3000000", "t"),
        ("It paid twenty-\nfive yuan.", "25", "CNY"),
        ("It is a ten-\nyear plan.", "10", "a"),
        ("It was −\n5 percent.", "-5", "%"),
        # two scales
        ("It paid 3 million 500 thousand yuan.", "3500000", "CNY"),
        ("It paid 3 million 500 yuan.", "3000500", "CNY"),
        ("It paid one million, two hundred thousand yuan.", "1200000", "CNY"),
    ],
)
def test_a_number_is_read_in_rare_writing(text: str, value: str, unit: str) -> None:
    assert readings(text) == [(value, None, unit)]


def test_a_range_goes_on_over_the_end_of_a_line() -> None:
    assert readings("It cost 1.2-\n1.5 billion yuan.") == [("1200000000", "1500000000", "CNY")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("It cost 4, 338.7 billion yuan.", "CNY"),
        ("It cost 4,\n338.7 billion yuan.", "CNY"),
        ("It cost 4 ,338.7 billion yuan.", "CNY"),
        ("There are 4, 338 firms.", "count"),
        ("It cost 4,338. 7 billion yuan.", "CNY"),
        ("4,338. 7 billion yuan", "CNY"),
        ("It cost 4,338 . 7 billion yuan.", "CNY"),
        ("It cost 4,338 .7 billion yuan.", "CNY"),
        ("It cost 4,338.\n7 billion yuan.", "CNY"),
        ("It cost 4,338.-\n7 billion yuan.", "CNY"),
        ("It cost 12\n345 francs.", "CHF"),
        ("It cost 1,23 4.5 billion yuan.", "CNY"),
        ("It cost 12;000 francs.", "CHF"),
        ("It cost 12·000 francs.", "CHF"),
        ("It cost 12\u200b345 francs.", "CHF"),
        ("It cost 000 francs.", "CHF"),
    ],
)
def test_a_number_that_is_torn_apart_is_one_that_nobody_can_read(text: str, unit: str) -> None:
    assert readings(text) == [(None, None, unit)]
    assert len(expressions(text)) == 1


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("On May 3, 338 firms opened.", ["338"]),
        ("In 2023, 338 firms opened.", ["338"]),
        ("At age 12, 300 people had died.", ["12", "300"]),
        ("It has 20, 100 and 200 MW plants.", ["20", "100", "200"]),
        ("It fell by 5, 120 and 338 percent.", ["5", "120", "338"]),
        ("Of 50, 100 or 500 kg.", ["50", "100", "500"]),
        ("It paid 3 million, 500 thousand and 20 thousand yuan.", ["3000000", "500000", "20000"]),
        ("It was in 2023. 7 billion yuan was spent.", ["7000000000"]),
        ("It was on May 4. 7 billion yuan was spent.", ["7000000000"]),
        ("1. 7 million people came.", ["7000000"]),
        ("He was 34. 12 firms closed.", ["34", "12"]),
        ("It sold 3 million. 500 thousand yuan was left.", ["3000000", "500000"]),
        ("The rest –\n5 percent – left.", ["5"]),
        ("Points:\n-\n5 firms left.", ["5"]),
        ("It has 12 firms\n345 km away.", ["12", "345"]),
        ("It has 12\n\n345 francs.", ["12", "345"]),
        ("It sells 5 kg, 500 g and 20 g.", ["5", "500", "20"]),
    ],
)
def test_numbers_that_only_stand_close_stay_apart(text: str, values: list[str]) -> None:
    assert [value for value, _, _ in readings(text)] == values


def test_a_text_without_rare_signs_is_itself() -> None:
    text = "The city’s output rose 5 percent."
    assert legible(text) is text
    assert legible("a_b and `c`") == "a_b and `c`"


def test_every_sign_stays_in_its_place() -> None:
    text = "１２ 12′000 ３．５ － ％ ‑ ٣٬٠٠٠"
    assert len(legible(text)) == len(text)
    assert legible(text) == "12 12'000 3.5 - % - 3'000"


@pytest.mark.parametrize(("row", "figures_in_it"), [("7 " * 200, 200), ("7 " * 201, 0), ("7 kg, " * 300, 300)])
def test_bare_numbers_in_an_endless_row_are_cells_and_no_figures(row: str, figures_in_it: int) -> None:
    assert len(readings(f"It has {row}. It has 5 firms.")) == figures_in_it + 1
    assert readings(f"It has {row}. It has 5 firms.")[-1] == ("5", None, "count")
