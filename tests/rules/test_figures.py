"""Which figures the rule model gives, and of what and whom."""

from typing import Any

import pytest

from extract.rules.body import body_sentences
from extract.rules.claims import claims
from extract.rules.figures import figures


def read(text: str, published: str | None = None) -> list[dict[str, Any]]:
    sentences = body_sentences(text)
    return figures(text, published, sentences, claims(text, published, sentences))


def test_a_figure_is_given_with_all_fields_of_the_response_model() -> None:
    (figure,) = read("In 2021, the city's output exceeded 7.50 billion yuan.")
    assert figure["quote"] == "exceeded 7.50 billion yuan"
    assert (figure["value"], figure["upper"], figure["unit"]) == ("7500000000", None, "CNY")
    assert (figure["comparator"], figure["trend"]) == (">", "level")


def test_a_long_number_keeps_every_digit() -> None:
    (figure,) = read("The county counts 1234567890123456789012345678901234567 residents.")
    assert figure["value"] == "1234567890123456789012345678901234567"


def test_a_range_has_an_upper_end() -> None:
    (figure,) = read("The county will build 3 to 5 parks.")
    assert (figure["value"], figure["upper"], figure["unit"]) == ("3", "5", "count")


def test_figures_outside_the_article_are_left_out() -> None:
    text = "Ash County grew by 5 percent.\n\nSee also  Seven ways to earn 300 dollars a day\n\nIt has 20 parks."
    assert [figure["value"] for figure in read(text)] == ["5", "20"]


@pytest.mark.parametrize(
    ("text", "measure", "entity"),
    [
        ("Ash County's industrial output reached 7 billion yuan.", "industrial output", "Ash County"),
        ("Ash County signed 56 new projects.", "new projects", "Ash County"),
        ("With a planned area of 13 square kilometers, the park will grow.", "planned area", "the park"),
        ("Ash County accounts for 30 percent of the province's exports.", "share of province's exports", "Ash County"),
        ("The output value of the tea industry rose by 5 percent.", "output value", "the tea industry"),
        ("Ash County grew. The annual output of steel was 6 million tons.", "annual output of steel", "Ash County"),
        ("Ash County will build a 5-billion-yuan paper cluster.", "size of the paper cluster", "paper cluster"),
        ("Ash County has 86,000 tons of tea.", "tea", "Ash County"),
        ("5 percent.", "amount", "the document"),
        ("More than 2,100 sheds lost 5 percent.", "sheds", "More than 2,100 sheds"),
        ("The sheds lost 5 percent. Ash County grew.", "sheds", "Ash County"),
        ("The yard will pay taxes of 5 million yuan.", "taxes", "The yard"),
        ("The town has a 5-acre, green park.", "town", "The town"),
    ],
)
def test_measure_and_entity_come_from_the_words_beside_the_number(text: str, measure: str, entity: str) -> None:
    figure = read(text)[-1]
    assert (figure["measure"], figure["entity"]) == (measure, entity)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The dam will create at least 200 jobs.", "forecast"),
        ("The county will build 20 parks.", "planned"),
        ("Turnover should climb to 90 million francs.", "forecast"),
        ("The county has built 20 parks.", "actual"),
        ("Target for 2040: 20 parks.", "planned"),
    ],
)
def test_a_figure_that_has_not_happened_has_the_status_of_its_claim(text: str, status: str) -> None:
    assert read(text)[-1]["status"] == status
