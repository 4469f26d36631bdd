"""How broken JSON is mended, by the json-repair library, without a number that the answer does not hold.

Whatever the library does is recorded as a problem. It reads "4.2 billion" without quotes as 4.2, and numbers as
floats, so every number that it gives must stand in the answer's text as a whole value; otherwise it becomes a
`NotANumber`, which no field takes.
"""

import re
from collections import Counter
from decimal import Decimal
from typing import Any

from extract.answers.brackets import Block
from extract.answers.strict_json import NUMBER, NotANumber, plain_number
from extract.records import Problem

LONGEST = 200_000
"""Characters that are mended at most: the library's time grows faster than the text."""

_QUOTE_MARK = "[\"'“”‘’]?"
_WHOLE_NUMBER = re.compile(
    rf"[:,\[]\s{{0,20}}{_QUOTE_MARK}({NUMBER.pattern}){_QUOTE_MARK}\s{{0,20}}"
    r"(?=,(?![0-9])|[}\]]|//|/\*|\#|[\"'“”][A-Za-z_]\w{0,60}[\"'“”]\s{0,20}:)"
)


def mend(block: Block) -> tuple[Any, tuple[Problem, ...]] | None:
    """Return the value of a broken block and what was done to it, or None where it is past mending."""
    if block.deep or len(block.text) > LONGEST:
        return None
    import json_repair  # here, because most answers are whole

    try:
        mended: Any = json_repair.loads(block.text, skip_json_loads=True, logging=True)
    except Exception:  # noqa: BLE001 - the library promises no kind of error, and to fail here is to be past mending
        return None
    value, log = mended
    numbers = frozenset(plain_number(found) for found in _WHOLE_NUMBER.findall(block.text))
    done = Counter(str(entry["text"]) for entry in log) or Counter(["the answer was not strict JSON"])
    problems = tuple(Problem("repaired-json", "", f"{text} ({count} times)") for text, count in done.items())
    return _checked(value, numbers), problems


def _checked(value: Any, numbers: frozenset[Decimal | NotANumber]) -> Any:
    """Return the value with each number exact where the answer holds it, and refused where it does not."""
    if isinstance(value, dict):
        return {str(key): _checked(inner, numbers) for key, inner in value.items()}
    if isinstance(value, list):
        return [_checked(inner, numbers) for inner in value]
    if isinstance(value, bool) or value is None:
        return value
    text = value if isinstance(value, str) else repr(value)
    number = plain_number(text)
    if isinstance(number, NotANumber):
        return value if isinstance(value, str) else number
    if number not in numbers:
        return NotANumber(f"{text} (mended)")
    return value if isinstance(value, str) else number
