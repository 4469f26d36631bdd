"""What do a prompt and a model say about the documents of gold?"""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from extract.documents import open_sources
from extract.errors import RunError, UsageError
from extract.labels import Gold
from extract.records import Source
from extract.runs import Plan, read_rows, run_documents

_NAMED = 3


def run_gold(plan: Plan, gold: Gold, out: Path) -> None:
    """Run the plan over those documents of its sources that gold labels, into the run directory `out`.

    Raises `UsageError` where no source holds a document of gold, and `RunError` where a model that may only answer
    from the cache has no answer: a score of what was never asked would be no score of the prompt.
    """
    labelled = [source for source in _sources(plan) if source.id in gold.documents]
    if not labelled:
        raise UsageError(
            f"none of the documents that {gold.folder} labels is in {', '.join(plan.sources)}; name their sources"
        )
    asyncio.run(run_documents(labelled, plan, out))
    _refuse_unasked(plan, out)


def _sources(plan: Plan) -> Iterator[Source]:
    return iter(open_sources(plan.sources, plan.settings))


def _refuse_unasked(plan: Plan, out: Path) -> None:
    rows = list(read_rows(out))
    unasked = [row.document.id for row in rows if row.error is not None and row.error.kind == "cache-miss"]
    if unasked:
        named = ", ".join(unasked[:_NAMED]) + (", …" if len(unasked) > _NAMED else "")
        raise RunError(
            f"{len(unasked)} of {len(rows)} documents have no stored answer to {plan.prompt.label} of "
            f"{plan.model.name} ({named}); ask first with `extract run --prompt … --model …`, or score that run"
        )
