"""May the new run replace the old one?"""

from collections.abc import Mapping, Sequence
from math import floor, log10

from extract.comparison.policy import Guarded, Policy
from extract.differences import Difference, Flip, GateVerdict, Judgement
from extract.paired import FEWEST

ALPHA = 0.05
_SMALL, _NOTHING = 0.0095, 1e-12
"""Moves that three decimals would blur, and those that come of adding floats."""


def judge(guarded: Guarded, difference: Difference) -> Judgement:
    """Return what the policy makes of one metric.

    regression: under the minimum, or undefined where there is one; or at least the margin worse with p < 0.05 over the
    gated metrics (Holm). pass: the counts are the same in every document, or the lower one-sided 95 % bound of the gain
    lies above -margin (a test of non-inferiority: Piaggio et al., JAMA 308, 2012, p. 2594), or all documents moved
    alike by a gain above it with p < 0.05. inconclusive: otherwise, and always where fewer than 6 documents differ.
    """
    verdict, reason = _judged(guarded, difference)
    return Judgement(guarded.name, guarded.tier, verdict, f"{guarded.name} {reason}", guarded.margin)


def _judged(guarded: Guarded, difference: Difference) -> tuple[GateVerdict, str]:
    paired, test, gain = difference.paired, difference.test, difference.gain
    short = _short_of(guarded, difference)
    if short is not None:
        return "regression", short
    if not test.differing:
        return "pass", "has the same counts in every document"
    if gain is None:
        return "inconclusive", f"is {paired.reason}"
    moved = f"moved by {_signed(paired.difference)}"
    if test.differing < FEWEST:
        said = "document differs" if test.differing == 1 else "documents differ"
        return "inconclusive", f"{moved}: {test.differing} {said}, and under {FEWEST} nothing can be shown"
    p, bound = difference.p_holm, difference.gain_bound
    if p is not None and p < ALPHA and gain <= -guarded.margin:
        return "regression", f"{moved}, beyond the margin of {guarded.margin:g} (p = {p:.2g})"
    worst = _signed(paired.low_90 if difference.better == "higher" else paired.high_90)
    if bound is None and p is not None and p < ALPHA:  # no spread, so no interval: the swaps alone show the gain
        return "pass", f"{moved} in all documents alike, within the margin of {guarded.margin:g} (p = {p:.2g})"
    if bound is not None and bound > -guarded.margin:
        return "pass", f"{moved}, at worst {worst}, within the margin of {guarded.margin:g}"
    anyhow = f"by as much as {worst}" if bound is not None else f"anyhow ({paired.reason})"
    return "inconclusive", f"{moved} and may have moved {anyhow}, beyond the margin of {guarded.margin:g}"


def _signed(moved: float | None) -> str:
    """Return B - A with three decimals, or with two digits of what is smaller, such as a cost.

    >>> _signed(-0.105), _signed(0.0), _signed(0.00042)
    ('-0.105', '+0.000', '+0.00042')
    """
    if moved is None or abs(moved) < _NOTHING:
        return "+0.000"
    return f"{moved:+.{max(3, 1 - floor(log10(abs(moved))))}f}" if abs(moved) < _SMALL else f"{moved:+.3f}"


def _short_of(guarded: Guarded, difference: Difference) -> str | None:
    """Return how the new run misses the metric's minimum (of a metric that is better lower: its maximum)."""
    value, least = difference.paired.b, guarded.minimum
    if least is None:
        return None
    if value is None:  # nothing to count is no proof of anything
        return f"is undefined in B, which does not meet its {'minimum' if difference.better == 'higher' else 'maximum'}"
    if difference.better == "higher" and value < least:
        return f"is {value:.4f} in B, under the minimum of {least:g}"
    if difference.better == "lower" and value > least:
        return f"is {value:.4f} in B, over the maximum of {least:g}"
    return None


def judge_budgets(policy: Policy, spent: Mapping[str, float | None]) -> tuple[Judgement, ...]:
    """Return what the policy makes of cost and latency; what nobody knows is inconclusive."""
    judgements = []
    for name, most in policy.budgets.items():
        value = spent[name]
        verdict: GateVerdict
        if value is None:
            verdict, reason = "inconclusive", f"budget {name}: not known of these runs"
        elif value > most:
            verdict, reason = "regression", f"budget {name}: {value:.4g} is over {most:g}"
        else:
            verdict, reason = "pass", f"budget {name}: {value:.4g} is within {most:g}"
        judgements.append(Judgement(f"budget.{name}", "critical", verdict, reason))
    return tuple(judgements)


def verdict_of(judgements: Sequence[Judgement], slips: Sequence[Flip]) -> tuple[GateVerdict, tuple[str, ...]]:
    """Return the verdict with its reasons, the weightiest first.

    A slip is a regression whatever p. An advisory metric decides nothing, a supporting one only by a regression.
    """
    deciding = [one for one in judgements if one.tier != "advisory"]
    lost = [f"{_named(flip)}" for flip in slips]
    lost += [one.reason for one in deciding if one.verdict == "regression"]
    if lost:
        return "regression", tuple(lost)
    critical = [one for one in deciding if one.tier == "critical"]
    open_ = tuple(one.reason for one in critical if one.verdict == "inconclusive")
    if open_:
        return "inconclusive", open_
    if not critical:
        return "inconclusive", ("the policy names no critical metric, so nothing was shown",)
    return "pass", tuple(one.reason for one in critical)


def _named(flip: Flip) -> str:
    return (
        f"new {flip.b.error} error in {flip.type}.{flip.field}: {flip.b.value!r} for {flip.gold!r} "
        f"({flip.document}, gold line {flip.line})"
    )
