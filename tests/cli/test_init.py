"""What `extract init` makes."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extract import prompts
from extract.cli import commands


def init(folder: Path) -> Result:
    return CliRunner().invoke(commands, ["init", str(folder)])


def test_a_new_project_has_a_prompt_of_its_own_and_places_for_documents_and_gold(tmp_path: Path) -> None:
    result = init(tmp_path / "bonds")
    assert result.exit_code == 0
    files = sorted(path.relative_to(tmp_path / "bonds").as_posix() for path in (tmp_path / "bonds").rglob("*.*"))
    assert files == [
        ".gitignore",
        "README.md",
        "documents/.gitkeep",
        "gold/.gitkeep",
        "prompts/claims-and-figures.md",
    ]
    own = prompts.load(str(tmp_path / "bonds" / "prompts" / "claims-and-figures.md"))
    assert own.fingerprint == prompts.load(prompts.BUILT_IN).fingerprint


def test_the_command_in_its_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "documents" / "a.txt").write_text("Output rose 5 percent to 7 billion yuan.", encoding="utf-8")
    readme = (tmp_path / "README.md").read_text(encoding="utf-8").splitlines()
    command = next(line.split() for line in readme if line.startswith("    extract run"))
    result = CliRunner().invoke(commands, command[1:])
    assert result.exit_code == 0
    written = result.stdout.splitlines()[-1]
    assert f"`{written}`" in "\n".join(readme)


def test_a_folder_that_has_such_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    result = init(tmp_path)
    assert (result.exit_code, "holds README.md already" in result.stderr) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = init(tmp_path / "file" / "project")
    assert (result.exit_code, "cannot be written" in result.stderr) == (1, True)
