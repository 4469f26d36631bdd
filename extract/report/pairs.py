"""What is wrong with each item?"""

from collections.abc import Iterator
from typing import Any

from extract.jsonl import dumps
from extract.report.as_json import plain
from extract.scores import Compared, Evaluation


def pairs(evaluation: Evaluation) -> Iterator[str]:
    """Yield a line of JSON for each aligned pair and each leftover, document by document, in text order."""
    for document in evaluation.documents:
        for compared in document.compared:
            yield dumps(_line(compared))


def _line(compared: Compared) -> dict[str, Any]:
    record = plain(compared)
    head = {name: record.pop(name) for name in ("document", "type", "kind")}
    return {**head, "faults": faults(compared), **record}


def faults(compared: Compared) -> list[str]:
    """Return the names of what is wrong: the kind of a leftover, or `FIELD:ERROR` of each wrong field.

    A field that is not part of "correct" is named as well; an item on an optional one has no faults.
    """
    if compared.judged or compared.kind in ("right", "wrong"):
        return [f"{one.field}:{one.error}" for one in compared.judged if one.error is not None]
    return [] if compared.kind == "optional" else [compared.kind]
