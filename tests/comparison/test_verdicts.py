"""Which situation gets which verdict and exit code?"""

from pathlib import Path
from typing import Any

import pytest
from toy_sides import side

from extract.comparison import COST, SECONDS, Policy, compare, read_policy
from extract.differences import Comparison, Side
from extract.errors import UsageError

RIGHT = ["....."]
OTHER_GOLD = {"basis": {"revision": "f" * 64}}
CRITICAL = '[[metric]]\nname = "figures.correct.f1"\n'


def both(correct: str, found: str) -> str:
    """Return a policy that says `correct` of figures.correct.f1 and has figures.found.f1 in the tier `found`."""
    return f'{CRITICAL}{correct}\n[[metric]]\nname = "figures.found.f1"\ntier = "{found}"\n'


@pytest.fixture
def policy(tmp_path: Path) -> Any:
    """Return a function from TOML to the policy that it says."""

    def read(text: str | None) -> Policy:
        if text is None:
            return read_policy()
        path = tmp_path / "policy.toml"
        path.write_text(text, encoding="utf-8")
        return read_policy(path)

    return read


def runs(a: list[str], b: list[str], policy: str | None = None, **of_b: Any) -> tuple[Any, Any, str | None]:
    return side(a), side(b, **of_b), policy


SITUATIONS: dict[str, tuple[tuple[Any, Any, str | None], str, int, str]] = {
    # --- identical ---
    "identical runs": (runs(RIGHT * 5, RIGHT * 5), "pass", 0, "same counts in every document"),
    "identical runs on one document": (runs(RIGHT, RIGHT), "pass", 0, "same counts"),
    "identical runs full of errors": (runs(["sg-+"] * 5, ["sg-+"] * 5), "pass", 0, "same counts"),
    "runs without a figure, as gold": (runs([""] * 5, [""] * 5), "pass", 0, "same counts"),
    "identical repeats": ((side(RIGHT * 5, RIGHT * 5), side(RIGHT * 5, RIGHT * 5), None), "pass", 0, "same"),
    # --- not comparable ---
    "another gold revision": (runs(RIGHT * 9, RIGHT * 9, **OTHER_GOLD), "invalid", 3, "do not share one gold"),
    "another scorer": (runs(RIGHT * 9, RIGHT * 9, basis={"scorer": "two"}), "invalid", 3, "one scorer"),
    "another response model": (
        runs(RIGHT * 9, RIGHT * 9, basis={"response_model": "toy:Other"}),
        "invalid",
        3,
        "one response model",
    ),
    "other documents": (runs(RIGHT * 2, RIGHT * 2, ids=["d000", "e"]), "invalid", 3, "same documents"),
    "fewer documents": (runs(RIGHT * 9, RIGHT * 8), "invalid", 3, "same documents"),
    "a document without a row": (runs(RIGHT * 9, RIGHT * 9, statuses={4: "absent"}), "invalid", 3, "lacks 1 of 9"),
    "no document at all": (runs([], []), "invalid", 3, "gold has no document"),
    "a run that did not end": (runs(RIGHT * 9, RIGHT * 9, basis={"complete": False}), "invalid", 3, "its end"),
    "a baseline that did not end": (
        (side(RIGHT * 9, basis={"complete": False}), side(RIGHT * 9), None),
        "invalid",
        3,
        "did not come to its end",
    ),
    "all failed": (
        runs(RIGHT * 9, ["-----"] * 9, statuses=dict.fromkeys(range(9), "failed")),
        "invalid",
        3,
        "9 of 9 documents (9 failed)",
    ),
    "all failed in both": (
        (*[side(["-----"] * 9, statuses=dict.fromkeys(range(9), "failed"))] * 2, None),
        "invalid",
        3,
        "9 failed",
    ),
    "more refusals than allowed": (
        runs(RIGHT * 9, ["-----", *RIGHT * 8], statuses={0: "refused"}),
        "invalid",
        3,
        "1 of 9 documents (1 refused)",
    ),
    "as many refusals as allowed": (
        runs(RIGHT * 10, ["-----", *RIGHT * 9], statuses={0: "refused"}),
        "inconclusive",
        2,
        "1 document differs",
    ),
    # --- too little to say anything ---
    "five differing documents, all worse": (runs(RIGHT * 50, ["-----"] * 5 + RIGHT * 45), "inconclusive", 2, "5 docu"),
    "five differing documents, all better": (runs(["....-"] * 5 + RIGHT * 9, RIGHT * 14), "inconclusive", 2, "under 6"),
    "one broken digit": (runs(RIGHT * 50, ["....d"] + RIGHT * 49), "inconclusive", 2, "1 document differs"),
    "one broken unit": (runs(RIGHT * 50, ["....u"] + RIGHT * 49), "inconclusive", 2, "1 document differs"),
    "gains and losses alike": (
        runs(["....-"] * 8 + RIGHT * 8, RIGHT * 8 + ["....-"] * 8),
        "inconclusive",
        2,
        "may have moved by as much as",
    ),
    "a loss beyond the margin that chance explains": (
        runs(["....-"] * 3 + RIGHT * 9, RIGHT * 3 + ["....-"] * 5 + RIGHT * 4),
        "inconclusive",
        2,
        "beyond the margin",
    ),
    "a sure loss within a margin that may be passed": (
        runs(RIGHT * 20, ["....-"] * 8 + RIGHT * 12, CRITICAL + "margin = 0.05\n"),  # 16 / 392 = -0.041
        "inconclusive",
        2,
        "may have moved by as much as",
    ),
    "a metric that only one run defines": (runs([""] * 9, ["+"] * 9), "inconclusive", 2, "undefined in A"),
    "documents that all gained alike": (runs(["....-"] * 9, RIGHT * 9), "pass", 0, "alike, within the margin"),
    "documents that all lost alike, within the margin": (
        runs(RIGHT * 9, ["....-"] * 9, CRITICAL + "margin = 0.2\n"),
        "pass",
        0,
        "moved by -0.111 in all documents alike",
    ),
    "documents that all lost alike": (runs(RIGHT * 9, ["....-"] * 9), "regression", 1, "beyond the margin"),
    "documents that all gained alike in one of many metrics": (
        runs(["....-"] * 6, RIGHT * 6, both("", "critical")),  # p = 2 / 2^6, twice that by Holm
        "inconclusive",
        2,
        "changed alike",
    ),
    # --- shown ---
    "six differing documents, all much worse": (
        runs(RIGHT * 9, ["-----"] * 6 + RIGHT * 3),
        "regression",
        1,
        "p = 0.03",
    ),
    "six differing documents, all better": (runs(["....-"] * 6 + RIGHT * 44, RIGHT * 50), "pass", 0, "at worst"),
    "clearly worse": (runs(RIGHT * 50, ["..---", "...--"] * 25), "regression", 1, "beyond the margin of 0.02"),
    "clearly better": (runs(["..---", "...--"] * 25, RIGHT * 50), "pass", 0, "within the margin"),
    "a tiny loss on many documents": (runs(RIGHT * 200, ["....-"] * 6 + RIGHT * 194), "pass", 0, "at worst"),
    "clearly worse repeats": (
        (side(RIGHT * 50, RIGHT * 50), side(["..---", "...--"] * 25, ["...--", "...--"] * 25), None),
        "regression",
        1,
        "p =",
    ),
    # --- forbidden errors, whatever p ---
    "a scale error while the total rises": (
        runs(["....-"] * 49 + RIGHT, RIGHT * 49 + ["....s"]),
        "regression",
        1,
        "new scale ×10^3 error in figures.value: '7000' for '7'",
    ),
    "a sign error": (runs(RIGHT * 50, ["....g"] + RIGHT * 49), "regression", 1, "new sign error in figures.value"),
    "a fraction for the percentage": (runs(RIGHT * 50, ["....p"] + RIGHT * 49), "regression", 1, "new percent-points"),
    "a scale error on an item that A missed": (
        runs(["....-"] + RIGHT * 9, ["....s"] + RIGHT * 9),
        "regression",
        1,
        "new",
    ),
    "a scale error where another error was": (
        runs(["....d"] + RIGHT * 9, ["....s"] + RIGHT * 9),
        "regression",
        1,
        "new",
    ),
    "a scale error that was there before": (runs(["....s"] * 9, ["....s"] * 9), "pass", 0, "same counts"),
    "a scale error that is gone": (runs(["....s"] + RIGHT * 9, RIGHT * 10), "inconclusive", 2, "1 document differs"),
    "a scale error in a field that is not critical": (
        runs(RIGHT * 50, ["....s"] + RIGHT * 49, '[slips]\nfields = ["figures.unit"]\n'),
        "inconclusive",
        2,
        "1 document differs",
    ),
    "an error that another policy forbids": (
        runs(RIGHT * 50, ["....d"] + RIGHT * 49, '[slips]\nerrors = ["digits"]\n'),
        "regression",
        1,
        "new digits error",
    ),
    "a scale error in one of three samples": (
        (side(RIGHT * 50), side(RIGHT * 50, RIGHT * 50, ["....s"] + RIGHT * 49), None),
        "inconclusive",
        2,
        "1 document differs",
    ),
    # --- what else a policy may say ---
    "under the minimum, though nothing changed": (
        runs(["....-"] * 9, ["....-"] * 9, CRITICAL + "minimum = 0.9\n"),  # 2 * 36 / (45 + 36) = 0.8889
        "regression",
        1,
        "is 0.8889 in B, under the minimum of 0.9",
    ),
    "a minimum of a metric that neither run defines": (
        runs([""] * 5, [""] * 5, CRITICAL + "minimum = 0.9\n"),
        "regression",
        1,
        "figures.correct.f1 is undefined in B",
    ),
    "a minimum of a supporting metric that B does not define": (
        runs([""] * 5, [""] * 5, both("", "supporting") + "minimum = 0.9\n"),
        "regression",
        1,
        "figures.found.f1 is undefined in B",
    ),
    "a minimum of an advisory metric that B does not define": (
        runs([""] * 5, [""] * 5, both("", "advisory") + "minimum = 0.9\n"),
        "pass",
        0,
        "same counts",
    ),
    "at the minimum": (runs(["....-"] * 9, ["....-"] * 9, CRITICAL + "minimum = 0.88\n"), "pass", 0, "same counts"),
    "over the maximum of a metric that is better lower": (
        runs(RIGHT * 9, RIGHT * 9, f'[[metric]]\nname = "{SECONDS}"\nminimum = 0.5\n'),
        "regression",
        1,
        "over the maximum",
    ),
    "slower beyond the margin": (
        runs(
            RIGHT * 9, RIGHT * 9, f'[[metric]]\nname = "{SECONDS}"\nmargin = 1\n', spent={SECONDS: [3.0, 4.0, 5.0] * 3}
        ),
        "regression",
        1,
        "moved by +3.000, beyond",
    ),
    "slower by less than the margin": (
        runs(
            RIGHT * 9, RIGHT * 9, f'[[metric]]\nname = "{SECONDS}"\nmargin = 9\n', spent={SECONDS: [3.0, 4.0, 5.0] * 3}
        ),
        "pass",
        0,
        "moved by +3.000, at worst +3.5",
    ),
    "a cost that rose by a little": (
        (
            side(RIGHT * 3, spent={COST: 0.00001}),
            side(RIGHT * 3, spent={COST: 0.00003}),
            f'[[metric]]\nname = "{COST}"\nmargin = 0\n',
        ),
        "inconclusive",
        2,
        "moved by +0.000020: 3 documents differ",
    ),
    "faster": (
        runs(
            RIGHT * 9, RIGHT * 9, f'[[metric]]\nname = "{SECONDS}"\nmargin = 1\n', spent={SECONDS: [0.1, 0.2, 0.3] * 3}
        ),
        "pass",
        0,
        "at worst",
    ),
    "a supporting metric that is worse": (
        runs(RIGHT * 9, ["-----"] * 7 + RIGHT * 2, both('tier = "advisory"', "supporting")),
        "regression",
        1,
        "figures.found.f1 moved",
    ),
    "a supporting metric that is open": (
        runs(RIGHT * 9, ["....d"] * 6 + ["....-"] * 2 + RIGHT, both("margin = 1", "supporting")),
        "pass",
        0,
        "figures.correct.f1",
    ),
    "an advisory metric that is worse": (
        runs(
            ["...dd"] * 9,
            ["...--"] * 6 + ["...dd"] * 3,
            both("margin = 1", "advisory"),
        ),
        "pass",
        0,
        "figures.correct.f1",
    ),
    "no critical metric": (
        runs(RIGHT * 9, RIGHT * 9, CRITICAL + 'tier = "advisory"\n'),
        "inconclusive",
        2,
        "no critical",
    ),
    "over the budget": (
        runs(RIGHT * 9, RIGHT * 9, "[budget]\ncost_usd = 0.01\n", spent={COST: 0.02}),
        "regression",
        1,
        "budget cost_usd: 0.02 is over 0.01",
    ),
    "within the budget": (
        runs(RIGHT * 9, RIGHT * 9, "[budget]\ncost_usd = 0.01\nseconds = 2\n", spent={COST: 0.01}),
        "pass",
        0,
        "budget cost_usd: 0.01 is within 0.01",
    ),
    "a budget for a cost that nobody knows": (
        runs(RIGHT * 9, RIGHT * 9, "[budget]\ncost_usd = 0.01\n"),
        "inconclusive",
        2,
        "not known of these runs",
    ),
    "one document in ten far too slow": (
        runs(RIGHT * 10, RIGHT * 10, "[budget]\nseconds_p95 = 30\n", spent={SECONDS: [1.0] * 9 + [60.0]}),
        "regression",
        1,
        "budget seconds_p95: 60 is over 30",
    ),
    "a growth of seconds by half": (
        runs(RIGHT * 9, RIGHT * 9, "[budget]\nseconds_growth = 0.2\n", spent={SECONDS: 1.5}),
        "regression",
        1,
        "budget seconds_growth: 0.5 is over 0.2",
    ),
    "more failures allowed": (
        runs(RIGHT * 9, ["-----", *RIGHT * 8], "[failures]\nshare = 0.2\n", statuses={0: "refused"}),
        "inconclusive",
        2,
        "1 document differs",
    ),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_situation_has_its_verdict_and_exit_code(name: str, policy: Any) -> None:
    (a, b, text), verdict, code, reason = SITUATIONS[name]
    comparison = compare(a, b, policy(text))
    assert (comparison.verdict, comparison.exit_code) == (verdict, code), comparison.reasons
    assert reason in " | ".join(comparison.reasons)


def test_what_cannot_be_compared_has_no_numbers() -> None:
    comparison = compare(*runs(RIGHT * 9, RIGHT * 9, **OTHER_GOLD)[:2], read_policy())
    assert (comparison.differences, comparison.flips, comparison.judgements) == ((), (), ())


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ({"prompt": "toy@2"}, "runs/toy, runs/toy are no samples of one prompt (toy@1, toy@2)"),
        ({"model": "other"}, "runs/toy, runs/toy are no samples of one model (rules, other)"),
    ],
)
def test_samples_of_two_prompts_or_models_are_no_side(basis: dict[str, str], said: str) -> None:
    mixed = Side((*side(RIGHT * 9).samples, *side(RIGHT * 9, basis=basis).samples))
    for a, b in ((mixed, side(RIGHT * 9)), (side(RIGHT * 9), mixed)):
        comparison = compare(a, b, read_policy())
        assert (comparison.verdict, comparison.exit_code) == ("invalid", 3)
        assert said in comparison.reasons[0]


def test_a_prompt_of_another_name_with_the_same_words_is_the_same() -> None:
    named = Side((*side(RIGHT * 9).samples, *side(RIGHT * 9, basis={"prompt": "copy@1"}).samples))
    assert compare(named, named, read_policy()).verdict == "pass"


def test_two_samples_of_one_prompt_are_called_chance() -> None:
    comparison = compare(side(RIGHT * 9, made="so"), side(["....-"] * 6 + RIGHT * 3, made="so"), read_policy())
    assert "what differs is chance" in comparison.notes[0]


@pytest.mark.parametrize(("a", "b"), [("so", "otherwise"), ("", "")])
def test_runs_that_may_be_made_otherwise_are_not_called_chance(a: str, b: str) -> None:
    comparison = compare(side(RIGHT * 9, made=a), side(["....-"] * 6 + RIGHT * 3, made=b), read_policy())
    assert "chance" not in " ".join(comparison.notes)


def test_fewer_than_six_differing_documents_are_told() -> None:
    comparison = compare(side(RIGHT * 9), side(["....d"] * 5 + RIGHT * 4), read_policy())
    assert "5 documents differ in a gated metric; with fewer than 6, no p below 0.05 is possible" in comparison.notes


def found_of(comparison: Comparison) -> Any:
    return next(one for one in comparison.differences if one.metric == "figures.found.f1")


def test_repeats_are_averaged_inside_their_documents_and_are_no_further_documents() -> None:
    one = found_of(compare(side(RIGHT * 9), side(["....-"] * 6 + RIGHT * 3), read_policy()))
    two = found_of(compare(side(RIGHT * 9), side(*[["....-"] * 6 + RIGHT * 3] * 2), read_policy()))
    assert (two.paired, two.test) == (one.paired, one.test)
    half = found_of(compare(side(RIGHT * 9), side(["....-"] * 6 + RIGHT * 3, RIGHT * 9), read_policy()))
    assert half.paired.documents == 9
    assert half.paired.b == pytest.approx(2 * 42 / (45 + 42))  # 39 found of 39 in one sample, 45 of 45 in the other


def test_holm_goes_over_the_gated_metrics_and_over_the_others_apart(policy: Any) -> None:
    a, b, _ = runs(RIGHT * 9, ["-----"] * 6 + RIGHT * 3)
    comparison = compare(a, b, policy(both("", "critical")))
    gated = {one.metric: (one.test.p, one.p_holm) for one in comparison.differences if one.gated}
    assert gated == {"figures.correct.f1": (0.03125, 0.0625), "figures.found.f1": (0.03125, 0.0625)}
    assert comparison.verdict == "inconclusive"


def test_a_metric_that_no_run_has_is_a_usage_error(policy: Any) -> None:
    with pytest.raises(UsageError, match=r"figures.corect.f1.*Did you mean figures.correct.f1\?"):
        compare(side(RIGHT * 9), side(RIGHT * 9), policy('[[metric]]\nname = "figures.corect.f1"\n'))


@pytest.mark.parametrize(
    ("slips", "message"),
    [
        ('errors = ["scale", "scael"]', r"slips.errors: unknown error 'scael'. Did you mean scale\? There are: sign,"),
        (
            'fields = ["figures.vlaue"]',
            r"slips.fields: unknown critical field 'figures.vlaue'. Did you mean figures.va",
        ),
        ('fields = ["value"]', r"unknown critical field 'value'. There are: figures.value, figures.unit"),
    ],
)
def test_a_slip_that_would_guard_nothing_is_a_usage_error(slips: str, message: str, policy: Any) -> None:
    with pytest.raises(UsageError, match=message):
        compare(side(RIGHT * 9), side(RIGHT * 9), policy(f"[slips]\n{slips}\n"))


def test_the_name_of_a_field_is_an_error_too(policy: Any) -> None:
    named = policy('[slips]\nerrors = ["unit", "value", "range-end"]\n')
    assert compare(side(RIGHT * 9), side(RIGHT * 9), named).verdict == "pass"
