"""The misbehaving server does what its script says, so that tests can rely on it."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from http.client import IncompleteRead
from pathlib import Path
from typing import Any

import pytest
from llm.planted import document_in, faultless, planted_text
from llm.replies import FAULTS, Chance, always
from llm.server import Server, serving

TEXT = planted_text(1)


def sent(server: Server, timeout: float = 10, **more: Any) -> tuple[int, Any]:
    messages = [{"role": "user", "content": f"Read.\n<document>\n{TEXT}\n</document>"}]
    body = json.dumps({"model": "m", "messages": messages, **more}).encode()
    request = urllib.request.Request(f"{server.url}/chat/completions", body, {"Authorization": "Bearer k"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:  # noqa: S310 - on loopback
            return response.status, json.loads(response.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers)


def test_the_document_is_what_stands_between_its_marks() -> None:
    assert document_in([{"role": "user", "content": "<document>\nA. B.\n</document>"}]) == "A. B."


def test_a_good_reply_holds_a_claim_and_a_figure_for_each_planted_sentence() -> None:
    with serving() as server:
        status, reply = sent(server)
    assert status == 200
    assert json.loads(reply["choices"][0]["message"]["content"]) == faultless(TEXT)
    assert (len(faultless(TEXT)["claims"]), len(faultless(TEXT)["figures"])) == (4, 4)


def test_requests_are_counted_and_attempts_are_told_apart_by_document() -> None:
    with serving() as server:
        sent(server), sent(server)
    assert [(asked.text == TEXT, asked.attempt) for asked in server.asked] == [(True, 0), (True, 1)]
    assert server.asked[0].headers["authorization"] == "Bearer k"


@pytest.mark.parametrize(
    ("kind", "status"), [("429", 429), ("500", 500), ("503", 503), ("401", 401), ("403", 403), ("404", 404)]
)
def test_a_status_is_what_the_script_says(kind: str, status: int) -> None:
    with serving(always(kind)) as server:
        assert sent(server)[0] == status


def test_a_wait_is_asked_for() -> None:
    with serving(always("429 with Retry-After")) as server:
        assert sent(server)[1]["retry-after"] == "0.05"


def test_a_reset_comes_in_the_middle_of_the_body() -> None:
    with serving(always("reset")) as server, pytest.raises((IncompleteRead, ConnectionResetError)):
        sent(server)


def test_a_server_that_hangs_says_nothing_and_can_still_be_stopped() -> None:
    with serving(always("hang")) as server, pytest.raises(TimeoutError):
        sent(server, timeout=0.2)


def test_duplicate_calls_are_two_calls_of_the_function() -> None:
    with serving(always("duplicate tool calls")) as server:
        tool = {"type": "function", "function": {"name": "f", "parameters": {}}}
        choice = sent(server, tools=[tool])[1]["choices"][0]
    assert [call["function"]["name"] for call in choice["message"]["tool_calls"]] == ["f", "f"]


def test_chance_gives_the_same_faults_always_and_as_many_as_it_says() -> None:
    texts = [planted_text(number) for number in range(1_000)]
    kinds = [Chance(0.4).kind(text, 0) for text in texts]
    assert kinds == [Chance(0.4).kind(text, 0) for text in texts]
    assert 350 < sum(kind is not None for kind in kinds) < 450  # 400, give or take three standard deviations
    assert set(kinds) == {None, *FAULTS}


def test_it_runs_as_a_program_until_its_input_ends() -> None:
    program = Path(__file__).parent / "server.py"
    with subprocess.Popen([sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        url = run.stdout.readline().strip()
        status, _ = sent(Server(always("good"), int(url.rsplit(":", 1)[1].removesuffix("/v1"))))
        assert run.communicate("")[0] == ""
    assert (status, run.returncode) == (200, 0)
