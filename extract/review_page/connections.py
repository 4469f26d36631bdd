"""How many connections may wait at the page, and for how long?

Any account of the machine can open connections. None of them may use up the files that the process may have open, or
keep the reviewer's browser out.
"""

import asyncio
import sys
from collections.abc import Mapping
from errno import EMFILE, ENFILE, ENOBUFS, ENOMEM
from typing import Any, ClassVar

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

AT_MOST = 64
"""Connections at once; a browser opens six. With as many again that wait to be accepted, a quarter of the 256 files
that the smallest limits in use allow stays free."""
_COMING = (h11.IDLE, h11.SEND_BODY)
"""What the other side is doing as long as its request is not whole."""


class Connection(H11Protocol):
    """One connection: it is cut where its request is not whole in time, and the longest waiting for a new one."""

    wait: ClassVar[float] = 10.0
    """Seconds from the first byte of a request, or from the connection, to the request's end."""
    _since = 0.0
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, and make room for it."""
        super().connection_made(transport)
        self._since = self.loop.time()
        others = [one for one in self.connections if isinstance(one, Connection) and one is not self]
        if len(others) >= AT_MOST:
            min(others, key=lambda one: (not one._is_coming(), one._since)).transport.abort()
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Take what comes."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._unwatch()
        super().connection_lost(exc)

    def _is_coming(self) -> bool:
        return self.conn.their_state in _COMING

    def _watch(self) -> None:
        if not self._is_coming():
            self._unwatch()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self.wait, self.transport.abort)

    def _unwatch(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class Server(uvicorn.Server):
    """Serves without a word where no connection more can be opened: there would be thousands of them."""

    async def startup(self, sockets: Any = None) -> None:
        """Listen."""
        asyncio.get_running_loop().set_exception_handler(_tell)
        await super().startup(sockets)


def _tell(loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
    """Say what has failed in one line: the error itself may hold words of documents."""
    error = context.get("exception")
    if isinstance(error, OSError) and error.errno in (EMFILE, ENFILE, ENOBUFS, ENOMEM):
        return
    sys.stderr.write(f"extract review: the server has a fault, {type(error).__name__}; please report it\n")
