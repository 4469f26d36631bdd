"""What answers the clients that are compared: a server in a process of its own, 50 ms and 8 items an answer.

Prints its base URL and serves until its standard input ends. It shares the machine with the clients, so it does as
little as it can: of a request it reads the length, and of the body the document alone. A request without a document
between its marks is langextract's, and is answered in langextract's own form.
"""

import asyncio
import json
import re
import sys
import threading
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from llm.planted import faultless
from llm.replies import Asked, good, said

AFTER = 0.05
_LENGTH = re.compile(rb"content-length: *([0-9]{1,9})", re.IGNORECASE)
_OPEN, _CLOSE = b"<document>\\n", b"\\n</document>"
_HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n"


class Connection(asyncio.Protocol):
    """Answers the requests of one connection, one after the other."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._come = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._come += data
        end = self._come.find(b"\r\n\r\n") + 4
        length = _LENGTH.search(self._come, 0, end)
        if end < 4 or length is None or len(self._come) < end + int(length[1]):
            return
        body = bytes(self._come[end : end + int(length[1])])
        self._come.clear()  # no client sends the next request before the answer
        asyncio.get_running_loop().call_later(AFTER, self._answer, body)

    def _answer(self, body: bytes) -> None:
        reply = answered(body)
        assert self._transport is not None
        self._transport.write(_HEAD.format(len(reply)).encode() + reply)


def answered(body: bytes) -> bytes:
    """Return the faultless answer."""
    start, end = body.rfind(_OPEN), body.rfind(_CLOSE)
    if start >= 0:
        text = json.loads(b'"%b"' % body[start + len(_OPEN) : end])
        return good(Asked("", {}, {"model": "m", "messages": ()}, text, 0)).body
    asked = Asked("", {}, json.loads(body), "", 0)
    return said(asked, extractions(asked)).body


def extractions(asked: Asked) -> str:
    """Return the same items as langextract wants them."""
    text = str(asked.body["messages"][-1]["content"]).rpartition("Q: ")[2]
    answer = faultless(text)
    found = [_extraction("claim", one) for one in answer["claims"]] + [
        _extraction("figure", one) for one in answer["figures"]
    ]
    return json.dumps({"extractions": found})


def _extraction(kind: str, item: dict[str, Any]) -> dict[str, Any]:
    attributes = {name: value for name, value in item.items() if name != "quote" and value is not None}
    return {kind: item["quote"], f"{kind}_attributes": attributes}


async def serve(ready: threading.Event, found: list[int]) -> None:
    """Serve for ever, and say on which port."""
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0, backlog=1024)
    found.append(server.sockets[0].getsockname()[1])
    ready.set()
    await server.serve_forever()


if __name__ == "__main__":
    ready, ports = threading.Event(), list[int]()
    threading.Thread(target=lambda: asyncio.run(serve(ready, ports)), daemon=True).start()
    ready.wait()
    print(f"http://127.0.0.1:{ports[0]}/v1", flush=True)
    sys.stdin.read()
