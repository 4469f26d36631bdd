"""How many documents a second are asked about, and what does each cost in CPU, beside other ways to ask?

    python benchmarks/calls.py [--peer DIRECTORY | --no-peer] [--rounds N]

Every way asks the same server (benchmarks/fast_server.py, in a process of its own: 50 ms, 8 items) about the same
documents of 2,500 characters, each in a process of its own, one after the other; the median of the rounds counts.

- ours: `extract.run`, cache, grounding, verification and rows included, the start of the process that examines
  answers beside it as well;
- bare: `chat.completions.create` of the same openai client (its aiohttp backend) with the same body, and no more;
- instructor: the same client through instructor, with the same response model, and no more;
- langextract 1.7.1 in an environment that this script makes in DIRECTORY (default: a temporary one).
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from llm.planted import planted_text

from extract import prompts
from extract.llm.requests import Options, wire_request
from extract.llm.server import Server
from extract.llm.setup import Setup
from extract.models import served_model
from extract.pipeline import Task, requests_of
from extract.records import Answer, Document, Request
from extract.runs import run
from extract.schema import ClaimsAndFigures

HERE = Path(__file__).parent
LENGTH = 2_500
ITEMS = 8
WARM_UP = 64
DOCUMENTS = {16: 1_600, 32: 1_600, 64: 6_000, 256: 6_000}
FEWER = {"instructor": 1_200, "langextract": 320}
"""Documents for the ways that take long."""
PEER = "langextract[openai]==1.7.1"
LIMITS = [
    ("bare", 16, 1.0),
    ("bare", 64, 1.3),
    ("instructor", 16, 2.0),
    ("instructor", 64, 2.0),
    ("langextract", 16, 4.0),
    ("langextract", 32, 4.0),
]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one way came to."""

    rate: float
    """Documents a second."""
    cpu: float
    """Milliseconds of CPU for each."""


# --- one way, in its own process -----------------------------------------------------------------------------


def bodies(texts: list[str]) -> list[dict[str, Any]]:
    """Return what is sent for each text."""

    async def never(_request: Request) -> Answer:
        raise AssertionError("nothing is asked here")

    task = Task(prompts.load(prompts.BUILT_IN), ClaimsAndFigures, never, "openai/m")
    documents = (Document(str(at), text, "", "") for at, text in enumerate(texts))
    return [wire_request(request, Options("m")).body() for one in documents for request in requests_of(one, task)]


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Return the seconds of wall clock and of CPU that the work takes, processes that it starts and ends included."""
    started, cpu = time.perf_counter(), _cpu()
    work()
    return {"seconds": time.perf_counter() - started, "cpu": _cpu() - cpu}


def _cpu() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def ours(url: str, warm_up: list[str], texts: list[str], concurrency: int) -> dict[str, float]:
    """Measure `extract.run`; every item must come out confirmed or exact."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        model = served_model(Setup(Options("m"), Server(url, "none"), folder / "cache"))
        for name, given in (("warm-up", warm_up), ("run", texts)):
            lines = (json.dumps({"id": str(at), "text": text}) for at, text in enumerate(given))
            (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        run([folder / "warm-up.jsonl"], model=model, out=folder / "warm-up", concurrency=concurrency)
        taken = timed(lambda: run([folder / "run.jsonl"], model=model, out=folder / "run", concurrency=concurrency))
        rows = [json.loads(line) for line in (folder / "run" / "results.jsonl").read_text("utf-8").splitlines()]
    whole = [row for row in rows if row["status"] == "ok" and not row["call"]["cached"]]
    items = [item for row in whole for items in row["extraction"].values() for item in items if not item["problems"]]
    assert len(items) == ITEMS * len(texts), "an item was lost"
    return taken


def bare(url: str, warm_up: list[str], texts: list[str], concurrency: int) -> dict[str, float]:
    """Measure `chat.completions.create` with ready-made bodies."""

    def asking(client: Any) -> Callable[[dict[str, Any]], Awaitable[object]]:
        return lambda body: client.chat.completions.create(**body)

    return _asked(url, asking, bodies(warm_up), bodies(texts), concurrency)


def instructor(url: str, warm_up: list[str], texts: list[str], concurrency: int) -> dict[str, float]:
    """Measure instructor with the same messages and response model."""

    def asking(client: Any) -> Callable[[dict[str, Any]], Awaitable[object]]:
        import instructor

        wrapped = instructor.from_openai(client, mode=instructor.Mode.JSON_SCHEMA)
        return lambda body: wrapped.chat.completions.create(
            model=body["model"],
            messages=body["messages"],
            temperature=body["temperature"],
            response_model=ClaimsAndFigures,
            max_retries=1,
        )

    return _asked(url, asking, bodies(warm_up), bodies(texts), concurrency)


def _asked(
    url: str,
    asking: Callable[[Any], Callable[[dict[str, Any]], Awaitable[object]]],
    warm_up: list[dict[str, Any]],
    given: list[dict[str, Any]],
    concurrency: int,
) -> dict[str, float]:
    import httpx2
    import openai

    async def gathered() -> dict[str, float]:
        limits = httpx2.Limits(max_connections=1_000, max_keepalive_connections=1_000)
        client = openai.AsyncOpenAI(
            api_key="none", base_url=url, max_retries=0, http_client=openai.DefaultAioHttpClient(limits=limits)
        )
        ask = asking(client)
        await _all(ask, warm_up, concurrency)
        started, cpu = time.perf_counter(), time.process_time()
        await _all(ask, given, concurrency)
        taken = {"seconds": time.perf_counter() - started, "cpu": time.process_time() - cpu}
        await client.close()
        return taken

    return asyncio.run(gathered())


async def _all(ask: Callable[[dict[str, Any]], Awaitable[object]], given: list[dict[str, Any]], workers: int) -> None:
    left = iter(given)

    async def work() -> None:
        for body in left:
            await ask(body)

    await asyncio.gather(*(work() for _ in range(workers)))


WAYS = {"ours": ours, "bare": bare, "instructor": instructor}


# --- side by side --------------------------------------------------------------------------------------------


@contextmanager
def server() -> Iterator[str]:
    """Run the server in its own process and give its base URL."""
    program = [sys.executable, str(HERE / "fast_server.py")]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate("")


def measured(way: str, concurrency: int, python: str, number: int) -> Measured:
    """Return what one way comes to, asked about documents that it has not seen."""
    count = FEWER.get(way, DOCUMENTS[concurrency])
    texts = [planted_text(number * 10_000 + at, length=LENGTH) for at in range(count + WARM_UP)]
    program = ["peer_langextract.py"] if way == "langextract" else ["calls.py", "--way", way]
    with server() as url:
        given = {"url": url, "warm_up": texts[:WARM_UP], "texts": texts[WARM_UP:], "concurrency": concurrency}
        command = [python, str(HERE / program[0]), *program[1:]]
        done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{way}: {done.stderr[-2000:]}")
    taken = json.loads(done.stdout.splitlines()[-1])
    return Measured(count / taken["seconds"], 1000 * taken["cpu"] / count)


def peer_python(directory: Path) -> str:
    """Return the interpreter of an environment with langextract, made if need be."""
    python = directory / "bin" / "python"
    if not python.exists():
        venv.create(directory, with_pip=True)
        subprocess.run([python, "-m", "pip", "-q", "install", PEER], check=True)
    return str(python)


def compared(rounds: int, peer: str | None) -> dict[tuple[str, int], Measured]:
    """Return the medians of all ways at all concurrencies, the ways in turns."""
    plan = [(way, concurrency) for concurrency in (16, 64, 256) for way in WAYS]
    plan += [] if peer is None else [(way, concurrency) for concurrency in (16, 32) for way in ("langextract", "ours")]
    plan = list(dict.fromkeys(plan))
    every: dict[tuple[str, int], list[Measured]] = {place: [] for place in plan}
    for number in range(rounds):
        for place in plan:
            python = peer if place[0] == "langextract" and peer else sys.executable
            every[place].append(measured(*place, python, number))
            print(f"round {number + 1}: {place[0]} at {place[1]}: {every[place][-1].rate:.0f}/s", file=sys.stderr)
    return {
        place: Measured(statistics.median(one.rate for one in found), statistics.median(one.cpu for one in found))
        for place, found in every.items()
    }


def report(found: dict[tuple[str, int], Measured]) -> bool:
    """Print the rates and the ratios, and say whether the limits hold."""
    print(f"{'':12} {'at once':>8} {'documents/s':>12} {'CPU ms':>8} {'ours, times':>12}")
    for (way, concurrency), one in sorted(found.items(), key=lambda pair: (pair[0][1], pair[0][0])):
        ratio = found["ours", concurrency].rate / one.rate
        print(f"{way:12} {concurrency:8} {one.rate:12.0f} {one.cpu:8.2f} {ratio:12.2f}")
    holds = True
    for way, concurrency, least in LIMITS:
        if (way, concurrency) in found:
            ratio = found["ours", concurrency].rate / found[way, concurrency].rate
            holds &= ratio >= least
            print(f"ours / {way} at {concurrency}: {ratio:.2f}, wanted {least}: {'ok' if ratio >= least else 'MISSED'}")
    for concurrency in (16, 32):
        if ("langextract", concurrency) in found:
            share = found["ours", concurrency].cpu / found["langextract", concurrency].cpu
            holds &= share <= 0.2
            print(
                f"CPU of langextract at {concurrency}: {share:.2f}, wanted 0.20: {'ok' if share <= 0.2 else 'MISSED'}"
            )
    return holds


def main() -> None:
    """Measure one way that is given on standard input, or compare them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--peer", type=Path, help="where the environment with langextract is, or is to be")
    parser.add_argument("--no-peer", action="store_true", help="leave langextract out")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    if given.way:
        asked = json.load(sys.stdin)
        print(json.dumps(WAYS[given.way](asked["url"], asked["warm_up"], asked["texts"], asked["concurrency"])))
        return
    with tempfile.TemporaryDirectory() as made:
        peer = None if given.no_peer else peer_python(given.peer or Path(made))
        raise SystemExit(0 if report(compared(given.rounds, peer)) else 1)


if __name__ == "__main__":
    main()
