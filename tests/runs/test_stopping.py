"""What stands when a run stops early: by an error, by Ctrl-C, once or twice."""

import asyncio
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from toy_runs import GREEK, WORDS, Asked, folder_of, ids, plan_for, run_all, statuses

from extract import prompts
from extract.errors import DocumentError, PromptError, StopRun
from extract.models import Model
from extract.records import Answer, Document, Request
from extract.runs import Watch, read_manifest, run_plan


def test_an_error_that_stops_the_run_lets_what_is_in_flight_land(tmp_path: Path) -> None:
    refused = asyncio.Event()

    async def ask(request: Request) -> Answer:
        if "gamma" in request.text:
            refused.set()
            raise StopRun("the key is wrong", "unauthorized")
        await refused.wait()
        return Answer('{"sentences": []}', "toy")

    with pytest.raises(StopRun, match="the key is wrong"):
        run_all(GREEK, tmp_path / "r", ask, concurrency=3)
    assert statuses(tmp_path / "r") == {"alpha": "ok", "beta": "ok"}
    manifest = read_manifest(tmp_path / "r")
    assert (manifest.complete, manifest.results["documents"]["total"]) == (False, 2)


def test_sources_that_break_half_way_end_the_run_and_it_goes_on_later(tmp_path: Path) -> None:
    def breaking() -> Iterator[Document]:
        yield from GREEK[:2]
        raise DocumentError("the drive is gone")

    with pytest.raises(DocumentError, match="the drive is gone"):
        run_all(breaking(), tmp_path / "r", Asked(), concurrency=2)
    assert (ids(tmp_path / "r"), read_manifest(tmp_path / "r").complete) == (WORDS[:2], False)
    assert run_all(GREEK, tmp_path / "r", Asked()).tally.kept == 2


def test_ctrl_c_lets_what_is_in_flight_land_and_then_interrupts(tmp_path: Path) -> None:
    presses = []
    pressed = asyncio.Event()
    before = signal.getsignal(signal.SIGINT)  # ignored where the tests run in the background of a shell

    async def ask(request: Request) -> Answer:
        if "gamma" in request.text:
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(0.05)
            pressed.set()
        await pressed.wait()  # all three are in flight when the key is pressed, however slow the machine
        return Answer('{"sentences": []}', "toy")

    plan = plan_for(ask, sources=(str(folder_of(tmp_path)),))
    with pytest.raises(KeyboardInterrupt):
        run_plan(plan, tmp_path / "r", 3, Watch(pressed=lambda: presses.append(1)))
    assert (presses, ids(tmp_path / "r")) == ([1], ["0-alpha", "1-beta", "2-gamma"])
    assert read_manifest(tmp_path / "r").complete is False
    assert signal.getsignal(signal.SIGINT) is before


def test_a_second_ctrl_c_stops_at_once_with_whole_rows(tmp_path: Path) -> None:
    async def ask(request: Request) -> Answer:
        if "delta" in request.text:
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(60)
        return Answer('{"sentences": []}', "toy")

    with pytest.raises(KeyboardInterrupt):
        run_plan(plan_for(ask, sources=(str(folder_of(tmp_path)),)), tmp_path / "r", 1)
    assert ids(tmp_path / "r") == ["0-alpha", "1-beta", "2-gamma"]
    assert read_manifest(tmp_path / "r").complete is False


def test_a_second_ctrl_c_closes_the_model_too(tmp_path: Path) -> None:
    closed = []

    async def ask(_request: Request) -> Answer:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        return Answer("", "toy")

    async def close() -> None:
        closed.append(True)

    plan = plan_for(ask, model=Model("toy", "a toy", ask, close=close), sources=(str(folder_of(tmp_path)),))
    with pytest.raises(KeyboardInterrupt):
        run_plan(plan, tmp_path / "r", 2)
    assert closed == [True]


def test_a_run_that_cannot_start_leaves_no_directory(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="does not fit Sentences"):
        run_all(GREEK, tmp_path / "r", Asked(), prompt=prompts.load(prompts.BUILT_IN))
    assert not (tmp_path / "r").exists()


def test_a_run_outside_the_main_thread_hears_no_ctrl_c_and_is_whole(tmp_path: Path) -> None:
    plan = plan_for(Asked(), sources=(str(folder_of(tmp_path)),))
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(run_plan, plan, tmp_path / "r").result().complete
