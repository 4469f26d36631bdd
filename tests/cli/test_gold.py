"""What `extract gold` prints, where, and with which exit code."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from extract.cli import commands
from extract.gold import read_agreement
from extract.scores import Ceiling

TEXT = "Output reached 7 billion yuan in 2021."
HEADER = {"type": "document", "id": "a", "sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "guidelines": 1}
CLAIM = {
    "type": "claim",
    "start": 0,
    "end": 37,
    "quote": TEXT[:37],
    "statement": TEXT,
    "subject": "output",
    "speaker": None,
    "kind": "fact",
    "period": "2021",
}


def extract(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["gold", *arguments], catch_exceptions=False)


def write_gold(*items: dict[str, Any]) -> None:
    lines = (json.dumps(record) + "\n" for record in (HEADER, *items))
    Path("gold/a.jsonl").write_text("".join(lines), encoding="utf-8")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to stand in, with one document and its gold."""
    monkeypatch.chdir(tmp_path)
    for name in ("seeds", "gold"):
        (tmp_path / name).mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(TEXT, encoding="utf-8")
    write_gold(CLAIM)


def test_sound_gold_has_no_faults() -> None:
    result = extract("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "gold: 1 file, no faults\n")


def test_each_fault_is_told_with_file_and_line_and_fails() -> None:
    write_gold({**CLAIM, "quote": "Output", "kind": "guess"})
    result = extract("check")
    assert result.exit_code == 1
    quote, kind = result.stdout.splitlines()
    assert quote.startswith("gold/a.jsonl:2: the quote 'Output' is not what stands at 0 to 37")
    assert kind.startswith("gold/a.jsonl:2: kind: 'guess'")
    assert result.stderr == "gold: 1 file, 2 faults\n"


def test_faults_come_as_json_where_a_program_reads_them() -> None:
    write_gold(CLAIM, CLAIM)
    result = extract("check", "--json")
    assert json.loads(result.stdout) == {
        "file": "gold/a.jsonl",
        "line": 3,
        "message": "says the same as line 2; delete one",
    }
    assert (result.exit_code, result.stderr) == (1, "")


def test_a_document_that_cannot_be_read_is_told_and_its_labels_are_faults() -> None:
    Path("seeds/a.txt").write_bytes(b"")
    result = extract("check")
    assert "seeds/a.txt: empty" in result.stderr
    assert "gold/a.jsonl:1: no document has the id 'a'" in result.stdout


def test_a_changed_document_is_a_fault_of_its_first_line() -> None:
    Path("seeds/a.txt").write_text(TEXT.replace("7", "8"), encoding="utf-8")
    assert extract("check").stdout.startswith("gold/a.jsonl:1: labels a text with sha256")


def test_a_fault_neither_ends_its_line_nor_colours_it() -> None:
    write_gold({**CLAIM, "kind": "\x1b[31m\n"})
    (line,) = extract("check").stdout.splitlines()
    assert "\x1b" not in line


@pytest.fixture
def letters() -> None:
    """A response model of one's own, whose items have no fields but their quotes."""
    Path("letters.py").write_text(
        "from pydantic import BaseModel\nfrom extract import Item, Quote\n"
        "class Letter(Item):\n    quote: Quote\n"
        "class Letters(BaseModel):\n    letters: list[Letter]\n",
        encoding="utf-8",
    )


@pytest.mark.usefixtures("letters")
def test_a_response_model_of_ones_own_is_named() -> None:
    assert "type 'claim' is none of letter" in extract("check", "--schema", "letters:Letters").stdout


def test_without_documents_the_error_says_what_to_name() -> None:
    Path("seeds/a.txt").unlink()
    Path("seeds").rmdir()
    result = extract("check")
    assert result.exit_code == 2
    assert "no folder seeds/ here; name files or folders to read" in " ".join(result.stderr.split())


def test_a_split_lists_each_document_on_one_side() -> None:
    assert extract("split", "--dev", "1").stdout == "dev\ta\n"
    assert extract("split", "--dev", "0").stdout == "test\ta\n"
    assert json.loads(extract("split", "--dev", "0", "--json").stdout) == {"dev": [], "test": ["a"]}


def test_a_split_is_written_as_two_files_of_ids() -> None:
    result = extract("split", "--dev", "1", "--out", "parts")
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("parts/dev.txt").read_text(encoding="utf-8") == "a\n"
    assert Path("parts/test.txt").read_text(encoding="utf-8") == ""


def test_a_split_that_cannot_be_written_says_so() -> None:
    result = extract("split", "--out", "gold/a.jsonl")
    assert (result.exit_code, "cannot be written" in result.stderr) == (2, True)


@pytest.mark.parametrize("command", ["check", "split"])
def test_a_folder_without_gold_is_an_error_with_its_remedy(command: str) -> None:
    result = extract(command, "--gold", "seeds")
    assert (result.exit_code, "name another folder with --gold" in result.stderr) == (1, True)


# --- agreement -------------------------------------------------------------------------------------------------


@pytest.fixture
def readings() -> None:
    """A second reading of the document, which takes the claim for a plan."""
    Path("other").mkdir()
    Path("other/a.jsonl").write_text(
        Path("gold/a.jsonl").read_text(encoding="utf-8").replace('"fact"', '"plan"'), encoding="utf-8"
    )


@pytest.mark.usefixtures("readings")
def test_agreement_is_told_item_by_item_and_field_by_field() -> None:
    result = extract("agreement", "gold", "other")
    shown = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert (result.exit_code, result.stderr) == (0, "")
    assert shown[0] == "gold and other: 1 document labelled by both"
    assert "found 1.000 1.000 1/1 1.000 1/1" in shown
    assert any(line.startswith("kind 0.000 0/1") for line in shown)
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.usefixtures("readings")
def test_what_agreement_leaves_out_is_told() -> None:
    other = Path("other/a.jsonl")
    Path("other/b.jsonl").write_text(other.read_text(encoding="utf-8").replace('"a"', '"b"'), encoding="utf-8")
    other.write_text(json.dumps(HEADER) + "\n", encoding="utf-8")
    result = extract("agreement", "gold", "other")
    assert "left out: 0 labelled by the first alone, 1 by the second alone" in result.stdout
    assert "without a partner, so without part in alpha: 1 claims" in result.stdout


@pytest.mark.usefixtures("letters")
def test_items_without_scored_fields_agree_on_where_they_stand_alone() -> None:
    write_gold({"type": "letter", "start": 0, "end": 6, "quote": "Output"})
    shown = extract("agreement", "gold", "gold", "--schema", "letters:Letters").stdout
    assert "found 1.000 1.000 1/1 1.000 1/1" in " ".join(shown.split())
    assert "alpha" not in shown


@pytest.mark.usefixtures("readings")
def test_agreement_comes_as_json() -> None:
    record = json.loads(extract("agreement", "gold", "other", "--json").stdout)
    assert (record["format"], record["alphas"]["claims.kind.alpha"]["n"]) == (1, 1)


@pytest.mark.usefixtures("readings")
def test_a_recorded_agreement_is_read_back_as_the_ceiling() -> None:
    result = extract("agreement", "gold", "other", "--record", "gold/agreement.json", "--readers", "Ann and Ben")
    recorded = read_agreement(Path("gold"))
    assert (result.exit_code, result.stderr) == (0, "gold/agreement.json\n")
    assert recorded is not None
    assert (recorded.readers, recorded.documents) == ("Ann and Ben", 1)
    assert recorded.metrics["claims.kind.conditional"] == Ceiling(0.0, n=1)
    assert "claims.speaker.conditional" in recorded.metrics
    assert "figures.found.f1" not in recorded.metrics


@pytest.mark.usefixtures("readings")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--record", "gold/agreement.json"], "say so with --readers"),
        (["--record", "no/where.json", "--readers", "Ann"], "cannot be written"),
    ],
)
def test_a_record_that_cannot_be_kept_says_why(arguments: list[str], said: str) -> None:
    result = extract("agreement", "gold", "other", *arguments)
    assert (result.exit_code, said in result.stderr) == (2, True)
