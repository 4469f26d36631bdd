"""How sure is a difference? Expected values are worked out by hand, or simulated where the truth is known."""

import subprocess
import sys
from collections.abc import Sequence
from math import sqrt

import numpy as np
import pytest
from calibration import GAIN, cell, cost
from draw import draw

from extract.paired import (
    FEWEST,
    Array,
    columns,
    documents_needed,
    flip_test,
    holm,
    paired_difference,
    smallest_visible,
    swap_tests,
)

Observations = Sequence[tuple[float, float]]


def table(*metrics: Observations) -> Array:
    return columns(metrics)


# --- swaps -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("documents", "p"), [(1, 1.0), (3, 0.25), (5, 0.0625), (6, 0.03125), (13, 2 / 2**13)])
def test_where_every_document_gains_p_is_the_share_of_two_swaps_in_all(documents: int, p: float) -> None:
    test = swap_tests(table([(1, 2)] * documents), table([(2, 2)] * documents))[0]  # no swap and the swap of all
    assert (test.p, test.differing, test.exact) == (p, documents, True)


def test_under_six_differing_documents_no_p_below_five_percent_exists() -> None:
    assert 2 / 2 ** (FEWEST - 1) > 0.05 > 2 / 2**FEWEST


def test_documents_that_do_not_differ_change_no_p() -> None:
    few = swap_tests(table([(1, 2)] * 6), table([(2, 2)] * 6))[0]
    more = swap_tests(table([(1, 2)] * 6 + [(3, 4)] * 50), table([(2, 2)] * 6 + [(3, 4)] * 50))[0]
    assert (more.p, more.differing) == (few.p, 6)


def test_identical_runs_have_a_p_of_one() -> None:
    assert swap_tests(table([(1, 2)] * 9), table([(1, 2)] * 9))[0].p == 1.0


def test_random_swaps_come_close_to_the_exact_answer() -> None:
    # 12 of 15 like documents gain one, 3 lose one: two-sided sign test, 2 * (455 + 105 + 15 + 1) / 2^15 = 0.03516
    test = swap_tests(table([(1, 2)] * 15), table([(2, 2)] * 12 + [(0, 2)] * 3))[0]
    assert not test.exact
    assert test.p == pytest.approx(0.03516, abs=4 * sqrt(0.035 / 10_000))


def test_the_seed_is_fixed_so_that_a_comparison_says_the_same_twice() -> None:
    a, b = draw(np.random.default_rng(4), 50, 0.1, 0.3).observed()
    assert swap_tests(a, b) == swap_tests(a, b)
    assert swap_tests(a, b, seed=1)[0].p != swap_tests(a, b, seed=2)[0].p


def test_metrics_are_tested_beside_each_other_as_each_alone() -> None:
    some, other = (draw(np.random.default_rng(seed), 9, 0.2, 0.3).observed() for seed in (5, 6))
    both = swap_tests(np.concatenate([some[0], other[0]], axis=1), np.concatenate([some[1], other[1]], axis=1))
    assert both == [*swap_tests(*some), *swap_tests(*other)]


def test_a_metric_that_is_undefined_in_a_run_has_no_p() -> None:
    test = swap_tests(table([(0, 0)] * 6), table([(0, 1)] * 6))[0]
    assert (test.p, test.differing) == (None, 6)


def test_a_swap_that_leaves_a_ratio_undefined_counts_against_significance() -> None:
    # 1/2 - 0/2 = 0.5; the two swaps of one document give 0/0 against 1/4, which counts as far apart
    assert swap_tests(table([(0, 2), (0, 0)]), table([(0, 0), (1, 2)]))[0].p == 1.0


# --- intervals -------------------------------------------------------------------------------------------------


def test_the_linearised_interval_of_the_difference_is_worked_out_by_hand() -> None:
    # A: 12/20 = 0.6, B: 15/20 = 0.75, mean denominators 5. r_A = (a - 3)/5 = .2 0 0 -.2; r_B = (b - 3.75)/5 =
    # .05 .05 .05 -.15; e = -.15 .05 .05 .05; sum e^2 = .03; SE = sqrt(.03/3)/2 = 0.05; t(3) = 3.182446
    found = paired_difference([(4, 5), (3, 5), (3, 5), (2, 5)], [(4, 5), (4, 5), (4, 5), (3, 5)])
    assert (found.a, found.b, found.documents) == (0.6, 0.75, 4)
    assert found.error == pytest.approx(0.05)
    assert found.low == pytest.approx(0.15 - 3.182446 * 0.05, abs=1e-6)
    assert found.high == pytest.approx(0.15 + 3.182446 * 0.05, abs=1e-6)
    assert found.low_90 == pytest.approx(0.15 - 2.353363 * 0.05, abs=1e-6)


def test_documents_that_add_to_neither_denominator_are_no_observations() -> None:
    a, b = [(4, 5), (3, 5), (2, 5)], [(4, 5), (4, 5), (3, 5)]
    assert paired_difference([*a, (0, 0)], [*b, (0, 0)]) == paired_difference(a, b)


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ([(0, 0)], [(1, 2)], "undefined in A: nothing to count"),
        ([(0, 0)], [(0, 0)], "undefined in A and B: nothing to count"),
        ([(1, 2)], [(2, 2)], "one document says nothing about how much documents differ"),
        ([(1, 2)] * 3, [(2, 2)] * 3, "all documents changed alike, which says nothing about others"),
        ([(1, 2)] * 3, [(1, 2)] * 3, "no document changed the ratio"),
    ],
)
def test_where_there_is_no_interval_it_says_why(a: Observations, b: Observations, reason: str) -> None:
    found = paired_difference(a, b)
    assert (found.low, found.high, found.error, found.reason) == (None, None, None, reason)


# --- what can be seen ------------------------------------------------------------------------------------------


def test_four_times_the_documents_see_half_the_change() -> None:
    assert smallest_visible(0.02) == pytest.approx(0.056)
    assert documents_needed(50, 0.02, 0.028, 40) == 200  # 50 * (0.056 / 0.028)^2


def test_no_number_of_documents_is_needed_to_see_nothing_and_at_least_six_must_differ() -> None:
    assert documents_needed(50, 0.02, 0.0, 40) is None
    assert documents_needed(5, 0.001, 0.2, 3) == 10  # 3 of 5 differ, so 6 of 10


def test_holm_adjusts_each_p_for_those_not_yet_rejected() -> None:
    # sorted .01 .02 .04: 3 * .01, 2 * .02, 1 * .04, never falling
    assert holm([0.04, 0.01, 0.02]) == pytest.approx([0.04, 0.03, 0.04])
    assert holm([0.6, 0.9]) == [1.0, 1.0]
    assert holm([]) == []


def test_items_of_one_document_do_not_make_flips_significant() -> None:
    assert flip_test([(0, 40)] + [(0, 0)] * 20).reason == "flips in 1 document, under 6: no p below 0.05 is possible"
    assert flip_test([(0, 40), *[(1, 0)] * 10]).p == pytest.approx(0.4547, abs=1e-3)  # z = 30 / sqrt(1610) = 0.7477
    assert flip_test([(0, 1)] * 9).p == pytest.approx(0.0027, abs=1e-4)  # z = 9 / sqrt(9) = 3


# --- calibration: benchmarks/calibration.py has 2,000 data sets a cell ---------------------------------------------


@pytest.mark.parametrize("tau", [0.0, 0.6])
@pytest.mark.parametrize("documents", [10, 20, 50])
def test_without_a_difference_p_is_small_as_seldom_as_promised(documents: int, tau: float) -> None:
    # 300 data sets: the standard error of 0.05 is 0.0126, so 0.012 to 0.088 is three of them either way
    got = cell(300, documents, 0.0, tau, swaps=1_000)
    assert 0.012 <= got.swap <= 0.088
    assert 0.912 <= got.covered <= 0.988
    assert got.flips <= 0.088


def test_a_gain_of_three_points_is_seen_on_fifty_documents_more_often_than_not() -> None:
    # 200 data sets: the standard error of 0.6 is 0.035
    assert cell(200, 50, GAIN, 0.0, swaps=1_000).swap >= 0.5


def test_a_comparison_of_200_documents_costs_less_than_half_a_second_of_cpu() -> None:
    assert cost() <= 0.5


def test_the_statistics_do_not_load_scipy_stats() -> None:
    code = "import sys, extract.paired; print(*(name for name in sys.modules if name.startswith('scipy.stats')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
