"""What `extract schema` prints."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from extract.cli import commands
from extract.schema import ClaimsAndFigures
from extract.wire import wire_schema


def test_the_schema_of_the_built_in_response_model_is_printed_as_it_is_sent() -> None:
    result = CliRunner().invoke(commands, ["schema"])
    assert (result.exit_code, json.loads(result.stdout)) == (0, wire_schema(ClaimsAndFigures))


def test_a_response_model_of_ones_own_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bonds.py").write_text(
        "from pydantic import BaseModel\nfrom extract import Item, Quote\n"
        "class Bond(Item):\n    quote: Quote\n"
        "class Bonds(BaseModel):\n    bonds: list[Bond]\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    result = CliRunner().invoke(commands, ["schema", "--schema", "bonds:Bonds"])
    assert list(json.loads(result.stdout)["properties"]) == ["bonds"]


def test_a_response_model_that_is_nowhere_is_an_error() -> None:
    result = CliRunner().invoke(commands, ["schema", "--schema", "nowhere.at.all:Thing"])
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "nowhere.at.all" in result.stderr
