"""What does a run say about its own quality, without any gold?"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from pydantic import BaseModel

from extract.quantities import figure_spans
from extract.records import Document, ExtractedItem, Row, Span
from extract.scores import Metric
from extract.shape import item_types
from extract.shares import by_grounding, by_verification
from extract.statistics import Observed, ratio


def signals(rows: Sequence[Row], root: type[BaseModel], documents: Iterable[Document] = ()) -> dict[str, Metric]:
    """Return the shares of items by grounding and by verification, and of the body's numbers that no item covers.

    The numbers are those that the rules read in the documents whose rows have an extraction; without `documents` the
    share is left out. Names: `figures.grounding.exact`, `figures.verification.confirmed`, `figures.numbers.uncovered`.
    """
    by_id = {row.document.id: row for row in rows}
    read = [(document, row) for document in documents if (row := by_id.get(document.id)) and row.items is not None]
    numbers = [(_numbers(document), row) for document, row in read]
    found: dict[str, Metric] = {}
    for name, kind in item_types(root).items():
        items = [[item for item in row.items or () if item.type == name] for row in rows]
        shares = [*by_grounding(name, items), *(by_verification(name, items) if kind.reads is not None else ())]
        found.update((metric.name, metric) for metric in shares)
        if kind.reads is not None and numbers:
            counted = [_uncovered(spans, _items(row, name)) for spans, row in numbers]
            uncovered = f"{name}.numbers.uncovered"
            found[uncovered] = Metric(uncovered, ratio(counted, "the rules read no number in the documents"), "lower")
    return found


def _items(row: Row, name: str) -> list[ExtractedItem]:
    return [item for item in row.items or () if item.type == name]


def _numbers(document: Document) -> list[Span]:
    """Return where the rules read a figure in the body of a document."""
    from extract.rules.body import body_sentences  # here, because a review asks for no signals

    body = body_sentences(document.text)
    starts = [sentence.start for sentence in body]
    found = []
    for number in figure_spans(document.text):
        at = bisect_right(starts, number.start) - 1
        if at >= 0 and number.end <= body[at].end:
            found.append(number)
    return found


def _uncovered(numbers: Sequence[Span], items: Iterable[ExtractedItem]) -> Observed:
    spans = [item.grounding.span for item in items if item.grounding.span is not None]
    bare = sum(not any(span.start < number.end and number.start < span.end for span in spans) for number in numbers)
    return bare, len(numbers)
