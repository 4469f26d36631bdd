"""Which words govern the status of a figure, as tables and as one pattern that finds them."""

import re
import tomllib
from pathlib import Path
from typing import Any

from extract.quantities.period_words import any_of


def _tables() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "status_words.toml").read_text(encoding="utf-8"))


def _not_after(words: str) -> str:
    return "".join(f"(?<!{word} )" for word in words.split())


_TABLES = _tables()
UNWILLED = any_of(_TABLES["unwilled"]["verbs"])
COMMITTED = re.compile(rf"\b{any_of(_TABLES['committed']['words'])}\b", re.IGNORECASE)
ORDERS = any_of(_TABLES["orders"]["verbs"])
PROJECTS = any_of(_TABLES["projects"]["nouns"])

_INFINITIVE = _not_after("to will would could may might should must shall not")
_ADJECTIVE = _not_after("the a an newly be being of to by more and its their recently as")


def _phrases(table: str, key: str = "phrases") -> str:
    return any_of(_TABLES[table][key]).replace("\\ ", r"\s+")


TRIGGER = re.compile(
    rf"(?:(?<=[\s,;:(\"“])|^)(?:(?P<forecast>{_phrases('forecast')})|(?P<planned>{_phrases('planned')})"
    rf"|(?P<intended>{_phrases('intended')})|(?P<actual>{_phrases('actual')}|{_INFINITIVE}{_phrases('actual', 'bare')})"
    rf"|(?P<past>(?<=\w\s){_ADJECTIVE}[a-z]{{2,14}}(?<!e)ed)"
    r")\b(?!-)",
    re.IGNORECASE,
)
"""A word that governs: the group that matched names the status; `past` is a regular past tense or a participle."""
