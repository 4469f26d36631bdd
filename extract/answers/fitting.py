"""Whether one value of an answer fits an item's class, and in which words it does not."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from extract.answers.strict_json import LARGEST_POWER, NotANumber, RepeatedKeys, plain_number
from extract.schema import Item
from extract.shape import field_names, is_plain, number_fields, plain_number_fields


class Unfit(Exception):
    """A value is no item of its class; the message says why."""


def fitted(kind: type[Item], value: Any) -> tuple[dict[str, Any], Sequence[str]]:
    """Return the item's fields as JSON in the order of the model, and the keys that were repeated with one value.

    Numbers may be JSON numbers or strings that hold one; they come out as plain strings, exactly as precise as they
    were given. Keys that the class does not know are left out. Raises `Unfit`.
    """
    if not isinstance(value, dict):
        raise Unfit("an item is an object with named fields")
    repeated = _repeated(value)
    declared = field_names(kind)
    known = {key: said for key, said in value.items() if key in declared}
    for name in plain_number_fields(kind):
        said = known.get(name)
        if said is not None and not _may_be_number(said):
            known[name] = NotANumber(str(said))
    try:
        item = kind.model_validate(known)
        fields = item.model_dump(mode="json")
    except Exception as error:  # whatever: validators of a user's model may raise anything
        raise Unfit(in_words(error)) from error
    for name in number_fields(kind):
        fields[name] = _plain(getattr(item, name), fields[name])
    return fields, repeated


def all_fitted(kind: type[Item], values: Sequence[Any]) -> list[dict[str, Any]] | None:
    """Return the fields that `fitted` gives for each value, if all fit and nothing else is to be said; None otherwise.

    One validation for a whole list. Only of plain classes: validators of anybody's own would notice.
    """
    if not is_plain(kind) or not _are_unremarkable(values, field_names(kind), plain_number_fields(kind)):
        return None
    try:
        found = [vars(item) for item in _list_of(kind).validate_python(values)]  # nothing else holds these items
        for fields in found:
            for name in number_fields(kind):
                if fields[name] is not None:
                    fields[name] = _plain(fields[name], None)
    except Exception:  # noqa: BLE001 - whatever it is, item by item it is one item's
        return None
    return found


def _are_unremarkable(values: Sequence[Any], declared: frozenset[str], numbers: Sequence[str]) -> bool:
    """Whether the values are objects without repeated or unknown keys and their numbers may be numbers."""
    for value in values:
        if type(value) is not dict or not value.keys() <= declared:
            return False
        for name in numbers:
            said = value.get(name)
            if said is not None and not _may_be_number(said):
                return False
    return True


@cache
def _list_of(kind: type[Item]) -> TypeAdapter[list[Item]]:
    return TypeAdapter(list[kind])  # type: ignore[valid-type]


def _may_be_number(said: Any) -> bool:
    """Whether a value may stand for a number: no truth value, and a string only if it holds one in plain digits."""
    if isinstance(said, str):
        return not isinstance(plain_number(said), NotANumber)
    return not isinstance(said, bool)


def in_words(error: Exception) -> str:
    """Return what a model finds wrong with a value, field by field, in one line."""
    if not isinstance(error, ValidationError):
        return f"{type(error).__name__}: {error}"
    return "; ".join(
        f"{'.'.join(map(str, fault['loc']))}: {_fault(fault['input'], fault['msg'])}".removeprefix(": ")
        for fault in error.errors(include_url=False)
    )


def _fault(given: Any, message: str) -> str:
    if isinstance(given, NotANumber):
        return f"{given.text[:80]!r} is not a number in plain digits"
    return message


def _repeated(value: dict[str, Any]) -> tuple[str, ...]:
    if not isinstance(value, RepeatedKeys):
        return ()
    for key, given in value.repeated.items():
        if any(one != given[0] for one in given):
            raise Unfit(f"{key} is given {len(given)} times with different values")
    return tuple(value.repeated)


def _plain(value: Any, written: Any) -> Any:
    """Return a Decimal as plain digits, also inside a list; anything else as it was written."""
    if isinstance(value, Decimal):
        digits = str(value)
        if digits.isdecimal() and len(digits) <= LARGEST_POWER:
            return digits
        if isinstance(plain_number(digits), NotANumber):
            raise Unfit(f"{digits[:80]!r} is not a number in plain digits")
        return format(value, "f")
    if isinstance(value, list):
        return [_plain(one, shown) for one, shown in zip(value, written, strict=True)]
    return written
