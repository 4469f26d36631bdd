"""Does a run say why the cache lacks what is asked?"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from extract.llm.cache import Cache
from extract.llm.entries import entry_of
from extract.llm.misses import changed_since
from extract.llm.requests import WireRequest
from extract.records import Message

PROMPT = "Find every figure. " * 100
SCHEMA = '{"type": "object", "description": "a \\"figure\\""}'
ASKED = WireRequest("m", (Message("system", PROMPT), Message("user", "7 m")), SCHEMA)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with Cache(tmp_path, pytest.fail) as cache:
        yield cache


def keep(cache: Cache, *requests: WireRequest) -> None:
    for wire in requests:
        cache.put(entry_of(wire.key(), wire.canonical_text()))


def about(text: str, system: str = PROMPT, **others: Any) -> WireRequest:
    return ASKED._replace(messages=(Message("system", system), Message("user", text)), **others)


@pytest.mark.parametrize(
    ("stored", "changed"),
    [
        (about("7 m", model="n"), ("model",)),
        (about("7 m", PROMPT + "All."), ("prompt",)),
        (about("7 m", schema_text="{}"), ("response model",)),
        (about("7 m", schema_text=None), ("response model",)),
        (about("7 m", schema_text="{}", schema_name="Other"), ("response model",)),
        (about("7 m", mode="tools", temperature=0.5), ("mode", "temperature")),
        (about("7 m", seed=1), ("seed",)),
        (about("7 m", max_output_tokens=9), ("max-output-tokens",)),
        (about("7 m", sample=2), ("sample",)),
        (about("8 m", model="n"), ()),
        (ASKED, ()),
    ],
)
def test_what_sets_a_request_apart_from_a_stored_one_is_named(
    cache: Cache, stored: WireRequest, changed: tuple[str, ...]
) -> None:
    keep(cache, stored)
    assert changed_since(cache, [ASKED.canonical_text()]) == changed


def test_a_prompt_that_only_shows_the_schema_has_not_changed(cache: Cache) -> None:
    keep(cache, about("7 m", PROMPT + SCHEMA))
    asked = about("7 m", PROMPT + "{}", schema_text="{}")
    assert changed_since(cache, [asked.canonical_text()]) == ("response model",)
    asked = about("7 m", PROMPT + "[]", schema_text="{}")
    assert changed_since(cache, [asked.canonical_text()]) == ("prompt", "response model")


def test_the_stored_request_that_differs_least_counts(cache: Cache) -> None:
    keep(cache, about("7 m", model="n", seed=1), about("8 m", model="n"), ASKED)
    assert changed_since(cache, [about(text).canonical_text() for text in ("7 m", "8 m")]) == ("model",)


def test_a_prompt_too_short_to_be_kept_once_is_not_compared(cache: Cache) -> None:
    keep(cache, about("7 m", "Find.", model="n"))
    assert changed_since(cache, [about("7 m", "Find.").canonical_text()]) == ()


def test_only_some_of_very_many_prompts_are_compared(cache: Cache) -> None:
    keep(cache, *(about("9 m", PROMPT + str(number)) for number in range(40)))
    assert len(cache.frames()) == 32


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM Cache WHERE key LIKE 'frame:%'",
        "UPDATE Cache SET value = CAST(replace(value, 'Find', 'Hide') AS BLOB)",
        "UPDATE Cache SET mode = 4 WHERE key LIKE 'frame:%'",
        "UPDATE Cache SET raw = 0, key = CAST(key AS BLOB) WHERE key LIKE 'frame:%'",
    ],
)
def test_prompts_that_are_harmed_are_not_compared(tmp_path: Path, cache: Cache, harm: str) -> None:
    keep(cache, about("7 m", model="n"))
    with closing(sqlite3.connect(tmp_path / "cache.db")) as connection:
        connection.execute(harm)
        connection.commit()
    with Cache(tmp_path, pytest.fail) as other:
        assert changed_since(other, [ASKED.canonical_text()]) == ()
