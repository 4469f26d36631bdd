"""The key to a server is in nothing that is written: neither cache nor run nor log nor what is printed."""

import subprocess
import sys
from pathlib import Path

import pytest
from llm.replies import Asked, Chance, Reply, always, said
from llm.served import KEY, environment, planted_file
from llm.server import Server, serving

SCRIPTS = {"faults": Chance(0.4), "refused": always("401"), "mode": always("400"), "echo": lambda asked: echo(asked)}


def echo(asked: Asked) -> Reply:
    """Return an answer that repeats the key, as a debugging gateway might."""
    return said(asked, f'{{"claims": [], "figures": [], "headers": "{asked.headers["authorization"]}"}}')


def written(folder: Path) -> list[tuple[str, bytes]]:
    return [(str(path.relative_to(folder)), path.read_bytes()) for path in folder.rglob("*") if path.is_file()]


def run_command(server: Server, folder: Path, *options: str) -> "subprocess.CompletedProcess[bytes]":
    named = ["--model", "openai/planted", "--out", "run", "--cache", "cache", "--log", "log.jsonl", "--timeout", "1"]
    command = [sys.executable, "-m", "extract", "run", "documents.jsonl", *named, *options]
    return subprocess.run(command, cwd=folder, env=environment(server), capture_output=True)


@pytest.mark.parametrize("script", list(SCRIPTS))
def test_the_key_is_nowhere_but_in_the_request(tmp_path: Path, script: str) -> None:
    planted_file(tmp_path, 20)
    with serving(SCRIPTS[script]) as server:
        done = run_command(server, tmp_path)
        assert {asked.headers["authorization"] for asked in server.asked} == {f"Bearer {KEY}"}
    files = written(tmp_path)
    assert {"log.jsonl", "cache/cache.db", "run/run.json"} <= {name for name, _ in files}
    leaks = [name for name, content in [*files, ("stdout", done.stdout), ("stderr", done.stderr)] if holds_key(content)]
    assert leaks == []


def holds_key(content: bytes) -> bool:
    """Whether the key is in it, whole or most of it."""
    return KEY.encode() in content or KEY[3:].encode() in content


def test_a_wrong_key_costs_one_request_and_the_error_says_what_to_do(tmp_path: Path) -> None:
    planted_file(tmp_path, 20)
    with serving(always("401")) as server:
        done = run_command(server, tmp_path, "--concurrency", "16")
        assert server.requests() == 1
    assert (done.returncode, KEY.encode() in done.stderr) == (1, False)
    assert b"OPENAI_API_KEY" in done.stderr


def test_a_password_in_the_address_is_kept_out_as_well(tmp_path: Path) -> None:
    planted_file(tmp_path, 5)
    with serving(Chance(0.5, ("500", "not json"))) as server:
        address = server.url.replace("//", "//ann:hunter2-hunter2@")
        done = run_command(server, tmp_path, "--base-url", address)
    named = [*written(tmp_path), ("stdout", done.stdout), ("stderr", done.stderr)]
    assert [name for name, content in named if b"hunter2" in content] == []
