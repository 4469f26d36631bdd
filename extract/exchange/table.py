"""How does a review look as a table: a row a disagreement, with both sides and what was decided?"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from extract.disagreements import Disagreement, gold_record
from extract.exchange.fields import field_names
from extract.export import write_cells
from extract.jsonl import dumps
from extract.review import State
from extract.schema import Item

_BEFORE = ("id", "document", "sha256", "type", "kind", "field")
_PLACE = ("start", "end", "quote")
_AFTER = ("verdict", "final", "by", "at", "blind", "causes", "note")


def write_review(
    queue: Iterable[Disagreement], kinds: Mapping[str, type[Item]], state: State, stream: BinaryIO
) -> None:
    """Write the disagreements as CSV; no cell is a program to a spreadsheet, and what is not decided is empty."""
    fields = dict.fromkeys(name for kind in kinds.values() for name in field_names(kind))
    compared = [*_PLACE, *fields]
    names = [*_BEFORE, *(f"{side}_{name}" for side in ("reference", "run") for name in compared), *_AFTER]
    write_cells(names, (_cells(one, compared, state) for one in queue), stream)


def _cells(one: Disagreement, compared: Iterable[str], state: State) -> Iterator[Any]:
    yield from (getattr(one, name) for name in _BEFORE)
    reference = {} if one.reference is None else gold_record(one.reference)
    run: Mapping[str, Any] = one.proposal or {}
    if one.run is not None and "quote" not in run:
        run = {**run, "quote": one.run.quote}
    for record in (reference, run):
        yield from (_cell(record.get(name)) for name in compared)
    event = state.decision_on(one.id)
    if event is None:
        yield from [None] * len(_AFTER)
    else:
        final = None if event.final is None else dumps(event.final)
        yield from (event.verdict, final, event.by, event.at, event.blind, ", ".join(event.causes), event.note)


def _cell(value: Any) -> Any:
    return dumps(value) if isinstance(value, (list, dict)) else value
