"""What does a comparison look like to a program?"""

from extract.differences import Comparison, Difference
from extract.jsonl import dumps
from extract.report.as_json import plain

FORMAT = 1


def comparison_json(comparison: Comparison) -> str:
    """Return the whole comparison as one JSON object: the fields of `extract.differences.Comparison`, by their names.

    `format` stands before them; each difference also has `gain` and `gain_bound`.
    """
    record = plain(comparison)
    record["differences"] = [_difference(one) for one in comparison.differences]
    return dumps({"format": FORMAT, **record})


def _difference(one: Difference) -> dict[str, object]:
    return {**plain(one), "gain": one.gain, "gain_bound": one.gain_bound}
