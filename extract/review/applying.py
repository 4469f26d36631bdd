"""What becomes of the gold files when the decisions of a review are brought in?

Nothing is remembered but the log and gold itself: a decision is applied where a line carries it in its provenance, or
where the line that it takes out is gone. So the same decisions, applied again, change nothing, and gold that was put
back takes them again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.review.events import Decide, Reviewed
from extract.review.folding import State
from extract.review.gold_file import GoldFile

_TOOLKIT = frozenset({"normaliser", "matcher"})


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
    """Lines of gold that carry a decision that was undone after it had been applied."""


def apply(state: State, files: Mapping[Path, bytes]) -> Applied:
    """Return what the decisions that hold make of the gold files, given by what they hold.

    Lines that no decision is about keep their bytes. Raises `GoldError` or `RecordError` where a file is not of the
    format.
    """
    documents = {}
    for path, content in files.items():
        document = GoldFile.read(path, content)
        documents[document.id] = document
    sorted_out: dict[str, list[Any]] = {name: [] for name in _RESULTS}
    for event, one in state.holding():
        result, found = _result(event, one, documents.get(one.document))
        sorted_out[result].append(found)
    changed = {one.path: (files[one.path], one.content()) for one in documents.values() if one.touched}
    withdrawn = tuple(fault for one in documents.values() for fault in _withdrawn(one, state))
    return Applied(changed, withdrawn=withdrawn, **{name: tuple(found) for name, found in sorted_out.items()})


_RESULTS = ("changed", "already", "kept", "open", "refused", "faults", "elsewhere")


def _result(event: Decide, one: Reviewed, document: GoldFile | None) -> tuple[str, Any]:
    """Return the list of `Applied` that the decision belongs to, with its entry there; gold takes its change."""
    if one.against != "gold":
        return "elsewhere", one.item
    if _TOOLKIT & set(event.causes):
        return "faults", (event, one)
    if event.verdict in ("skip", "neither"):
        return "open", one.item
    if event.verdict == "reference":
        return "kept", one.item
    if document is None or document.sha256 != one.sha256:
        reason = "gold labels no such document" if document is None else "gold labels another text of it now"
        return "refused", Refused(event.event, one.item, one.document, reason)
    found = document.take(event, one)
    if found in ("changed", "already", "kept"):
        return found, one.item
    return "refused", Refused(event.event, one.item, one.document, found)


def _withdrawn(file: GoldFile, state: State) -> Iterator[Refused]:
    for number, event, item in file.carried():
        if event in state.withdrawn:
            reason = f"{file.path}:{number} carries it and it was undone since; take the line back by hand"
            yield Refused(event, item, file.id, reason)
