"""What are the lines of a file that is too long to be held?"""

import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from extract.documents.encodings import stream_encoding
from extract.documents.texts import Unfit
from extract.settings import Settings

LINE_FACTOR = 4
"""A line may have this many times `max_bytes` characters: JSON escapes take room, and there are other columns."""


class Line(NamedTuple):
    """A line with its number from 1 and its line ending; `text` is None where it is longer than can be held."""

    number: int
    text: str | None


def lines(stream: BinaryIO, settings: Settings, *, newline: str, encoding: str | None = None) -> Iterator[Line]:
    """Yield the lines of a file one by one; stray bytes come as lone surrogates, for the record's check to find.

    `newline` is as for `open`. Raises `Unfit` where the encoding cannot be told or does not hold on.
    """
    name = encoding or stream_encoding(stream)
    wrapper = io.TextIOWrapper(stream, encoding=name, errors="surrogateescape", newline=newline)
    longest = LINE_FACTOR * settings.max_bytes
    number = 0
    try:
        while text := wrapper.readline(longest + 1):
            number += 1
            if len(text) <= longest:
                yield Line(number, text)
            else:
                _skip(wrapper, longest)
                yield Line(number, None)
    except UnicodeDecodeError as error:
        raise Unfit("undecodable", f"after line {number}: not {name.upper()} throughout; save it as UTF-8") from error
    finally:
        wrapper.detach()  # the stream belongs to the caller


def _skip(wrapper: io.TextIOWrapper, longest: int) -> None:
    while (rest := wrapper.readline(longest)) and not rest.endswith(("\n", "\r")):
        pass
