"""Which gold documents are prompts developed on, and which are kept for the test?"""

import hashlib
from collections.abc import Iterable


def in_dev(document_id: str, share: float) -> bool:
    """Whether a document belongs to the part that prompts are developed on; it never changes sides.

    It does if the first 8 bytes of SHA-256 of the id, as a fraction of their largest value, lie below `share`.

    >>> [in_dev("a", share) for share in (0.0, 0.5, 1.0)]
    [False, False, True]
    """
    return int.from_bytes(hashlib.sha256(document_id.encode()).digest()[:8]) < share * 2**64


def split(ids: Iterable[str], share: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the development part, about `share` of all, and those of the test part, in the order given."""
    ids = tuple(ids)
    return (
        tuple(one for one in ids if in_dev(one, share)),
        tuple(one for one in ids if not in_dev(one, share)),
    )
