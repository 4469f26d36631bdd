"""In which order are the sides of a disagreement shown?"""

from extract.review.sides import sides_of


def test_each_side_comes_first_about_half_of_the_time() -> None:
    first = [sides_of(f"d_{number}")[0] for number in range(1000)]
    assert 440 < first.count("run") < 560


def test_an_id_with_half_a_character_has_an_order_too() -> None:
    assert set(sides_of("d_\ud800")) == {"reference", "run"}


def test_the_order_stays_what_it_was() -> None:
    assert {id_: sides_of(id_) for id_ in ("d_0123456789abcdea", "d_0123456789abcde0")} == {
        "d_0123456789abcdea": ("run", "reference"),
        "d_0123456789abcde0": ("reference", "run"),
    }
