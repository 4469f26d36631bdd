"""Where a misbehaving OpenAI-compatible server comes from: a real one on loopback that does what a script says.

As a program it serves until its standard input ends: `python tests/llm/server.py --after 0.05` prints its base URL.
"""

import argparse
import asyncio
import json
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from aiohttp import web
from llm.planted import document_in
from llm.replies import Asked, Chance, Reply, Script, good

_ENOUGH = 3_600.0
"""Seconds: longer than any client waits."""


@dataclass(slots=True)
class Server:
    """A server that runs, and what it was asked so far."""

    script: Script
    """May be replaced while it runs."""
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)

    @property
    def url(self) -> str:
        """Return the base URL, as clients want it."""
        return f"http://127.0.0.1:{self.port}/v1"

    def requests(self) -> int:
        """Return how many requests came in."""
        return len(self.asked)

    def forget(self) -> None:
        """Begin to count anew; attempts too."""
        self.asked.clear()
        self._counts.clear()

    def note(self, path: str, headers: dict[str, str], body: dict[str, object]) -> Asked:
        """Return the request, counted."""
        messages = body.get("messages")
        text = document_in(messages) if isinstance(messages, list) else ""
        asked = Asked(path, headers, body, text, self._counts[text])
        self._counts[text] += 1
        self.asked.append(asked)
        return asked

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request as the script says."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = self.note(request.path, headers, json.loads(await request.read() or b"{}"))
        if request.path != "/v1/chat/completions":
            return web.json_response({"error": {"message": f"no {request.path} here"}}, status=404)
        return await _sent(self.script(asked), request)


async def _sent(reply: Reply, request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(_ENOUGH if reply.end == "hang" else reply.after)
    if reply.end == "whole":
        return web.Response(body=reply.body, status=reply.status, headers=reply.headers)
    response = web.StreamResponse(status=reply.status, headers=reply.headers)
    response.content_length = len(reply.body)
    await response.prepare(request)
    await response.write(reply.body[: len(reply.body) // 2])
    if request.transport is not None:
        request.transport.abort()
    return response


async def _serve(server: Server, ready: threading.Event, stop: asyncio.Event) -> None:
    application = web.Application(client_max_size=2**28)
    application.router.add_route("*", "/{anything:.*}", server.handle)
    runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", server.port, backlog=1024)
    await site.start()
    server.port = runner.addresses[0][1]
    ready.set()
    await stop.wait()
    await runner.cleanup()


@contextmanager
def serving(script: Script = good) -> Iterator[Server]:
    """Run a server in a thread of its own as long as the block lasts."""
    server, ready, loop, stop = Server(script), threading.Event(), asyncio.new_event_loop(), asyncio.Event()

    def work() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(_serve(server, ready, stop))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    if not ready.wait(30):
        raise TimeoutError("the server did not start within 30 s")
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(30)


def main() -> None:
    """Serve as a program: the base URL on the first line of standard output, until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--after", type=float, default=0.0, help="seconds that every reply takes")
    parser.add_argument("--share", type=float, default=0.0, help="share of the requests that are faulty")
    given = parser.parse_args()
    with serving(Chance(given.share, after=given.after)) as server:
        print(server.url, flush=True)  # noqa: T201 - this is what the program is for
        sys.stdin.read()


if __name__ == "__main__":
    main()
