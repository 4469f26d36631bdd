"""Whether words that only sometimes set a unit, a trend or a comparator are told apart by what stands around them."""

import pytest

from extract.quantities import figures

Reading = tuple[str, str | None, str, str]


def readings(text: str) -> list[Reading]:
    return [(str(q.value), q.unit, q.comparator, q.trend) for q in figures(text)]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        # up, down, over and under as particles
        ("It will set up a 20 GWh battery plant.", ("20", "GWh", "=", "level")),
        ("Women make up 40% of staff.", ("40", "%", "=", "level")),
        ("The fund was set up by 20 firms.", ("20", "count", "=", "level")),
        ("It shut down 20 GW.", ("20", "GW", "=", "level")),
        ("It ended up 5 tonnes short.", ("5", "t", "=", "level")),
        ("The index ended up 5 percent.", ("5", "%", "=", "increase")),
        ("Exports were up 5 percent.", ("5", "%", "=", "increase")),
        ("Exports went down 5 percent.", ("5", "%", "=", "decrease")),
        ("The firm took over 300 firms.", ("300", "count", "=", "level")),
        ("It took over 300 people to build.", ("300", "count", ">", "level")),
        ("It took over 30 minutes.", ("30", "min", ">", "level")),
        ("It came under 20 rules.", ("20", "count", "=", "level")),
        ("It came under 20 percent.", ("20", "%", "<", "level")),
        # added value
        ("It drove growth of the county's added value by 224 percentage points.", ("224", "pp", "=", "increase")),
        ("The region's added value was cut by 3 percent.", ("3", "%", "=", "decrease")),
        # amounts that are lost or cut
        ("It had a loss of $5m.", ("5000000", "USD", "=", "level")),
        ("It lost $5m.", ("5000000", "USD", "=", "level")),
        ("It lost 5 percent.", ("5", "%", "=", "decrease")),
        ("It cut 1½ tonnes.", ("1.5", "t", "=", "decrease")),
        ("It posted a minus of 3.7 percent.", ("3.7", "%", "=", "decrease")),
        ("It posted a plus of 3.7 percent.", ("3.7", "%", "=", "increase")),
        # multiples, magnitudes, letters for digits
        ("It was three times over budget.", ("3", "times", "=", "level")),
        ("It won three times over the years.", ("3", "count", "=", "level")),
        ("A 6.1-magnitude quake hit.", ("6.1", None, "=", "level")),
        ("A 6.1 quake hit.", ("6.1", None, "=", "level")),
        ("It has 2,6oo employees.", ("None", "count", "=", "level")),
        ("It has 2,l00 employees.", ("None", "count", "=", "level")),
        ("It has 1O,000 employees.", ("None", "count", "=", "level")),
        ("It has l,234 employees.", ("None", "count", "=", "level")),
        # scale words in a row
        ("A hundred hundred hundred yuan was paid.", ("None", "CNY", "=", "level")),
        ("It paid 3 million thousand yuan.", ("None", "CNY", "=", "level")),
        ("It paid 2 million million yuan.", ("2000000000000", "CNY", "=", "level")),
        ("A 2 hundred-million-dollar deal.", ("200000000", "USD", "=", "level")),
        ("It paid 5.6 hundred-million yuan.", ("560000000", "CNY", "=", "level")),
    ],
)
def test_a_word_is_read_by_what_stands_around_it(text: str, reading: Reading) -> None:
    assert readings(text) == [reading]


@pytest.mark.parametrize("number", ["2", "two"])
def test_a_count_before_a_compound_of_scale_words_is_a_figure_of_its_own(number: str) -> None:
    clusters, size = readings(f"It will cultivate {number} hundred-billion-level clusters.")
    assert clusters == ("2", "count", "=", "level")
    assert size == ("100000000000", None, "=", "level")


def test_less_than_after_a_share_belongs_to_that_share() -> None:
    first, second = readings("It was 15 percent less than 30 percent.")
    assert first == ("15", "%", "=", "decrease")
    assert second == ("30", "%", "=", "level")


def test_the_unit_of_a_fall_carries_back() -> None:
    assert readings("It fell from 30 to 20 tonnes.") == [("30", "t", "=", "level"), ("20", "t", "=", "level")]


@pytest.mark.parametrize(
    "text",
    [
        "It opens no earlier than 2026.",
        "It opens no later than 2026.",
        "More than 2023 was the best.",
        "It lies between exits 4 and 9.",
        "The 1. FC Nuremberg won.",
        "The first two left.",
    ],
)
def test_years_labels_and_ranks_are_no_figures(text: str) -> None:
    assert readings(text) == []


@pytest.mark.parametrize("text", ["The first two firms left.", "On floors 20 people live."])
def test_counts_beside_such_words_are_figures(text: str) -> None:
    assert [unit for _, unit, *_ in readings(text)] == ["count"]
