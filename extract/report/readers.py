"""How is the agreement of two readers told, and recorded as the ceiling of later scores?"""

import json
from collections.abc import Iterator
from typing import Any, TextIO

from rich.text import Text

from extract.jsonl import dumps
from extract.plain import one_line
from extract.report.as_json import plain
from extract.report.layout import ITEM_LEVELS, interval, plural, share
from extract.report.table import console_of, row, table
from extract.scores import ReadersAgreement

FORMAT = 1


def print_agreement(agreement: ReadersAgreement, stream: TextIO) -> None:
    """Print how far two readers agree, 80 columns wide at most."""
    console = console_of(stream)
    evaluation = agreement.evaluation
    for line in _heading(agreement):
        console.print(Text(one_line(line)))
    for type_ in evaluation.types:
        console.print()
        items = table(type_, "F1 [95 %]", "precision", "recall")
        for level in ITEM_LEVELS:
            rates = (evaluation.metrics[f"{type_}.{level}.{name}"].rate for name in ("f1", "precision", "recall"))
            f1, precision, recall = rates
            row(items, level, interval(f1), share(precision), share(recall))
        console.print(items)
        if evaluation.counts[type_].fields:
            console.print()
            console.print(_fields(agreement, type_))


def _heading(agreement: ReadersAgreement) -> Iterator[str]:
    evaluation, excluded = agreement.evaluation, agreement.excluded
    documents = plural(len(evaluation.documents), "document")
    yield f"{evaluation.basis.gold} and {evaluation.basis.run}: {documents} labelled by both"
    alone = len(excluded.only_first), len(excluded.only_second)
    if any(alone):
        yield f"left out: {alone[0]:,} labelled by the first alone, {alone[1]:,} by the second alone"
    unmatched = ", ".join(f"{count:,} {name}" for name, count in excluded.unmatched.items() if count)
    if unmatched:
        yield f"without a partner, so without part in alpha: {unmatched}"


def _fields(agreement: ReadersAgreement, type_: str) -> Any:
    fields = table("field", "agreement", "alpha", "pairs", "unlabelled")
    for field in agreement.evaluation.counts[type_].fields:
        alpha = agreement.alphas[f"{type_}.{field}.alpha"]
        value = alpha.reason or "-" if alpha.value is None else f"{alpha.value:.3f}"
        rate = agreement.evaluation.metrics[f"{type_}.{field}.conditional"].rate
        row(fields, field, share(rate), value, f"{alpha.n:,}", f"{alpha.unlabelled:,}")
    return fields


def agreement_json(agreement: ReadersAgreement) -> str:
    """Return the whole agreement as one JSON object: the fields of `extract.scores.ReadersAgreement`."""
    return dumps({"format": FORMAT, **plain(agreement)})


def ceiling_json(agreement: ReadersAgreement, readers: str) -> str:
    """Return what `gold/agreement.json` keeps: who the readers were, and the metrics that stand beside later scores.

    A metric without a value is left out.
    """
    evaluation = agreement.evaluation
    names = [f"{type_}.{level}.f1" for type_ in evaluation.types for level in ITEM_LEVELS]
    names += [f"{type_}.{field}.conditional" for type_ in evaluation.types for field in evaluation.counts[type_].fields]
    rates = {name: evaluation.metrics[name].rate for name in names}
    record = {
        "format": FORMAT,
        "readers": readers,
        "documents": len(evaluation.documents),
        "metrics": {
            name: {"value": round(rate.value, 4), "n": round(rate.denominator)}
            for name, rate in rates.items()
            if rate.value is not None
        },
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"
