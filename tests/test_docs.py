"""Do the commands that the README and the docs show work, and print what is shown?"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"```console\n(.*?)```", re.S)


def steps_of(page: Path) -> list[tuple[str, list[str]]]:
    """Return each command that a page shows (lines that begin with `$ `) with the output lines shown below it."""
    steps: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((line[2:], []))
            elif steps and line.strip():
                steps[-1][1].append(line)
    return steps


def matches(shown: str, printed: str) -> bool:
    """Whether a shown line is a printed one; `...` stands for anything, runs of spaces for one."""
    pattern = ".*".join(re.escape(" ".join(part.split())) for part in shown.strip().split("..."))
    return any(re.fullmatch(pattern, " ".join(line.split())) for line in printed.splitlines())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with what a user of a clone has."""
    for name in ("seeds", "gold", "prompts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("page", [page for page in PAGES if steps_of(page)], ids=lambda page: page.name)
def test_every_command_of_the_page_prints_what_the_page_shows(page: Path, project: Path) -> None:
    bin_folder = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "EXTRACT_CACHE": str(project / "cache"),
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    for command, shown in steps_of(page):
        done = subprocess.run(
            ["bash", "-c", command], cwd=project, env=environment, capture_output=True, text=True, timeout=120
        )
        printed = done.stdout + done.stderr
        expected_exit = 0 if "# exit" not in command else int(shlex.split(command.split("# exit")[1])[0])
        assert done.returncode == expected_exit, f"{command}\n{printed}"
        missing = [line for line in shown if not matches(line, printed)]
        assert not missing, f"{command} does not print {missing}; it prints\n{printed}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_of_the_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []
