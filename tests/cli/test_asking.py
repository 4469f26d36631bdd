"""What do the options say about asking a model on a server, and what does the command say about it?"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from llm.planted import planted_text
from llm.replies import always, good
from llm.server import Server, serving

from extract.cli import commands
from extract.runs import read_manifest, read_rows

SECRET = "sk-very-secret-0123456789"  # noqa: S105 - a stand-in
OUT = Path("r")


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that answers without fault, and four documents in the folder to stand in."""
    (tmp_path / "docs").mkdir()
    for number in range(4):
        (tmp_path / "docs" / f"{number}.txt").write_text(planted_text(number), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("EXTRACT_CACHE", str(tmp_path / "cache"))
    with serving() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        yield server


def run(*options: str, model: str = "openai/gpt-4o-mini", out: Path = OUT) -> Result:
    arguments = ["run", "docs", "--model", model, "--out", str(out), *options]
    return CliRunner().invoke(commands, arguments, catch_exceptions=False)


def test_every_document_gets_its_checked_row_from_a_server(server: Server) -> None:
    lines = run().stdout.splitlines()
    assert lines[0] == "4 documents: 4 ok"
    assert "USD" in lines[1]
    assert server.requests() == 4


def test_a_run_after_that_asks_nothing_and_says_so(server: Server) -> None:
    run()
    told = run(out=Path("again")).stdout
    assert "0 requests sent, 4 answered from the cache: what they cost was paid before" in told
    assert server.requests() == 4
    rows, again = (path.joinpath("results.jsonl").read_text() for path in (OUT, Path("again")))
    assert again == rows.replace('"cached": false', '"cached": true')


def test_a_refresh_asks_again_in_the_directory_of_a_finished_run(server: Server) -> None:
    run()
    told = run("--refresh").stdout
    assert "4 requests sent, 0 answered from the cache\n" in told
    assert (server.requests(), "kept from before" in told) == (8, False)


def test_the_manifest_says_how_it_was_asked_and_no_secret(server: Server) -> None:
    run("--seed", "7", "--temperature", "0.5", "--max-output-tokens", "900", "--mode", "tools")
    manifest = read_manifest(OUT)
    assert manifest.model["name"] == "openai/gpt-4o-mini"
    assert manifest.model["base_url"] == server.url
    assert manifest.model["settings"] == {
        "mode": "tools",
        "temperature": 0.5,
        "seed": 7,
        "max_output_tokens": 900,
        "sample": 0,
    }
    assert {"openai", "instructor"} <= manifest.versions.keys()
    assert (manifest.results["tokens"]["output"] > 0, manifest.results["cost_usd"] is not None) == (True, True)
    assert SECRET not in (OUT / "run.json").read_text()


def test_another_setting_in_the_same_directory_is_an_error(server: Server) -> None:
    run()
    told = run("--seed", "1")
    assert told.exit_code == 1
    assert "holds a run of another kind (seed: None -> 1)" in told.stderr


def test_another_address_goes_on_with_the_same_run(server: Server) -> None:
    run()
    assert run("--base-url", "http://127.0.0.1:1/v1").exit_code == 0


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json"])
def test_every_mode_gives_the_same_items(server: Server, mode: str) -> None:
    run("--mode", mode, "--no-cache")
    assert [(row.status, len(row.items or ())) for row in read_rows(OUT)] == [("ok", 8)] * 4


def test_a_re_ask_is_sent_as_often_as_allowed(server: Server) -> None:
    server.script = always("wrong digits")
    run("--no-cache", "--reask", "2")
    assert server.requests() == 4 * (1 + 2)
    server.forget()
    run("--no-cache", "--reask", "0", out=Path("none"))
    assert server.requests() == 4


def test_the_model_is_told_its_problems_by_name(server: Server) -> None:
    server.script = lambda asked: (good if asked.reask else always("wrong digits"))(asked)
    run()
    reasked = next(asked for asked in server.asked if asked.reask)
    told = reasked.body["messages"][-1]["content"]
    assert "figures[0]: " in told
    assert "Give the whole answer again" in told
    assert {row.call.reask.stood for row in read_rows(OUT) if row.call.reask} == {"second"}


def test_another_sample_is_asked_for_anew(server: Server) -> None:
    run()
    run("--sample", "1", out=Path("other"))
    assert server.requests() == 8


def test_a_dry_run_says_what_to_expect_and_sends_nothing(server: Server) -> None:
    Path("docs/empty.txt").write_bytes(b"")
    first, second = run("--dry-run").stdout.splitlines()
    assert first == "5 documents, 1 unreadable, 0 answered in the cache, 4 to ask about"
    assert second.startswith("4 requests, about ")
    assert (server.requests(), OUT.exists()) == (0, False)


def test_a_dry_run_knows_what_is_stored(server: Server) -> None:
    run()
    told = json.loads(run("--dry-run", "--json").stdout)
    assert (told["documents"], told["cached"], told["asked"], told["requests"]) == (4, 4, 0, 0)
    assert told["usage"] == {"input_tokens": 0, "output_tokens": 0}


def test_a_dry_run_of_the_rule_model_costs_nothing(server: Server) -> None:
    assert run("--dry-run", model="rules").stdout == "4 documents; nothing would be sent\n"
    assert json.loads(run("--dry-run", "--json", model="rules").stdout) == {"documents": 4, "unreadable": 0}


def test_a_wrong_key_is_one_request_and_one_line(server: Server) -> None:
    server.script = always("401")
    told = run()
    assert (told.exit_code, server.requests(), SECRET in told.stderr) == (1, 1, False)
    line = next(line for line in told.stderr.splitlines() if line.startswith("Error: "))
    assert "status 401: Incorrect API key provided: Bearer [key]; set OPENAI_API_KEY" in line


def test_a_budget_stops_cleanly_and_the_run_goes_on_later(server: Server) -> None:
    told = run("--max-tokens", "1", "--concurrency", "1")
    assert (told.exit_code, server.requests()) == (1, 1)
    assert "stopped; run the same again to go on" in told.stderr
    assert run().exit_code == 0
    assert server.requests() == 4


def test_a_budget_in_money_is_kept_for_a_model_with_a_price(server: Server) -> None:
    told = run("--max-cost", "0.000001", "--concurrency", "1")
    assert (told.exit_code, server.requests()) == (1, 1)
    assert "USD are spent, --max-cost is 0.000001" in told.stderr


def test_damage_in_the_cache_is_told_and_asked_past(server: Server) -> None:
    Path("cache").mkdir()
    Path("cache/cache.db").write_bytes(b"no database" * 1_000)
    told = run()
    assert (told.exit_code, server.requests()) == (0, 4)
    assert "damaged" in told.stderr


def test_python_asks_by_the_model_s_name_alone(server: Server) -> None:
    import extract

    assert extract.run(["docs"], model="openai/gpt-4o-mini", out=OUT).tally.documents == {"ok": 4}
    assert (server.requests(), Path("cache/cache.db").exists()) == (4, True)


def test_a_miss_with_the_cache_alone_is_a_failed_row(server: Server) -> None:
    assert run("--cache-only").exit_code == 0
    assert server.requests() == 0
    for row in read_rows(OUT):
        assert row.error is not None
        assert row.error.kind == "cache-miss"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--no-cache", "--refresh"], "--no-cache stands beside"),
        (["--cache-only", "--refresh"], "leave one of them out"),
        (["--max-cost", "nan"], "'nan' is no amount of money"),
        (["--max-cost", "abc"], "'abc' is no amount of money; write it as 2.50"),
        (["--max-cost", "-1"], "is no amount of money"),
        (["--temperature", "nan"], "'nan' is no finite number"),
        (["--temperature", "inf"], "'inf' is no finite number"),
        (["--timeout", "inf"], "'inf' is no finite number"),
        (["--requests-per-minute", "nan"], "'nan' is no finite number"),
        (["--tokens-per-minute", "inf"], "'inf' is no finite number"),
        (["--concurrency", "1000000"], "is not in the range 1<=x<=1024"),
        (["--mode", "xml"], "'xml' is not one of"),
        (["--base-url", "nowhere"], "--base-url 'nowhere' is no address of a server"),
        (["--max-cost", "1", "--model", "openai/unheard-of"], "no price is known for unheard-of"),
        (["--model", "openai/"], "unknown model 'openai/'; known: rules, openai/NAME"),
    ],
)
def test_options_that_cannot_be_meant_are_usage_errors(server: Server, options: list[str], told: str) -> None:
    result = run(*options)
    assert (result.exit_code, told in result.stderr) == (2, True)
    assert server.requests() == 0


def test_a_share_of_the_gold_set_is_a_number() -> None:
    result = CliRunner().invoke(commands, ["gold", "split", "--dev", "nan"])
    assert (result.exit_code, "'nan' is no finite number" in result.stderr) == (2, True)


def test_a_log_that_cannot_be_written_is_an_error(server: Server) -> None:
    told = run("--log", "docs")
    assert told.exit_code == 2
    assert "--log docs cannot be written" in told.stderr
