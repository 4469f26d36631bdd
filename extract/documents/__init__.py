"""Which documents do the sources hold?"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from extract.documents.formats import FORMATS, find, require
from extract.documents.sources import File, files
from extract.documents.stdin import stdin_file
from extract.errors import DuplicateId
from extract.records import Source
from extract.settings import DEFAULT, Settings

__all__ = ["Documents", "check_ids", "open_sources", "read_sources"]


class Documents:
    """The documents of some sources: their ids are known and differ, their texts are read as they are asked for.

    It can be gone through several times, and knows how many there are (`len`).
    """

    def __init__(self, found: Sequence[File], settings: Settings) -> None:
        self._files = found
        self._settings = settings
        self.ids = check_ids((one.id, one.source) for file in found for one in find(file, settings))
        """Id and source of each, in order; those that will turn out unreadable are among them."""

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Source]:
        for file in self._files:
            for one in find(file, self._settings):
                yield one.read()


def open_sources(sources: Sequence[str], settings: Settings = DEFAULT, *, stdin: BinaryIO | None = None) -> Documents:
    """Return the documents of files, folders, glob patterns and `-` (the standard input), in order.

    Their ids are read at once and no text is kept. Raises `DocumentError` for a source that stands for nothing,
    `MissingExtra` for a named file whose optional package is not installed, and `DuplicateId`.
    """
    known = frozenset(FORMATS)
    found: list[File] = []
    for source in sources:
        found += [stdin_file(stdin or sys.stdin.buffer)] if source == "-" else files(source, known)
    for file in found:
        require(file)
    return Documents(found, settings)


def read_sources(
    sources: Sequence[str], settings: Settings = DEFAULT, *, stdin: BinaryIO | None = None
) -> Iterator[Source]:
    """Return the documents of the sources one by one; whatever gives no text comes as an `Unreadable` that says why.

    Raises as `open_sources` does, before the first one is read.
    """
    return iter(open_sources(sources, settings, stdin=stdin))


def check_ids(ids: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of id and source; raises `DuplicateId`, naming both sources, where two have one id.

    >>> check_ids([("a", "x/a.txt"), ("b", "x/b.txt")])
    (('a', 'x/a.txt'), ('b', 'x/b.txt'))
    """
    owners: dict[str, str] = {}
    for id, source in ids:
        if id in owners:
            raise DuplicateId(f"{owners[id]} and {source} both have the id {id!r}; rename one, or name it only once")
        owners[id] = source
    return tuple(owners.items())
