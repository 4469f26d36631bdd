"""What tests that work on files have in common: a short text with two figures, and gold of it as people write it."""

import hashlib
import json
from pathlib import Path
from typing import Any

TEXT = "Output reached 7 billion yuan in 2021.\n\nThe port has 12 cranes."
FIGURE = {
    "value": "7000000000",
    "upper": None,
    "unit": "CNY",
    "comparator": "=",
    "trend": "level",
    "status": "actual",
    "measure": "output",
    "entity": "the county",
    "period": "2021",
}
CRANES = {"value": "12", "unit": "count", "measure": "cranes", "entity": "the port", "period": None}


def output(**changed: Any) -> dict[str, Any]:
    """Return the first figure with its quote, right as long as nothing is changed."""
    return {"quote": "reached 7 billion yuan", **FIGURE, **changed}


def cranes(**changed: Any) -> dict[str, Any]:
    """Return the second one."""
    return {"quote": "12 cranes", **FIGURE, **CRANES, **changed}


def label(folder: Path | str, name: str, *figures: dict[str, Any]) -> None:
    """Write the gold of a document that has the text: figures, each with its quote."""
    header = {"type": "document", "id": name, "sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "guidelines": 1}
    items = []
    for one in figures:
        start = TEXT.index(one["quote"])
        items.append({"type": "figure", "start": start, "end": start + len(one["quote"]), **one})
    Path(folder).mkdir(exist_ok=True)
    lines = (json.dumps(record) + "\n" for record in (header, *items))
    Path(folder, f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
