"""A run that is repeated asks nothing again, as long as what was sent stays what it was."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import pytest
from llm.planted import planted_text
from llm.replies import MENDABLE, STANDING, Chance
from llm.served import asked_during, environment, model_on, planted_file, ran, rows
from llm.server import Server, serving
from pydantic import AfterValidator, BaseModel, Field, create_model

from extract import prompts
from extract.errors import RunError
from extract.runs import RunSummary
from extract.schema import Claim, Figure

DOCUMENTS = 60
ANSWERED = Chance(0.4, (*MENDABLE, *STANDING))
"""Faulty answers, re-asks among them, but an answer always."""


def as_asked(path: Path) -> bytes:
    """Return the rows as they would be, had their answers not come from the cache."""
    return path.read_bytes().replace(b'"cached": true', b'"cached": false')


def test_a_second_run_asks_nothing_and_differs_in_nothing_but_cached(tmp_path: Path) -> None:
    source = planted_file(tmp_path, DOCUMENTS)
    with serving(ANSWERED) as server:
        first = asked_during(server, lambda: ran(source, tmp_path / "one", model_on(server, tmp_path / "cache")))
        again = asked_during(server, lambda: ran(source, tmp_path / "two", model_on(server, tmp_path / "cache")))
    assert first > DOCUMENTS, "some were asked twice"
    assert again == 0
    one, two = (tmp_path / name / "results.jsonl" for name in ("one", "two"))
    assert {row["call"]["cached"] for row in rows(two.parent).values()} == {True}
    assert (one.read_bytes() == as_asked(one), one.read_bytes() == as_asked(two)) == (True, True)


def test_a_transport_that_failed_on_the_way_leaves_the_second_run_nothing_to_ask(tmp_path: Path) -> None:
    source = planted_file(tmp_path, DOCUMENTS)
    with serving(Chance(0.4, ("500", "reset", "429", "html"))) as server:
        first = asked_during(server, lambda: ran(source, tmp_path / "one", model_on(server, tmp_path / "cache")))
        again = asked_during(server, lambda: ran(source, tmp_path / "two", model_on(server, tmp_path / "cache")))
    assert (first > DOCUMENTS, again) == (True, 0)
    assert as_asked(tmp_path / "two" / "results.jsonl") == (tmp_path / "one" / "results.jsonl").read_bytes()


def test_another_key_another_server_and_another_process_elsewhere_ask_nothing(tmp_path: Path) -> None:
    source, elsewhere = planted_file(tmp_path, DOCUMENTS), tmp_path / "elsewhere"
    elsewhere.mkdir()
    with serving(ANSWERED) as server, serving(ANSWERED) as other:
        ran(source, tmp_path / "one", model_on(server, tmp_path / "cache"))
        before = server.requests()
        ran(source, tmp_path / "two", model_on(other, tmp_path / "cache", key="sk-another-987654321"))
        options = ["--model", "openai/planted", "--out", "three", "--cache", "../cache", "--quiet", "--json"]
        command = [sys.executable, "-m", "extract", "run", str(source), *options]
        done = subprocess.run(
            command, cwd=elsewhere, env=environment(server, OPENAI_API_KEY=""), capture_output=True, text=True
        )
        assert (done.returncode, json.loads(done.stdout)["complete"]) == (0, True), done.stderr
        assert (server.requests() - before, other.requests()) == (0, 0)
    assert as_asked(elsewhere / "three" / "results.jsonl") == (tmp_path / "one" / "results.jsonl").read_bytes()


# --- edits ---------------------------------------------------------------------------------------------------


def no_mill(entity: str) -> str:
    """Refuse figures of mills."""
    if entity == "the mill":
        raise ValueError("mills are not asked about")
    return entity


def model_like(**changed: Any) -> type[BaseModel]:
    """Return the built-in response model, a field of its figures changed, as an editor would have changed it."""
    figure = create_model("Figure", __base__=Figure, __doc__=Figure.__doc__, **changed)
    listed: Any = {"claims": (list[Claim], ...), "figures": (list[figure], ...)}  # type: ignore[valid-type]
    return create_model("ClaimsAndFigures", **listed)


BUILT_IN = model_like()
STRICTER = model_like(entity=(Annotated[str, AfterValidator(no_mill)], Figure.model_fields["entity"]))
REWORDED = model_like(measure=(str, Field(description="What is measured, as the text calls it.")))


def run_with(
    server: Server, folder: Path, out: str, response_model: type[BaseModel] = BUILT_IN, **others: Any
) -> RunSummary:
    source = planted_file(folder, DOCUMENTS)
    return ran(source, folder / out, model_on(server, folder / "cache"), response_model=response_model, **others)


def test_documents_that_nobody_asked_about_were_not_asked_otherwise(tmp_path: Path) -> None:
    with serving() as server:
        assert run_with(server, tmp_path, "first").changed == ()
        refreshed = ran(planted_file(tmp_path, 1), tmp_path / "new", model_on(server, tmp_path / "cache", refresh=True))
        assert refreshed.changed == ()
        alone = ran(planted_file(tmp_path, 1), tmp_path / "alone", model_on(server, None))
        assert alone.changed == ()


def test_an_edited_validator_judges_anew_and_asks_nothing(tmp_path: Path) -> None:
    with serving() as server:
        run_with(server, tmp_path, "before")
        assert asked_during(server, lambda: run_with(server, tmp_path, "after", STRICTER)) == 0
    mills = sum("The mill exported" in planted_text(number) for number in range(DOCUMENTS))
    assert {row["status"] for row in rows(tmp_path / "before").values()} == {"ok"}
    problems = [problem["name"] for row in rows(tmp_path / "after").values() for problem in row["problems"]]
    assert problems == ["invalid-item"] * mills
    assert 0 < mills < DOCUMENTS


def test_what_is_not_sent_may_be_edited_and_nothing_is_asked(tmp_path: Path) -> None:
    built_in = prompts.load(prompts.BUILT_IN)
    assert "description: " in built_in.text
    edited = prompts.read_prompt(
        built_in.text.replace("description: ", "description: Newly worded. ", 1), "claims-and-figures.md"
    )
    with serving() as server:
        run_with(server, tmp_path, "before")
        assert asked_during(server, lambda: run_with(server, tmp_path, "after", prompt=edited)) == 0
    assert {row["call"]["cached"] for row in rows(tmp_path / "after").values()} == {True}


def test_an_edited_field_description_asks_anew_and_the_run_says_why(tmp_path: Path) -> None:
    with serving() as server:
        run_with(server, tmp_path, "before")
        with pytest.raises(RunError, match=r"another kind \(schema: .*ClaimsAndFigures [0-9a-f]{12} -> .*--out"):
            run_with(server, tmp_path, "before", REWORDED)
        first = server.requests()
        assert run_with(server, tmp_path, "after", REWORDED).changed == ("response model",)
        assert server.requests() - first == DOCUMENTS
        assert run_with(server, tmp_path, "again", REWORDED).changed == ()
    assert not any(row["call"]["cached"] for row in rows(tmp_path / "after").values())
    before, after = (json.loads((tmp_path / out / "run.json").read_text()) for out in ("before", "after"))
    assert before["response_model"]["hash"] != after["response_model"]["hash"]
    assert before["prompt"] == after["prompt"]
