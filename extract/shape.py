"""What a response model consists of: its item types, their quotes, their numbers and their free text.

Everything here is worked out once a class and kept. What the toolkit could not trace to the document is refused
with a `SchemaError` that names the field.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from inspect import getattr_static
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from extract.errors import SchemaError
from extract.schema import EdtfMark, Item, QuoteMark, Scored, exact

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@cache
def item_types(root: type[BaseModel]) -> dict[str, type[Item]]:
    """Return the class of the items that each field of the root holds, by field name, in the order of the fields.

    Raises `SchemaError` for a root without items, and for items that cannot be traced: held in anything but a
    plain list, without exactly one `Quote`, with nested models, or with a `reads` that names an absent field.
    """
    _check_names(root)
    found = {}
    for name, field in root.model_fields.items():
        place = f"{root.__name__}.{name}"
        kind = _listed_item(field.annotation)
        if kind is not None:
            _check_item(kind)
            found[name] = kind
        elif any(_is_item(part) for part in _parts(field.annotation)):
            raise SchemaError(f"{place}: items must stand in a plain list; declare it as list[…] of one Item class")
    if not found:
        raise SchemaError(f"{root.__name__} has no field of items; give it one such as `figures: list[Figure]`")
    return found


@cache
def carried_fields(root: type[BaseModel]) -> tuple[str, ...]:
    """Return the names of the root's other fields: they are kept as the model gave them, unscored."""
    return tuple(name for name in root.model_fields if name not in item_types(root))


@cache
def field_names(model: type[BaseModel]) -> frozenset[str]:
    """Return the names of the model's fields; Pydantic takes its time to find them."""
    return frozenset(model.model_fields)


@cache
def quote_field(item: type[Item]) -> str:
    """Return the name of the field that holds words copied from the document.

    Raises `SchemaError` where the class has none, or more than one.
    """
    names = [name for name, field in item.model_fields.items() if _marked(field, QuoteMark)]
    if len(names) != 1:
        said = " and ".join(names) if names else "none"
        raise SchemaError(f"{item.__name__} must have exactly one field of type Quote, found {said}")
    return names[0]


@cache
def number_fields(item: type[Item]) -> tuple[str, ...]:
    """Return the names of the fields that can hold a number, lists of them included; truth values are none.

    >>> from extract.schema import Figure
    >>> number_fields(Figure)
    ('value', 'upper')
    """
    return tuple(name for name, field in item.model_fields.items() if any(map(_is_number, _parts(field.annotation))))


@cache
def plain_number_fields(item: type[Item]) -> tuple[str, ...]:
    """Return the names of the fields that hold one number or nothing, never a word or a list."""
    return tuple(name for name, field in item.model_fields.items() if all(map(_is_number, _types(field))))


@cache
def decimal_fields(item: type[Item]) -> tuple[str, ...]:
    """Return the names of the fields that hold a `Decimal`: a string of digits on the wire."""
    return tuple(name for name, field in item.model_fields.items() if Decimal in _types(field))


@cache
def free_text_fields(item: type[Item]) -> tuple[str, ...]:
    """Return the names of the fields that the model words itself: neither a `Quote`, nor codes, nor compared exactly.

    >>> from extract.schema import Figure
    >>> free_text_fields(Figure)
    ('measure', 'entity')
    """
    return tuple(
        name
        for name, field in item.model_fields.items()
        if str in _parts(field.annotation)
        and not _marked(field, QuoteMark)
        and not any(mark.compare is exact for mark in _marked(field, Scored))
    )


@cache
def edtf_fields(item: type[Item]) -> tuple[str, ...]:
    """Return the fields of the class that hold a stretch of the calendar in EDTF."""
    return tuple(name for name, field in item.model_fields.items() if _marked(field, EdtfMark))


@cache
def is_plain(item: type[Item]) -> bool:
    """Whether reading an item runs no code but Pydantic's, and gives nothing but words, codes, decimals and None.

    Such items can be read all at once, or twice, and nobody can tell.

    >>> from extract.schema import Figure
    >>> is_plain(Figure)
    True
    """
    if any(getattr_static(item, method) is not getattr_static(BaseModel, method) for method in _READING):
        return False
    model: Any = item.__pydantic_core_schema__
    if model["type"] != "model" or model.get("custom_init") or not model.keys() <= _PLAIN_MODEL:
        return False
    fields = model["schema"]
    if fields["type"] != "model-fields" or fields.get("computed_fields") or not fields.keys() <= _PLAIN_FIELDS:
        return False
    return all(field.keys() <= _PLAIN_FIELD and _is_plain(field["schema"]) for field in fields["fields"].values())


_READING = ("model_validate", "model_dump")
_PLAIN_MODEL = frozenset({"type", "cls", "config", "custom_init", "metadata", "ref", "root_model", "schema"})
_PLAIN_FIELDS = frozenset({"type", "computed_fields", "fields", "model_name"})
_PLAIN_FIELD = frozenset({"type", "schema", "metadata"})
"""What Pydantic's schema of a class says where no validator, serializer, alias or the like is declared."""


def text_fields(item: type[Item]) -> tuple[str, ...]:
    """Return the names of the fields that hold words, codes or nothing: what JSON holds just as Python does."""
    return tuple(
        name
        for name, field in item.model_fields.items()
        if all(part in (str, NoneType) or type(part) is str for part in _parts(field.annotation))
    )


@cache
def scored_fields(item: type[Item]) -> dict[str, Scored]:
    """Return the marks of the fields that are scored against gold, by name; a `Quote` says where, it is not scored.

    >>> from extract.schema import Claim
    >>> list(scored_fields(Claim))
    ['statement', 'subject', 'speaker', 'kind', 'period']
    """
    marks = {name: _marked(field, Scored) for name, field in item.model_fields.items()}
    return {name: found[-1] for name, found in marks.items() if found}


def value_of(item: type[Item], field: str, value: Any) -> Any:
    """Return what the JSON of a field stands for, such as a `Decimal`; raises Pydantic's `ValidationError`."""
    return _adapter(item, field).validate_python(value)


@cache
def _adapter(item: type[Item], field: str) -> TypeAdapter[Any]:
    return TypeAdapter(item.model_fields[field].rebuild_annotation())


@cache
def type_name(item: type[Item]) -> str:
    """Return the name of the class as gold's `type` and an item's links write it.

    >>> class GreenBond(Item): ...
    >>> type_name(GreenBond)
    'green_bond'
    """
    return _HUMP.sub("_", item.__name__).lower()


# --- looking into annotations --------------------------------------------------------------------------------


def _check_names(model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        if field.alias is not None or field.validation_alias is not None:
            raise SchemaError(f"{model.__name__}.{name}: a field has one name everywhere; leave out its alias")


def _check_item(item: type[Item]) -> None:
    _check_names(item)
    quote_field(item)
    for name, field in item.model_fields.items():
        if any(isinstance(part, type) and issubclass(part, BaseModel) for part in _parts(field.annotation)):
            raise SchemaError(f"{item.__name__}.{name}: a model inside an item is checked by nothing; use plain fields")
    if item.reads is None:
        return
    absent = [name for name in item.reads.fields() if name not in item.model_fields]
    if absent:
        raise SchemaError(f"{item.__name__}.reads names {', '.join(absent)}, which {item.__name__} has no field for")
    if item.reads.value not in decimal_fields(item):
        raise SchemaError(f"{item.__name__}.{item.reads.value}: what `reads` recomputes must be a Decimal")


def _listed_item(annotation: Any) -> type[Item] | None:
    if get_origin(annotation) is not list:
        return None
    (inner,) = get_args(annotation)
    inner = _bare(inner)
    return inner if _is_item(inner) else None


def _is_item(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, Item)


def _is_number(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, (Decimal, int, float)) and part is not bool


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _parts(annotation: Any) -> Iterator[Any]:
    """Yield every class that the annotation names, however deep."""
    annotation = _bare(annotation)
    arguments = get_args(annotation)
    if not arguments:
        yield annotation
    for argument in arguments:
        yield from _parts(argument)


def _types(field: FieldInfo) -> tuple[Any, ...]:
    """Return the alternatives of a field, None left out: of `Decimal | None`, Decimal."""
    annotation = _bare(field.annotation)
    if get_origin(annotation) not in (Union, UnionType):
        return (annotation,)
    return tuple(_bare(part) for part in get_args(annotation) if part is not NoneType)


def _is_plain(schema: Any) -> bool:
    if "serialization" in schema:
        return False
    match schema["type"]:
        case "str" | "decimal":
            return True
        case "literal":
            return all(type(code) is str for code in schema["expected"])
        case "nullable":
            return _is_plain(schema["schema"])
        case "default":
            default, inner = schema.get("default", ...), schema["schema"]
            return (default is None or (type(default) is str and not _is_decimal(inner))) and _is_plain(inner)
    return False


def _is_decimal(schema: Any) -> bool:
    return bool(_is_decimal(schema["schema"]) if schema["type"] == "nullable" else schema["type"] == "decimal")


def _marked(field: FieldInfo, mark: type) -> list[Any]:
    return [one for one in field.metadata if isinstance(one, mark)]
