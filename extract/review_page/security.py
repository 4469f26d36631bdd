"""Which requests does the page refuse, so that no other page, port or program reads a document or decides anything?

The page is a local server with someone's documents. What is on the other side may be a page that the reviewer visits, a
page on another port (which browsers call `same-site`), a foreign name that was made to point at this address, or
another user of the machine. There are no cookies: an address holds a secret, and writing needs one more.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any, TypeAlias

from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_AT_MOST = 256 * 1024
"""Bytes of a request; one decision is a few hundred."""
ADDRESS_AT_MOST = 8 * 1024
"""Bytes of a path, and of a query string."""

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        b"trusted-types review",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
    (b"x-frame-options", b"DENY"),
)
"""What every answer carries."""

_PATH = re.compile(rb"(?:/[A-Za-z0-9_.-]*)+")
"""All that our addresses are made of; nothing that could be read in two ways."""
_JSON = re.compile(r"application/json(?:\s*;\s*charset=\"?utf-8\"?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Door:
    """What a request must know or be."""

    hosts: frozenset[str]
    """Each with its port, as the header `Host` writes it."""
    secret: str
    """The first part of every path."""
    token: str
    """What writes say in the header `X-Extract-Token`."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not served, in one line that holds nothing of the request."""

    status: int
    line: str = ""


Found: TypeAlias = Mapping[str, tuple[str, ...]]


class Guard:
    """Wraps the page: what is refused never reaches it."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        """Guard `app`."""
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; there are no other protocols here."""
        answer = _with_headers(send)
        refusal = refusal_of(scope, self._door)
        if refusal is None and scope["method"] == "POST":
            body = await _body(receive)
            if body is None:
                return
            if isinstance(body, bytes):
                receive = _replayed(body, receive)
            else:
                refusal = body
        if refusal is None:
            await self._app(scope, receive, answer)
        else:
            await _refuse(refusal, answer)


def refusal_of(scope: Mapping[str, Any], door: Door) -> Refusal | None:
    """Return why the request is refused by its method, address and headers; None where nothing is wrong with them."""
    found = _headers(scope["headers"])
    return (
        _foreign_host(found, door)
        or _unknown_address(scope, door)
        or (_bad_write(found, door) if scope["method"] == "POST" else _bad_read(scope, found, door))
    )


def _foreign_host(found: Found, door: Door) -> Refusal | None:
    """A name that was made to point here has itself as its host; browsers do not let pages write another."""
    hosts = found.get("host", ())
    if len(hosts) == 1 and hosts[0] in door.hosts:
        return None
    return Refusal(400, "this page does not go by that name; use the address that the command printed")


def _unknown_address(scope: Mapping[str, Any], door: Door) -> Refusal | None:
    path = scope["raw_path"]
    if len(path) > ADDRESS_AT_MOST or len(scope["query_string"]) > ADDRESS_AT_MOST:
        return Refusal(414, "the address is too long")
    if not _PATH.fullmatch(path) or b".." in path or b"//" in path:
        return Refusal(404)
    first, _, rest = path[1:].partition(b"/")
    known = compare_digest(first, door.secret.encode()) or first == b"launch"
    return None if known and (rest or path.endswith(b"/")) else Refusal(404)


def _bad_read(scope: Mapping[str, Any], found: Found, door: Door) -> Refusal | None:
    if scope["method"] not in ("GET", "HEAD"):
        return Refusal(405, "only GET and POST are served here")
    site = found.get("sec-fetch-site", ("none",))
    if site in (("none",), ("same-origin",)):
        return None
    # A link from elsewhere may open the page as a tab of its own, and nothing else.
    opens = found.get("sec-fetch-mode") == ("navigate",) and found.get("sec-fetch-dest") == ("document",)
    front = scope["raw_path"] == f"/{door.secret}/".encode() or scope["raw_path"].startswith(b"/launch/")
    if opens and front and site in (("cross-site",), ("same-site",)):
        return None
    return Refusal(403, "another page asked for this; open the address that the command printed")


def _bad_write(found: Found, door: Door) -> Refusal | None:
    kinds = found.get("content-type", ())
    if len(kinds) != 1 or not _JSON.fullmatch(kinds[0]) or "content-encoding" in found:
        return Refusal(415, "only application/json is read")
    if found.get("origin") != (f"http://{found['host'][0]}",):
        return Refusal(403, "another page sent this")
    if found.get("sec-fetch-site", ("same-origin",)) != ("same-origin",):
        return Refusal(403, "another page sent this")
    tokens = found.get("x-extract-token", ())
    if len(tokens) != 1 or not compare_digest(tokens[0].encode(), door.token.encode()):
        return Refusal(403, "this page is of an earlier review; reload it")
    lengths = found.get("content-length", ())
    if lengths and not (lengths[0].isdecimal() and len(lengths[0]) < 10 and int(lengths[0]) <= BODY_AT_MOST):
        return _too_large()
    return None


def _too_large() -> Refusal:
    return Refusal(413, f"a request may have {BODY_AT_MOST} bytes")


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> Found:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        key = name.decode("latin-1").lower()
        found[key] = (*found.get(key, ()), value.decode("latin-1"))
    return found


# --- bodies and answers ------------------------------------------------------------------------------------------


async def _body(receive: Receive) -> bytes | Refusal | None:
    """Return the body, counted while it is read; None where the other side has gone."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if len(body) > BODY_AT_MOST:
            return _too_large()
        if not message.get("more_body", False):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return what gives the body that was read, and then whatever comes."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
        await send(message)

    return sending


async def _refuse(refusal: Refusal, send: Send) -> None:
    body = f"{refusal.line}\n".encode() if refusal.line else b""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
