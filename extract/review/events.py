"""What can a reviewer do, and how is it one line of the log?"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from sys import intern
from types import UnionType
from typing import Any, Literal, TypeAlias, get_args

from extract.disagreements import KINDS, Against, Disagreement, DisagreementKind, gold_record
from extract.errors import GoldError, RecordError
from extract.gold import read_item
from extract.jsonl import dumps

FORMAT = 1
_REPEATED = ("document", "sha256", "against", "type", "kind", "field", "source")
"""Texts that stand in many events: one copy of each is kept."""

Verdict: TypeAlias = Literal["reference", "run", "both", "neither", "edited", "delete", "skip"]
"""Who is right: the reference (gold, or the other run), the run, both, neither and nobody says what would be; what the
reviewer wrote in its place; nothing belongs there at all; not decided now."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

Cause: TypeAlias = Literal[
    "gold-slip",
    "gold-missing",
    "gold-extra",
    "model-invented",
    "model-missed",
    "model-wrong",
    "normaliser",
    "matcher",
    "ambiguous",
    "guideline-gap",
    "other",
]
"""Why the sides differ, as the reviewer sees it."""
CAUSES: tuple[Cause, ...] = get_args(Cause)
TOOLKIT: frozenset[Cause] = frozenset({"normaliser", "matcher"})
"""Faults of the toolkit: neither side is wrong, and gold stays as it is."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A disagreement as its reviewer saw it: enough to change gold without the run."""

    item: str
    """Id of the disagreement."""
    seen: str | None
    """The event that had settled the item's state when it was shown; None where there was none."""
    document: str
    sha256: str
    against: Against
    type: str
    kind: DisagreementKind
    field: str | None
    reference: Mapping[str, Any] | None
    """As a line of gold, without provenance."""
    run: Mapping[str, Any] | None
    """As a line of gold; without a place where it has none."""
    differs: tuple[str, ...] = ()
    moves: bool = False
    around: tuple[str, ...] = ()
    source: str = ""
    """Which run, or whose labels."""


@dataclass(frozen=True, slots=True)
class Decide:
    """A verdict on one disagreement, or on several that are decided alike: one event, one undo."""

    event: str
    at: str
    """When, ISO 8601."""
    by: str
    items: tuple[Reviewed, ...]
    verdict: Verdict
    final: Mapping[str, Any] | None = None
    """Of `edited`: what belongs there, as a line of gold."""
    causes: tuple[Cause, ...] = ()
    note: str = ""
    blind: bool = True
    """Whether the reviewer did not know which side was which."""
    shown: tuple[Literal["reference", "run"], ...] = ()
    """The sides in the order in which they were shown."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Words on a disagreement that decide nothing: a comment, or a flag that the guidelines do not settle it."""

    event: str
    at: str
    by: str
    type: Literal["comment", "flag"]
    item: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """An earlier event that no longer counts, or counts again; nothing is taken out of the log."""

    event: str
    at: str
    by: str
    type: Literal["undo", "redo"]
    target: str


Event: TypeAlias = Decide | Remark | Change


def reviewed(one: Disagreement, seen: str | None, source: str) -> Reviewed:
    """Return what a decision on the disagreement keeps of it; `seen` is `ItemState.version` of what was shown."""
    return Reviewed(
        item=one.id,
        seen=seen,
        document=one.document,
        sha256=one.sha256,
        against=one.against,
        type=one.type,
        kind=one.kind,
        field=one.field,
        reference=None if one.reference is None else gold_record(one.reference),
        run=one.proposal,
        differs=one.differs,
        moves=one.moves,
        around=one.around,
        source=source,
    )


# --- lines -----------------------------------------------------------------------------------------------------


def event_to_json(event: Event) -> dict[str, Any]:
    """Return the line of an event."""
    type_ = "decide" if isinstance(event, Decide) else event.type
    record = {"v": FORMAT, "event": event.event, "type": type_, "at": event.at, "by": event.by}
    for name in _names(type(event)):
        if name not in record:
            record[name] = getattr(event, name)
    if isinstance(event, Decide):
        record["items"] = [{name: getattr(one, name) for name in _names(Reviewed)} for one in event.items]
    return record


def event_from_json(record: Mapping[str, Any]) -> Event:
    """Return the event of a line; `RecordError` says what it has that no event of this version has, or lacks."""
    try:
        if type(record["v"]) is not int or record["v"] != FORMAT:
            raise RecordError(f"the event is of format {record['v']!r}, this toolkit reads {FORMAT}; update it")
        said = {name: value for name, value in record.items() if name != "v"}
        if said["type"] == "decide":
            del said["type"]
            return _decide(said)
        kind = {"comment": Remark, "flag": Remark, "undo": Change, "redo": Change}[said["type"]]
        _refuse_other_than_text(said)
        return kind(**said)  # type: ignore[no-any-return]
    except (KeyError, TypeError, AttributeError, ValueError, GoldError) as error:
        raise RecordError(f"not an event of a review: {error!r} in {dumps(record)[:80]}; mend the line") from error


def _decide(said: dict[str, Any]) -> Decide:
    items = tuple(_reviewed(one) for one in said["items"])
    event = Decide(
        **{**said, "items": items, "causes": tuple(said.get("causes", ())), "shown": tuple(said.get("shown", ()))}
    )
    _refuse_other_than_text({name: getattr(event, name) for name in ("event", "at", "by", "verdict", "note")})
    if event.verdict not in VERDICTS or not items or not set(event.causes) <= set(CAUSES):
        raise ValueError(f"verdict {event.verdict!r} with causes {event.causes!r} on {len(items)} items")
    if (event.final is not None) != (event.verdict == "edited") or (event.final is not None and len(items) > 1):
        raise ValueError("`final` belongs to the verdict `edited`, which settles one item")
    _refuse_other_than(bool, {"blind": event.blind})
    _refuse_other_than(Mapping | None, {"final": event.final})
    if not set(event.shown) <= {"reference", "run"} or len({one.item for one in items}) < len(items):
        raise ValueError(f"sides {event.shown!r} on {len(items)} items, some of which may stand twice")
    return event


def _reviewed(said: Mapping[str, Any]) -> Reviewed:
    reference = _lean(said["reference"], None)
    if reference is not None:  # what gold is asked for must be an item, or gold would be blamed for it
        read_item(reference, "'reference'", 0)
    for name in ("differs", "around"):
        _refuse_other_than(list | tuple, {name: said[name]})
        _refuse_other_than_text({f"{name}[{place}]": one for place, one in enumerate(said[name])})
    found = Reviewed(
        **{
            **said,
            **{name: intern(said[name]) for name in _REPEATED if isinstance(said.get(name), str)},
            "reference": reference,
            "run": _lean(said["run"], reference),
            "differs": tuple(said["differs"]),
            "around": tuple(said["around"]),
        }
    )
    _refuse_other_than_text({name: getattr(found, name) for name in ("item", "document", "sha256", "type", "source")})
    _refuse_other_than(str | None, {"seen": found.seen, "field": found.field})
    _refuse_other_than(bool, {"moves": found.moves})
    if found.kind not in KINDS or found.against not in ("gold", "run"):
        raise ValueError(f"kind {found.kind!r} against {found.against!r}")
    return found


def _lean(record: Mapping[str, Any] | None, like: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return the record with the very names, and the values of `like`, that are in memory anyway: there are many."""
    if record is None:
        return None
    same = {} if like is None else {value: value for value in like.values() if isinstance(value, str)}
    return {intern(name): same.get(value, value) if isinstance(value, str) else value for name, value in record.items()}


def _refuse_other_than_text(said: Mapping[str, Any]) -> None:
    _refuse_other_than(str, said)


def _refuse_other_than(kind: type | UnionType, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        if not isinstance(value, kind):
            raise TypeError(f"{name} is {value!r}")


def _names(of: type) -> list[str]:
    return [one.name for one in fields(of)]
