"""By what is a disagreement known again, and a gold item that has changed?"""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from extract.labels import GoldItem

_SORTED = json.JSONEncoder(sort_keys=True)


def fingerprint(value: Any) -> str:
    """Return 16 hexadecimal digits that stand for a JSON value, whatever the order of its keys.

    >>> fingerprint({"a": 1, "b": [2]}) == fingerprint({"b": (2,), "a": 1})
    True
    """
    return sha256(_SORTED.encode(value).encode()).hexdigest()[:16]


def gold_record(item: GoldItem) -> dict[str, Any]:
    """Return the line of a gold item as a reviewer sees it: without its provenance."""
    record: dict[str, Any] = {
        "type": item.type,
        "start": item.span.start,
        "end": item.span.end,
        "quote": item.quote,
        **item.fields,
    }
    if item.alternatives:
        record["alternatives"] = [dict(one) for one in item.alternatives]
    if item.optional:
        record["optional"] = True
    if item.unlabelled:
        record["unlabelled"] = sorted(item.unlabelled)
    return record if item.note is None else {**record, "note": item.note}


def identity(seen: Iterable[Any], taken: set[str]) -> str:
    """Return the id of a disagreement by all that a reviewer sees of it, and add it to those that are taken.

    Of several that look alike in all of it the second and later ones count up.
    """
    known = f"d_{fingerprint(list(seen))}"
    id_, number = known, 1
    while id_ in taken:
        number += 1
        id_ = f"{known}-{number}"
    taken.add(id_)
    return id_
