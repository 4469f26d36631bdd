"""How good are a prompt and a model on the documents of gold?"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from extract import gold as labels
from extract.documents import open_sources
from extract.errors import RunError, UsageError
from extract.evaluation.evaluating import Origin, evaluate_rows
from extract.labels import Gold
from extract.records import Document, Row, Source
from extract.runs import Plan, read_rows, run_documents
from extract.scores import Evaluation

_NAMED = 3


def evaluate_prompt(plan: Plan, gold: Path, out: Path, name: str | None = None) -> Evaluation:
    """Return the scores of a plan, run into the directory `out` over those documents of its sources that gold labels.

    `name` stands for the run in the evaluation. Raises `UsageError` where no source holds a document of gold, and
    `RunError` where a model that may only answer from the cache has no answer: a score of what was never asked would
    be no score of the prompt. Otherwise as `evaluate`.
    """
    labelled = labels.load(gold)
    sources = _labelled(plan, labelled)
    asyncio.run(run_documents(sources, plan, out))
    rows = list(read_rows(out))
    _refuse_unasked(rows, plan)
    model = " ".join(filter(None, (plan.model.name, plan.model.version)))
    return evaluate_rows(
        rows,
        labelled,
        plan.response_model,
        Origin(name or f"{plan.prompt.name} by {plan.model.name}", plan.prompt.label, model),
        documents=[source for source in sources if isinstance(source, Document)],
        agreement=labels.read_agreement(gold),
    )


def _labelled(plan: Plan, gold: Gold) -> list[Source]:
    found = [source for source in open_sources(plan.sources, plan.settings) if source.id in gold.documents]
    if not found:
        raise UsageError(
            f"none of the documents that {gold.folder} labels is in {', '.join(plan.sources)}; name their sources"
        )
    return found


def _refuse_unasked(rows: Sequence[Row], plan: Plan) -> None:
    unasked = [row.document.id for row in rows if row.error is not None and row.error.kind == "cache-miss"]
    if unasked:
        named = ", ".join(unasked[:_NAMED]) + (", …" if len(unasked) > _NAMED else "")
        raise RunError(
            f"{len(unasked)} of {len(rows)} documents have no stored answer to {plan.prompt.label} of "
            f"{plan.model.name} ({named}); ask first with `extract run --prompt … --model …`, or score that run"
        )
