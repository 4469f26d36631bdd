"""Does examining an answer let any wrong number through, and does it work for a response model of anybody's own?"""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import BaseModel

from extract.examination import examine, linked
from extract.quantities import figures
from extract.schema import ClaimsAndFigures, Item, Quote, Reads, Scored, exact, number

ROOT = Path(__file__).parent.parent
FIGURE_FIELDS = ("quote", "value", "upper", "unit", "comparator", "trend", "status", "measure", "entity", "period")


def gold_figures() -> list[tuple[str, dict[str, Any]]]:
    """Return (text of the document, the figure's fields) for each of the gold figures."""
    found = []
    for path in sorted((ROOT / "gold").glob("*.jsonl")):
        text = (ROOT / "seeds" / path.name).with_suffix(".txt").read_text(encoding="utf-8")
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["type"] == "figure":
                found.append((text, {name: row[name] for name in FIGURE_FIELDS}))
    return found


def wrong_digits(figure: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the figure with each digit of its quote changed to each other digit, and its value to match the quote."""
    changed = []
    for digit in re.finditer(r"\d", figure["quote"]):
        for other in "0123456789".replace(digit[0], ""):
            quote = figure["quote"][: digit.start()] + other + figure["quote"][digit.end() :]
            read = figures(quote)
            value = f"{read[0].value:f}" if read and read[0].value is not None else figure["value"]
            changed.append({**figure, "quote": quote, "value": value})
    return changed


def test_of_the_gold_figures_with_one_wrong_digit_in_quote_and_value_none_is_confirmed() -> None:
    tried = confirmed = 0
    for text, figure in gold_figures():
        for wrong in wrong_digits(figure):
            if wrong["quote"] in text:  # another figure of the document, and rightly found
                continue
            examined = examine(text, json.dumps({"claims": [], "figures": [wrong]}), ClaimsAndFigures)
            tried += 1
            verification = examined.items[0].verification
            assert verification is not None
            confirmed += verification.verdict == "confirmed"

    assert tried > 500
    assert confirmed == 0


def test_every_gold_figure_is_confirmed_but_for_the_one_that_is_garbled() -> None:
    verdicts = []
    for text, figure in gold_figures():
        examined = examine(text, json.dumps({"claims": [], "figures": [figure]}), ClaimsAndFigures)
        (item,) = examined.items
        if item.grounding.span is not None:  # some quotes stand twice, and one alone does not say which is meant
            assert item.verification is not None
            verdicts.append((item.verification.verdict, figure["quote"]))

    assert [quote for verdict, quote in verdicts if verdict == "unreadable"] == ["97 to the city8%"]
    assert [quote for verdict, quote in verdicts if verdict == "contradicted"] == []


def test_a_number_of_its_own_making_in_a_statement_is_named() -> None:
    text = "Output of the mill rose to 7 billion euros."
    claim = {"quote": text[:-1], "statement": "Output rose to 9 billion euros.", "subject": "output", "kind": "fact"}

    examined = examine(text, json.dumps({"claims": [claim], "figures": []}), ClaimsAndFigures)

    (problem,) = examined.all_problems()
    assert (problem.name, problem.where) == ("number-not-in-document", "claims[0].statement")
    assert problem.message == "'9 billion euros' is nowhere in the document"


@pytest.mark.parametrize(
    ("statement", "flagged"),
    [
        ("Output rose to 7 billion euros.", False),
        ("Output rose to 7 euros.", True),
        ("Output rose to €7 billion.", False),
        ("In 2031 output rose.", False),
        ("In 2032 output rose.", True),
    ],
)
def test_numbers_in_free_text_must_stand_in_the_document_at_their_scale(statement: str, flagged: bool) -> None:
    text = "Output of the mill rose to 7 billion euros."
    claim = {"quote": text[:-1], "statement": statement, "subject": "output", "kind": "fact"}

    examined = examine(text, json.dumps({"claims": [claim], "figures": []}), ClaimsAndFigures, published="2031-05-06")

    assert bool(examined.all_problems()) is flagged


@pytest.mark.parametrize(("statement", "flagged"), [("{}", False), ("{}.", False), ("Hence {}.", True)])
def test_words_of_the_document_itself_hold_no_number_of_their_own_making(statement: str, flagged: bool) -> None:
    words = "5,3 Prozent von 3.100 Leuten waren dabei"
    text = f"Der Umsatz lag bei 4.338,7 Mio. Euro. Ja, {words}."  # alone, the words do not tell how to read them
    claim = {"quote": words, "statement": statement.format(words), "subject": "staff", "kind": "fact"}

    examined = examine(text, json.dumps({"claims": [claim], "figures": []}), ClaimsAndFigures)

    assert bool(examined.all_problems()) is flagged


def test_a_value_where_only_a_garbled_number_stands_is_named() -> None:
    text = "Exports came to 4,21,6635 euros over ten months."
    figure = {"quote": "4,21,6635 euros", "value": "4216635", "unit": "EUR", "status": "actual"}
    answer = {"claims": [], "figures": [{**figure, "measure": "exports", "entity": "the mill"}]}

    examined = examine(text, json.dumps(answer), ClaimsAndFigures)

    assert [(one.name, one.where) for one in examined.all_problems()] == [("value-unreadable", "figures[0].value")]


def test_a_number_is_looked_for_beyond_a_place_where_it_is_part_of_another() -> None:
    text = "It sold 7 billion bolts to 12 buyers and 7 nuts."
    claim = {"quote": text[:-1], "statement": "It sold 7 nuts.", "subject": "it", "kind": "fact"}

    assert examine(text, json.dumps({"claims": [claim], "figures": []}), ClaimsAndFigures).all_problems() == ()


class Loan(Item):
    """A loan."""

    reads = Reads(value="amount", unit="currency")

    quote: Quote
    amount: Annotated[Decimal | None, Scored(number)]
    currency: Annotated[str | None, Scored(exact)]
    rate: Decimal | None = None


class Bank(Item):
    """A bank that lends."""

    words: Quote


class Lending(BaseModel):
    """What the document says of loans."""

    loans: list[Loan]
    banks: list[Bank]


LENDING = "The savings bank lent 3 million euros, at 4.5 percent, to the mill."


def lending(**loan: Any) -> str:
    bank = {"words": "The savings bank lent 3 million euros"}
    fields = {"quote": "3 million euros", "amount": "3000000", "currency": "EUR", "rate": None, **loan}
    return json.dumps({"loans": [fields], "banks": [bank]})


def test_a_response_model_of_ones_own_is_grounded_verified_and_linked() -> None:
    examined = examine(LENDING, lending(), Lending)
    loan, bank = linked(examined.items, Lending)

    assert loan.verification is not None
    assert loan.verification.verdict == "confirmed"
    assert loan.links == {"bank": 0}
    assert bank.verification is None
    assert examined.all_problems() == ()


def test_a_number_that_no_reads_declares_is_named() -> None:
    examined = examine(LENDING, lending(rate="4.5"), Lending)

    assert [(one.name, one.where) for one in examined.all_problems()] == [("undeclared-number", "loans[0].rate")]


def test_an_item_without_a_place_is_linked_to_nothing() -> None:
    examined = examine(LENDING, lending(quote="9 million dollars"), Lending)

    assert linked(examined.items, Lending)[0].links == {}
    assert "quote-missing" in {one.name for one in examined.all_problems()} | {"quote-contradicted"}
