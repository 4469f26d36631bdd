"""Answers that are finished at about the same time are written in one step, and whoever waits is told how it went."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extract.errors import CacheError, RecordError
from extract.llm.cache import Cache
from extract.llm.entries import Attempt, Incoming
from extract.llm.held import Held

KEYS = [f"{number:064}" for number in range(300)]


class Counting(Cache):
    """Counts how many answers each step writes."""

    steps: list[int]

    def store_all(self, several: Any, refused: Callable[[Incoming, RecordError], None]) -> None:
        several = list(several)
        self.steps = [*getattr(self, "steps", []), len(several)]
        super().store_all(several, refused)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Counting]:
    with Counting(tmp_path / "cache", pytest.fail) as cache:
        yield cache


def incoming(key: str, text: Any = "7") -> Incoming:
    raw = {"choices": [{"message": {"content": text}}]}
    return Incoming(key, {"messages": [["user", key]]}, Attempt(raw, "2026-01-01T00:00:00Z"))


def held_for(cache: Cache, warn: Callable[[str], None] = pytest.fail) -> Held:
    return Held(lambda: cache, warn)


def hold_finished(held: Held, *keys: str) -> None:
    for key in keys:
        held.add(incoming(key))
        held.finish(key)


async def begun(held: Held) -> "asyncio.Task[None]":
    """Return what waits for the next step, once it waits."""
    waiting = asyncio.create_task(held.written(more=True))
    await asyncio.sleep(0)
    return waiting


def finished(cache: Cache, key: str) -> bool | None:
    entry = cache.get(key)
    return None if entry is None else entry.finished


def within(act: Callable[[], Awaitable[None]]) -> None:
    async def acting() -> None:
        async with asyncio.timeout(10):
            await act()

    asyncio.run(acting())


def test_those_that_finish_together_are_written_in_one_step(cache: Counting) -> None:
    held = held_for(cache)

    async def settle(key: str) -> bool | None:
        hold_finished(held, key)
        await held.written(more=True)
        return finished(cache, key)

    async def act() -> None:
        assert await asyncio.gather(*map(settle, KEYS[:20])) == [True] * 20

    within(act)
    assert cache.steps == [20]


def test_one_that_is_not_finished_is_not_written_with_the_others(cache: Counting) -> None:
    held = held_for(cache)

    async def act() -> None:
        for key in KEYS[:2]:
            held.add(incoming(key))
        held.finish(KEYS[0])
        await held.written(more=False)

    within(act)
    assert [finished(cache, key) for key in KEYS[:2]] == [True, None]
    held.release_all()
    assert [finished(cache, key) for key in KEYS[:2]] == [True, False]


def test_one_that_is_released_meanwhile_is_written_finished_and_once(cache: Counting) -> None:
    held = held_for(cache)

    async def act() -> None:
        hold_finished(held, KEYS[0])
        waiting = await begun(held)
        held.release(KEYS[0])
        assert finished(cache, KEYS[0])
        await waiting

    within(act)
    assert [steps for steps in cache.steps if steps] == [1]


def test_all_are_written_at_the_end_and_nobody_waits_longer(cache: Counting) -> None:
    held = held_for(cache)

    async def act() -> None:
        for key in KEYS[:3]:
            held.add(incoming(key))
        held.finish(KEYS[0])
        waiting = await begun(held)
        held.release_all()
        await waiting

    within(act)
    assert [finished(cache, key) for key in KEYS[:3]] == [True, False, False]


def test_a_step_of_an_earlier_event_loop_keeps_nobody_of_a_later_one_waiting(cache: Counting) -> None:
    held = held_for(cache)

    async def given_up() -> None:
        hold_finished(held, KEYS[0])
        waiting = await begun(held)
        waiting.cancel()
        held.release_all()

    async def act() -> None:
        hold_finished(held, KEYS[1])
        await held.written(more=False)

    within(given_up)
    within(act)
    assert [finished(cache, key) for key in KEYS[:2]] == [True, True]


def test_one_who_is_given_up_takes_nobody_along(cache: Counting) -> None:
    held = held_for(cache)

    async def act() -> None:
        hold_finished(held, *KEYS[:2])
        first, second = (asyncio.create_task(held.written(more=True)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        await second

    within(act)
    assert [finished(cache, key) for key in KEYS[:2]] == [True, True]


def test_an_answer_that_cannot_be_stored_is_told_and_the_others_are_stored(cache: Counting) -> None:
    told: list[str] = []
    held = held_for(cache, told.append)

    async def act() -> None:
        for key, text in zip(KEYS, ("7", float("nan"), "9"), strict=False):
            held.add(incoming(key, text))
            held.finish(key)
        await held.written(more=True)

    within(act)
    assert [finished(cache, key) for key in KEYS[:3]] == [True, None, True]
    assert len(told) == 1
    assert KEYS[1][:16] in told[0]
    assert "not stored" in told[0]


def test_everybody_is_told_of_a_cache_that_cannot_be_written(tmp_path: Path) -> None:
    def refuse() -> Cache:
        raise CacheError("no room")

    held = Held(refuse, pytest.fail)

    async def act() -> None:
        hold_finished(held, *KEYS[:2])
        waiting = [asyncio.create_task(held.written(more=True)) for _ in range(2)]
        told = await asyncio.gather(*waiting, return_exceptions=True)
        assert [str(one) for one in told] == ["no room", "no room"]

    within(act)


def test_of_very_many_the_oldest_is_written(cache: Counting) -> None:
    held = held_for(cache)
    for key in KEYS:
        held.add(incoming(key))
    assert (finished(cache, KEYS[0]), finished(cache, KEYS[-1]), len(cache)) == (False, None, 44)


def test_nothing_is_finished_that_is_not_held(cache: Counting) -> None:
    assert not held_for(cache).finish(KEYS[0])


def test_without_a_cache_nothing_is_written_and_nobody_waits_for_ever() -> None:
    held = Held(lambda: None, pytest.fail)

    async def act() -> None:
        hold_finished(held, KEYS[0])
        await held.written(more=True)

    within(act)


class Locked(Counting):
    """Refuses to write while it is locked."""

    locked = True

    def store_all(self, several: Any, refused: Callable[[Incoming, RecordError], None]) -> None:
        if self.locked:
            raise CacheError("locked")
        super().store_all(several, refused)


def test_what_could_not_be_written_is_written_later(tmp_path: Path) -> None:
    with Locked(tmp_path / "cache", pytest.fail) as cache:
        held = held_for(cache)

        async def act() -> None:
            for key in KEYS[:3]:
                held.add(incoming(key))
            held.finish(KEYS[0])
            with pytest.raises(CacheError, match="locked"):
                await held.written(more=False)
            with pytest.raises(CacheError, match="locked"):
                held.release(KEYS[1])
            cache.locked = False
            held.finish(KEYS[1])
            await held.written(more=False)

        within(act)
        assert [finished(cache, key) for key in KEYS[:3]] == [True, True, None]
        held.release_all()
        assert finished(cache, KEYS[2]) is False


def test_the_newest_of_very_many_is_held_though_the_oldest_cannot_be_written(tmp_path: Path) -> None:
    with Locked(tmp_path / "cache", pytest.fail) as cache:
        held = held_for(cache)
        for key in KEYS[:256]:
            held.add(incoming(key))
        with pytest.raises(CacheError, match="locked"):
            held.add(incoming(KEYS[256]))
        cache.locked = False
        held.release_all()
        assert len(cache) == 257


def test_a_loop_that_was_left_without_an_end_keeps_nobody_waiting(cache: Counting) -> None:
    held = held_for(cache)

    async def given_up() -> None:
        hold_finished(held, KEYS[0])
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(held.written(more=True), 0.0001)

    async def act() -> None:
        hold_finished(held, KEYS[1])
        await held.written(more=True)

    within(given_up)
    within(act)
    assert [finished(cache, key) for key in KEYS[:2]] == [True, True]
