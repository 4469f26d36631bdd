"""Do the commands that a review prints at its end do what they say, whatever the response model?"""

import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from toy_labels import TEXT, label, output
from toy_session import Page

from extract.cli import commands

OWN = "from extract import ClaimsAndFigures\nclass Own(ClaimsAndFigures):\n    pass\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run of a document and its gold, beside a response model of one's own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a_readers_own.py").write_text(OWN, encoding="utf-8")
    label(tmp_path / "gold set", "a", output(value="7000000"))
    return tmp_path


def extract(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(commands, arguments, catch_exceptions=False)
    return done.exit_code, done.stdout


def reviewed(folder: Path, *options: str) -> tuple[list[str], str]:
    """Decide an item on the page; return the commands of its summary and what is told at Ctrl-C."""
    command = [
        sys.executable,
        "-m",
        "extract",
        "review",
        "a run",
        "--gold",
        "gold set",
        "--no-open",
        "--reviewer",
        "ana",
    ]
    command += options
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        page = Page(process.stdout.readline().split(" ")[0])
        item = page.get("/next").text.split('data-item="')[1].split('"')[0]
        assert page.post("/decide", item=item, seen=None, verdict="both").status == 200
        html = page.get("/summary").text.replace("&#39;", "'")
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=30)[1]
    return re.findall(r"extract gold [^<]*", html), told


@pytest.mark.parametrize(
    ("run", "review"),
    [(("--schema", "a_readers_own:Own"), ()), ((), ("--schema", "a_readers_own:Own"))],
    ids=["of the run", "named"],
)
def test_the_next_commands_name_a_response_model_of_ones_own(
    project: Path, run: tuple[str, ...], review: tuple[str, ...]
) -> None:
    assert extract("run", "--out", "a run", *run)[0] == 0
    shown, told = reviewed(project, *review)
    command = told.split("bring the decisions into gold with: ")[1].strip()
    assert command == "extract gold apply --gold 'gold set' --runs 'a run' --schema a_readers_own:Own"
    assert [line.count("--schema a_readers_own:Own") for line in shown] == [1, 1, 1]
    assert extract(*shlex.split(command)[1:])[0] == 0
