"""Which words mean what: the TOML tables beside the code, read once and folded into dictionaries."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from extract.quantities.tokens import split_words

Phrases: TypeAlias = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""Under their first word: the phrases that begin with it, longest first, each with its meaning."""


def read_table(name: str) -> dict[str, Any]:
    """Return the TOML table `name` as it stands beside the code."""
    with Path(__file__).with_name(f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def phrases(entries: Mapping[str, Iterable[str]], *, backwards: bool = False, case: bool = False) -> Phrases:
    """Return the entries under their first word (their last one if `backwards`), longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for meaning, forms in entries.items():
        for form in forms:
            words = split_words(form if case else form.lower())
            found.setdefault(words[-1] if backwards else words[0], []).append((words, meaning))
    return {word: tuple(sorted(forms, key=lambda form: (-len(form[0]), form))) for word, forms in found.items()}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Number words and what they are worth."""

    units: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    letters: Mapping[str, int]
    vague: Mapping[str, tuple[int, int]]
    vague_prefix: Mapping[str, tuple[int, int]]
    denominators: Mapping[str, int]
    symbols: Mapping[str, Decimal]
    ordinals: Mapping[str, int]
    multiples: Mapping[str, int]
    multiple_verbs: Mapping[str, int]
    halving: Mapping[str, int]
    starters: frozenset[str]
    """Every lower-case word at which a number may begin."""


@dataclass(frozen=True, slots=True)
class Units:
    """Ways of writing units and currencies."""

    words: Phrases
    symbols: Mapping[str, str]
    glued: Mapping[str, str]
    per: Mapping[str, str]
    dimensions: Mapping[str, str]
    prefixes: Phrases
    names: Phrases
    hundredths: frozenset[str]
    """Meanings in `names` that are hundredths of their currency, marked with a leading "/"."""


@dataclass(frozen=True, slots=True)
class Triggers:
    """Words that set a comparator or a trend."""

    before: Phrases
    after: Phrases
    fillers: frozenset[str]
    verbs: Mapping[str, str]
    transitive: Mapping[str, str]
    nouns: Mapping[str, str]
    links: frozenset[str]
    comparatives: Mapping[str, str]


@cache
def numbers() -> Numbers:
    """Return the table of number words."""
    table = read_table("numbers")
    vague = {word: tuple(ends) for word, ends in table["vague"].items()}
    prefix = {word: tuple(ends) for word, ends in table["vague_prefix"].items()}
    starts = ("units", "tens", "scales", "vague", "vague_prefix", "denominators", "ordinals")
    starts += ("multiples", "multiple_verbs", "halving", "symbols")
    return Numbers(
        units=table["units"],
        tens=table["tens"],
        scales=table["scales"],
        letters=table["letters"],
        vague=vague,
        vague_prefix=prefix,
        denominators=table["denominators"],
        symbols={sign: Decimal(part) / whole for sign, (part, whole) in table["symbols"].items()},
        ordinals=table["ordinals"],
        multiples=table["multiples"],
        multiple_verbs=table["multiple_verbs"],
        halving=table["halving"],
        starters=frozenset(word for section in starts for word in table[section]),
    )


@cache
def units() -> Units:
    """Return the table of units and currencies."""
    table, money = read_table("units"), read_table("currencies")
    special = ("symbols", "glued", "denominators")
    dimensions = {unit: dimension for dimension, forms in table.items() if dimension not in special for unit in forms}
    measures = {unit: forms for name, section in table.items() if name not in special for unit, forms in section.items()}
    names = {f"${code}": forms for code, forms in money["names"].items()}
    names |= {f"/{code}": forms for code, forms in money["hundredths"].items()}
    names["$"] = [form for forms in money["unnamed"].values() for form in forms]
    return Units(
        words=phrases(measures),
        symbols={form: unit for unit, forms in table["symbols"].items() for form in forms},
        glued={form: unit for unit, forms in table["glued"].items() for form in forms},
        per={form: unit for unit, forms in table["denominators"].items() for form in forms},
        dimensions=dimensions,
        prefixes=phrases(money["prefixes"], backwards=True, case=True),
        names=phrases(names),
        hundredths=frozenset(f"/{code}" for code in money["hundredths"]),
    )


@cache
def triggers() -> Triggers:
    """Return the table of comparator and trend words."""
    table = read_table("triggers")

    def directed(up: str, down: str) -> dict[str, str]:
        return dict.fromkeys(table[up]["words"], "increase") | dict.fromkeys(table[down]["words"], "decrease")

    return Triggers(
        before=phrases(table["before"], backwards=True),
        after=phrases(table["after"]),
        fillers=frozenset(table["fillers"]["words"]),
        verbs=directed("up_verbs", "down_verbs"),
        transitive=directed("up_transitive", "down_transitive"),
        nouns=directed("up_nouns", "down_nouns"),
        links=frozenset(table["change_links"]["words"]),
        comparatives=directed("up_comparatives", "down_comparatives"),
    )


@cache
def words(table: str, section: str, key: str = "words") -> frozenset[str]:
    """Return one list of words of the table of traps or of nouns."""
    return frozenset(read_table(table)[section][key])
