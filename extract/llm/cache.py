"""Where are answers kept, and how do they come back? In a folder, by key, as JSON and never as a pickle."""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice, takewhile
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from diskcache import Timeout  # type: ignore[import-untyped]

from extract.errors import CacheError, RecordError
from extract.llm.database import FILE, NO_KEY, PATIENCE, REMEDY, open_database, set_aside
from extract.llm.entries import (
    Entry,
    Incoming,
    answers_from_bytes,
    entry_from_bytes,
    entry_of,
    entry_to_bytes,
    finished_bytes,
    frame_name,
)
from extract.llm.frames import Frame, frame_from_bytes, frame_of

VARIABLE = "EXTRACT_CACHE"
_PROGRAM = "extract-toolkit"
_FRAME = "frame:"
"""Begins the keys of frames; no key of an entry begins so."""
_MOST_FRAMES = 32
"""Frames that are held in memory."""
T = TypeVar("T")


def default_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return where the cache is unless `--cache` says otherwise: EXTRACT_CACHE, else where the system keeps caches.

    >>> default_folder({"XDG_CACHE_HOME": "/home/ann/.cache"}, "linux").as_posix()
    '/home/ann/.cache/extract-toolkit'
    """
    if environment.get(VARIABLE):
        return Path(environment[VARIABLE]).expanduser()
    if platform == "win32" and environment.get("LOCALAPPDATA"):
        return Path(environment["LOCALAPPDATA"], _PROGRAM, "Cache")
    if platform == "darwin":
        return Path.home() / "Library" / "Caches" / _PROGRAM
    home = environment.get("XDG_CACHE_HOME")
    return (Path(home) if home and Path(home).is_absolute() else Path.home() / ".cache") / _PROGRAM


class Cache:
    """Answers by key; safe for threads and processes that use the same folder at once.

    An answer is kept once `store` returns, whatever ends the process afterwards. What is damaged is never
    returned: it is told to `warn`, in one line, and counts as missing.
    """

    def __init__(self, folder: Path, warn: Callable[[str], None], patience: float = PATIENCE) -> None:
        """Open the folder's cache, made if need be; `CacheError` where that cannot be done.

        `patience` is how many seconds to wait while another process writes.
        """
        self.folder = folder
        self._patience = patience
        self._warn = warn
        self._frames: dict[str, Frame] = {}
        """Those that were written, or read and found whole, by name."""
        self._recent: Frame | None = None
        """That of the last entry that was written: it is the likeliest."""
        self._open()

    def _open(self) -> None:
        self._disk = open_database(self.folder, self._warn, self._patience)
        self._inode = (self.folder / FILE).stat().st_ino

    def __enter__(self) -> "Cache":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close what this thread opened."""
        self._disk.close()

    def get(self, key: str) -> Entry | None:
        """Return the entry of that key, finished or not; None where there is none, or it is damaged."""
        return self._done(lambda: self._get(key))

    def answers(self, key: str) -> Entry | None:
        """Return the same as `get`, quicker, with an empty request."""
        return self._done(lambda: self._get(key, answers_from_bytes))

    def store(self, incoming: Incoming) -> Entry:
        """Add an answer to its entry, begun if need be, and return the entry as it is now.

        A finished entry stays as it is, unless the answer begins it again. `RecordError` where JSON cannot hold it.
        """
        return self._changed(lambda: self._add(incoming, set()))

    def store_all(self, several: Iterable[Incoming], refused: Callable[[Incoming, RecordError], None]) -> None:
        """Store answers in one step, for less than one by one; `refused` is told of those that JSON cannot hold."""
        several = list(several)

        def change() -> None:
            sure: set[str] = set()
            for incoming in several:
                try:
                    self._add(incoming, sure)
                except RecordError as error:
                    refused(incoming, error)

        self._changed(change)

    def finish(self, key: str) -> None:
        """Mark the entry of that key, if there is one, as finished: no re-ask is due."""

        def change() -> None:
            value = self._disk.get(key)
            if value is None:
                return
            finished = finished_bytes(value)
            if finished != value:
                self._disk.set(key, finished)

        self._changed(lambda: self._told(key, change))

    def put(self, entry: Entry, *, refresh: bool = False) -> Entry | None:
        """Keep an entry that came from elsewhere; return None, or the entry that stood there already and still does."""

        def change() -> Entry | None:
            there = None if refresh else self._get(entry.key)
            if there is None:
                self._set(entry, set())
            return there

        return self._changed(change)

    def delete(self, key: str) -> None:
        """Remove the entry of that key, damaged or not."""
        self._changed(lambda: self._disk.delete(key))

    def holds(self, key: str) -> bool:
        """Whether there is an entry of that key, damaged or not."""
        return self._done(lambda: key in self._disk)

    def frames(self) -> list[Frame]:
        """Return what the requests of each prompt share; of very many prompts, those of some."""

        def names() -> list[str]:
            # In the order of the database they come last, behind no key but of rows that were not written here.
            last = takewhile(lambda key: key == NO_KEY or key.startswith(_FRAME), self._disk.iterkeys(reverse=True))
            return [key.removeprefix(_FRAME) for key in islice(last, _MOST_FRAMES) if key != NO_KEY]

        found = []
        for name in self._done(names):
            with suppress(ValueError, RecordError):  # a damaged one is told where an entry needs it
                found.append(self._frame_named(name))
        return found

    def sweep(self) -> None:
        """Remove the frames that no entry needs any longer."""

        def change() -> None:
            needed = set()
            for key in self._keys():
                with suppress(ValueError, RecordError):  # what is damaged needs nothing
                    needed.add(_FRAME + frame_name(self._disk.get(key, b"")))
            for key in list(self._disk):
                if key.startswith(_FRAME) and key not in needed:
                    self._disk.delete(key)

        self._changed(change)

    def keys(self) -> list[str]:
        """Return the keys of all entries, sorted; those of damaged ones too, as far as they can be told."""
        return self._done(lambda: sorted(key for key in self._keys() if key != NO_KEY))

    def __iter__(self) -> Iterator[Entry]:
        """Yield every entry that can be read, by key."""
        for key in self.keys():
            entry = self.get(key)
            if entry is not None:
                yield entry

    def __len__(self) -> int:
        """Return how many entries there are, damaged ones included."""
        return self._done(lambda: len(self._keys()))

    def size(self) -> int:
        """Return how many bytes the cache takes up on the disk, databases that were set aside included."""
        return sum(path.stat().st_size for path in self.folder.glob(f"{FILE}*"))

    def _keys(self) -> list[str]:
        return [key for key in self._disk if not key.startswith(_FRAME)]

    def _get(self, key: str, entry_of_bytes: Callable[..., Entry] = entry_from_bytes) -> Entry | None:
        def read() -> Entry | None:
            value = self._disk.get(key)
            return None if value is None else entry_of_bytes(value, key, self._frame_named)

        return self._told(key, read)

    def _told(self, key: str, read: Callable[[], T]) -> T | None:
        """Return what is read of an entry; where it is damaged say so, and return None."""
        try:
            return read()
        except (ValueError, RecordError) as error:
            self._warn(f"{self.folder}: the entry {key[:16]} is damaged and counts as missing ({error})")
            return None

    def _add(self, incoming: Incoming, sure: set[str]) -> Entry:
        entry = None if incoming.anew else self._get(incoming.key)
        if entry is not None and entry.finished:
            return entry
        attempts = (*(() if entry is None else entry.attempts), incoming.attempt)
        return self._set(entry_of(incoming.key, incoming.request, attempts, finished=incoming.finished), sure)

    def _set(self, entry: Entry, sure: set[str]) -> Entry:
        """Write an entry; frames that are `sure` are known to be written."""
        frame = self._recent
        if frame is None or frame.own(entry.request_text) is None:
            frame = self._recent = frame_of(entry.request_text)
        if frame is not None and frame.name not in sure:
            if frame.name not in self._frames or _FRAME + frame.name not in self._disk:
                self._disk.set(_FRAME + frame.name, frame.to_bytes())  # over one that is damaged, too
                self._remember(frame)
            sure.add(frame.name)
        self._disk.set(entry.key, entry_to_bytes(entry, frame))
        return entry

    def _frame_named(self, name: str) -> Frame:
        frame = self._frames.get(name)
        if frame is None:
            value = self._disk.get(_FRAME + name)
            if value is None:
                raise RecordError(f"the frame {name[:16]} of its request is lost")
            frame = frame_from_bytes(value, name)
            self._remember(frame)
        return frame

    def _remember(self, frame: Frame) -> None:
        if len(self._frames) >= _MOST_FRAMES:
            self._frames.clear()
        self._frames[frame.name] = frame

    def _changed(self, change: Callable[[], T]) -> T:
        """Return what the change returns; nobody else writes meanwhile, and it is done whole or not at all."""

        def within() -> T:
            with self._disk.transact():
                return change()

        return self._done(within)

    def _done(self, action: Callable[[], T]) -> T:
        """Return what the action returns; where the database turns out to be damaged, what a new one makes of it."""
        try:
            return action()
        except (Timeout, sqlite3.OperationalError) as error:
            raise CacheError(
                f"{self.folder}: {str(error) or 'another process keeps the cache locked'}; {REMEDY}"
            ) from error
        except sqlite3.DatabaseError as error:
            self._disk.close()
            set_aside(self.folder, self._inode, error, self._warn)
            self._open()
            return action()
