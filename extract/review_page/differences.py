"""What is the difference of a pair, so that others with the same one are known?"""

from collections.abc import Mapping
from typing import Any

from extract.disagreements import Disagreement
from extract.review_page.forms import as_text
from extract.schema import Item

Difference = tuple[str, str, str, str, str]
"""Item type, kind, gravest field, and what the reference and the run say there, as forms write it."""


def difference(kind: type[Item], one: Disagreement) -> Difference | None:
    """Return in what the sides differ; None where one of them has nothing to say."""
    if one.field is None or one.reference is None or one.proposal is None:
        return None
    said: tuple[Mapping[str, Any], ...] = (one.reference.fields, one.proposal)
    reference, run = (str(as_text(kind, one.field, side.get(one.field))) for side in said)
    return one.type, one.kind, one.field, reference, run
