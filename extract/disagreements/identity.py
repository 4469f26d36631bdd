"""By what is a disagreement known again, and a gold item that has changed?"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from extract.jsonl import dumps
from extract.labels import GoldItem


def canonical(value: Any) -> Any:
    """Return the JSON value with the keys of its objects in one order.

    >>> canonical({"b": 1, "a": {"d": 2, "c": 3}})
    {'a': {'c': 3, 'd': 2}, 'b': 1}
    """
    if isinstance(value, Mapping):
        return {key: canonical(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [canonical(one) for one in value]
    return value


def fingerprint(value: Any) -> str:
    """Return 16 hexadecimal digits that stand for a JSON value, whatever the order of its keys."""
    return sha256(dumps(canonical(value)).encode()).hexdigest()[:16]


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
