"""How often does Python look for cycles of objects? Seldom, while thousands of records are made that hold none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

ALLOCATIONS = 50_000
"""New objects after which cycles are looked for: with Python's own 700 it takes a twentieth to a fifth of the time."""


def seldom() -> None:
    """Look for cycles seldom from now on; where they are looked for more seldom still, or never, that stays."""
    first = gc.get_threshold()[0]
    if 0 < first < ALLOCATIONS:
        gc.set_threshold(ALLOCATIONS, 20, 20)


@contextmanager
def seldom_meanwhile() -> Iterator[None]:
    """Look for cycles seldom in the `with` block, and afterwards as before.

    >>> before = gc.get_threshold()
    >>> with seldom_meanwhile():
    ...     gc.get_threshold()[0] >= 50_000
    True
    >>> gc.get_threshold() == before
    True
    """
    before = gc.get_threshold()
    seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
