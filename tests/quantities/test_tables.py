"""Whether the word lists beside the code can be read and kept by a person: short lines, no word twice."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import extract.quantities

TABLES = sorted(Path(extract.quantities.__file__).parent.glob("*.toml"))


def lists(table: dict[str, Any], name: str = "") -> Iterator[tuple[str, list[Any]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from lists(value, f"{name}{key}.")
        elif isinstance(value, list):
            yield name + key, value


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_no_list_holds_a_word_twice(path: Path) -> None:
    held = lists(tomllib.loads(path.read_text(encoding="utf-8")))
    twice = {name: [word for word in words if words.count(word) > 1] for name, words in held}
    assert {name: words for name, words in twice.items() if words and isinstance(words[0], str)} == {}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_no_line_is_longer_than_a_screen(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > 120] == []


@pytest.mark.parametrize("name", ["triggers", "nouns", "traps"])
def test_the_longest_tables_are_in_order(name: str) -> None:
    path = next(path for path in TABLES if path.stem == name)
    for key, words in lists(tomllib.loads(path.read_text(encoding="utf-8"))):
        assert words == sorted(words), key
