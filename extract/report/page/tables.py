"""What does the page list: errors by kind, what flipped, what to look at first?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.differences import Comparison, Flip, FlipKind, Said
from extract.report.layout import sides
from extract.report.page.contents import Contents
from extract.report.page.entries import Entry, in_words
from extract.scores import Evaluation

TURNS: Mapping[FlipKind, str] = {
    "slip": "numbers newly wrong by an error that the policy forbids",
    "lost": "gold items that only the other run found",
    "won": "gold items that only this run found",
    "broken": "fields that only the other run has right",
    "fixed": "fields that only this run has right",
    "new-spurious": "items without gold that only this run has",
    "gone-spurious": "items without gold that only the other run has",
}
"""What a kind of flip means, in the order in which they are listed; this run is B of the comparison."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often something occurs."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Things of one sort with how often each occurs, the most frequent first."""

    title: str
    counts: tuple[Count, ...]

    @property
    def most(self) -> int:
        """The greatest number."""
        return max((one.number for one in self.counts), default=0)


def errors(evaluation: Evaluation, type_: str) -> tuple[Counts, ...]:
    """Return the errors of an item type: wrong fields by the name of the error, then leftovers of either side."""
    counts = evaluation.counts[type_]
    named = [("fields", list(counts.errors.items())), *sides(counts)]
    return tuple(_counts(title, found) for title, found in named if any(number for _, number in found))


def problems(documents: Sequence[Contents]) -> Counts:
    """Return the problems that the run's own checks named, of answers and of items; failures under their status."""
    found: Counter[str] = Counter()
    for document in documents:
        found.update(problem.name for problem in document.problems)
        found.update(problem.name for entry in document.entries for problem in entry.problems)
        if document.status != "ok":
            found[f"document {document.status}"] += 1
    return _counts("problems", found.items())


def _counts(title: str, found: Iterable[tuple[str, int]]) -> Counts:
    ranked = sorted(found, key=lambda one: (-one[1], one[0]))
    return Counts(title, tuple(Count(name.replace(":", ": "), number) for name, number in ranked if number))


# --- to look at first ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pointed:
    """An entry and the document that it is in."""

    document: Contents
    entry: Entry


def unread(documents: Iterable[Contents]) -> list[Contents]:
    """Return the documents of which there is no whole answer: failed, refused, cut short, or known to gold alone."""
    return [document for document in documents if document.status != "ok"]


def first(documents: Iterable[Contents]) -> list[Pointed]:
    """Return the items to look at first: those without a place in the text, then those whose value it contradicts."""
    flagged = [Pointed(document, entry) for document in documents for entry in document.entries]
    ungrounded = [one for one in flagged if one.entry.ungrounded]
    return ungrounded + [one for one in flagged if one.entry.verdict == "contradicted" and not one.entry.ungrounded]


# --- flips -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turned:
    """A flip with the place on the page where it can be looked at."""

    flip: Flip
    anchor: str
    """Of the gold item's entry, or of the document."""
    there: str
    """What the other run says."""
    here: str
    """What this run says."""
    gold: str


@dataclass(frozen=True, slots=True)
class Turns:
    """The flips of one kind."""

    kind: FlipKind
    title: str
    flips: tuple[Turned, ...]


def turns(comparison: Comparison, documents: Sequence[Contents]) -> tuple[Turns, ...]:
    """Return the flips by kind, each with its place on the page."""
    places = dict(_places(documents))
    grouped: dict[FlipKind, list[Turned]] = {kind: [] for kind in TURNS}
    for flip in comparison.flips:
        anchor = places.get((flip.document, flip.line), places.get((flip.document, None), ""))
        grouped[flip.kind].append(
            Turned(flip, anchor, _said(flip, flip.a), _said(flip, flip.b), in_words(flip.gold) or "")
        )
    return tuple(Turns(kind, TURNS[kind], tuple(found)) for kind, found in grouped.items() if found)


def _places(documents: Iterable[Contents]) -> Iterator[tuple[tuple[str, int | None], str]]:
    for document in documents:
        yield (document.id, None), document.anchor
        for entry in document.entries:
            if entry.line is not None:
                yield (document.id, entry.line), f"{document.anchor}-{entry.anchor}"


def _said(flip: Flip, said: Said) -> str:
    """Return what a side says: of a field its value and error, of an item whether it has it."""
    if flip.field is not None and said.error != "missing":
        return " · ".join(part for part in (in_words(said.value) or "nothing", said.error) if part)
    if said.error:
        return said.error
    return "has it" if said.share else "does not have it"
