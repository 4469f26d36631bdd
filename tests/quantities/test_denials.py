"""Whether what is denied is asserted nowhere: changes, comparators, numbers; and which words deny nothing."""

import pytest

from extract.quantities import figures

Reading = tuple[str, str | None, str, str]


def readings(text: str) -> list[Reading]:
    return [(str(q.value), q.unit, q.comparator, q.trend) for q in figures(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Output did not rise 5 percent.",
        "Output didn’t rise 5 percent.",
        "Output has not really risen 5 percent.",
        "Output did not fall by 5 percent.",
        "Prices never fell 5 percent.",
        "Output failed to grow by 5 percent.",
        "There was no rise of 5 percent.",
        "There was no significant rise of 5 percent.",
        "It passed without an increase of 5 percent.",
    ],
)
def test_a_change_that_is_denied_is_none(text: str) -> None:
    assert readings(text) == [("5", "%", "=", "level")]


def test_a_multiple_that_is_denied_is_no_change() -> None:
    assert readings("Output has not doubled.") == [("2", "times", "=", "level")]


@pytest.mark.parametrize(
    ("text", "comparator", "trend"),
    [
        ("It failed to exceed 5 percent.", "<=", "level"),
        ("It hardly exceeded 5 percent.", "<=", "level"),
        ("No firm exceeded 5 percent.", "<=", "level"),
        ("It cannot be less than 5 percent.", ">=", "level"),
        ("Output did not rise more than 5 percent.", "<=", "increase"),
    ],
)
def test_a_comparator_that_is_denied_is_turned_round(text: str, comparator: str, trend: str) -> None:
    assert readings(text) == [("5", "%", comparator, trend)]


@pytest.mark.parametrize(
    ("text", "comparator", "trend"),
    [
        ("Growth not only exceeded 5 percent.", ">", "level"),
        ("Not only did output rise 5 percent.", "=", "increase"),
        ("It did not say output rose 5 percent.", "=", "increase"),
        ("No, output rose 5 percent.", "=", "increase"),
        ("It was not. Output rose 5 percent.", "=", "increase"),
        ("It was not so, output rose 5 percent.", "=", "increase"),
        ("No. Rose 5 percent.", "=", "increase"),
        ("It was not bad: over 5 percent.", ">", "level"),
    ],
)
def test_a_denial_of_something_else_denies_nothing(text: str, comparator: str, trend: str) -> None:
    assert readings(text) == [("5", "%", comparator, trend)]


@pytest.mark.parametrize("text", ["Growth was not 5% but 6%.", "It was 6%, not 5%.", "It grew not by 5% but 6%."])
def test_a_number_that_is_denied_is_no_figure(text: str) -> None:
    assert [value for value, *_ in readings(text)] == ["6"]


def test_a_number_after_if_not_stands() -> None:
    assert [value for value, *_ in readings("It has 4, if not 5 plants.")] == ["4", "5"]
