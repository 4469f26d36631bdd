"""Which Pydantic class a prompt fills in."""

import sys
from importlib import import_module
from pathlib import Path

from pydantic import BaseModel

from extract.errors import SchemaError
from extract.prompts.reading import Prompt
from extract.schema import ClaimsAndFigures
from extract.shape import item_types
from extract.wire import schema_text

MODELS: dict[str, type[BaseModel]] = {"ClaimsAndFigures": ClaimsAndFigures}
"""Those that a name alone means."""


def response_model_of(prompt: Prompt, override: str | None = None) -> type[BaseModel]:
    """Return the class that the prompt names, or the one that `override` names instead, as `response_model_named`."""
    return response_model_named(override or prompt.response_model)


def response_model_named(reference: str) -> type[BaseModel]:
    """Return the class of that name, ready to be sent.

    A built-in one goes by its name, others as `package.module:Model`. As with `python -m`, the current directory is
    the first place that is searched for the module. Raises `SchemaError` saying which part of the name leads nowhere,
    or what the toolkit could not send or trace.
    """
    model = MODELS.get(reference) or _imported(reference)
    item_types(model)
    schema_text(model)
    return model


def _imported(reference: str) -> type[BaseModel]:
    module_name, colon, name = reference.partition(":")
    if not colon or not name.isidentifier() or not all(part.isidentifier() for part in module_name.split(".")):
        known = ", ".join(MODELS)
        raise SchemaError(f"{reference!r} names no response model; use {known}, or package.module:Model")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        module = import_module(module_name)
    except Exception as error:  # whatever: the module is the user's, and importing it runs it
        said = f"{type(error).__name__}: {error}"
        raise SchemaError(
            f"{reference}: {module_name} cannot be imported from {here} or the packages: {said}"
        ) from error
    model = getattr(module, name, None)
    if model is None:
        raise SchemaError(f"{reference}: {module_name} ({module.__file__}) has no {name}; check the spelling")
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise SchemaError(f"{reference}: {name} is a {type(model).__name__}, not a Pydantic model class")
    return model
