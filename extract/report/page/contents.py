"""What is shown of each document: its text with every item marked, its entries, and what became of it?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.records import Document, Problem, Row
from extract.report.page.entries import Entry, entries
from extract.report.page.quotes import quote_fields
from extract.report.page.records import Subject
from extract.report.page.segments import segments
from extract.report.page.tags import looks
from extract.scores import DocumentScore


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one look."""

    text: str
    look: str
    """A class of the style sheet: the looks of the item types that cover it, and `g` for gold that the run lacks, with
    hyphens between them; with an `x` where two of one look lie on one another."""
    opening: tuple[Entry, ...]
    """The entries whose quotes begin here."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A document of the page."""

    anchor: str
    id: str
    title: str | None
    date: str | None
    source: str
    status: str
    reason: str | None
    """Why there is no extraction."""
    score: DocumentScore | None
    """None where gold does not label the document."""
    entries: tuple[Entry, ...]
    pieces: tuple[Piece, ...]
    """Empty where the run has no text."""
    problems: tuple[Problem, ...]
    """Of the answer as a whole."""
    carried: tuple[tuple[str, object], ...]

    @property
    def ungrounded(self) -> int:
        """How many items have no place in the text."""
        return sum(entry.ungrounded for entry in self.entries)

    @property
    def flagged(self) -> int:
        """How many items have a problem."""
        return sum(bool(entry.problems) for entry in self.entries)

    @property
    def counted(self) -> Mapping[str, int]:
        """How many items of the run there are, by type."""
        return Counter(entry.type for entry in self.entries if not entry.of_gold_alone)


def contents(subject: Subject, tags: Mapping[str, str]) -> tuple[Contents, ...]:
    """Return the documents in the order of the run, then those of gold that the run has no row for.

    `tags` are the letters of the item types.
    """
    quotes = quote_fields(tags, subject.rows, subject.documents)
    scores = {} if subject.evaluation is None else {one.id: one for one in subject.evaluation.documents}
    styles = looks(tags)
    met = {row.document.id for row in subject.rows}
    pairs: list[tuple[Row | None, DocumentScore | None]] = [(row, scores.get(row.document.id)) for row in subject.rows]
    pairs += [(None, score) for id_, score in scores.items() if id_ not in met]
    return tuple(
        _contents(
            f"d{number}",
            row,
            score,
            entries(row, score, tags, quotes),
            None if row is None else subject.documents.get(row.document.id),
            styles,
        )
        for number, (row, score) in enumerate(pairs)
    )


def types_of(subject: Subject) -> tuple[str, ...]:
    """Return the item types of the response model, then those that only the scores or the rows know."""
    scored = () if subject.evaluation is None else subject.evaluation.types
    rows = (item.type for row in subject.rows for item in row.items or ())
    return tuple(dict.fromkeys((*subject.types, *scored, *rows)))


def _contents(
    anchor: str,
    row: Row | None,
    score: DocumentScore | None,
    found: tuple[Entry, ...],
    document: Document | None,
    styles: Mapping[str, str],
) -> Contents:
    reference = None if row is None else row.document
    return Contents(
        anchor=anchor,
        id=_id(row, score),
        title=None if reference is None else reference.title,
        date=None if reference is None else reference.date,
        source="" if reference is None else reference.source,
        status="absent" if row is None else row.status,
        reason=_reason(row, score),
        score=score,
        entries=found,
        pieces=() if document is None else tuple(_pieces(document.text, found, styles)),
        problems=() if row is None else row.problems,
        carried=() if row is None else tuple(row.carried.items()),
    )


def _id(row: Row | None, score: DocumentScore | None) -> str:
    if row is not None:
        return row.document.id
    return "" if score is None else score.id


def _reason(row: Row | None, score: DocumentScore | None) -> str | None:
    if row is not None and row.error is not None:
        return f"{row.error.kind}: {row.error.message}"
    return None if score is None else score.reason


def _pieces(text: str, found: Sequence[Entry], styles: Mapping[str, str]) -> Iterator[Piece]:
    placed = [(entry, entry.span) for entry in found if entry.span is not None]
    own = ["g" if entry.of_gold_alone else styles[entry.type] for entry, _ in placed]
    for piece in segments(text, [span for _, span in placed]):
        times = Counter(own[index] for index in piece.covering)
        look = "-".join(f"{name}x" if number > 1 else name for name, number in sorted(times.items()))
        yield Piece(piece.text, look, tuple(placed[index][0] for index in piece.opening))
