"""What the toolkit offers to Python: response models, their marks, and `run`; each name is loaded when it is used."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.errors import ExtractError
    from extract.runs import run
    from extract.schema import Claim, ClaimsAndFigures, Figure, Item, Quote, Reads, Scored

__version__ = "0.1.0"

__all__ = [
    "Claim",
    "ClaimsAndFigures",
    "ExtractError",
    "Figure",
    "Item",
    "Quote",
    "Reads",
    "Scored",
    "__version__",
    "run",
]

_HOMES = {
    "extract.errors": ("ExtractError",),
    "extract.runs": ("run",),
    "extract.schema": ("Claim", "ClaimsAndFigures", "Figure", "Item", "Quote", "Reads", "Scored"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(home), name)
    raise AttributeError(f"module 'extract' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
