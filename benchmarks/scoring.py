"""How fast are runs scored, beside stickler-eval?

    python benchmarks/scoring.py [--documents N] [--environments DIR]

One run on one core. Synthetic documents of 30 gold items against 30 items of a run (a tenth with a wrong value, a tenth
dropped and another invented, shuffled) are scored here, from alignment to rates and intervals, and by stickler-eval's
bulk evaluator, once with each of its two fastest comparators. It is installed with venv and pip into an environment of
its own under DIR (a temporary folder by default) and named with the reason where it cannot be. Its default comparator
takes some thirty times longer still. Time is the processor's: for ours the best of five rounds, for stickler one round
over a part of the documents, projected to all of them.

**Same pairs** compares who was matched with whom. stickler matches by the mean of all fields and drops a pair under
0.7, so its rule is sound where that does not depend on what is being judged: on the items without a wrong value. There
both must match the same; the pairs with a wrong value that it drops are counted apart.

**Growth** is the time of one document of 10 to 300 items a side, for items side by side and for items that all overlap.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log
from pathlib import Path
from random import Random
from typing import Annotated, Any

from peers import PeerUnavailable, run_peer
from pydantic import BaseModel

from extract.evaluation.evaluating import Origin, evaluate_rows
from extract.labels import Gold, GoldDocument, GoldItem
from extract.records import Call, DocumentReference, ExtractedItem, Grounding, Row, Span
from extract.schema import Item, Quote, Reads, Scored, exact, number
from extract.scores import Evaluation

HERE = Path(__file__).parent
ITEMS = 30
ROUNDS = 5
PEER_SHARE = 5  # stickler scores one document in so many
AIM_SECONDS, AIM_TIMES = 1.0, 60
Pairs = set[tuple[int, int]]
Fields = dict[str, str | None]


class Entry(Item):
    """An item with one field of each kind."""

    reads = Reads(value="value", unit="unit")
    quote: Quote
    value: Annotated[Decimal | None, Scored(number)]
    unit: Annotated[str | None, Scored(exact)]
    period: Annotated[str | None, Scored(exact)]


class Entries(BaseModel):
    """A document's items."""

    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Page:
    """A synthetic document as both scorers take it, with the true pairs (place in gold, place in the run)."""

    document: GoldDocument
    row: Row
    same: Pairs
    """Whose fields are all the same."""
    changed: Pairs
    """Whose value differs."""


def page(random: Random, items: int = ITEMS, step: int = 40) -> Page:
    """Make up a document; its items are 30 code points long and start `step` apart."""
    id_ = f"d{random.getrandbits(64):016x}"
    gold = [fields(random, place) for place in range(items)]
    run: list[tuple[Fields, Span]] = []
    same, changed = set(), set()
    for place in random.sample(range(items), items):
        fate, at = random.random(), len(run)
        start = step * place
        if fate < 0.1:  # one is dropped and another invented
            run.append((fields(random, place), Span(10**6 + start, 10**6 + start + 30)))
        elif fate < 0.2:
            run.append((gold[place] | {"value": str(int(gold[place]["value"] or 0) + 1)}, Span(start + 2, start + 30)))
            changed.add((place, at))
        else:
            run.append((gold[place], Span(start + 2, start + 30)))
            same.add((place, at))
    labelled = tuple(gold_item(one, Span(step * place, step * place + 30), place) for place, one in enumerate(gold))
    found = tuple(ExtractedItem("entries", one, Grounding("exact", span)) for one, span in run)
    row = Row(DocumentReference(id_, "0" * 64, id_), "ok", Call("toy", "toy"), items=found)
    return Page(GoldDocument(id_, "0" * 64, Path(id_), labelled), row, same, changed)


def gold_item(one: Fields, span: Span, line: int) -> GoldItem:
    """Label an item."""
    return GoldItem("entry", span, one["quote"] or "", {k: v for k, v in one.items() if k != "quote"}, line=line)


def fields(random: Random, place: int) -> Fields:
    """Make up an item."""
    value = random.randrange(1_000, 1_000_000)
    words = "".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=18))
    period = random.choice(["2021", "2022", "2023", None])
    unit = random.choice(["CNY", "t", "%"])
    return {"quote": f"{words} {place} {value}", "value": str(value), "unit": unit, "period": period}


def score(pages: Sequence[Page]) -> Evaluation:
    """Score rows against gold, from the records to every metric."""
    gold = Gold(Path("gold"), "0" * 64, {one.document.id: one.document for one in pages})
    return evaluate_rows([one.row for one in pages], gold, Entries, Origin("toy", "toy", "toy"))


def pairs_of(evaluation: Evaluation) -> list[Pairs]:
    """Return which places of gold and run were matched, document by document."""
    return [
        {(one.gold.line, one.predicted.index) for one in document.compared if one.gold and one.predicted}
        for document in evaluation.documents
    ]


def best_of(rounds: int, task: Callable[[], Any]) -> float:
    """Return the CPU seconds of the fastest round."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        task()
        times.append(time.process_time() - start)
    return min(times)


# --- stickler ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Theirs:
    """What stickler gives on a part of the documents."""

    seconds: float
    """A document."""
    pairs: list[Pairs]


def scored_by_stickler(comparator: str, pages: Sequence[Page], folder: Path) -> Theirs:
    """Install stickler where it is not yet, and have it score the pages."""
    lines = "".join(
        json.dumps(
            {
                "gold": [{"quote": item.quote, **item.fields} for item in one.document.items],
                "run": [dict(item.fields) for item in one.row.items or ()],
            }
        )
        + "\n"
        for one in pages
    )
    command = [str(HERE / "peer_stickler.py"), comparator]
    told = json.loads(run_peer("stickler", ["stickler-eval"], command, lines, folder))
    return Theirs(told["seconds"] / len(pages), [{(a, b) for a, b in pairs} for pairs in told["pairs"]])


def print_same_pairs(pages: Sequence[Page], ours: Sequence[Pairs], theirs: Sequence[Pairs]) -> None:
    """Who was matched with whom, where stickler's rule is sound and where it is not."""
    for name, true in (("unchanged items", "same"), ("items with a wrong value", "changed")):
        sets = [getattr(one, true) for one in pages]
        by_us = sum(len(pairs & found) for pairs, found in zip(sets, ours, strict=True))
        by_them = sum(len(pairs & found) for pairs, found in zip(sets, theirs, strict=True))
        print(f"    {name}: {sum(map(len, sets))} true pairs, {by_us} matched here, {by_them} by stickler")
    for name, found_by in (("here", ours), ("by stickler", theirs)):
        untrue = sum(len(found - one.same - one.changed) for one, found in zip(pages, found_by, strict=True))
        print(f"    pairs of different items, {name}: {untrue}")


# --- printing ------------------------------------------------------------------------------------------------


def print_growth() -> None:
    """The time of one document by its number of items, and by which power of it the time grows."""
    print("growth of one document, CPU ms (power of the number of items):")
    for name, step in (("side by side", 40), ("all overlapping", 0)):
        told, before = [], None
        for items in (10, 30, 100, 300):
            pages = [page(Random(items), items, step)]
            score(pages)
            seconds = best_of(ROUNDS, lambda pages=pages: score(pages))
            power = "" if before is None else f" ({log(seconds / before[1]) / log(items / before[0]):.2f})"
            told.append(f"{items}: {1000 * seconds:.1f}{power}")
            before = (items, seconds)
        print(f"    {name:16} {', '.join(told)}")


def main() -> None:
    """Score here and with stickler, and print what came out."""
    parser = argparse.ArgumentParser(description="How fast runs are scored, beside stickler-eval.")
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--environments", type=Path, help="where the peer is installed; kept for the next run")
    options = parser.parse_args()
    random = Random(1)
    pages = [page(random) for _ in range(options.documents)]
    ours = pairs_of(score(pages))
    seconds = best_of(ROUNDS, lambda: score(pages))
    verdict = "reached" if seconds <= AIM_SECONDS else "missed"
    size = f"{len(pages)} documents, {ITEMS} against {ITEMS} items"
    print(f"extract: {size}: {seconds:.3f} s (aim {AIM_SECONDS:g}: {verdict})")
    part = pages[::PEER_SHARE]
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.environments or Path(temporary)).absolute()
        for comparator in ("fuzzy", "exact"):
            try:
                theirs = scored_by_stickler(comparator, part, folder)
            except PeerUnavailable as error:
                print(f"stickler-eval: not measured, it could not be installed or run: {error}")
                break
            times = theirs.seconds * len(pages) / seconds
            verdict = "reached" if times >= AIM_TIMES else "missed"
            print(
                f"stickler-eval, {comparator} comparator: {theirs.seconds * len(pages):.1f} s, projected from "
                f"{len(part)} documents; here {times:.0f} times as fast (aim {AIM_TIMES}: {verdict})"
            )
            print_same_pairs(part, ours[::PEER_SHARE], theirs.pairs)
    print_growth()


if __name__ == "__main__":
    main()
