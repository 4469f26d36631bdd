"""Which side of a disagreement is shown as A, so that its place does not tell gold from run?"""

from hashlib import sha256
from typing import Literal, TypeAlias

Side: TypeAlias = Literal["reference", "run"]
Sides: TypeAlias = tuple[Side, Side]
"""What stands as A and what as B."""

NAMED: Sides = ("reference", "run")


def shuffled(id_: str) -> Sides:
    """Return the sides of a disagreement in an order that its id alone decides: the same after a reload or a restart.

    >>> shuffled("d_1"), shuffled("d_3")
    (('reference', 'run'), ('run', 'reference'))
    """
    return NAMED if sha256(f"side {id_}".encode()).digest()[0] % 2 else ("run", "reference")
