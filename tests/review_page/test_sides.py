"""Which side is A, and who is right when A is?"""

import pytest

from extract.review_page.sides import Choice, sides, verdict_of


def test_the_sides_of_a_blind_review_are_shuffled_and_stay_as_they_are() -> None:
    shown = [sides(f"d_{number}", blind=True) for number in range(200)]
    assert 60 < shown.count(("run", "reference")) < 140
    assert shown == [sides(f"d_{number}", blind=True) for number in range(200)]


def test_the_reference_is_a_where_the_sides_are_named() -> None:
    assert {sides(f"d_{number}", blind=False) for number in range(50)} == {("reference", "run")}


@pytest.mark.parametrize(
    ("choice", "verdict"),
    [("a", "run"), ("b", "reference"), *((same, same) for same in ("both", "neither", "edited", "delete", "skip"))],
)
def test_a_choice_says_whose_side_is_right(choice: Choice, verdict: str) -> None:
    assert verdict_of(choice, ("run", "reference")) == verdict
