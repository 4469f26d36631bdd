"""The rule model as a model: a request goes in, the JSON of its response model comes out."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from extract.errors import AskError
from extract.records import Answer, Request
from extract.rules import DESCRIPTION, ask
from extract.schema import Claim, ClaimsAndFigures, Figure, Item, Quote

TEXT = "In 2021, exports of Ash County rose by 5 percent, ranking first in the north."
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def answer(text: str = TEXT, model: type[BaseModel] = ClaimsAndFigures, date: str | None = None) -> Answer:
    return asyncio.run(ask(Request((), text, date, model)))


class Person(Item):
    quote: Quote


class Renamed(BaseModel):
    """Claims under another name, with a list that rules cannot fill and a field that is no list."""

    assertions: list[Claim]
    people: list[Person]
    mood: str = "calm"


class OnlyFigures(BaseModel):
    numbers: list[Figure]


class People(BaseModel):
    people: list[Person]
    names: list[str]


def test_the_answer_is_what_the_response_model_wants() -> None:
    given = answer()
    read = ClaimsAndFigures.model_validate_json(given.text)
    assert (given.model, given.finish) == ("rules", "stop")
    assert [claim.quote for claim in read.claims] == [
        "In 2021, exports of Ash County rose by 5 percent",
        "ranking first in the north",
    ]
    assert [figure.quote for figure in read.figures] == ["rose by 5 percent"]


def test_lists_of_the_same_items_are_filled_under_any_name_and_others_stay_empty() -> None:
    assert len(json.loads(answer(model=Renamed).text)["assertions"]) == 2
    assert json.loads(answer(model=Renamed).text)["people"] == []
    assert len(json.loads(answer(model=OnlyFigures).text)["numbers"]) == 1


def test_a_response_model_without_claims_and_figures_is_refused_with_a_remedy() -> None:
    with pytest.raises(AskError, match=r"People .*--model openai/NAME") as caught:
        answer(model=People)
    assert caught.value.kind == "unsupported-schema"


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_every_quote_is_copied_and_cuts_no_word(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    given = json.loads(answer(text).text)
    for item in (*given["claims"], *given["figures"]):
        places = [at for at in range(len(text)) if text.startswith(item["quote"], at)]
        assert any(not f"{text[at - 1 : at]}a".isalnum() or not text[at].isalnum() for at in places)
        assert any(not text[at + len(item["quote"]) : at + len(item["quote"]) + 1].isalpha() for at in places)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "...",
        '"',
        "“A",
        "(" * 500,
        "and " * 500,
        "3" * 5000,
        "he said " * 900,
        "that " * 900,
        ", which is" * 400,
    ],
)
def test_any_text_gets_an_answer(text: str) -> None:
    assert set(json.loads(answer(text).text)) == {"claims", "figures"}


def test_the_same_text_gets_the_same_answer_under_any_hash_seed() -> None:
    code = "import asyncio, sys; from extract.rules import ask; from extract.records import Request; from extract.schema import ClaimsAndFigures as C; print(asyncio.run(ask(Request((), sys.argv[1], None, C))).text)"  # noqa: E501 - one program
    answers = {
        subprocess.run(
            [sys.executable, "-c", code, TEXT], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1


def test_the_description_says_that_it_is_a_baseline() -> None:
    assert "baseline" in DESCRIPTION
    assert "dumb and honest" in DESCRIPTION
