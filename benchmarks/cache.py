"""What does it take to store an answer, to call its entry finished (at once or later), and to get it back?

    python benchmarks/cache.py [--entries 2000] [--rounds 5]

Entries are as runs make them: the built-in prompt, documents of 2,500 characters, answers of 8 items. Microseconds of
CPU for each, the best of the rounds, each in a new folder; and bytes on the disk. Exit code 1 where storing and
finishing together take more than 250 microseconds or getting more than 60.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from llm.planted import planted_text
from llm.replies import Asked, good

from extract import prompts
from extract.llm.cache import Cache
from extract.llm.entries import Attempt, Incoming
from extract.llm.requests import Options, wire_request
from extract.pipeline import Task, requests_of
from extract.records import Answer, Document, Request
from extract.schema import ClaimsAndFigures

T = TypeVar("T")
LENGTH = 2_500
MOST = {"store and finish": 250.0, "get": 60.0}


async def never(_request: Request) -> Answer:
    """Fail: nothing is asked here."""
    raise AssertionError("a document was asked about")


def asked(count: int) -> list[tuple[str, str, Attempt]]:
    """Return keys, canonical requests and the answers to them."""
    task = Task(prompts.load(prompts.BUILT_IN), ClaimsAndFigures, never, "openai/m")
    made = []
    for number in range(count):
        text = planted_text(number, length=LENGTH)
        (request,) = requests_of(Document(str(number), text, "", ""), task)
        wire = wire_request(request, Options("m"))
        raw = json.loads(good(Asked("", {}, wire.body(), text, 0)).body)
        made.append((wire.key(), wire.canonical_text(), Attempt(raw, "2026-01-01T00:00:00.000+00:00", 1.0)))
    return made


def each(act: Callable[[T], object], items: Iterable[T]) -> float:
    """Return the microseconds of CPU that the act takes for each item."""
    items = list(items)
    started = time.process_time()
    for item in items:
        act(item)
    return (time.process_time() - started) / len(items) * 1e6


def measured(folder: Path, entries: list[tuple[str, str, Attempt]]) -> dict[str, float]:
    """Return what each act takes in a new cache."""
    keys = [key for key, _, _ in entries]
    found = {}
    with Cache(folder, print) as cache:
        found["miss"] = each(cache.get, keys)
        found["store"] = each(lambda one: cache.store(Incoming(*one)), entries)
        found["finish"] = each(cache.finish, keys)
    with Cache(folder, print) as cache:
        found["get"] = each(cache.get, keys)
        assert all(entry.finished for entry in cache)
    found["store and finish"] = found["store"] + found["finish"]
    found["bytes"] = sum(path.stat().st_size for path in folder.iterdir()) / len(keys)
    with Cache(folder.with_name("at once"), print) as cache:
        found["store finished"] = each(lambda one: cache.store(Incoming(*one, finished=True)), entries)
    return found


def main() -> None:
    """Print what each act takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    entries = asked(given.entries)
    rounds = []
    for _ in range(given.rounds):
        with tempfile.TemporaryDirectory() as made:
            rounds.append(measured(Path(made, "cache"), entries))
    best = {act: min(one[act] for one in rounds) for act in rounds[0]}
    for act, value in best.items():
        print(f"{act:17} {value:8.1f}" + (f"  wanted {MOST[act]:.0f}" if act in MOST else ""))
    raise SystemExit(0 if all(best[act] <= most for act, most in MOST.items()) else 1)


if __name__ == "__main__":
    main()
