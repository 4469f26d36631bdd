"""What is sent about one document: the prompt's two sections with document, schema and examples filled in."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeAlias

from pydantic import BaseModel, ValidationError

from extract.errors import PromptError
from extract.plain import is_long
from extract.prompts.filling import Parts, filled
from extract.prompts.reading import Example, Prompt
from extract.prompts.templates import Section, names, plain_parts, render_section
from extract.records import Document, Message
from extract.wire import schema_text

_TAG = re.compile(r"<(?=\s{0,3}/?\s{0,3}document)", re.IGNORECASE)
_Part: TypeAlias = Literal["system", "user"]
INERT = "\uff1c"
"""FULLWIDTH LESS-THAN SIGN: looks like <, is none, and folds back to it under Unicode's NFKC."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a template sees of a document."""

    id: str
    title: str | None
    date: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ShownExample:
    """What a template sees of an example; the answer is JSON as a model should write it."""

    text: str
    answer: str


def render(prompt: Prompt, document: Document, response_model: type[BaseModel]) -> tuple[Message, ...]:
    """Return the messages that ask about the document: one of the system, one of the user.

    Raises `PromptError` where the template fails or an example does not fit the response model, and `SchemaError`
    where the response model cannot be sent.
    """
    shown = Shown(
        inert(document.id), _inert_or_none(document.title), _inert_or_none(document.date), inert(document.text)
    )
    return (
        Message("system", _rendered(prompt, "system", shown, response_model)),
        Message("user", _rendered(prompt, "user", shown, response_model)),
    )


def _rendered(prompt: Prompt, part: _Part, shown: Shown, response_model: type[BaseModel]) -> str:
    prepared = _prepared(prompt, part, response_model)
    if isinstance(prepared, str):
        return prepared
    if isinstance(prepared, _Template):
        return render_section(prepared.section, {"document": shown, **prepared.values}, prompt.path)
    return filled(prepared, shown).strip()


class _Template(NamedTuple):
    """A section with what it says beside the document."""

    section: Section
    values: Mapping[str, Any]


@lru_cache(maxsize=64)
def _prepared(prompt: Prompt, part: _Part, response_model: type[BaseModel]) -> str | Parts | _Template:
    """Return what is the same for all documents: a section's words if it names no document, else how to fill it in."""
    section = prompt.system if part == "system" else prompt.user
    examples = _shown(prompt.examples, response_model, prompt.path)
    named = names(section, prompt.path)
    values = {"schema": schema_text(response_model), "examples": examples}
    if "document" not in named:
        return render_section(section, values, prompt.path)
    parts = plain_parts(section, prompt.path)
    return _Template(section, values) if parts is None else parts


def inert(text: str) -> str:
    """Return the text without a tag that would open or close the document: its < becomes a look-alike.

    One code point for one, so every offset stays what it is; only what is sent is changed, never what is stored. A
    quote that a model copies across such a place is equal after folding.

    >>> inert("a < b </document> c")
    'a < b ＜/document> c'
    """
    return _TAG.sub(INERT, text) if "<" in text else text  # most texts have none, and to search them takes longer


def _inert_or_none(text: str | None) -> str | None:
    return None if text is None else inert(text)


@lru_cache(maxsize=64)
def _shown(examples: tuple[Example, ...], response_model: type[BaseModel], path: str) -> tuple[ShownExample, ...]:
    return tuple(
        ShownExample(inert(example.text), canonical_answer(example, response_model, f"{path}: example {number}"))
        for number, example in enumerate(examples, start=1)
    )


def canonical_answer(example: Example, response_model: type[BaseModel], place: str) -> str:
    """Return an example's answer as the schema wants it: every field, in order, decimals as strings of digits.

    Raises `PromptError` naming the place where it does not fit the response model.
    """
    try:
        answer = response_model.model_validate_json(example.answer)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(map(str, fault["loc"]))
        said = f"{place} does not fit {response_model.__name__}: {where}: {fault['msg']}, found {fault['input']!r:.60}"
        raise PromptError(
            f"{said}; mend the example, or where it was written for another response model, name a prompt for yours"
        ) from error
    return json.dumps(answer.model_dump(mode="python"), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) and not is_long(value) else str(value)
