"""What the tests of comparisons have in common: runs over tiny documents, written as one letter an item.

A document is a string with a letter for each gold figure: `.` right, `-` missing, `s` wrong by scale, `g` by sign,
`d` in its digits, `p` by the fraction for the percentage, `u` in its unit; a `+` is a spurious figure.
So `.s-+` has three gold figures, the second of which is a thousand times too large, and one that gold does not have.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from extract.comparison import SECONDS
from extract.differences import Sample, Side
from extract.records import Span
from extract.scores import (
    Basis,
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
)

FOUND, CORRECT, CONFIRMED = "figures.found.f1", "figures.correct.f1", "figures.verification.confirmed"
_WRONG = {"s": ("value", "scale", "×10^3"), "g": ("value", "sign", None), "d": ("value", "digits", None)}
_WRONG["p"] = ("value", "percent-points", None)
_WRONG["u"] = ("unit", "unit", None)
_SAID = {"s": "7000", "g": "-7", "d": "9", "u": "7", "p": "0.07", ".": "7"}


def side(*samples: Sequence[str], **others: Any) -> Side:
    """Return a side of one sample or several; `others` as in `sample`."""
    return Side(tuple(sample(documents, **others) for documents in samples))


def sample(
    documents: Sequence[str],
    *,
    basis: Mapping[str, Any] | None = None,
    statuses: Mapping[int, Any] | None = None,
    ids: Sequence[str] | None = None,
    spent: Mapping[str, float | Sequence[float]] | None = None,
    made: str = "",
) -> Sample:
    """Return a scored run over the documents; `statuses` by place, `spent` per document or for all alike."""
    ids = ids or [f"d{place:03}" for place in range(len(documents))]
    statuses = statuses or {}
    scored = [
        _document(id_, text, statuses.get(at, "ok")) for at, (id_, text) in enumerate(zip(ids, documents, strict=True))
    ]
    observed = {
        FOUND: {one.id: (2 * _counts(one).found, _counts(one).gold + _counts(one).predicted) for one in scored},
        CORRECT: {one.id: (2 * _counts(one).correct, _counts(one).gold + _counts(one).predicted) for one in scored},
        CONFIRMED: {one.id: (_counts(one).found, _counts(one).predicted) for one in scored},
    }
    for name, values in {SECONDS: 1.0, **(spent or {})}.items():
        listed = [values] * len(ids) if isinstance(values, float) else values
        observed[name] = {id_: (value, 1.0) for id_, value in zip(ids, listed, strict=True)}
    known: dict[str, Any] = {"run": "runs/toy", "prompt": "toy@1", "model": "rules", "complete": True, "gold": "gold"}
    known |= {"response_model": "toy:Figures", "revision": "0123456789abcdef" * 4, "scorer": "one", **(basis or {})}
    evaluation = Evaluation(
        basis=Basis(**known),
        types=("figures",),
        metrics={name: Metric(name, Rate(0, 0, 0, None)) for name in (FOUND, CORRECT, CONFIRMED)},
        documents=tuple(scored),
        counts={"figures": TypeCounts(fields={"value": FieldCounts(), "unit": FieldCounts()})},
        statuses={},
        unscored=(),
        without_gold_items={},
    )
    return Sample(evaluation, observed, made)


def _counts(document: DocumentScore) -> TypeCounts:
    return document.counts["figures"]


def _document(id_: str, text: str, status: Any) -> DocumentScore:
    gold = text.replace("+", "")
    found = [letter for letter in gold if letter != "-"]
    counts = TypeCounts(len(gold), len(found) + text.count("+"), len(found), found.count("."))
    compared = [_gold_item(id_, place, letter) for place, letter in enumerate(gold)]
    extras = [_extra(id_, len(found) + place, 1000 * (place + 1)) for place in range(text.count("+"))]
    return DocumentScore(id_, status, {"figures": counts}, (*compared, *extras), reason="no answer")


def _gold_item(id_: str, place: int, letter: str) -> Compared:
    quote = f"7 tonnes ({place})"
    gold = GoldSide(place + 2, Span(20 * place, 20 * place + 10), quote, {"value": "7", "unit": "t"})
    if letter == "-":
        return Compared(id_, "figures", "missing", gold, None)
    said = PredictedSide(place, gold.span, quote, {"value": _SAID[letter], "unit": "t"}, "exact", "confirmed")
    judged = []
    for field, value in (("value", _SAID[letter]), ("unit", "kg" if letter == "u" else "t")):
        wrong, error, detail = _WRONG.get(letter, (None, None, None))
        at_fault = wrong == field
        judged.append(
            Judged(
                field,
                "wrong" if at_fault else "right",
                True,
                gold.fields[field],
                value,
                None,
                error if at_fault else None,
                detail if at_fault else None,
            )
        )
    return Compared(id_, "figures", "right" if letter == "." else "wrong", gold, said, tuple(judged))


def _extra(id_: str, index: int, start: int) -> Compared:
    side = PredictedSide(index, Span(start, start + 9), f"9 tonnes ({start})", {"value": "9"}, "exact", "confirmed")
    return Compared(id_, "figures", "spurious", None, side)
