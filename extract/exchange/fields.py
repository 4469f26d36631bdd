"""How is the value of an item's field written in a control of another tool, and read back?"""

import json
from typing import Any

from pydantic import ValidationError

from extract.jsonl import dumps
from extract.schema import Item
from extract.shape import decimal_fields, quote_field, text_fields, value_of


def field_names(kind: type[Item]) -> tuple[str, ...]:
    """Return the fields of the class that are filled in, its quote left out."""
    return tuple(name for name in kind.model_fields if name != quote_field(kind))


def written(value: Any) -> str:
    """Return the text of a value that is not null: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else dumps(value)


def read(kind: type[Item], name: str, text: str) -> Any:
    """Return the value that stands in a control; what a field cannot hold is left for the check of the item.

    >>> from extract.schema import Figure
    >>> read(Figure, "value", "7.0"), read(Figure, "unit", "t")
    ('7.0', 't')
    """
    if name in text_fields(kind) or name in decimal_fields(kind):
        return text
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return text


def takes_null(kind: type[Item], name: str) -> bool:
    """Whether nothing is a value of the field.

    >>> from extract.schema import Figure
    >>> takes_null(Figure, "unit"), takes_null(Figure, "status")
    (True, False)
    """
    try:
        value_of(kind, name, None)
    except ValidationError:
        return False
    return True


def choices(kind: type[Item], name: str) -> tuple[str, ...]:
    """Return the values of a field that has a closed list of words, none for any other field.

    >>> from extract.schema import Figure
    >>> choices(Figure, "trend"), choices(Figure, "unit")
    (('level', 'increase', 'decrease'), ())
    """
    schema = kind.model_json_schema()
    field = schema["properties"][name]
    found: list[str] = []
    for part in field.get("anyOf", [field]):
        part = schema["$defs"][part["$ref"].removeprefix("#/$defs/")] if "$ref" in part else part
        values = part.get("enum", [part["const"]] if "const" in part else [])
        if part.get("type") == "boolean":
            values = [True, False]
        if part.get("type") != "null" and not values:
            return ()
        found += [written(value) for value in values if value is not None]
    return tuple(found)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
