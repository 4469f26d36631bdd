"""When a request is sent again, and after how long: the only place where requests are repeated."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import TYPE_CHECKING, TypeVar

from extract.errors import AskError

if TYPE_CHECKING:
    import tenacity

Received = TypeVar("Received")


class PassingFailure(AskError):
    """A failure that may pass: asking again can help; `headers` are the response's, where there was one."""

    def __init__(self, message: str, kind: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message, kind)
        self.headers = headers or {}


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long a request is repeated; times in seconds."""

    attempts: int = 6
    """At most, the first included."""
    total: float = 600.0
    """No attempt starts later than this after the first."""
    first_wait: float = 0.5
    """Before the second attempt; doubled before each further one."""
    longest_wait: float = 60.0
    longest_obeyed: float = 120.0
    """What a server that asks for a longer wait is given."""


async def patiently(
    send: Callable[[int], Awaitable[Received]],
    patience: Patience,
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    chance: Callable[[], float] = random.random,  # noqa: S311 - spreads the load, guards nothing
) -> Received:
    """Return what `send` gives, sent again after each `PassingFailure`; `send` is told the attempt's number from 1.

    Raises the last failure once the attempts or the time are used up, any other error at once.
    """
    number = 0
    failures: list[PassingFailure] = []

    async def attempt() -> Received:
        nonlocal number
        if failures:
            raise failures.pop()
        number += 1
        try:
            return await send(number)
        except AskError as error:
            error.attempts = number
            raise

    started = time.monotonic()
    try:
        return await attempt()  # most requests need no more
    except PassingFailure as failure:
        failures.append(failure)
    import tenacity  # here, because what the cache has is not asked about

    left = patience.total - (time.monotonic() - started)
    # One for each request: its count of attempts is not to be shared with requests in flight.
    retrying = tenacity.AsyncRetrying(
        retry=tenacity.retry_if_exception_type(PassingFailure),
        stop=tenacity.stop_after_attempt(patience.attempts) | tenacity.stop_before_delay(left),
        wait=lambda state: _pause(state, patience, chance()),
        sleep=sleep,
        reraise=True,
    )
    return await retrying(attempt)  # its first attempt is the one that has failed


def _pause(state: "tenacity.RetryCallState", patience: Patience, chance: float) -> float:
    failure = state.outcome.exception() if state.outcome else None
    after = asked_wait(failure.headers) if isinstance(failure, PassingFailure) else None
    if after is not None:
        return min(after, patience.longest_obeyed) * (1 + chance / 10)  # never sooner than asked, nor all at once
    doubled = patience.first_wait * 2.0 ** min(state.attempt_number - 1, 30)
    return min(patience.longest_wait, doubled) * (0.5 + chance / 2)


def asked_wait(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return how many seconds the server asks to wait, None where it does not say.

    Reads `retry-after-ms`, and `retry-after` as seconds or as an HTTP date (RFC 9110, 10.2.3).

    >>> asked_wait({"retry-after-ms": "250"}), asked_wait({"retry-after": "2"}), asked_wait({"retry-after": "soon"})
    (0.25, 2.0, None)
    """
    milliseconds = _amount(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    said = headers.get("retry-after")
    seconds = _amount(said)
    return _until(said, now) if seconds is None and said else seconds


def _amount(said: str | None) -> float | None:
    try:
        amount = float(said or "")
    except ValueError:
        return None
    return amount if isfinite(amount) and amount >= 0 else None


def _until(said: str, now: datetime | None) -> float | None:
    try:
        then = parsedate_to_datetime(said)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0.0, (then - (now or datetime.now(UTC))).total_seconds())
