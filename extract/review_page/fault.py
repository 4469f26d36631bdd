"""What is shown where what was asked for cannot be shown?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something cannot be shown, and what to do."""

    heading: str
    message: str
