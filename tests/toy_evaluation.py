"""What the tests of reports have in common: an evaluation of three documents, small enough to write down.

Document a: gold has two bonds, the run has both, one with a wrong coupon. Document b: one bond, no answer. Document c:
no bonds, and the run invents one.
"""

from dataclasses import replace
from typing import Any

from extract.records import Span
from extract.scores import (
    Agreement,
    Basis,
    Ceiling,
    Compared,
    DocumentScore,
    Evaluation,
    FieldCounts,
    GoldSide,
    Judged,
    Metric,
    PredictedSide,
    Rate,
    TypeCounts,
    WithoutGoldItems,
)


def rate(numerator: float, denominator: float, **others: Any) -> Rate:
    return Rate(numerator, denominator, 3, numerator / denominator if denominator else None, **others)


def gold_side(line: int, quote: str, coupon: str) -> GoldSide:
    return GoldSide(line, Span(0, len(quote)), quote, {"coupon": coupon})


def run_side(index: int, quote: str, coupon: str) -> PredictedSide:
    return PredictedSide(index, Span(0, len(quote)), quote, {"quote": quote, "coupon": coupon}, "exact", "confirmed")


def coupon(outcome: Any, gold: str, predicted: str, error: str | None = None) -> Judged:
    return Judged("coupon", outcome, True, gold, predicted, None, error)


RIGHT = Compared(
    "a", "bonds", "right", gold_side(2, "2 percent", "2"), run_side(0, "2 percent", "2"), (coupon("right", "2", "2"),)
)
WRONG = Compared(
    "a",
    "bonds",
    "wrong",
    gold_side(3, "4 percent", "4"),
    run_side(1, "4 percent", "400"),
    (
        coupon("wrong", "4", "400", "scale"),
        Judged("holder", "wrong", False, "the county", "a bank", 0.2, "wording"),
        Judged("year", "empty", True, None, None),
    ),
)
MISSING = Compared("b", "bonds", "missing", gold_side(2, "6 percent", "6"), None)
SPURIOUS = Compared("c", "bonds", "spurious", None, run_side(0, "9 percent", "9"))

FIELDS = {
    "year": FieldCounts(empty=2),
    "coupon": FieldCounts(right=1, wrong=1, gold=3, predicted=3),
    "holder": FieldCounts(right=1, wrong=1, gold=3, predicted=3),
}


def counts(gold: int, predicted: int, found: int, correct: int, edits: int, **others: Any) -> TypeCounts:
    return TypeCounts(gold, predicted, found, correct, 0, edits, **others)


METRICS = {
    "bonds.found.precision": rate(2, 3),
    "bonds.found.recall": rate(2, 3),
    "bonds.found.f1": rate(4, 6, low=0.21, high=1.0, method="t"),
    "bonds.correct.precision": rate(1, 3),
    "bonds.correct.recall": rate(1, 3),
    "bonds.correct.f1": rate(2, 6, low=0.0, high=0.8, method="t"),
    "bonds.year.end_to_end": rate(0, 0, reason="no item has a year"),
    "bonds.year.conditional": rate(0, 0, reason="no item has a year"),
    "bonds.coupon.end_to_end": rate(1, 3),
    "bonds.coupon.conditional": rate(1, 2),
    "bonds.holder.end_to_end": rate(2, 3),
    "bonds.holder.conditional": rate(1, 2),
    "documents.faultless": rate(0, 3),
    "bonds.grounding.exact": rate(3, 3),
    "bonds.grounding.missing": rate(0, 3),
}

EVALUATION = Evaluation(
    basis=Basis("runs/toy", "toy@1", "rules", "toy:Bonds", True, "gold", "0123456789abcdef" * 4, "scorer"),
    types=("bonds",),
    metrics={name: Metric(name, value, None if ".grounding." in name else "higher") for name, value in METRICS.items()},
    documents=(
        DocumentScore("a", "ok", {"bonds": counts(2, 2, 2, 1, 1)}, (RIGHT, WRONG)),
        DocumentScore("b", "refused", {"bonds": counts(1, 0, 0, 0, 1)}, (MISSING,), reason="the model declined"),
        DocumentScore("c", "ok", {"bonds": counts(0, 1, 0, 0, 1)}, (SPURIOUS,)),
    ),
    counts={
        "bonds": counts(
            3,
            3,
            2,
            1,
            3,
            leftovers={"gold:missing": 1, "predicted:spurious": 1},
            errors={"coupon:scale": 1, "holder:wording": 1},
            fields=FIELDS,
        )
    },
    statuses={"ok": 2, "refused": 1},
    unscored=(),
    without_gold_items={"bonds": WithoutGoldItems(1, 0, ("c",), 1)},
)
AGREED = replace(
    EVALUATION,
    agreement=Agreement(
        "two readers",
        3,
        {"bonds.found.f1": Ceiling(0.996, n=131), "bonds.coupon.conditional": Ceiling(None, 0.98, 1.0, 131)},
    ),
)


def named(text: str) -> Evaluation:
    """Return the evaluation with a text of a stranger wherever documents, models or fields can put one."""
    document = replace(
        EVALUATION.documents[0],
        id=text,
        compared=(replace(WRONG, document=text, gold=gold_side(3, text, text), predicted=run_side(1, text, text)),),
    )
    refused = replace(EVALUATION.documents[1], reason=text)
    basis = replace(EVALUATION.basis, run=text, model=text, prompt=text)
    return replace(EVALUATION, basis=basis, documents=(document, refused))
