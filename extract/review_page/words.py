"""How are sides, kinds, verdicts and events called on the page?"""

from collections.abc import Mapping
from pathlib import Path

from extract.disagreements import Disagreement
from extract.evaluation.reviewing import Subject
from extract.review import Change, Decide, Event, Verdict
from extract.review_page.filters import kind_shown
from extract.review_page.sides import Side

Names = Mapping[Side, str]


def names(subject: Subject) -> Names:
    """Return what the sides are called once a reviewer may know: gold and the run, or two runs by their folders."""
    if subject.against == "gold":
        return {"reference": "gold", "run": "the run"}
    reference, run = Path(subject.reference).name, Path(subject.source).name
    return (
        {"reference": reference, "run": run} if reference != run else {"reference": "the other run", "run": "the run"}
    )


def verdict(given: Verdict, called: Names) -> str:
    """Return a verdict as a sentence says it."""
    return {
        "reference": f"{called['reference']} is right",
        "run": f"{called['run']} is right",
        "both": "both are right",
        "neither": "neither is right",
        "edited": "written anew",
        "delete": "nothing belongs there",
        "skip": "skipped",
    }[given]


def kind(shown: str, field: str | None = None) -> str:
    """Return what a kind means; `shown` is its name as `kind_shown` gives it."""
    named = field or "a field"
    return {
        "value": f"{named} differs",
        "unit": f"{named} differs",
        "field": f"{named} differs",
        "near-miss": "two places that hardly meet",
        "one-sided": "one side only",
        "missing": "missing from the run",
        "spurious": "only in the run",
        "duplicate": "twice in the run",
        "merged": "several in one",
        "split": "one in several",
        "ungrounded": "no place in the text",
        "agreement": "both sides agree",
    }[shown]


def heading(one: Disagreement, noun: str, *, hidden: bool, unmarked: bool) -> str:
    """Return what an item is called in one line; `unmarked` leaves out what would tell a sampled pair from the rest."""
    name = noun.replace("_", " ").capitalize()
    if hidden and unmarked:
        return name
    return f"{name}: {kind(kind_shown(one, blind=hidden), one.field)}"


def why(one: Disagreement, called: Names, *, hidden: bool, unmarked: bool) -> str:
    """Return why an item is in the queue, and what it weighs, as far as that does not tell the sides."""
    metric = f"{one.type}.correct.f1"
    if hidden and unmarked:
        return "The queue has disagreements and pairs drawn by chance; nothing tells which is which."
    if one.kind == "agreement":
        return "Drawn by chance from the pairs on which both sides agree."
    if hidden and (one.reference is None or one.run is None):
        return f"One side has an item here and the other has none: {metric} depends on who is right."
    if hidden:
        return f"Who is right here moves {metric} by {abs(one.impact):.4f}."
    return f"If {called['run']} is right, {metric} changes by {one.impact:+.4f}."


def event(one: Event, called: Names) -> str:
    """Return what an event did, without its items.

    >>> event(Change("e-2", "2026-11-21T14:02:11Z", "ana", "undo", "e-1"), {})
    'taken back'
    """
    if isinstance(one, Decide):
        return verdict(one.verdict, called)
    if isinstance(one, Change):
        return "taken back" if one.type == "undo" else "brought back"
    return "commented" if one.type == "comment" else "flagged: the guidelines do not settle it"


def moment(at: str) -> str:
    """Return a time of the log as a person reads it, in UTC as it was written.

    >>> moment("2026-11-21T14:02:11.123Z")
    '2026-11-21 14:02'
    """
    return at[:16].replace("T", " ")
