"""Does the cache keep every answer, and give back nothing else?"""

import json
import pickle
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import diskcache
import pytest

from extract.errors import CacheError, RecordError
from extract.llm.cache import Cache, default_folder
from extract.llm.database import set_aside
from extract.llm.entries import (
    Attempt,
    Entry,
    Incoming,
    entry_from_bytes,
    entry_from_json,
    entry_of,
    entry_to_bytes,
    entry_to_json,
)
from extract.llm.frames import Frame
from extract.llm.requests import WireRequest, canonical_text
from extract.records import Message

REQUEST = {"model": "toy", "messages": [["user", "How “much”?\u2028"]], "schema": None}
KEY = "ab" * 32


def attempt(content: str = "7", reask: int = 0) -> Attempt:
    raw = {"model": "toy-1", "choices": [{"message": {"content": content}}]}
    return Attempt(raw, "2026-01-02T03:04:05Z", 1.5, reask)


def no_frame(name: str) -> Frame:
    raise AssertionError(f"the frame {name} was looked for")


def contents(entry: Entry | None) -> list[str]:
    return [] if entry is None else [one.raw["choices"][0]["message"]["content"] for one in entry.attempts]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "made" / "cache"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def cache(folder: Path, said: list[str]) -> Iterator[Cache]:
    with Cache(folder, said.append) as cache:
        yield cache


def execute(folder: Path, statement: str, values: tuple[Any, ...] = ()) -> None:
    """Meddle with the database as another program would."""
    connection = sqlite3.connect(folder / "cache.db")
    connection.execute(statement, values)
    connection.commit()
    connection.close()


# --- keeping ---------------------------------------------------------------------------------------------------


def test_an_answer_comes_back_as_it_was_from_another_opening(folder: Path, cache: Cache) -> None:
    stored = cache.store(Incoming(KEY, REQUEST, attempt()))
    with Cache(folder, print) as other:
        assert other.get(KEY) == stored == entry_of(KEY, REQUEST, (attempt(),))
        assert (list(other), len(other), other.get("cd" * 32)) == ([stored], 1, None)


def test_answers_to_reasks_are_further_attempts_found_by_number(cache: Cache) -> None:
    cache.store(Incoming(KEY, REQUEST, attempt("first")))
    entry = cache.store(Incoming(KEY, REQUEST, attempt("mended", reask=1)))
    assert contents(entry) == ["first", "mended"]
    assert (entry.attempt(1), entry.attempt(2)) == (attempt("mended", reask=1), None)


def test_a_finished_entry_changes_only_when_begun_anew(cache: Cache) -> None:
    cache.store(Incoming(KEY, REQUEST, attempt("old")))
    cache.finish(KEY)
    assert contents(cache.store(Incoming(KEY, REQUEST, attempt("late")))) == ["old"]
    anew = cache.store(Incoming(KEY, REQUEST, attempt("new"), anew=True))
    assert (contents(anew), anew.finished, cache.get(KEY)) == (["new"], False, anew)


def test_finishing_what_is_finished_or_missing_changes_nothing(cache: Cache) -> None:
    cache.store(Incoming(KEY, REQUEST, attempt()))
    for key in (KEY, KEY, "cd" * 32):
        cache.finish(key)
    assert [(entry.key, entry.finished) for entry in cache] == [(KEY, True)]


def test_what_comes_from_elsewhere_never_overwrites_but_on_refresh(cache: Cache) -> None:
    ours = cache.store(Incoming(KEY, REQUEST, attempt("ours")))
    theirs = entry_of(KEY, REQUEST, (attempt("theirs"),), finished=True, source="imported")
    assert (cache.put(theirs), cache.get(KEY)) == (ours, ours)
    assert (cache.put(theirs, refresh=True), cache.get(KEY)) == (None, theirs)


def test_entries_are_listed_by_key_and_can_be_deleted(cache: Cache) -> None:
    for letter in "cab":
        cache.store(Incoming(letter * 64, REQUEST, attempt()))
    cache.delete("b" * 64)
    assert cache.keys() == ["a" * 64, "c" * 64]


def test_nothing_is_evicted_however_much_there_is(folder: Path, cache: Cache) -> None:
    settings = cache._disk
    assert (settings.eviction_policy, settings.cull_limit, settings.size_limit) == ("none", 0, 2**62)


def test_only_the_owner_can_read_it(folder: Path, cache: Cache) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


WRITER = """
import sys
from pathlib import Path
from extract.llm.cache import Cache
from extract.llm.entries import Attempt, Incoming
with Cache(Path(sys.argv[1]), print) as cache:
    for number in range(100):
        raw = {"choices": [{"message": {"content": f"{sys.argv[2]}{number}"}}]}
        cache.store(Incoming("ab" * 32, {}, Attempt(raw, "2026-01-02T03:04:05Z")))
"""


def test_processes_that_open_and_write_at_once_lose_nothing(folder: Path, said: list[str]) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, folder, name]) for name in "xyz"]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    with Cache(folder, said.append) as cache:
        found = contents(cache.get(KEY))
    assert sorted(found) == sorted(f"{name}{number}" for name in "xyz" for number in range(100))
    assert [one for one in found if one[0] == "x"] == [f"x{number}" for number in range(100)]


HIT = """
import sys
from pathlib import Path
from extract.llm.cache import Cache
with Cache(Path(sys.argv[1]), print) as cache:
    assert cache.get("ab" * 32)
print(sorted({"openai", "instructor", "aiohttp", "tenacity"} & set(sys.modules)))
"""


def test_a_hit_loads_no_client(folder: Path, cache: Cache) -> None:
    cache.store(Incoming(KEY, REQUEST, attempt()))
    done = subprocess.run([sys.executable, "-c", HIT, folder], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# --- what requests share ---------------------------------------------------------------------------------------

PROMPT = "Find every figure. " * 1_000


def asked(document: str, prompt: str = PROMPT) -> WireRequest:
    return WireRequest("toy", (Message("system", prompt), Message("user", document)), '{"type":"object"}')


def store(cache: Cache, document: str, prompt: str = PROMPT) -> str:
    wire = asked(document, prompt)
    cache.store(Incoming(wire.key(), wire.canonical_text(), attempt(document)))
    return wire.key()


DOCUMENTS = {
    "plain": "7 m",
    "that look like a request": '["user","x"]],"schema":null',
    "beyond Latin": "7 m³\u2028 𝟕 亿",
    "of half a surrogate pair": "7 \ud800",
    "of nothing": "",
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_request_comes_back_whole_to_the_letter(folder: Path, cache: Cache, document: str) -> None:
    for text in ("first", document):
        key = store(cache, text)
    with Cache(folder, pytest.fail) as other:
        entry = other.get(key)
    assert entry is not None
    assert entry.request_text == asked(document).canonical_text()
    assert entry.request == asked(document).canonical()


def test_requests_around_which_another_frame_stands_come_back_too(folder: Path, cache: Cache) -> None:
    turns = (Message("user", "Ask."), Message("assistant", "Tell."), Message("user", "7 m"))
    others = [asked("")._replace(messages=(Message("system", PROMPT), *turns)), asked("")._replace(messages=())]
    others += [asked("7 m"), asked("7 m")._replace(sample=1), asked("7 m", "Short."), asked("7 m", "Other. " * 500)]
    for wire in [*others, *reversed(others)]:
        cache.put(entry_of(wire.key(), wire.canonical_text()))
    with Cache(folder, pytest.fail) as other:
        assert {entry.request_text for entry in other} == {wire.canonical_text() for wire in others}


def test_a_prompt_is_kept_once_however_many_requests_have_it(folder: Path, cache: Cache) -> None:
    keys = sorted(store(cache, f"{number} m") for number in range(20))
    cache.put(entry_of(asked("imported").key(), asked("imported").canonical()))
    assert (len(cache), cache.keys()) == (21, sorted([*keys, asked("imported").key()]))
    cache.close()
    assert (folder / "cache.db").read_bytes().count(b"Find every figure. " * 20) < 2 * len(PROMPT) / 380


def frames(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        return [key for (key,) in connection.execute("SELECT key FROM Cache WHERE key LIKE 'frame:%'")]


HARM = {
    "lost": ("DELETE FROM Cache WHERE key LIKE 'frame:%'", "is lost"),
    "changed": ("UPDATE Cache SET value = CAST(replace(value, 'Find', 'Hide') AS BLOB)", "of its request is damaged"),
    "planted": ("UPDATE Cache SET mode = 4 WHERE key LIKE 'frame:%'", "not written here"),
}


@pytest.mark.parametrize("harm", HARM)
def test_entries_whose_prompt_is_harmed_are_missing_until_it_is_stored_again(
    folder: Path, cache: Cache, said: list[str], harm: str
) -> None:
    key = store(cache, "7 m")
    statement, reason = HARM[harm]
    execute(folder, statement)
    with Cache(folder, said.append) as other:
        assert (other.get(key), len(said)) == (None, 1)
        assert reason in said[0]
        store(other, "8 m")
    with Cache(folder, pytest.fail) as other:
        assert contents(other.get(key)) == ["7 m"]


@pytest.mark.parametrize("harm", HARM)
def test_answers_without_their_request_are_missing_with_its_prompt_too(
    folder: Path, cache: Cache, said: list[str], harm: str
) -> None:
    key = store(cache, "7 m")
    assert contents(cache.answers(key)) == ["7 m"]
    execute(folder, HARM[harm][0])
    with Cache(folder, said.append) as other:
        assert (other.answers(key), len(said)) == (None, 1)


def test_a_prompt_that_another_process_swept_is_stored_again(folder: Path, cache: Cache) -> None:
    with Cache(folder, pytest.fail) as other:
        other.delete(store(cache, "7 m"))
        other.sweep()
    key = store(cache, "8 m")
    with Cache(folder, pytest.fail) as other:
        assert contents(other.get(key)) == ["8 m"]


def test_sweeping_removes_what_nothing_needs_and_damaged_entries_need_nothing(folder: Path, cache: Cache) -> None:
    keys = [store(cache, "7 m", f"{letter} " * 1_000) for letter in "abc"]
    cache.delete(keys[0])
    execute(folder, "UPDATE Cache SET value = 'text' WHERE key = ?", (keys[1],))
    execute(folder, "INSERT INTO Cache (key, raw, value) VALUES (x'00', 0, x'00')")
    cache.sweep()
    assert len(frames(folder)) == 1
    with Cache(folder, print) as other:
        assert contents(other.get(keys[2])) == ["7 m"]


def test_many_prompts_are_not_all_held_in_memory(cache: Cache) -> None:
    keys = [store(cache, "7 m", f"{number} " * 1_000) for number in range(100)]
    assert [contents(cache.get(key)) for key in keys] == [["7 m"]] * 100
    assert len(cache._frames) < 40


# --- refusing --------------------------------------------------------------------------------------------------


class Trap:
    """Unpickling it writes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.write_text, (self.path, "ran")


PLANTED = {
    "a pickle": "UPDATE Cache SET mode = 4, value = ?",
    "a pickle in a file": "UPDATE Cache SET mode = 4, value = NULL, filename = 'planted.val' WHERE ? IS NOT NULL",
    "a path to bytes": "UPDATE Cache SET mode = 2, value = NULL, filename = '../../secret' WHERE ? IS NOT NULL",
    "a path to text": "UPDATE Cache SET mode = 3, value = NULL, filename = '/etc/hostname' WHERE ? IS NOT NULL",
    "a path beside a value": "UPDATE Cache SET filename = '../../secret' WHERE ? IS NOT NULL",
    "text for bytes": "UPDATE Cache SET value = 'text' WHERE ? IS NOT NULL",
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_row_is_missing_and_runs_reads_and_removes_nothing(
    tmp_path: Path, folder: Path, cache: Cache, said: list[str], planted: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("kept", encoding="utf-8")
    trap = pickle.dumps(Trap(tmp_path / "ran"))
    (folder / "planted.val").write_bytes(trap)
    cache.store(Incoming(KEY, REQUEST, attempt()))
    execute(folder, PLANTED[planted], (trap,))

    assert (cache.get(KEY), list(cache), len(said)) == (None, [], 2)
    assert contents(cache.store(Incoming(KEY, REQUEST, attempt("new")))) == ["new"]
    cache.delete(KEY)
    assert (secret.read_text(encoding="utf-8"), (tmp_path / "ran").exists()) == ("kept", False)


def test_the_planted_pickle_would_have_run_elsewhere(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Trap(tmp_path / "ran")))  # noqa: S301 - it is ours
    assert (tmp_path / "ran").read_text(encoding="utf-8") == "ran"


def test_a_planted_key_is_no_key_and_runs_nothing(tmp_path: Path, folder: Path, cache: Cache) -> None:
    cache.store(Incoming(KEY, REQUEST, attempt()))
    execute(folder, "UPDATE Cache SET raw = 0, key = ?", (pickle.dumps(Trap(tmp_path / "ran")),))
    assert (cache.keys(), list(cache), len(cache)) == ([], [], 1)
    assert not (tmp_path / "ran").exists()


def test_keys_are_text_and_values_bytes(cache: Cache) -> None:
    with pytest.raises(TypeError, match="not text"):
        cache.get(7)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not bytes"):
        cache._disk.set("key", {"a": 1})


def test_one_changed_bit_is_a_miss_that_is_told(folder: Path, cache: Cache, said: list[str]) -> None:
    cache.store(Incoming(KEY, REQUEST, attempt("7 billion")))
    execute(folder, "UPDATE Cache SET value = CAST(replace(value, '7 billion', '9 billion') AS BLOB)")
    assert cache.get(KEY) is None
    assert "the entry abababababababab is damaged and counts as missing (its checksum" in said[0]


def test_an_entry_under_another_key_is_a_miss(folder: Path, cache: Cache, said: list[str]) -> None:
    cache.store(Incoming(KEY, REQUEST, attempt()))
    execute(folder, "UPDATE Cache SET key = ?", ("cd" * 32,))
    assert (cache.get("cd" * 32), len(said)) == (None, 1)


def test_a_file_that_is_no_database_is_kept_aside_and_a_new_one_begun(folder: Path, said: list[str]) -> None:
    folder.mkdir(parents=True)
    (folder / "cache.db").write_bytes(b"garbage" * 1000)
    with Cache(folder, said.append) as cache:
        cache.store(Incoming(KEY, REQUEST, attempt()))
        assert len(cache) == 1
    (aside,) = folder.glob("cache.db.damaged-*")
    assert aside.read_bytes() == b"garbage" * 1000
    assert len(said) == 1
    assert "the cache is damaged (file is not a database)" in said[0]
    assert aside.name in said[0]


def test_a_database_that_turns_out_damaged_in_use_is_set_aside_too(folder: Path, said: list[str]) -> None:
    with Cache(folder, said.append) as cache:
        for number in range(200):
            cache.store(Incoming(f"{number:064}", REQUEST, attempt("x" * 3000)))
    content = (folder / "cache.db").read_bytes()
    (folder / "cache.db").write_bytes(content[:50_000] + b"\xff" * (len(content) - 50_000))
    with Cache(folder, said.append) as cache:
        found = [cache.get(f"{number:064}") for number in range(200)]
        assert None in found
        assert contents(cache.store(Incoming(KEY, REQUEST, attempt()))) == ["7"]
    assert len(list(folder.glob("cache.db.damaged-*"))) == 1


def test_settings_that_another_opener_left_are_overridden(folder: Path, said: list[str]) -> None:
    Cache(folder, said.append).close()
    execute(folder, "UPDATE Settings SET value = 'least-recently-used' WHERE key = 'eviction_policy'")
    execute(folder, "UPDATE Settings SET value = 10 WHERE key IN ('size_limit', 'cull_limit', 'statistics')")
    with Cache(folder, said.append) as cache:
        settings = cache._disk
        assert (settings.eviction_policy, settings.cull_limit, settings.size_limit) == ("none", 0, 2**62)
        assert settings.statistics == 0


def test_the_cache_of_another_program_is_refused_and_left_as_it_was(folder: Path) -> None:
    with diskcache.Cache(str(folder)) as other:
        other["a"] = 1
    with pytest.raises(CacheError, match="made by another program or version; name another folder with --cache"):
        Cache(folder, print)
    with diskcache.Cache(str(folder)) as other:
        assert (other["a"], other.eviction_policy) == (1, "least-recently-stored")


def test_a_setting_that_we_do_not_know_is_refused(folder: Path) -> None:
    Cache(folder, print).close()
    execute(folder, "INSERT INTO Settings VALUES ('sqlite_writable_schema', 1)")
    with pytest.raises(CacheError, match="another program"):
        Cache(folder, print)


def test_a_folder_that_cannot_be_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CacheError, match=r"no cache can be kept here \(File exists|Not a directory\); name another"):
        Cache(tmp_path / "file", print)


def test_a_database_that_another_program_holds_is_an_error_that_says_so(folder: Path) -> None:
    with Cache(folder, print, patience=0.01) as cache:
        other = sqlite3.connect(folder / "cache.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CacheError, match="another process keeps the cache locked; see that the disk has room"):
            cache.finish(KEY)
        other.close()


def test_a_database_that_cannot_be_opened_is_an_error_that_says_so(folder: Path) -> None:
    folder.mkdir(parents=True)
    other = sqlite3.connect(folder / "cache.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(CacheError, match=r"the cache cannot be opened \(database is locked\); see that"):
        Cache(folder, print, patience=0.05)
    other.close()


def test_only_the_database_that_was_found_damaged_is_set_aside(folder: Path, said: list[str]) -> None:
    with Cache(folder, said.append) as cache:
        cache.store(Incoming(KEY, REQUEST, attempt()))
    set_aside(folder, 0, ValueError("seen by another process, which began this one"), said.append)
    with Cache(folder, said.append) as cache:
        assert (cache.keys(), said) == ([KEY], [])
        assert cache.size() >= (folder / "cache.db").stat().st_size > 0


# --- what is stored --------------------------------------------------------------------------------------------


def test_an_entry_is_json_in_utf_8_that_begins_with_its_checksum() -> None:
    value = entry_to_bytes(entry_of(KEY, REQUEST, (attempt("7 m³"),)))
    assert value.startswith(b'{"sha256":"')
    told = json.loads(value)
    assert (told["request"], told["entry"]["attempts"][0]["raw"]) == ([REQUEST], attempt("7 m³").raw)


def test_words_that_look_like_the_layout_change_nothing() -> None:
    entry = entry_of(KEY, {"request": ',"frame":"x","request":['}, (attempt(',"frame":"x","request":["entry":1]}'),))
    assert entry_from_bytes(entry_to_bytes(entry), KEY, no_frame) == entry


@pytest.mark.parametrize("length", range(0, 100, 7))
def test_a_value_that_was_cut_is_refused(length: int) -> None:
    value = entry_to_bytes(entry_of(KEY, REQUEST, (attempt(),)))
    with pytest.raises(RecordError):
        entry_from_bytes(value[:length], KEY, no_frame)


NOW = "2026-01-02T03:04:05Z"
FAULTS: dict[str, dict[str, Any]] = {
    "no key": {"key": None},
    "an unknown source": {"source": "found"},
    "finished that is a word": {"finished": "yes"},
    "attempts that are none": {"attempts": None},
    "an attempt of text": {"attempts": ["7"]},
    "an attempt without raw": {"attempts": [{"at": NOW}]},
    "an attempt that counts in words": {"attempts": [{"raw": {}, "at": NOW, "reask": "one"}]},
    "an attempt whose raw is text": {"attempts": [{"raw": "7", "at": NOW}]},
    "an attempt without a moment": {"attempts": [{"raw": {}, "at": "lately"}]},
    "an attempt at any offset": {"attempts": [{"raw": {}, "at": "2026-01-02T03:04:05"}]},
    "an attempt with more": {"attempts": [{"raw": {}, "at": NOW, "more": 1}]},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_no_entry_is_refused(fault: str) -> None:
    record = entry_to_json(entry_of(KEY, REQUEST, (attempt(),)))
    assert entry_from_json(record, canonical_text(REQUEST)) == entry_of(KEY, REQUEST, (attempt(),))
    with pytest.raises(RecordError, match="not an entry of a cache"):
        entry_from_json({**record, **FAULTS[fault]}, "{}")


# --- where -----------------------------------------------------------------------------------------------------

HOME = Path.home()
PLACES = {
    "named": ({"EXTRACT_CACHE": "kept", "XDG_CACHE_HOME": "/x"}, "linux", Path("kept")),
    "named at home": ({"EXTRACT_CACHE": "~/kept"}, "linux", HOME / "kept"),
    "XDG": ({"XDG_CACHE_HOME": "/x"}, "linux", Path("/x/extract-toolkit")),
    "a relative XDG, which its standard ignores": ({"XDG_CACHE_HOME": "x"}, "linux", HOME / ".cache/extract-toolkit"),
    "Linux": ({}, "linux", HOME / ".cache/extract-toolkit"),
    "macOS": ({}, "darwin", HOME / "Library/Caches/extract-toolkit"),
    "Windows": ({"LOCALAPPDATA": "/local"}, "win32", Path("/local/extract-toolkit/Cache")),
}


@pytest.mark.parametrize("place", PLACES)
def test_the_cache_is_where_the_system_keeps_caches_unless_named(place: str) -> None:
    environment, platform, expected = PLACES[place]
    assert default_folder(environment, platform) == expected
