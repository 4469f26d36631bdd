"""How are sides, kinds, verdicts and events called on the page?"""

from collections.abc import Mapping
from pathlib import Path

from extract.disagreements import Disagreement
from extract.evaluation.reviewing import Subject
from extract.review import Change, Decide, Event, Sides, Verdict
from extract.review_page.filters import kind_shown
from extract.review_page.sides import Side

Names = Mapping[Side, str]

OUTDATED = (
    "Gold has changed since this was read, and the item may be another one now. Start the review again to decide it."
)
"""Said of an item whose line of gold somebody has written since."""


NO_TEXT = "The text is not kept here; the words that each side quotes stand beside."


def altered(document: str, source: str) -> str:
    """Return what is said in place of a text that is not the one that was read."""
    return (
        f"The text of {document!r} in {source} is not the one that was read: its sha256 is another. It is not shown, "
        "and nothing is checked against it; put documents.jsonl back as it was, or run again."
    )


def names(subject: Subject) -> Names:
    """Return what the sides are called once a reviewer may know.

    These are gold and the run, gold and the other reader, or two runs by their folders.
    """
    if subject.against == "gold":
        return {"reference": "gold", "run": "the other reader" if subject.is_labels else "the run"}
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


def kind(shown: str, field: str | None = None, run: str = "the run") -> str:
    """Return what a kind means; `shown` is its name as `kind_shown` gives it, `run` what the run is called.

    >>> kind("value", "upper"), kind("value"), kind("missing", run="the other reader")
    ('upper differs', 'a number differs', 'missing from the other reader')
    """
    return {
        "value": f"{field or 'a number'} differs",
        "unit": f"{field or 'a unit'} differs",
        "field": f"{field or 'another field'} differs",
        "near-miss": "two places that hardly meet",
        "one-sided": "one side only",
        "place": "the place differs",
        "missing": f"missing from {run}",
        "spurious": f"only in {run}",
        "duplicate": f"twice in {run}",
        "merged": "several in one",
        "split": "one in several",
        "ungrounded": "no place in the text",
        "agreement": "both sides agree",
    }[shown]


def heading(one: Disagreement, noun: str, *, hidden: bool, unmarked: bool, run: str = "the run") -> str:
    """Return what an item is called in one line; `unmarked` leaves out what would tell a sampled pair from the rest."""
    name = noun.replace("_", " ").capitalize()
    if hidden and unmarked:
        return name
    return f"{name}: {kind(kind_shown(one, blind=hidden), one.field, run)}"


def why(one: Disagreement, called: Names, sides: Sides, *, hidden: bool, unmarked: bool) -> str:
    """Return why an item is in the queue, and what it weighs, as far as that does not tell the sides."""
    metric = f"the F1 of correct {one.type}"
    if hidden and unmarked:
        return "The queue has disagreements and pairs drawn by chance; nothing tells which is which."
    if one.kind == "agreement":
        return "Drawn by chance from the pairs on which both sides agree."
    if hidden and (one.reference is None or one.run is None):
        return f"{_lone(one, sides)}: {metric} depends on who is right."
    if hidden:
        return f"Who is right here moves {metric} by {abs(one.impact):.4f}."
    return f"If {called['run']} is right, {metric} changes by {one.impact:+.4f}."


def _lone(one: Disagreement, sides: Sides) -> str:
    """Return which side alone has the item, and whether the other has anything on its words."""
    lacks = "reference" if one.reference is None else "run"
    has, other = ("B", "A") if sides[0] == lacks else ("A", "B")
    beside = one.beside_reference if lacks == "reference" else one.beside_run
    if not beside:
        return f"{has} has an item here and {other} has none"
    return f"{has} has an item here; {other} has none of its own for it, but another on the same words (below)"


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
