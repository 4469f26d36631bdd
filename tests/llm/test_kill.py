"""A run that is killed at any moment goes on where it stopped: what was answered and stored is not asked again."""

import json
import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from llm.planted import document_in, planted_text
from llm.replies import MENDABLE, Asked, Chance, Reply, good
from llm.served import environment, planted_file, rows
from llm.server import Server, serving
from llm.starting import starting

from extract.llm.cache import Cache

DOCUMENTS = 400
KILLS = 100
SEED = 20_261_121

FIRST = Chance(0.3, tuple(MENDABLE), seed=1)
ON_THE_WAY = Chance(0.1, (*["429 with Retry-After"] * 4, "reset"), seed=2, after=0.01)


def script(asked: Asked) -> Reply:
    """Spoil some requests on the way and some first answers; every re-ask that arrives is answered without a fault.

    What a first answer is like depends on the document alone, for kills shift the count of attempts.
    """
    if ON_THE_WAY.kind(asked.text, asked.attempt):
        return ON_THE_WAY(asked)
    fault = None if asked.reask else FIRST.kind(asked.text, 0)
    return MENDABLE[fault](asked) if fault else good(asked)


def command(source: str, name: str) -> list[str]:
    """Return the arguments of a run over the source, into the folder of that name."""
    where = ["--out", name, "--cache", f"{name}.cache"]
    how = ["--model", "openai/planted", "--concurrency", "8", "--timeout", "30", "--quiet"]
    return ["run", source, *where, *how]


def stored(folder: Path) -> set[tuple[str, bool]]:
    """Return of which documents the cache has an answer, and of which one to a re-ask."""
    with Cache(folder, warn=pytest.fail) as cache:
        return {(_text(entry.request), attempt.reask > 0) for entry in cache for attempt in entry.attempts}


def _text(request: object) -> str:
    assert isinstance(request, dict)
    return document_in([{"role": role, "content": content} for role, content in request["messages"]])


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_run_that_is_killed_a_hundred_times_asks_nothing_again_that_was_stored(tmp_path: Path) -> None:
    planted_file(tmp_path, DOCUMENTS)
    (tmp_path / "one.jsonl").write_text(json.dumps({"id": "one", "text": planted_text(DOCUMENTS)}), encoding="utf-8")
    run = command("documents.jsonl", "run")
    choices = random.Random(SEED)
    states: list[tuple[int, set[tuple[str, bool]]]] = []  # after each kill: requests so far, answers stored so far
    with serving(script) as server, starting(tmp_path, environment(server), command("one.jsonl", "one")) as starter:
        for _ in range(KILLS):
            process = starter.start(run)
            wait_for(server, choices.randint(0, 3 * DOCUMENTS // KILLS))
            time.sleep(choices.uniform(0, 0.02))
            os.kill(process, signal.SIGKILL)
            assert starter.ended() == -signal.SIGKILL, "the run ended before it was killed; give it more documents"
            states.append((server.requests(), stored(tmp_path / "run.cache")))
        starter.start(run)
        assert starter.ended() == 0

    sizes = [len(kept) for _, kept in states]
    assert sizes == sorted(sizes), "no stored answer was lost"
    assert len(set(sizes)) > KILLS / 4, f"too few kills fell while answers came in: {sizes}"
    ends = [requests for requests, _ in states[1:]] + [server.requests()]
    for (start, kept), end in zip(states, ends, strict=True):
        again = [(asked.text, asked.reask) for asked in server.asked[start:end] if (asked.text, asked.reask) in kept]
        assert again == [], f"seed {SEED}"
    found = rows(tmp_path / "run")
    assert list(found) == [f"d{number:04}" for number in range(DOCUMENTS)]
    assert {(row["status"], len(good_quotes(row))) for row in found.values()} == {("ok", 8)}


def wait_for(server: Server, requests: int) -> None:
    """Wait until so many more requests have come in, or ten seconds have passed."""
    goal, deadline = server.requests() + requests, time.monotonic() + 10
    while server.requests() < goal and time.monotonic() < deadline:
        time.sleep(0.001)


def good_quotes(row: dict[str, Any]) -> list[str]:
    return [item["quote"] for items in row["extraction"].values() for item in items if not item["problems"]]
