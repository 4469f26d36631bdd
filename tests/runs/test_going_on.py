"""What is kept and what is asked again when a run goes on."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from toy_runs import GREEK, WORDS, Asked, document, ids, run_all, statuses

from extract.errors import AskError, RecordError, StopRun
from extract.models import Model
from extract.runs import Watch, read_documents, read_manifest, read_rows


def test_a_run_that_was_stopped_goes_on_and_asks_only_for_what_is_missing(tmp_path: Path) -> None:
    ask = Asked()
    watch = Watch(stopping=lambda: len(ask.texts) == 3)
    first = run_all(GREEK, tmp_path / "r", ask, watch=watch)
    assert (first.complete, ids(tmp_path / "r"), read_manifest(tmp_path / "r").complete) == (False, WORDS[:3], False)
    then = Asked()
    second = run_all(GREEK, tmp_path / "r", then)
    assert (second.complete, ids(tmp_path / "r"), second.tally.kept) == (True, WORDS, 3)
    assert len(then.texts) == len(WORDS) - 3


def test_running_a_complete_run_again_asks_nothing_and_changes_no_row(tmp_path: Path) -> None:
    run_all(GREEK, tmp_path / "r", Asked())
    before = (tmp_path / "r" / "results.jsonl").read_bytes()
    again = Asked()
    run_all(GREEK, tmp_path / "r", again)
    assert (again.texts, (tmp_path / "r" / "results.jsonl").read_bytes()) == ([], before)


def test_a_model_that_is_to_answer_anew_is_asked_about_every_document_again(tmp_path: Path) -> None:
    run_all(GREEK, tmp_path / "r", Asked())
    ask = Asked()
    summary = run_all(GREEK, tmp_path / "r", ask, model=Model("toy", "a toy", ask, anew=True))
    assert (len(ask.texts), summary.tally.kept, ids(tmp_path / "r")) == (len(WORDS), 0, WORDS)


def test_failed_rows_are_redone_and_stand_until_they_are(tmp_path: Path) -> None:
    run_all(GREEK, tmp_path / "r", Asked({"beta": AskError("no line", "timeout"), "eta": AskError("no line")}))
    assert statuses(tmp_path / "r") == {word: "failed" if "eta" in word else "ok" for word in WORDS}
    with pytest.raises(StopRun):
        run_all(GREEK, tmp_path / "r", Asked({"zeta": StopRun("wrong key")}))
    after = statuses(tmp_path / "r")
    assert (after["beta"], after["zeta"], after["eta"]) == ("ok", "failed", "failed")
    assert read_manifest(tmp_path / "r").results["documents"] == {"total": 8, "ok": 5, "failed": 3}
    run_all(GREEK, tmp_path / "r", Asked())
    assert statuses(tmp_path / "r") == dict.fromkeys(WORDS, "ok")


@pytest.mark.parametrize("change", [{"text": "alpha has changed."}, {"date": "2022"}, {"title": "News"}])
def test_a_document_that_changed_is_asked_about_again(tmp_path: Path, change: dict[str, str]) -> None:
    run_all(GREEK, tmp_path / "r", Asked())
    ask = Asked()
    changed = document("alpha", **change)  # type: ignore[arg-type]
    run_all([changed, *GREEK[1:]], tmp_path / "r", ask)
    assert ask.texts == [changed.text]
    assert next(read_documents(tmp_path / "r")) == changed
    assert ids(tmp_path / "r") == WORDS


def test_rows_whose_documents_left_the_sources_are_dropped_and_counted(tmp_path: Path) -> None:
    run_all(GREEK, tmp_path / "r", Asked())
    summary = run_all([GREEK[4], GREEK[1]], tmp_path / "r", Asked())
    assert ids(tmp_path / "r") == ["epsilon", "beta"]
    assert (summary.tally.dropped, summary.tally.kept) == (6, 2)
    assert read_manifest(tmp_path / "r").results["dropped"] == 6


@pytest.mark.parametrize("cut", [1, 2, 40])
def test_a_torn_last_line_is_dropped_and_its_document_asked_about_again(tmp_path: Path, cut: int) -> None:
    run_all(GREEK, tmp_path / "r", Asked())
    whole = (tmp_path / "r" / "results.jsonl").read_bytes()
    os.truncate(tmp_path / "r" / "results.jsonl", len(whole) - cut)
    os.truncate(tmp_path / "r" / "documents.jsonl", (tmp_path / "r" / "documents.jsonl").stat().st_size - 9)
    ask = Asked()
    run_all(GREEK, tmp_path / "r", ask)
    assert ask.texts == [GREEK[-1].text]
    assert (tmp_path / "r" / "results.jsonl").read_bytes() == whole
    assert list(read_documents(tmp_path / "r")) == GREEK


def test_rows_of_a_run_that_was_killed_are_read_once_each_the_last_of_a_document(tmp_path: Path) -> None:
    run_all(GREEK[:2], tmp_path / "r", Asked({"alpha": AskError("no line")}))
    rows = (tmp_path / "r" / "results.jsonl").read_bytes()
    run_all(GREEK[:1], tmp_path / "r", Asked())
    better = (tmp_path / "r" / "results.jsonl").read_bytes()
    manifest = tmp_path / "r" / "run.json"
    manifest.write_text(manifest.read_text().replace('"complete": true', '"complete": false'))
    (tmp_path / "r" / "results.jsonl").write_bytes(rows + better + b'{"document"')
    assert [(row.document.id, row.status) for row in read_rows(tmp_path / "r")] == [("beta", "ok"), ("alpha", "ok")]
    texts = tmp_path / "r" / "documents.jsonl"
    texts.write_bytes(texts.read_bytes() * 2)
    assert [one.id for one in read_documents(tmp_path / "r")] == ["alpha"]


@pytest.mark.parametrize(
    ("line", "told"), [(b"{", "not a line of JSON"), (b"{}", "names no document"), (b'{"document": 7}', "names no")]
)
def test_a_line_that_is_no_row_is_an_error_that_names_it(tmp_path: Path, line: bytes, told: str) -> None:
    run_all(GREEK, tmp_path / "r", Asked())
    path = tmp_path / "r" / "results.jsonl"
    path.write_bytes(line + b"\n" + path.read_bytes())
    with pytest.raises(RecordError, match=rf"results.jsonl:1:? {told}"):
        run_all(GREEK, tmp_path / "r", Asked())


def test_versions_of_an_earlier_sitting_are_not_forgotten(tmp_path: Path) -> None:
    run_all(GREEK[:1], tmp_path / "r", Asked())
    path = tmp_path / "r" / "run.json"
    record = json.loads(path.read_text())
    record["versions"]["pydantic"] = "2.11.0"
    path.write_text(json.dumps(record))
    for _ in range(2):
        run_all(GREEK[:1], tmp_path / "r", Asked())
    manifest = read_manifest(tmp_path / "r")
    assert manifest.versions["pydantic"] != "2.11.0"
    assert [one["pydantic"] for one in manifest.earlier_versions] == ["2.11.0"]


def test_the_seconds_of_all_sittings_add_up(tmp_path: Path) -> None:
    for sitting in range(2):
        start = datetime(2026, 1, 1 + sitting, tzinfo=UTC)
        moments = iter([start, start + timedelta(seconds=5)])
        summary = run_all(GREEK, tmp_path / "r", Asked(), watch=Watch(clock=lambda moments=moments: next(moments)))
    manifest = read_manifest(tmp_path / "r")
    assert (summary.seconds, manifest.seconds, manifest.created[:10], str(manifest.finished)[:10]) == (
        5,
        10,
        "2026-01-01",
        "2026-01-02",
    )
