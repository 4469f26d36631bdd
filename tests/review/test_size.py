"""Does a review stay quick and small with 10,000 disagreements, and as many decisions before it?

The bounds are three times those of `benchmarks/review.py` and are held against the CPU of the process, so that what
grows with the square is caught and a busy machine is not.
"""

import time
from pathlib import Path

import pytest
from large_review import WRONG, write_decisions, write_review
from review import FIRST, MEMORY, NEXT, measured

from extract import ClaimsAndFigures
from extract.evaluation.reviewing import review_of_run
from extract.review import LOG, Change, fold, read_log

DOCUMENTS = 1000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run and its gold, with a log in which every disagreement is decided."""
    folder = tmp_path_factory.mktemp("large")
    run, gold = write_review(folder, DOCUMENTS)
    write_decisions(gold, review_of_run(run, gold, ClaimsAndFigures, agreed=False).disagreements)
    return folder


@pytest.mark.slow
def test_ten_thousand_disagreements_are_shown_and_decided_in_time_and_memory(folder: Path) -> None:
    session = measured(folder, 30)
    assert session.cpu < 6 * FIRST  # with coverage measured and others at work: what grows with the square takes more
    assert session.cpu_each < 3 * NEXT
    assert session.peak < 1.2 * MEMORY


@pytest.mark.slow
def test_a_long_log_is_not_walked_for_what_was_done_last(folder: Path) -> None:
    state, _ = read_log(folder / "gold" / LOG)
    last = list(state.events)[-1]
    undone = fold([Change("u1", "2026-11-21T14:02:11Z", "ana", "undo", last)], state)
    assert len(state.events) >= DOCUMENTS * WRONG
    start = time.process_time()
    for _ in range(500):
        assert state.undoable("ana") == last
        assert undone.redoable("ana") == last
    assert time.process_time() - start < 0.5  # a walk takes some 2 ms
