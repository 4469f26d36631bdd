"""Each fault that is planted in a run is named as planted, and moves the counts that it should and no others."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_gold import World, claim, figure, scored

from extract.scores import Evaluation

Fault = Callable[[World], object]
LEVELS = ("gold", "predicted", "found", "correct", "optional", "edits")
FAULTLESS = {"figures": (5, 5, 5, 5, 0, 0), "claims": (3, 3, 3, 3, 0, 0)}


def change(type_: str, index: int, **fields: Any) -> Fault:
    return lambda world: world.run[type_][index].update(fields)


def label(type_: str, index: int, **keys: Any) -> Fault:
    return lambda world: world.gold[type_][index].update(keys)


def drop(type_: str, *indices: int) -> Fault:
    def fault(world: World) -> None:
        world.run[type_] = [one for at, one in enumerate(world.run[type_]) if at not in indices]

    return fault


def add(type_: str, record: dict[str, Any]) -> Fault:
    return lambda world: world.run[type_].append(record)


def repeat(type_: str, index: int) -> Fault:
    return lambda world: world.run[type_].append(dict(world.run[type_][index]))


def replaced(type_: str, indices: tuple[int, ...], *records: dict[str, Any]) -> Fault:
    return both(drop(type_, *indices), *(add(type_, record) for record in records))


def both(*faults: Fault) -> Fault:
    return lambda world: [fault(world) for fault in faults]


def become(**state: Any) -> Fault:
    return lambda world: [setattr(world, name, value) for name, value in state.items()]


def wrong(error: str, field: str, type_: str = "figures") -> dict[str, Any]:
    """What a wrong strict field does: one item less is correct, one edit more."""
    gold = FAULTLESS[type_][0]
    return {type_: (gold, gold, gold, gold - 1, 0, 1), "errors": {f"{type_}.{field}:{error}": 1}}


def loose(error: str, field: str, type_: str = "figures") -> dict[str, Any]:
    """What a wrong field that is not strict does: nothing but being named."""
    return {"errors": {f"{type_}.{field}:{error}": 1}}


SEVEN = "exceeded 7.12 billion yuan"
MERGED_CLAIM = claim(300, "the mayor opened a bridge and the town will build a new school")
PLANTED: dict[str, tuple[Fault, dict[str, Any]]] = {
    # --- items
    "a figure dropped": (drop("figures", 0), {"figures": (5, 4, 4, 4, 0, 1), "left": {"gold:missing": 1}}),
    "a claim dropped": (drop("claims", 2), {"claims": (3, 2, 2, 2, 0, 1), "left": {"gold:missing": 1}}),
    "a figure invented": (
        add("figures", figure(250, "12 months", "12", "mo")),
        {"figures": (5, 6, 5, 5, 0, 1), "left": {"predicted:spurious": 1}},
    ),
    "a claim invented": (
        add("claims", claim(500, "nothing is known")),
        {"claims": (3, 4, 3, 3, 0, 1), "left": {"predicted:spurious": 1}},
    ),
    "a figure said twice": (repeat("figures", 1), {"figures": (5, 6, 5, 5, 0, 1), "left": {"predicted:duplicate": 1}}),
    "a claim said twice": (repeat("claims", 0), {"claims": (3, 4, 3, 3, 0, 1), "left": {"predicted:duplicate": 1}}),
    "a claim shifted by a word": (change("claims", 0, span=(304, 325)), {}),
    "a claim shifted by half": (
        change("claims", 2, span=(412, 434)),
        {"claims": (3, 3, 2, 2, 0, 1), "left": {"gold:near-miss": 1, "predicted:near-miss": 1}},
    ),
    "a claim shifted away": (
        change("claims", 2, span=(430, 452)),
        {"claims": (3, 3, 2, 2, 0, 2), "left": {"gold:missing": 1, "predicted:spurious": 1}},
    ),
    "a figure cut to less than half": (
        change("figures", 0, span=(34, 48)),
        {"figures": (5, 5, 4, 4, 0, 1), "left": {"gold:near-miss": 1, "predicted:near-miss": 1}},
    ),
    "a figure without a place": (
        change("figures", 0, span=None),
        {"figures": (5, 5, 4, 4, 0, 1), "left": {"gold:near-miss": 1, "predicted:near-miss": 1}},
    ),
    "a figure without a place, worded otherwise": (
        change("figures", 0, span=None, quote="???"),
        {"figures": (5, 5, 4, 4, 0, 2), "left": {"gold:missing": 1, "predicted:spurious": 1}},
    ),
    "two claims merged": (
        replaced("claims", (0, 1), MERGED_CLAIM | {"speaker": None, "kind": "plan", "period": "2025"}),
        {"claims": (3, 2, 2, 2, 0, 1), "left": {"gold:merged": 1}, "errors": {"claims.statement:wording": 1}},
    ),
    "two figures merged": (
        replaced("figures", (0, 1), figure(10, SEVEN + " " * 14 + "rose 30.5 percent", "7120000000", "CNY",
                                           comparator=">", period="2021")),
        {"figures": (5, 4, 4, 4, 0, 1), "left": {"gold:merged": 1}},
    ),
    "a claim split, one part more than half": (
        replaced("claims", (1,), claim(326, "the town will build", "plan", period="2025"),
                 claim(346, "a new school", "plan", period="2025")),
        {"claims": (3, 4, 3, 3, 0, 1), "left": {"predicted:split": 1}, "errors": {"claims.statement:wording": 1}},
    ),
    "a claim split in three": (
        replaced("claims", (1,), claim(326, "the town"), claim(335, "will build"), claim(346, "a new school")),
        {"claims": (3, 5, 2, 2, 0, 3), "left": {"gold:split": 1, "predicted:split": 3}},
    ),
    "a figure split": (
        replaced("figures", (2,), figure(100, "3 to", "3", "count", upper="5", status="planned"),
                 figure(105, "5 new wind parks", "3", "count", upper="5", status="planned")),
        {"figures": (5, 6, 5, 5, 0, 1), "left": {"predicted:split": 1}},
    ),
    # --- numbers
    "a scale too small": (change("figures", 0, value="7120000"), wrong("scale", "value")),
    "a scale too large": (change("figures", 4, value="20000"), wrong("scale", "value")),
    "a sign turned": (change("figures", 1, value="-30.5"), wrong("sign", "value")),
    "two digits swapped": (change("figures", 0, value="7210000000"), wrong("swapped-digits", "value")),
    "a value rounded": (change("figures", 0, value="7100000000"), wrong("rounding", "value")),
    "a wrong digit": (change("figures", 0, value="7130000000"), wrong("digits", "value")),
    "a fraction for a percentage": (change("figures", 1, value="0.305"), wrong("percent-points", "value")),
    "the upper end for the lower": (change("figures", 2, value="5"), wrong("range-end", "value")),
    "a wrong upper end": (change("figures", 2, upper="6"), wrong("range-end", "upper")),
    "an upper end omitted": (change("figures", 2, upper=None), wrong("omitted", "upper")),
    "an upper end invented": (change("figures", 0, upper="8000000000"), wrong("invented", "upper")),
    "a value omitted": (change("figures", 0, value=None), wrong("omitted", "value")),
    "a value invented": (label("figures", 0, value=None), wrong("invented", "value")),
    "another currency": (change("figures", 0, unit="USD"), wrong("unit", "unit")),
    "points for per cent": (change("figures", 1, unit="pp"), wrong("percent-points", "unit")),
    "a unit omitted": (change("figures", 4, unit=None), wrong("omitted", "unit")),
    "another comparator": (change("figures", 0, comparator=">="), wrong("comparator", "comparator")),
    "another trend": (change("figures", 1, trend="decrease"), wrong("trend", "trend")),
    "a value written with more zeros": (change("figures", 1, value="30.500"), {}),
    "two-thirds with one decimal": (change("figures", 3, value="66.7"), {}),
    "two-thirds with four decimals": (change("figures", 3, value="66.6667"), {}),
    "two-thirds without decimals": (change("figures", 3, value="67"), wrong("rounding", "value")),
    "two-thirds in digits": (
        both(label("figures", 3, quote="66.67 percent..."), change("figures", 3, value="66.7")),
        wrong("rounding", "value"),
    ),
    # --- other fields
    "another status": (change("figures", 2, status="actual"), wrong("status", "status")),
    "another period of a figure": (change("figures", 0, period="2022"), wrong("period", "period")),
    "a period omitted": (change("claims", 1, period=None), wrong("omitted", "period", "claims")),
    "a period invented": (change("claims", 0, period="2021"), wrong("invented", "period", "claims")),
    "another kind": (change("claims", 0, kind="forecast"), wrong("kind", "kind", "claims")),
    "another speaker": (change("claims", 0, speaker="Bo Lind"), wrong("wording", "speaker", "claims")),
    "a speaker in another order": (change("claims", 0, speaker="BERG Anna"), {}),
    "a speaker omitted": (change("claims", 0, speaker=None), wrong("omitted", "speaker", "claims")),
    "another measure": (change("figures", 0, measure="number of staff"), loose("wording", "measure")),
    "another entity": (change("figures", 0, entity="Uppsala"), loose("wording", "entity")),
    "another statement": (change("claims", 0, statement="Nobody came."), loose("wording", "statement", "claims")),
    "another subject": (change("claims", 0, subject="a bridge"), loose("wording", "subject", "claims")),
    # --- several at once
    "two errors in one item are one edit": (
        change("figures", 0, value="7120000", unit="USD"),
        {"figures": (5, 5, 5, 4, 0, 1), "errors": {"figures.value:scale": 1, "figures.unit:unit": 1}},
    ),
    # --- what gold leaves open
    "an optional item that the run lacks": (
        both(label("figures", 4, optional=True), drop("figures", 4)),
        {"figures": (4, 4, 4, 4, 0, 0)},
    ),
    "an optional item that the run has": (label("figures", 4, optional=True), {"figures": (4, 4, 4, 4, 1, 0)}),
    "an optional item that the run has wrong": (
        both(label("figures", 4, optional=True), change("figures", 4, value="1", unit="kg")),
        {"figures": (4, 4, 4, 4, 1, 0)},
    ),
    "a second prediction on an optional item": (
        both(label("figures", 4, optional=True), repeat("figures", 4)),
        {"figures": (4, 5, 4, 4, 1, 1), "left": {"predicted:duplicate": 1}},
    ),
    "an alternative": (
        both(label("figures", 0, alternatives=[{"value": "712", "unit": None}]),
             change("figures", 0, value="712", unit=None)),
        {},
    ),
    "half of an alternative": (
        both(label("figures", 0, alternatives=[{"value": "712", "unit": None}]), change("figures", 0, value="712")),
        wrong("scale", "value"),
    ),
    "an alternative with one more error": (
        both(label("figures", 0, alternatives=[{"value": "712", "unit": None}]),
             change("figures", 0, value="712", unit=None, status="planned")),
        wrong("status", "status"),
    ),
    "an alternative place": (
        both(label("claims", 2, alternatives=[{"start": 450, "end": 470, "quote": "it is splendid, too"}]),
             change("claims", 2, span=(450, 470))),
        {},
    ),
    "an unlabelled field": (
        both(label("figures", 0, unlabelled=frozenset({"period"})), change("figures", 0, period="1999")),
        {},
    ),
    # --- documents
    "a document that failed": (
        become(status="failed"),
        {"figures": (5, 0, 0, 0, 0, 5), "claims": (3, 0, 0, 0, 0, 3), "left": {"gold:missing": 8}},
    ),
    "a document that was refused": (
        become(status="refused"),
        {"figures": (5, 0, 0, 0, 0, 5), "claims": (3, 0, 0, 0, 0, 3), "left": {"gold:missing": 8}},
    ),
    "an answer that could not be parsed": (
        become(status="invalid"),
        {"figures": (5, 0, 0, 0, 0, 5), "claims": (3, 0, 0, 0, 0, 3), "left": {"gold:missing": 8}},
    ),
    "a document that is not in the run": (
        become(present=False),
        {"figures": (5, 0, 0, 0, 0, 5), "claims": (3, 0, 0, 0, 0, 3), "left": {"gold:missing": 8}},
    ),
    "another document in its place": (
        become(id="uppsala"),
        {"figures": (5, 0, 0, 0, 0, 5), "claims": (3, 0, 0, 0, 0, 3), "left": {"gold:missing": 8}},
    ),
    "a truncated answer": (
        both(become(status="truncated"), drop("claims", 2)),
        {"claims": (3, 2, 2, 2, 0, 1), "left": {"gold:missing": 1}},
    ),
}  # fmt: skip


def told(evaluation: Evaluation) -> tuple[dict[str, tuple[int, ...]], Counter[str], Counter[str]]:
    counts = {name: tuple(getattr(one, level) for level in LEVELS) for name, one in evaluation.counts.items()}
    left = sum((Counter(one.leftovers) for one in evaluation.counts.values()), Counter[str]())
    errors = Counter(
        {f"{name}.{error}": many for name, one in evaluation.counts.items() for error, many in one.errors.items()}
    )
    return counts, left, errors


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_named_and_moves_only_what_it_should(name: str) -> None:
    fault, expected = PLANTED[name]
    world = World()
    fault(world)
    counts, left, errors = told(scored(world))
    assert counts == {type_: expected.get(type_, FAULTLESS[type_]) for type_ in FAULTLESS}
    assert left == Counter(expected.get("left", {}))
    assert errors == Counter(expected.get("errors", {}))


def test_at_least_forty_faults_are_planted() -> None:
    assert len(PLANTED) >= 40


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(PLANTED)), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_scores_do_not_depend_on_the_order_of_either_list(names: list[str], random: Random) -> None:
    world = World()
    for name in names:
        plant_if_possible(name, world)
    before = scored(world)
    for side in (world.gold, world.run):
        for items in side.values():
            random.shuffle(items)
    after = scored(world)
    assert {name: metric.rate for name, metric in before.metrics.items()} == {
        name: metric.rate for name, metric in after.metrics.items()
    }
    assert told(before) == told(after)


def plant_if_possible(name: str, world: World) -> None:
    try:
        PLANTED[name][0](world)
    except IndexError:  # an earlier fault has taken the item away
        return
