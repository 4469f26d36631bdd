"""The rule model against the gold set and against invented articles, scored without the toolkit's own scorer.

`python tests/rules/test_against_gold.py` prints the tables; `--misses` adds every item that is wrong.
"""

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.records import Request
from extract.rules import ask
from extract.schema import ClaimsAndFigures

ROOT = Path(__file__).parents[2]
ARTICLES = Path(__file__).parent / "articles"
STRICT = ("value", "upper", "unit", "comparator", "trend", "status", "period")
Item = dict[str, Any]
Pairs = list[tuple[Item, Item]]


def answer(text: str, date: str | None) -> dict[str, list[Item]]:
    """What the rule model gives, each item with its span, found in text order."""
    request = Request((), text, date, ClaimsAndFigures)
    found: dict[str, list[Item]] = json.loads(asyncio.run(ask(request)).text)
    return {kind: with_spans(text, items) for kind, items in found.items()}


def with_spans(text: str, items: Sequence[Item]) -> list[Item]:
    """Places each quote at its next occurrence that starts no earlier than the item before."""
    placed, at = [], 0
    taken: dict[str, int] = {}
    for item in items:
        start = text.find(item["quote"], max(at, taken.get(item["quote"], -1) + 1))
        assert start >= 0, item["quote"]
        placed.append({**item, "start": start, "end": start + len(item["quote"])})
        at = taken[item["quote"]] = start
    return placed


def overlap(one: Item, other: Item) -> int:
    return int(max(0, min(one["end"], other["end"]) - max(one["start"], other["start"])))


def same_figure(gold: Item, found: Item) -> float:
    shorter = min(gold["end"] - gold["start"], found["end"] - found["start"])
    return overlap(gold, found) / shorter if shorter else 0.0


def same_claim(gold: Item, found: Item) -> float:
    union = max(gold["end"], found["end"]) - min(gold["start"], found["start"])
    return overlap(gold, found) / union if overlap(gold, found) else 0.0


def paired(gold: Sequence[Item], found: Sequence[Item], same: Callable[[Item, Item], float]) -> Pairs:
    """One-to-one pairs of at least half, the best overlaps first."""
    edges = sorted(
        ((same(g, f), -i, -j) for i, g in enumerate(gold) for j, f in enumerate(found) if same(g, f) >= 0.5),
        reverse=True,
    )
    taken: set[tuple[str, int]] = set()
    pairs = []
    for _, i, j in edges:
        if ("gold", i) not in taken and ("found", j) not in taken:
            taken |= {("gold", i), ("found", j)}
            pairs.append((gold[-i], found[-j]))
    return pairs


def right(field: str, gold: Any, found: Any) -> bool:
    """Whether a field is right; an expectation may hold several values."""
    if gold is ...:
        return True
    if isinstance(gold, tuple):
        return any(right(field, one, found) for one in gold)
    if field in ("value", "upper"):
        if gold is None or found is None:
            return gold is found
        return abs(Decimal(gold) - Decimal(found)) <= abs(Decimal(gold)) / 5000
    if field == "speaker" and gold and found:
        from rapidfuzz import fuzz

        return fuzz.token_sort_ratio(gold.casefold(), found.casefold()) >= 80
    return bool(gold == found)


class Table:
    """Counts over documents."""

    def __init__(self) -> None:
        self.gold = self.found = self.pairs = self.correct = 0
        self.fields: dict[str, int] = {}

    def add(
        self, gold: Sequence[Item], found: Sequence[Item], pairs: Pairs, fields: Sequence[str], strict: Sequence[str]
    ) -> None:
        self.gold += len(gold)
        self.found += len(found)
        self.pairs += len(pairs)
        for one, other in pairs:
            for field in fields:
                self.fields[field] = self.fields.get(field, 0) + right(field, one.get(field), other.get(field))
            self.correct += all(right(field, one.get(field), other.get(field)) for field in strict)

    def f1(self, hits: int) -> float:
        return 2 * hits / (self.gold + self.found) if self.gold + self.found else 1.0

    def rate(self, field: str) -> float:
        return self.fields.get(field, 0) / self.pairs if self.pairs else 1.0

    def show(self, name: str) -> str:
        fields = "  ".join(f"{field} {self.rate(field):.3f}" for field in self.fields)
        return (
            f"{name:8} found P {self.pairs / max(1, self.found):.3f} R {self.pairs / max(1, self.gold):.3f} "
            f"F1 {self.f1(self.pairs):.3f}  correct F1 {self.f1(self.correct):.3f}  n {self.gold}\n         {fields}"
        )


def score(documents: Sequence[tuple[str, str | None, list[Item], list[Item]]]) -> tuple[Table, Table, list[str]]:
    """(claims, figures, what is wrong) over documents of (text, date, gold claims, gold figures)."""
    claims, figures, wrong = Table(), Table(), []
    for text, date, gold_claims, gold_figures in documents:
        found = answer(text, date)
        pairs = paired(gold_claims, found["claims"], same_claim)
        claims.add(gold_claims, found["claims"], pairs, ("kind", "speaker", "period"), ("kind", "speaker", "period"))
        wrong += differences("claim", gold_claims, found["claims"], pairs, ("kind", "speaker", "period"))
        pairs = paired(gold_figures, found["figures"], same_figure)
        figures.add(gold_figures, found["figures"], pairs, STRICT, STRICT)
        wrong += differences("figure", gold_figures, found["figures"], pairs, STRICT)
    return claims, figures, wrong


def differences(
    name: str, gold: Sequence[Item], found: Sequence[Item], pairs: Pairs, fields: Sequence[str]
) -> list[str]:
    paired_gold, paired_found = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
    lines = [f"- {name} missed: {one['quote']}" for one in gold if id(one) not in paired_gold]
    lines += [f"+ {name} extra: {one['quote']}" for one in found if id(one) not in paired_found]
    for one, other in pairs:
        for field in fields:
            if not right(field, one.get(field), other.get(field)):
                lines.append(f"  {name} {field}: {one.get(field)!r} got {other.get(field)!r}: {one['quote'][:90]}")
    return lines


def gold_documents() -> list[tuple[str, str | None, list[Item], list[Item]]]:
    documents = []
    for path in sorted((ROOT / "gold").glob("0*.jsonl")):
        items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        text = (ROOT / "seeds" / f"{items[0]['id']}.txt").read_bytes().decode("utf-8")
        documents.append((text, DATES[items[0]["id"][:3]], by_type(items, "claim"), by_type(items, "figure")))
    return documents


DATES = {"000": "2024-08-08", "001": "2022-04-25", "002": "2024-03-07", "003": None, "004": "2022-06-21"}
"""As the documents state them."""


def by_type(items: Sequence[Item], name: str) -> list[Item]:
    return [item for item in items if item["type"] == name]


def article_documents() -> list[tuple[str, str | None, list[Item], list[Item]]]:
    """The invented articles with their expectations, one a line: what | quote."""
    documents = []
    for path in sorted(ARTICLES.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        date, claims, figures = None, [], []
        for line in path.with_suffix(".expect").read_text(encoding="utf-8").splitlines():
            head, _, quote = line.partition(" | ")
            kind, *rest = head.split(" ")
            if kind == "date":
                date = rest[0]
            elif kind == "C":
                claims.append(
                    {"quote": quote, "kind": choices(rest[0]), "speaker": " ".join(rest[1:]) or None, "period": ...}
                )
            else:
                names = ("value", "unit", "comparator", "trend", "status", "period")
                figures.append(
                    {"quote": quote, "upper": None, **{n: choices(v) for n, v in zip(names, rest, strict=True)}}
                )
        documents.append((text, date, with_spans(text, claims), with_spans(text, figures)))
    return documents


def choices(word: str) -> tuple[str | None, ...]:
    return tuple(None if one == "-" else one for one in word.split(","))


@pytest.fixture(scope="module")
def in_sample() -> tuple[Table, Table, list[str]]:
    return score(gold_documents())


def test_claims_of_the_gold_set_are_found_and_of_the_right_kind(in_sample: tuple[Table, Table, list[str]]) -> None:
    claims = in_sample[0]
    assert claims.f1(claims.pairs) >= 0.80
    assert claims.rate("kind") >= 0.90
    assert claims.rate("speaker") >= 0.95


def test_figures_of_the_gold_set_are_found_and_correct(in_sample: tuple[Table, Table, list[str]]) -> None:
    figures = in_sample[1]
    assert figures.f1(figures.pairs) >= 0.97
    assert figures.f1(figures.correct) >= 0.90
    assert all(figures.rate(field) >= 0.95 for field in ("value", "unit", "comparator"))
    assert all(figures.rate(field) >= 0.90 for field in ("status", "period"))


def test_articles_that_no_rule_was_made_from_are_read_nearly_as_well() -> None:
    claims, figures, _ = score(article_documents())
    assert claims.f1(claims.pairs) >= 0.80
    assert claims.rate("kind") >= 0.80
    assert figures.f1(figures.pairs) >= 0.90


if __name__ == "__main__":
    for title, documents in (("gold", gold_documents()), ("articles", article_documents())):
        claim_table, figure_table, mistakes = score(documents)
        print(f"{title}\n{claim_table.show('claims')}\n{figure_table.show('figures')}")  # noqa: T201
        if "--misses" in sys.argv:
            print("\n".join(mistakes))  # noqa: T201
