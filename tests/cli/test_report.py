"""`extract report`, from a run directory to a page."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest
from click.testing import CliRunner, Result

from extract.__main__ import commands

ROOT = Path(__file__).parent.parent.parent
GOLD = str(ROOT / "gold")


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, ["report", *map(str, arguments)])


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a run of the rule model over the five documents, far from them."""
    out = tmp_path_factory.mktemp("runs") / "rules"
    done = CliRunner().invoke(commands, ["run", str(ROOT / "seeds"), "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out


def test_a_run_becomes_a_page_with_every_text_and_every_item(run: Path, tmp_path: Path) -> None:
    done = call(run, "--out", tmp_path / "page.html")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"{tmp_path / 'page.html'}: 5 documents\n"
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in (run / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    items = sum(len(row["extraction"][type_]) for row in rows for type_ in ("claims", "figures"))
    assert page.count("<tbody id=d") == items
    assert "No gold was named" in page


def test_with_gold_the_page_says_what_is_right(run: Path, tmp_path: Path) -> None:
    done = call(run, "--gold", GOLD, "--out", tmp_path / "page.html")
    assert done.exit_code == 0, done.output
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert 'id="calibration"' in page
    assert "correct F1" in page


def test_two_runs_are_held_against_each_other(run: Path, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(run, before)
    lines = (before / "results.jsonl").read_text(encoding="utf-8").splitlines()
    first = json.loads(lines[0])
    lost = first["extraction"]["figures"].pop()
    (before / "results.jsonl").write_text("\n".join([json.dumps(first), *lines[1:]]) + "\n", encoding="utf-8")
    done = call(run, "--gold", GOLD, "--against", before, "--out", tmp_path / "page.html")
    assert done.exit_code == 0, done.output
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Gold items that only this run found: 1" in page
    assert lost["quote"] in page


def test_two_runs_without_gold_show_their_signals(run: Path, tmp_path: Path) -> None:
    assert call(run, "--against", run, "--out", tmp_path / "page.html").exit_code == 0
    assert "other run 1.000" in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "nowhere holds no run"),
        (["{run}", "--against", "nowhere"], "nowhere holds no run"),
        (["{run}", "--gold", "nowhere"], "nowhere holds no gold"),
        (["{run}", "--schema", "toy:Toy"], "name gold with --gold"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_line_and_writes_no_page(
    run: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    out = tmp_path / "page.html"
    done = call(*(one.format(run=run) for one in arguments), "--out", out)
    assert done.exit_code in (1, 2)
    assert words in done.stderr
    assert not out.exists()


def test_a_page_that_cannot_be_written_is_told(run: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = call(run, "--out", tmp_path / "file" / "page.html")
    assert done.exit_code == 1
    assert "name another file with --out" in done.stderr


def test_a_page_of_200_documents_with_gold_is_small_and_quickly_made(tmp_path: Path) -> None:
    """5 MB and 3 s for 200 documents with 34 items each; the time is the processor's, for machines are busy."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "gold").mkdir()
    for number in range(200):
        seed = sorted((ROOT / "seeds").glob("*.txt"))[number % 5]
        name = f"{number:03}-{seed.stem}"
        shutil.copy(seed, tmp_path / "documents" / f"{name}.txt")
        head, *items = (ROOT / "gold" / f"{seed.stem}.jsonl").read_text(encoding="utf-8").splitlines()
        lines = [json.dumps({**json.loads(head), "id": name}), *items]
        (tmp_path / "gold" / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    seconds_of("run", "documents", "--out", "run", cwd=tmp_path)
    assert (
        seconds_of("report", "run", "--gold", "gold", "--out", "page.html", cwd=tmp_path) < 30
    )  # a hang; under coverage and load it takes several times as long
    assert (tmp_path / "page.html").stat().st_size < 5_000_000


def seconds_of(*arguments: str, cwd: Path) -> float:
    """Run the command in a process that no coverage slows down, and return its processor time."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "extract", *arguments], cwd=cwd, env=environment, check=True)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
