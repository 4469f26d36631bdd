"""Which side of a disagreement is A on this page, and whom does a choice of A or B say to be right?"""

from typing import Literal, TypeAlias

from extract.review import Sides, Verdict, sides_of

Side: TypeAlias = Literal["reference", "run"]
Choice: TypeAlias = Literal["a", "b", "both", "neither", "edited", "delete", "skip"]
"""What a reviewer can say of two sides that have no names."""


def sides(id_: str, *, blind: bool) -> Sides:
    """Return what is shown as A and what as B: the reference first, unless nothing may tell which side is which.

    >>> sides("d_0123456789abcdea", blind=True), sides("d_0123456789abcdea", blind=False)
    (('run', 'reference'), ('reference', 'run'))
    """
    return sides_of(id_) if blind else ("reference", "run")


def verdict_of(choice: Choice, shown: Sides) -> Verdict:
    """Return what the choice says of the sides that were shown as A and B.

    >>> verdict_of("a", ("run", "reference")), verdict_of("both", ("run", "reference"))
    ('run', 'both')
    """
    if choice == "a":
        return shown[0]
    return shown[1] if choice == "b" else choice
