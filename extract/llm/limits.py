"""How many requests and tokens may go out: what the user allows a minute, and what the server says is left."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

_DURATION = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)(ms|us|h|m|s)?")
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "": 1.0, "ms": 0.001, "us": 0.000001}
_NUMBER = re.compile(r"[0-9]{1,15}")
_LONGEST_PAUSE = 120.0
"""Seconds; a server whose quota comes back later is asked again all the same, and then says so itself."""
_NO_TIME = 1e-6
"""Seconds; less is what rounding leaves."""
_GLANCE = 1.0
"""Seconds after which a request that waits looks again, for others may have given something back."""


class Bucket:
    """Lets through so much a minute, evenly: a second's worth may go at once."""

    def __init__(self, per_minute: float, now: float) -> None:
        self._rate = per_minute / 60
        self._most = max(1.0, self._rate)
        self._level = self._most
        self._at = now

    def wait(self, now: float) -> float:
        """Return the seconds until the next may start, however large it is: it leaves a debt for the others."""
        self._level = min(self._most, self._level + (now - self._at) * self._rate)
        self._at = now
        wait = (1.0 - self._level) / self._rate
        return wait if wait > _NO_TIME else 0.0

    def take(self, amount: float) -> None:
        """Take the amount out; a negative one is given back."""
        self._level -= amount


@dataclass(slots=True)
class Quota:
    """What is left of the server's own quota until it comes back."""

    left: float
    back_at: float


class Cost(NamedTuple):
    """What a request takes of each kind of quota."""

    requests: float
    tokens: float


class Limits:
    """Where requests wait for their turn; one for all that go to a server."""

    def __init__(
        self,
        requests_per_minute: float | None = None,
        tokens_per_minute: float | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        allowed = {"requests": requests_per_minute, "tokens": tokens_per_minute}
        self._buckets = {name: Bucket(amount, clock()) for name, amount in allowed.items() if amount is not None}
        self._quotas: dict[str, Quota] = {}
        self._in_flight = Cost(0, 0)
        self._turn = asyncio.Lock()
        self._clock = clock
        self._sleep = sleep

    async def enter(self, tokens: float) -> Cost:
        """Wait until a request of about so many tokens may start; give what was reserved for it back to `leave`."""
        cost = Cost(1, tokens)
        if self._buckets or self._quotas:
            async with self._turn:  # first come, first served
                while (wait := self._wait(cost)) > 0:
                    await self._sleep(min(wait, _GLANCE))
                self._take(cost)
        self._in_flight = Cost(self._in_flight.requests + 1, self._in_flight.tokens + tokens)
        return cost

    def leave(self, reserved: Cost, used: float) -> None:
        """Note that a request ended and how many tokens it took; what was reserved beyond them is given back."""
        self._in_flight = Cost(self._in_flight.requests - 1, self._in_flight.tokens - reserved.tokens)
        if "tokens" in self._buckets:
            self._buckets["tokens"].take(used - reserved.tokens)

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take in what the server says is left: x-ratelimit-remaining-* until x-ratelimit-reset-*, as OpenAI has it."""
        for name, in_flight in self._in_flight._asdict().items():
            left = headers.get(f"x-ratelimit-remaining-{name}")
            if left is None:
                continue
            back = duration(headers.get(f"x-ratelimit-reset-{name}", ""))
            if back is not None and _NUMBER.fullmatch(left):
                # What is in flight was perhaps not counted yet: it is taken off, at worst a request waits in vain.
                back_at = self._clock() + min(back, _LONGEST_PAUSE)
                self._quotas[name] = Quota(float(left) - in_flight, back_at)

    def _wait(self, cost: Cost) -> float:
        now = self._clock()
        waits = [bucket.wait(now) for bucket in self._buckets.values()]
        for name, quota in list(self._quotas.items()):
            if now >= quota.back_at:
                del self._quotas[name]
            elif getattr(cost, name) > quota.left:
                waits.append(quota.back_at - now)
        return max(waits, default=0.0)

    def _take(self, cost: Cost) -> None:
        for name, amount in cost._asdict().items():
            if name in self._buckets:
                self._buckets[name].take(amount)
            if name in self._quotas:
                self._quotas[name].left -= amount


def duration(said: str) -> float | None:
    """Return a duration such as 6m0s, 20ms or 1.5 in seconds, None where it is none.

    >>> duration("6m0.5s"), duration("20ms"), duration("soon")
    (360.5, 0.02, None)
    """
    parts = _DURATION.findall(said)
    if not parts or "".join(amount + unit for amount, unit in parts) != said.strip():
        return None
    return sum(float(amount) * _SECONDS[unit] for amount, unit in parts)
