"""Could gold take a verdict on an item, whatever else it holds?"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from extract.errors import GoldError
from extract.gold import item_faults, read_item
from extract.review.changes import Impossible, Written, outcome
from extract.review.events import Decide
from extract.review.overruling import is_toolkit
from extract.shape import item_types, type_name


def unfit(event: Decide, root: type[BaseModel]) -> str | None:
    """Return why gold would refuse a decision on what a side says, so that it is told when it is made; or None.

    It is what `apply` would say of the item alone. An edit is looked at where it is written.
    """
    if event.verdict not in ("run", "both") or is_toolkit(event):
        return None
    return next(_refusals(event, root), None)


def _refusals(event: Decide, root: type[BaseModel]) -> Iterator[str]:
    kinds = {type_name(kind): kind for kind in item_types(root).values()}

    def faults(record: Mapping[str, Any] | None) -> Iterable[str]:
        return () if record is None else item_faults(read_item(record, "the item", 0), kinds, None)

    for one in event.items:
        made = outcome(event, one, one.reference) if one.against == "gold" else None
        if isinstance(made, Impossible):
            yield made.reason
        elif isinstance(made, Written):
            try:
                known = set(faults(one.reference))
                yield from (fault for fault in faults(made.record) if fault not in known)
            except GoldError as error:
                yield str(error)
