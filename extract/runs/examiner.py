"""Which process examines an answer: this one or, once that keeps requests waiting, another one beside it."""

import asyncio
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter
from typing import cast

from pydantic import BaseModel

from extract.examination import Examined
from extract.pipeline import Examine, examined_here
from extract.records import Answer, Request
from extract.runs import examining
from extract.runs.examined import from_bytes
from extract.settings import Settings

_SPENT = 0.2
"""Seconds that examining has to take before another process is started: starting it costs about as much."""
_SHARE = 0.15
"""Of the time, that examining has to take: below it, requests hardly wait for it."""
_MOST_WAITING = 64
"""Answers that wait for the other process; with more, it is the slower one, and this one takes its share."""
_MOST_BYTES = 4_000_000
"""That may wait to be sent there."""
_LONGEST_WAIT = 60.0
"""Seconds until an answer that does not come back is examined here, and the other process given up."""
_PATIENCE = 2.0
"""Seconds in which the other process may end of its own accord."""


class Examiner:
    """An `Examine` that moves the work to another process where this pays; answers and rows are the same either way.

    The other process takes answers to requests alone, never what the cache had: that is read again in its order. It
    knows the built-in response models alone: a class of the user's may hang on more than its own file, and importing it
    twice may do anything twice. Where it cannot be started, or is lost, the work is done here.
    """

    def __init__(
        self,
        here: Examine = examined_here,
        *,
        wanted: Callable[[float, float], bool] | None = None,
        patience: float = _PATIENCE,
        longest_wait: float = _LONGEST_WAIT,
    ) -> None:
        """Begin here; `wanted` says after how many seconds of examining, of how many in all, another process pays.

        In seconds, the other process may take `patience` to end, and each answer `longest_wait` to come back from it.
        """
        self._here = here
        self._wanted = wanted or _pays
        self._patience = patience
        self._longest_wait = longest_wait
        self._since: float | None = None
        self._spent = 0.0
        self._beside: _Beside | None = None
        self._tried = False
        self.moved = 0
        """Answers that the other process has examined."""

    async def __call__(self, request: Request, answer: Answer, settings: Settings) -> Examined:
        """Return what is found out about the answer."""
        if answer.cached:
            return await self._here(request, answer, settings)
        if self._beside is not None and self._beside.takes(request.response_model, settings):
            examined = await self._beside.examined(request, answer)
            if examined is not None:
                self.moved += 1
                return examined
        await asyncio.sleep(0)  # whoever waits for this answer's turn is woken,
        await asyncio.sleep(0)  # and sends, before it is examined
        started = perf_counter()
        examined = await self._here(request, answer, settings)
        now = perf_counter()
        self._since = self._since or started
        self._spent += now - started
        if not self._tried and self._wanted(self._spent, now - self._since):
            self._tried = True
            with suppress(Exception):  # whatever keeps it from starting, the work goes on here
                self._beside = await _other_process(request.response_model, settings, self._longest_wait)
        return examined

    @property
    def process(self) -> "subprocess.Popen[bytes] | None":
        """The other process, None where none was started."""
        return None if self._beside is None else self._beside.process

    async def close(self) -> None:
        """End the other process, if there is one."""
        if self._beside is not None:
            await self._beside.close(self._patience)


def _pays(spent: float, elapsed: float) -> bool:
    return spent > _SPENT and spent > _SHARE * elapsed and _cores() > 1


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


async def _other_process(root: type[BaseModel], settings: Settings, longest_wait: float) -> "_Beside | None":
    """Return the other end of a new process, None where there can be none."""
    if sys.platform == "win32" or examining.name_of(root) is None:
        return None  # Windows hands no socket on
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            process = subprocess.Popen(  # noqa: S603 - this very program
                examining.command(theirs.fileno()),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C is meant for this process, which ends the other one
            )
        except BaseException:
            ours.close()
            raise
    ours.setblocking(False)
    loop = asyncio.get_running_loop()
    _, beside = await loop.create_connection(lambda: _Beside(process, root, settings, longest_wait), sock=ours)
    return beside


class _Beside(asyncio.Protocol):
    """The socket to a process that examines answers, one after the other, and so answers in the order of asking."""

    def __init__(
        self, process: "subprocess.Popen[bytes]", root: type[BaseModel], settings: Settings, longest_wait: float
    ) -> None:
        self.process = process
        self._root = root
        self._settings = settings
        self._longest_wait = longest_wait
        self._loop = asyncio.get_running_loop()
        self._come = bytearray()
        self._ready = False
        self._transport = asyncio.Transport()
        self._waiting: deque[tuple[float, asyncio.Future[bytes]]] = deque()
        """Since when each waits, in seconds of the loop, the first the longest."""
        self._watch: asyncio.TimerHandle | None = None

    def takes(self, root: type[BaseModel], settings: Settings) -> bool:
        """Whether one more of these can be examined there."""
        free = self._ready and len(self._waiting) < _MOST_WAITING and not self._transport.is_closing()
        alike = root is self._root and settings == self._settings
        return free and alike and self._transport.get_write_buffer_size() < _MOST_BYTES

    async def examined(self, request: Request, answer: Answer) -> Examined | None:
        """Return what the other process finds out, None where it comes to no end or to none in time."""
        asked = examining.question(request.text, answer.text, request.date)
        future: asyncio.Future[bytes] = self._loop.create_future()
        self._waiting.append((self._loop.time(), future))
        self._transport.write(examining.framed(asked))
        if self._watch is None:
            self._watch = self._loop.call_later(self._longest_wait, self._look)
        content = await future
        return None if content == examining.FAILED else from_bytes(content)

    def _look(self) -> None:
        """Give the other process up where the answer that has waited longest waits too long: it stands still.

        One clock for them all: to set one for each takes longer than to send it.
        """
        self._watch = None
        if not self._waiting:
            return
        since = self._waiting[0][0]
        if self._loop.time() >= since + self._longest_wait:
            self.process.kill()
            self._send_back()
        else:
            self._watch = self._loop.call_at(since + self._longest_wait, self._look)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Introduce the class of the answers."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(examining.framed(examining.introduction(self._root, self._settings)))

    def data_received(self, data: bytes) -> None:
        """Give each whole message to whoever has waited longest."""
        come = self._come
        come += data
        while len(come) >= examining.SIZE:
            end = examining.SIZE + int.from_bytes(come[: examining.SIZE], "big")
            if len(come) < end:
                return
            self._heard(bytes(come[examining.SIZE : end]))
            del come[:end]

    def _heard(self, content: bytes) -> None:
        if not self._waiting:  # the first message answers the introduction
            self._ready = content == examining.READY
            return
        _, future = self._waiting.popleft()
        if not future.done():
            future.set_result(content)

    def connection_lost(self, exc: Exception | None) -> None:
        """Send back whoever still waits."""
        self._send_back()

    def _send_back(self) -> None:
        self._ready = False
        while self._waiting:
            self._heard(examining.FAILED)

    async def close(self, patience: float) -> None:
        """Close the socket, at which the process ends; kill it where it does not."""
        self._ready = False
        if self._watch is not None:
            self._watch.cancel()
        self._transport.close()
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(self.process.wait, patience)
        if self.process.poll() is None:
            self.process.kill()
            await asyncio.to_thread(self.process.wait)
