"""Which models can be asked: a name becomes a function to ask and an honest word about what answers."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import extract
from extract.errors import UsageError
from extract.records import Ask, Request, Settle

if TYPE_CHECKING:
    from extract.llm.forecast import Forecast
    from extract.llm.setup import Setup
    from extract.llm.spending import Spending

SERVED = "openai/"
"""Begins the name of a model on an OpenAI-compatible server."""
KNOWN = ("rules", f"{SERVED}NAME")


def _nothing_to_halt() -> None:
    """Halt nothing."""


async def _nothing_to_close() -> None:
    """Close nothing."""


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
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What else shapes its answers; rows of two settings do not stand in one run."""
    base_url: str | None = None
    """Where it is asked; it holds no credentials."""
    settle: Settle | None = None
    """Told of the first answer to a request once no re-ask is due; None where nothing is stored."""
    halt: Callable[[], None] = _nothing_to_halt
    """Keeps asking from sending anything more; it then raises `Halted`. Safe in any thread."""
    changed: Callable[[], tuple[str, ...]] = tuple
    """What sets the requests so far apart from stored ones about the same documents, where nothing was stored."""
    anew: bool = False
    """Whether what was answered before is asked again, so that rows of earlier sittings are not kept."""
    close: Callable[[], Awaitable[None]] = _nothing_to_close
    """Closes what asking opened, in the same event loop; asking again opens it anew."""
    spending: "Spending | None" = None
    """What was spent on answers since the model was named; None where none cost anything."""
    forecast: "Callable[[Iterable[Sequence[Request]]], Forecast] | None" = None
    """Says what asking about documents would come to, each given as its requests; None where it costs nothing."""


def model_named(name: str) -> Model:
    """Return the model of that name, as it is asked by default; `UsageError` lists the known ones."""
    if name == "rules":
        from extract.rules import (
            DESCRIPTION,
            ask,
        )  # here, because the word lists cost time that other models need not pay

        return Model("rules", DESCRIPTION, ask, extract.__version__)
    if served_name(name) is not None:
        from extract.llm.setup import default_setup

        return served_model(default_setup(name.removeprefix(SERVED)))
    raise UsageError(f"unknown model {name!r}; known: {', '.join(KNOWN)}")


def served_name(name: str) -> str | None:
    """Return the name by which a server knows the model, None where it is on none.

    >>> served_name("openai/llama-3"), served_name("rules")
    ('llama-3', None)
    """
    return name.removeprefix(SERVED) or None if name.startswith(SERVED) else None


def served_model(setup: "Setup", warn: Callable[[str], None] = lambda _message: None) -> Model:
    """Return a model on an OpenAI-compatible server; nothing is opened or loaded until it is asked.

    `warn` is told, in one line, what is wrong with the cache.
    """
    from extract.llm.ask import Asker

    options = asdict(setup.options)
    asker = Asker(setup, warn)
    return Model(
        name=SERVED + options.pop("model"),
        description="A model on an OpenAI-compatible server.",
        ask=asker,
        packages=("instructor", "openai"),
        settings=options,
        base_url=setup.server.base_url,
        settle=asker.settle,
        halt=asker.halt,
        changed=asker.changed,
        anew=setup.refresh,
        close=asker.close,
        spending=asker.spending,
        forecast=asker.forecast,
    )
