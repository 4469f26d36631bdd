"""How is a folder opened as a cache? By diskcache, with a Disk that knows bytes alone and settings that never evict."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic, sleep, strftime
from typing import Any

from diskcache import Cache as DiskCache  # type: ignore[import-untyped]
from diskcache import Disk
from diskcache.core import DEFAULT_SETTINGS, METADATA, MODE_RAW, UNKNOWN  # type: ignore[import-untyped]

from extract.errors import CacheError

FILE = "cache.db"
FORMAT = 2
PATIENCE = 60.0
"""Seconds to wait while another process writes."""
REMEDY = "see that the disk has room and that no other program holds the cache"
NO_KEY = ""
"""Stands for the key of a row that was not written here; nothing is ever stored under it."""

_SETTINGS = {
    **DEFAULT_SETTINGS,
    "eviction_policy": "none",
    "cull_limit": 0,
    "size_limit": 2**62,
    "statistics": 0,
    "sqlite_mmap_size": 0,  # a mapped file that another process truncates would end this one
    "disk_min_file_size": 2**40,  # bytes: every value stays in the database, so that a path in it is never followed
    "disk_format": FORMAT,
}
_KNOWN = _SETTINGS.keys() | METADATA.keys()


class BytesDisk(Disk):  # type: ignore[misc]
    """Keys are text, values are bytes; nothing is pickled, unpickled, or read from or removed at a stored path."""

    def __init__(self, directory: str, format: int = 0, **settings: Any) -> None:
        super().__init__(directory, **settings)
        self.format = format

    def put(self, key: Any) -> tuple[str, bool]:
        """Return a key as it is stored."""
        if type(key) is not str:
            raise TypeError(f"the key {key!r} is not text")
        return key, True

    def get(self, key: Any, raw: Any) -> str:
        """Return a stored key, or `NO_KEY` for one that was not stored by `put`."""
        return key if raw and type(key) is str else NO_KEY

    def store(self, value: Any, read: bool, key: Any = UNKNOWN) -> tuple[int, int, str | None, Any]:
        """Return the columns of a value; their size is that of the value, so that diskcache adds sizes up."""
        if read or type(value) is not bytes:
            raise TypeError(f"a {type(value).__name__} is not bytes")
        return len(value), MODE_RAW, None, value

    def fetch(self, mode: Any, filename: Any, value: Any, read: bool) -> bytes:
        """Return a stored value; `ValueError` for one that was not stored by `store`."""
        if mode != MODE_RAW or filename is not None or read or type(value) is not bytes:
            raise ValueError(f"it is a row of mode {mode} that was not written here")
        return value

    def remove(self, file_path: Any) -> None:
        """Leave a file alone whose path a row names: none is ours."""


def open_database(folder: Path, warn: Callable[[str], None], patience: float = PATIENCE) -> Any:
    """Return the folder's diskcache, made if need be (readable by its owner alone).

    A damaged database is renamed, `warn` is told its new name, and an empty one takes its place.
    Raises `CacheError` where the folder cannot be used or holds the cache of another program.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise CacheError(
            f"{folder}: no cache can be kept here ({error.strerror}); name another folder with --cache"
        ) from error
    until = monotonic() + patience
    while True:
        found = (folder / FILE).stat().st_ino
        try:
            _claim(folder / FILE)
            return DiskCache(str(folder), disk=BytesDisk, timeout=patience, **_SETTINGS)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > until:
                raise CacheError(f"{folder}: the cache cannot be opened ({error}); {REMEDY}") from error
            sleep(0.01)  # another process is making the same database
        except sqlite3.DatabaseError as error:
            set_aside(folder, found, error, warn)


def set_aside(folder: Path, found: int, error: Exception, warn: Callable[[str], None]) -> None:
    """Rename the damaged database and say so, unless another process, which saw it too, already put a new one there."""
    with suppress(FileNotFoundError):
        if (folder / FILE).stat().st_ino != found:
            return
        aside = folder / f"{FILE}.damaged-{strftime('%Y%m%dT%H%M%S')}-{found}"
        (folder / FILE).rename(aside)
        for end in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                (folder / f"{FILE}{end}").rename(f"{aside}{end}")
        os.close(os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600))
        warn(f"{folder / FILE}: the cache is damaged ({error}); it is kept as {aside.name} and a new one begun")


def _claim(file: Path) -> None:
    """Mark an empty database as ours; raise `CacheError` where another program made it or meddled with it."""
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            connection.execute("PRAGMA auto_vacuum = 1")  # later is too late
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("CREATE TABLE IF NOT EXISTS Settings (key TEXT NOT NULL UNIQUE, value)")
            connection.execute("INSERT OR IGNORE INTO Settings VALUES ('disk_format', ?)", (FORMAT,))
            connection.execute("COMMIT")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        settings = dict(connection.execute("SELECT key, value FROM Settings")) if "Settings" in tables else {}
    if settings.get("disk_format") != FORMAT or settings.keys() - _KNOWN:
        raise CacheError(f"{file} was made by another program or version; name another folder with --cache")
