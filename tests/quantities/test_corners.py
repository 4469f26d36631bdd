"""Whether the rarer turns of each rule are taken: what looks like a unit, a label, a range or a word of change."""

import pytest

from extract.quantities import expressions, figures, read, read_at, stretch_around
from extract.records import Span

Reading = tuple[str, str | None, str, str]


def readings(text: str) -> list[Reading]:
    def written(value: object, upper: object) -> str:
        return str(value) if upper is None else f"{value}..{upper}"

    return [(written(q.value, q.upper), q.unit, q.comparator, q.trend) for q in figures(text)]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("The “star”, 34, sang.", ("34", "count", "=", "level")),
        ("The wind is 5m/s.", ("5", "m/s", "=", "level")),
        ("The clip is 20 seconds old.", ("20", "s", "=", "level")),
        ("It is a 20-minute-old alarm.", ("20", "min", "=", "level")),
        ("It won just only even 5 seats.", ("5", "count", "=", "level")),
        ("It ran under another five days.", ("5", "d", "=", "level")),
        ("It has 5 maximum security jails.", ("5", "count", "=", "level")),
        ("It has 1.234.567 people.", ("1234567", "count", "=", "level")),
        ("Line 2, 3 trains left.", ("3", "count", "=", "level")),
        ("It is to be even yet rising 5 percent.", ("5", "%", "=", "increase")),
        ("It has 5 big red blue green bright tall wide grey dark light thin thick fat lean slim dogs.",
         ("5", "count", "=", "level")),
        ("He met “two big red blue green bright tall wide grey dark light thin thick fat lean slim dogs” there.",
         ("2", "count", "=", "level")),
        ("A big red blue green bright tall wide grey dark boat of from 3 to 5 tons came.", ("3..5", "t", "=", "level")),
        ("A calf 5 days old died.", ("5", "d", "=", "level")),
        ("A 5-day-old calf died.", ("5", "d", "=", "level")),
        ("It has 5 stone walls.", ("5", "count", "=", "level")),
        ("It won one match\nLund left.", ("1", "count", "=", "level")),
        ("It has 5 red and big old new bright tall wide deep.", ("5", "count", "=", "level")),
        ("It weighs 9e99 kg.", ("9E+99", "kg", "=", "level")),
        ("It grew .5-6 percent.", ("None", "%", "=", "increase")),
        ("It counts 12 345.", ("None", None, "=", "level")),
        ("It sold more, from 30 to 40 tons.", ("30..40", "t", "=", "level")),
        ("It has 40 kg of red wood chips bark dust sand piles.", ("40", "kg", "=", "level")),
        ("It costs 5 yuan per percent.", ("5", "CNY", "=", "level")),
        ("It has about 2000 plots.", ("2000", "count", "~", "level")),
        ("It has 1400 plots.", ("1400", "count", "=", "level")),
        ("It has 1815 plots.", ("1815", "count", "=", "level")),
        ("It has 5-7 plots.", ("5..7", "count", "=", "level")),
        ('He said "two firms have left" today.', ("2", "count", "=", "level")),
        ("It rose just only even still also much 5 percent.", ("5", "%", "=", "level")),
        ("It is Y 590 there.", ("590", "count", "=", "level")),
        ("It had 5 real friends.", ("5", "count", "=", "level")),
        ("They had two second homes.", ("2", "count", "=", "level")),
        ("It has 5 V.I.P. seats.", ("5", "count", "=", "level")),
        ("It won one match\nThen it left.", ("1", "count", "=", "level")),
        ("It has 5 percent annual\nGrowth came.", ("5", "%", "=", "level")),
        ("It paid nine hundred and ninety-nine trillion nine hundred and ninety-nine billion nine hundred and "
         "ninety-nine million nine hundred and ninety-nine thousand nine hundred and ninety-nine yuan.",
         ("999999999999999", "CNY", "=", "level")),
    ],
)  # fmt: skip
def test_one_figure_is_read(text: str, reading: Reading) -> None:
    assert readings(text) == [reading]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The result was $(1.2) million (5 firms).", ["-1200000", "5"]),
        ("The result was $(1.2) million (50).", ["-1200000"]),
        ("The result was $(1.2) million (50 or so).", ["-1200000", "50"]),
        ("It grew 5 and 0 percent.", ["5", "0"]),
        ("It has plants of 5, 10, 338 and 12 MW.", ["5", "10", "338", "12"]),
        ("It was 338. 7.5 billion yuan came.", ["338", "7500000000"]),
        ("In all 97. City8% left.", ["97", "None"]),
        ("It is at exits 1, 2, 3, 4, 5 and 6.", ["6"]),
        ("It paid one thousand one thousand yuan.", ["None"]),
        ('They sang "Two men left the hall, and nobody came back to it; they bought 5 cars.', ["2", "5"]),
    ],
)
def test_several_figures_are_read(text: str, values: list[str]) -> None:
    assert [value for value, *_ in readings(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "It has 5T of data.",
        "It ran in 2019–20 only.",
        "The key is 11111111111111111111111111111111111111111111111111.",
        'It is called the "Two way" today.',
        "The twenty-first firm closed.",
        "It is 5 x 10^n wide.",
        "It is x5%.",
        "On the 5 th of May it opened.",
        "It ends at 10 o' clock.",
        "It ended 5-7 there.",
        "It began in 1400 there.",
        "It is # 5 there.",
    ],
)
def test_nothing_is_read(text: str) -> None:
    assert readings(text) == []


@pytest.mark.parametrize("text", ["A couple hundred people came.", "Several hundred people came."])
def test_a_few_hundred_is_an_order_of_magnitude(text: str) -> None:
    assert [(str(q.value), str(q.upper), q.flags) for q in read(text)] == [("200", "999", frozenset({"vague"}))]


@pytest.mark.parametrize(("before", "after"), [("\n\n", " "), (" ", "\n\n"), (" ", " ")])
def test_a_long_paragraph_is_read_near_the_place_only(before: str, after: str) -> None:
    text = "word " * 500 + before + "It has 5 firms" + after + "word " * 500
    start = text.index("5 firms")
    assert [str(q.value) for q in read_at(text, Span(start, start + 7))] == ["5"]


def test_a_paragraph_of_up_to_2000_code_points_is_one_stretch_wherever_one_asks() -> None:
    text = "\n\n".join(("word " * 399 + "last.", "Next."))
    assert {stretch_around(text, Span(at, at + 1), 4) for at in range(2_000)} == {Span(0, 2_000)}
    assert stretch_around("x" + text, Span(502, 503), 4) == Span(501, 507)


def test_a_stretch_of_a_long_paragraph_begins_at_a_word() -> None:
    text = "word " * 600
    assert stretch_around(text, Span(502, 503), 4) == Span(500, 507)
    assert stretch_around("x" * 3_000, Span(502, 503), 4) == Span(498, 507)
    assert stretch_around(text, Span(1, 2), 4) == Span(0, 6)


def test_a_text_without_any_number_word_has_no_expression() -> None:
    assert expressions("the city grew") == ()
