"""How long does grounding 30 quotes in a 100,000-character document take, beside langextract's alignment?

    python benchmarks/grounding.py [--peer DIRECTORY]

makes an environment with langextract 1.7.1 in DIRECTORY (default: a temporary one), runs both on the same work on one
core, and prints the best of five runs in milliseconds of CPU, with the number of right spans. `--no-peer` leaves
langextract out.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

LENGTH = 100_000
QUOTES = 30
RUNS = 5
LIMITS = {"exact": 10.0, "paraphrased": 60.0, "absent": 60.0}
PEER = "langextract==1.7.1"

PLACES = ["Arden", "Belmar", "Corvale", "Dunmore", "Eastholm", "Fairwick", "Glenrock", "Harwell", "Ivybridge", "Jarrow"]
TRADES = ["ceramics", "textiles", "batteries", "shipping", "forestry", "machine tools", "glass", "dairy", "optics"]
VERBS = ["reported", "announced", "recorded", "booked", "published"]
REWORDINGS = [
    ("output", "production"),
    ("district", "county"),
    ("The ", "This "),
    (" sector", ""),
    ("million dollars", "million dollars overall"),
    ("survey", "census"),
]
"""Of a sentence: a word exchanged in the middle, at the start and at the end, one left out, one put in."""


def sentence(dice: random.Random) -> str:
    change = dice.choice(["rose", "fell"])
    return (
        f"The {dice.choice(TRADES)} sector of {dice.choice(PLACES)} district {dice.choice(VERBS)} an output of "
        f"{dice.randint(1, 999)}.{dice.randint(0, 9)} million dollars in quarter {dice.randint(1, 4)}, which {change} "
        f"by {dice.randint(1, 40)}.{dice.randint(0, 9)} percent compared with {dice.randint(1990, 2023)} in the "
        "same survey"
    )


def work(seed: int = 1) -> tuple[str, dict[str, list[tuple[str, tuple[int, int] | None]]]]:
    """Return a document and, for each case, the quotes with the spans that are right (None: nowhere)."""
    dice = random.Random(seed)
    said: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    while at < LENGTH:
        said.append(sentence(dice))
        spans.append((at, at + len(said[-1])))
        at = spans[-1][1] + 2
    text = (". ".join(said) + ".")[:LENGTH]
    picked = sorted(dice.sample(range(len(said) - 1), QUOTES))
    exact = [(text[slice(*spans[index])], spans[index]) for index in picked]
    paraphrased = [(reworded(quote, kind), span) for kind, (quote, span) in enumerate(exact)]
    absent = [
        (f"Mayor {place} {index} denied that a harbour was planned on the northern shore", None)
        for index, place in enumerate(PLACES * 3)
    ]
    return text, {"exact": exact, "paraphrased": paraphrased, "absent": absent}


def reworded(quote: str, kind: int) -> str:
    """Return the quote with one word changed, all numbers kept."""
    return quote.replace(*REWORDINGS[kind % len(REWORDINGS)], 1)


def ours(text: str, quotes: list[str]) -> list[tuple[int, int] | None]:
    from extract.grounding import ground

    found = ground(text, [("claims", quote) for quote in quotes])
    return [tuple(grounding.span) if grounding.span else None for grounding in found]


def theirs(text: str, quotes: list[str]) -> list[tuple[int, int] | None]:
    from langextract.core.data import Extraction
    from langextract.resolver import Resolver

    items = [Extraction(extraction_class="claim", extraction_text=quote) for quote in quotes]
    found = Resolver().align(items, text, token_offset=0, char_offset=0)
    intervals = [item.char_interval for item in found]
    return [(interval.start_pos, interval.end_pos) if interval else None for interval in intervals]


def measure(side: str) -> dict[str, tuple[float, int]]:
    """Return for each case the CPU milliseconds of the best run, and how many spans are right."""
    align = ours if side == "ours" else theirs
    text, cases = work()
    results = {}
    for case, pairs in cases.items():
        quotes = [quote for quote, _ in pairs]
        best = float("inf")
        for _ in range(RUNS):
            begun = time.process_time()
            spans = align(text, quotes)
            best = min(best, time.process_time() - begun)
        right = sum(span == expected for span, (_, expected) in zip(spans, pairs, strict=True))
        results[case] = (best * 1000, right)
    return results


def measure_peer(directory: Path) -> dict[str, tuple[float, int]] | None:
    """Return the peer's measurements, from an environment of its own, or None where it cannot be installed."""
    python = directory / "bin" / "python"
    try:
        if not python.exists():
            venv.create(directory, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PEER], check=True, capture_output=True, text=True)
        said = subprocess.run([python, __file__, "--side", "theirs"], check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None) or str(error)
        print(f"{PEER} cannot be installed or run here, so its side is missing: {said.strip()[-300:]}", file=sys.stderr)
        return None
    return {case: (best, right) for case, (best, right) in json.loads(said.splitlines()[-1]).items()}


def report(own: dict[str, tuple[float, int]], peer: dict[str, tuple[float, int]] | None) -> bool:
    """Print both sides and return whether ours keeps its limits with all spans right."""
    kept = True
    print(f"{QUOTES} quotes, {LENGTH:,} characters, best of {RUNS}, CPU milliseconds (right spans)")
    for case, (best, right) in own.items():
        line = f"{case:12} extract {best:8.1f} ({right}/{QUOTES})"
        if peer:
            line += (
                f"   langextract {peer[case][0]:8.1f} ({peer[case][1]}/{QUOTES})   {peer[case][0] / best:6.0f} times"
            )
        kept = kept and best <= LIMITS[case] and right == QUOTES
        print(line + f"   limit {LIMITS[case]:.0f}")
    return kept


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", type=Path, help="directory of the environment with langextract")
    parser.add_argument("--no-peer", action="store_true", help="measure our side only")
    parser.add_argument("--side", choices=["ours", "theirs"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        print(json.dumps(measure(options.side)))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        peer = None if options.no_peer else measure_peer(options.peer or Path(temporary) / "peer")
    return 0 if report(measure("ours"), peer) else 1


if __name__ == "__main__":
    sys.exit(main())
