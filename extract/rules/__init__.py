"""What do plain rules make of a document? The embedded model `rules`: deterministic, offline, no learning."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from extract.errors import AskError
from extract.records import Answer, Request
from extract.schema import Claim, Figure

NAME = "rules"
DESCRIPTION = (
    "A baseline of hand-written rules: it splits sentences at commas and conjunctions, knows no meaning and learns "
    "nothing; dumb and honest, the same answer for the same text."
)


async def ask(request: Request) -> Answer:
    """Return the claims and figures that the rules find in the request's text, as JSON of its response model.

    The messages are not read. Raises AskError where no field of the response model holds claims or figures.
    """
    fields = item_fields(request.response_model)
    wanted = frozenset(kind for kind in fields.values() if kind is not None)
    if not wanted:
        raise AskError(
            f"the model {NAME!r} answers the built-in response models only, and {request.response_model.__name__} has "
            "no list of items with the fields of Claim or Figure; use --model openai/NAME",
            kind="unsupported-schema",
        )
    from extract.rules.reading import read  # here, because who only asks for sentences needs no claims

    found = read(request.text, request.date)
    answer = {field: _items(found, kind) for field, kind in fields.items()}
    return Answer(text=json.dumps(answer, ensure_ascii=False), model=NAME)


def _items(found: Mapping[str, Sequence[Mapping[str, Any]]], kind: str | None) -> list[Mapping[str, Any]]:
    return [] if kind is None else list(found[kind])


def item_fields(model: type[BaseModel]) -> dict[str, str | None]:
    """Return the list fields of a response model with what the rules can put there: claims, figures or nothing."""
    known = {frozenset(Claim.model_fields): "claims", frozenset(Figure.model_fields): "figures"}
    found: dict[str, str | None] = {}
    for name, field in model.model_fields.items():
        inner = get_args(field.annotation)
        if (
            get_origin(field.annotation) is list
            and inner
            and isinstance(inner[0], type)
            and issubclass(inner[0], BaseModel)
        ):
            found[name] = known.get(frozenset(inner[0].model_fields))
    return found
