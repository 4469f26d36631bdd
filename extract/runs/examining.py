"""What a process does that examines answers for another one: it takes one after the other until none comes."""

import json
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel

import extract
from extract import cycles
from extract.examination import examine
from extract.jsonl import decoded
from extract.prompts.response_models import MODELS
from extract.runs.examined import packed, to_bytes
from extract.settings import Settings
from extract.wire import schema_hash

SIZE = 4
"""Bytes before each message that say how long it is, the first byte counting most."""
READY = b"ready"
FAILED = b""
"""Said of an answer that could not be examined here."""


def framed(content: bytes) -> bytes:
    """Return the content as it is sent."""
    return len(content).to_bytes(SIZE, "big") + content


def name_of(root: type[BaseModel]) -> str | None:
    """Return the name of a built-in response model, None for any other."""
    return next((name for name, model in MODELS.items() if model is root), None)


def introduction(root: type[BaseModel], settings: Settings) -> bytes:
    """Return what is sent first: the class of the answers, the version of what examines them, and the settings."""
    return packed([name_of(root), extract.__version__, schema_hash(root), asdict(settings)])


def question(text: str, answer_text: str, published: str | None) -> bytes:
    """Return what is sent of each answer, `text` being what it was asked about."""
    return packed([text, answer_text, published])


def serve(incoming: BinaryIO, send: Callable[[bytes], object]) -> None:
    """Answer `READY` to the introduction, then each question with what was found out; return where no more comes.

    `FAILED` says of the introduction that the class or the version is another one here, of a question that something
    unforeseen happened: whoever asked then sees for itself.
    """
    first = _received(incoming)
    if first is None:
        return
    name, version, hashed, settings = decoded(first)
    root = MODELS.get(name)
    if root is None or (version, hashed) != (extract.__version__, schema_hash(root)):
        send(framed(FAILED))
        return
    send(framed(READY))
    chosen = Settings(**settings)
    while (content := _received(incoming)) is not None:
        send(framed(_found_out(content, root, chosen)))


def _found_out(content: bytes, root: type[BaseModel], settings: Settings) -> bytes:
    try:
        text, answer_text, published = decoded(content)
        return to_bytes(examine(text, answer_text, root, settings, published=published))
    except Exception:  # noqa: BLE001 - whatever it is, it happens again, and is told of, where the answer came from
        return FAILED


def _received(incoming: BinaryIO) -> bytes | None:
    """Return the next message, None where no whole one comes."""
    size = incoming.read(SIZE)
    if len(size) < SIZE:
        return None
    wanted = int.from_bytes(size, "big")
    content = incoming.read(wanted)
    return content if len(content) == wanted else None


PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from extract.runs.examining import main; main(int(sys.argv[2]))"
)


def command(descriptor: int) -> list[str]:
    """Return the command of a process that serves the socket with that descriptor, importing from where this one does.

    Not from the current directory, unless this toolkit itself stands there: it may be anybody's.
    """
    home = Path(extract.__file__).parents[1]
    places = [place for place in map(str, sys.path) if _is_trusted(place, home)]
    return [sys.executable, "-I", "-c", PROGRAM, json.dumps(places), str(descriptor)]


def _is_trusted(place: str, home: Path) -> bool:
    return place != "" and (Path(place) == home or Path(place) != Path.cwd())


def main(descriptor: int) -> None:
    """Serve until the other end closes the socket."""
    cycles.seldom()
    with socket.socket(fileno=descriptor) as ours, ours.makefile("rb") as incoming, suppress(ConnectionError):
        serve(incoming, ours.sendall)
    os._exit(0)  # nothing is open or half written, and whoever waits need not wait for Python to tidy up
