"""What `extract eval` prints, where, and with which exit code."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from toy_labels import TEXT, label, output

from extract.cli import commands
from extract.runs import read_manifest


def extract(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, catch_exceptions=False)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in: three documents, two of them in gold, one figure of it wrong by a factor of 1,000."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXTRACT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "seeds").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "seeds" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    label("gold", "a", output())
    label("gold", "b", output(value="7000000"))
    return tmp_path


@pytest.fixture
def run(project: Path) -> str:
    assert extract("run", "--out", "run").exit_code == 0
    return "run"


# --- what is scored ----------------------------------------------------------------------------------------------


def test_a_run_is_scored_and_the_table_says_what_against_what(run: str) -> None:
    result = extract("eval", run)
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert lines[0] == "run against gold"
    assert lines[2].startswith("gold: 2 items in 2 documents, revision ")
    assert "1 document of the run without gold, left out" in lines
    assert any(line.split()[:3] == ["value", "0.333", "[0.00,"] for line in lines)
    assert max(map(len, lines)) <= 80


def test_a_prompt_and_a_model_are_scored_on_the_documents_of_gold_alone() -> None:
    result = extract("eval", "--prompt", "claims-and-figures", "--model", "rules", "--out", "kept")
    assert result.stdout.splitlines()[3] == "run: 2 ok"
    rows = Path("kept/results.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(row)["document"]["id"] for row in rows] == ["a", "b"]
    assert read_manifest(Path("kept")).complete


def test_a_run_that_nobody_named_leaves_nothing_behind(project: Path) -> None:
    result = extract("eval", "--model", "rules", "seeds")
    assert result.stdout.startswith("claims-and-figures by rules against gold")
    assert sorted(path.name for path in project.iterdir()) == ["gold", "seeds"]


def test_the_same_is_scored_either_way(run: str) -> None:
    of_run = json.loads(extract("eval", run, "--format", "json").stdout)["metrics"]
    of_model = json.loads(extract("eval", "--model", "rules", "--format", "json").stdout)["metrics"]
    signals = ("grounding", "verification", "numbers")  # of all documents of the run, here of those of gold
    scored = [name for name in of_run if name.split(".")[1] not in signals]
    assert [of_run[name] for name in scored] == [of_model[name] for name in scored]


def test_a_served_model_whose_answers_are_not_stored_is_an_error_and_not_a_score() -> None:
    result = extract("eval", "--model", "openai/some-model")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "2 of 2 documents have no stored answer to claims-and-figures@" in result.stderr
    assert "ask first with `extract run" in result.stderr


def test_documents_that_gold_does_not_label_cannot_be_scored(project: Path) -> None:
    result = extract("eval", "--model", "rules", "seeds/c.txt")
    assert (result.exit_code, "none of the documents that gold labels is in seeds/c.txt" in result.stderr) == (2, True)


def test_a_document_of_gold_that_the_sources_lack_counts_as_missed() -> None:
    record = json.loads(extract("eval", "--model", "rules", "seeds/a.txt", "--format", "json").stdout)
    assert record["statuses"] == {"ok": 1, "absent": 1}
    recall = record["metrics"]["figures.found.recall"]["rate"]
    assert (recall["numerator"], recall["denominator"]) == (1, 2)


# --- outputs -----------------------------------------------------------------------------------------------------


def test_json_is_complete(run: str) -> None:
    record = json.loads(extract("eval", run, "--format", "json").stdout)
    assert record["format"] == 1
    assert record["counts"]["figures"]["errors"]["value:scale"] == 1
    (wrong,) = (one for one in record["documents"][1]["compared"] if one["judged"])
    assert (wrong["judged"][0]["error"], wrong["judged"][0]["detail"]) == ("scale", "×10^3")


def test_markdown_and_junit_are_printed_whole(run: str) -> None:
    assert "| value | 0.333 [0.00, " in extract("eval", run, "--format", "markdown").stdout
    root = ElementTree.fromstring(extract("eval", run, "--format", "junit").stdout)  # noqa: S314 - written here
    assert root.get("tests") == "4"


def test_every_pair_is_written_with_its_faults(run: str) -> None:
    result = extract("eval", run, "--pairs", "pairs.jsonl", "--format", "json")
    lines = [json.loads(line) for line in Path("pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    faults = [one["faults"] for one in lines if one["type"] == "figures" and one["gold"]]
    assert result.exit_code == 0
    assert [["value:scale" in found for found in faults]] == [[False, True]]


def test_pairs_that_cannot_be_written_are_an_error(run: str) -> None:
    result = extract("eval", run, "--pairs", "no/where/pairs.jsonl")
    assert (result.exit_code, "cannot be written" in result.stderr) == (1, True)


# --- floors ------------------------------------------------------------------------------------------------------


def test_a_missed_floor_exits_1_and_says_by_how_much(run: str) -> None:
    passed = "figures.found.recall=1"
    result = extract("eval", run, "--fail-under", "figures.value.conditional=0.8", "--fail-under", passed)
    assert result.exit_code == 1
    assert result.stderr == "figures.value.conditional is 0.5000: 0.3000 under 0.8\n"
    assert extract("eval", run, "--fail-under", passed).exit_code == 0


def test_an_undefined_metric_does_not_reach_its_floor(run: str) -> None:
    result = extract("eval", run, "--fail-under", "figures.upper.end_to_end=0")
    assert result.exit_code == 1
    assert "figures.upper.end_to_end is undefined (" in result.stderr


def test_an_unknown_metric_is_answered_with_the_nearest(run: str) -> None:
    result = extract("eval", run, "--fail-under", "figures.correct.f2=0.8")
    said = " ".join(result.stderr.split())
    assert result.exit_code == 2
    assert "no metric 'figures.correct.f2'; the nearest are figures.correct.f1," in said


@pytest.mark.parametrize("floor", ["figures.correct.f1", "=0.8", "figures.correct.f1=80", "figures.correct.f1=nan"])
def test_a_floor_that_is_none_is_a_usage_error(run: str, floor: str) -> None:
    result = extract("eval", run, "--fail-under", floor)
    assert (result.exit_code, "is no floor; write a metric and a share" in result.stderr) == (2, True)


# --- calls that cannot be meant ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "name one run directory to score"),
        (["run", "other"], 2, "name one run directory to score"),
        (["run", "--out", "kept"], 2, "a RUN is kept already"),
        (["seeds"], 1, "holds no run"),
        (["run", "--gold", "seeds"], 1, "holds no gold"),
        (["run", "--schema", "nowhere:Thing"], 1, "nowhere cannot be imported"),
    ],
)
def test_a_call_that_cannot_be_meant_says_what_is_wrong(run: str, arguments: list[str], code: int, said: str) -> None:
    result = extract("eval", *arguments)
    assert (result.exit_code, said in " ".join(result.stderr.split())) == (code, True)


def test_a_response_model_that_has_changed_since_the_run_is_refused(run: str) -> None:
    path = Path(run) / "run.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["response_model"]["hash"] = "0" * 64
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert "has changed since the run; run again, or name a class with --schema" in extract("eval", run).stderr
    assert extract("eval", run, "--schema", "extract.schema:ClaimsAndFigures").exit_code == 0


def test_gold_of_another_text_is_refused(run: str) -> None:
    gold = Path("gold/a.jsonl")
    gold.write_text(gold.read_text(encoding="utf-8").replace('"sha256": "', '"sha256": "0'), encoding="utf-8")
    result = extract("eval", run)
    assert (result.exit_code, "gold/a.jsonl:1: gold labels a text of 'a'" in result.stderr) == (1, True)


def test_scoring_a_run_loads_neither_the_network_nor_scipy(run: str) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "extract", "eval", run], capture_output=True, text=True, check=True
    )
    loaded = {line.rsplit("|", 1)[1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "pydantic" in loaded
    assert not loaded & {"openai", "instructor", "aiohttp", "httpx", "scipy", "numpy", "diskcache"}
