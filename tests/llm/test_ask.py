"""How does a request become an answer: asked once, stored, shared, and failing by name?"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from llm.planted import planted_text
from llm.replies import FATAL, PASSING, Asked, Reply, always, good
from llm.server import Server as Loopback
from llm.server import serving

from extract.errors import AskError, CacheError, Halted, StopRun
from extract.llm.ask import Asker
from extract.llm.cache import Cache
from extract.llm.entries import Attempt
from extract.llm.requests import Options, WireRequest, wire_request
from extract.llm.retry import Patience
from extract.llm.server import Server
from extract.llm.setup import Setup
from extract.records import Answer, Message, Problem, Reask, Request, Usage
from extract.schema import ClaimsAndFigures

HASTE = Patience(attempts=3, first_wait=0.001)
SECRET = "sk-very-secret-0123456789"  # noqa: S105 - a stand-in


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with serving() as server:
        yield server


def request(number: int = 0) -> Request:
    text = planted_text(number)
    messages = (Message("system", "Read."), Message("user", f"<document>\n{text}\n</document>"))
    return Request(messages, text, None, ClaimsAndFigures)


def setup_for(server: Loopback, folder: Path | None = None, **more: Any) -> Setup:
    asked = Server(server.url, SECRET, timeout=more.pop("timeout", 10.0))
    return Setup(Options("gpt-4o-mini"), asked, folder, patience=HASTE, **more)


def answers(setup: Setup, *requests: Request, settle: bool = True) -> list[Answer]:
    """Ask for all at once, with an asker of its own."""

    async def ask() -> list[Answer]:
        asker = Asker(setup)
        try:
            told = await asyncio.gather(*map(asker, requests))
            for answer in told if settle else ():
                await asker.settle(answer)
            return told
        finally:
            await asker.close()

    return asyncio.run(ask())


def failure(server: Loopback, kind: str, **more: Any) -> AskError:
    server.script = always(kind)
    with pytest.raises(AskError) as raised:
        answers(setup_for(server, **more), request())
    return raised.value


def again(first: Answer, number: int = 1) -> Request:
    return replace(request(), reask=Reask(first, (Problem("p", "figures[0]", "the text says 7"),), number))


# --- one answer ----------------------------------------------------------------------------------------------


def test_an_answer_names_its_model_key_tokens_cost_and_time(loopback: Loopback) -> None:
    (answer,) = answers(setup_for(loopback), request())
    assert (answer.model, answer.finish, answer.attempts, answer.cached) == ("openai/gpt-4o-mini", "stop", 1, False)
    assert answer.key == wire_request(request(), Options("gpt-4o-mini")).key()
    # gpt-4o-mini: 0.15 USD a million tokens in, 0.60 out
    usage = answer.usage
    assert float(answer.cost_usd or 0) == pytest.approx(usage.input_tokens * 0.15e-6 + usage.output_tokens * 0.6e-6)
    assert 0 < answer.seconds < 10


def test_the_key_is_sent_as_a_bearer_and_the_schema_is_strict(loopback: Loopback) -> None:
    answers(setup_for(loopback), request())
    (asked,) = loopback.asked
    assert asked.headers["authorization"] == f"Bearer {SECRET}"
    assert asked.headers["content-type"] == "application/json"
    assert asked.body == wire_request(request(), Options("gpt-4o-mini")).body()


def test_an_answer_without_usage_has_no_cost(loopback: Loopback) -> None:
    loopback.script = lambda asked: replace(good(asked), body=good(asked).body.replace(b'"usage"', b'"used"'))
    (answer,) = answers(setup_for(loopback), request())
    assert (answer.usage, answer.cost_usd) == (Usage(), None)


@pytest.mark.parametrize("kind", sorted(set(PASSING) - {"hang"}))
def test_a_failure_that_passes_is_asked_again(loopback: Loopback, kind: str) -> None:
    loopback.script = lambda asked: (always("500"), PASSING[kind], good)[asked.attempt](asked)
    (answer,) = answers(setup_for(loopback), request())
    assert (answer.attempts, loopback.requests()) == (3, 3)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("429", "rate-limit"),
        ("500", "server-error"),
        ("503", "server-error"),
        ("reset", "connection"),
        ("cut body", "bad-response"),
    ],
)
def test_a_failure_that_stays_has_a_name_after_all_attempts(loopback: Loopback, kind: str, name: str) -> None:
    error = failure(loopback, kind)
    assert (error.kind, isinstance(error, StopRun), loopback.requests()) == (name, False, HASTE.attempts)
    assert loopback.url in str(error)


def test_a_server_that_hangs_is_given_up_after_the_timeout(loopback: Loopback) -> None:
    error = failure(loopback, "hang", timeout=0.2)
    assert (error.kind, loopback.requests()) == ("timeout", HASTE.attempts)
    assert "no answer within 0.2 s; allow more with --timeout" in str(error)


def test_a_server_that_is_not_there_cannot_be_reached(tmp_path: Path) -> None:
    with pytest.raises(AskError, match="cannot be reached") as raised:
        answers(Setup(Options("m"), Server("http://127.0.0.1:1/v1"), patience=HASTE), request())
    assert raised.value.kind == "connection"


@pytest.mark.parametrize(
    ("kind", "name", "remedy"),
    [
        ("401", "authentication", "set OPENAI_API_KEY to a key that this server accepts"),
        ("403", "permission", "use a key that may ask for gpt-4o-mini"),
        ("404", "not-found", "there is no model gpt-4o-mini at this address"),
        ("400", "mode-refused", "the server may not take --mode json_schema: try --mode tools or --mode json"),
    ],
)
def test_what_no_request_gets_past_costs_one_and_stops_the_others(
    loopback: Loopback, kind: str, name: str, remedy: str
) -> None:
    loopback.script = FATAL[kind]

    async def ask() -> list[Any]:
        asker = Asker(setup_for(loopback))
        told = await asyncio.gather(*(asker(request(number)) for number in range(20)), return_exceptions=True)
        await asker.close()
        return told

    told = asyncio.run(ask())
    assert {(type(one), one.kind) for one in told} == {(StopRun, name)}
    assert (remedy in str(told[0]), SECRET in str(told[0]), loopback.requests()) == (True, False, 1)


def test_a_page_in_place_of_the_first_completion_stops_the_run_and_names_the_address(loopback: Loopback) -> None:
    error = failure(loopback, "html")
    assert (type(error), error.kind, loopback.requests()) == (StopRun, "not-an-api", 1)
    assert "this is a page, not an API: give its address with --base-url" in str(error)


def test_a_redirect_is_not_followed_and_stops_the_run(loopback: Loopback) -> None:
    with serving() as other:
        loopback.script = lambda _: Reply(b"", 307, {"location": f"{other.url}/chat/completions"})
        with pytest.raises(StopRun, match=f"status 307 points to {other.url}.*--base-url") as raised:
            answers(setup_for(loopback), request())
        assert (raised.value.kind, loopback.requests(), other.requests()) == ("redirected", 1, 0)


@pytest.mark.parametrize("number", [b"NaN", b"-Infinity", b"1e999"])
def test_a_number_that_json_cannot_hold_makes_a_response_none(loopback: Loopback, number: bytes) -> None:
    loopback.script = lambda asked: replace(good(asked), body=good(asked).body.replace(b"1700000000", number))
    with pytest.raises(AskError, match="no completion in it") as raised:
        answers(setup_for(loopback), request())
    assert (raised.value.kind, loopback.requests()) == ("bad-response", HASTE.attempts)


def test_an_answer_that_cannot_be_stored_is_told_and_stands(loopback: Loopback, tmp_path: Path) -> None:
    told: list[str] = []
    asker = Asker(setup_for(loopback, tmp_path), told.append)
    asker._store("k", WireRequest("m", ()), Attempt({"created": float("nan")}, "2026-01-01T00:00:00.000+00:00", 1.0))
    asyncio.run(asker.close())
    assert len(told) == 1
    assert told[0].startswith("the answer to k is not stored: JSON cannot hold")


def test_an_answer_of_a_model_without_a_price_costs_nobody_knows_what(loopback: Loopback) -> None:
    loopback.script = lambda asked: replace(good(asked), body=good(asked).body.replace(b"gpt-4o-mini", b"my-own"))
    (answer,) = answers(setup_for(loopback), request())
    assert (answer.model, answer.cost_usd) == ("openai/my-own", None)
    assert answer.usage.total() > 0


def replying(status: int, error: dict[str, Any], **headers: str) -> Any:
    return lambda _: Reply(json.dumps({"error": error}).encode(), status, headers)


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (replying(400, {"message": "the prompt is too long", "code": "context_length_exceeded"}), "bad-request"),
        (replying(413, {"message": "too large"}), "bad-request"),
        (replying(402, {"message": "the bill is not paid"}), "refused-request"),
        (replying(429, {"message": "no credit", "code": "insufficient_quota"}), "quota"),
        (replying(503, {"message": "gone"}, **{"x-should-retry": "false"}), "server-error"),
    ],
)
def test_what_will_not_pass_is_asked_once(loopback: Loopback, script: Any, kind: str) -> None:
    loopback.script = script
    with pytest.raises(AskError) as raised:
        answers(setup_for(loopback), request())
    assert (raised.value.kind, isinstance(raised.value, StopRun), loopback.requests()) == (kind, False, 1)


def test_a_request_waits_for_the_first_one_to_be_answered(loopback: Loopback) -> None:
    def script(asked: Asked) -> Reply:
        seen.append(loopback.requests())
        return replace(good(asked), after=0.1)

    seen: list[int] = []
    loopback.script = script
    answers(setup_for(loopback), *map(request, range(4)))
    assert seen == [1, 2, 3, 4]


def test_the_first_request_s_failure_holds_nobody_up(loopback: Loopback) -> None:
    loopback.script = lambda asked: PASSING["500"](asked) if asked.text == planted_text(0) else good(asked)

    async def ask() -> list[Any]:
        asker = Asker(setup_for(loopback))
        told = await asyncio.gather(*(asker(request(number)) for number in range(3)), return_exceptions=True)
        await asker.close()
        return told

    first, *others = asyncio.run(ask())
    assert (first.kind, [one.finish for one in others]) == ("server-error", ["stop", "stop"])


async def halted_after(seconds: float, asker: Asker, *requests: Request) -> list[Any]:
    """Ask for all at once, halt a little later, and return what became of each."""
    asking = [asyncio.ensure_future(asker(request)) for request in requests]
    await asyncio.sleep(seconds)
    asker.halt()
    told = await asyncio.gather(*asking, return_exceptions=True)
    await asker.close()
    return told


def test_what_is_on_its_way_when_asking_is_halted_comes_back_and_nothing_more_is_sent(loopback: Loopback) -> None:
    loopback.script = lambda asked: replace(good(asked), after=0.3)
    setup = setup_for(loopback, requests_per_minute=1)
    first, second = asyncio.run(halted_after(0.2, Asker(setup), request(0), request(1)))
    assert (first.finish, type(second), loopback.requests()) == ("stop", Halted, 1)


def test_a_request_that_waits_for_another_attempt_is_given_up_when_asking_is_halted(loopback: Loopback) -> None:
    loopback.script = always("500")
    setup = replace(setup_for(loopback), patience=Patience(first_wait=60))
    (told,) = asyncio.run(halted_after(0.3, Asker(setup), request()))
    assert (type(told), loopback.requests()) == (Halted, 1)


def test_asking_goes_on_after_it_was_closed(loopback: Loopback) -> None:
    async def twice() -> Answer:
        asker = Asker(setup_for(loopback))
        asker.halt()  # nothing is open yet
        await halted_after(0.2, asker, request(0))
        answer = await asker(request(1))
        await asker.close()
        return answer

    assert asyncio.run(twice()).finish == "stop"


# --- the cache -----------------------------------------------------------------------------------------------


def test_a_stored_answer_is_the_same_but_for_saying_so(loopback: Loopback, tmp_path: Path) -> None:
    (asked,) = answers(setup_for(loopback, tmp_path), request())
    (stored,) = answers(setup_for(loopback, tmp_path), request())
    assert stored == replace(asked, cached=True, final=True)
    assert loopback.requests() == 1


def test_another_key_and_another_address_find_the_same_answer(loopback: Loopback, tmp_path: Path) -> None:
    answers(setup_for(loopback, tmp_path), request())
    elsewhere = Setup(Options("gpt-4o-mini"), Server("http://127.0.0.1:1/v1", "another"), tmp_path)
    assert answers(elsewhere, request())[0].cached


def test_identical_requests_in_flight_are_sent_once(loopback: Loopback) -> None:
    told = answers(setup_for(loopback), *[request()] * 20)
    assert (loopback.requests(), [one.cached for one in told]) == (1, [False] + [True] * 19)


def test_twins_of_a_request_that_fails_fail_with_it(loopback: Loopback) -> None:
    loopback.script = replying(400, {"message": "too long"})

    async def ask() -> list[Any]:
        asker = Asker(setup_for(loopback))
        told = await asyncio.gather(*(asker(request()) for _ in range(5)), return_exceptions=True)
        await asker.close()
        return told

    assert ({one.kind for one in asyncio.run(ask())}, loopback.requests()) == ({"bad-request"}, 1)


def test_a_failure_is_not_stored(loopback: Loopback, tmp_path: Path) -> None:
    loopback.script = always("500")
    with pytest.raises(AskError):
        answers(setup_for(loopback, tmp_path), request())
    with Cache(tmp_path, print) as cache:
        assert len(cache) == 0


@pytest.mark.parametrize(
    ("kind", "invalid"), [("not json", True), ("empty", True), ("good", False), ("refusal", False)]
)
def test_an_answer_that_nothing_can_be_parsed_of_is_stored_with_a_mark(
    loopback: Loopback, tmp_path: Path, kind: str, invalid: bool
) -> None:
    loopback.script = always(kind)
    (answer,) = answers(setup_for(loopback, tmp_path), request())
    with Cache(tmp_path, print) as cache:
        entry = cache.get(answer.key or "")
    assert entry is not None
    assert [attempt.invalid for attempt in entry.attempts] == [invalid]


def test_a_miss_with_the_cache_alone_names_the_key(loopback: Loopback, tmp_path: Path) -> None:
    key = wire_request(request(), Options("gpt-4o-mini")).key()
    with pytest.raises(AskError, match=f"no answer is stored under the key {key}") as raised:
        answers(setup_for(loopback, tmp_path, cache_only=True), request())
    assert (raised.value.kind, loopback.requests()) == ("cache-miss", 0)


def test_a_refresh_asks_once_more_and_replaces_what_is_stored(loopback: Loopback, tmp_path: Path) -> None:
    answers(setup_for(loopback, tmp_path), request())
    loopback.script = always("wrong digits")
    told = answers(setup_for(loopback, tmp_path, refresh=True), request(), request())
    assert (told[0].cached, loopback.requests()) == (False, 2)
    (stored,) = answers(setup_for(loopback, tmp_path), request())
    assert stored.text == told[0].text


def test_a_refresh_finds_what_it_renewed_itself(loopback: Loopback, tmp_path: Path) -> None:
    async def ask() -> tuple[Answer, Answer]:
        asker = Asker(setup_for(loopback, tmp_path, refresh=True))
        told = (await asker(request()), await asker(request()))
        await asker.close()
        return told

    first, second = asyncio.run(ask())
    assert (first.cached, second.cached, loopback.requests()) == (False, True, 1)


def test_an_unfinished_entry_goes_on_with_its_re_ask(loopback: Loopback, tmp_path: Path) -> None:
    answers(setup_for(loopback, tmp_path), request(), settle=False)
    (first,) = answers(setup_for(loopback, tmp_path), request(), settle=False)
    assert (first.cached, first.final) == (True, False)
    (second,) = answers(setup_for(loopback, tmp_path), again(first))
    assert (second.cached, second.key, loopback.requests()) == (False, first.key, 2)


def test_the_answer_to_a_re_ask_is_replayed_whatever_the_problems_say_now(loopback: Loopback, tmp_path: Path) -> None:
    (first,) = answers(setup_for(loopback, tmp_path), request(), settle=False)
    answers(setup_for(loopback, tmp_path), again(first))
    other = replace(request(), reask=Reask(first, (Problem("other", "claims[1]", "something else"),)))
    told_first, told_second = answers(setup_for(loopback, tmp_path), request(), other)
    assert (told_first.final, told_second.final, loopback.requests()) == (False, True, 2)


def test_nothing_is_stored_without_a_cache(loopback: Loopback) -> None:
    for _ in range(2):
        answers(setup_for(loopback), request())
    assert loopback.requests() == 2


def test_a_hit_loads_neither_openai_nor_instructor(loopback: Loopback, tmp_path: Path) -> None:
    answers(setup_for(loopback, tmp_path), request())
    program = """
import asyncio, sys
from pathlib import Path
from llm.test_ask import request
from extract.models import served_model
from extract.llm.setup import Setup
from extract.llm.requests import Options
before = {"openai", "instructor", "httpx2"} & set(sys.modules)
model = served_model(Setup(Options("gpt-4o-mini"), cache=Path(sys.argv[1])))
answer = asyncio.run(model.ask(request()))
print(answer.cached, before, {"openai", "instructor", "httpx2", "genai_prices"} & set(sys.modules))
"""
    command = [sys.executable, "-c", program, str(tmp_path)]
    environment = {"PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.stdout, done.stderr) == ("True set() set()\n", "")


@pytest.mark.parametrize("cost", ["much", "Infinity", ""])
def test_a_stored_cost_that_is_no_amount_is_unknown(loopback: Loopback, tmp_path: Path, cost: str) -> None:
    (asked,) = answers(setup_for(loopback, tmp_path), request())
    with Cache(tmp_path, print) as cache:
        entry = cache.get(asked.key or "")
        assert entry is not None
        cache.put(entry._replace(attempts=(entry.attempts[0]._replace(cost_usd=cost),)), refresh=True)
    assert answers(setup_for(loopback, tmp_path), request())[0].cost_usd is None


# --- the log, and secrets ------------------------------------------------------------------------------------


def test_the_log_has_a_line_for_each_attempt_and_no_text(loopback: Loopback, tmp_path: Path) -> None:
    loopback.script = lambda asked: PASSING["500"](asked) if asked.attempt == 0 else good(asked)
    answers(setup_for(loopback, log=tmp_path / "log.jsonl"), request())
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [(line["attempt"], line["outcome"], line["reask"]) for line in lines] == [
        (1, "server-error", 0),
        (2, "answered", 0),
    ]
    assert lines[1]["model"] == "openai/gpt-4o-mini"
    assert "tonnes" not in (tmp_path / "log.jsonl").read_text()


def test_no_secret_is_written_even_if_the_server_repeats_it(loopback: Loopback, tmp_path: Path) -> None:
    def script(asked: Asked) -> Reply:
        if asked.attempt == 0:
            return replying(500, {"message": f"you sent {SECRET}"})(asked)
        return replace(good(asked), body=good(asked).body.replace(b"chatcmpl-1", SECRET.encode()))

    loopback.script = script
    answers(setup_for(loopback, tmp_path / "cache", log=tmp_path / "log.jsonl"), request())
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert (b"[key]" in written, SECRET.encode() in written) == (True, False)


def test_what_cannot_be_written_at_the_end_is_told_and_hides_no_other_error(
    loopback: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_given: object) -> None:
        raise CacheError("another process keeps the cache locked")

    told: list[str] = []

    async def ask() -> None:
        asker = Asker(setup_for(loopback, tmp_path), told.append)
        answer = await asker(request())
        monkeypatch.setattr(Cache, "store_all", locked)
        with pytest.raises(CacheError, match="locked"):
            await asker.settle(answer)
        await asker.close()

    asyncio.run(ask())
    assert told == ["answers that came in last are not stored: another process keeps the cache locked"]
