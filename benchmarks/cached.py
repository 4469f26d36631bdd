"""How many documents a second are run again whose answers are in the cache, on one core?

    python benchmarks/cached.py [--documents 5000] [--rounds 3]

The documents have 2,500 characters in paragraphs and answers of 8 items. The cache is filled without a server, in the
very form in which a run keeps answers; what is measured is all of `extract.run`: reading the documents, the prompt, the
key, the stored answer, parsing, grounding, verification and the rows, in seconds of CPU of the process. Exit code 1
below 1,000 documents a second.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from llm.planted import planted_text
from llm.replies import Asked, good

from extract import prompts
from extract.llm.cache import Cache
from extract.llm.entries import Attempt, entry_of
from extract.llm.requests import Options, wire_request
from extract.llm.setup import Setup
from extract.models import Model, served_model
from extract.pipeline import Task, requests_of
from extract.records import Answer, Document, Request
from extract.runs import run
from extract.schema import ClaimsAndFigures

WANTED = 1_000
LENGTH = 2_500
ITEMS = 8
OPTIONS = Options("m")


async def never(_request: Request) -> Answer:
    """Fail: nothing is asked here."""
    raise AssertionError("a document was asked about")


def fill(folder: Path, texts: list[str]) -> None:
    """Put the answer to every document into a cache."""
    task = Task(prompts.load(prompts.BUILT_IN), ClaimsAndFigures, never, "openai/m")
    with Cache(folder, print) as cache:
        for at, text in enumerate(texts):
            (request,) = requests_of(Document(str(at), text, "", ""), task)
            wire = wire_request(request, OPTIONS)
            reply = good(Asked("", {}, wire.body(), text, 0))
            attempt = Attempt(json.loads(reply.body), "2026-01-01T00:00:00.000+00:00", 1.0)
            cache.put(entry_of(wire.key(), wire.canonical(), (attempt,), finished=True))


def timed(source: Path, out: Path, model: Model) -> tuple[float, float]:
    """Run and return the seconds of CPU and of wall clock; every item must come out without a problem."""
    cpu, started = time.process_time(), time.perf_counter()
    summary = run([source], model=model, out=out)
    taken = time.process_time() - cpu, time.perf_counter() - started
    tally = summary.tally
    assert (tally.cached, tally.documents["ok"]) == (tally.documents.total(),) * 2
    assert (tally.items.total(), tally.flagged.total()) == (ITEMS * tally.cached, 0)
    asyncio.run(model.close())
    return taken


def main() -> None:
    """Print documents a second of CPU and of wall clock."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    texts = [planted_text(number, length=LENGTH) for number in range(given.documents)]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        source = folder / "documents.jsonl"
        source.write_text("\n".join(json.dumps({"id": str(at), "text": one}) for at, one in enumerate(texts)), "utf-8")
        fill(folder / "cache", texts)
        model = served_model(Setup(OPTIONS, cache=folder / "cache", cache_only=True))
        rounds = [timed(source, folder / f"run-{number}", model) for number in range(given.rounds)]
    cpu, wall = (given.documents / statistics.median(seconds) for seconds in zip(*rounds, strict=True))
    print(f"{cpu:.0f} documents a second of CPU, {wall:.0f} of wall clock, wanted {WANTED}")
    raise SystemExit(0 if cpu >= WANTED else 1)


if __name__ == "__main__":
    main()
