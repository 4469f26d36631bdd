"""Do answers travel between caches unchanged, and does nothing else get in?"""

import json
import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.errors import CacheError
from extract.llm.bundles import Imported, export_bundle, import_bundle
from extract.llm.cache import Cache
from extract.llm.entries import Attempt, Entry, entry_of
from extract.llm.holdings import Held, Selection, holdings_of, prune
from extract.llm.requests import WireRequest
from extract.records import Message, Usage

EVERYTHING = Selection()


def entry(text: str, model: str = "toy", day: int = 1, **others: Any) -> Entry:
    """Return a finished entry: the document's text, answered by itself on that day of January."""
    wire = WireRequest(model, (Message("user", text),))
    usage = {"prompt_tokens": 10, "completion_tokens": 2}
    raw = {"model": f"{model}-1", "choices": [{"message": {"content": text}}], "usage": usage}
    attempt = Attempt(raw, f"2026-01-{day:02}T12:00:00+00:00", 0.1, cost_usd="0.25" if model == "priced" else None)
    return entry_of(wire.key(), wire.canonical(), (attempt,), **{"finished": True, **others})


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with Cache(tmp_path / "cache", print) as cache:
        yield cache


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Cache]:
    with Cache(tmp_path / "other", print) as cache:
        yield cache


def bundle(tmp_path: Path, *lines: Any) -> Path:
    path = tmp_path / "bundle.jsonl"
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    return path


def line_of(entry: Entry) -> dict[str, Any]:
    attempt = {"raw": entry.attempts[0].raw, "at": entry.attempts[0].at}
    return {"key": entry.key, "request": entry.request, "attempts": [attempt]}


def taken(cache: Cache, path: Path, *, refresh: bool = False) -> Imported:
    imported = Imported()
    import_bundle(cache, path, imported, refresh=refresh)
    return imported


def test_equal_entries_give_equal_bytes_in_whatever_order_they_came(tmp_path: Path, cache: Cache, other: Cache) -> None:
    for text in ("7 m³\u2028", "b", "c"):
        cache.put(entry(text))
    for text in ("c", "b", "7 m³\u2028"):
        other.put(entry(text, source="collected"))
    for number, one in enumerate((cache, other)):
        assert export_bundle(one, tmp_path / f"{number}.jsonl", EVERYTHING).entries == 3
    content = (tmp_path / "0.jsonl").read_bytes()
    assert content == (tmp_path / "1.jsonl").read_bytes()
    keys = [json.loads(line)["key"] for line in content.decode().splitlines()]
    assert (len(keys), keys) == (3, sorted(keys))


def test_what_is_imported_is_finished_and_exports_to_the_same_bytes(tmp_path: Path, cache: Cache, other: Cache) -> None:
    cache.put(entry("a"))
    cache.put(entry("b", "priced"))
    export_bundle(cache, tmp_path / "0.jsonl", EVERYTHING)
    assert taken(other, tmp_path / "0.jsonl") == Imported(stored=2)
    assert {(one.finished, one.source) for one in other} == {(True, "imported")}
    export_bundle(other, tmp_path / "1.jsonl", EVERYTHING)
    assert (tmp_path / "0.jsonl").read_bytes() == (tmp_path / "1.jsonl").read_bytes()


def test_unfinished_entries_are_left_out_and_counted(tmp_path: Path, cache: Cache) -> None:
    cache.put(entry("a", finished=False))
    exported = export_bundle(cache, tmp_path / "0.jsonl", EVERYTHING)
    assert (exported.entries, exported.unfinished, (tmp_path / "0.jsonl").read_bytes()) == (0, 1, b"")


def test_a_bundle_that_cannot_be_written_is_one_error(tmp_path: Path, cache: Cache) -> None:
    with pytest.raises(CacheError, match=r"missing/0.jsonl: the bundle cannot be written \(No such file or directory"):
        export_bundle(cache, tmp_path / "missing" / "0.jsonl", EVERYTHING)


def test_only_the_answers_of_the_named_model_are_exported(tmp_path: Path, cache: Cache) -> None:
    cache.put(entry("a", "toy"))
    cache.put(entry("a", "priced"))
    assert export_bundle(cache, tmp_path / "0.jsonl", Selection(frozenset({"toy"}))).entries == 1
    assert json.loads((tmp_path / "0.jsonl").read_text("utf-8"))["request"]["model"] == "toy"


GOOD = line_of(entry("a"))
REFUSED: dict[str, tuple[Any, str]] = {
    "the key of another request": ({**GOOD, "key": "0" * 64}, "the key is not that of the request"),
    "a request that was edited": ({**GOOD, "request": {**GOOD["request"], "model": "big"}}, "not that of the request"),
    "no answer": ({**GOOD, "attempts": []}, "no answer"),
    "a field of an attempt that is unknown": ({**GOOD, "attempts": [{"pickle": "x"}]}, "not an entry of a cache"),
    "another record": ({"key": GOOD["key"]}, "not an entry of a cache: no request"),
    "no JSON": ("{", "not a line of JSON"),
    "no object": ("[]", "expected a JSON object"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_line_that_is_no_entry_is_refused_by_place_and_the_others_come_in(
    tmp_path: Path, cache: Cache, what: str
) -> None:
    line, said = REFUSED[what]
    path = bundle(tmp_path, line, line_of(entry("b")))
    imported = taken(cache, path)
    (refused,) = imported.refused
    assert refused.startswith(f"{path}:1: ")
    assert said in refused
    assert (imported.stored, cache.keys()) == (1, [entry("b").key])


def test_an_entry_that_is_there_stays_unless_refreshed(tmp_path: Path, cache: Cache) -> None:
    cache.put(entry("a"))
    changed = line_of(entry("a"))
    changed["attempts"] = [{"raw": {"choices": []}, "at": "2026-01-02T12:00:00+00:00"}]
    path = bundle(tmp_path, GOOD, changed)

    imported = taken(cache, path)
    assert (imported.stored, imported.same, imported.refused) == (0, 1, [])
    assert imported.kept == [
        f"{path}:2: {entry('a').key[:16]}: the cache has another answer, which stays without --refresh"
    ]
    assert cache.get(entry("a").key) == entry("a")

    assert taken(cache, path, refresh=True).stored == 2
    assert [one.attempts[0].raw for one in cache] == [{"choices": []}]


class Trap:
    """Unpickling it writes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.write_text, (self.path, "ran")


def test_a_planted_pickle_is_neither_run_nor_exported(tmp_path: Path, cache: Cache) -> None:
    for text in "ab":
        cache.put(entry(text))
    planted = (pickle.dumps(Trap(tmp_path / "ran")), entry("a").key)
    with closing(sqlite3.connect(tmp_path / "cache" / "cache.db")) as connection, connection:
        connection.execute("UPDATE Cache SET mode = 4, value = ? WHERE key = ?", planted)
    assert export_bundle(cache, tmp_path / "0.jsonl", EVERYTHING).entries == 1
    assert holdings_of(cache).damaged == 1
    assert not (tmp_path / "ran").exists()


# --- what is held, and what goes -------------------------------------------------------------------------------


def test_holdings_are_counted_by_model_with_tokens_and_cost(cache: Cache) -> None:
    cache.put(entry("a"))
    cache.put(entry("b", "priced"))
    cache.put(entry("c", "priced", finished=False))
    cache._disk.set("0" * 64, b"damaged")
    found = holdings_of(cache)
    assert found.by_model["priced"] == Held(2, 1, 2, 0, Usage(20, 4), Decimal("0.50"))
    assert (found.by_model["toy"].cost_usd, found.total.usage, found.damaged) == (None, Usage(30, 6), 1)
    told = found.to_json()
    assert (told["entries"], told["damaged"], told["cost_usd"]) == (3, 1, "0.50")
    assert (list(told["models"]), told["bytes"] > 0) == (["priced", "toy"], True)


SELECTIONS = {
    "of one model": (Selection(frozenset({"toy"})), ["new toy", "old toy"]),
    "before a day": (Selection(before=datetime(2026, 1, 5, tzinfo=UTC)), ["old priced", "old toy"]),
    "unfinished": (Selection(unfinished=True), ["old priced"]),
    "of one model before a day": (Selection(frozenset({"toy"}), datetime(2026, 1, 5, tzinfo=UTC)), ["old toy"]),
}


@pytest.mark.parametrize("name", SELECTIONS)
def test_pruning_deletes_what_is_selected_and_a_dry_run_only_counts_it(cache: Cache, name: str) -> None:
    selection, selected = SELECTIONS[name]
    for text, model, day in (("old toy", "toy", 1), ("new toy", "toy", 9), ("old priced", "priced", 1)):
        cache.put(entry(text, model, day, finished=model == "toy"))
    assert prune(cache, selection, dry_run=True).entries == len(selected)
    assert len(cache) == 3
    prune(cache, selection, dry_run=False)
    left = {one.request["messages"][0][1] for one in cache}
    assert left == {"old toy", "new toy", "old priced"} - set(selected)


def test_pruning_the_last_answers_to_a_prompt_removes_the_prompt(tmp_path: Path, cache: Cache) -> None:
    for prompt in ("Count all. " * 200, "Weigh all. " * 200):
        wire = WireRequest("toy", (Message("system", prompt), Message("user", "7 m")))
        cache.put(entry_of(wire.key(), wire.canonical(), finished="Count" in prompt))
    prune(cache, Selection(unfinished=True), dry_run=False)
    cache.close()
    content = (tmp_path / "cache" / "cache.db").read_bytes()
    assert (b"Count all. " in content, b"Weigh all. " in content) == (True, False)


def test_an_entry_without_an_answer_is_as_old_as_can_be(cache: Cache) -> None:
    cache.put(entry_of("0" * 64, {"model": "toy"}))
    assert prune(cache, Selection(before=datetime(2000, 1, 1, tzinfo=UTC)), dry_run=False).entries == 1
