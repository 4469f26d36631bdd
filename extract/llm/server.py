"""Which server is asked: its address, the key to it, and how both are kept out of what is written."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from extract.errors import StopRun, UsageError

OPENAI = "https://api.openai.com/v1"
PLACEHOLDER = "none"
"""Sent as the key to servers that were given none: local ones want none, but the client insists on one."""
TIMEOUT = 120.0
"""Seconds that one attempt may take unless said otherwise."""
_SHORTEST_KEY = 8
"""Characters; what is shorter is no key of a server, and would stand in any text."""
_LONGEST_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class Server:
    """An OpenAI-compatible server; `UsageError` where the URL is none or holds more, or the key cannot be sent."""

    base_url: str = OPENAI
    api_key: str | None = field(default=None, repr=False)
    timeout: float = TIMEOUT

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.base_url)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise UsageError(f"--base-url {self.base_url!r} is no address of a server; write http://127.0.0.1:8000/v1")
        if "@" in parts.netloc or parts.query or parts.fragment:
            told = f"the base URL of {parts.hostname} holds more than an address"
            raise UsageError(f"{told}; leave out user, password and query, and set OPENAI_API_KEY")

        if self.api_key is not None and not (self.api_key.isascii() and self.api_key.isprintable()):
            told = "OPENAI_API_KEY holds a character that no key has: a line break, a tab, a letter with an accent"
            raise UsageError(f"{told}; set it anew")

    def key(self) -> str:
        """Return the API key to send; `StopRun` where OpenAI itself is to be asked without one."""
        if self.api_key:
            return self.api_key
        if self.base_url == OPENAI:
            told = "OPENAI_API_KEY is not set, and api.openai.com answers nobody without a key"
            raise StopRun(f"{told}; set it, or name another server with --base-url", "authentication")
        return PLACEHOLDER

    def without_key(self, content: bytes) -> bytes:
        """Return what a server sent without the key, in case it was repeated."""
        key = self.api_key
        return content if key is None or len(key) < _SHORTEST_KEY else content.replace(key.encode(), b"[key]")

    def told(self, message: str) -> str:
        """Return what a server said, without the key, on one line, cut to what a person reads."""
        message = " ".join(self.without_key(message.encode("utf-8", "replace")).decode().split())
        return message if len(message) <= _LONGEST_MESSAGE else message[:_LONGEST_MESSAGE] + "…"


def server_named(base_url: str | None, timeout: float = TIMEOUT, environment: Mapping[str, str] = os.environ) -> Server:
    """Return the server of that URL, of OPENAI_BASE_URL, or OpenAI; the key is that of OPENAI_API_KEY.

    Raises `UsageError` as `Server` does.
    """
    url = (base_url or environment.get("OPENAI_BASE_URL") or OPENAI).rstrip("/")
    return Server(url, (environment.get("OPENAI_API_KEY") or "").strip() or None, timeout)
