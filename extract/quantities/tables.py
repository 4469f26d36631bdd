"""Which words mean what: the TOML tables beside the code, read once and folded into dictionaries."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from extract.quantities.tokens import split_words
from extract.records import Trend

Phrases: TypeAlias = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""Under their first word: the phrases that begin with it, longest first, each with its meaning."""


@cache
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
    folds: Mapping[str, int]
    """Multiples in one word: sixfold."""
    starters: frozenset[str]
    """Every lower-case word at which a number may begin."""
    openers: frozenset[str]
    """The same and the articles, which may stand for the number one."""


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
    multiples: Mapping[str, tuple[str, int]]
    """Units that are written in terms of another: a decade is ten years."""
    pennies: Mapping[str, str]
    """Signs of hundredths of a currency that are glued to the digits: 95p."""
    adjectives: frozenset[str]
    heads: frozenset[str]
    openers: frozenset[str]
    """Every word, as written or in small letters, that a unit or a currency may begin with after a number."""


@dataclass(frozen=True, slots=True)
class Triggers:
    """Words that set a comparator or a trend."""

    before: Phrases
    after: Phrases
    fillers: frozenset[str]
    verbs: Mapping[str, Trend]
    transitive: Mapping[str, Trend]
    nouns: Mapping[str, Trend]
    links: frozenset[str]
    comparatives: Mapping[str, Trend]
    clause_words: frozenset[str]
    level_subjects: frozenset[str]
    points: frozenset[str]


@cache
def numbers() -> Numbers:
    """Return the table of number words."""
    table = read_table("numbers")
    vague = {word: tuple(ends) for word, ends in table["vague"].items()}
    prefix = {word: tuple(ends) for word, ends in table["vague_prefix"].items()}
    plain = table["units"] | table["tens"] | {"hundred": 100, "thousand": 1000}
    folds = {f"{word}fold": worth for word, worth in plain.items()}
    starts: tuple[str, ...] = ("units", "tens", "scales", "vague", "vague_prefix", "denominators", "ordinals")
    starts += ("multiples", "multiple_verbs", "halving", "symbols")
    starters = frozenset(word for section in starts for word in table[section]) | frozenset(folds)
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
        folds=folds,
        starters=starters,
        openers=starters | {"a", "an"},
    )


@cache
def units() -> Units:
    """Return the table of units and currencies."""
    table, money = read_table("units"), read_table("currencies")
    measures, dimensions = _measures(table)
    names = {f"${code}": forms for code, forms in money["names"].items()}
    names |= {f"/{code}": forms for code, forms in money["hundredths"].items()}
    names["$"] = [form for forms in money["unnamed"].values() for form in forms]
    words, currencies = phrases(measures), phrases(names)
    symbols, glued, pennies = map(_by_form, (table["symbols"], table["glued"], money["glued"]))
    return Units(
        words=words,
        symbols=symbols,
        glued=glued,
        per=_by_form(table["denominators"]),
        dimensions=dimensions,
        prefixes=phrases(money["prefixes"], backwards=True, case=True),
        names=currencies,
        multiples={unit: (other, factor) for unit, (other, factor) in table["multiples"].items()},
        pennies=pennies,
        adjectives=frozenset(table["adjectives"]["words"]),
        heads=frozenset(table["heads"]["words"]),
        openers=frozenset([*words, *currencies, *symbols, *glued, *pennies, "¢", "fold", "x", "pound", "pounds"]),
    )


def _by_form(section: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {form: meaning for meaning, forms in section.items() for form in forms}


def _measures(table: Mapping[str, Any]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the ways of writing each unit and the dimension of each, prefixed and squared units included."""
    forms: dict[str, list[str]] = {}
    dimensions: dict[str, str] = {}
    for dimension in DIMENSIONS:
        for unit, written in table[dimension].items():
            forms.setdefault(unit, []).extend(written)
            dimensions[unit] = dimension
    for unit, names in table["prefixed"].items():
        dimension = table["prefixed_dimensions"][unit]
        for word, letter in [("", ""), *table["prefixes"].items()]:
            if dimensions.get(letter + unit, dimension) != dimension:
                continue  # ft is a foot, no femtotonne
            written = [f"{word}{name}{ending}" for name in names for ending in ("s", "")]
            forms.setdefault(letter + unit, []).extend(written)
            dimensions[letter + unit] = dimension
            if unit == "m":
                for power, shape, kind in (("2", "square", "area"), ("3", "cubic", "volume")):
                    forms.setdefault(letter + unit + power, []).extend(f"{shape} {name}" for name in written)
                    dimensions[letter + unit + power] = kind
    return forms, dimensions


DIMENSIONS = (
    "share", "time", "length", "area", "volume", "mass", "speed", "temperature", "power", "sound",
    "concentration", "pressure", "shipping", "multiple",
)  # fmt: skip


@cache
def after_digits() -> frozenset[str]:
    """Return every lower-case word that can go on with a number in digits: "5 million", "2 and a half", "6 x 10^23"."""
    return frozenset(["and", "e", "ten", "x", *numbers().scales])


@cache
def after_article() -> frozenset[str]:
    """Return every lower-case word that can make the article before it a number: "a couple", "a dozen", "an hour"."""
    table = numbers()
    return frozenset(["couple", *table.scales, *table.denominators, *units().words])


@cache
def triggers() -> Triggers:
    """Return the table of comparator and trend words."""
    table = read_table("triggers")

    def directed(name: str) -> dict[str, Trend]:
        up: dict[str, Trend] = dict.fromkeys(table[f"up_{name}"]["words"], "increase")
        down: dict[str, Trend] = dict.fromkeys(table[f"down_{name}"]["words"], "decrease")
        return up | down

    return Triggers(
        before=phrases(table["before"], backwards=True),
        after=phrases(table["after"]),
        fillers=frozenset(table["fillers"]["words"]),
        verbs=directed("verbs"),
        transitive=directed("transitive"),
        nouns=directed("nouns"),
        links=frozenset(table["change_links"]["words"]),
        comparatives=directed("comparatives"),
        clause_words=frozenset(table["clause_words"]["words"]),
        level_subjects=frozenset(table["level_subjects"]["words"]),
        points=frozenset(table["points"]["words"]),
    )


@cache
def words(table: str, section: str, key: str = "words") -> frozenset[str]:
    """Return one list of words of the table of traps or of nouns."""
    return frozenset(read_table(table)[section][key])
