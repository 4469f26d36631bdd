"""What the toolkit offers to Python: `run`, response models and their marks, models; each name is loaded when used."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.errors import AskError, ExtractError
    from extract.models import Model
    from extract.records import Answer, Ask, Request
    from extract.runs import run
    from extract.schema import Claim, ClaimsAndFigures, Figure, Item, Quote, Reads, Scored
    from extract.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Ask",
    "AskError",
    "Claim",
    "ClaimsAndFigures",
    "ExtractError",
    "Figure",
    "Item",
    "Model",
    "Quote",
    "Reads",
    "Request",
    "Scored",
    "Settings",
    "__version__",
    "run",
]

_HOMES = {
    "extract.errors": ("AskError", "ExtractError"),
    "extract.models": ("Model",),
    "extract.records": ("Answer", "Ask", "Request"),
    "extract.runs": ("run",),
    "extract.schema": ("Claim", "ClaimsAndFigures", "Figure", "Item", "Quote", "Reads", "Scored"),
    "extract.settings": ("Settings",),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(home), name)
    raise AttributeError(f"module 'extract' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
