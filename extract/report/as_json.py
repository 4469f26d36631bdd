"""What does an evaluation look like to a program?"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from extract.jsonl import dumps
from extract.report.floors import Floor
from extract.scores import Evaluation

FORMAT = 1


def as_json(evaluation: Evaluation, held: Sequence[Floor] = ()) -> str:
    """Return the whole evaluation as one JSON object: the fields of `extract.scores.Evaluation`, by their names.

    `format` stands before them, and `floors` behind, one object a `--fail-under`.
    """
    floors = [{**plain(floor), "held": floor.held} for floor in held]
    return dumps({"format": FORMAT, **plain(evaluation), "floors": floors})


def plain(value: Any) -> Any:
    """Return a record as objects, lists and scalars, its fields by their names; spans are `[start, end]`."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, Decimal) else value
