"""What does gold still have of decisions that were undone, or overruled by others, after they had been applied?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extract.jsonl import dumps
from extract.review.changes import Line, Removed, outcome
from extract.review.events import TOOLKIT, Decide, Event, Reviewed
from extract.review.folding import State
from extract.review.gold_file import GoldFile

_LEAVES_GOLD = ("reference", "skip", "neither")


@dataclass(frozen=True, slots=True)
class Stale:
    """A change of gold whose decision no longer holds."""

    event: str
    item: str
    document: str
    by: Decide | None
    """The decision that holds now, if there is one."""
    told: str
    """Where it is, why, and what to do."""


def is_toolkit(event: Decide) -> bool:
    """Whether the decision lays the disagreement to the toolkit, so that gold stays as it is."""
    return not TOOLKIT.isdisjoint(event.causes)


def is_alike(event: Decide, other: Event | None) -> bool:
    """Whether both decisions make the same of gold."""
    return (
        isinstance(other, Decide)
        and (other.verdict, other.final) == (event.verdict, event.final)
        and is_toolkit(other) == is_toolkit(event)
    )


def overruled(files: Mapping[str, GoldFile], state: State) -> Iterator[Stale]:
    """Yield what the files, by document, have of decisions that do not hold: lines they made, items they took out."""
    for file in files.values():
        yield from _made(file, state)
    yield from _taken_out(files, state)


def _made(file: GoldFile, state: State) -> Iterator[Stale]:
    for number, chain in file.carried():
        for id_, item in chain:
            event, by = state.events.get(id_), state.decision_on(item)
            if not isinstance(event, Decide) or _stands(event, by) or (by is not None and (by.event, item) in chain):
                continue
            one = next((one for one in event.items if one.item == item), None)
            if one is None or file.reads(number, one.reference):
                continue
            back = "take the line out" if one.reference is None else f"put back what {id_} has as its reference"
            told = f"{file.path}:{number} carries it and {_why(by)}; {back} by hand{_then(by)}"
            yield Stale(id_, item, file.id, by, told)


def _taken_out(files: Mapping[str, GoldFile], state: State) -> Iterator[Stale]:
    meant = {(one.document, dumps(line)) for _, one, line in _outs(state.holding())}
    latest = {one.item: (event, one, line) for event, one, line in _outs(_decided(state))}
    for event, one, line in latest.values():
        file, by = files.get(one.document), state.decision_on(one.item)
        if file is None or file.sha256 != one.sha256 or (one.document, dumps(line)) in meant:
            continue
        if file.lacks(line):
            back = f"put back what {event.event} has as its reference by hand"
            told = f"{file.path} lacks the line that it took out and {_why(by)}; {back}{_then(by)}"
            yield Stale(event.event, one.item, file.id, by, told)


def _decided(state: State) -> Iterator[tuple[Decide, Reviewed]]:
    """Yield each decision, whether it holds or not."""
    decisions = (event for event in state.events.values() if isinstance(event, Decide))
    yield from ((event, one) for event in decisions for one in event.items)


def _outs(decisions: Iterable[tuple[Decide, Reviewed]]) -> Iterator[tuple[Decide, Reviewed, Line]]:
    """Yield those that take a line out of gold, with the line."""
    for event, one in decisions:
        about_gold = one.against == "gold" and event.verdict in ("run", "delete") and not is_toolkit(event)
        if about_gold and one.reference is not None and isinstance(outcome(event, one, one.reference), Removed):
            yield event, one, one.reference


def _stands(event: Decide, by: Decide | None) -> bool:
    """Whether the decision holds, or one that says the same."""
    return by is not None and (by.event == event.event or is_alike(by, event))


def _why(by: Decide | None) -> str:
    return "it was undone since" if by is None else f"{by.event} by {by.by} ({by.verdict}) overruled it since"


def _then(by: Decide | None) -> str:
    """Return how gold takes the decision that holds now, where that changes gold."""
    if by is None or by.verdict in _LEAVES_GOLD or is_toolkit(by):
        return ""
    return f"; then apply again, which brings in {by.event}"
