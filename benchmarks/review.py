"""How quick and how large is the review page with 10,000 disagreements over 1,000 documents?

    python benchmarks/review.py [--documents 1000] [--decisions 300] [--rounds 3]

`extract review` is started on a run of that size and asked over HTTP as a browser would ask it: for the first item,
then with one decision after the other, each of which is answered with the next item. That is done with an empty log of
decisions, and again with one that holds a decision on every disagreement. Printed are seconds from the command's start
to the first item with the CPU of the process, milliseconds from a decision to the next item, and the memory of the
process. Exit code 1 where the best round is over the bounds: 2 s, 100 ms, 150 MB.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from large_review import WRONG, write_decisions, write_review

from extract import ClaimsAndFigures
from extract.evaluation.reviewing import review_of_run

ROOT = Path(__file__).parent.parent
FIRST, NEXT, MEMORY = 2.0, 0.1, 150.0
"""Seconds, seconds, and megabytes."""
_MAIN = re.compile(r'data-item="(?P<item>[^"]*)" data-seen="(?P<seen>[^"]*)"')
_TOKEN = re.compile(r'<meta name="token" content="(?P<token>[^"]*)"')


@dataclass(frozen=True, slots=True)
class Round:
    """What one session measured."""

    first: float
    """Seconds from the start to the first item."""
    cpu: float
    """Of the process, until then."""
    decisions: tuple[float, ...]
    """Seconds from each decision to the next item."""
    cpu_each: float
    """Of the process, for a decision and the next item on average."""
    memory: float
    """Megabytes at the end; the largest there ever were is `peak`."""
    peak: float


class Page:
    """The page as a browser has it open."""

    def __init__(self, url: str) -> None:
        at = urlsplit(url)
        self._host, self._base = at.netloc, at.path
        self._connection = HTTPConnection(self._host, timeout=60)
        self._answer = self._send("GET", "next")
        self._token = (_TOKEN.search(self._answer) or {"token": ""})["token"]
        self._events = 0

    def decide(self, verdict: str) -> None:
        """Decide the item that is shown; the next one is shown then."""
        self._events += 1
        shown = _MAIN.search(self._answer)
        assert shown is not None, self._answer[:400]
        said = {"event": f"bench-{os.getpid()}-{id(self)}-{self._events}", **shown.groupdict(), "verdict": verdict}
        headers = {
            "Content-Type": "application/json",
            "Origin": f"http://{self._host}",
            "X-Extract-Token": self._token,
            "X-Extract-Fragment": "1",
        }
        self._answer = self._send("POST", "decide", json.dumps(said), headers)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _send(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> str:
        self._connection.request(method, f"{self._base}{path}", body, headers or {})
        answer = self._connection.getresponse()
        held = answer.read().decode()
        assert answer.status == 200, (answer.status, held[:400])
        return held


def measured(folder: Path, decisions: int) -> Round:
    """Return what a session measures that makes so many decisions."""
    start = time.perf_counter()
    with reviewing(folder) as (process, url):
        with closing(Page(url)) as page:
            first, cpu = time.perf_counter() - start, cpu_of(process)
            took = []
            for number in range(decisions):
                before = time.perf_counter()
                page.decide("ab"[number % 2])
                took.append(time.perf_counter() - before)
        each = (cpu_of(process) - cpu) / max(1, decisions)
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
        memory, peak = (int(re.findall(rf"{name}:\s+(\d+) kB", status)[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return Round(first, cpu, tuple(took), each, memory, peak)


@contextmanager
def reviewing(folder: Path) -> Iterator[tuple[int, str]]:
    """Give the process of `extract review` with the address of its page, and end it."""
    command = [sys.executable, "-m", "extract", "review", "run", "--no-open", "--json", "--reviewer", "ana"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                raise SystemExit(f"{' '.join(command)} ends early: {process.communicate()[1]}")
            yield process.pid, json.loads(line)["url"]
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate()


def cpu_of(process: int) -> float:
    """Return the CPU seconds that a process has used, user and system."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def prepared(folder: Path, documents: int, *, decided: bool) -> None:
    """Write a run and gold, and if `decided` a log with a decision on every disagreement."""
    run, gold = write_review(folder, documents)
    found = review_of_run(run, gold, ClaimsAndFigures, agreed=False).disagreements
    assert len(found) == documents * WRONG, len(found)
    if decided:
        write_decisions(gold, found)


def report(name: str, rounds: list[Round]) -> bool:
    """Print what the rounds measured; return whether the best of each keeps the bounds."""
    first, cpu = min(one.first for one in rounds), min(one.cpu for one in rounds)
    best = min(rounds, key=lambda one: median(one.decisions))
    slow = sorted(best.decisions)[int(0.99 * len(best.decisions))]
    memory, peak = (max(getattr(one, what) for one in rounds) for what in ("memory", "peak"))
    print(f"{name}:")
    print(f"  first item after {first:.2f} s (CPU {cpu:.2f} s), at most {FIRST:g} s")
    print(
        f"  decision to next item {1000 * median(best.decisions):.1f} ms, 99 of 100 within {1000 * slow:.1f} ms "
        f"(CPU {1000 * best.cpu_each:.1f} ms), at most {1000 * NEXT:g} ms"
    )
    print(f"  memory {memory:.0f} MB, at its largest {peak:.0f} MB, at most {MEMORY:g} MB", flush=True)
    return first <= FIRST and slow <= NEXT and peak <= MEMORY


def main() -> None:
    """Measure both logs, and exit with 1 where a bound is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--decisions", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    options: Any = parser.parse_args()
    kept = []
    for decided in (False, True):
        rounds = []
        with TemporaryDirectory() as place:
            kept_at = Path(place) / "kept"
            kept_at.mkdir()
            prepared(kept_at, options.documents, decided=decided)
            for number in range(options.rounds):
                folder = Path(place) / str(number)
                shutil.copytree(kept_at, folder)
                rounds.append(measured(folder, options.decisions))
        held = f"{options.documents * WRONG:,} disagreements, {'as many' if decided else 'no'} decisions in the log"
        kept.append(report(held, rounds))
    raise SystemExit(not all(kept))


if __name__ == "__main__":
    main()
