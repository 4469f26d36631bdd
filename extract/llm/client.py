"""How one request reaches the server once, and what its failures are called: the owner of openai."""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from extract.errors import AskError, StopRun
from extract.llm.responses import is_completion
from extract.llm.retry import PassingFailure
from extract.llm.server import Server

if TYPE_CHECKING:
    import httpx2

    from extract.llm.requests import Mode

PATH = "/chat/completions"
_CONNECT = 10.0
"""Seconds to wait for a connection."""
_MOST = 10_000
"""Connections; how many there are is decided by how many documents are in flight."""
_IDLE = 4.0
"""Seconds after which an idle connection is given up; many servers close theirs after five."""

_OF_ITS_BODY = ("content-length", "host")
"""Headers that whoever sends a request writes."""
_OF_ITS_DOCUMENT = (400, 413, 422)
_PASSING = {408: "timeout", 409: "conflict", 429: "rate-limit"}
_ABOUT_A_MODE: Mapping["Mode", tuple[str, ...]] = {
    "json_schema": ("response_format", "json_schema", "json schema", "structured", "grammar"),
    "tools": ("tool", "function"),
    "json": ("response_format", "json_object", "json mode"),
}
_OTHER_MODES: Mapping["Mode", str] = {
    "json_schema": "--mode tools or --mode json",
    "tools": "--mode json_schema or --mode json",
    "json": "--mode json_schema or --mode tools",
}


class Received(NamedTuple):
    """A response that is a completion, as parsed JSON."""

    raw: dict[str, Any]
    headers: Mapping[str, str]
    """Their names in small letters."""
    seconds: float
    """From sending it to having read it."""


class _Response(NamedTuple):
    """What came back."""

    status: int
    headers: Iterable[tuple[bytes, bytes]]
    content: bytes


_Send: TypeAlias = Callable[[bytes], Awaitable[_Response]]


class Client:
    """One pool of connections to one server; made and closed in the event loop that uses it."""

    def __init__(self, server: Server, model: str, mode: "Mode") -> None:
        """Open the pool, loading openai: this takes seconds, once."""
        loaded = "openai" in sys.modules
        import httpx2
        import openai

        if not loaded:
            gc.collect()
            gc.freeze()  # what was loaded stays: the collector need not walk through it again and again
        self._server = server
        self._model = model
        self._mode = mode
        limits = httpx2.Limits(max_connections=_MOST, max_keepalive_connections=_MOST, keepalive_expiry=_IDLE)
        self._pool = openai.DefaultAioHttpClient(limits=limits, follow_redirects=False)  # the key stays here
        self._openai = openai.AsyncOpenAI(
            api_key=server.key(),
            base_url=server.base_url,
            max_retries=0,  # patiently() repeats, and nobody else
            timeout=openai.Timeout(server.timeout, connect=min(_CONNECT, server.timeout)),
            http_client=self._pool,
        )
        self._again: _Send | None = None
        """Sends a request like the one that openai sent; None before the first."""
        self._met = False
        """Whether the server has said anything yet."""
        self._refusal = openai.APIStatusError
        self._response_class = httpx2.Response

    async def send(self, content: bytes) -> Received:
        """Return the server's completion for a body that is JSON.

        Raises `PassingFailure` where asking again can help, `StopRun` where no request will ever be answered, otherwise
        `AskError`.
        """
        started = time.perf_counter()
        try:
            async with asyncio.timeout(self._server.timeout):
                response = await self._response(content)
        except Exception as error:  # noqa: BLE001 - whatever a connection raises, openai calls it a connection error
            raise self._unreached(error) from None  # its request carries the key
        seconds = round(time.perf_counter() - started, 3)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        if not 200 <= response.status < 300:
            self._met = True
            raise self._refused(response.status, headers, response.content)
        return Received(self._completion(response, headers), headers, seconds)

    async def _response(self, content: bytes) -> _Response:
        """Return what comes back, whatever its status.

        openai makes the first request; making each anew costs it more than sending it, and all are alike but for their
        bodies.
        """
        if self._again is not None:
            return await self._again(content)
        try:
            response = await self._openai.post(PATH, content=content, cast_to=self._response_class)
        except self._refusal as error:
            response = error.response
        self._again = _through_session(self._pool, response.request) or _through_pool(self._pool, response.request)
        return _read(response)

    async def close(self) -> None:
        """Close the connections."""
        await self._openai.close()

    def _completion(self, response: _Response, headers: Mapping[str, str]) -> dict[str, Any]:
        """Return the body as JSON."""
        first, self._met = not self._met, True
        content = self._server.without_key(response.content)
        try:
            raw = json.loads(content, parse_constant=_finite, parse_float=_finite)
        except (ValueError, RecursionError):
            raw = None
        if is_completion(raw):
            completion: dict[str, Any] = raw
            return completion
        said = self._server.told(content[:1000].decode("utf-8", "replace"))
        found = f"status {response.status}, but no completion in it: {said or 'an empty body'}"
        if first and content.lstrip()[:1] == b"<":
            remedy = "this is a page, not an API: give its address with --base-url (it mostly ends in /v1)"
            raise StopRun(f"{self._server.base_url}: {found}; {remedy}", "not-an-api")
        raise PassingFailure(f"{self._server.base_url}: {found}", "bad-response", headers)

    def _refused(self, status: int, headers: Mapping[str, str], content: bytes) -> AskError:
        message, code = _said(content)
        said = self._server.told(message)
        told = f"{self._server.base_url}: status {status}: {said}"
        if status in _FATAL:
            kind, remedy = _FATAL[status]
            return StopRun(f"{told}; {remedy.format(model=self._model)}", kind)
        if 300 <= status < 400:
            to = self._server.told(headers.get("location", "elsewhere"))
            remedy = "nothing follows it, so that the key goes nowhere else: give the right address with --base-url"
            return StopRun(f"{self._server.base_url}: status {status} points to {to}; {remedy}", "redirected")
        if code == "insufficient_quota":
            return AskError(f"{told}; add credit to the account", "quota")
        if status in (400, 422, 501) and any(word in said.lower() for word in _ABOUT_A_MODE[self._mode]):
            remedy = f"the server may not take --mode {self._mode}: try {_OTHER_MODES[self._mode]}"
            return StopRun(f"{told}; {remedy}", "mode-refused")
        passing = status in _PASSING or status >= 500
        if not passing or headers.get("x-should-retry") == "false":
            kind = "bad-request" if status in _OF_ITS_DOCUMENT else "refused-request"
            return AskError(told, kind if status < 500 else "server-error")
        return PassingFailure(told, _PASSING.get(status, "server-error"), headers)

    def _unreached(self, error: Exception) -> PassingFailure:
        causes = _causes(error)
        if any(isinstance(cause, TimeoutError) for cause in causes):
            return PassingFailure(
                f"{self._server.base_url}: no answer within {self._server.timeout:g} s; allow more with --timeout",
                "timeout",
            )
        said = self._server.told(str(causes[-1]) or type(causes[-1]).__name__)
        return PassingFailure(f"{self._server.base_url} cannot be reached: {said}", "connection")


_FATAL = {
    401: ("authentication", "set OPENAI_API_KEY to a key that this server accepts"),
    403: ("permission", "use a key that may ask for {model}"),
    404: ("not-found", "there is no model {model} at this address, or the address is wrong (it mostly ends in /v1)"),
}


def _finite(number: str) -> float:
    """Return a number of JSON; `ValueError` for NaN, Infinity and what is too large, which could not be written."""
    value = float(number)
    if not isfinite(value):
        raise ValueError(f"{number} is no number of JSON")
    return value


def _said(content: bytes) -> tuple[str, Any]:
    """Return the message and the code of the body of an error."""
    text = content.decode("utf-8", "replace").strip()
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return text or "without a word", None
    error = body.get("error", body) if isinstance(body, dict) else body
    told = error if isinstance(error, dict) else {"message": error}
    message = told.get("message")
    return message if isinstance(message, str) else text, told.get("code")


def _read(response: "httpx2.Response") -> _Response:
    return _Response(response.status_code, response.headers.raw, response.content)


def _through_pool(pool: "httpx2.AsyncClient", request: "httpx2.Request") -> _Send:
    """Return what sends requests that differ from this one in their body alone."""
    from httpx2 import ByteStream, Request

    headers = request.headers.copy()
    del headers["content-length"]  # the pool writes it

    async def sent(content: bytes) -> _Response:
        again = Request("POST", request.url, headers=headers, stream=ByteStream(content), extensions=request.extensions)
        again.read()
        return _read(await pool.send(again))

    return sent


def _through_session(pool: "httpx2.AsyncClient", request: "httpx2.Request") -> _Send | None:
    """Return what sends such requests over the same connections in half the time, None where a proxy is to be used.

    The pool is a client over a session of aiohttp; for requests that are all alike it is asked directly. Where an
    other version of openai keeps none in this place, the pool is as good.
    """
    from aiohttp import ClientSession, ClientTimeout

    transport = getattr(pool, "_transport", None)
    session = getattr(transport, "client", None)
    among = getattr(pool, "_transport_for_url", None)
    if not isinstance(session, ClientSession) or among is None or among(request.url) is not transport:
        return None
    given = request.extensions.get("timeout", {})
    timeout = ClientTimeout(sock_connect=given.get("connect"), sock_read=given.get("read"), connect=given.get("pool"))
    headers = {name: value for name, value in request.headers.items() if name not in _OF_ITS_BODY}
    headers["accept-encoding"] = "gzip, deflate"  # what aiohttp can always read
    url = str(request.url)

    async def sent(content: bytes) -> _Response:
        asking = session.post(url, data=content, headers=headers, timeout=timeout, allow_redirects=False)
        async with asking as response:
            return _Response(response.status, response.raw_headers, await response.read())

    return sent


def _causes(error: BaseException) -> list[BaseException]:
    """Return the error with all that it was raised from: openai calls a reset a timeout, its cause tells them apart."""
    causes = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None and len(causes) < 10:
        causes.append(cause)
    return causes
