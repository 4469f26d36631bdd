"""Who works on the documents of a run: workers take them one by one, and what is in flight always lands."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from traceback import extract_tb
from typing import Any

from extract.errors import DuplicateId, ExtractError, Halted
from extract.pipeline import run_document, unreadable_row
from extract.records import Answer, Ask, Document, DocumentReference, Failure, Request, Row, Source
from extract.runs.directory import RunDirectory
from extract.runs.examiner import Examiner
from extract.runs.manifest import Plan
from extract.runs.stops import Stops
from extract.runs.tally import Tally

_TURN = 0.005
"""Seconds that documents which nothing waits for may take before other workers are let in."""


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


class Crew:
    """Workers that share one iterator of documents; what failed in an earlier sitting comes after all others.

    So a run that documents without an answer have stopped gets further each time it goes on.
    """

    def __init__(
        self, sources: Iterator[Source], plan: Plan, directory: RunDirectory, watch: Watch, examiner: Examiner
    ) -> None:
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
        self._examiner = examiner
        self._directory = directory
        self._watch = watch
        self._stops = Stops(plan.model, plan.budget)
        self._halt = plan.model.halt
        self._let_in = perf_counter()

    async def work(self, at_once: int) -> None:
        """Work until the documents end, or an error or the watch ends the run and what is in flight has landed."""
        workers = at_once
        if self._served:  # while answers are examined, as many requests as may be are on their way
            workers += at_once - 1
            slots, ask = asyncio.Semaphore(at_once), self._task.ask
            self._task = replace(
                self._task, ask=lambda request: self._in_turn(slots, ask, request), examine=self._examiner
            )
        await asyncio.gather(*(self._worker() for _ in range(workers)), return_exceptions=True)

    async def close(self) -> None:
        """End what was started for the work."""
        await self._examiner.close()

    async def _in_turn(self, slots: asyncio.Semaphore, ask: Ask, request: Request) -> Answer:
        async with slots:
            if self.errors:
                raise Halted
            self._stops.hold()
            return await ask(request)

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
                await self._let_others_in()
        except Halted:
            self.halted = True
        except BaseException as error:
            self.errors.append(error)
            self._halt()
            raise

    async def _let_others_in(self) -> None:
        """Let the other workers in from time to time, as a model that never waits would not."""
        if perf_counter() - self._let_in > _TURN:
            await asyncio.sleep(0)
            self._let_in = perf_counter()

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
