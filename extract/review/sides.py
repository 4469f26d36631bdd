"""Which side of a disagreement is shown first, so that the place of a side does not tell whose it is?"""

from hashlib import sha256
from typing import Literal, TypeAlias

Sides: TypeAlias = tuple[Literal["reference"], Literal["run"]] | tuple[Literal["run"], Literal["reference"]]


def sides_of(id_: str) -> Sides:
    """Return the sides of the disagreement with this id in the order in which they are shown: A, then B.

    The id alone decides, so that a reload, another reader and a file for another tool show the same order.

    >>> sides_of("d_0123456789abcdea"), sides_of("d_0123456789abcde0")
    (('run', 'reference'), ('reference', 'run'))
    """
    if sha256(f"sides {id_}".encode("utf-8", "surrogatepass")).digest()[0] % 2:
        return ("run", "reference")
    return ("reference", "run")
