"""Cycles of objects are looked for seldom while a run goes, and as before once it is over."""

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extract import cycles
from extract.runs.crew import Watch
from extract.runs.running import plan_of, run_plan
from extract.settings import DEFAULT


@pytest.fixture(autouse=True)
def thresholds() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def run_watched(folder: Path, counted: Callable[[object], None]) -> None:
    (folder / "a.txt").write_text("Output rose 4 percent.", encoding="utf-8")
    plan = plan_of((str(folder),), prompt="claims-and-figures", model="rules", response_model=None, settings=DEFAULT)
    run_plan(plan, folder / "run", watch=Watch(counted=counted))


def test_a_run_looks_for_cycles_seldom_and_leaves_the_collector_as_it_was(tmp_path: Path) -> None:
    gc.set_threshold(701, 11, 12)
    seen: list[int] = []
    run_watched(tmp_path, lambda _tally: seen.append(gc.get_threshold()[0]))
    assert seen == [cycles.ALLOCATIONS]
    assert gc.get_threshold() == (701, 11, 12)


def test_a_run_that_an_error_ends_leaves_the_collector_as_it_was(tmp_path: Path) -> None:
    def fail(_tally: object) -> None:
        raise RuntimeError("no more")

    gc.set_threshold(701, 11, 12)
    with pytest.raises(RuntimeError, match="no more"):
        run_watched(tmp_path, fail)
    assert gc.get_threshold() == (701, 11, 12)


@pytest.mark.parametrize("chosen", [0, 60_000], ids=["never", "more seldom still"])
def test_what_somebody_chose_for_himself_stays(chosen: int) -> None:
    gc.set_threshold(chosen, 5, 5)
    cycles.seldom()
    assert gc.get_threshold() == (chosen, 5, 5)


def test_the_command_looks_for_cycles_seldom() -> None:
    program = (
        "import gc, sys; sys.argv = ['extract', '--version']\n"
        "from extract.__main__ import main\n"
        "try:\n    main()\nfinally:\n    print(gc.get_threshold()[0])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == str(cycles.ALLOCATIONS), done.stderr


def test_of_two_at_once_the_last_leaves_the_collector_as_it_was() -> None:
    gc.set_threshold(701, 11, 12)
    one, other = cycles.seldom_meanwhile(), cycles.seldom_meanwhile()
    with one:
        other.__enter__()
    assert gc.get_threshold()[0] == cycles.ALLOCATIONS
    other.__exit__(None, None, None)
    assert gc.get_threshold() == (701, 11, 12)


def test_what_somebody_sets_meanwhile_stays() -> None:
    gc.set_threshold(701, 11, 12)
    with cycles.seldom_meanwhile():
        gc.set_threshold(900, 9, 9)
    assert gc.get_threshold() == (900, 9, 9)
