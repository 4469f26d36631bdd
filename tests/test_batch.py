"""Do requests go out once and in files that servers take, and do their answers come in, whatever the files are like?"""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from toy_runs import PROMPT, Sentences

from extract import prompts
from extract.batch import Collected, Limits, Written, collect, write
from extract.documents import open_sources
from extract.errors import PromptError, RecordError, RunError
from extract.llm.cache import Cache
from extract.llm.entries import Attempt, Incoming
from extract.llm.requests import Options, wire_request
from extract.llm.setup import Setup
from extract.models import served_model
from extract.pipeline import requests_of
from extract.runs import Plan, run_documents
from extract.settings import DEFAULT

OPTIONS = Options("toy")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def cache(folder: Path) -> Iterator[Cache]:
    with Cache(folder, print) as cache:
        yield cache


def plan_of(tmp_path: Path, texts: list[str], options: Options = OPTIONS, prompt: prompts.Prompt = PROMPT) -> Plan:
    """Return the plan of a run over texts of our own, answered from the cache alone."""
    news = tmp_path / "news"
    news.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (news / f"{number:03}.txt").write_text(text, encoding="utf-8")
    model = served_model(Setup(options, cache=tmp_path / "cache", cache_only=True))
    return Plan(prompt, Sentences, model, DEFAULT, (str(news),))


def texts(count: int) -> list[str]:
    return [f"Plant {number} made 7 tonnes of m³." for number in range(count)]


def lines_of(folder: Path) -> list[dict[str, Any]]:
    paths = sorted(folder.glob("requests-*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def body_of(text: str, model: str = "toy-2026") -> dict[str, Any]:
    answer = json.dumps({"sentences": [{"quote": text}]})
    message = {"role": "assistant", "content": answer}
    usage = {"prompt_tokens": 10, "completion_tokens": 2}
    return {"model": model, "choices": [{"message": message, "finish_reason": "stop"}], "usage": usage}


def answered(key: str, body: Any, status: int = 200) -> dict[str, Any]:
    return {
        "id": "x",
        "custom_id": key,
        "response": {"status_code": status, "request_id": "y", "body": body},
        "error": None,
    }


def output(folder: Path, *lines: Any, name: str = "output.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    return path


def batch_of(tmp_path: Path, cache: Cache, count: int = 2) -> tuple[Path, list[str]]:
    """Write a batch of so many documents and return its folder and its keys."""
    out = tmp_path / "batch"
    write(plan_of(tmp_path, texts(count)), OPTIONS, cache, out)
    return out, [line["custom_id"] for line in lines_of(out)]


# --- writing ---------------------------------------------------------------------------------------------------


def test_each_request_goes_out_as_a_run_would_send_it_under_its_key(tmp_path: Path, cache: Cache) -> None:
    plan = plan_of(tmp_path, texts(2))
    written = write(plan, OPTIONS, cache, tmp_path / "batch")
    wires = [
        wire_request(request, OPTIONS)
        for document in open_sources(plan.sources)
        for request in requests_of(document, plan.task())  # type: ignore[arg-type]
    ]
    url = "/v1/chat/completions"
    expected = [{"custom_id": wire.key(), "method": "POST", "url": url, "body": wire.body()} for wire in wires]
    assert lines_of(tmp_path / "batch") == expected
    assert (written.documents, written.requests, written.stored, written.doubled) == (2, 2, 0, 0)


def test_the_folder_says_what_it_was_made_from(tmp_path: Path, cache: Cache) -> None:
    out, _ = batch_of(tmp_path, cache)
    told = json.loads((out / "batch.json").read_text("utf-8"))
    size = (out / "requests-001.jsonl").stat().st_size
    assert (told["prompt"], told["model"], told["requests"]) == (PROMPT.label, "openai/toy", 2)
    assert told["files"] == [{"name": "requests-001.jsonl", "requests": 2, "bytes": size}]
    assert sorted(path.name for path in out.iterdir()) == ["batch.json", "index.jsonl", "requests-001.jsonl"]


def test_texts_that_are_the_same_are_asked_about_once(tmp_path: Path, cache: Cache) -> None:
    written = write(plan_of(tmp_path, ["Same.", "Other.", "Same."]), OPTIONS, cache, tmp_path / "batch")
    assert (written.requests, written.doubled) == (2, 1)


def test_a_long_document_gives_a_request_for_each_of_its_pieces(tmp_path: Path, cache: Cache) -> None:
    prompt = prompts.read_prompt(
        PROMPT.text.replace("response_model", "max_characters: 200\nresponse_model"), "first-words.md"
    )
    plan = plan_of(tmp_path, ["One sentence is here. Another one is there. " * 8], prompt=prompt)
    assert write(plan, OPTIONS, cache, tmp_path / "batch").requests == 2


def test_what_the_cache_has_an_answer_to_does_not_go_out(tmp_path: Path, cache: Cache) -> None:
    _, keys = batch_of(tmp_path, cache)
    first = Attempt(body_of("x"), "2026-01-01T00:00:00Z")
    cache.store(Incoming(keys[0], {}, first))  # unfinished: its re-ask is no batch's
    written = write(plan_of(tmp_path, []), OPTIONS, cache, tmp_path / "second")
    assert (written.stored, [line["custom_id"] for line in lines_of(tmp_path / "second")]) == (1, keys[1:])


def test_where_nothing_is_missing_nothing_is_written(tmp_path: Path, cache: Cache) -> None:
    out, keys = batch_of(tmp_path, cache)
    collect([output(out, *(answered(key, body_of("x")) for key in keys))], (out,), cache)
    assert write(plan_of(tmp_path, []), OPTIONS, cache, tmp_path / "second") == Written(documents=2, stored=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["batch", "cache", "news"]


@pytest.mark.parametrize(("limits", "sizes"), [(Limits(requests=2), [2, 2, 1]), (Limits(bytes=1), [1] * 5)])
def test_files_are_split_where_they_are_full(tmp_path: Path, cache: Cache, limits: Limits, sizes: list[int]) -> None:
    written = write(plan_of(tmp_path, texts(5)), OPTIONS, cache, tmp_path / "batch", limits)
    assert [file["requests"] for file in written.files] == sizes
    assert [file["name"] for file in written.files] == [f"requests-{n:03}.jsonl" for n in range(1, len(sizes) + 1)]
    assert len({line["custom_id"] for line in lines_of(tmp_path / "batch")}) == 5


def test_no_file_is_larger_than_allowed(tmp_path: Path, cache: Cache) -> None:
    write(plan_of(tmp_path, texts(1)), OPTIONS, cache, tmp_path / "one")
    size = (tmp_path / "one" / "requests-001.jsonl").stat().st_size
    written = write(plan_of(tmp_path, texts(5)), OPTIONS, cache, tmp_path / "five", Limits(bytes=2 * size))
    assert [(file["requests"], file["bytes"]) for file in written.files] == [(2, 2 * size), (2, 2 * size), (1, size)]


def test_documents_that_cannot_be_read_are_listed(tmp_path: Path, cache: Cache) -> None:
    plan = plan_of(tmp_path, ["A text.", ""])
    written = write(plan, OPTIONS, cache, tmp_path / "batch")
    assert (written.documents, written.requests) == (2, 1)
    assert [(source.id, source.kind) for source in written.unreadable] == [("001", "empty")]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, cache: Cache) -> None:
    out, _ = batch_of(tmp_path, cache)
    before = (out / "index.jsonl").read_bytes()
    with pytest.raises(RunError, match="holds something already; name a new folder with --out"):
        write(plan_of(tmp_path, texts(5)), OPTIONS, cache, out)
    assert (out / "index.jsonl").read_bytes() == before


def test_an_error_on_the_way_leaves_no_folder(tmp_path: Path, cache: Cache) -> None:
    text = PROMPT.text.replace("Copy the", "Copy {{ document.title.upper() }}")
    plan = plan_of(tmp_path, texts(2), prompt=prompts.read_prompt(text, "first-words.md"))
    with pytest.raises(PromptError, match="upper"):
        write(plan, OPTIONS, cache, tmp_path / "batch")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "news"]


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json"])
def test_answers_come_back_whatever_the_mode(tmp_path: Path, cache: Cache, mode: Any) -> None:
    options = Options("toy", mode, temperature=0.5, seed=7, sample=3)
    plan = plan_of(tmp_path, texts(1), options)
    write(plan, options, cache, tmp_path / "batch")
    (line,) = lines_of(tmp_path / "batch")
    collected = collect(
        [output(tmp_path / "batch", answered(line["custom_id"], body_of("x")))], (tmp_path / "batch",), cache
    )
    assert (collected.taken.stored, collected.missing) == (1, {})
    assert write(plan, options, cache, tmp_path / "second").requests == 0


# --- collecting ------------------------------------------------------------------------------------------------


def test_an_answer_that_came_in_is_finished_as_it_is(tmp_path: Path, cache: Cache) -> None:
    out, keys = batch_of(tmp_path, cache)
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    path = output(out, answered(keys[0], body_of("x")))
    collected = collect([path], (out,), cache, clock=lambda: moment)
    entry = cache.get(keys[0])
    assert entry is not None
    assert (entry.finished, entry.source) == (True, "collected")
    assert entry.attempts == (Attempt(body_of("x"), "2026-01-02T00:00:00.000+00:00"),)
    assert (collected.taken.stored, collected.requests, collected.missing) == (1, 2, {keys[1]: "001"})


def test_an_answer_in_which_nothing_can_be_parsed_is_kept_with_a_mark(tmp_path: Path, cache: Cache) -> None:
    out, keys = batch_of(tmp_path, cache)
    body = body_of("x")
    body["choices"][0]["message"]["content"] = "I would rather not."
    collect([output(out, answered(keys[0], body))], (out,), cache)
    assert [attempt.invalid for entry in cache for attempt in entry.attempts] == [True]


FAILED: dict[str, tuple[dict[str, Any], str]] = {
    "an error beside": ({"response": None, "error": {"code": "batch_expired", "message": "too late"}}, "too late"),
    "an error code alone": ({"response": None, "error": {"code": "batch_expired"}}, "batch_expired"),
    "an error in words": ({"response": None, "error": "gone"}, "gone"),
    "an error in the body": (
        {"response": {"status_code": 400, "body": {"error": {"message": "too long"}}}, "error": None},
        "status 400: too long",
    ),
    "a status without a body": ({"response": {"status_code": 500, "body": None}, "error": None}, "status 500: no body"),
    "neither": ({"response": None, "error": None}, "neither a response nor an error"),
    "text for a body": ({"response": {"status_code": 200, "body": "Hello"}}, "status 200: no body"),
}


@pytest.mark.parametrize("how", FAILED)
def test_a_request_that_failed_is_listed_by_place_and_document(tmp_path: Path, cache: Cache, how: str) -> None:
    out, keys = batch_of(tmp_path, cache)
    fields, said = FAILED[how]
    path = output(
        out, answered(keys[1], body_of("x")), {"id": "x", "custom_id": keys[0], **fields}, name="errors.jsonl"
    )
    collected = collect([path], (out,), cache)
    assert collected.failed == [f"{path}:2: {keys[0][:16]} of document 000: {said}"]
    assert (collected.taken.stored, collected.missing) == (1, {keys[0]: "000"})


MALFORMED: dict[str, tuple[Any, str]] = {
    "no JSON": ('{"custom_id": "', "not a line of JSON"),
    "no object": ("[]", "expected a JSON object"),
    "no custom_id": ({"id": "x"}, "no custom_id"),
    "a number for a custom_id": ({"custom_id": 7}, "no custom_id"),
}


@pytest.mark.parametrize("how", MALFORMED)
def test_a_malformed_line_is_listed_by_place_and_the_others_come_in(tmp_path: Path, cache: Cache, how: str) -> None:
    out, keys = batch_of(tmp_path, cache)
    line, said = MALFORMED[how]
    path = output(out, line, "", answered(keys[0], body_of("x")))
    collected = collect([path], (out,), cache)
    (malformed,) = collected.malformed
    assert malformed.startswith(f"{path}:1: ")
    assert said in malformed
    assert collected.taken.stored == 1


def test_a_response_of_another_kind_is_malformed(tmp_path: Path, cache: Cache) -> None:
    out, keys = batch_of(tmp_path, cache)
    collected = collect([output(out, answered(keys[0], {"object": "list", "data": []}))], (out,), cache)
    (malformed,) = collected.malformed
    assert "its body has no choices; it is no response of /v1/chat/completions" in malformed


def test_an_answer_that_the_batch_did_not_ask_for_is_unknown(tmp_path: Path, cache: Cache) -> None:
    out, _ = batch_of(tmp_path, cache)
    collected = collect([output(out, answered("f" * 64, body_of("x")))], (out,), cache)
    assert (len(collected.unknown), len(cache), collected.understood()) == (1, 0, 0)


def test_of_two_answers_to_a_request_the_first_stays_and_equal_ones_are_no_problem(
    tmp_path: Path, cache: Cache
) -> None:
    out, keys = batch_of(tmp_path, cache)
    first, second = answered(keys[0], body_of("first")), answered(keys[0], body_of("second"))
    for refresh in (False, True):
        collected = collect([output(out, first, first, second)], (out,), cache, refresh=refresh)
        assert [said.split(":")[1] for said in collected.doubled] == ["3"]
        assert [entry.attempts[0].raw for entry in cache] == [body_of("first")]
    assert (collected.taken.stored, collected.taken.same) == (1, 1)


def test_an_answer_that_is_stored_already_stays_unless_refreshed(tmp_path: Path, cache: Cache) -> None:
    out, keys = batch_of(tmp_path, cache)
    collect([output(out, answered(keys[0], body_of("old")))], (out,), cache)
    path = output(out, answered(keys[0], body_of("new")))
    kept = collect([path], (out,), cache)
    assert (len(kept.taken.kept), kept.understood()) == (1, 1)
    assert [entry.attempts[0].raw for entry in cache] == [body_of("old")]
    collect([path], (out,), cache, refresh=True)
    assert [entry.attempts[0].raw for entry in cache] == [body_of("new")]


@pytest.mark.parametrize("line", ['{"custom_id": 7}', '{"custom_id": "a", "document": "b", "request": {}}'])
def test_an_index_that_was_edited_is_refused(tmp_path: Path, cache: Cache, line: str) -> None:
    out, _ = batch_of(tmp_path, cache)
    (out / "index.jsonl").write_text(f"{line}\n", "utf-8")
    with pytest.raises(RecordError, match=r"index.jsonl:1: .*; write the batch again"):
        collect([], (out,), cache)


def test_a_folder_without_a_batch_is_an_error(tmp_path: Path, cache: Cache) -> None:
    with pytest.raises(RecordError, match=r"no index.jsonl is here; name the folder of the batch with --requests"):
        collect([], (tmp_path,), cache)


# --- the whole way ---------------------------------------------------------------------------------------------


def spoiled(lines: list[dict[str, Any]]) -> tuple[list[Any], Counter[str]]:
    """Return the lines with every twentieth failed, missing, doubled by another answer, or malformed in turn."""
    given: list[Any] = []
    faults: Counter[str] = Counter()
    for number, line in enumerate(lines):
        fault = ["failed", "missing", "doubled", "malformed"][number // 20 % 4] if number % 20 == 7 else "none"
        faults[fault] += 1
        if fault in ("none", "doubled"):
            given.append(line)
        if fault == "failed":
            given.append({**line, "response": {"status_code": 500, "body": {"error": {"message": "no"}}}})
        if fault == "doubled":
            given.append(answered(line["custom_id"], body_of("another")))
        if fault == "malformed":
            given.append(json.dumps(line)[:-9])
    return given, faults


def test_a_run_asks_for_nothing_that_came_in_and_a_second_batch_exactly_for_the_rest(
    tmp_path: Path, cache: Cache
) -> None:
    plan = plan_of(tmp_path, texts(200))
    out = tmp_path / "batch"
    assert write(plan, OPTIONS, cache, out, Limits(requests=80)).requests == 200
    asked = lines_of(out)
    quote = {line["custom_id"]: text for line, text in zip(asked, texts(200), strict=True)}
    lines, faults = spoiled([answered(line["custom_id"], body_of(quote[line["custom_id"]])) for line in asked])
    assert faults == {"none": 190, "failed": 3, "missing": 3, "doubled": 2, "malformed": 2}

    collected = collect(
        [output(out, *lines[:90], name="1.jsonl"), output(out, *lines[90:], name="2.jsonl")], (out,), cache
    )
    assert counts(collected) == {"stored": 192, "failed": 3, "doubled": 2, "malformed": 2, "missing": 8}

    summary = asyncio.run(run_documents(open_sources(plan.sources), plan, tmp_path / "run"))
    rows = [json.loads(line) for line in (tmp_path / "run" / "results.jsonl").read_text("utf-8").splitlines()]
    ok = [row for row in rows if row["status"] == "ok"]
    assert (summary.complete, len(ok)) == (True, 192)
    assert {row["call"]["model"] for row in ok} == {"openai/toy-2026"}
    assert all(row["call"]["cached"] for row in ok)
    failed = {row["document"]["id"]: row["error"]["kind"] for row in rows if row["status"] == "failed"}
    assert failed == dict.fromkeys(collected.missing.values(), "cache-miss")

    write(plan, OPTIONS, cache, tmp_path / "second")
    assert {line["custom_id"] for line in lines_of(tmp_path / "second")} == collected.missing.keys()


def counts(collected: Collected) -> dict[str, int]:
    found = {"stored": collected.taken.stored, "same": collected.taken.same}
    found |= {name: len(lines) for name, lines in collected.listed().items()}
    return {name: count for name, count in (found | {"missing": len(collected.missing)}).items() if count}
