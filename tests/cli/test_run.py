"""What `extract run` prints, where, and with which exit code."""

import json
import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from extract.cli import COMMANDS, commands
from extract.cli.progress import ProgressBar
from extract.cli.summary import print_summary
from extract.plain import one_line
from extract.runs import RunSummary, Tally, read_manifest

ROOT = Path(__file__).parents[2]
TEXT = "The county reported output of 7 billion yuan in 2021. The port authority built 12 plants."


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with two documents and a file that is none in seeds/."""
    (tmp_path / "seeds").mkdir()
    for name in ("a", "b"):
        (tmp_path / "seeds" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "seeds" / "c.txt").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def extract(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(commands, arguments, input=stdin, catch_exceptions=False)


RESULTS = Path("runs") / "claims-and-figures--rules" / "results.jsonl"


def test_a_run_without_arguments_reads_the_seeds_and_says_what_came_of_them(project: Path) -> None:
    result = extract("run")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "3 documents: 2 ok, 1 failed"
    assert lines[-1] == str(RESULTS)
    assert any(line.split()[:2] == ["figures", "4"] for line in lines)
    assert any(line.split() == ["empty", "1", "c"] for line in lines)
    assert max(map(len, lines)) <= 80
    assert [json.loads(line)["document"]["id"] for line in RESULTS.read_text().splitlines()] == ["a", "b", "c"]


def test_progress_and_messages_stay_away_from_a_stream_that_is_no_terminal(project: Path) -> None:
    assert extract("run").stderr == ""


def test_the_counts_come_as_one_json_object_where_a_program_reads_them(project: Path) -> None:
    result = extract("run", "seeds/a.txt", "--json", "--out", "elsewhere")
    counts = json.loads(result.stdout)
    assert (counts["directory"], counts["complete"], counts["documents"]) == ("elsewhere", True, {"total": 1, "ok": 1})
    manifest = read_manifest(project / "elsewhere")
    assert {name: counts[name] for name in manifest.results} == manifest.results


def test_running_again_says_what_was_kept_and_what_was_dropped(project: Path) -> None:
    extract("run", "--out", "r")
    lines = extract("run", "seeds/a.txt", "--out", "r").stdout.splitlines()
    assert "1 kept from before: same document, prompt, model and schema" in lines
    assert "2 dropped: their documents are no longer among the sources" in lines


def test_standard_input_is_a_document(project: Path) -> None:
    result = extract("run", "-", "--json", "--out", "r", stdin=TEXT)
    assert json.loads(result.stdout)["documents"] == {"total": 1, "ok": 1}


def test_a_file_that_is_too_large_is_a_failed_row(project: Path) -> None:
    result = extract("run", "seeds/a.txt", "--max-bytes", "20", "--json")
    assert (result.exit_code, json.loads(result.stdout)["problems"]) == (
        0,
        {"too-large": {"count": 1, "documents": ["a"]}},
    )


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["run", "--model", "parrot"], 2, "Error: unknown model 'parrot'; known: rules"),
        (["run", "--concurrency", "0"], 2, "Error: Invalid value for '--concurrency'"),
        (["run", "nowhere"], 1, "Error: 'nowhere': no such file or folder"),
        (["run", "--out", "seeds"], 1, "Error: seeds holds a.txt but no run.json"),
        (["run", "--prompt", "absent.md"], 1, "Error: "),
        (["fly"], 2, "Error: no command 'fly'; there are: run, "),
    ],
)
def test_a_known_error_is_one_line_and_an_exit_code(project: Path, arguments: list[str], code: int, told: str) -> None:
    result = extract(*arguments)
    assert result.exit_code == code
    assert result.stderr.splitlines()[-1].startswith(told)
    assert result.stdout == ""


def test_without_seeds_a_source_must_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = extract("run")
    assert (result.exit_code, "there is no folder seeds/ here; name files" in result.stderr) == (2, True)


def test_every_command_of_the_table_is_there_and_says_something(project: Path) -> None:
    told = extract("--help").stdout
    for name in COMMANDS:
        assert f"  {name}" in told
        assert extract(name, "--help").exit_code == 0


def started(*arguments: str, cwd: Path, **streams: int) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "extract", *arguments]
    return subprocess.Popen(command, cwd=cwd, env=environment, text=True, **streams)  # type: ignore[call-overload,no-any-return]


def test_ctrl_c_says_how_to_go_on_and_exits_with_130(project: Path) -> None:
    documents = "\n".join(json.dumps({"id": f"d{n}", "text": TEXT}) for n in range(20_000))
    (project / "many.jsonl").write_text(documents, encoding="utf-8")
    process = started("run", "many.jsonl", "--out", "r", cwd=project, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    results = project / "r" / "results.jsonl"
    while process.poll() is None and not (results.exists() and results.stat().st_size):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    printed, told = process.communicate(timeout=60)
    assert (process.returncode, printed) == (130, "")
    assert "stopping: what is in flight lands" in told
    assert told.splitlines()[-1] == "stopped; run the same again to go on from r/results.jsonl"
    rows = results.read_text().splitlines()
    assert read_manifest(project / "r").results["documents"]["total"] == len(rows) < 20_000


def test_a_reader_that_goes_away_is_no_error_to_look_at(project: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    process = started("run", "seeds/a.txt", cwd=project, stderr=subprocess.PIPE, stdout=write)
    os.close(write)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (1, "")
    assert (project / RESULTS).exists()


def test_a_reader_of_a_table_that_goes_away_is_no_error_to_look_at(project: Path) -> None:
    extract("run", "seeds/a.txt", "--out", "r")
    read, write = os.pipe()
    os.close(read)
    process = started("export", "r", "--to", "csv", cwd=project, stderr=subprocess.PIPE, stdout=write)
    os.close(write)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (1, "")


def test_a_standard_output_that_is_closed_is_no_error(project: Path) -> None:
    close = "import os, sys; os.close(1); os.execv(sys.executable, [sys.executable, '-m', 'extract', 'schema'])"
    done = subprocess.run([sys.executable, "-c", close], stderr=subprocess.PIPE, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def terminal() -> Console:
    return Console(file=StringIO(), force_terminal=True, width=100, color_system=None)


def shown(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_a_terminal_is_shown_documents_items_and_problems() -> None:
    console, tally = terminal(), Tally()
    tally.documents["ok"], tally.items["figures"], tally.problems["quote-missing"] = 3, 7, 2
    with ProgressBar(quiet=False, console=console) as bar:
        bar.found(8)
        bar.counted(tally)
    assert "3/8 documents  7 items  2 problems" in shown(console)


def test_a_quiet_run_shows_no_bar() -> None:
    console = terminal()
    with ProgressBar(quiet=True, console=console) as bar:
        bar.found(8)
        bar.counted(Tally())
    assert shown(console) == ""


def test_a_run_that_never_began_is_not_said_to_go_on(project: Path) -> None:
    extract("run", "--out", "r")
    (project / "own.py").write_text(
        "from pydantic import BaseModel\nfrom extract import Claim\n"
        "class Claims(BaseModel):\n    claims: list[Claim]\n",
        encoding="utf-8",
    )
    result = extract("run", "--out", "r", "--schema", "own:Claims")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "Error: r holds a run of another kind (schema: extract.schema:ClaimsAndFigures" in result.stderr


def test_the_summary_shows_the_most_frequent_problems_and_how_many_more() -> None:
    tally, stream = Tally(), StringIO()
    tally.documents.update(ok=1_234)
    for number in range(10):
        tally.problems[f"value-{number}"] = 10 - number
        tally.examples[f"value-{number}"] = ["d1"]
    tally.input_tokens = 5_000
    print_summary(RunSummary(Path("r"), True, tally, 61.0), stream)
    lines = stream.getvalue().splitlines()
    assert lines[:2] == ["1,234 documents: 1,234 ok", "61.0 s, 5,000 tokens in, 0 out, cost unknown"]
    assert [line.split()[0] for line in lines if line.startswith("value-")] == [f"value-{n}" for n in range(8)]
    assert "and 2 more" in stream.getvalue()


def test_the_summary_says_why_documents_that_the_cache_knows_were_asked_about_anew() -> None:
    stream = StringIO()
    print_summary(RunSummary(Path("r"), True, Tally(), 1.0, 5, ("prompt", "response model")), stream)
    assert stream.getvalue().splitlines()[2:4] == [
        "5 requests sent, 0 answered from the cache",
        "asked anew: the cache knows these documents with another prompt, response model",
    ]


def test_a_name_that_would_steer_the_terminal_is_spelled_out() -> None:
    assert one_line("a\x1b[2Jb\nc\u202e") == "a\\x1b[2Jb c\\u202e"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [["--help"], ["schema"]])
def test_output_that_cannot_be_written_is_one_line(arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "extract", *arguments], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )

    assert done.returncode == 1
    assert done.stderr.splitlines() == [done.stderr.strip()]
    assert "No space left on device" in done.stderr
