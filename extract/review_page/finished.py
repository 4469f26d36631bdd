"""What is shown where there is no item to show: all is decided, or what was asked for cannot be shown?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing is left to decide, of the filter or at all."""

    query: str
    total: int
    """Items that the filter asks for."""
    toast: str | None = None
    alert: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something cannot be shown."""

    heading: str
    message: str
