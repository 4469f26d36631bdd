"""What is there to review: of a run and gold, of two runs, or of two readers who labelled the same documents?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import BaseModel

from extract import gold as labels
from extract.disagreements import Against, Disagreement, Read, disagreements
from extract.errors import GoldError, RunError
from extract.evaluation.agreeing import row_of
from extract.evaluation.comparing import Comparer
from extract.labels import GoldDocument, GoldItem
from extract.records import Document, Row, Span
from extract.runs import read_documents, read_rows
from extract.schema import Item
from extract.shape import item_types, quote_field, type_name

Labels: TypeAlias = Sequence[GoldDocument]


@dataclass(frozen=True, slots=True)
class Subject:
    """All that a review is about."""

    source: str
    """The run, or the labels of another reader, that is held against the reference."""
    reference: str
    """The gold folder, or the run that stands in its place."""
    against: Against
    disagreements: tuple[Disagreement, ...]
    """By document, item type and place; pairs of kind `agreement` included."""
    documents: dict[str, Document]
    """The texts by id, as far as the run keeps them."""
    wordings: int
    """Pairs that are right but for a field that is not part of `correct`: counted, not queued."""
    unplaced: int = 0
    """Items of the run that stands as the reference that have no place in the text: they cannot be aligned."""


def review_of_run(run: Path, gold: Path, root: type[BaseModel]) -> Subject:
    """Return what a run and gold disagree on; raises as `evaluate`."""
    documents = {document.id: document for document in read_documents(run)}
    return _subject(str(run), str(gold), tuple(labels.load(gold)), list(read_rows(run)), documents, root)


def review_of_runs(run: Path, other: Path, root: type[BaseModel]) -> Subject:
    """Return what a run and another one disagree on, in the documents that both have an answer for.

    Raises `RunError` where there is no such document, or a document has two texts.
    """
    documents = {document.id: document for document in read_documents(run)}
    rows = {row.document.id: row for row in read_rows(run) if row.items is not None}
    others = [row for row in read_rows(other) if row.items is not None and row.document.id in rows]
    if not others:
        raise RunError(f"{run} and {other} have no document in common that both have an answer for; run the same ones")
    for row in others:
        if row.document.sha256 != rows[row.document.id].document.sha256:
            raise RunError(f"{run} and {other} read two texts of {row.document.id!r}; run the same documents")
    reference = tuple(_as_labels(row, other, root) for row in others)
    found = _subject(str(run), str(other), reference, [rows[one.id] for one in reference], documents, root, "run")
    unplaced = sum(item.grounding.span is None for row in others for item in row.items or ())
    return replace(found, unplaced=unplaced)


def review_of_labels(folder: Path, gold: Path, root: type[BaseModel]) -> Subject:
    """Return what the labels of another reader and gold disagree on, in the documents that both label.

    Raises `GoldError` where there is none.
    """
    theirs = labels.load(folder)
    ours = tuple(document for document in labels.load(gold) if document.id in theirs.documents)
    if not ours:
        raise GoldError(f"{folder} and {gold} label no document in common; name two readings of the same")
    rows = [row_of(theirs.documents[document.id], root) for document in ours]
    return _subject(str(folder), str(gold), ours, rows, {}, root, partial=True)


def _subject(
    source: str,
    name: str,
    reference: Labels,
    rows: Sequence[Row],
    documents: dict[str, Document],
    root: type[BaseModel],
    against: Against = "gold",
    *,
    partial: bool = False,
) -> Subject:
    comparer = Comparer(root, partial=partial)
    by_id = {row.document.id: row for row in rows}
    read = []
    for one in reference:
        document = documents.get(one.id)
        score = comparer.document(one, by_id.get(one.id))
        read.append(Read(score, one, None if document is None else document.text))
    found = disagreements(read, root, against, agreed=True)
    wordings = sum(one.kind == "agreement" and any(judged.error for judged in one.judged) for one in found)
    return Subject(source, name, against, found, documents, wordings)


def _as_labels(row: Row, run: Path, root: type[BaseModel]) -> GoldDocument:
    kinds = item_types(root)
    items = tuple(
        _as_label(kinds[item.type], item.fields, item.grounding.span, line)
        for line, item in enumerate(row.items or (), start=1)
        if item.grounding.span is not None
    )
    return GoldDocument(row.document.id, row.document.sha256 or "", run, items)


def _as_label(kind: type[Item], said: Mapping[str, Any], span: Span, line: int) -> GoldItem:
    fields = dict(said)
    quote = str(fields.pop(quote_field(kind), ""))
    return GoldItem(type_name(kind), span, quote, fields, line=line)
