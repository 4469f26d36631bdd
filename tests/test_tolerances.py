"""Which numbers pass for one another?"""

from decimal import Decimal
from pathlib import Path

import pytest

from extract.errors import UsageError
from extract.scoring import DEFAULT_TOLERANCES, Tolerances, read_tolerances


def rules(tmp_path: Path, text: str) -> Tolerances:
    path = tmp_path / "tolerances.toml"
    path.write_text(text, encoding="utf-8")
    return read_tolerances(path)


def same(found: Tolerances, gold: str, said: str, unit: str | None = None, quote: str = "") -> bool:
    return found.same(Decimal(gold), Decimal(said), unit, quote)


@pytest.mark.parametrize(
    ("gold", "said", "quote", "passes"),
    [
        ("7", "7.000", "7 percent", True),
        ("66.67", "66.7", "two-thirds", True),
        ("66.67", "66.7", "66.67 percent", False),  # in digits the text is as exact as it says
        ("66.67", "67", "two-thirds", False),
        ("50", "50.01", "half", False),
        ("4338.7", "4338.8", "4,338.7", False),
    ],
)
def test_only_fractions_in_words_may_differ(gold: str, said: str, quote: str, passes: bool) -> None:
    assert same(DEFAULT_TOLERANCES, gold, said, "%", quote) is passes


def test_a_tolerance_is_the_same_whichever_number_is_gold(tmp_path: Path) -> None:
    # 1 of 100 is 1 %, of 99 it is more: the larger one counts, so 99 and 100 pass either way round
    found = rules(tmp_path, '[[rule]]\nrelative = "0.01"\n')
    assert same(found, "99", "100")
    assert same(found, "100", "99")
    assert not same(found, "98.9", "100")


def test_the_first_rule_that_fits_holds(tmp_path: Path) -> None:
    found = rules(tmp_path, '[[rule]]\nunits = ["t"]\n[[rule]]\nabsolute = "5"\n')
    assert not same(found, "1", "2", "t")
    assert same(found, "1", "2", "kg")


@pytest.mark.parametrize(
    "text",
    ["rule = 5", "[[rule]]\nmargin = 1\n", '[[rule]]\nabsolute = "-1"\n', '[[rule]]\nabsolute = "x"\n', "[[rule"],
)
def test_a_file_that_holds_no_tolerances_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match="holds no tolerances"):
        rules(tmp_path, text)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none.toml holds no tolerances"):
        read_tolerances(tmp_path / "none.toml")


def test_a_number_beyond_all_arithmetic_is_near_to_nothing_but_itself(tmp_path: Path) -> None:
    found = rules(tmp_path, '[[rule]]\nname = "all"\nrelative = "1"\n')

    assert [same(found, "7", "8"), same(found, "7", "1e999999999"), same(found, "1e9999999", "7")] == [
        True,
        False,
        False,
    ]
    assert same(found, "1e999999999", "1e999999999")


def test_no_bound_lies_beyond_all_arithmetic(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"relative must be a number of 0 or more"):
        rules(tmp_path, '[[rule]]\nname = "all"\nrelative = "1e999999999"\n')
