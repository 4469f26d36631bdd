"""What did a reviewer write in the form: a line of gold, or what is to be mended?

The form takes what `extract gold check` takes, and refuses what it refuses; more than that it asks for words where
the class does not allow for nothing.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from extract.disagreements import Disagreement
from extract.gold import range_faults, value_faults
from extract.review_page.forms import PLACE, choices, control, is_optional, is_whole, written_fields
from extract.schema import Item
from extract.shape import decimal_fields, edtf_fields, type_name, value_of

_PLAIN = {
    "string_too_short": "write more: at least {min_length} characters",
    "string_too_long": "write less: at most {max_length} characters",
    "string_pattern_mismatch": "write it in the form {pattern}",
    "greater_than": "write a number above {gt}",
    "greater_than_equal": "write {ge} or more",
    "less_than": "write a number below {lt}",
    "less_than_equal": "write {le} or less",
    "list_type": "write a list in JSON, as [1, 2]",
}
"""Pydantic's errors in plain words, by their type; the others are said in Pydantic's."""

_WHOLE = re.compile("-?(0|[1-9][0-9]{0,99})")
_NUMBER = re.compile(rf"{_WHOLE.pattern}([.][0-9]{{1,99}})?([eE][+-]?[0-9]{{1,2}})?")


@dataclass(frozen=True, slots=True)
class Errors:
    """What is to be mended, by field; `quote` stands for the place."""

    fields: Mapping[str, str]


def final(one: Disagreement, kind: type[Item], typed: Mapping[str, str], text: str | None) -> dict[str, Any] | Errors:
    """Return what a reviewer wrote for a disagreement as a line of gold, or what is to be mended.

    What gold does not label stays so, and an alternative that the line now says itself is left out. Without the
    text only the words that one side points to can be chosen.
    """
    reference = one.reference
    unlabelled = frozenset() if reference is None else reference.unlabelled
    if text is None:
        typed = {**typed, "quote": _known_quote(one, typed)}
    line = read(kind, typed, text, unlabelled)
    if isinstance(line, Errors) or reference is None or not reference.alternatives:
        return line
    others = [dict(other) for other in reference.alternatives if any(line.get(name) != other[name] for name in other)]
    return line if len(others) == len(reference.alternatives) else {**line, "alternatives": others}


def read(
    kind: type[Item], typed: Mapping[str, str], text: str | None, left_out: Iterable[str] = ()
) -> dict[str, Any] | Errors:
    """Return the line of gold that was typed, or what is to be mended; fields that are `left_out` are passed over.

    `typed` holds the fields, `start` and `end` as text and, where words were marked, the `quote` that they are.
    """
    line: dict[str, Any] = {"type": type_name(kind)}
    errors: dict[str, str] = {}
    place = _place(typed, text)
    if isinstance(place, str):
        errors["quote"] = place
    else:
        line |= place
    for name in written_fields(kind):
        if name in set(left_out):
            continue
        try:
            line[name] = _value(kind, name, typed.get(name, "").strip())
        except ValueError as error:
            errors[name] = str(error)
    if not errors.keys() - {"quote"}:
        errors |= _range_fault(kind, line)
    for name in typed.keys() - {*PLACE, *written_fields(kind)}:
        errors[""] = f"{name[:60]!r} is no field of the form"
    return Errors(errors) if errors else line


# --- the place --------------------------------------------------------------------------------------------------


def _place(typed: Mapping[str, str], text: str | None) -> dict[str, Any] | str:
    """Return start, end and quote, or what is wrong with them."""
    start, end = (_offset(typed.get(name, "")) for name in ("start", "end"))
    if start is None or end is None:
        return "mark the words in the text that say it"
    quote = typed.get("quote", "")
    if text is not None:
        stands = text[start:end]
        if quote and quote != stands:
            return "these words do not stand at that place; mark them in the text again"
        quote = stands
    if start >= end or len(quote) != end - start:
        return "the place holds no words of the text; mark them in the text"
    return {"start": start, "end": end, "quote": quote}


def _offset(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _known_quote(one: Disagreement, typed: Mapping[str, str]) -> str:
    """Return the words at the place, as far as a side of the disagreement has them; nothing where none has."""
    place = (typed.get("start", "").strip(), typed.get("end", "").strip())
    return next((quote for start, end, quote in _quotes(one) if (str(start), str(end)) == place), "")


def _quotes(one: Disagreement) -> Iterator[tuple[int, int, str]]:
    if one.reference is not None:
        yield (*one.reference.span, one.reference.quote)
    if one.proposal is not None and "start" in one.proposal:
        yield one.proposal["start"], one.proposal["end"], one.proposal["quote"]


# --- the fields -------------------------------------------------------------------------------------------------


def _value(kind: type[Item], name: str, text: str) -> Any:
    """Return the value of a field as gold writes it; `ValueError` says what is wrong."""
    shown = control(kind, name)
    if not text and is_optional(kind, name):
        value = None
    elif not text and shown != "checkbox":
        raise ValueError("choose one" if shown == "select" else "fill this in")
    else:
        value = _parsed(kind, name, text)
    fault = next(value_faults(kind, name, value), None)
    if fault is None:
        return value
    if name in decimal_fields(kind) or (name in edtf_fields(kind) and isinstance(value, str)):
        raise ValueError(fault)
    raise ValueError(_plain(kind, name, value))


def _parsed(kind: type[Item], name: str, text: str) -> Any:
    shown = control(kind, name)
    if shown == "checkbox":
        return text == "true"
    if shown == "select":
        return choices(kind, name).get(text, text)
    if shown == "json":
        return _json(text)
    if shown == "number" and name not in decimal_fields(kind):
        return _number(text, whole=is_whole(kind, name))
    return text


def _number(text: str, *, whole: bool) -> int | float:
    if not (_WHOLE if whole else _NUMBER).fullmatch(text):
        raise ValueError("write a whole number" if whole else "write a number")
    return json.loads(text)  # type: ignore[no-any-return]


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ValueError('write it in JSON, as ["one", "two"]') from error


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _range_fault(kind: type[Item], line: Mapping[str, Any]) -> dict[str, str]:
    upper = None if kind.reads is None else kind.reads.upper
    fault = next(range_faults(kind, line, ""), None)
    return {} if upper is None or fault is None else {upper: fault.partition(": ")[2]}


def _plain(kind: type[Item], name: str, value: Any) -> str:
    try:
        value_of(kind, name, value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if first["type"] == "literal_error":
            return f"choose one of {', '.join(choices(kind, name))}"
        said = _PLAIN.get(first["type"])
        return first["msg"] if said is None else said.format(**first.get("ctx", {}))
    raise AssertionError(f"{name} has no fault")
