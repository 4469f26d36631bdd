"""A run that is killed at any moment goes on where it stopped: one row a document, no torn line, the same rows."""

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest
from llm.starting import Starter, starting

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


def command(out: str) -> list[str]:
    """Return the arguments of a run over the documents."""
    return ["run", "documents.jsonl", "--out", out, "--quiet"]


def rows(path: Path) -> list[dict[str, object]]:
    """Return the rows of a results file without what a clock says."""
    found = [json.loads(line) for line in path.read_bytes().decode().split("\n")[:-1]]
    for row in found:
        del row["call"]["seconds"]
    return found


def killed(starter: Starter, results: Path, growth: float, delay: float) -> int:
    """Start a run, kill it once the results have grown by so many bytes and a moment has passed; return their size."""

    def size() -> int:
        return results.stat().st_size if results.exists() else 0

    before, deadline = size(), time.monotonic() + 60
    process = starter.start(command("killed"))
    while size() < before + growth and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(delay)
    os.kill(process, signal.SIGKILL)
    assert starter.ended() == -signal.SIGKILL, "the run ended before it was killed; give it more documents"
    return size()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_run_that_is_killed_fifty_times_ends_with_the_rows_of_one_that_is_not(tmp_path: Path) -> None:
    choices = random.Random(SEED)
    documents = [{"id": f"d{number:04}", **generated(choices)} for number in range(DOCUMENTS)]
    (tmp_path / "documents.jsonl").write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
    results = tmp_path / "killed" / "results.jsonl"
    with starting(tmp_path, {**os.environ, "PYTHONPATH": str(ROOT)}, command("whole")) as starter:
        starter.start(command("whole"))  # keeps every row, and so waits for the first
        assert starter.ended() == 0
        expected = rows(tmp_path / "whole" / "results.jsonl")
        most = 1.5 * (tmp_path / "whole" / "results.jsonl").stat().st_size / KILLS  # so that some is left after all
        sizes = [killed(starter, results, choices.uniform(0, most), choices.uniform(0, 0.01)) for _ in range(KILLS)]
        starter.start(command("killed"))
        assert starter.ended() == 0

    assert [row["document"]["id"] for row in expected] == [one["id"] for one in documents]  # type: ignore[index]
    assert len(set(sizes)) > KILLS * 0.7, f"too few kills fell while rows were being written: {sizes}"
    manifest = json.loads((tmp_path / "killed" / "run.json").read_text(encoding="utf-8"))
    assert (manifest["complete"], manifest["results"]["documents"]) == (True, {"total": DOCUMENTS, "ok": DOCUMENTS})
    assert rows(results) == expected, f"seed {SEED}"
    texts = (tmp_path / "killed" / "documents.jsonl").read_bytes()
    assert texts == (tmp_path / "whole" / "documents.jsonl").read_bytes()
