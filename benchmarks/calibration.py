"""Do the statistics of `extract compare` keep what they promise? Simulated, 2,000 data sets a cell: two minutes.

    python benchmarks/calibration.py [DATA_SETS]

Prints, for each number of documents and spread of the change between documents: how often p falls below 0.05 where
nothing differs (promised: 0.05), how often the 95 % interval covers the truth, the same for a true gain, and how often
that gain is seen (power). The clustered McNemar test is held to the same. Then the cost of one comparison.
"""

import sys
import time
from dataclasses import dataclass

import numpy as np
from draw import draw, true_difference

from extract.paired import flip_test, paired_difference, swap_tests

GAIN = 0.245
"""Shift of B that comes to about 3.3 points of F1."""
SIZES = (10, 20, 50, 100)


@dataclass
class Cell:
    """What became of the data sets of one cell."""

    data_sets: int
    swap: float
    """Share with a swap p below 0.05."""
    covered: float
    """Share whose interval holds the truth."""
    flips: float
    """Share with a clustered McNemar p below 0.05."""


def cell(data_sets: int, documents: int, delta: float, tau: float, swaps: int = 10_000) -> Cell:
    """Return how often the statistics say what in data sets drawn alike."""
    random = np.random.default_rng([documents, int(1000 * delta), int(10 * tau)])
    truth = true_difference(delta, tau) if delta else 0.0
    swap = covered = flips = 0
    for seed in range(data_sets):
        drawn = draw(random, documents, delta, tau)
        a, b = drawn.observed()
        test = swap_tests(a, b, swaps, seed)[0]
        swap += test.p is not None and test.p < 0.05
        paired = paired_difference(a[:, 0].tolist(), b[:, 0].tolist())
        covered += paired.low is not None and paired.high is not None and paired.low <= truth <= paired.high
        p = flip_test(list(zip(drawn.lost.tolist(), drawn.won.tolist(), strict=True))).p
        flips += p is not None and p < 0.05
    return Cell(data_sets, swap / data_sets, covered / data_sets, flips / data_sets)


def cost(documents: int = 200, metrics: int = 7, swaps: int = 10_000) -> float:
    """Return the seconds of CPU of the tests and intervals of one comparison."""
    random = np.random.default_rng(7)
    drawn = [draw(random, documents, GAIN, 0.6).observed() for _ in range(metrics)]
    a, b = (np.concatenate(side, axis=1) for side in zip(*drawn, strict=True))
    start = time.process_time()
    swap_tests(a, b, swaps)
    for metric in range(metrics):
        paired_difference(a[:, metric].tolist(), b[:, metric].tolist())
    return time.process_time() - start


def main() -> None:
    data_sets = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    print(f"{data_sets:,} data sets a cell; standard error of 0.05: {(0.05 * 0.95 / data_sets) ** 0.5:.4f}")
    print(f"{'delta':>6} {'tau':>4} {'true':>7} {'docs':>5} {'p<.05':>7} {'covered':>8} {'flips p<.05':>12}")
    for delta in (0.0, GAIN):
        for tau in (0.0, 0.6):
            truth = true_difference(delta, tau) if delta else 0.0
            for documents in SIZES:
                got = cell(data_sets, documents, delta, tau)
                line = f"{delta:6.2f} {tau:4.1f} {truth:7.4f} {documents:5d} {got.swap:7.4f} {got.covered:8.4f}"
                print(f"{line} {got.flips:12.4f}", flush=True)
    print(f"200 documents, 7 metrics, 10,000 swaps: {cost():.3f} s of CPU")


if __name__ == "__main__":
    main()
