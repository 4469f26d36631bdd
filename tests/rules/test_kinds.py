"""Facts, plans, forecasts and judgements, told apart by verbs and phrases."""

import pytest

from extract.records import Span
from extract.rules.body import BodySentence
from extract.rules.claims import claims


def kinds(text: str, published: str | None = None) -> list[str]:
    return [claim.kind for claim in claims(text, published, [BodySentence(0, len(text), False)])]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Exports rose by 5 percent.", "fact"),
        ("The city has strived to help the poor.", "fact"),
        ("The city has formed an outstanding industry.", "fact"),
        ("The city will build a port.", "plan"),
        ("The rate should be cut.", "plan"),
        ("The agency plans to hire 20 people.", "plan"),
        ("The line is scheduled to open in 2027.", "plan"),
        ("Build two parks.", "plan"),
        ("The city will make great efforts to grow.", "plan"),
        ("We'll open a school.", "plan"),
        ("The project is expected to create jobs.", "forecast"),
        ("The reform will drive growth.", "forecast"),
        ("This will be a turning point.", "forecast"),
        ("Analysts expect delays.", "forecast"),
        ("Prices may fall.", "forecast"),
        ("The turnover should climb to 90 million francs.", "forecast"),
        ("Insurance will cover half of the losses.", "forecast"),
        ("The yard hopes that sales pass 90 million francs.", "forecast"),
        ("The yard hopes to sell 90 ships.", "plan"),
        ("The bank forecasts a price of 90 francs.", "forecast"),
        ("A rate cut is likely.", "forecast"),
        ("The state targets 90 GW by 2040.", "plan"),
        ("The council should double the levy.", "plan"),
        ("The ministry is considering a levy.", "plan"),
        ("We need 900 tents.", "plan"),
        ("New tents are needed.", "fact"),
        ("Capacity should be doubled.", "plan"),
        ("The results are remarkable.", "evaluation"),
        ("The law has had a significant impact on trade.", "evaluation"),
        ("The city has made solid progress.", "evaluation"),
        ("The city set an example for others.", "evaluation"),
    ],
)
def test_the_verb_and_the_judgement_in_it_decide(sentence: str, kind: str) -> None:
    assert kinds(sentence) == [kind]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The city will build a port, expand trade and cut taxes.", ["plan", "plan", "plan"]),
        ("The city has set an example, ranking first in the north.", ["evaluation", "fact"]),
        ("The city opened a park, aiming to attract firms.", ["fact", "plan"]),
        ("The mayor said the city would build a port.", ["plan"]),
    ],
)
def test_a_clause_without_a_verb_of_its_own_takes_after_its_governor(sentence: str, expected: list[str]) -> None:
    assert kinds(sentence) == expected


def test_what_will_happen_in_a_year_that_is_over_has_happened() -> None:
    assert kinds("In 2023, the zone will build a port.", "2024-03-07") == ["fact"]
    assert kinds("In 2024, the zone will build a port.", "2024-03-07") == ["plan"]


def test_each_claim_has_its_place_and_its_period() -> None:
    text = "In 2021, exports rose by 5 percent."
    (claim,) = claims(text, None, [BodySentence(0, len(text), False)])
    assert (claim.span, claim.period) == (Span(0, 34), "2021")


def test_the_date_of_what_is_not_read_governs_nothing() -> None:
    text = "NORTHPORT, Oct. 9, 2023 -- The county has become a hub."
    (claim,) = claims(text, "2023-10-09", [BodySentence(27, len(text), False)])
    assert claim.period is None


def test_a_headline_without_a_finite_verb_claims_nothing() -> None:
    text = "Build a strong county"
    assert claims(text, None, [BodySentence(0, len(text), True)]) == []
