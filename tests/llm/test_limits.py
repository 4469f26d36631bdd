"""How are requests held back, by the user's limits and by the server's?"""

import asyncio
from collections.abc import Mapping

import pytest

from extract.llm.limits import Limits, duration


class Clock:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def starts(clock: Clock, limits: Limits, tokens: list[float], used: float | None = None) -> list[float]:
    """Return when each of some requests may start, one after the other, in seconds from now."""
    begun = clock.now

    async def enter_all() -> list[float]:
        times = []
        for amount in tokens:
            reserved = await limits.enter(amount)
            times.append(round(clock.now - begun, 3))
            if used is not None:
                limits.leave(reserved, used)
        return times

    return asyncio.run(enter_all())


def limits_of(clock: Clock, requests: float | None = None, tokens: float | None = None) -> Limits:
    return Limits(requests, tokens, clock=clock, sleep=clock.sleep)


def test_without_limits_nobody_waits() -> None:
    clock = Clock()
    assert starts(clock, limits_of(clock), [1e6] * 50) == [0.0] * 50


def test_requests_start_evenly_after_a_second_s_worth() -> None:
    clock = Clock()
    assert starts(clock, limits_of(clock, requests=120), [0] * 5) == [0.0, 0.0, 0.5, 1.0, 1.5]  # 2 a second


def test_fewer_than_one_request_a_second_start_one_by_one() -> None:
    clock = Clock()
    assert starts(clock, limits_of(clock, requests=30), [0] * 3) == [0.0, 2.0, 4.0]


def test_a_minute_holds_no_more_requests_than_allowed_and_a_second_s_worth() -> None:
    clock = Clock()
    times = starts(clock, limits_of(clock, requests=600), [0] * 1_000)
    assert sum(time < 60 for time in times) == 10 + 599  # ten at once, then one each tenth of a second


def test_tokens_leave_a_debt_that_the_next_request_waits_for() -> None:
    clock = Clock()
    # 10 a second: the first takes 10 at hand and owes 40, gone after 4.1 s when one is at hand again
    assert starts(clock, limits_of(clock, tokens=600), [50, 50]) == [0.0, 4.1]


def test_tokens_that_were_not_used_are_given_back() -> None:
    clock = Clock()
    assert starts(clock, limits_of(clock, tokens=600), [50, 50, 50], used=5) == [0.0, 0.0, 0.1]


def test_what_the_server_says_is_left_is_not_overdrawn() -> None:
    clock = Clock()
    limits = limits_of(clock)
    limits.learn({"x-ratelimit-remaining-requests": "2", "x-ratelimit-reset-requests": "6s"})
    assert starts(clock, limits, [0] * 4) == [0.0, 0.0, 6.0, 6.0]


def test_tokens_that_the_server_has_not_left_are_waited_for() -> None:
    clock = Clock()
    limits = limits_of(clock)
    limits.learn({"x-ratelimit-remaining-tokens": "100", "x-ratelimit-reset-tokens": "1m2s"})
    assert starts(clock, limits, [60, 60]) == [0.0, 62.0]


def test_requests_in_flight_are_taken_off_what_is_left() -> None:
    clock = Clock()
    limits = limits_of(clock)
    starts(clock, limits, [0] * 3)
    limits.learn({"x-ratelimit-remaining-requests": "4", "x-ratelimit-reset-requests": "10"})
    assert starts(clock, limits, [0, 0]) == [0.0, 10.0]


def test_a_newer_word_of_the_server_counts() -> None:
    clock = Clock()
    limits = limits_of(clock)
    limits.learn({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "60s"})
    limits.learn({"x-ratelimit-remaining-requests": "5", "x-ratelimit-reset-requests": "60s"})
    assert starts(clock, limits, [0]) == [0.0]


def test_a_quota_that_comes_back_tomorrow_is_not_waited_for_until_then() -> None:
    clock = Clock()
    limits = limits_of(clock)
    limits.learn({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "24h0m0s"})
    assert starts(clock, limits, [0]) == [120.0]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-ratelimit-remaining-requests": "0"},
        {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "soon"},
        {"x-ratelimit-remaining-requests": "-1", "x-ratelimit-reset-requests": "9s"},
        {"x-ratelimit-remaining-requests": "none", "x-ratelimit-reset-requests": "9s"},
    ],
)
def test_headers_that_say_nothing_hold_nobody_up(headers: Mapping[str, str]) -> None:
    clock = Clock()
    limits = limits_of(clock)
    limits.learn(headers)
    assert starts(clock, limits, [0]) == [0.0]


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("1s", 1), ("6m0s", 360), ("1h2m3s", 3723), ("20ms", 0.02), ("2m59.56s", 179.56), ("12.5", 12.5), ("-1s", None)],
)
def test_a_duration_is_read_as_servers_write_it(said: str, seconds: float | None) -> None:
    assert duration(said) == (None if seconds is None else pytest.approx(seconds))
