"""What a process does that examines answers for another one: it takes one after the other until none comes."""

import json
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from typing import BinaryIO

from pydantic import BaseModel

from extract.examination import examine
from extract.runs.examined import packed, to_bytes, unpacked
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


def introduction(root: type[BaseModel], settings: Settings) -> bytes:
    """Return what is sent first: the class of the answers, by its name and by what it asks for, and the settings."""
    return packed([root.__module__, root.__qualname__, schema_hash(root), asdict(settings)])


def question(text: str, answer_text: str, published: str | None) -> bytes:
    """Return what is sent of each answer, `text` being what it was asked about."""
    return packed([text, answer_text, published])


def serve(incoming: BinaryIO, send: Callable[[bytes], object]) -> None:
    """Answer `READY` to the introduction, then each question with what was found out; return where no more comes.

    `FAILED` says of the introduction that the class is not the same here, of a question that something unforeseen
    happened: whoever asked then sees for itself.
    """
    first = _received(incoming)
    if first is None:
        return
    module, name, hashed, settings = unpacked(first)
    root = _class_named(module, name)
    if root is None or schema_hash(root) != hashed:
        send(framed(FAILED))
        return
    send(framed(READY))
    chosen = Settings(**settings)
    while (content := _received(incoming)) is not None:
        send(framed(_found_out(content, root, chosen)))


def _found_out(content: bytes, root: type[BaseModel], settings: Settings) -> bytes:
    try:
        text, answer_text, published = unpacked(content)
        return to_bytes(examine(text, answer_text, root, settings, published=published))
    except Exception:  # noqa: BLE001 - whatever it is, it happens again, and is told of, where the answer came from
        return FAILED


def _class_named(module: str, name: str) -> type[BaseModel] | None:
    try:
        found = getattr(import_module(module), name, None)
    except Exception:  # noqa: BLE001 - the module is the user's, and importing it runs it
        return None
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


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

    `-P` keeps files of the current directory from standing in for modules before the path is set.
    """
    return [sys.executable, "-P", "-c", PROGRAM, json.dumps(sys.path), str(descriptor)]


def main(descriptor: int) -> None:
    """Serve until the other end closes the socket."""
    with socket.socket(fileno=descriptor) as ours, ours.makefile("rb") as incoming, suppress(ConnectionError):
        serve(incoming, ours.sendall)
