"""What `extract batch` prints, where, and with which exit code."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from extract.cli import commands

MODEL = ("--model", "openai/toy")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with seven documents, one of them empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXTRACT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "seeds").mkdir()
    for number in range(7):
        text = f"Plant {number} made 7 tonnes." if number else ""
        (tmp_path / "seeds" / f"{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def extract(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, catch_exceptions=False)


def answers(folder: str, *, failed: int = 0) -> list[dict[str, Any]]:
    """Return an answer to each request of a folder, of which so many failed."""
    content = json.dumps({"claims": [], "figures": []})
    body = {"model": "toy-1", "choices": [{"message": {"content": content}, "finish_reason": "stop"}]}
    keys = [
        json.loads(line)["custom_id"]
        for path in sorted(Path(folder).glob("requests-*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return [
        {"custom_id": key, "response": {"status_code": 500 if number < failed else 200, "body": body}, "error": None}
        for number, key in enumerate(keys)
    ]


def save(path: str, lines: list[dict[str, Any]]) -> str:
    Path(path).write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def test_write_names_its_files_and_what_cannot_be_read(project: Path) -> None:
    result = extract("batch", "write", *MODEL, "--out", "asked", "--requests-per-file", "4")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "6 requests of 7 documents; 0 have stored answers, 0 are asked twice",
        "asked/requests-001.jsonl",
        "asked/requests-002.jsonl",
    ]
    assert result.stderr.startswith("seeds/0.txt: empty: ")


def test_the_way_out_and_back_ends_in_a_run_without_requests(project: Path) -> None:
    extract("batch", "write", *MODEL, "--out", "asked")
    result = extract("batch", "collect", save("asked/output.jsonl", answers("asked")))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "6 stored, 0 there already\nall 6 requests have stored answers\n"

    run = extract("run", *MODEL, "--cache-only", "--quiet", "--json")
    assert json.loads(run.stdout)["documents"] == {"total": 7, "ok": 6, "failed": 1}
    again = extract("batch", "write", *MODEL, "--out", "rest")
    assert again.stdout == "nothing to ask: 6 have stored answers, 0 are asked twice; no file was written\n"
    assert not Path("rest").exists()


def test_collect_lists_what_failed_and_what_is_missing(project: Path) -> None:
    extract("batch", "write", *MODEL, "--out", "asked")
    save("output.jsonl", answers("asked", failed=2)[:-4])
    assert extract("batch", "collect", "output.jsonl").exit_code == 1  # beside no batch
    result = extract("batch", "collect", "output.jsonl", "--requests", "asked")
    assert result.exit_code == 1
    assert [line.split(" ")[0] for line in result.stderr.splitlines()] == ["output.jsonl:1:", "output.jsonl:2:"]
    first, second = result.stdout.splitlines()
    assert first == "0 stored, 0 there already; 2 failed"
    assert second.startswith("still missing: 6 of 6 requests, of documents 1, 2, 3, 4, 5 and 1 more; ")


def test_some_answers_are_enough_to_succeed(project: Path) -> None:
    extract("batch", "write", *MODEL, "--out", "asked")
    save("output.jsonl", answers("asked", failed=5))
    result = extract("batch", "collect", "output.jsonl", "--requests", "asked", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert (told["requests"], told["stored"], len(told["failed"])) == (6, 1, 5)
    assert sorted(told["missing"].values()) == ["1", "2", "3", "4", "5"]


def test_write_as_json(project: Path) -> None:
    told = json.loads(extract("batch", "write", "seeds", *MODEL, "--out", "asked", "--json").stdout)
    assert (told["documents"], told["unreadable"], told["requests"], told["doubled"]) == (7, ["0"], 6, 0)
    assert [file["name"] for file in told["files"]] == ["requests-001.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ["write", "--model", "rules", "--out", "asked"],
            2,
            "--model 'rules' is on no server; a batch asks openai/NAME",
        ),
        (["write", *MODEL, "--out", "seeds"], 1, "seeds holds something already; name a new folder with --out"),
        (["collect"], 2, "no FILE named; name the output of a batch"),
    ],
)
def test_a_call_that_cannot_be_meant_is_one_error(project: Path, arguments: list[str], code: int, said: str) -> None:
    result = extract("batch", *arguments)
    assert (result.exit_code, said in result.stderr) == (code, True)
