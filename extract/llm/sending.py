"""How a request that the cache lacks is sent: after the first alone, when it is its turn, again where that can help."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from extract.errors import AskError, Halted, StopRun
from extract.llm.client import Client, Received
from extract.llm.entries import Attempt
from extract.llm.limits import Limits
from extract.llm.log import Log
from extract.llm.prices import cost_of
from extract.llm.requests import WireRequest
from extract.llm.responses import PROVIDER, answer_of, looks_like_json, usage_of
from extract.llm.retry import PassingFailure, patiently
from extract.llm.setup import Setup
from extract.llm.spending import Spending
from extract.records import Usage


class Gate:
    """Lets the first request through alone, and none after one that said that none will be answered.

    So a wrong key costs one request, however many documents are in flight.
    """

    def __init__(self) -> None:
        self._answered = False
        self._stopped: StopRun | None = None
        self._first = asyncio.Lock()

    async def through(self, send: Callable[[], Awaitable[Attempt]]) -> Attempt:
        """Return what `send` gives, once it may; raises `StopRun` where an earlier request did."""
        if not self._answered:
            async with self._first:
                if not self._answered:
                    return await self._sent(send)
        return await self._sent(send)

    async def _sent(self, send: Callable[[], Awaitable[Attempt]]) -> Attempt:
        if self._stopped is not None:
            raise StopRun(str(self._stopped), self._stopped.kind)
        try:
            attempt = await send()
        except Halted:
            raise
        except StopRun as error:
            self._stopped = error
            raise
        except AskError:
            self._answered = True  # however: the others need not wait any longer
            raise
        self._answered = True
        return attempt


class Sender:
    """All that goes to one server, in one event loop."""

    def __init__(self, setup: Setup, spending: Spending, log: Log | None) -> None:
        """Open the connections; this loads openai."""
        self._setup = setup
        self._spending = spending
        self._log = log
        self._gate = Gate()
        self._loop = asyncio.get_running_loop()
        self._halted = asyncio.Event()
        self._limits = Limits(setup.requests_per_minute, setup.tokens_per_minute, sleep=self._sleep)
        self._client = Client(setup.server, setup.options.model, setup.options.mode)

    async def send(self, wire: WireRequest, key: str, number: int) -> Attempt:
        """Return the server's answer, ready to be stored; `number` is that of the re-ask, 0 for the request itself.

        Raises `AskError` where it gives none, `StopRun` where it will give none to others either, `Halted` once nothing
        more is to be sent.
        """
        content = wire.content()
        reserved = self._spending.expected(wire).total()
        place = {"key": key, "reask": number}

        async def attempted(attempt: int) -> tuple[Received, int]:
            return await self._attempt(content, reserved, {**place, "attempt": attempt}), attempt

        async def sent() -> Attempt:
            received, tries = await patiently(attempted, self._setup.patience, sleep=self._sleep)
            return self._kept(received, tries, place)

        return await self._gate.through(sent)

    def halt(self) -> None:
        """Send nothing more: what waits for its turn or for another attempt is given up. Safe in any thread."""
        self._loop.call_soon_threadsafe(self._halted.set)

    async def _sleep(self, seconds: float) -> None:
        """Wait; `Halted` where nothing more is to be sent."""
        try:
            async with asyncio.timeout(seconds):
                await self._halted.wait()
        except TimeoutError:
            return
        raise Halted

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _attempt(self, content: bytes, tokens: int, place: dict[str, Any]) -> Received:
        """Send the request once, when it is its turn, and log what comes of it."""
        reserved = await self._limits.enter(tokens)
        if self._halted.is_set():
            self._limits.leave(reserved, 0)
            raise Halted
        started, used = perf_counter(), 0
        self._spending.requests += 1
        try:
            received = await self._client.send(content)
            used = usage_of(received.raw).total()
        except AskError as error:
            self._limits.leave(reserved, used)
            if isinstance(error, PassingFailure):
                self._limits.learn(error.headers)
            self._note(place, error.kind, perf_counter() - started, error=str(error))
            raise
        self._limits.leave(reserved, used)
        self._limits.learn(received.headers)
        return received

    def _kept(self, received: Received, tries: int, place: dict[str, Any]) -> Attempt:
        """Return the response as it is stored, counted and logged."""
        model = self._setup.options.model
        answer = answer_of(received.raw, model, key=place["key"], seconds=received.seconds)
        # An answer without usage does not say what it took. That of a model without a price has none: not the asked
        # model's, which did not answer.
        cost = None if answer.usage == Usage() else cost_of(answer.usage, answer.model.removeprefix(PROVIDER))
        self._spending.add(answer.usage, cost)
        usage = {"input_tokens": answer.usage.input_tokens, "output_tokens": answer.usage.output_tokens}
        money = None if cost is None else str(cost)
        self._note(
            {**place, "attempt": tries},
            "answered",
            received.seconds,
            model=answer.model,
            finish=answer.finish,
            **usage,
            cost_usd=money,
        )
        return Attempt(
            raw=received.raw,
            at=_now(),
            seconds=received.seconds,
            reask=place["reask"],
            invalid=answer.finish == "stop" and not looks_like_json(answer.text),
            tries=tries,
            cost_usd=money,
        )

    def _note(self, place: dict[str, Any], outcome: str, seconds: float, **more: Any) -> None:
        if self._log is not None:
            self._log.write({"at": _now(), **place, "outcome": outcome, "seconds": round(seconds, 3), **more})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
