"""How often does Python look for cycles of objects? Seldom, while thousands of records are made that hold none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

ALLOCATIONS = 50_000
"""New objects after which cycles are looked for: with Python's own 700 it takes a twentieth to a fifth of the time."""


def seldom() -> None:
    """Look for cycles seldom from now on; where they are looked for more seldom still, or never, that stays."""
    first = gc.get_threshold()[0]
    if 0 < first < ALLOCATIONS:
        gc.set_threshold(ALLOCATIONS, 20, 20)


class _Meanwhile:
    """Counts who wants cycles to be looked for seldom: the first begins it, the last ends it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0
        self._before = self._set = gc.get_threshold()

    def begin(self) -> None:
        with self._lock:
            if self._count == 0:
                self._before = gc.get_threshold()
                seldom()
                self._set = gc.get_threshold()
            self._count += 1

    def end(self) -> None:
        with self._lock:
            self._count -= 1
            if self._count == 0 and gc.get_threshold() == self._set:  # otherwise somebody else has set it meanwhile
                gc.set_threshold(*self._before)


_MEANWHILE = _Meanwhile()


@contextmanager
def seldom_meanwhile() -> Iterator[None]:
    """Look for cycles seldom in the `with` block, of whatever thread, and after the last of them as before.

    >>> before = gc.get_threshold()
    >>> with seldom_meanwhile():
    ...     gc.get_threshold()[0] >= 50_000
    True
    >>> gc.get_threshold() == before
    True
    """
    _MEANWHILE.begin()
    try:
        yield
    finally:
        _MEANWHILE.end()
