"""What `extract export` writes, where, and with which exit code."""

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from extract.cli import commands

TEXT = "Output reached 7 billion yuan in 2021. It rose by 224 percentage points."


def extract(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """The run of two documents, one of them empty, with one figure flagged by hand."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    out = tmp_path / "run"
    assert extract("run", tmp_path / "*.txt", "--out", out).exit_code == 0
    results = out / "results.jsonl"
    rows = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    rows[0]["extraction"]["figures"][0]["problems"] = [{"name": "value-scale", "where": "", "message": "no"}]
    results.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return out


def cells(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(result.stdout)))


def test_every_item_is_a_row_and_documents_without_items_are_told_apart(run: Path) -> None:
    result = extract("export", run, "--to", "csv")
    rows = cells(result)
    assert result.exit_code == 0
    assert [row["item_type"] for row in rows] == ["claims", "claims", "figures", "figures"]
    assert rows[2]["value"] == "7000000000"
    assert result.stderr == "4 items; 1 document without items: 1 failed\n"


@pytest.mark.parametrize(("flag", "values"), [("--flagged", ["7000000000"]), ("--clean", ["224"])])
def test_flagged_and_clean_items_are_had_apart(run: Path, flag: str, values: list[str]) -> None:
    result = extract("export", run, "--to", "csv", "--type", "figures", flag)
    assert [row["value"] for row in cells(result)] == values


def test_parquet_goes_to_a_file_whole(run: Path, tmp_path: Path) -> None:
    out = tmp_path / "items.parquet"
    result = extract("export", run, "--to", "parquet", "--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert pq.read_table(out).num_rows == 4
    assert sorted(tmp_path.glob("*items*")) == [out]
    assert sorted(tmp_path.glob(".*.part")) == []


def test_one_type_has_only_its_own_columns(run: Path) -> None:
    result = extract("export", run, "--to", "csv", "--type", "claims")
    assert "statement" in result.stdout.splitlines()[0]
    assert "comparator" not in result.stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--to", "csv", "--flagged", "--clean"], 2, "leave no item"),
        (["--to", "csv", "--type", "bonds"], 2, "no items of type 'bonds'; there are: claims, figures"),
        (["--to", "xlsx"], 2, "'xlsx' is not one of 'csv', 'parquet'"),
        (["--to", "csv", "--out", "nowhere/at/all.csv"], 1, "cannot be written"),
    ],
)
def test_a_call_that_cannot_be_meant_says_what_is_wrong(run: Path, arguments: list[str], code: int, said: str) -> None:
    result = extract("export", run, *arguments)
    assert result.exit_code == code
    assert said in result.stderr


def test_a_folder_that_is_no_run_is_an_error(tmp_path: Path) -> None:
    result = extract("export", tmp_path, "--to", "csv")
    assert (result.exit_code, "holds no run" in result.stderr) == (1, True)


def test_parquet_without_its_package_says_what_to_install(run: Path, tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "sys.modules['pyarrow'] = None\n"
        "from extract.cli import commands\n"
        "commands(['export', sys.argv[1], '--to', 'parquet', '--out', sys.argv[2]])"
    )
    out = tmp_path / "items.parquet"
    done = subprocess.run([sys.executable, "-c", code, run, out], capture_output=True, text=True, check=False)
    assert (done.returncode, out.exists()) == (1, False)
    assert "pip install 'extract-toolkit[parquet]'" in done.stderr
