"""Which predicted item is which gold item? Spans stand in the tests as (start, end)."""

from collections.abc import Sequence
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.alignment import Alignment, Placed, Rule, align
from extract.alignment.assignment import assign
from extract.alignment.overlaps import overlaps
from extract.records import Span

Where = tuple[int, int] | None


def placed(*spans: Where, quote: str = "") -> list[Placed]:
    return [Placed((Span(*span),) if span else (), quote or str(span)) for span in spans]


def kinds(found: Alignment) -> tuple[list[tuple[int, str, int | None]], list[tuple[int, str, int | None]]]:
    gold, predicted = ([(one.index, one.kind, one.near) for one in side] for side in (found.gold, found.predicted))
    return gold, predicted


def test_equal_spans_are_the_same_item_in_text_order() -> None:
    found = align(placed((20, 30), (0, 10)), placed((0, 10), (20, 30)), "union")
    assert found == Alignment(((1, 0), (0, 1)), (), ())


@pytest.mark.parametrize(
    ("rule", "predicted", "same"),
    [
        ("shorter", (5, 9), True),  # all of the shorter
        ("shorter", (15, 25), True),  # 5 of 10 is half
        ("shorter", (16, 26), False),  # 4 of 10
        ("union", (0, 10), True),  # 10 of 20
        ("union", (0, 9), False),  # 9 of 20
        ("union", (10, 30), False),  # 10 of 30
    ],
)
def test_the_rule_says_of_what_the_overlap_must_be_half(rule: Rule, predicted: Where, same: bool) -> None:
    assert bool(align(placed((0, 20)), placed(predicted), rule).pairs) is same


def test_admissible_pairs_come_first_so_that_the_true_one_is_kept() -> None:
    # gold 0 is same as prediction 0 alone; prediction 1 and gold 1 are both near but below the rule
    found = align(placed((0, 100), (101, 140)), placed((0, 90), (96, 110)), "union")
    assert found.pairs == ((0, 0),)


def test_the_best_sum_wins_over_the_best_pair() -> None:
    # gold 0 fits both predictions, gold 1 only the first: 10/12 + 10/15 beats 12/12 alone
    found = align(placed((0, 12), (5, 17)), placed((0, 17), (0, 10)), "shorter")
    assert found.pairs == ((0, 1), (1, 0))


def test_a_gold_item_may_stand_in_one_of_several_places() -> None:
    gold = [Placed((Span(0, 5), Span(50, 55)), "five")]
    assert align(gold, placed((50, 55)), "union").pairs == ((0, 0),)


def test_of_equals_the_item_that_counts_takes_the_prediction() -> None:
    gold = [Placed((Span(0, 5),), "five", "a", optional=True), Placed((Span(0, 5),), "five", "b")]
    assert align(gold, placed((0, 5)), "union").pairs == ((1, 0),)


@pytest.mark.parametrize(
    ("gold", "predicted", "rule", "left_gold", "left_predicted"),
    [
        pytest.param([(0, 9)], [], "union", [(0, "missing", None)], [], id="dropped"),
        pytest.param([], [(0, 9)], "union", [], [(0, "spurious", None)], id="invented"),
        pytest.param([(0, 9)], [(0, 9), (0, 8)], "union", [], [(1, "duplicate", 0)], id="said twice"),
        pytest.param([(0, 20)], [(0, 12), (13, 20)], "union", [], [(1, "split", 0)], id="one taken as two, one found"),
        pytest.param(
            [(0, 30)], [(0, 9), (10, 19), (20, 30)], "union",
            [(0, "split", 0)], [(0, "split", 0), (1, "split", 0), (2, "split", 0)], id="one taken as three",
        ),
        pytest.param([(0, 12), (13, 20)], [(0, 20)], "union", [(1, "merged", 0)], [], id="two taken as one, one found"),
        pytest.param(
            [(0, 9), (10, 19), (20, 30)], [(0, 30)], "union",
            [(0, "merged", 0), (1, "merged", 0), (2, "merged", 0)], [(0, "merged", 0)], id="three taken as one",
        ),
        pytest.param([(0, 9), (10, 19)], [(0, 19)], "shorter", [(1, "merged", 0)], [], id="two figures taken as one"),
        pytest.param([(0, 20)], [(12, 40)], "union", [(0, "near-miss", 0)], [(0, "near-miss", 0)], id="shifted"),
        pytest.param([(0, 20)], [(19, 40)], "union", [(0, "missing", None)], [(0, "spurious", None)], id="shifted far"),
        pytest.param([(0, 40), (10, 20)], [(0, 40)], "union", [(1, "missing", None)], [], id="inner one dropped"),
        pytest.param([(0, 40)], [(0, 40), (10, 20)], "union", [], [(1, "spurious", None)], id="inner one added"),
    ],
)  # fmt: skip
def test_what_is_left_over_is_named(
    gold: list[Where],
    predicted: list[Where],
    rule: Rule,
    left_gold: list[tuple[int, str, int | None]],
    left_predicted: list[tuple[int, str, int | None]],
) -> None:
    assert kinds(align(placed(*gold), placed(*predicted), rule)) == (left_gold, left_predicted)


def test_a_prediction_without_a_place_is_never_found_but_near_what_is_worded_alike() -> None:
    gold = placed((0, 20), quote="exceeded 7 billion yuan") + placed((40, 50), quote="half of it")
    found = align(gold, placed(None, quote="exceeded 9 billion yuan"), "shorter")
    assert found.pairs == ()
    assert kinds(found) == ([(0, "near-miss", 0), (1, "missing", None)], [(0, "near-miss", 0)])


def test_a_prediction_without_a_place_that_is_worded_like_nothing_is_spurious() -> None:
    found = align(placed((0, 20), quote="exceeded 7 billion yuan"), placed(None, quote="ten"), "shorter")
    assert kinds(found) == ([(0, "missing", None)], [(0, "spurious", None)])


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
LISTS = st.lists(SPANS, max_size=6)


def by_brute_force(gold: Sequence[Where], predicted: Sequence[Where], rule: Rule) -> float:
    """The largest sum of similarities over all ways to pair the longer list with the shorter one."""
    table = [[similarity(one, other, rule) for other in predicted] for one in gold]
    if len(gold) > len(predicted):
        table = [list(column) for column in zip(*table, strict=True)]
    width = len(table[0]) if table else 0
    return max(
        (sum(row[at] for row, at in zip(table, order, strict=False)) for order in permutations(range(width))), default=0
    )


def similarity(one: Where, other: Where, rule: Rule) -> float:
    assert one
    assert other
    common = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    lengths = one[1] - one[0], other[1] - other[0]
    union = sum(lengths) - common
    return common / union if common >= 0.5 * (min(lengths) if rule == "shorter" else union) else 0.0


@given(LISTS, LISTS, st.sampled_from(["shorter", "union"]))
def test_no_other_assignment_is_more_alike(gold: list[Where], predicted: list[Where], rule: Rule) -> None:
    pairs = align(placed(*gold), placed(*predicted), rule).pairs
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)
    total = sum(similarity(gold[one], predicted[other], rule) for one, other in pairs)
    assert total == pytest.approx(by_brute_force(gold, predicted, rule), abs=1e-4)


@given(LISTS, LISTS, st.sampled_from(["shorter", "union"]), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_changes_nothing(
    gold: list[Where], predicted: list[Where], rule: Rule, random: Random
) -> None:
    def told(ours: list[Where], theirs: list[Where]) -> list[list[object]]:
        found = align(placed(*ours), placed(*theirs), rule)
        sides: list[list[object]] = [[(ours[one], theirs[other]) for one, other in found.pairs]]
        for left, here, there in ((found.gold, ours, theirs), (found.predicted, theirs, ours)):
            sides.append([(here[one.index], one.kind, None if one.near is None else there[one.near]) for one in left])
        return sides

    shuffled = random.sample(gold, len(gold)), random.sample(predicted, len(predicted))
    assert told(gold, predicted) == told(*shuffled)


def test_a_large_component_goes_to_scipy_and_gives_the_same() -> None:
    random = Random(1)
    starts = [random.randrange(60) for _ in range(12)]
    gold, predicted = (placed(*((start + by, start + by + 40) for start in starts)) for by in (0, 3))
    table = overlaps(gold, predicted, "union")
    assert len(assign(table)) == 12
    assert assign(table, searched=0) == assign(table)


def test_a_thousand_rows_do_not_exhaust_the_stack() -> None:
    found = align(placed((0, 1000)), placed(*[(0, 1000)] * 1500), "union")
    assert len(found.pairs) == 1
    assert {one.kind for one in found.predicted} == {"duplicate"}


def test_a_span_that_holds_nothing_is_no_place() -> None:
    found = align(placed((0, 20)), placed((5, 5)), "shorter")
    assert kinds(found) == ([(0, "missing", None)], [(0, "spurious", None)])
