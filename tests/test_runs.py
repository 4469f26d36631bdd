"""What a run directory holds while a run goes, when it stops early, and when it goes on."""

import asyncio
import json
import os
import resource
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import extract
from extract import prompts
from extract.errors import (
    AskError,
    DocumentError,
    DuplicateId,
    RecordError,
    RunError,
    SchemaError,
    StopRun,
    UsageError,
)
from extract.jsonl import row_to_json
from extract.models import Model, model_named
from extract.records import (
    Answer,
    Call,
    Document,
    DocumentReference,
    ExtractedItem,
    Failure,
    Grounding,
    Problem,
    Request,
    Row,
    Source,
    Span,
    Unreadable,
    Usage,
    Verification,
)
from extract.runs import (
    Plan,
    RunSummary,
    Tally,
    Watch,
    directory_of,
    read_documents,
    read_manifest,
    read_rows,
    run,
    run_documents,
    run_plan,
)
from extract.runs.directory import opened
from extract.runs.manifest import manifest_of
from extract.schema import ClaimsAndFigures, Item, Quote
from extract.settings import DEFAULT

WORDS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]

PROMPT = prompts.read_prompt(
    "---\nname: first-words\ndescription: The first word.\nresponse_model: ClaimsAndFigures\n---\n\n"
    "# system\n\nCopy the first word.\n\n# user\n\n<document>\n{{ document.text }}\n</document>\n",
    "first-words.md",
)


class Sentence(Item):
    """A sentence."""

    quote: Quote


class Sentences(BaseModel):
    """All sentences."""

    sentences: list[Sentence]


class Asked:
    """Answers with the first word of a text, and remembers whom it was asked about."""

    def __init__(self, errors: dict[str, Exception] | None = None) -> None:
        self.texts: list[str] = []
        self.errors = errors or {}

    async def __call__(self, request: Request) -> Answer:
        self.texts.append(request.text)
        await asyncio.sleep(0)
        for word, error in self.errors.items():
            if word in request.text:
                raise error
        return Answer(json.dumps({"sentences": [{"quote": request.text.split()[0]}]}), "toy")


def document(word: str, text: str | None = None, **others: Any) -> Document:
    text = text or f"{word} is a letter."
    return Document(word, text, f"sha-of-{text}", f"{word}.txt", **others)


def plan_for(ask: Any, **others: Any) -> Plan:
    plan = Plan(PROMPT, Sentences, Model("toy", "a toy", ask), DEFAULT, ("greek",))
    return replace(plan, **others)


def run_all(
    documents: Iterable[Source], out: Path, ask: Any, concurrency: int = 1, watch: Watch | None = None, **others: Any
) -> RunSummary:
    return asyncio.run(run_documents(documents, plan_for(ask, **others), out, concurrency, watch))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def ids(out: Path) -> list[str]:
    return [row["document"]["id"] for row in lines(out / "results.jsonl")]


def statuses(out: Path) -> dict[str, str]:
    rows = lines(out / "results.jsonl")
    assert len({row["document"]["id"] for row in rows}) == len(rows), "one row a document"
    return {row["document"]["id"]: row["status"] for row in rows}


GREEK = [document(word) for word in WORDS]

# --- a run that comes to its end -----------------------------------------------------------------------------


def test_every_document_has_one_row_in_source_order_whatever_order_the_answers_come_in(tmp_path: Path) -> None:
    answered = []

    async def slow_first(request: Request) -> Answer:
        await asyncio.sleep(0.02 if request.text.startswith(("alpha", "delta")) else 0)
        answered.append(request.text.split()[0])
        return Answer('{"sentences": []}', "toy")

    summary = run_all(GREEK, tmp_path / "r", slow_first, concurrency=4)
    assert answered != WORDS
    assert ids(tmp_path / "r") == WORDS
    assert [one["id"] for one in lines(tmp_path / "r" / "documents.jsonl")] == WORDS
    assert (summary.complete, summary.tally.documents) == (True, {"ok": len(WORDS)})


def test_the_rows_and_documents_of_a_run_are_read_back(tmp_path: Path) -> None:
    run_all(GREEK[:2], tmp_path / "r", Asked())
    assert list(read_documents(tmp_path / "r")) == GREEK[:2]
    rows = list(read_rows(tmp_path / "r"))
    assert [(row.document.id, [item.fields for item in row.items or ()]) for row in rows] == [
        ("alpha", [{"quote": "alpha"}]),
        ("beta", [{"quote": "beta"}]),
    ]


def test_the_manifest_says_what_shaped_the_rows_and_what_came_of_them(tmp_path: Path) -> None:
    hours = iter(datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in (9, 10))
    run_all(GREEK[:2], tmp_path / "r", Asked(), watch=Watch(clock=lambda: next(hours)))
    record = json.loads((tmp_path / "r" / "run.json").read_text())
    assert record["format"] == 1
    assert record["complete"] is True
    assert (record["created"], record["finished"]) == ("2026-01-01T09:00:00+00:00", "2026-01-01T10:00:00+00:00")
    assert record["seconds"] == 3600
    assert record["model"] == {"name": "toy", "description": "a toy"}
    assert set(record["prompt"]) == {"name", "fingerprint", "text"}
    assert record["response_model"]["name"].endswith(":Sentences")
    assert "sentences" in record["response_model"]["json_schema"]["properties"]
    assert record["settings"]["fuzzy_similarity"] == DEFAULT.fuzzy_similarity
    assert set(record["versions"]) == {"extract-toolkit", "python", "pydantic", "rapidfuzz"}
    assert record["sources"] == ["greek"]
    assert record["results"]["documents"] == {"total": 2, "ok": 2}
    assert record["results"]["items"] == {"total": 2, "sentences": 2}
    assert record["results"]["grounding"] == {"sentences": {"exact": 2}}


def test_an_unreadable_source_is_a_failed_row_without_a_document(tmp_path: Path) -> None:
    sources = [GREEK[0], Unreadable("scan", "scan.pdf", "empty", "no text on any page"), GREEK[1]]
    summary = run_all(sources, tmp_path / "r", Asked())
    assert statuses(tmp_path / "r") == {"alpha": "ok", "scan": "failed", "beta": "ok"}
    assert [one["id"] for one in lines(tmp_path / "r" / "documents.jsonl")] == ["alpha", "beta"]
    assert (summary.tally.problems, dict(summary.tally.examples)) == ({"empty": 1}, {"empty": ["scan"]})


def test_a_document_that_json_cannot_hold_is_a_failed_row(tmp_path: Path) -> None:
    run_all([document("alpha", meta={"price": float("nan")}), GREEK[1]], tmp_path / "r", Asked())
    assert statuses(tmp_path / "r") == {"alpha": "failed", "beta": "ok"}
    assert lines(tmp_path / "r" / "results.jsonl")[0]["error"]["kind"] == "unwritable"


def test_no_more_documents_are_in_flight_than_allowed_and_none_is_read_ahead(tmp_path: Path) -> None:
    read = asked = answered = most = 0

    def reading() -> Iterator[Document]:
        nonlocal read
        for number in range(40):
            read += 1
            yield document(f"d{number}")

    async def ask(_request: Request) -> Answer:
        nonlocal asked, answered, most
        asked += 1
        most = max(most, asked - answered, read - answered)
        await asyncio.sleep(0.001)
        answered += 1
        return Answer('{"sentences": []}', "toy")

    run_all(reading(), tmp_path / "r", ask, concurrency=3)
    assert most == 3


def test_two_documents_with_one_id_stop_the_run(tmp_path: Path) -> None:
    with pytest.raises(DuplicateId, match=r"two documents have the id 'alpha'"):
        run_all([GREEK[0], GREEK[1], GREEK[0]], tmp_path / "r", Asked())
    assert ids(tmp_path / "r") == ["alpha", "beta"]


def test_sources_without_documents_are_an_error_and_make_no_directory(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no documents in greek"):
        run_all([], tmp_path / "r", Asked())
    assert not (tmp_path / "r").exists()


def test_asking_about_no_document_at_a_time_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="concurrency is 0"):
        run_all(GREEK, tmp_path / "r", Asked(), concurrency=0)


class Bridge(Item):
    """A bridge."""

    quote: Quote
    span: str


class Bridges(BaseModel):
    """All bridges."""

    bridges: list[Bridge]


def test_a_response_model_with_a_field_that_the_results_use_is_refused_before_any_request(tmp_path: Path) -> None:
    ask = Asked()
    with pytest.raises(SchemaError, match="bridges: the field 'span'"):
        run_all(GREEK, tmp_path / "r", ask, response_model=Bridges)
    assert (ask.texts, (tmp_path / "r").exists()) == ([], False)


# --- going on -------------------------------------------------------------------------------------------------


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
    (tmp_path / "r" / "results.jsonl").write_bytes(rows + better + b'{"document"')
    assert [(row.document.id, row.status) for row in read_rows(tmp_path / "r")] == [("beta", "ok"), ("alpha", "ok")]


def test_a_broken_line_amid_others_is_an_error_that_names_it(tmp_path: Path) -> None:
    run_all(GREEK, tmp_path / "r", Asked())
    path = tmp_path / "r" / "results.jsonl"
    path.write_bytes(b"{\n" + path.read_bytes())
    with pytest.raises(RecordError, match=r"results.jsonl:1: not a line of JSON"):
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


# --- directories that do not fit ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"model": Model("other", "another toy", Asked())}, "model: toy -> other"),
        (
            {"response_model": ClaimsAndFigures},
            r"schema: \S+:Sentences \w{12} -> extract.schema:ClaimsAndFigures \w{12}",
        ),
        ({"settings": replace(DEFAULT, reasks=0, near_places=5)}, "near_places: 3 -> 5; reasks: 1 -> 0"),
    ],
)
def test_a_run_of_another_kind_is_refused_and_the_difference_named(
    tmp_path: Path, change: dict[str, Any], told: str
) -> None:
    run_all(GREEK, tmp_path / "r", Asked())
    before = (tmp_path / "r" / "run.json").read_bytes()
    with pytest.raises(RunError, match=rf"run of another kind \({told}\); name another directory with --out"):
        run_all(GREEK, tmp_path / "r", Asked(), **change)
    assert (tmp_path / "r" / "run.json").read_bytes() == before


def test_a_changed_prompt_is_refused(tmp_path: Path) -> None:
    run_all(GREEK, tmp_path / "r", Asked())
    with pytest.raises(RunError, match=rf"prompt: {PROMPT.label} -> first-words@0123"):
        run_all(GREEK, tmp_path / "r", Asked(), prompt=replace(PROMPT, fingerprint="0123"))


def test_a_larger_limit_for_files_is_no_run_of_another_kind(tmp_path: Path) -> None:
    run_all(GREEK, tmp_path / "r", Asked())
    summary = run_all(GREEK, tmp_path / "r", Asked(), settings=replace(DEFAULT, max_bytes=7))
    assert summary.tally.kept == len(GREEK)
    assert read_manifest(tmp_path / "r").settings["max_bytes"] == 7


def test_a_directory_with_other_content_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("do not touch")
    with pytest.raises(RunError, match=r"holds thesis.txt but no run.json"):
        run_all(GREEK, tmp_path, Asked())
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_in_the_place_of_the_directory_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "r").write_text("a file")
    with pytest.raises(RunError, match=r"r cannot be written \(.*File exists"):
        run_all(GREEK, tmp_path / "r", Asked())


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".run.json.x1.tmp").write_text("{")
    (tmp_path / ".lock").write_text("")
    run_all(GREEK, tmp_path, Asked())
    assert sorted(one.name for one in tmp_path.iterdir()) == [".lock", "documents.jsonl", "results.jsonl", "run.json"]


def test_two_runs_cannot_have_one_directory(tmp_path: Path) -> None:
    with opened(tmp_path, manifest_of(plan_for(Asked()), "now"), ()), pytest.raises(RunError, match="in use"):
        run_all(GREEK, tmp_path, Asked())
    run_all(GREEK, tmp_path, Asked())
    assert ids(tmp_path) == WORDS


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "is not a manifest"),
        ("[]", "is not a manifest"),
        ("{}", "is not a manifest"),
        ('{"format": 1}', "is not a manifest"),
        ('{"format": 2}', "has format 2, this toolkit reads 1"),
    ],
)
def test_a_manifest_that_cannot_be_read_is_an_error(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(RunError, match=told):
        read_manifest(tmp_path)


def test_a_directory_without_a_run_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"holds no run"):
        list(read_rows(tmp_path))


def test_a_run_that_has_not_written_a_row_yet_has_none(tmp_path: Path) -> None:
    with opened(tmp_path, manifest_of(plan_for(Asked()), "now"), ()):
        pass
    for name in ("results.jsonl", "documents.jsonl"):
        (tmp_path / name).unlink()
    assert (list(read_rows(tmp_path)), list(read_documents(tmp_path))) == ([], [])


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let this process write no file beyond that size, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_ends_the_run_with_whole_lines(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="cannot be written"), largest_file(100_000):
        run_all((document(f"d{n}", "word " * 3_000) for n in range(20)), tmp_path / "r", Asked())
    assert 0 < len(ids(tmp_path / "r")) < 20
    run_all((document(f"d{n}", "word " * 3_000) for n in range(20)), tmp_path / "r", Asked())
    assert len(ids(tmp_path / "r")) == 20


# --- stopping early ---------------------------------------------------------------------------------------------


def test_an_error_that_stops_the_run_lets_what_is_in_flight_land(tmp_path: Path) -> None:
    async def ask(request: Request) -> Answer:
        if "gamma" in request.text:
            raise StopRun("the key is wrong", "unauthorized")
        await asyncio.sleep(0.01)
        return Answer('{"sentences": []}', "toy")

    with pytest.raises(StopRun, match="the key is wrong"):
        run_all(GREEK, tmp_path / "r", ask, concurrency=3)
    assert statuses(tmp_path / "r") == {"alpha": "ok", "beta": "ok"}
    manifest = read_manifest(tmp_path / "r")
    assert (manifest.complete, manifest.results["documents"]["total"]) == (False, 2)


def test_sources_that_break_half_way_end_the_run_and_it_goes_on_later(tmp_path: Path) -> None:
    def breaking() -> Iterator[Document]:
        yield from GREEK[:2]
        raise DocumentError("the drive is gone")

    with pytest.raises(DocumentError, match="the drive is gone"):
        run_all(breaking(), tmp_path / "r", Asked(), concurrency=2)
    assert (ids(tmp_path / "r"), read_manifest(tmp_path / "r").complete) == (WORDS[:2], False)
    assert run_all(GREEK, tmp_path / "r", Asked()).tally.kept == 2


def folder_of(tmp_path: Path) -> Path:
    folder = tmp_path / "greek"
    folder.mkdir()
    for number, word in enumerate(WORDS):
        (folder / f"{number}-{word}.txt").write_text(f"{word} is a letter.", encoding="utf-8")
    return folder


def test_ctrl_c_lets_what_is_in_flight_land_and_then_interrupts(tmp_path: Path) -> None:
    presses = []

    async def ask(request: Request) -> Answer:
        if "gamma" in request.text:
            os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(0.01)
        return Answer('{"sentences": []}', "toy")

    plan = plan_for(ask, sources=(str(folder_of(tmp_path)),))
    with pytest.raises(KeyboardInterrupt):
        run_plan(plan, tmp_path / "r", 3, Watch(pressed=lambda: presses.append(1)))
    assert (presses, ids(tmp_path / "r")) == ([1], ["0-alpha", "1-beta", "2-gamma"])
    assert read_manifest(tmp_path / "r").complete is False
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_ctrl_c_stops_at_once_with_whole_rows(tmp_path: Path) -> None:
    async def ask(request: Request) -> Answer:
        if "delta" in request.text:
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(60)
        return Answer('{"sentences": []}', "toy")

    with pytest.raises(KeyboardInterrupt):
        run_plan(plan_for(ask, sources=(str(folder_of(tmp_path)),)), tmp_path / "r", 1)
    assert ids(tmp_path / "r") == ["0-alpha", "1-beta", "2-gamma"]
    assert read_manifest(tmp_path / "r").complete is False


def test_a_run_outside_the_main_thread_hears_no_ctrl_c_and_is_whole(tmp_path: Path) -> None:
    plan = plan_for(Asked(), sources=(str(folder_of(tmp_path)),))
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(run_plan, plan, tmp_path / "r").result().complete


# --- counting ---------------------------------------------------------------------------------------------------


def line(id_: str, status: str = "ok", **others: Any) -> dict[str, Any]:
    row = Row(DocumentReference(id_, "00", f"{id_}.txt"), status, Call("toy", "p@1"), **others)  # type: ignore[arg-type]
    return row_to_json(row)


def test_items_grades_verdicts_and_problems_are_counted() -> None:
    claim = ExtractedItem("claims", {"quote": "x"}, Grounding("missing"), problems=(Problem("quote-missing", "", ""),))
    right = ExtractedItem("figures", {"quote": "7"}, Grounding("exact", Span(0, 1)), Verification("confirmed"))
    wrong = replace(right, verification=Verification("contradicted"), problems=(Problem("value-digits", "", ""),))
    tally = Tally(("claims", "figures"))
    tally.add(line("a", items=(claim, right, wrong), carried={"topics": ["solar"], "notes": "none"}))
    tally.add(line("b", "partial", items=(wrong,), problems=(Problem("not-an-item", "", ""),)))
    counts = tally.to_json()
    assert counts["documents"] == {"total": 2, "ok": 1, "partial": 1}
    assert counts["items"] == {"total": 4, "claims": 1, "figures": 3}
    assert counts["flagged"] == {"total": 3, "claims": 1, "figures": 2}
    assert counts["grounding"] == {"claims": {"missing": 1}, "figures": {"exact": 3}}
    assert counts["verification"] == {"figures": {"confirmed": 1, "contradicted": 2}}
    assert counts["problems"] == {
        "value-digits": {"count": 2, "documents": ["a", "b"]},
        "quote-missing": {"count": 1, "documents": ["a"]},
        "not-an-item": {"count": 1, "documents": ["b"]},
    }


def test_a_type_without_items_counts_as_none() -> None:
    assert Tally(("claims",)).to_json()["items"] == {"total": 0, "claims": 0}


def test_tokens_and_known_costs_add_up() -> None:
    tally = Tally()
    for cost, cached in ((None, False), (Decimal("0.10"), True), (Decimal("0.20"), False)):
        call = Call("toy", "p@1", cached=cached, usage=Usage(100, 7), cost_usd=cost)
        tally.add(row_to_json(Row(DocumentReference("a", "00", "a.txt"), "ok", call)))
    counts = tally.to_json()
    assert (counts["tokens"], counts["cost_usd"], counts["cached"]) == ({"input": 300, "output": 21}, "0.30", 1)


def test_a_problem_names_the_first_three_documents_that_have_it() -> None:
    tally = Tally()
    for id_ in ("a", "b", "b", "c", "d"):
        tally.add(line(id_, "failed", error=Failure("timeout", "no answer")))
    assert tally.to_json()["problems"] == {"timeout": {"count": 5, "documents": ["a", "b", "c"]}}


# --- the public function ----------------------------------------------------------------------------------------


def test_the_public_function_runs_files_with_a_model_of_ones_own(tmp_path: Path) -> None:
    ask = Asked()
    model = Model("toy", "a toy", ask)
    summary = run([folder_of(tmp_path)], prompt=PROMPT, model=model, out=tmp_path / "r", response_model=Sentences)
    assert (summary.complete, len(ask.texts)) == (True, len(WORDS))
    assert dict(summary.tally.items) == {"sentences": len(WORDS)}


def test_the_public_function_works_where_a_loop_is_running_already(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)

    async def notebook() -> RunSummary:
        return extract.run([folder], out=tmp_path / "r")

    assert asyncio.run(notebook()).complete


def test_a_run_that_names_no_directory_has_one_named_after_prompt_and_model() -> None:
    plan = plan_for(Asked(), model=Model("openai/gpt", "a model", Asked()))
    assert directory_of(plan) == Path("runs/first-words--openai-gpt")


def test_an_unknown_model_is_a_usage_error_that_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match="unknown model 'parrot'; known: rules"):
        model_named("parrot")


def test_the_rule_model_says_what_it_is(tmp_path: Path) -> None:
    extract.run([folder_of(tmp_path)], out=tmp_path / "r")
    assert len(read_manifest(tmp_path / "r").model["description"]) > 40
