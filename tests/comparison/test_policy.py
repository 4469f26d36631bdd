"""What may a policy say, and what is refused?"""

from pathlib import Path

import pytest

from extract.comparison import Guarded, Policy, read_policy
from extract.errors import UsageError


def read(text: str, tmp_path: Path) -> Policy:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return read_policy(path)


def test_by_default_each_item_type_may_lose_two_points_of_correct_f1() -> None:
    policy = read_policy()
    assert policy.for_types(("claims", "figures")) == (
        Guarded("claims.correct.f1", "critical", 0.02, None),
        Guarded("figures.correct.f1", "critical", 0.02, None),
    )
    assert (policy.failures, policy.slips, policy.budgets) == (0.1, ("scale", "sign", "percent-points"), {})


def test_what_a_policy_leaves_out_is_as_by_default(tmp_path: Path) -> None:
    assert read("[budget]\nseconds = 3\n", tmp_path).metrics == read_policy().metrics


def test_of_two_entries_for_one_metric_the_last_one_holds(tmp_path: Path) -> None:
    text = '[[metric]]\nname = "*.found.f1"\n[[metric]]\nname = "claims.found.f1"\ntier = "advisory"\nmargin = 0\n'
    found = read(text, tmp_path).for_types(("claims", "figures"))
    assert [(one.name, one.tier, one.margin) for one in found] == [
        ("claims.found.f1", "advisory", 0.0),
        ("figures.found.f1", "critical", 0.02),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[metric]", "is no TOML"),
        ("[metrics]", r"unknown key 'metrics'. Did you mean metric\?"),
        ("metric = []", r"at least one \[\[metric\]\]"),
        ("metric = [1]", r"\[\[metric\]\] 1: write"),
        ("[[metric]]", "`name` must be that of a metric"),
        ("[[metric]]\nname = 'a'\ntier = 'vital'", "one of critical, supporting, advisory, found 'vital'"),
        ("[[metric]]\nname = 'a'\nmargin = '2 points'", "margin must be a number from 0, found '2 points'"),
        ("[[metric]]\nname = 'a'\nmargin = -0.1", "margin must be a number"),
        ("[[metric]]\nname = 'a'\nmargin = nan", "margin must be a number"),
        ("[[metric]]\nname = 'a'\nminimum = inf", "minimum must be a number"),
        ("[[metric]]\nname = 'a'\nmargins = 1", r"Did you mean margin\?"),
        ("failures = 3", "`failures` must be a table"),
        ("[failures]\nshare = 2", "from 0 to 1"),
        ("[failures]\nshare = true", "found True"),
        ("[slips]\nerrors = 'scale'", "a list of names"),
        ("[budget]\ncost = 1", "unknown key 'cost'"),
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused_with_its_place(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=message) as refused:
        read(text, tmp_path)
    assert str(tmp_path / "policy.toml") in str(refused.value)


def test_a_policy_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_policy(tmp_path / "nowhere.toml")
