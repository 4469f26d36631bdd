"""What a run directory holds once a run has come to its end."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel
from toy_runs import (
    GREEK,
    PROMPT,
    WORDS,
    Asked,
    Sentences,
    document,
    folder_of,
    ids,
    lines,
    plan_for,
    run_all,
    statuses,
)

import extract
from extract.errors import DocumentError, DuplicateId, SchemaError, UsageError
from extract.models import Model, model_named
from extract.records import Answer, Document, Request, Unreadable
from extract.runs import RunSummary, Watch, directory_of, read_documents, read_manifest, read_rows, run
from extract.schema import Item, Quote, Reads
from extract.settings import DEFAULT


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
    assert record["model"] == {
        "name": "toy",
        "version": None,
        "description": "a toy",
        "base_url": None,
        "settings": {},
    }
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


def test_a_fault_that_nobody_expected_costs_one_document_and_says_where_it_is(tmp_path: Path) -> None:
    run_all(GREEK, tmp_path / "r", Asked({"gamma": ZeroDivisionError("by nothing")}))
    assert [id_ for id_, status in statuses(tmp_path / "r").items() if status == "failed"] == ["gamma"]
    error = lines(tmp_path / "r" / "results.jsonl")[WORDS.index("gamma")]["error"]
    assert error["kind"] == "unexpected"
    assert error["message"].startswith("ZeroDivisionError: by nothing (toy_runs.py:")


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


class Cost(Item):
    """A cost, and the toll that it is made of."""

    reads = Reads(value="value")
    quote: Quote
    value: Decimal | None
    toll: str


class Toll(Item):
    """A toll."""

    quote: Quote


class Costs(BaseModel):
    """All tolls and costs."""

    tolls: list[Toll]
    costs: list[Cost]


@pytest.mark.parametrize(
    ("response_model", "told"), [(Bridges, "bridges: the field 'span'"), (Costs, "costs: the field 'toll'")]
)
def test_a_response_model_with_a_field_that_the_results_use_is_refused_before_any_request(
    tmp_path: Path, response_model: type[BaseModel], told: str
) -> None:
    ask = Asked()
    with pytest.raises(SchemaError, match=told):
        run_all(GREEK, tmp_path / "r", ask, response_model=response_model)
    assert (ask.texts, (tmp_path / "r").exists()) == ([], False)


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
    model = read_manifest(tmp_path / "r").model
    assert (model["name"], model["version"]) == ("rules", extract.__version__)
    assert "rules" in str(model["description"])


def test_one_source_may_be_given_as_a_word(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Output rose 5 percent.", encoding="utf-8")

    summary = run(str(tmp_path / "a.txt"), out=tmp_path / "run")

    assert summary.tally.documents.total() == 1
