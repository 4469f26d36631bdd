"""Is a decision that was answered ever lost, and is one that was not kept ever answered?"""

import errno
import fcntl
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import Any

import pytest
from toy_gold import World
from toy_review import decide, found

from extract import jsonl
from extract.errors import RecordError, ReviewError
from extract.review import Change, Conflict, DecisionsLog, Event, Recorded, Remark, read_log
from extract.review.events import event_from_json, event_to_json

ROOT = Path(__file__).parent.parent.parent
Opened = Callable[..., DecisionsLog]
AT = "2026-11-21T14:02:11Z"


def wrong(number: int = 3) -> Any:
    world = World()
    for one in world.run["figures"][:number]:
        one["value"] = "1"
    return found(world)


QUEUE = wrong()
EVENTS: list[Event] = [
    decide(QUEUE[0], "run", "e1"),
    decide(QUEUE[1], "edited", "e2", final={"type": "figure", "value": "2"}, causes=("gold-slip",), note="a slip"),
    decide(QUEUE, "both", "e3", blind=False, shown=("run", "reference")),
    Remark("e4", AT, "ana", "comment", QUEUE[0].id, "two\u2028lines"),
    Remark("e5", AT, "ana", "flag", QUEUE[0].id),
    Change("e6", AT, "ana", "undo", "e1"),
    Change("e7", AT, "ana", "redo", "e1"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "review" / "decisions.jsonl"


@pytest.fixture
def opened(path: Path) -> Iterator[Opened]:
    """Opens the log, and closes it in the end."""
    with ExitStack() as stack:
        yield lambda **how: stack.enter_context(DecisionsLog(path, **how))


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


# --- lines ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.event)
def test_an_event_comes_back_from_its_line(event: Event) -> None:
    assert event_from_json(json.loads(jsonl.dumps(event_to_json(event)))) == event


@pytest.mark.parametrize(
    "changed",
    [
        {"v": 2},
        {"v": True},
        {"v": 1.0},
        {"blind": "no"},
        {"at": 5},
        {"shown": ["left", "right"]},
        {"verdict": "edited", "final": "3"},
        {"type": "shout"},
        {"type": "undo"},
        {"verdict": "maybe"},
        {"verdict": "edited"},
        {"final": {}},
        {"causes": ["spite"]},
        {"items": []},
        {"items": [{}]},
        {"by": None},
        {"note": 7},
        {"more": "of it"},
    ],
    ids=str,
)
def test_a_line_that_is_no_event_is_refused(changed: dict[str, Any]) -> None:
    record = json.loads(jsonl.dumps(event_to_json(EVENTS[0])))
    with pytest.raises(RecordError):
        event_from_json(record | changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"seen": 3},
        {"field": 3},
        {"moves": "no"},
        {"source": None},
        {"run": "x"},
        {"differs": "value"},
        {"differs": [{}]},
        {"around": [1.5]},
    ],
    ids=str,
)
def test_an_item_with_something_that_no_item_has_is_refused(changed: dict[str, Any]) -> None:
    record = json.loads(jsonl.dumps(event_to_json(EVENTS[0])))
    record["items"][0] |= changed
    with pytest.raises(RecordError, match="mend the line"):
        event_from_json(record)


@pytest.mark.parametrize("changed", [{"type": None}, {"end": "9"}, {"unlabelled": "unit"}], ids=str)
def test_a_reference_that_is_no_item_of_gold_is_told_with_its_line(path: Path, changed: dict[str, Any]) -> None:
    record = json.loads(jsonl.dumps(event_to_json(EVENTS[0])))
    record["items"][0]["reference"] |= changed
    path.parent.mkdir()
    path.write_text(jsonl.dumps(record) + "\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"decisions.jsonl:1: not an event.*'reference'.*mend the line"):
        read_log(path)


def test_an_event_that_settles_an_item_twice_is_refused() -> None:
    record = json.loads(jsonl.dumps(event_to_json(EVENTS[0])))
    record["items"] *= 2
    with pytest.raises(RecordError, match="twice"):
        event_from_json(record)


def test_an_item_of_no_known_kind_is_refused() -> None:
    record = json.loads(jsonl.dumps(event_to_json(EVENTS[0])))
    record["items"][0]["kind"] = "strange"
    with pytest.raises(RecordError, match="strange"):
        event_from_json(record)


def test_what_is_written_is_edited_for_one_item_alone() -> None:
    record = event_to_json(decide(QUEUE, "edited", "e1", final={}))
    with pytest.raises(RecordError, match="settles one item"):
        event_from_json(json.loads(jsonl.dumps(record)))


# --- keeping ----------------------------------------------------------------------------------------------------


def test_what_was_recorded_is_there_when_the_log_is_opened_again(path: Path, opened: Opened) -> None:
    log = opened()
    for event in (EVENTS[0], EVENTS[1], EVENTS[3], EVENTS[5]):
        assert isinstance(log.record(event), Recorded)
    log.close()
    assert read_log(path) == (log.state, None)
    assert opened().state == log.state
    assert len(lines(path)) == 4


def test_the_state_of_no_log_is_empty_and_none_is_made(path: Path) -> None:
    state, torn = read_log(path)
    assert (dict(state.items), torn, path.exists()) == ({}, None, False)


def test_an_event_that_is_sent_twice_is_written_once_and_answered_twice(path: Path, opened: Opened) -> None:
    log = opened()
    assert log.record(EVENTS[0]) == log.record(EVENTS[0])
    assert len(lines(path)) == 1


def test_an_event_that_could_not_be_read_again_is_not_written(path: Path, opened: Opened) -> None:
    log = opened()
    with pytest.raises(RecordError, match="twice"):
        log.record(decide([QUEUE[0], QUEUE[0]], "run"))
    assert lines(path) == []


def test_an_id_that_another_event_has_is_refused(path: Path, opened: Opened) -> None:
    log = opened()
    log.record(EVENTS[0])
    with pytest.raises(ReviewError, match="another one"):
        log.record(decide(QUEUE[0], "both", "e1"))


def test_the_second_decision_on_an_item_that_changed_meanwhile_gets_the_fresh_state(path: Path, opened: Opened) -> None:
    first, second = opened(), opened()
    first.record(decide(QUEUE[0], "run", "e1"))
    answer = second.record(decide(QUEUE[0], "both", "e2"))
    assert isinstance(answer, Conflict)
    assert [(one.version, one.decision) for one in answer.fresh] == [("e1", "e1")]
    assert len(lines(path)) == 1
    assert isinstance(second.record(decide(QUEUE[0], "both", "e3", seen="e1")), Recorded)


@pytest.mark.parametrize("target", ["e1", "e9", "e3"])
def test_an_undo_that_comes_late_is_a_conflict(path: Path, opened: Opened, target: str) -> None:
    log = opened()
    log.record(EVENTS[0])
    log.record(Change("e3", AT, "ana", "undo", "e1"))
    assert isinstance(log.record(Change("e4", AT, "ben", "undo", target)), Conflict)
    assert len(lines(path)) == 2


def test_a_log_that_is_a_pipe_is_refused_and_not_waited_for(path: Path, opened: Opened) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    for read in (opened, lambda: read_log(path)):
        with pytest.raises(ReviewError, match="no regular file"):
            read()


def test_a_torn_last_line_is_set_aside_and_told(path: Path, opened: Opened) -> None:
    log = opened()
    log.record(EVENTS[0])
    torn = jsonl.dumps(event_to_json(EVENTS[3])).encode()[:40]
    with path.open("ab") as file:
        file.write(torn)
    assert read_log(path) == (log.state, torn)
    again = opened()
    assert (again.torn, again.state) == (torn, log.state)
    assert Path(f"{path}.torn").read_bytes() == torn + b"\n"
    again.record(EVENTS[3])
    assert len(lines(path)) == 2


def test_a_last_line_that_lacks_its_end_alone_is_whole(path: Path, opened: Opened) -> None:
    path.parent.mkdir()
    path.write_text(jsonl.dumps(event_to_json(EVENTS[0])), encoding="utf-8")
    log = opened()
    assert list(log.state.events) == ["e1"]
    log.record(EVENTS[3])
    assert len(lines(path)) == 2


@pytest.mark.parametrize(("said", "told"), [({"v": 2}, "is of format 2, .*; update it"), ({"by": None}, "by is None")])
def test_a_whole_last_line_that_is_no_event_is_an_error_though_it_lacks_its_end(
    path: Path, opened: Opened, said: dict[str, Any], told: str
) -> None:
    path.parent.mkdir()
    path.write_text(jsonl.dumps({**event_to_json(EVENTS[0]), **said}), encoding="utf-8")
    held = path.read_bytes()
    for read in (opened, lambda: read_log(path)):
        with pytest.raises(RecordError, match=rf"decisions.jsonl:1: .*{told}"):
            read()
    assert (path.read_bytes(), list(path.parent.iterdir())) == (held, [path])


def test_a_broken_line_amid_others_names_file_and_line(path: Path, opened: Opened) -> None:
    path.parent.mkdir()
    whole = jsonl.dumps(event_to_json(EVENTS[0]))
    path.write_text(f"{whole}\n{{}}\n{whole}\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"decisions.jsonl:2: not an event"):
        opened()


# --- a disk that takes no more ------------------------------------------------------------------------------------


def full(file: FileIO, record: Any) -> int:
    with open("/dev/full", "wb", buffering=0) as device:
        return jsonl.append(device, record)


def half(file: FileIO, record: Any) -> int:
    """Write some of the line and fail, without taking it back."""
    file.write(jsonl.dumps(record).encode()[:30])
    raise OSError(errno.ENOSPC, "No space left on device")


def failing(_: int) -> None:
    raise OSError(errno.EIO, "Input/output error")


@pytest.mark.parametrize("how", [{"append": full}, {"append": half}, {"sync": failing}], ids=["full", "half", "sync"])
def test_a_decision_that_could_not_be_kept_is_an_error_and_not_in_the_log(
    path: Path, opened: Opened, how: dict[str, Any]
) -> None:
    log = opened(**how)
    with pytest.raises(ReviewError, match="NOT saved"):
        log.record(EVENTS[0])
    assert list(log.state.events) == []
    whole = opened()
    assert list(whole.state.events) == []
    assert isinstance(whole.record(EVENTS[0]), Recorded)
    assert len(lines(path)) == 1


def test_a_log_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "review").write_text("a file", encoding="utf-8")
    with pytest.raises(ReviewError, match="cannot be read or written"):
        DecisionsLog(tmp_path / "review" / "decisions.jsonl")


def test_what_others_wrote_is_there_after_a_refresh(path: Path, opened: Opened) -> None:
    first, second = opened(), opened()
    first.record(EVENTS[0])
    assert not second.state.events
    second.refresh()
    assert second.state == first.state
    before = second.state
    second.refresh()
    assert second.state is before


@pytest.mark.parametrize("left", [b"", b"{}\n" * 999], ids=["cut", "another file"])
def test_a_log_that_was_put_back_while_it_was_open_takes_nothing_more(path: Path, opened: Opened, left: bytes) -> None:
    log = opened()
    log.record(EVENTS[0])
    if left:
        path.unlink()
    path.write_bytes(left)
    with pytest.raises(ReviewError, match="open the review again"):
        log.record(EVENTS[3])
    assert path.read_bytes() == left


def test_a_log_that_was_deleted_while_it_was_open_takes_nothing_more(path: Path, opened: Opened) -> None:
    log = opened()
    path.unlink()
    with pytest.raises(ReviewError, match="cannot be read or written"):
        log.record(EVENTS[0])
    assert not path.exists()


@pytest.mark.parametrize("more", [b"", b'{"v": 1}\n'], ids=["as long", "longer"])
def test_lines_that_were_changed_in_place_are_told(path: Path, opened: Opened, more: bytes) -> None:
    log = opened()
    log.record(EVENTS[0])
    path.write_bytes(path.read_bytes().replace(b'"ana"', b'"ben"') + more)
    with pytest.raises(ReviewError, match="lines were changed while it was open"):
        log.refresh()
    with pytest.raises(ReviewError, match="nothing is saved"):
        log.record(EVENTS[3])
    assert '"e4"' not in path.read_text(encoding="utf-8")


def test_a_log_that_was_only_touched_goes_on(path: Path, opened: Opened) -> None:
    log = opened()
    log.record(EVENTS[0])
    os.utime(path)
    log.refresh()
    assert isinstance(log.record(EVENTS[3]), Recorded)


def test_who_holds_the_log_does_not_hold_up_the_page(path: Path, opened: Opened) -> None:
    log = opened(patience=0.05)
    with path.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(ReviewError, match=r"held by another program.*NOT saved"):
            log.record(EVENTS[0])
    assert isinstance(log.record(EVENTS[0]), Recorded)
    assert len(lines(path)) == 1


def test_a_log_that_is_made_is_for_its_owner_alone(path: Path, opened: Opened) -> None:
    opened()
    path.write_text('{"v": 1', encoding="utf-8")
    opened()
    assert [one.stat().st_mode & 0o777 for one in sorted(path.parent.iterdir())] == [0o600, 0o600]


# --- many processes, and kills ----------------------------------------------------------------------------------


def write_remarks(path: Path, name: str, number: int) -> None:
    with DecisionsLog(path, patience=60) as log:  # a machine that does much else may take its time
        for at in range(number):
            log.record(Remark(f"{name}-{at}", AT, name, "comment", QUEUE[0].id))


def test_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    processes = multiprocessing.get_context("spawn")
    writers = [processes.Process(target=write_remarks, args=(path, name, 40)) for name in ("ana", "ben", "eve")]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    state, torn = read_log(path)
    assert (len(state.events), torn, len(lines(path))) == (120, None, 120)


REVIEWER = """
import sys
from itertools import count
from pathlib import Path
from extract.review import DecisionsLog, Remark
log = DecisionsLog(Path(sys.argv[1]))
for number in count(len(log.state.events)):
    log.record(Remark(f"e{number}", "2026-11-21T14:02:11Z", "ana", "comment", "d_1", "x" * 500))
    print(f"e{number}", flush=True)
"""


def test_a_kill_between_any_two_decisions_loses_none_that_was_answered(path: Path) -> None:
    choices, answered = random.Random(20_261_121), []
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", REVIEWER, str(path)], stdout=subprocess.PIPE, text=True, env=environment
        )
        assert process.stdout is not None
        answered.append(process.stdout.readline().strip())
        time.sleep(choices.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        answered += process.communicate()[0].split()
    state, _ = read_log(path)
    assert len(answered) > 8
    assert set(answered) <= set(state.events)
    assert len(state.events) - len(answered) <= 8  # written, and killed before the answer


def test_events_are_frozen() -> None:
    make: Callable[..., Event] = replace
    assert make(EVENTS[0], by="ben").by == "ben"
    with pytest.raises(AttributeError):
        EVENTS[0].by = "ben"  # type: ignore[misc]
