"""How good is a run against gold?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from extract import gold as labels
from extract.evaluation.comparing import Comparer
from extract.evaluation.signals import signals
from extract.labels import Gold
from extract.records import Document, Row
from extract.runs import read_documents, read_manifest, read_rows
from extract.scores import Agreement, Basis, DocumentScore, Evaluation, WithoutGoldItems
from extract.scoring import ANSWERED, DEFAULT_TOLERANCES, Tolerances, added, metrics
from extract.shape import item_types


@dataclass(frozen=True, slots=True)
class Origin:
    """What the rows are, for the record."""

    run: str
    """The directory, or the prompt and model that stood for it."""
    prompt: str
    model: str
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Scoring:
    """By what rules rows are scored."""

    tolerances: Tolerances = DEFAULT_TOLERANCES
    independent: bool = False
    """Stated: items of a document have nothing to do with one another."""
    partial: bool = False
    """The rows are another reader's labels, and a field that an item lacks is unlabelled."""


USUAL = Scoring()


def evaluate(
    run: Path, gold: Path, root: type[BaseModel], *, uncovered: bool = True, scoring: Scoring = USUAL
) -> Evaluation:
    """Return the scores of a run directory against a gold folder, by the marks of the run's response model `root`.

    `uncovered` has the rules read every document of the run for numbers that no item covers. Raises `RunError`,
    `RecordError` or `GoldError` for what cannot be read, and `GoldError` where gold and run are not of one text or one
    response model.
    """
    manifest = read_manifest(run)
    prompt = f"{manifest.prompt['name']}@{manifest.prompt['fingerprint'][:12]}"
    model = " ".join(filter(None, (manifest.model["name"], manifest.model["version"])))
    origin = Origin(str(run), prompt, model, manifest.complete)
    return evaluate_rows(
        list(read_rows(run)),
        labels.load(gold),
        root,
        origin,
        documents=read_documents(run) if uncovered else (),
        agreement=labels.read_agreement(gold),
        scoring=scoring,
    )


def evaluate_rows(
    rows: Sequence[Row],
    gold: Gold,
    root: type[BaseModel],
    origin: Origin,
    *,
    documents: Iterable[Document] = (),
    agreement: Agreement | None = None,
    scoring: Scoring = USUAL,
) -> Evaluation:
    """Return the scores of rows, one a document, against gold; otherwise as `evaluate`."""
    comparer = Comparer(root, scoring.tolerances, partial=scoring.partial)
    by_id = {row.document.id: row for row in rows}
    scores = tuple(comparer.document(document, by_id.get(document.id)) for document in gold)
    types = tuple(item_types(root))
    return Evaluation(
        basis=_basis(origin, gold, root, comparer),
        types=types,
        metrics={
            **metrics(scores, comparer.marks, independent=scoring.independent),
            **signals(rows, root, documents),
        },
        documents=scores,
        counts={name: added(one.counts[name] for one in scores) for name in types},
        statuses=Counter(one.status for one in scores),
        unscored=tuple(id_ for id_ in by_id if id_ not in gold.documents),
        without_gold_items={name: _without_gold_items(scores, name) for name in types},
        agreement=agreement,
    )


def _basis(origin: Origin, gold: Gold, root: type[BaseModel], comparer: Comparer) -> Basis:
    return Basis(
        run=origin.run,
        prompt=origin.prompt,
        model=origin.model,
        response_model=f"{root.__module__}:{root.__qualname__}",
        complete=origin.complete,
        gold=str(gold.folder),
        revision=gold.revision,
        scorer=comparer.scorer,
    )


def _without_gold_items(scores: Sequence[DocumentScore], name: str) -> WithoutGoldItems:
    empty = [one for one in scores if not one.counts[name].gold]
    inventing = [one for one in empty if one.counts[name].predicted]
    return WithoutGoldItems(
        documents=len(empty),
        clean=sum(one.status in ANSWERED for one in empty) - len(inventing),
        inventing=tuple(one.id for one in inventing),
        items=sum(one.counts[name].predicted for one in inventing),
    )
