"""What `extract cache` prints, where, and with which exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extract.cli import commands
from extract.llm.cache import Cache
from extract.llm.entries import Attempt, entry_of
from extract.llm.requests import WireRequest
from extract.records import Message


def put(folder: Path, text: str, model: str = "toy", *, finished: bool = True) -> str:
    """Store an answer and return its key."""
    wire = WireRequest(model, (Message("user", text),))
    usage = {"prompt_tokens": 1000, "completion_tokens": 20}
    raw = {"model": model, "choices": [{"message": {"content": text}}], "usage": usage}
    with Cache(folder, print) as cache:
        cache.put(entry_of(wire.key(), wire.canonical(), (Attempt(raw, "2026-01-01T00:00:00Z"),), finished=finished))
    return wire.key()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache, with three entries, and another folder to stand in."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("EXTRACT_CACHE", str(folder))
    monkeypatch.chdir(tmp_path)
    put(folder, "a")
    put(folder, "b")
    put(folder, "c", "other", finished=False)
    return folder


def extract(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["cache", *arguments], catch_exceptions=False)


def test_info_says_where_the_cache_is_and_what_it_holds(folder: Path) -> None:
    lines = extract("info").stdout.splitlines()
    assert lines[0].startswith(f"{folder}: ")
    assert lines[1] == "3 entries: 2 finished, 1 unfinished, 0 damaged"
    assert [line.split() for line in lines[-2:]] == [
        ["other", "1", "1", "0", "1,000", "20", "unknown"],
        ["toy", "2", "2", "0", "2,000", "40", "unknown"],
    ]


def test_info_as_json(folder: Path) -> None:
    told = json.loads(extract("info", "--json").stdout)
    assert (told["folder"], told["entries"], told["models"]["toy"]["input_tokens"]) == (str(folder), 3, 2000)


def test_info_of_an_empty_cache_has_no_table(tmp_path: Path) -> None:
    Cache(tmp_path / "empty", print).close()
    lines = extract("info", "--cache", str(tmp_path / "empty")).stdout.splitlines()
    assert lines[1:] == ["0 entries: 0 finished, 0 unfinished, 0 damaged"]


def test_a_cache_that_is_not_there_is_one_error_and_is_not_made(tmp_path: Path) -> None:
    for arguments in (["info"], ["export", "x.jsonl"], ["prune", "--unfinished"]):
        result = extract(*arguments, "--cache", str(tmp_path / "typo"))
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)
        assert "no cache is here; a run with --model openai/NAME begins one" in result.stderr
    assert not (tmp_path / "typo").exists()


def test_damage_is_told_on_stderr_and_counted(folder: Path) -> None:
    with Cache(folder, print) as cache:
        cache._disk.set("0" * 64, b"not ours")
    result = extract("info")
    assert "2 finished, 1 unfinished, 1 damaged" in result.stdout
    assert "the entry 0000000000000000 is damaged and counts as missing" in result.stderr


def test_a_bundle_goes_into_another_cache(folder: Path) -> None:
    exported = extract("export", "answers.jsonl")
    assert exported.stdout == "2 entries to answers.jsonl\n"
    assert exported.stderr == "1 entry left out: unfinished; run again what was stopped\n"
    imported = extract("import", "answers.jsonl", "--cache", "theirs")
    assert (imported.exit_code, imported.stderr) == (0, "")
    assert imported.stdout == "2 stored, 0 there already, 0 differ and are kept, 0 refused\n"
    assert extract("import", "answers.jsonl", "--cache", "theirs").stdout.startswith("0 stored, 2 there already")


def test_an_export_as_json_of_one_model(folder: Path) -> None:
    told = json.loads(extract("export", "answers.jsonl", "--model", "openai/other", "--json").stdout)
    assert told == {"entries": 0, "unfinished": 1}


def test_a_line_that_is_refused_is_listed_and_the_command_fails(folder: Path) -> None:
    Path("bad.jsonl").write_text('{"key": "\\u001b[31m"}\n', encoding="utf-8")
    result = extract("import", "bad.jsonl")
    assert (result.exit_code, result.stdout.endswith("1 refused\n")) == (1, True)
    assert result.stderr.startswith("bad.jsonl:1: not an entry of a cache")
    told = json.loads(extract("import", "bad.jsonl", "--json").stdout)
    assert (told["stored"], len(told["refused"])) == (0, 1)


def test_prune_says_what_would_go_and_what_went(folder: Path) -> None:
    told = "2 entries would be deleted: 2 answers, 2,000 tokens in, 40 out\n"
    assert extract("prune", "--model", "openai/toy", "--dry-run").stdout == told
    assert extract("prune", "--model", "toy").stdout == told.replace("would be ", "")
    assert json.loads(extract("prune", "--older-than", "1w", "--json").stdout)["entries"] == 1
    assert extract("info").stdout.splitlines()[1].startswith("0 entries")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["prune"], "prune of what? give --older-than, --model or --unfinished"),
        (["prune", "--older-than", "30"], "'30' is no age; write hours, days or weeks as 12h, 30d or 4w"),
        (["import"], "no FILE named"),
    ],
)
def test_a_call_that_cannot_be_meant_is_a_usage_error(folder: Path, arguments: list[str], said: str) -> None:
    result = extract(*arguments)
    assert (result.exit_code, said in result.stderr) == (2, True)
