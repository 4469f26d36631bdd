"""Which files no command writes over."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from extract.cli import commands
from extract.cli.targets import refuse_kept
from extract.errors import UsageError

GOLD = '{"type": "document", "id": "a", "sha256": "0", "guidelines": 1}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run directory and a gold folder beside each other."""
    for name, content in (("run/run.json", "{}"), ("run/results.jsonl", "kept\n"), ("gold/a.jsonl", GOLD)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["run.json", "documents.jsonl", "results.jsonl", "RESULTS.JSONL", "../run/run.json"])
def test_no_file_of_a_run_is_a_target_even_before_it_is_there(folder: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"is a file of the run .*; name another file with --out"):
        refuse_kept(folder / "run" / name, "--out")


@pytest.mark.parametrize("name", ["a.jsonl", "b.jsonl", "page.html", "review/decisions.jsonl"])
def test_nothing_in_a_gold_folder_is_a_target(folder: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"stands in the gold set .*; name a file outside it with --pairs"):
        refuse_kept(folder / "gold" / name, "--pairs")


def test_a_link_to_a_file_of_a_run_is_no_target(folder: Path) -> None:
    (folder / "link.csv").symlink_to(folder / "run" / "results.jsonl")
    with pytest.raises(UsageError, match="is a file of the run"):
        refuse_kept(folder / "link.csv", "--out")


def test_any_other_file_is_a_target(folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "other" / "torn.jsonl").write_text("{", encoding="utf-8")
    (folder / "other" / "folder.jsonl").mkdir()
    for name in ("run/page.html", "run/items.csv", "other/results.jsonl", "other/torn.jsonl"):
        refuse_kept(folder / name, "--out")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("export run --to csv --out run/results.jsonl", 2),
        ("eval run --pairs run/results.jsonl", 2),
        ("report run --out run/results.jsonl", 2),
        ("compare run run --write json=run/results.jsonl", 4),
        ("cache export run/results.jsonl", 2),
    ],
)
def test_every_command_that_writes_a_file_leaves_a_run_as_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: str, code: int
) -> None:
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(commands, command.split(), catch_exceptions=False)
    assert (result.exit_code, "is a file of the run" in result.stderr) == (code, True)
    assert (folder / "run" / "results.jsonl").read_text(encoding="utf-8") == "kept\n"
