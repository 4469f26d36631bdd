"""Which files do the sources that a user named stand for?"""

import fnmatch
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple

from extract.documents.texts import Unfit
from extract.errors import DocumentError

_WILD = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class File:
    """A file that may hold documents, not opened yet."""

    id: str
    source: str
    """How the user would name it, with forward slashes."""
    suffix: str
    """In lower case, with its dot; empty where there is none."""
    explicit: bool
    """Named by the user, not met in a folder: what it needs must be there before the run starts."""
    open: Callable[[], AbstractContextManager[BinaryIO]]


class _Name(NamedTuple):
    """A path below a folder; `closed` says that it is a folder that cannot be listed."""

    path: PurePath
    closed: bool = False


def files(source: str, known: frozenset[str]) -> list[File]:
    """Return the files of a source, sorted: a file, a folder (recursively, `known` suffixes) or a glob pattern.

    Hidden files and folders are left out, each folder is entered once however many links lead to it. Raises
    `DocumentError` where the source stands for no file.
    """
    path = Path(source)
    if source and os.path.isdir(source):
        found = [_met(path, name, known) for name in _walk(path)]
    elif source and os.path.lexists(source):
        return [_file(path, path.stem, explicit=True)]
    elif _WILD.search(source):
        found = _globbed(source, known)
    else:
        raise DocumentError(
            f"{source!r}: no such file or folder; name a file, a folder, a glob pattern, or - for stdin"
        )
    kept = [file for file in found if file is not None]
    if not kept:
        endings = " ".join(sorted(known))
        raise DocumentError(f"{source!r} matches no document; files with these suffixes are read: {endings}")
    return kept


def _met(folder: Path, name: _Name, known: frozenset[str], *, explicit: bool = False) -> File | None:
    path = folder / name.path
    if path.suffix.lower() not in known and not (explicit or name.closed):
        return None
    return _file(path, (name.path.with_suffix("") if name.path.name else path).as_posix(), explicit=explicit)


def _file(path: Path, id: str, *, explicit: bool) -> File:
    return File(
        id=_writable(id),
        source=_writable(path.as_posix()),
        suffix=path.suffix.lower(),
        explicit=explicit,
        open=lambda: opened(path),
    )


def _writable(name: str) -> str:
    """Return a file name fit for a record: stray bytes (caf\\xe9) and control characters are spelled out."""
    spelled = os.fsencode(name).decode("utf-8", "backslashreplace")
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", lambda control: control[0].encode("unicode_escape").decode(), spelled)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file for reading bytes; raises `Unfit` for anything that might block or is not a file."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        kind = "a folder that cannot be listed" if stat.S_ISDIR(mode) else "a pipe, socket or device"
        raise Unfit("unreadable", f"{kind}, not a regular file; to read from a pipe name - as the source")
    with path.open("rb") as stream:
        yield stream


def _walk(top: Path) -> list[_Name]:
    """Names below a folder, sorted; links to folders are followed after the folders themselves, each place once."""
    names: list[_Name] = []
    seen: set[tuple[int, int]] = set()
    folders, links = [PurePath()], list[PurePath]()
    while folders or links:
        here = folders.pop() if folders else links.pop(0)
        try:
            status = os.stat(top / here)
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            entries = sorted(os.scandir(top / here), key=lambda entry: entry.name)
        except OSError:
            names.append(_Name(here, closed=True))  # it stays in the list and says why when it is opened
            continue
        for entry in entries:
            if not entry.name.startswith("."):
                _sort_in(entry, here / entry.name, folders, links, names)
    return sorted(names, key=lambda name: name.path.as_posix())


def _sort_in(
    entry: os.DirEntry[str], name: PurePath, folders: list[PurePath], links: list[PurePath], names: list[_Name]
) -> None:
    try:
        is_folder = entry.is_dir()
    except OSError:
        is_folder = False  # a link that leads round in a circle
    if not is_folder:
        names.append(_Name(name))
    else:
        (links if entry.is_symlink() else folders).append(name)


def _globbed(pattern: str, known: frozenset[str]) -> list[File | None]:
    parts = PurePath(pattern).parts
    wild = next(index for index, part in enumerate(parts) if _WILD.search(part))
    base = Path(*parts[:wild])
    suffix = PurePath(pattern).suffix.lower()
    found: dict[PurePath, File | None] = {}
    for name in _matching(base, PurePath(), parts[wild:]):
        for below in _walk(base / name) if os.path.isdir(base / name) else [_Name(PurePath())]:
            path = name / below.path
            explicit = below.path == PurePath() and bool(suffix) and path.suffix.lower() == suffix
            found.setdefault(path, _met(base, _Name(path, below.closed), known, explicit=explicit))
    return [found[path] for path in sorted(found, key=PurePath.as_posix)]


def _matching(base: Path, name: PurePath, parts: Sequence[str]) -> Iterator[PurePath]:
    """Names below `base` that a pattern matches; `**` goes through `_walk`, which no circle of links can trap."""
    if not parts:
        yield name
    elif parts[0] == "**":
        for below in _walk(base / name):
            if _fits(below.path.parts, parts):
                yield name / below.path
    else:
        for entry in _listed(base / name):
            if fnmatch.fnmatchcase(entry, parts[0]) and (parts[0].startswith(".") or not entry.startswith(".")):
                yield from _matching(base, name / entry, parts[1:])


def _listed(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []  # not a folder, or a closed one: nothing below it matches


def _fits(names: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether a relative path matches pattern parts, `**` standing for any number of folders (table, linear memory)."""
    reached = {0}
    for name in names:
        reached = {after for at in _through(reached, parts) for after in _after(name, at, parts)}
    return len(parts) in _through(reached, parts)


def _through(reached: set[int], parts: Sequence[str]) -> set[int]:
    every = set(reached)
    for at in sorted(reached):
        while at < len(parts) and parts[at] == "**":
            at += 1
            every.add(at)
    return every


def _after(name: str, at: int, parts: Sequence[str]) -> set[int]:
    if at == len(parts):
        return set()
    if parts[at] == "**":
        return {at}
    return {at + 1} if fnmatch.fnmatchcase(name, parts[at]) else set()
