"""A run that is killed at any moment goes on where it stopped: one row a document, no torn line, the same rows."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = 2_000
KILLS = 50
SEED = 20_261_121

PLACES = ("The county", "The northern district", "A chemical park", "The port authority", "The pilot zone")
VERBS = (
    "reported output of {} billion yuan",
    "built {} plants",
    "exported {} tonnes",
    "plans to invest {} million yuan",
)


def generated(choices: random.Random) -> dict[str, str]:
    """Return one document of two sentences, the first of them with a number."""
    figure = choices.choice(VERBS).format(choices.randint(2, 999))
    sentence = f"{choices.choice(PLACES)} {figure} in {choices.randint(2015, 2025)}."
    return {"text": f"{sentence} {choices.choice(PLACES)} will open a second station."}


def started(folder: Path, out: str) -> "subprocess.Popen[str]":
    """Start the command on the documents of the folder."""
    command = [sys.executable, "-m", "extract", "run", "documents.jsonl", "--out", out, "--quiet", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def finished(process: "subprocess.Popen[str]") -> dict[str, object]:
    """Wait for the command and return the counts that it prints."""
    printed, complaints = process.communicate(timeout=120)
    assert process.returncode == 0, complaints
    counts = json.loads(printed)
    assert isinstance(counts, dict)
    return counts


def rows(path: Path) -> list[dict[str, object]]:
    """Return the rows of a results file without what a clock says."""
    found = [json.loads(line) for line in path.read_bytes().decode().split("\n")[:-1]]
    for row in found:
        del row["call"]["seconds"]
    return found


def killed(process: "subprocess.Popen[str]", results: Path, growth: float, delay: float) -> int:
    """Kill the process once the results have grown by so many bytes and a moment has passed; return their size."""

    def size() -> int:
        return results.stat().st_size if results.exists() else 0

    before = size()
    while process.poll() is None and size() < before + growth:
        time.sleep(0.001)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return size()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_run_that_is_killed_fifty_times_ends_with_the_rows_of_one_that_is_not(tmp_path: Path) -> None:
    choices = random.Random(SEED)
    documents = [{"id": f"d{number:04}", **generated(choices)} for number in range(DOCUMENTS)]
    (tmp_path / "documents.jsonl").write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
    finished(started(tmp_path, "whole"))
    expected = rows(tmp_path / "whole" / "results.jsonl")
    assert [row["document"]["id"] for row in expected] == [one["id"] for one in documents]  # type: ignore[index]

    results = tmp_path / "killed" / "results.jsonl"
    mean = (tmp_path / "whole" / "results.jsonl").stat().st_size / KILLS
    sizes = [
        killed(started(tmp_path, "killed"), results, choices.uniform(0, 2 * mean), choices.uniform(0, 0.01))
        for _ in range(KILLS)
    ]
    counts = finished(started(tmp_path, "killed"))

    assert len(set(sizes)) > KILLS * 0.7, f"too few kills fell while rows were being written: {sizes}"
    assert (counts["complete"], counts["documents"]) == (True, {"total": DOCUMENTS, "ok": DOCUMENTS})
    assert rows(results) == expected, f"seed {SEED}"
    texts = (tmp_path / "killed" / "documents.jsonl").read_bytes()
    assert texts == (tmp_path / "whole" / "documents.jsonl").read_bytes()
