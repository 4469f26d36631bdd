"""Of several hundred triples of quote, value and unit, is no wrong one confirmed and nearly every right one?"""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.records import Span, Verification
from extract.schema import Reads
from extract.verification import verify

READS = Reads(value="value", upper="upper", unit="unit", comparator="comparator", trend="trend")
PROBES = Path(__file__).parent / "probes" / "verification.jsonl"
TRIPLES: list[dict[str, Any]] = [json.loads(line) for line in PROBES.read_text(encoding="utf-8").splitlines()]
RIGHT = [one for one in TRIPLES if one["verdict"] == "confirmed"]
WRONG = [one for one in TRIPLES if one["verdict"] != "confirmed"]


def verdict_on(one: dict[str, Any]) -> Verification:
    start = one["text"].index(one["quote"])
    return verify(one, READS, one["text"], Span(start, start + len(one["quote"])))


def test_there_are_enough_triples_and_every_kind_of_error_is_among_them() -> None:
    kinds = Counter(kind for one in WRONG for kind in (one["error"] or "").split("|"))

    assert len(TRIPLES) >= 300
    assert {
        "scale",
        "sign",
        "digits",
        "swapped-digits",
        "rounding",
        "unit",
        "percent-points",
        "comparator",
        "trend",
        "upper",
    } <= kinds.keys()


@pytest.mark.parametrize("one", WRONG, ids=lambda one: f"{one['quote'][:40]} as {one['value']}")
def test_no_wrong_triple_is_confirmed_and_its_error_is_named(one: dict[str, Any]) -> None:
    verification = verdict_on(one)

    assert verification.verdict == one["verdict"]
    if one["error"]:
        assert set(verification.errors) & set(one["error"].split("|")), verification


def test_at_least_99_in_100_right_triples_are_confirmed() -> None:
    missed = [(one["quote"], verdict_on(one).message) for one in RIGHT if verdict_on(one).verdict != "confirmed"]

    assert len(missed) <= len(RIGHT) // 100, missed


def test_a_value_is_compared_as_a_decimal_never_as_a_float() -> None:
    text = "Output was 4338.7 billion yuan."
    fields = {"value": str(Decimal("4338.7") * 10**9), "unit": "CNY", "comparator": "=", "trend": "level"}

    assert verify(fields, READS, text, Span(11, len(text) - 1)).verdict == "confirmed"
