"""Which server is asked: its address, the key to it, and how both are kept out of what is written."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from extract.errors import StopRun, UsageError

OPENAI = "https://api.openai.com/v1"
PLACEHOLDER = "none"
"""Sent as the key to servers that were given none: local ones want none, but the client insists on one."""
TIMEOUT = 120.0
"""Seconds that one attempt may take unless said otherwise."""
_SHORTEST_SECRET = 8
_LONGEST_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class Server:
    """An OpenAI-compatible server."""

    base_url: str = OPENAI
    api_key: str | None = field(default=None, repr=False)
    timeout: float = TIMEOUT

    def key(self) -> str:
        """Return the API key to send; `StopRun` where OpenAI itself is to be asked without one."""
        if self.api_key:
            return self.api_key
        if self.base_url == OPENAI:
            told = "OPENAI_API_KEY is not set, and api.openai.com answers nobody without a key"
            raise StopRun(f"{told}; set it, or name another server with --base-url", "authentication")
        return PLACEHOLDER

    def public_url(self) -> str:
        """Return the base URL without user, password, query and fragment.

        >>> Server("https://me:secret@models.example:8000/v1?token=abc").public_url()
        'https://models.example:8000/v1'
        """
        parts = urlsplit(self.base_url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))

    def secrets(self) -> tuple[str, ...]:
        """Return what must never be written: the key, and what stands in the URL beside the address."""
        parts = urlsplit(self.base_url)
        hidden = (self.api_key, parts.password, parts.query)
        return tuple(one for one in hidden if one and len(one) >= _SHORTEST_SECRET)

    def told(self, message: str) -> str:
        """Return what a server said, on one line, cut to what a person reads, without secrets."""
        for secret in self.secrets():
            message = message.replace(secret, "[key]")
        message = " ".join(message.split())
        return message if len(message) <= _LONGEST_MESSAGE else message[:_LONGEST_MESSAGE] + "…"


def server_named(base_url: str | None, timeout: float = TIMEOUT, environment: Mapping[str, str] = os.environ) -> Server:
    """Return the server of that URL, of OPENAI_BASE_URL, or OpenAI; the key is that of OPENAI_API_KEY.

    Raises `UsageError` where the URL is none that can be asked.
    """
    url = (base_url or environment.get("OPENAI_BASE_URL") or OPENAI).rstrip("/")
    server = Server(url, environment.get("OPENAI_API_KEY") or None, timeout)
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(f"--base-url {url!r} is no address of a server; write it as http://127.0.0.1:8000/v1")
    return server
