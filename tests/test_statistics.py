"""How sure is a rate? Expected values are printed tables', or worked out by hand in the comments."""

from math import inf, sqrt

import pytest

from extract.scores import Rate
from extract.statistics import mean, ratio, t_quantile, wilson


@pytest.mark.parametrize(
    ("freedom", "table"),  # t at 0.975, from the table in NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (9, 2.262), (10, 2.228), (29, 2.045), (60, 2.0), (100, 1.984)],
)
def test_quantiles_of_student_are_those_of_the_printed_table(freedom: int, table: float) -> None:
    assert t_quantile(freedom) == pytest.approx(table, abs=6e-4)


def test_quantiles_of_many_documents_go_over_into_the_normal_one_without_a_step() -> None:
    assert t_quantile(301) < t_quantile(300)
    assert t_quantile(300) - t_quantile(301) < 3e-5
    assert t_quantile(10**6) == pytest.approx(1.959966, abs=1e-6)


def test_wilson_gives_the_interval_of_the_textbook_example() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 15 of 148, 81 of 263
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@pytest.mark.parametrize(("successes", "low", "high"), [(0, 0.0, 0.2775), (10, 0.7225, 1.0)])
def test_wilson_never_leaves_the_range_and_never_claims_certainty(successes: int, low: float, high: float) -> None:
    assert wilson(successes, 10) == pytest.approx((low, high), abs=5e-5)


def test_nothing_out_of_nothing_is_undefined_with_a_reason() -> None:
    assert ratio([(0, 0), (0, 0)], "no gold figure") == Rate(0.0, 0.0, 0, None, reason="no gold figure")
    assert mean([], "no document").value is None


def test_the_document_is_the_unit_of_the_interval() -> None:
    # R = (2 + 6) / (4 + 8) = 2/3; mean(b) = 6; r = (2 - 8/3)/6, (6 - 16/3)/6 = -1/9, 1/9; sd = sqrt(2)/9;
    # reach = t(1) * sd / sqrt(2) = 12.7062 / 9 = 1.41, so the interval is cut off at both ends
    rate = ratio([(2, 4), (6, 8)], "")
    assert (rate.numerator, rate.denominator, rate.documents, rate.value) == (8, 12, 2, pytest.approx(2 / 3))
    assert (rate.low, rate.high, rate.method) == (0, 1, "t")


def test_the_linearised_interval_is_worked_out_by_hand() -> None:
    # R = 0.5 from 9/10, 5/10, 1/10: r = 0.4, 0, -0.4; sd = 0.4; reach = t(2) * 0.4 / sqrt(3) = 4.30265 * 0.23094
    rate = ratio([(9, 10), (5, 10), (1, 10)], "", most=inf)
    assert rate.high == pytest.approx(0.5 + 4.302653 * 0.4 / sqrt(3), abs=1e-6)
    assert rate.low == 0.0


def test_documents_without_anything_to_count_do_not_make_the_interval_narrower() -> None:
    observed = [(9, 10), (5, 10), (8, 10)]
    assert ratio([*observed, (0, 0), (0, 0)], "") == ratio(observed, "")


def test_one_item_a_document_is_independent_so_wilson_holds() -> None:
    rate = ratio([(1, 1)] * 7 + [(0, 1)] * 3, "")
    assert (rate.low, rate.high, rate.method) == (*wilson(7, 10), "wilson")


def test_items_are_independent_where_the_caller_says_so() -> None:
    assert ratio([(9, 10), (5, 10)], "", independent=True).method == "wilson"
    assert ratio([(9, 10), (5, 10)], "").method == "t"


def test_a_score_of_two_lists_is_no_proportion_whoever_says_so() -> None:
    assert ratio([(1, 1), (0, 1), (1, 1)], "", counts=False, independent=True).method == "t"


def test_documents_that_are_all_alike_do_not_make_a_rate_certain() -> None:
    rate = ratio([(10, 10)] * 5, "")
    assert (rate.value, rate.method) == (1.0, "wilson-documents")
    assert (rate.low, rate.high) == (pytest.approx(0.5655, abs=5e-5), 1.0)  # Wilson, 5 of 5


def test_one_document_has_a_rate_but_no_interval() -> None:
    rate = ratio([(9, 10)], "")
    assert (rate.value, rate.low, rate.high) == (0.9, None, None)
    assert rate.reason == "one document says nothing about how much documents differ"


def test_a_mean_that_is_no_share_may_pass_one() -> None:
    rate = mean([0, 3, 6], "", most=inf)
    assert rate.value == 3
    assert rate.high == pytest.approx(3 + 4.302653 * 3 / sqrt(3), abs=1e-5)  # sd = 3
    assert mean([2, 2], "", most=inf).reason == "all documents have the same ratio, which says nothing about others"
