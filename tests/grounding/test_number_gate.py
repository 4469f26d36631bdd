"""Of 1,000 quotes with a number, unchanged and wrong in one digit, sign, unit or scale word, or cut inside a number."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from extract.grounding import ground
from extract.quantities import expressions
from extract.records import Grounding
from extract.text import fold

ROOT = Path(__file__).parents[2]
FOUND = {"exact", "folded", "fuzzy"}
UNITS = {
    "GWh": "MWh",
    "GW": "MW",
    "MW": "mW",
    "yuan": "dollars",
    "dollars": "euros",
    "$": "€",
    "percentage points": "percent",
    "percent": "percentage points",
    "%": " percentage points",
    "square kilometers": "square meters",
    "tons": "kilograms",
    "hectares": "acres",
    "kilometers": "miles",
}
SCALES = {"hundred": "thousand", "billion": "million", "million": "billion", "thousand": "million"}


@dataclass(frozen=True)
class Case:
    document: str
    quote: str


def gold_cases(kind: str) -> list[Case]:
    cases = []
    for path in sorted((ROOT / "gold").glob("*.jsonl")):
        text = (ROOT / "seeds" / path.name).with_suffix(".txt").read_text(encoding="utf-8")
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        cases += [Case(text, row["quote"]) for row in rows if row["type"] == kind]
    return cases


def generated_cases(count: int) -> list[Case]:
    dice = random.Random(4)
    cases: list[Case] = []
    while len(cases) < count:
        quotes = [generated_quote(dice) for _ in range(8)]
        text = " ".join(f"In {dice.randint(1950, 2030)}, {quote} at the works." for quote in quotes)
        cases += [Case(text, quote) for quote in quotes]
    return cases[:count]


def generated_quote(dice: random.Random) -> str:
    subject = dice.choice(["output", "the deficit", "sown area", "turnover", "the capacity of the plant", "its debt"])
    verb = dice.choice(["rose by", "fell to", "exceeded", "amounted to", "was about"])
    whole = dice.choice([f"{dice.randint(1, 999)}", f"{dice.randint(1, 99)},{dice.randint(100, 999)}"])
    number = whole + dice.choice(["", f".{dice.randint(1, 99)}"])
    unit = dice.choice(
        [" billion yuan", " million dollars", " percent", "%", " GW", " MW", " hectares", " tons", " percentage points"]
    )
    return f"{subject} {verb} {dice.choice(['', '', '-'])}{number}{unit}"


def digit_changes(quote: str) -> Iterator[str]:
    for digit in re.finditer(r"\d", quote):
        for other in "0123456789":
            if other != digit[0]:
                yield quote[: digit.start()] + other + quote[digit.end() :]


def cuts(quote: str) -> Iterator[str]:
    for number in expressions(quote):
        for at in range(number.span.start + 1, number.span.end):
            yield from (part for part in (quote[:at], quote[at:]) if part.strip())


def sign_changes(quote: str) -> Iterator[str]:
    number = re.search(r"-?[$€]?\d", quote)
    if number:
        changed = number[0][1:] if number[0][0] == "-" else "-" + number[0]
        yield quote[: number.start()] + changed + quote[number.end() :]


def word_changes(quote: str, words: dict[str, str]) -> Iterator[str]:
    for word, other in words.items():
        if word in quote:
            yield quote.replace(word, other, 1)


def mutants(quote: str) -> Iterator[str]:
    yield from digit_changes(quote)
    yield from cuts(quote)
    yield from sign_changes(quote)
    yield from word_changes(quote, UNITS)
    yield from word_changes(quote, SCALES)


def stands_whole(case: Case, mutant: str) -> bool:
    """Whether the mutant's words stand in the document with no edge inside a word or a number."""
    wanted = fold(mutant).text.strip()
    folded = fold(case.document)
    held = [number.span for number in expressions(case.document)]
    for match in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", folded.text):
        span = folded.span(*match.span())
        if not any(number.start < edge < number.end for number in held for edge in span):
            return True
    return False


def wrongly_found(cases: list[Case], dice: random.Random | None = None) -> tuple[list[tuple[str, Grounding]], int, int]:
    """Return the mutants that were found, how many were tried and how many stand elsewhere and were left out."""
    found = []
    tried = left_out = 0
    for case in cases:
        changed = list(dict.fromkeys(mutant for mutant in mutants(case.quote)))
        changed = dice.sample(changed, min(len(changed), 3)) if dice else changed
        for mutant in changed:
            if stands_whole(case, mutant):
                left_out += 1
                continue
            tried += 1
            grounding = ground(case.document, [("figures", mutant)])[0]
            if grounding.grade in FOUND:
                found.append((mutant, grounding))
    return found, tried, left_out


# What scraping makes of a comma and of a point, and other ways of writing them.
COMMAS = ["′", "`", "´", "_", "٬", "·", ";", "\u200b", "\u2002", ", ", ",\n", " ,", " , ", "-\n", ",-\n"]
POINTS = [". ", ".\n", " . ", " .", "٫", "·", "\u200b", ".-\n"]
WRAPPED = [("million", "mil-\nlion"), ("billion", "bil-\nlion"), ("percent", "per-\ncent"), ("dollars", "dol-\nlars")]
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def damages(quote: str) -> Iterator[tuple[str, str]]:
    """Yield the quote with a number that is written or damaged otherwise, and each part of it that is a wrong quote."""
    for mark, others in ((",", COMMAS), (".", POINTS)):
        head, found, tail = quote.partition(mark)
        yield from ((head + other + tail, tail) for other in others if found)
        yield from ((head + other + tail, head) for other in others if found)
    for word, wrapped in WRAPPED:
        if f" {word}" in quote:
            damaged = quote.replace(word, wrapped, 1)
            yield from (
                (damaged, part) for part in (damaged[: damaged.index("\n")], damaged[damaged.index("\n") + 1 :])
            )
    for foreign in (WIDE, ARABIC):
        damaged = quote.translate(foreign)
        digits = re.search(r"\d+", damaged)
        if digits and len(digits[0]) > 1:
            yield damaged, damaged[digits.start() + 1 :]


@pytest.fixture(scope="module")
def figures() -> list[Case]:
    return gold_cases("figure")


@pytest.fixture(scope="module")
def others() -> list[Case]:
    claims = [case for case in gold_cases("claim") if expressions(case.quote)]
    return claims + generated_cases(1_000 - len(claims) - 42)


def test_no_wrong_or_cut_number_of_the_gold_figures_is_found(figures: list[Case]) -> None:
    found, tried, left_out = wrongly_found(figures)
    assert found == []
    assert (len(figures), tried > 1_000, left_out < 60) == (42, True, True)


def test_no_wrong_or_cut_number_of_other_quotes_is_found(others: list[Case]) -> None:
    found, tried, left_out = wrongly_found(others, random.Random(5))
    assert found == []
    assert (tried > 2_500, left_out < 60) == (True, True)


def test_the_same_thousand_quotes_unchanged_are_exact(figures: list[Case], others: list[Case]) -> None:
    cases = figures + others
    by_document: dict[tuple[str, bool], list[Case]] = {}
    for case in cases:
        by_document.setdefault((case.document, case in figures), []).append(case)
    for (document, _), together in by_document.items():
        for case, grounding in zip(
            together, ground(document, [("items", case.quote) for case in together]), strict=True
        ):
            assert grounding.grade == "exact"
            assert grounding.span is not None
            assert document[slice(*grounding.span)] == case.quote
    assert len(cases) == 1_000


def test_a_reader_that_sees_no_number_lets_no_wrong_digit_pass(figures: list[Case]) -> None:
    changed = [
        (case, mutant) for case in figures for mutant in digit_changes(case.quote) if not stands_whole(case, mutant)
    ]
    grades = {ground(case.document, [("figures", mutant)], read=lambda *_: ())[0].grade for case, mutant in changed}
    assert len(changed) > 500
    assert grades <= {"contradicted", "missing"}


def test_no_part_of_a_number_in_rare_or_damaged_writing_is_found() -> None:
    found, tried = [], 0
    for case in generated_cases(400):
        for damaged, part in damages(case.quote):
            text = f"In 2020, {damaged} at the works."
            tried += 1
            grounding = ground(text, [("figures", part.strip())])[0]
            if grounding.grade in FOUND:
                found.append((text, part, grounding.grade))
    assert found == []
    assert tried > 4_000
