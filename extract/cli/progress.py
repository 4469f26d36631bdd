"""What a person sees while a run goes on: documents done, items, problems, rate and time left, on stderr."""

import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from extract.runs import RESULTS, Tally


class ProgressBar:
    """A bar that is shown where stderr is a terminal, and silent elsewhere."""

    def __init__(self, *, quiet: bool, console: Console | None = None) -> None:
        self._console = console = console or Console(file=sys.stderr, highlight=False, markup=False)
        self._progress = Progress(
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn(
                "documents  {task.fields[items]} items  {task.fields[problems]} problems  "
                "{task.fields[rate]}/s{task.fields[paid]}"
            ),
            TimeRemainingColumn(compact=True, elapsed_when_finished=True),
            console=console,
            disable=quiet or not console.is_terminal,
            transient=True,
        )
        self._rows = 0
        self._task = self._progress.add_task("documents", total=None, items=0, problems=0, rate="-", paid="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._progress.stop()

    def pressed(self) -> None:
        """Say what the first Ctrl-C does."""
        self._console.print("stopping: what is in flight lands and is written; Ctrl-C again stops at once")

    def stopped(self, directory: Path) -> None:
        """Say where a run stands that ended early, and how it goes on."""
        self._progress.stop()
        if self._rows:
            self._console.print(f"stopped; run the same again to go on from {directory / RESULTS}", soft_wrap=True)

    def found(self, documents: int) -> None:
        """Take note of how many documents there are."""
        self._progress.update(self._task, total=documents)

    def counted(self, tally: Tally) -> None:
        """Show what the rows come to so far."""
        self._rows = tally.documents.total()
        if self._progress.disable:
            return
        speed = self._progress.tasks[0].speed
        self._progress.update(
            self._task,
            completed=self._rows,
            items=tally.items.total(),
            problems=tally.problems.total(),
            rate="-" if speed is None else f"{speed:.1f}" if speed < 100 else f"{speed:.0f}",
            paid=_paid(tally),
        )


def _paid(tally: Tally) -> str:
    """Return tokens and money of the answers so far, those from a cache included; empty where they cost nothing."""
    if not (tally.input_tokens or tally.output_tokens):
        return ""
    cost = "" if tally.cost_usd is None else f"  {tally.cost_usd:.4f} USD"
    return f"  {tally.input_tokens:,} in {tally.output_tokens:,} out{cost}"
