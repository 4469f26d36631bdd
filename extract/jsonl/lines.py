"""How records become lines of JSON and lines become records, whole or not at all."""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, time
from decimal import Decimal
from functools import cache
from io import FileIO
from pathlib import Path
from typing import Any, Literal, TypeAlias

from pydantic_core import from_json, to_json

from extract.errors import RecordError

Pairs: TypeAlias = Callable[[list[tuple[str, Any]]], dict[str, Any]]
"""What makes an object of its keys and values."""

_LONG = 200
"""Characters of a text that is worth being written by itself."""
# JSON allows them raw in a string, but some readers take them for the end of the line.
_LINE_ENDS = {"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def dumps(record: Any) -> str:
    """Return the record as one line of JSON for any reader, without its newline; `Decimal` and dates become strings.

    Raises `RecordError` for what JSON cannot hold, NaN and infinity included.

    >>> dumps({"unit": "m³", "two": "lines\\u2028", "value": Decimal("7.0")})
    '{"unit": "m³", "two": "lines\\\\u2028", "value": "7.0"}'
    """
    return _encoded(record).decode("utf-8")


def _encoded(record: Any) -> bytes:
    try:
        line = _written(record)
    except (TypeError, ValueError, RecursionError) as error:
        raise RecordError(f"JSON cannot hold {error}; give strings, numbers, lists and objects") from error
    return _one_line(line)


def _written(record: Any) -> str:
    try:
        return _with_long_end(record) or _QUICK.encode(record)
    except RecursionError:
        return _CAREFUL.encode(record)  # which tells a record that contains itself from one that is deeply nested


def _with_long_end(record: Any) -> str | None:
    """Return an object that ends with a long text, as documents do, as JSON; None for any other record."""
    if type(record) is not dict or not record:
        return None
    rest = record.copy()
    name, text = rest.popitem()
    if type(text) is not str or len(text) < _LONG or type(name) is not str:
        return None
    comma = ", " if rest else ""
    return f"{_QUICK.encode(rest)[:-1]}{comma}{quoted(name)}: {quoted(text)}}}"


def quoted(text: str) -> str:
    r"""Return a text as JSON, character by character what Python's own writer gives, in a fraction of the time.

    >>> quoted('"7 m³"\n')
    '"\\"7 m³\\"\\n"'
    """
    try:
        return to_json(text).decode()
    except ValueError:  # half of a surrogate pair
        return _QUICK.encode(text)


def _one_line(text: str) -> bytes:
    """Return JSON, written without line breaks of its own, as one line for any reader."""
    for character, escaped in _LINE_ENDS.items():
        if character in text:
            text = text.replace(character, escaped)
    # A lone surrogate has no UTF-8; Python's name for it happens to be JSON's escape.
    return text.encode("utf-8", "backslashreplace")


def _as_text(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date | time):  # a datetime is a date
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} {value!r:.80}")


_CAREFUL = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_as_text)
_QUICK = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_as_text, check_circular=False)


def append(file: FileIO, record: Any) -> int:
    """Write the record as the last line of a file opened by `open(path, "ab", buffering=0)`; return the line's offset.

    One write of the whole line: a kill leaves it written or not. Where the disk takes only a part, the part is
    taken back and `OSError` raised.
    """
    line = _encoded(record) + b"\n"
    start = file.seek(0, os.SEEK_END)
    written = 0
    try:
        written = file.write(line) or 0
    finally:
        if 0 < written < len(line):
            file.truncate(start)
    if written < len(line):
        raise OSError(f"only {written} of {len(line)} bytes could be written")
    return start


def read(
    path: Path, torn: Literal["aside", "refuse"] = "aside", pairs: Pairs | None = None
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each record with its line number, from 1; `pairs` as for `loads`.

    A last line that is broken is what a kill leaves of an appended file: it is left out, or with `torn="refuse"` an
    error like any other. Raises `RecordError` naming file and line where a line is not a JSON object.
    """
    for number, _, record in read_at(path, torn, pairs):
        yield number, record


def read_at(
    path: Path, torn: Literal["aside", "refuse"] = "aside", pairs: Pairs | None = None
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Yield each record with its line number and the offset of its line in bytes, otherwise as `read`."""
    offset = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                try:
                    record = loads(line, f"{path}:{number}", pairs)
                except RecordError:
                    if torn == "refuse" or file.read(1):
                        raise
                    return
                yield number, offset, record
            offset += len(line)


def loads(line: bytes, place: str, pairs: Pairs | None = None) -> dict[str, Any]:
    """Return the record of one line; `place` is what an error names.

    Of a key that an object repeats the last value stands, unless `pairs` is `unrepeated`, which takes some time.
    Raises `RecordError` where the line is not one JSON object in UTF-8.
    """
    try:
        record = decoded(line, pairs)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"{place}: not a line of JSON ({error}): {line[:60]!r}; mend or delete the line") from error
    if not isinstance(record, dict):
        raise RecordError(f"{place}: expected a JSON object, found {line[:60]!r}; mend or delete the line")
    return record


def decoded(text: bytes | str, pairs: Pairs | None = None) -> Any:
    """Return the value of JSON, of bytes in UTF-8; `pairs` as for `loads`.

    Raises `ValueError`, or `RecursionError` where it is nested too deeply, for what is no JSON: NaN and infinity as
    well. Half a surrogate pair may stand in it, escaped.
    """
    if pairs is None:
        try:
            return from_json(text, allow_inf_nan=False)
        except (ValueError, TypeError):  # it is quicker than Python's own, and refuses halves of surrogate pairs
            return _decoded(text, None)
    return _decoded(text, pairs)


def _decoded(text: bytes | str, pairs: Pairs | None) -> Any:
    return _decoder(pairs).decode(text if isinstance(text, str) else text.decode("utf-8"))


@cache
def _decoder(pairs: Pairs | None) -> json.JSONDecoder:
    """Return the decoder for objects made so: to make one takes as long as many a line."""
    return json.JSONDecoder(parse_constant=_refuse_constant, object_pairs_hook=pairs)


def unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of these keys and values; `ValueError` where a key stands twice."""
    record = dict(pairs)
    if len(record) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} stands twice; keep one")
    return record


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def mend(path: Path) -> int:
    """Cut a torn last line off an appended file, end it with a newline, and return how many bytes were cut.

    A last line that lacks nothing but its newline is whole and is kept.
    """
    with path.open("r+b") as file:
        start = _last_line_start(file)
        file.seek(start)
        line = file.read()
        if not line.strip():
            file.truncate(start)
            return len(line)
        try:
            loads(line, str(path))
        except RecordError:
            file.truncate(start)
            return len(line)
        if not line.endswith(b"\n"):
            file.write(b"\n")
    return 0


def _last_line_start(file: Any, block: int = 65_536) -> int:
    """Return where the last line begins, reading backwards; a newline at the very end belongs to that line."""
    end = max(file.seek(0, os.SEEK_END) - 1, 0)
    while end > 0:
        start = max(end - block, 0)
        file.seek(start)
        newline = file.read(end - start).rfind(b"\n")
        if newline >= 0:
            return int(start + newline + 1)
        end = start
    return 0


def replace(path: Path, lines: Iterable[bytes]) -> None:
    """Put the lines (with their newlines) in place of the file at once: a reader sees the old file or the new one."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode(path))  # mkstemp lets nobody else read
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _mode(path: Path) -> int:
    """Return the permissions of the file, or those that a new file would have."""
    with suppress(FileNotFoundError):
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
