"""What is an aligned pair worth, and what do all pairs together?"""

from extract.scoring.counting import added, counted, moves
from extract.scoring.judging import Judge, is_correct
from extract.scoring.metrics import ANSWERED, metrics
from extract.scoring.tolerances import DEFAULT_TOLERANCES, Tolerances, read_tolerances

__all__ = [
    "ANSWERED",
    "DEFAULT_TOLERANCES",
    "VERSION",
    "Judge",
    "Tolerances",
    "added",
    "counted",
    "is_correct",
    "metrics",
    "moves",
    "read_tolerances",
]

VERSION = 1
"""Counts up with every change that could move a score."""
