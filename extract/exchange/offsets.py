r"""How do offsets in code points become offsets in UTF-16 code units, and back?

We count code points, as Python, spaCy and the Web Annotation Data Model do (W3C Recommendation of 23 February 2017,
4.2.4: "in terms of unicode code points"). Browsers count UTF-16 code units. Label Studio's editor turned to code points
in 2022 (`charsToCodePoints` in its `selection-tools.js`); files of older versions count code units (its issue 1347).
"""

from bisect import bisect_left

_LAST_OF_ONE_UNIT = "\uffff"


class Units:
    r"""Offsets of one text in UTF-16 code units.

    >>> units = Units("a\U0001f4a9b")
    >>> [units.point(unit) for unit in range(5)], [units.unit(point) for point in range(4)]
    ([0, 1, None, 2, 3], [0, 1, 3, 4])
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._wide = [point for point, character in enumerate(text) if character > _LAST_OF_ONE_UNIT]
        self._after = [point + before + 2 for before, point in enumerate(self._wide)]

    @property
    def are_points(self) -> bool:
        """Whether both count alike in this text."""
        return not self._wide

    def unit(self, point: int) -> int:
        """Return the offset in code units of one in code points."""
        return point + bisect_left(self._wide, point)

    def point(self, unit: int) -> int | None:
        """Return the offset in code points of one in code units; None inside a character and outside the text."""
        before = bisect_left(self._after, unit + 1)
        point = unit - before
        inside = before < len(self._wide) and self._after[before] - 1 == unit
        return None if inside or not 0 <= point <= self._length else point
