"""What is the difference of a pair, and which others have the same one?"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from extract.disagreements import Disagreement
from extract.review_page.forms import as_text
from extract.schema import Item
from extract.shape import item_types

Difference = tuple[str, str, str, str, str]
"""Item type, kind, gravest field, and what the reference and the run say there, as forms write it."""


def difference(kind: type[Item], one: Disagreement) -> Difference | None:
    """Return in what the sides differ; None where one of them has nothing to say."""
    if one.field is None or one.reference is None or one.proposal is None:
        return None
    said: tuple[Mapping[str, Any], ...] = (one.reference.fields, one.proposal)
    reference, run = (str(as_text(kind, one.field, side.get(one.field))) for side in said)
    return one.type, one.kind, one.field, reference, run


class Differences:
    """The differences of a queue; all are found when the first is asked for."""

    def __init__(self, queue: Iterable[Disagreement], root: type[BaseModel]) -> None:
        """Keep what is asked about: the queue, in its order, and the response model."""
        self._queue, self._kinds = tuple(queue), item_types(root)

    def of(self, one: Disagreement) -> Difference | None:
        """Return in what the sides of a disagreement differ; None where one of them has nothing to say."""
        return difference(self._kinds[one.type], one)

    def alike(self, one: Disagreement) -> Sequence[Disagreement]:
        """Return all that differ as `one` does, itself among them, in the queue's order; nothing for a leftover."""
        wanted = self.of(one)
        return () if wanted is None else self._groups.get(wanted, ())

    @cached_property
    def _groups(self) -> dict[Difference, list[Disagreement]]:
        found: dict[Difference, list[Disagreement]] = {}
        for one in self._queue:
            said = self.of(one)
            if said is not None:
                found.setdefault(said, []).append(one)
        return found
