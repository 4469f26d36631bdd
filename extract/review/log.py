"""How is a decision kept so that none that was answered is ever lost?

The log is `review/decisions.jsonl` in the gold folder: lines are only ever added. An event is written as one whole
line and forced to the disk before the answer; a lock keeps processes apart, each of which takes in what the others
have written before it writes.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any, TypeAlias

from extract import jsonl
from extract.errors import RecordError, ReviewError
from extract.review.events import Change, Decide, Event, event_from_json, event_to_json
from extract.review.folding import ItemState, State, fold, items_of

LOG = Path("review") / "decisions.jsonl"
"""In a gold folder."""
TORN = ".torn"
"""Ends the name of the file to which a broken last line is moved."""
PATIENCE = 2.0
"""Seconds that others may hold the log; a decision is written in milliseconds."""
_AGAIN = 0.005
_CHUNK = 1 << 20

Append: TypeAlias = Callable[[FileIO, Any], int]
Sync: TypeAlias = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Recorded:
    """The event is on the disk."""

    state: State


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something else came first; nothing was written. Show these items again, as they are now."""

    state: State
    fresh: tuple[ItemState, ...]


class DecisionsLog:
    """The log of a review, open to be written until it is closed; several processes may have it open."""

    def __init__(
        self, path: Path, append: Append = jsonl.append, sync: Sync = os.fsync, patience: float = PATIENCE
    ) -> None:
        """Open the log, made where there is none, and read it.

        One that is made is for its owner's eyes alone: whoever may read it may hold it, and it has words of documents.
        Raises `ReviewError` where it cannot be read or written, `RecordError` for a broken line that is not the last.
        """
        self.torn: bytes | None = None
        """A last line that a kill had broken off: it was moved to a file beside the log, and nobody was answered."""
        self.path, self._append, self._sync, self._patience = path, append, sync, patience
        self._read, self._lines, self._state = 0, 0, State()
        self._seen, self._digest = (0, 0), hashlib.sha256()
        with _reporting(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            _refuse_pipe(path)
            self._file = FileIO(path, "a+", opener=_private)
            _keep_name(path.parent)
        try:
            with self._locked():
                pass
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "DecisionsLog":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def state(self) -> State:
        """The state after all that this process has read and written."""
        return self._state

    def record(self, event: Event) -> Recorded | Conflict:
        """Keep the event and return the state after it, once it is on the disk.

        An event that is in the log already is not written again: the same event, sent twice, is answered twice. Raises
        `ReviewError` where it could not be kept, or has the id of another one.
        """
        with self._locked():
            known = self._state.events.get(event.event)
            if known is not None:
                if jsonl.dumps(event_to_json(known)) != jsonl.dumps(event_to_json(event)):
                    raise ReviewError(f"{self.path}: event {event.event} is another one in the log; give a new id")
                return Recorded(self._state)
            if _comes_late(event, self._state):
                ids = items_of(event, self._state.events)
                return Conflict(self._state, tuple(self._state.item(id_) for id_ in ids))
            event_from_json(event_to_json(event))  # what could not be read again is an error, and not in the log
            self._write(event)
            self._state = fold([event], self._state)
            return Recorded(self._state)

    def refresh(self) -> None:
        """Take in what other processes have written since; costs next to nothing where that is nothing.

        Raises `ReviewError` where the log cannot be read, `RecordError` for a broken line that is not the last.
        """
        with _reporting(self.path):
            seen = self._stamp()
        if seen != self._seen:
            with self._locked():
                pass

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, event: Event) -> None:
        try:
            start = self._append(self._file, event_to_json(event))
            try:
                self._sync(self._file.fileno())
            except OSError:  # it may or may not reach the disk, and its reviewer is told that it did not
                self._file.truncate(start)
                raise
        except OSError as error:
            raise ReviewError(
                f"{self.path} cannot be written ({error}), so the decision is NOT saved; mend that and decide again"
            ) from error
        self._keep_place(1)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the log alone and up to date."""
        with _reporting(self.path):
            self._lock()
        try:
            with _reporting(self.path):
                self._refuse_other_file()
                if self._stamp() != self._seen:
                    self._refuse_other_lines()
                    self._catch_up()
            yield
        finally:
            with suppress(OSError):
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def _lock(self) -> None:
        """Lock the log; whoever may read it may hold it for ever, and no page waits as long."""
        end = time.monotonic() + self._patience
        while True:
            try:
                return fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() >= end:
                    raise ReviewError(
                        f"{self.path} is held by another program, such as a review that hangs (`fuser` or `lsof` says "
                        "which), so the decision is NOT saved; end that program and decide again"
                    ) from error
            time.sleep(_AGAIN)

    def _stamp(self) -> tuple[int, int]:
        found = os.fstat(self._file.fileno())
        return found.st_size, found.st_mtime_ns

    def _refuse_other_file(self) -> None:
        """Refuse a log that was put back or replaced, as by `git checkout`: what is written to it would be lost."""
        there = os.stat(self.path)
        if not os.path.samestat(there, os.fstat(self._file.fileno())) or there.st_size < self._read:
            raise ReviewError(
                f"{self.path} was replaced or cut while it was open, so nothing is saved; open the review again"
            )

    def _refuse_other_lines(self) -> None:
        """Refuse a log of which lines that were read have been changed: what was shown rests on the old ones."""
        digest = hashlib.sha256()
        self._take(digest, 0, self._read)
        if digest.digest() != self._digest.digest():
            raise ReviewError(
                f"{self.path}: lines were changed while it was open, so nothing is saved; open the review again"
            )

    def _take(self, digest: "hashlib._Hash", start: int, end: int) -> None:
        for at in range(start, end, _CHUNK):
            digest.update(os.pread(self._file.fileno(), min(_CHUNK, end - at), at))

    def _keep_place(self, lines: int) -> None:
        """Keep how far the log is read, and what it looks like."""
        end = self._file.seek(0, os.SEEK_END)
        self._take(self._digest, self._read, end)
        self._read, self._lines, self._seen = end, self._lines + lines, self._stamp()

    def _catch_up(self) -> None:
        """Take in what other processes have written; nobody writes now, so that a line without an end is torn."""
        size, _ = self._stamp()
        with open(self._file.fileno(), "rb", closefd=False) as lines:
            lines.seek(self._read)
            events, torn = _events(lines, self.path, self._lines)
        if torn is not None:
            self._set_aside(torn, size - len(torn))
        elif size > self._read and os.pread(self._file.fileno(), 1, size - 1) != b"\n":
            self._file.write(b"\n")
        self._state = fold(events, self._state)
        self._keep_place(len(events))

    def _set_aside(self, torn: bytes, start: int) -> None:
        with open(f"{self.path}{TORN}", "ab", opener=_private) as aside:
            aside.write(torn + b"\n")
            aside.flush()
            os.fsync(aside.fileno())
        self._file.truncate(start)
        self.torn = torn


def read_log(path: Path) -> tuple[State, bytes | None]:
    """Return the state of a log and its torn last line, changing nothing; the state of no log is empty.

    Raises `ReviewError` or `RecordError` as `DecisionsLog` does.
    """
    with _reporting(path):
        if not path.exists():
            return State(), None
        _refuse_pipe(path)
        with path.open("rb") as lines:
            events, torn = _events(lines, path, 0)
    return fold(events), torn


def _events(lines: Iterable[bytes], path: Path, before: int) -> tuple[list[Event], bytes | None]:
    """Return the events of the lines, of which `before` come first, and a last line that a kill has broken off.

    What a kill leaves is no JSON: a whole line that is no event is an error, with an end or without one.
    """
    events: list[Event] = []
    for number, line in enumerate(lines, start=before + 1):
        place = f"{path}:{number}"
        try:
            record = jsonl.loads(line.removesuffix(b"\n"), place)
        except RecordError:
            if line.endswith(b"\n"):
                raise
            return events, line
        events.append(_event(record, place))
    return events, None


def _event(record: dict[str, Any], place: str) -> Event:
    try:
        return event_from_json(record)
    except RecordError as error:
        raise RecordError(f"{place}: {error}") from error


def _comes_late(event: Event, state: State) -> bool:
    if isinstance(event, Decide):
        return any(state.item(one.item).version != one.seen for one in event.items)
    if isinstance(event, Change):
        target = state.events.get(event.target)
        undone = event.target in state.withdrawn
        return target is None or isinstance(target, Change) or undone != (event.type == "redo")
    return False


def _refuse_pipe(path: Path) -> None:
    """Refuse what would be waited for for ever."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise ReviewError(f"{path} is no regular file; put the log there, or move away what is in its place")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _keep_name(folder: Path) -> None:
    """Force the folder's names to the disk: a log whose name is lost with the power is lost as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _reporting(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ReviewError(f"{path} cannot be read or written ({error}); mend that and open the review again") from error
