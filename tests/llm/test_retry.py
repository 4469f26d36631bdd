"""When is a request sent again, and after how long?"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from extract.errors import AskError, StopRun
from extract.llm.retry import PassingFailure, Patience, asked_wait, patiently


class Failing:
    """Fails in the given ways, then answers with the number of the attempt; remembers the waits between."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.waits: list[float] = []

    async def send(self, number: int) -> int:
        if self.failures:
            raise self.failures.pop(0)
        return number

    async def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 6))


def ask(failing: Failing, patience: Patience = Patience(), chance: float = 0.0) -> int:  # noqa: B008 - frozen
    return asyncio.run(patiently(failing.send, patience, sleep=failing.sleep, chance=lambda: chance))


def busy(**headers: str) -> PassingFailure:
    return PassingFailure("busy", "rate-limit", {name.replace("_", "-"): value for name, value in headers.items()})


def test_an_answer_that_comes_at_once_is_not_waited_for() -> None:
    failing = Failing()
    assert (ask(failing), failing.waits) == (1, [])


def test_waits_double_and_are_between_half_and_whole() -> None:
    failing = Failing(busy(), busy(), busy())
    assert (ask(failing, chance=0.0), failing.waits) == (4, [0.25, 0.5, 1.0])
    failing = Failing(busy(), busy(), busy())
    assert (ask(failing, chance=1.0), failing.waits) == (4, [0.5, 1.0, 2.0])


def test_waits_do_not_grow_beyond_the_longest() -> None:
    failing = Failing(*(busy() for _ in range(5)))
    ask(failing, Patience(longest_wait=1.0), chance=1.0)
    assert failing.waits == [0.5, 1.0, 1.0, 1.0, 1.0]


def test_a_server_that_says_how_long_is_never_asked_sooner() -> None:
    failing = Failing(busy(retry_after="3"), busy(retry_after_ms="1500"))
    ask(failing, chance=0.5)
    assert failing.waits == [3.15, 1.575]  # 3 * 1.05, 1.5 * 1.05


def test_a_server_that_asks_for_hours_is_asked_again_sooner() -> None:
    failing = Failing(busy(retry_after="7200"))
    ask(failing, Patience(longest_obeyed=20))
    assert failing.waits == [20]


def test_attempts_are_capped_and_the_last_failure_is_told() -> None:
    failing = Failing(*(PassingFailure(f"failure {n}", "server-error") for n in range(1, 9)))
    with pytest.raises(PassingFailure, match="failure 3"):
        ask(failing, Patience(attempts=3))
    assert len(failing.waits) == 2


def test_no_attempt_starts_after_the_time_is_up() -> None:
    failing = Failing(busy(retry_after="5"), busy())
    with pytest.raises(PassingFailure):
        ask(failing, Patience(total=4))
    assert failing.waits == []


@pytest.mark.parametrize("error", [AskError("no", "bad-request"), StopRun("never", "authentication")])
def test_what_will_not_pass_is_not_sent_again(error: AskError) -> None:
    failing = Failing(error)
    with pytest.raises(AskError) as raised:
        ask(failing)
    assert (raised.value, failing.waits) == (error, [])


def test_each_request_has_its_own_count_of_attempts() -> None:
    async def all_of(requests: list[Failing]) -> list[int]:
        sent = (patiently(one.send, Patience(attempts=3), sleep=one.sleep) for one in requests)
        return await asyncio.gather(*sent)

    assert asyncio.run(all_of([Failing(busy(), busy()) for _ in range(20)])) == [3] * 20


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "40", "retry-after": "9"}, 0.04),
        ({"retry-after": "Sat, 21 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Sat, 21 Nov 2026 12:00:30 -0000"}, 30.0),
        ({"retry-after": "Sat, 21 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "presently"}, None),
        ({}, None),
    ],
)
def test_a_wait_is_read_as_seconds_milliseconds_or_a_date(headers: Mapping[str, str], seconds: float | None) -> None:
    assert asked_wait(headers, datetime(2026, 11, 21, 12, tzinfo=UTC)) == seconds
