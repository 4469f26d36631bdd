"""How does the page come to a browser: on a socket of its own, under an address that nobody can guess?"""

import ipaddress
import os
import re
import secrets
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from extract.errors import UsageError
from extract.review_page.app import page
from extract.review_page.connections import AT_MOST, Connection, Server
from extract.review_page.reviewer import reviewer
from extract.review_page.security import Door
from extract.review_page.session import Session

__all__ = ["Served", "Session", "Where", "open_browser", "reviewer", "served"]

LOOPBACK = "127.0.0.1"
_NAME = re.compile(r"[a-z0-9.-]{1,253}(:[0-9]{1,5})?")
_PORT = re.compile(r":[0-9]+$")


@dataclass(frozen=True, slots=True)
class Where:
    """On which address the page is served, and under which names."""

    host: str = LOOPBACK
    port: int = 0
    """0 for one that is free."""
    network: bool = False
    """Whether other machines may reach it."""
    names: tuple[str, ...] = ()
    """Other names that it goes by, each with a port if that is another one there."""


@dataclass
class Served:
    """The page on its socket, which listens; within `with`, Ctrl-C ends the serving and nothing else."""

    url: str
    """With the secret."""
    launch: str
    """Opens the page once, so that the secret stands in no list of processes."""
    socket: socket.socket
    server: uvicorn.Server
    _before: dict[int, Any] = field(default_factory=dict)

    def __enter__(self) -> "Served":
        if threading.current_thread() is threading.main_thread():
            # From here on, and not only while the server runs: Ctrl-C may come right behind the printed address.
            self._before = {number: signal.signal(number, self._end) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self.socket.close()

    def run(self, opened: Callable[[str], object] | None = None) -> None:
        """Serve until Ctrl-C; `opened` is called with the launch address."""
        if opened is not None:  # beside the server: some browsers return only when they are closed
            threading.Thread(target=opened, args=(self.launch,), daemon=True).start()
        self.server.run(sockets=[self.socket])

    def _end(self, *_: object) -> None:
        self.server.should_exit = True


def served(session: Session, where: Where, connection: type[Connection] = Connection) -> Served:
    """Return the page of a review on a socket that listens from now on.

    Raises `UsageError` where the address cannot be had, or is one of the network and that was not allowed.
    """
    listening = _listening(where)
    port = listening.getsockname()[1]
    hosts = _hosts(where, port)
    door = Door(frozenset(hosts), secrets.token_urlsafe(24), secrets.token_urlsafe(24))
    once = secrets.token_urlsafe(24)
    config = uvicorn.Config(
        page(session, door, once),
        loop="asyncio",
        http=connection,
        backlog=AT_MOST,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",  # what it logs of requests may hold what they say
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    front = f"http://{hosts[0]}"
    return Served(f"{front}/{door.secret}/", f"{front}/launch/{once}", listening, Server(config))


def open_browser(url: str) -> None:
    """Open the address in the reviewer's browser, where there is a screen: one in the terminal would take it over."""
    screen = sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
    if screen:
        webbrowser.open(url)


def _listening(where: Where) -> socket.socket:
    address = _address(where)
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    # TCP by name: asyncio then sends what is written at once, where it would else wait 40 ms for an acknowledgement.
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((str(address), where.port))
        found.listen()
    except (OSError, OverflowError) as error:
        found.close()
        raise UsageError(
            f"the page cannot be served on {address} port {where.port} ({error}); name another port, or none "
            "for a free one"
        ) from error
    return found


def _address(where: Where) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        address = ipaddress.ip_address(LOOPBACK if where.host == "localhost" else where.host)
    except ValueError as error:
        raise UsageError(f"--host {where.host!r} is no address; write one as 127.0.0.1") from error
    if not address.is_loopback and not where.network:
        raise UsageError(
            f"--host {where.host} lets other machines read the documents and decide; add --allow-network if that is "
            "meant, or reach this machine by `ssh -L PORT:127.0.0.1:PORT`, with one PORT on both sides and --port PORT"
        )
    for name in where.names:
        if not _NAME.fullmatch(name):
            raise UsageError(f"--host-name {name!r} is no name; write one as review.example or localhost:8000")
    if address.is_unspecified and not where.names:
        raise UsageError(f"--host {where.host} is every address; say with --host-name by which name it is reached")
    return address


def _hosts(where: Where, port: int) -> list[str]:
    """Return what the header `Host` may say; what the page is opened with comes first."""
    address = _address(where)
    own = [f"[{address}]" if address.version == 6 else str(address)]
    if address.is_loopback:
        own += [name for name in (LOOPBACK, "localhost", "[::1]") if name not in own]
    names = [*where.names, *own] if address.is_unspecified else [*own, *where.names]
    hosts = [name if _PORT.search(name) else f"{name}:{port}" for name in names]
    return hosts + [host.removesuffix(":80") for host in hosts if host.endswith(":80")]
