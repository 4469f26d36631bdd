"""How well and how fast are figures read, beside quantulum3 and recognizers-text?

    python benchmarks/quantities.py [--environments DIR] [--probes FILE…]

One run on one core: the sentences of `tests/probes/*.jsonl` are read here and by each peer, which is installed with
venv and pip into an environment of its own under DIR (a temporary folder by default; a DIR that is kept makes the
next run quicker) and runs under its own interpreter. A peer that cannot be installed is named with the reason, and
the rest is printed without it.

Two measures. **Clean**, for this package only: every figure with value, upper end, unit, comparator and trend, and
nothing else. **Values**, for all, and generous to the peers: the set of numbers alone, whichever way they divide them
(both ends of a range are two numbers, 66.67 % may be 0.6667, cents may be hundredths or whole, signs are ignored, a
figure that cannot be read or is optional may be missing or not), units, comparators and trends left aside. Time is
the processor's, for reading one sentence after another, loading left out, so that a busy machine changes the figures
less than a clock on the wall would.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from peers import PeerUnavailable, run_peer
from probes import Expected, Probe, Tally, is_clean, read_probes, same_value, same_value_and_change, same_value_and_unit
from probes import tally as tally_of

from extract.quantities import figures
from extract.records import Quantity

HERE = Path(__file__).parent
PROBES = HERE.parent / "tests" / "probes"
# A peer's binary floats and its rounding of fractions.
RELATIVE_TOLERANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Peer:
    """Another package that reads numbers."""

    name: str
    requirements: tuple[str, ...]
    script: str
    aim: int
    """How many times as fast this package is to be."""


PEERS = (
    # The shipped unit classifier is a pickle of scikit-learn 1.8.0, which later versions refuse.
    Peer("quantulum3", ("quantulum3[classifier]", "scikit-learn==1.8.0", "setuptools"), "peer_quantulum3.py", 20),
    # Its import fails with emoji 2.
    Peer("recognizers-text", ("recognizers-text-suite", "emoji<2", "setuptools"), "peer_recognizers_text.py", 150),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The numbers that somebody read in each sentence, and the seconds that all of it took."""

    name: str
    values: tuple[tuple[float, ...], ...]
    seconds: float

    @property
    def rate(self) -> float:
        """Sentences a second."""
        return len(self.values) / self.seconds


# --- the peers -----------------------------------------------------------------------------------------------


def read_by(peer: Peer, texts: Sequence[str], folder: Path) -> Reading:
    """Install the peer where it is not yet, and have it read every sentence."""
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    printed = run_peer(peer.name, peer.requirements, [str(HERE / peer.script)], lines, folder)
    answers = [json.loads(line) for line in printed.splitlines()]
    if len(answers) != len(texts):
        raise PeerUnavailable(f"{len(answers)} answers to {len(texts)} sentences")
    crashes = sum("error" in answer for answer in answers)
    if crashes:
        print(f"{peer.name} raised on {crashes} sentences, which count as empty", file=sys.stderr)
    values = tuple(tuple(answer["values"]) for answer in answers)
    return Reading(peer.name, values, sum(answer["seconds"] for answer in answers))


# --- ours ----------------------------------------------------------------------------------------------------


def read_ours(probes: Sequence[Probe], rounds: int = 5) -> tuple[list[tuple[Quantity, ...]], float]:
    """Our reading of each sentence, and the seconds of the median round."""
    readings = [figures(probe.text) for probe in probes]  # also loads the tables
    times = []
    for _ in range(rounds):
        start = time.process_time()
        for probe in probes:
            figures(probe.text)
        times.append(time.process_time() - start)
    return readings, sorted(times)[rounds // 2]


def numbers(readings: Iterable[Sequence[Quantity]]) -> tuple[tuple[float, ...], ...]:
    """Both ends of every figure, as the peers give them."""
    ends = ([end for quantity in reading for end in (quantity.value, quantity.upper)] for reading in readings)
    return tuple(tuple(float(end) for end in sentence if end is not None) for sentence in ends)


# --- comparing values alone ------------------------------------------------------------------------------------


def values_agree(probe: Probe, values: Sequence[float]) -> bool:
    """The numbers of the sentence are read and no others, whatever is said of them."""
    left = list(values)
    for figure in sorted(probe.figures, key=lambda figure: bool(figure.get("optional"))):
        for said in (figure["value"], figure["upper"]):
            if said is None:
                continue
            place = next((n for n, value in enumerate(left) if _generously_equal(figure, said, value)), None)
            if place is not None:
                left.pop(place)
            elif not figure.get("optional"):
                return False
    garbled = any(figure["value"] is None for figure in probe.figures)
    return garbled or not left


def _generously_equal(figure: Expected, said: str, value: float) -> bool:
    expected = abs(float(Decimal(said)))
    scales = (1.0, 0.01) if figure["unit"] == "%" else (1.0, 100.0) if _is_money(figure["unit"]) else (1.0,)
    return any(abs(abs(value) - expected * scale) <= RELATIVE_TOLERANCE * expected * scale for scale in scales)


def _is_money(unit: str | None) -> bool:
    return unit is not None and unit[:3].isupper() and unit[:3].isalpha()


# --- printing --------------------------------------------------------------------------------------------------


def print_table(probes: Sequence[Probe], ours: Sequence[Sequence[Quantity]], readings: Sequence[Reading]) -> None:
    """Clean probes by phenomenon: ours by the strict measure, then everybody's values."""
    phenomena = dict.fromkeys(probe.phenomenon for probe in probes)
    names = ["clean", *(f"values {reading.name}" for reading in readings)]
    print(f"{'phenomenon':40} {'probes':>6} " + " ".join(f"{name:>23}" for name in names))
    for phenomenon in [*phenomena, None]:
        rows = [n for n, probe in enumerate(probes) if phenomenon in {probe.phenomenon, None}]
        shares = [_share(is_clean(probes[n], ours[n]) for n in rows)]
        shares += [_share(values_agree(probes[n], reading.values[n]) for n in rows) for reading in readings]
        print(f"{phenomenon or 'all':40} {len(rows):6} " + " ".join(f"{share:23.1%}" for share in shares))


def _share(facts: Iterable[bool]) -> float:
    counted = list(facts)
    return sum(counted) / len(counted)


def print_f1(probes: Sequence[Probe], ours: Sequence[Sequence[Quantity]]) -> None:
    """Ours over all figures, in the three measures that published work reports."""
    measures = {"value": same_value, "value and unit": same_value_and_unit, "value and change": same_value_and_change}
    for name, agrees in measures.items():
        total = sum((tally_of(probe, read, agrees) for probe, read in zip(probes, ours, strict=True)), Tally())
        print(f"F1 of {name}: {total.f1:.1%}  (found {total.found}, missed {total.missed}, spurious {total.spurious})")


def print_speed(ours: Reading, peers: Sequence[Reading], failures: Mapping[str, str]) -> None:
    """Sentences a second on one core, and how many times a peer's that is."""
    aims = {peer.name: peer.aim for peer in PEERS}
    print(f"{ours.name}: {ours.rate:.0f} sentences/s")
    for reading in peers:
        ratio = ours.rate / reading.rate
        aim = aims[reading.name]
        verdict = f"aim {aim}: {'reached' if ratio >= aim else 'missed'}"
        print(f"{reading.name}: {reading.rate:.1f} sentences/s; {ratio:.0f} times as fast ({verdict})")
    for name, reason in failures.items():
        print(f"{name}: not measured, it could not be installed or run: {reason}")


def main() -> None:
    """Read the probes here and with every peer, and print what came out."""
    parser = argparse.ArgumentParser(description="How well and how fast figures are read, beside other packages.")
    parser.add_argument("--environments", type=Path, help="where the peers are installed; kept for the next run")
    parser.add_argument("--probes", type=Path, nargs="+", help="files of probes; default: all in tests/probes")
    arguments = parser.parse_args()
    files = arguments.probes or [path for path in sorted(PROBES.glob("*.jsonl")) if path.stem != "verification"]
    probes = read_probes(files)

    quantities, seconds = read_ours(probes)
    ours = Reading("extract", numbers(quantities), seconds)
    readings, failures = [], {}
    with tempfile.TemporaryDirectory() as temporary:
        for peer in PEERS:
            try:
                folder = arguments.environments or Path(temporary)
                readings.append(read_by(peer, [probe.text for probe in probes], folder.absolute()))
            except PeerUnavailable as error:
                failures[peer.name] = str(error)

    print_table(probes, quantities, [ours, *readings])
    print()
    print_f1(probes, quantities)
    print()
    print_speed(ours, readings, failures)


if __name__ == "__main__":
    main()
