"""How a run goes: what is asked of which documents into which directory, and what came of it."""

import asyncio
from collections.abc import Coroutine, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from extract import cycles, jsonl, prompts
from extract.documents import open_sources
from extract.errors import DocumentError, UsageError
from extract.models import Model, model_named
from extract.records import Document, Source
from extract.runs.crew import Crew, Watch
from extract.runs.directory import opened
from extract.runs.examiner import Examiner
from extract.runs.interrupt import interruptible
from extract.runs.manifest import Plan, manifest_of
from extract.runs.tally import Tally
from extract.schema import Item
from extract.settings import DEFAULT, Settings
from extract.shape import item_types, type_name

CONCURRENCY = 16


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run came to, and where it is."""

    directory: Path
    complete: bool
    """Whether every document of the sources has its row."""
    tally: Tally
    seconds: float
    """Wall clock of this sitting."""
    requests: int | None = None
    """Sent in this sitting, every attempt counted; None where nothing is ever sent."""
    changed: tuple[str, ...] = ()
    """Why none of them was answered from the cache, which knows the documents: what is asked otherwise than before."""


def run(
    sources: str | Path | Iterable[str | Path],
    *,
    prompt: str | prompts.Prompt = prompts.BUILT_IN,
    model: str | Model = "rules",
    out: str | Path | None = None,
    response_model: str | type[BaseModel] | None = None,
    concurrency: int = CONCURRENCY,
    settings: Settings = DEFAULT,
) -> RunSummary:
    """Run the prompt over every document of a source, or of several, and return what came of it.

    `out` is the run directory, `runs/PROMPT--MODEL` unless named; a run that is in it already goes on. The response
    model is the prompt's unless it is given, as a class or as `package.module:Model`. Ctrl-C lets what is in flight
    land, then raises `KeyboardInterrupt`. Raises an `ExtractError` where the run cannot start or stops early; the rows
    so far stay.
    """
    plan = plan_of(
        (str(sources),) if isinstance(sources, str | Path) else tuple(map(str, sources)),
        prompt=prompt,
        model=model,
        response_model=response_model,
        settings=settings,
    )
    return run_plan(plan, directory_of(plan) if out is None else Path(out), concurrency)


def plan_of(
    sources: tuple[str, ...],
    *,
    prompt: str | prompts.Prompt,
    model: str | Model,
    response_model: str | type[BaseModel] | None,
    settings: Settings,
) -> Plan:
    """Return what is to be run, its parts found by their names."""
    asked = prompts.load(prompt) if isinstance(prompt, str) else prompt
    answers = model_named(model) if isinstance(model, str) else model
    shape = response_model if isinstance(response_model, type) else prompts.response_model_of(asked, response_model)
    return Plan(asked, shape, answers, settings, sources)


def run_plan(plan: Plan, out: Path, concurrency: int = CONCURRENCY, watch: Watch | None = None) -> RunSummary:
    """Run the plan over its sources into the directory `out`, otherwise as `run`."""
    watch = watch or Watch()
    documents = open_sources(plan.sources, plan.settings)
    watch.found(len(documents))

    def note() -> None:
        plan.model.halt()
        watch.pressed()

    with interruptible(note) as pressed, cycles.seldom_meanwhile():
        heeding = replace(watch, stopping=lambda: watch.stopping() or pressed())
        summary = _wait_for(run_documents(documents, plan, out, concurrency, heeding))
    if pressed() and not summary.complete:
        raise KeyboardInterrupt
    return summary


def directory_of(plan: Plan) -> Path:
    """Return the directory of a run that names none: runs/PROMPT--MODEL, a slash in the model's name as a hyphen."""
    return Path("runs") / f"{plan.prompt.name}--{plan.model.name.replace('/', '-')}"


def _wait_for(running: Coroutine[Any, Any, RunSummary]) -> RunSummary:
    """Return what it comes to; in a thread of its own where this one has a loop already, as in a notebook."""
    if not _in_loop():
        return asyncio.run(running)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, running).result()


def _in_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


async def run_documents(
    documents: Iterable[Source],
    plan: Plan,
    out: Path,
    concurrency: int = CONCURRENCY,
    watch: Watch | None = None,
    examiner: Examiner | None = None,
) -> RunSummary:
    """Give every document its row in the run directory `out`, at most `concurrency` of them asked about at once.

    Only these and as many again are held in memory. An error that ends the run is raised once what was sent has landed.
    `examiner` examines the answers of a server; it is closed with the run.
    """
    if concurrency < 1:
        raise UsageError(f"concurrency is {concurrency}; at least one document must be asked about at a time")
    watch = watch or Watch()
    types = item_types(plan.response_model)
    check_names(types)
    sources = _with_first(documents, plan)  # before the directory is made, so that a wrong path leaves none,
    prompts.render(plan.prompt, Document("", "", "", ""), plan.response_model)  # nor examples for another model
    spending = plan.model.spending
    before = 0 if spending is None else spending.requests
    started = watch.clock()
    manifest = manifest_of(plan, started.isoformat(timespec="seconds"))
    with opened(out, manifest, tuple(types)) as directory:
        crew = Crew(sources, plan, directory, watch, examiner or Examiner())
        try:
            await crew.work(concurrency)
            changed = plan.model.changed()
        finally:
            try:
                await crew.close()
            finally:
                await plan.model.close()
        complete = crew.finished and not crew.halted and not crew.errors
        now = watch.clock()
        seconds = round((now - started).total_seconds(), 3)
        end = directory.finish if complete else directory.pause
        end(now.isoformat(timespec="seconds"), seconds)
    if crew.errors:
        raise crew.errors[0]
    sent = None if spending is None else spending.requests - before
    return RunSummary(out, complete, directory.tally, seconds, sent, changed)


def check_names(types: Mapping[str, type[Item]]) -> None:
    """Raise `SchemaError` for a field of an item that has the name of something that the files keep beside it."""
    containers = {type_name(kind) for kind in types.values() if kind.reads is None}
    for name, kind in types.items():
        jsonl.refuse_names(name, kind.model_fields, containers if kind.reads else ())


def _with_first(documents: Iterable[Source], plan: Plan) -> Iterator[Source]:
    sources = iter(documents)
    for first in sources:
        return chain([first], sources)
    raise DocumentError(
        f"no documents in {', '.join(plan.sources) or 'the sources'}; name files or folders that hold some"
    )
