"""What becomes of the gold files when the decisions of a review are brought in?

Nothing is remembered but the log and gold itself: a decision is applied where a line carries it in its provenance, or
where the line that it takes out is gone. So the same decisions, applied again, change nothing, and gold that was put
back takes them again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from extract.records import Document
from extract.review.events import Decide, Reviewed
from extract.review.folding import State
from extract.review.gold_file import GoldFile
from extract.review.overruling import is_alike, is_toolkit, overruled
from extract.shape import item_types, type_name


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision that gold did not take."""

    event: str
    item: str
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class Applied:
    """Gold after the decisions, and what became of each of them."""

    files: Mapping[Path, tuple[bytes, bytes]]
    """Of each file that changes, what it holds before and after."""
    changed: tuple[str, ...] = ()
    """Decisions, by the ids of their disagreements, that change gold."""
    already: tuple[str, ...] = ()
    """Those that gold has taken before."""
    kept: tuple[str, ...] = ()
    """Those by which gold is right."""
    open: tuple[str, ...] = ()
    """Skipped, or neither side is right and nobody says what would be."""
    refused: tuple[Refused, ...] = ()
    """Gold has changed since, or the decision does not fit it: to be reviewed again."""
    faults: tuple[tuple[Decide, Reviewed], ...] = ()
    """Laid to the toolkit: gold stays, and these are cases for its tests."""
    elsewhere: tuple[str, ...] = ()
    """Decisions between two runs, which are not about gold."""
    withdrawn: tuple[Refused, ...] = ()
    """What gold still has of decisions that were undone after they had been applied."""
    overruled: tuple[Refused, ...] = ()
    """What it still has of decisions in whose place another one holds now, which is counted nowhere else."""

    doubled: tuple[Refused, ...] = ()
    """Not refused, but to be looked at: items that came in beside a line that differs in wording alone."""


def apply(
    state: State,
    files: Mapping[Path, bytes],
    root: type[BaseModel],
    texts: Mapping[str, Document] = MappingProxyType({}),
) -> Applied:
    """Return what the decisions that hold make of the gold files, given by what they hold.

    Lines that no decision is about keep their bytes, and no line comes in that `gold check` would refuse, by the
    response model and by those documents that are at hand, by id. Raises `GoldError` or `RecordError` where a file is
    not of the format.
    """
    kinds = {type_name(kind): kind for kind in item_types(root).values()}
    every = [GoldFile.read(path, content, kinds, texts) for path, content in files.items()]
    documents = {document.id: document for document in every}
    stale = list(overruled(documents, state))
    behind = {one.item for one in stale}
    sorted_out: dict[str, list[Any]] = {name: [] for name in _RESULTS}
    for event, one in state.holding():
        if one.item not in behind or is_toolkit(event):
            result, found = _result(event, one, documents.get(one.document), state)
            sorted_out[result].append(found)
    for left in stale:
        name = "withdrawn" if left.by is None else "overruled"
        sorted_out[name].append(Refused(left.event, left.item, left.document, left.told))
    changed = {one.path: (files[one.path], one.content()) for one in documents.values() if one.touched}
    doubled = tuple(one for document in documents.values() for one in _doubled(document))
    return Applied(changed, doubled=doubled, **{name: tuple(found) for name, found in sorted_out.items()})


_RESULTS = ("changed", "already", "kept", "open", "refused", "faults", "elsewhere", "withdrawn", "overruled")


def _doubled(file: GoldFile) -> Iterator[Refused]:
    for number, other, event, item in file.doubled():
        reason = (
            f"{file.path}:{number} differs from line {other} in wording alone; where both mean one thing, delete one"
        )
        yield Refused(event, item, file.id, reason)


def _result(event: Decide, one: Reviewed, document: GoldFile | None, state: State) -> tuple[str, Any]:
    """Return the list of `Applied` that the decision belongs to, with its entry there; gold takes its change."""
    if one.against != "gold":
        return "elsewhere", one.item
    if is_toolkit(event):
        return "faults", (event, one)
    if event.verdict in ("skip", "neither"):
        return "open", one.item
    if event.verdict == "reference":
        return "kept", one.item
    if document is None or document.sha256 != one.sha256:
        reason = "gold labels no such document" if document is None else "gold labels another text of it now"
        return "refused", Refused(event.event, one.item, one.document, reason)
    found = document.take(event, one, lambda id_: is_alike(event, state.events.get(id_)))
    if found in ("changed", "already", "kept"):
        return found, one.item
    return "refused", Refused(event.event, one.item, one.document, found)
