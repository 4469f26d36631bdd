"""Which file does the standard input stand for?"""

import re
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from extract.documents.sources import File

_JSON_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}\{\s{0,100}\"")


def stdin_file(stream: BinaryIO) -> File:
    """Return the standard input as a file with the id `stdin`: JSON Lines where it begins with an object, else text.

    It is read twice, once for the ids: what cannot be wound back is kept in an unnamed temporary file.
    """
    kept = stream if stream.seekable() else _spooled(stream)
    beginning = kept.tell()

    @contextmanager
    def rewound() -> Iterator[BinaryIO]:
        kept.seek(beginning)
        yield kept

    if kept is not stream:
        weakref.finalize(rewound, kept.close)
    with rewound() as opening:
        suffix = ".jsonl" if _JSON_LINE.match(opening.read(400)) else ".txt"
    return File(id="stdin", source="stdin", suffix=suffix, explicit=True, open=rewound)


def _spooled(stream: BinaryIO) -> BinaryIO:
    spool = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - it lives as long as the documents do
    shutil.copyfileobj(stream, spool)
    spool.seek(0)
    return spool
