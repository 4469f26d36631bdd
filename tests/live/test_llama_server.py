"""A real server that nobody here wrote: llama.cpp's, with a model of random weights that says nothing true."""

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from extract.llm.cache import Cache
from extract.llm.requests import Options
from extract.llm.responses import answer_of
from extract.llm.server import Server
from extract.llm.setup import Setup
from extract.models import served_model
from extract.runs import run
from extract.schema import ClaimsAndFigures

pytestmark = [pytest.mark.live, pytest.mark.timeout(900)]

VARIABLE = "EXTRACT_LIVE"
SEEDS = Path(__file__).parent.parent.parent / "seeds"
LONGEST_ANSWER = 4_000
"""Tokens; a random model sometimes finds no end."""
ANSWER = TypeAdapter(ClaimsAndFigures)


@contextmanager
def llama_server(log: Path) -> Iterator[str]:
    """Run llama-server with the tiny model as long as the block lasts, and give its base URL."""
    built = Path(os.environ.get(VARIABLE, ""))
    binary, model = built / "bin" / "llama-server", built / "tiny.gguf"
    if VARIABLE not in os.environ:
        pytest.skip(f"{VARIABLE} is not set to what tests/live/build.sh built")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    slots = ["-c", "131072", "-np", "4", "-t", "2", "--no-webui"]
    with log.open("wb") as said:
        command = [binary, "-m", model, "--host", "127.0.0.1", "--port", port, *slots]
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}/health", process, log)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(30)


def wait_until_healthy(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(300):
        assert process.poll() is None, log.read_text(encoding="utf-8", errors="replace")[-2000:]
        try:
            with urllib.request.urlopen(url, timeout=1) as response:  # noqa: S310 - on loopback
                if response.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"not healthy after 30 s: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def fits(text: str) -> bool:
    """Whether an answer is what the schema asks for."""
    try:
        ANSWER.validate_json(text)
    except ValidationError:
        return False
    return True


def test_the_five_documents_are_answered_by_a_real_server_and_nothing_random_is_confirmed(tmp_path: Path) -> None:
    with llama_server(tmp_path / "server.log") as url:
        options = Options("tiny", temperature=1.0, max_output_tokens=LONGEST_ANSWER)  # a seed makes all answers one
        model = served_model(Setup(options, Server(url, timeout=600), tmp_path / "cache"))
        summary = run([SEEDS], model=model, out=tmp_path / "run", concurrency=4)

    lines = (tmp_path / "run" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    print(json.dumps(summary.tally.to_json(), indent=1))  # noqa: T201 - shown by pytest -s
    assert len(rows) == 5
    assert "failed" not in [row["status"] for row in rows]
    lists = [items for row in rows if row["extraction"] for items in row["extraction"].values()]
    assert any(lists), "one document at least has items"
    figures = [figure for row in rows if row["extraction"] for figure in row["extraction"]["figures"]]
    assert "confirmed" not in [figure["verification"] for figure in figures]

    with Cache(tmp_path / "cache", pytest.fail) as cache:
        entries = {entry.key: entry for entry in cache}
    for row in rows:
        raw = entries[row["call"]["key"]].attempt(0).raw
        valid = fits(answer_of(raw, "tiny", key="", seconds=0.0).text)
        stood_first = row["call"]["reask"] is None or row["call"]["reask"]["stood"] == "first"
        assert row["status"] == "ok" or not (valid and stood_first), row
