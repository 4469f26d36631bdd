"""What is there to review: of a run and gold, of two runs, or of two readers who labelled the same documents?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import BaseModel

from extract import gold as labels
from extract.disagreements import Against, Disagreement, Found, Read, found_in, weighed
from extract.errors import GoldError, RunError
from extract.evaluation.agreeing import row_of
from extract.evaluation.comparing import Comparer
from extract.labels import GoldDocument, GoldItem
from extract.records import Document, Row, Span
from extract.runs import read_documents, read_rows
from extract.schema import Item
from extract.shape import item_types, quote_field, type_name

Stamp: TypeAlias = tuple[int, int]
"""The time and the size of a file, by which it is seen that somebody has written in it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """All that a review is about."""

    source: str
    """The run, or the labels of another reader, that is held against the reference."""
    reference: str
    """The gold folder, or the run that stands in its place."""
    against: Against
    disagreements: tuple[Disagreement, ...]
    """By document, item type and place; pairs of kind `agreement` among them where these were asked for."""
    documents: dict[str, Document]
    """The texts by id, as far as the run keeps them."""
    wordings: int
    """Pairs that are right but for a field that is not part of `correct`: counted, not queued."""
    unplaced: int = 0
    """Items of the run that stands as the reference that have no place in the text: they cannot be aligned."""
    is_labels: bool = False
    """Whether the source is the labels of another reader."""
    gold_files: Mapping[str, tuple[Path, Stamp]] = field(default_factory=dict)
    """By document: the file of gold and what it was like when it was read; nothing where no gold is reviewed."""


def review_of_run(run: Path, gold: Path, root: type[BaseModel], *, agreed: bool = True) -> Subject:
    """Return what a run and gold disagree on; raises as `evaluate`.

    `agreed` has the pairs that are right among the disagreements, of the kind `agreement`; without it the review of a
    large run takes half the time and memory.
    """
    documents = {document.id: document for document in read_documents(run)}
    reference = labels.load(gold).documents
    about = _Sides(str(run), str(gold), reference, read_rows(run), documents)
    return replace(_subject(about, root, agreed=agreed), gold_files=_files(reference))


def review_of_runs(run: Path, other: Path, root: type[BaseModel], *, agreed: bool = True) -> Subject:
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
    reference = {row.document.id: _as_labels(row, other, root) for row in others}
    about = _Sides(str(run), str(other), reference, (rows[id_] for id_ in reference), documents, "run")
    unplaced = sum(item.grounding.span is None for row in others for item in row.items or ())
    return replace(_subject(about, root, agreed=agreed), unplaced=unplaced)


def review_of_labels(
    folder: Path, gold: Path, root: type[BaseModel], texts: Iterable[Document] = (), *, agreed: bool = True
) -> Subject:
    """Return what the labels of another reader and gold disagree on, in the documents that both label.

    Of the `texts` those are kept that gold labels: without them nothing can be checked, and no words are seen. Raises
    `GoldError` where there is no document that both label.
    """
    theirs = labels.load(folder)
    ours = {document.id: document for document in labels.load(gold) if document.id in theirs.documents}
    if not ours:
        raise GoldError(f"{folder} and {gold} label no document in common; name two readings of the same")
    rows = (row_of(theirs.documents[id_], root) for id_ in ours)
    documents = {one.id: one for one in texts if one.id in ours and one.sha256 == ours[one.id].sha256}
    subject = _subject(_Sides(str(folder), str(gold), ours, rows, documents), root, agreed=agreed, partial=True)
    return replace(subject, is_labels=True, gold_files=_files(ours))


def stamp(path: Path) -> Stamp:
    """Return the time and the size of a file; zeros where it is gone."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _files(documents: Mapping[str, GoldDocument]) -> dict[str, tuple[Path, Stamp]]:
    return {id_: (one.path, stamp(one.path)) for id_, one in documents.items()}


@dataclass(frozen=True, slots=True)
class _Sides:
    source: str
    name: str
    reference: Mapping[str, GoldDocument]
    rows: Iterable[Row]
    documents: dict[str, Document]
    against: Against = "gold"


def _subject(about: _Sides, root: type[BaseModel], *, agreed: bool, partial: bool = False) -> Subject:
    comparer = Comparer(root, partial=partial)

    def found(one: GoldDocument, row: Row | None) -> Found:
        document = about.documents.get(one.id)
        try:
            compared = comparer.document(one, row)
        except GoldError as error:
            raise GoldError(f"document {one.id!r} of {about.source} against {about.name}: {error}") from error
        read = Read(compared, one, None if document is None else document.text)
        return found_in(read, root, about.against, agreed=agreed)

    # Row by row, so that of the many items on which both sides agree none is held longer than its row.
    by_id = {
        row.document.id: found(about.reference[row.document.id], row)
        for row in about.rows
        if row.document.id in about.reference
    }
    every = [by_id[id_] if id_ in by_id else found(one, None) for id_, one in about.reference.items()]
    wordings = sum(one.wordings for one in every)
    return Subject(about.source, about.name, about.against, weighed(every), about.documents, wordings)


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
