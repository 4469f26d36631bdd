"""Which words govern the status of a figure, as tables and as one pattern that finds them."""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from extract.quantities.period_words import any_of
from extract.quantities.small_letters import small


def _tables() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "status_words.toml").read_text(encoding="utf-8"))


_TABLES = _tables()
UNWILLED = re.compile(rf"\s+(?:not\s+|also\s+|\w+ly\s+)?{any_of(_TABLES['unwilled']['verbs'])}\b")
COMMITTED = re.compile(rf"\b{any_of(_TABLES['committed']['words'])}\b")
ORDERS = any_of(_TABLES["orders"]["verbs"])
PROJECTS = any_of(_TABLES["projects"]["nouns"])

_BEFORE_INFINITIVE = frozenset(_TABLES["not_finite"]["bare_after"])
_BEFORE_ADJECTIVE = frozenset(_TABLES["not_finite"]["past_after"])


def _phrases(table: str, key: str = "phrases") -> str:
    return any_of(_TABLES[table][key]).replace("\\ ", r"\s+")


_TRIGGER = re.compile(
    rf"(?<![^\s,;:(\"“])(?:(?!(?:expects?|hoped|hopes)\s+to\b)(?P<forecast>{_phrases('forecast')})|(?P<planned>{_phrases('planned')})"
    rf"|(?P<intended>{_phrases('intended')})|(?P<actual>{_phrases('actual')})|(?P<bare>{_phrases('actual', 'bare')})"
    r"|(?P<past>[a-z]{4,16}+(?<=[^e]ed)))\b(?!-)"
)
_WORD_BEFORE = re.compile(r"([\w'’]+)\s$")


class Trigger(NamedTuple):
    """A word that governs, with what it makes of what it governs; `past` is a regular past tense or a participle."""

    start: int
    end: int
    status: Literal["forecast", "planned", "intended", "actual", "past"]


@lru_cache(maxsize=64)
def triggers(sentence: str) -> tuple[Trigger, ...]:
    """Return the governing words of the sentence in order; the last few sentences are remembered.

    >>> [trigger.status for trigger in triggers("It sold 4 sites and will build 5.")]
    ['actual', 'planned']
    """
    return tuple(_governing_words(sentence))


def _governing_words(sentence: str) -> Iterator[Trigger]:
    sentence = small(sentence)
    for found in _TRIGGER.finditer(sentence):
        group = found.lastgroup
        if group in ("bare", "past"):
            before = _WORD_BEFORE.search(sentence, max(0, found.start() - 20), found.start())
            word = before[1] if before else ""
            if group == "bare":
                if word in _BEFORE_INFINITIVE:
                    continue
                group = "actual"
            elif not word or word in _BEFORE_ADJECTIVE:
                continue
        yield Trigger(found.start(), found.end(), cast(Any, group))
