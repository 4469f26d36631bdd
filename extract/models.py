"""Which models can be asked: a name becomes a function to ask and an honest word about what answers."""

from dataclasses import dataclass

import extract
from extract.errors import UsageError
from extract.records import Ask

KNOWN = ("rules",)


@dataclass(frozen=True, slots=True)
class Model:
    """What answers: its name, what a run's manifest says about it, and how it is asked."""

    name: str
    description: str
    ask: Ask
    version: str | None = None
    """Where it is told; rows of two versions do not stand in one run."""
    packages: tuple[str, ...] = ()
    """Distributions whose versions shape what it answers, beyond those that every run uses."""


def model_named(name: str) -> Model:
    """Return the model of that name; `UsageError` lists the known ones."""
    if name == "rules":
        from extract.rules import (
            DESCRIPTION,
            ask,
        )  # here, because the word lists cost time that other models need not pay

        return Model("rules", DESCRIPTION, ask, extract.__version__)
    raise UsageError(f"unknown model {name!r}; known: {', '.join(KNOWN)}")
