"""What does one decision make of the line of gold that it is about?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extract.review.events import Decide, Reviewed

_PLACE = ("start", "end", "quote")
_OWN = ("alternatives", "optional", "unlabelled", "provenance", "note")

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """Gold stays as it is."""


@dataclass(frozen=True, slots=True)
class Removed:
    """The line goes."""


@dataclass(frozen=True, slots=True)
class Written:
    """The line that stands in place of the reference, or that comes in where there is none; without provenance."""

    record: Line


@dataclass(frozen=True, slots=True)
class Impossible:
    """Gold cannot be changed that way; `reason` says why and what to do."""

    reason: str


Outcome = Kept | Removed | Written | Impossible


def outcome(event: Decide, one: Reviewed, line: Line | None) -> Outcome:
    """Return what becomes of the line of gold, given as it stands now, or None where gold has none.

    The verdict is `edited`, `delete`, `run` or `both`; the others leave gold alone. A pair takes only what differs from
    the run, so that what nobody asked about stays as it was labelled. Where one side has nothing, `both` makes the item
    optional.
    """
    if event.verdict == "edited":
        return Written(_edited(event.final or {}, line))
    if event.verdict == "delete":
        return Removed() if line is not None else Kept()
    if event.verdict == "run":
        return _run_is_right(one, line)
    return _both_are_right(one, line)


def _run_is_right(one: Reviewed, line: Line | None) -> Outcome:
    if one.run is None:
        return Removed()
    if line is None or _lacks_place(one, one.run):
        return _added(one.run, {})
    return Written({**line, **_taken(one, one.run)})


def _both_are_right(one: Reviewed, line: Line | None) -> Outcome:
    if one.run is None:
        return Written(_with_own({**(line or {}), "optional": True}))
    if line is None or _lacks_place(one, one.run):
        return _added(one.run, {"optional": True})
    taken = _taken(one, one.run)
    others = list(line.get("alternatives", []))
    if not taken or taken in others:
        return Kept()
    return Written(_with_own({**line, "alternatives": [*others, taken]}))


def _added(run: Line, own: Line) -> Outcome:
    if "start" not in run:
        return Impossible("the run's item has no place in the text; edit it and mark its words")
    return Written({**run, **own})


def _lacks_place(one: Reviewed, run: Line) -> bool:
    """Whether the place of the run's item is in question, and it has none that gold could take."""
    return "start" not in run and (one.moves or one.kind == "ungrounded")


def _taken(one: Reviewed, run: Line) -> dict[str, Any]:
    """Return what differs in the run, by name."""
    place = {name: run[name] for name in _PLACE if one.moves and name in run}
    return {**place, **{name: run.get(name) for name in one.differs}}


def _edited(final: Line, line: Line | None) -> dict[str, Any]:
    """Return what the reviewer wrote, with gold's own keys of the line where the reviewer says nothing of them."""
    kept = {name: line[name] for name in _OWN if line and name in line and name not in final}
    return _with_own({**final, **kept})


def _with_own(record: Line) -> dict[str, Any]:
    """Return the record with gold's own keys behind the fields, as gold is written: no empty lists."""
    fields = {name: value for name, value in record.items() if name not in _OWN}
    return {**fields, **{name: record[name] for name in _OWN if name in record and record[name] != []}}
