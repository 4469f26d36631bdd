"""How many documents are run at once: workers take them one by one, and what is in flight always lands."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from traceback import extract_tb
from typing import Any

from pydantic import BaseModel

from extract import jsonl, prompts
from extract.documents import open_sources
from extract.errors import DocumentError, DuplicateId, ExtractError, Halted, UsageError
from extract.models import Model, model_named
from extract.pipeline import run_document, unreadable_row
from extract.records import Answer, Ask, Document, DocumentReference, Failure, Request, Row, Source
from extract.runs.directory import RunDirectory, opened
from extract.runs.interrupt import interruptible
from extract.runs.manifest import Plan, manifest_of
from extract.runs.stops import Stops
from extract.runs.tally import Tally
from extract.schema import Item
from extract.settings import DEFAULT, Settings
from extract.shape import item_types, type_name

CONCURRENCY = 16


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Watch:
    """What a run tells and asks while it goes."""

    found: Callable[[int], None] = lambda _documents: None
    """Called once, with how many documents the sources hold."""
    counted: Callable[[Tally], None] = lambda _tally: None
    """Called after each row."""
    stopping: Callable[[], bool] = lambda: False
    """Whether to take up no further document."""
    pressed: Callable[[], None] = lambda: None
    """Called at the first Ctrl-C."""
    clock: Callable[[], datetime] = _now


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

    with interruptible(note) as pressed:
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
    documents: Iterable[Source], plan: Plan, out: Path, concurrency: int = CONCURRENCY, watch: Watch | None = None
) -> RunSummary:
    """Give every document its row in the run directory `out`, at most `concurrency` of them asked about at once.

    Only these and as many again are held in memory. An error that ends the run is raised once what was sent has landed.
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
        crew = _Crew(sources, plan, directory, watch)
        try:
            await crew.work(concurrency)
            changed = plan.model.changed()
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


class _Crew:
    """Workers that share one iterator of documents; what failed in an earlier sitting comes after all others.

    So a run that documents without an answer have stopped gets further each time it goes on.
    """

    def __init__(self, sources: Iterator[Source], plan: Plan, directory: RunDirectory, watch: Watch) -> None:
        self.finished = False
        """Whether the documents came to their end."""
        self.halted = False
        """Whether a document was given up because nothing more was to be sent."""
        self.errors: list[BaseException] = []
        """What ended the run early, the first first."""
        self._sources = sources
        self._later: deque[str] = deque()
        self._anew = plan.model.anew
        self._task = plan.task()
        self._served = plan.model.spending is not None
        self._directory = directory
        self._watch = watch
        self._stops = Stops(plan.model, plan.budget)
        self._halt = plan.model.halt

    async def work(self, at_once: int) -> None:
        """Work until the documents end, or an error or the watch ends the run and what is in flight has landed."""
        workers = at_once
        if self._served:  # while answers are examined, as many requests as may be are on their way
            workers += at_once - 1
            slots, ask = asyncio.Semaphore(at_once), self._task.ask
            self._task = replace(self._task, ask=lambda request: self._in_turn(slots, ask, request))
        await asyncio.gather(*(self._worker() for _ in range(workers)), return_exceptions=True)

    async def _in_turn(self, slots: asyncio.Semaphore, ask: Ask, request: Request) -> Answer:
        async with slots:
            if self.errors:
                raise Halted
            self._stops.hold()
            answer = await ask(request)
        if not answer.cached:
            await asyncio.sleep(0)  # whoever waits for the slot is woken,
            await asyncio.sleep(0)  # and sends, before this answer is examined
        return answer

    async def _worker(self) -> None:
        try:
            while not (self.errors or self._watch.stopping()):
                taking = self._taking()
                if taking is None:
                    self.finished = True
                    return
                row = await taking
                self._watch.counted(self._directory.tally)
                if row is not None:
                    self._stops.heed(row)
                await asyncio.sleep(0)  # a model that never waits must let the others in
        except Halted:
            self.halted = True
        except BaseException as error:
            self.errors.append(error)
            self._halt()
            raise

    def _taking(self) -> Coroutine[Any, Any, Row | None] | None:
        """Return what gives the next document its row, None where no document is left."""
        source = next(self._sources, None)
        if source is not None:
            return self._take(source)
        return self._ask(self._directory.document(self._later.popleft())) if self._later else None

    async def _take(self, source: Source) -> Row | None:
        """Give the document its row and return it, None where nobody was asked about it."""
        if not self._directory.meet(source.id):
            raise DuplicateId(f"two documents have the id {source.id!r}, one of them from {source.source}; rename one")
        if not isinstance(source, Document):
            self._directory.add(unreadable_row(source, self._task), None)
            return None
        if not self._anew and self._directory.keep(source):
            return None
        if self._directory.has_failed(source):
            self._later.append(source.id)
            return None
        return await self._ask(source)

    async def _ask(self, document: Document) -> Row:
        row = await self._row(document)
        self._directory.add(row, document)
        return row

    async def _row(self, document: Document) -> Row:
        try:
            return await run_document(document, self._task)
        except ExtractError:
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours that one text brings out must not cost the others
            at = extract_tb(error.__traceback__)[-1]
            told = f"{type(error).__name__}: {error} ({Path(at.filename).name}:{at.lineno}); please report it"
            reference = DocumentReference(document.id, document.sha256, document.source, document.title, document.date)
            return Row(reference, "failed", self._task.no_call(), Failure("unexpected", told))
