"""How far did readers agree who labelled the same documents, as `gold/agreement.json` records it?

The file is one JSON object: `format` (1), `readers` (who they were, in words), `documents` (how many), `note`, and
`metrics`: by the name of a metric of `extract eval` an object with `value`, or with `low` and `high` where only a range
is known, with `n` (items) and a `note` where there is one.
"""

import json
from pathlib import Path
from typing import Any

from extract.errors import GoldError
from extract.scores import Agreement, Ceiling

AGREEMENT = "agreement.json"
FORMAT = 1


def read_agreement(folder: Path) -> Agreement | None:
    """Return the agreement that a gold folder records, or None; `GoldError` where the file is not of the format."""
    path = folder / AGREEMENT
    try:
        record = json.loads(path.read_bytes())
        if record["format"] != FORMAT:
            raise GoldError(f"{path} has format {record['format']!r}, this toolkit reads {FORMAT}")
        metrics = {name: _ceiling(one) for name, one in record["metrics"].items()}
        return Agreement(record["readers"], record.get("documents"), metrics, record.get("note"))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise GoldError(f"{path} does not say how far readers agreed ({error!r}); mend it or take it away") from error


def _ceiling(record: dict[str, Any]) -> Ceiling:
    value = record.get("value")
    if value is not None and not isinstance(value, int | float):
        raise ValueError(f"value {value!r} is no number")
    return Ceiling(value, record.get("low"), record.get("high"), record.get("n"), record.get("note"))
