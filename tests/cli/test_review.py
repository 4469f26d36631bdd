"""What `extract review` and `extract gold apply` print and write, and with which exit code."""

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from toy_labels import TEXT, cranes, label, output
from toy_runs import Sentences

from extract.cli import commands, reviewing
from extract.cli.review import review
from extract.disagreements import Disagreement, gold_record
from extract.evaluation.reviewing import Subject, review_of_run
from extract.review import LOG, Decide, DecisionsLog, Remark, Verdict, reviewed
from extract.review_page import words
from extract.review_page.item_view import item_view
from extract.review_page.rendering import render
from extract.review_page.session import Session
from extract.review_page.summary import summary
from extract.schema import ClaimsAndFigures
from extract.wire import schema_hash


def extract(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, catch_exceptions=False)


def wanted(**options: Any) -> reviewing.Wanted:
    """Return what the command is asked for, with nothing said but what is given."""
    command = click.Context(review, info_name="review")
    review.parse_args(command, ["second"])
    said = {name: value for name, value in command.params.items() if name in fields_of(reviewing.Wanted)}
    return reviewing.Wanted(**said | options)


def fields_of(kind: Any) -> set[str]:
    return {one.name for one in fields(kind)}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in: a run of two documents; gold of `b` is wrong by a factor of 1,000."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    for name in ("a", "b"):
        (tmp_path / "seeds" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    label("gold", "a", output(), cranes())
    label("gold", "b", output(value="7000000"), cranes())
    assert extract("run", "--out", "run").exit_code == 0
    return tmp_path


def figures() -> list[dict[str, Any]]:
    listed = extract("review", "run", "--list", "--json").stdout.splitlines()
    return [one for one in map(json.loads, listed) if one["type"] == "figures"]


def subject() -> Subject:
    return review_of_run(Path("run"), Path("gold"), ClaimsAndFigures)


def scale_error(found: Subject) -> Disagreement:
    return next(one for one in found.disagreements if one.kind == "value")


def decided(verdict: Verdict, **others: Any) -> None:
    found = subject()
    event = Decide(
        "e1", "2026-11-21T14:02:11Z", "ana", (reviewed(scale_error(found), None, found.source),), verdict, **others
    )
    with DecisionsLog(Path("gold") / LOG) as log:
        log.record(event)


# --- the queue ----------------------------------------------------------------------------------------------------


def test_a_disagreement_is_listed_with_both_sides() -> None:
    (one,) = figures()
    assert (one["kind"], one["field"], one["verdict"], one["faults"][0]) == ("value", "value", None, "value:scale")
    assert (one["reference"]["value"], one["run"]["value"]) == ("7000000", "7000000000")
    assert one["run"]["quote"] == TEXT[one["run"]["start"] : one["run"]["end"]]


def test_a_line_of_the_list_says_what_is_wrong_where() -> None:
    lines = extract("review", "run", "--list").stdout.splitlines()
    assert any(line.endswith('value 7000000 | 7000000000 in "reached 7 billion yuan"') for line in lines)


def test_the_list_has_as_many_lines_as_the_score_has_corrections() -> None:
    counts = json.loads(extract("eval", "run", "--format", "json").stdout)["counts"]
    listed = extract("review", "run", "--list").stdout.splitlines()
    assert len(listed) == sum(one["edits"] for one in counts.values()) > 0


def test_a_sampled_agreement_does_not_show_that_it_is_one() -> None:
    queue = extract("review", "run", "--list", "--json", "--sample-agreements", "100%").stdout.splitlines()
    records = [json.loads(line) for line in queue]
    assert len(records) > len(figures())
    assert len({tuple(one) for one in records}) == 1
    assert not {"kind", "field", "faults", "impact", "suspicion"} & records[0].keys()
    plain = extract("review", "run", "--list", "--sample-agreements", "1").stdout
    assert "agreement" not in plain
    assert " | " not in plain


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--list", "--status"], "one of them"),
        (["run", "--list", "--sample-agreements", "many"], "no share"),
        (["run", "--list", "--sample-agreements", "101%"], "no share"),
        (["gold", "--list", "--against", "run"], "gold folder"),
        (["gold", "--against", "run", "--no-open"], "gold folder"),
        (["run", "--no-open", "--host", "192.0.2.7"], "--allow-network"),
        (["run", "--no-open", "--host", "here"], "no address"),
        (["run", "--no-open", "--port", "65536"], "--port"),
        (["run", "--independent", "--export", "out.csv", "--as", "csv"], "--independent hides nothing in a file"),
    ],
)
def test_a_call_that_cannot_be_meant_is_a_usage_error(arguments: list[str], said: str) -> None:
    done = extract("review", *arguments)
    assert done.exit_code == 2
    assert said in done.stderr


# --- other references ---------------------------------------------------------------------------------------------


def test_a_run_may_be_held_against_another_run() -> None:
    rows = Path("run/results.jsonl").read_text(encoding="utf-8").splitlines()
    extract("run", "--out", "other")
    spoiled = rows[0].replace('"value": "7000000000"', '"value": "7"')
    Path("other/results.jsonl").write_text(f"{spoiled}\n{rows[1]}\n", encoding="utf-8")
    (one,) = map(json.loads, extract("review", "run", "--against", "other", "--list", "--json").stdout.splitlines())
    assert (one["against"], one["reference"]["value"], one["run"]["value"]) == ("run", "7", "7000000000")
    assert "0 disagreements" in extract("review", "run", "--against", "run", "--status").stdout


def test_items_of_the_other_run_without_a_place_are_counted() -> None:
    record = json.loads(Path("run/results.jsonl").read_text(encoding="utf-8").splitlines()[0])
    extract("run", "--out", "other")
    record["extraction"]["figures"][0] |= {"span": None, "grounding": "missing"}
    Path("other/results.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert "1 item of other without a place" in extract("review", "run", "--against", "other", "--status").stdout


def test_a_value_that_no_field_can_have_is_told_with_the_run_and_the_document() -> None:
    path = Path("run/results.jsonl")
    path.write_text(path.read_text(encoding="utf-8").replace('"value": "7000000000"', '"value": "12,000"', 1), "utf-8")
    stopped = extract("review", "run", "--status")
    assert stopped.exit_code != 0
    assert "document 'a' of run against gold: gold/a.jsonl:2: this item or figures[0] of the run" in stopped.stderr
    assert "('12,000': " in stopped.stderr


def test_runs_without_a_common_document_or_of_two_texts_cannot_be_held_against_each_other() -> None:
    extract("run", "--out", "other")
    rows = Path("run/results.jsonl").read_text(encoding="utf-8")
    Path("other/results.jsonl").write_text(rows.replace('"sha256": "', '"sha256": "f'), encoding="utf-8")
    assert "two texts of 'a'" in extract("review", "run", "--against", "other", "--list").stderr
    Path("other/results.jsonl").write_text("", encoding="utf-8")
    assert "no document in common" in extract("review", "run", "--against", "other", "--list").stderr


def test_runs_of_two_response_models_cannot_be_held_against_each_other() -> None:
    extract("run", "--out", "other")
    manifest = json.loads(Path("other/run.json").read_text(encoding="utf-8"))
    manifest["response_model"] |= {"name": "toy_runs:Sentences", "hash": schema_hash(Sentences)}
    Path("other/run.json").write_text(json.dumps(manifest), encoding="utf-8")
    done = extract("review", "run", "--against", "other", "--list")
    assert done.exit_code == 2
    assert "run fills in ClaimsAndFigures and other Sentences" in done.stderr


def test_the_texts_of_two_readers_are_those_beside_gold_as_far_as_they_are_what_was_labelled(project: Path) -> None:
    label("second", "a", output(unit="USD"), cranes())
    label("second", "b", output(value="7000000"))
    found, _ = reviewing.subject(Path("second"), wanted())
    assert set(found.documents) == {"a", "b"}
    (project / "seeds" / "b.txt").write_text("Another text.", encoding="utf-8")
    assert set(reviewing.subject(Path("second"), wanted())[0].documents) == {"a"}
    (project / "seeds").rename("texts")
    assert reviewing.subject(Path("second"), wanted())[0].documents == {}
    assert set(reviewing.subject(Path("second"), wanted(documents=("texts",)))[0].documents) == {"a"}


def test_a_run_takes_no_other_texts() -> None:
    done = extract("review", "run", "--list", "--documents", "seeds")
    assert done.exit_code == 2
    assert "run is a run and has its own texts" in done.stderr


def test_the_other_reader_is_not_called_a_run() -> None:
    label("second", "a", output(unit="USD"), cranes())
    found, root = reviewing.subject(Path("second"), wanted())
    assert words.names(found) == {"reference": "gold", "run": "the other reader"}
    with DecisionsLog(Path("gold") / LOG) as log:
        session = Session(found, root, log, "ana", blind=False)
        session.decide([(found.disagreements[0], None)], "run", "e1")
        shown = render("summary.html", True, base="/x", token="", view=summary(session))
        shown += render("item.html", True, base="/x", token="", view=item_view(session, found.disagreements[0], ""))
    assert "the other reader is right" in shown
    assert "the words there give" in shown
    assert "the run" not in shown


def test_the_labels_of_two_readers_may_be_held_against_each_other() -> None:
    label("second", "a", output(unit="USD"), cranes())
    (one,) = map(json.loads, extract("review", "second", "--list", "--json").stdout.splitlines())
    assert (one["kind"], one["reference"]["unit"], one["run"]["unit"]) == ("unit", "CNY", "USD")
    label("third", "c", output())
    assert "no document in common" in extract("review", "third", "--list").stderr


# --- the status ---------------------------------------------------------------------------------------------------


def test_the_status_counts_what_is_decided_and_by_whom() -> None:
    decided("run")
    status = json.loads(extract("review", "run", "--status", "--json").stdout)
    assert (status["kinds"]["value"], status["verdicts"], status["reviewers"]) == (1, {"run": 1}, {"ana": 1})
    assert (status["wrong"]["numerator"], status["wrong"]["denominator"]) == (1, 1)
    assert status["undecided"] == status["total"] - 1
    assert figures()[0]["verdict"] == "run"
    told = extract("review", "run", "--status").stdout
    assert "\n  by ana 1; 1 of them blind\n" in told
    assert "reference wrong: 1 of 1 [0.21, 1.00]" in told


def test_the_rate_of_wrong_references_stays_when_gold_has_taken_the_decisions() -> None:
    decided("run")
    assert extract("gold", "apply").exit_code == 0
    status = json.loads(extract("review", "run", "--status", "--json").stdout)
    assert (status["wrong"]["numerator"], status["wrong"]["denominator"], status["elsewhere"]) == (1, 1, 1)


def test_the_status_tells_what_reviewers_differ_on_and_what_is_laid_to_the_toolkit() -> None:
    decided("run", causes=("normaliser",))
    one = scale_error(subject())
    with DecisionsLog(Path("gold") / LOG) as log:
        log.record(
            Decide("e2", "2026-11-21T14:02:12Z", "ben", (reviewed(one, "e1", "run"),), "both", causes=("matcher",))
        )
    told = extract("review", "run", "--status").stdout
    assert "reviewers say different things: 1" in told
    assert "laid to the toolkit, in neither rate: 1" in told
    assert "reference wrong: none is decided" in told


def test_the_status_tells_an_independent_reviewer_what_others_said_once_they_have_decided() -> None:
    decided("run")
    one = scale_error(subject())
    mine = ("review", "run", "--independent", "--reviewer", "ben", "--json")
    before, listed = json.loads(extract(*mine, "--status").stdout), extract(*mine, "--list").stdout
    assert (before["reviewers"], before["verdicts"], before["disputed"], before["elsewhere"]) == ({}, {}, 0, 0)
    assert before["undecided"] == before["total"] == listed.count('"verdict": null')
    with DecisionsLog(Path("gold") / LOG) as log:
        log.record(Decide("e2", "2026-11-21T14:02:12Z", "ben", (reviewed(one, "e1", "run"),), "both"))
    after = json.loads(extract(*mine, "--status").stdout)
    assert (after["verdicts"], after["disputed"]) == ({"both": 1}, 1)
    assert '"verdict": "both"' in extract(*mine, "--list").stdout


def test_no_weight_in_the_list_of_an_independent_reviewer_tells_what_others_said() -> None:
    mine = ("review", "run", "--independent", "--reviewer", "ben", "--order", "gold-suspect", "--list", "--json")
    before, shared = extract(*mine).stdout, extract("review", "run", "--list", "--json").stdout
    decided("run")
    assert extract(*mine).stdout == before
    assert extract("review", "run", "--list", "--json").stdout != shared


def test_a_torn_last_line_of_the_log_is_told() -> None:
    decided("run")
    with (Path("gold") / LOG).open("ab") as file:
        file.write(b'{"v": 1, "ev')
    for command in (("review", "run", "--status"), ("gold", "apply", "--dry-run")):
        done = extract(*command)
        assert done.exit_code == 0
        assert "its last line is broken off" in done.stderr


# --- into gold ----------------------------------------------------------------------------------------------------


def test_applying_changes_the_line_that_was_decided_and_no_other() -> None:
    decided("run")
    before = {path: path.read_bytes().splitlines() for path in Path("gold").glob("*.jsonl")}
    done = extract("gold", "apply")
    assert done.exit_code == 0
    assert done.stdout == "decisions: 1 changed gold\n"
    changed = [
        (path.name, number)
        for path, lines in before.items()
        for number, (old, new) in enumerate(zip(lines, path.read_bytes().splitlines(), strict=True), start=1)
        if old != new
    ]
    assert changed == [("b.jsonl", 2)]
    assert extract("gold", "check").exit_code == 0
    assert figures() == []


def test_applying_again_changes_nothing() -> None:
    decided("run")
    extract("gold", "apply")
    held = Path("gold/b.jsonl").read_bytes()
    assert extract("gold", "apply").stdout == "decisions: 0 changed gold, 1 applied before\n"
    assert Path("gold/b.jsonl").read_bytes() == held


def test_a_dry_run_shows_the_difference_and_changes_nothing() -> None:
    decided("run")
    held = Path("gold/b.jsonl").read_bytes()
    lines = extract("gold", "apply", "--dry-run").stdout.splitlines()
    assert [line[:2] for line in lines[:3]] == ["--", "++", "@@"]
    assert [line[0] for line in lines[3:5]] == ["-", "+"]
    assert '"decision": "e1"' in lines[4]
    assert lines[5] == "decisions: 1 would change gold"
    assert Path("gold/b.jsonl").read_bytes() == held


def test_the_scores_of_the_runs_stand_on_old_and_new_gold_side_by_side() -> None:
    decided("run")
    Path("other").mkdir()
    for name in ("run.json", "documents.jsonl", "results.jsonl"):
        text = Path("run", name).read_text(encoding="utf-8")
        Path("other", name).write_text(text.replace('"value": "12"', '"value": "120"'), encoding="utf-8")
    told = extract("gold", "apply", "--dry-run", "--runs", "run", "--runs", "other").stdout
    lines = [line.split() for line in told.splitlines() if line.startswith("  figures.correct.f1")]
    # run: 3 of 4 right, then all; other has both counts of cranes wrong: 1 of 4, then 2 of 4
    assert lines == [
        ["figures.correct.f1", "0.750", "1.000", "+0.250"],
        ["figures.correct.f1", "0.250", "0.500", "+0.250"],
        ["figures.correct.f1", "-0.500", "-0.500"],
    ]
    assert told == extract("gold", "apply", "--dry-run", "--runs", "run", "--runs", "other").stdout


def test_what_is_refused_and_what_is_laid_to_the_toolkit_is_listed() -> None:
    decided("run")
    label("gold", "b", output(value="8"), cranes())
    done = extract("gold", "apply")
    assert done.exit_code == 1
    assert "refused: b: d_" in done.stdout
    assert "review it again" in done.stdout


def test_a_fault_of_the_normaliser_is_listed_and_gold_stays() -> None:
    held = Path("gold/b.jsonl").read_bytes()
    decided("run", causes=("normaliser",), note="read as thousands")
    assert "normaliser: b: d_" in extract("gold", "apply").stdout
    assert Path("gold/b.jsonl").read_bytes() == held


def test_a_decision_that_was_undone_after_it_was_applied_is_told() -> None:
    from extract.review import Change

    decided("run")
    extract("gold", "apply")
    with DecisionsLog(Path("gold") / LOG) as log:
        log.record(Change("e2", "", "ana", "undo", "e1"))
    done = extract("gold", "apply")
    assert "undone: e1: gold/b.jsonl:2" in done.stdout
    assert done.exit_code == 1


def test_a_decision_that_was_overruled_after_it_was_applied_is_told() -> None:
    found = subject()
    seen = scale_error(found)
    decided("run")
    extract("gold", "apply")
    with DecisionsLog(Path("gold") / LOG) as log:
        log.record(Decide("e2", "", "ben", (reviewed(seen, "e1", found.source),), "reference"))
    done = extract("gold", "apply")
    assert done.exit_code == 1
    first, second = done.stdout.splitlines()
    assert first == "decisions: 0 changed gold, 1 overruling what gold still has"
    assert second.startswith("overruled: e1: gold/b.jsonl:2 carries it and e2 by ben (reference) overruled it since;")


@pytest.mark.parametrize("more", [[], ["--runs", "run"]])
def test_what_gold_check_would_refuse_does_not_come_into_gold(more: list[str]) -> None:
    held = Path("gold/b.jsonl").read_bytes()
    spoiled = {**gold_record(scale_error(subject()).reference), "trend": "down"}  # type: ignore[arg-type]
    decided("edited", final=spoiled)
    done = extract("gold", "apply", *more)
    assert done.exit_code == 1
    assert "gold check would refuse the line: trend: 'down'" in done.stdout
    assert Path("gold/b.jsonl").read_bytes() == held


def test_a_quote_is_checked_where_a_run_has_the_text() -> None:
    moved = {**gold_record(scale_error(subject()).reference), "start": 1}  # type: ignore[arg-type]
    decided("edited", final=moved)
    assert "is not what stands at 1" in extract("gold", "apply", "--runs", "run", "--dry-run").stdout


def test_another_response_model_says_what_fits_into_gold() -> None:
    found = subject()
    only = next(one for one in found.disagreements if one.kind == "spurious")
    with DecisionsLog(Path("gold") / LOG) as log:
        log.record(Decide("e1", "", "ana", (reviewed(only, None, found.source),), "run"))
    assert "type 'claim' is none of" in extract("gold", "apply", "--schema", "toy_runs:Sentences", "--dry-run").stdout
    assert "1 would change gold" in extract("gold", "apply", "--dry-run").stdout


def test_without_decisions_there_is_nothing_to_apply() -> None:
    done = extract("gold", "apply")
    assert done.exit_code == 2
    assert "nothing is decided" in done.stderr


def test_gold_that_cannot_be_written_is_told(project: Path) -> None:
    from extract.cli.applied import write
    from extract.errors import GoldError
    from extract.review import Applied

    with pytest.raises(GoldError, match="has changed while"):
        write(Applied({Path("gold/b.jsonl"): (b"other", b"new")}))
    with pytest.raises(GoldError, match="cannot be written"):
        write(Applied({project / "gone" / "b.jsonl": (b"", b"new")}))


def test_the_revision_of_gold_changes_with_apply_and_not_with_a_decision() -> None:
    from extract.gold import revision

    first = revision(Path("gold"))
    with DecisionsLog(Path("gold") / LOG) as log:
        log.record(Remark("e0", "", "ana", "comment", "d_1"))
    decided("both")
    assert revision(Path("gold")) == first
    extract("gold", "apply")
    assert revision(Path("gold")) != first


def test_the_list_ends_quietly_where_its_reader_has_seen_enough() -> None:
    command = f"{sys.executable} -m extract review run --list | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (len(done.stdout.splitlines()), done.stderr) == (1, "")


@pytest.mark.parametrize("name", ["", "  "])
def test_a_reviewer_without_a_name_is_refused(name: str) -> None:
    result = extract("review", "run", "--list", "--reviewer", name)
    assert (result.exit_code, "--reviewer is empty" in result.output) == (2, True)


def test_spaces_around_a_name_make_no_other_reviewer() -> None:
    command = click.Context(review, info_name="review")
    review.parse_args(command, ["second", "--reviewer", " ana "])
    assert command.params["reviewer"] == "ana"
