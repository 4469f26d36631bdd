"""Why does the cache lack what is asked? Because it knows these documents from requests that differ in something."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extract.llm.cache import Cache
from extract.llm.frames import Frame, frame_of
from extract.llm.requests import key_of_text

_CALLED: Mapping[str, str] = {
    "model": "model",
    "messages": "prompt",
    "schema": "response model",
    "schema_name": "response model",
    "mode": "mode",
    "temperature": "temperature",
    "seed": "seed",
    "max_output_tokens": "max-output-tokens",
    "sample": "sample",
    "version": "version of the key",
}


def changed_since(cache: Cache, requests: Sequence[str]) -> tuple[str, ...]:
    """Return what sets these requests, canonical and as JSON, apart from stored ones about the same words.

    The stored request that differs least counts; the result is empty where none is about the same words: the documents
    are new, or what the prompt says beside them is.
    """
    found = [
        _differences(stored, request)
        for request in requests
        for stored in _likened(request, cache.frames())
        if stored != request and cache.holds(key_of_text(stored))
    ]
    return min(found, key=len, default=())


def _likened(request: str, frames: Iterable[Frame]) -> list[str]:
    """Return the request as other prompts, models and schemas would have it."""
    frame = frame_of(request)
    own = None if frame is None else frame.own(request)
    return [] if own is None else [other.around(own) for other in frames]


def _differences(stored: str, request: str) -> tuple[str, ...]:
    then, now = json.loads(stored), json.loads(request)
    differ = [name for name in _CALLED if then.get(name) != now.get(name)]
    if {"schema", "messages"} <= set(differ) and _shown(then, now) == json.dumps(now["messages"]):
        differ.remove("messages")  # which show the schema, and differ in that alone
    return tuple(dict.fromkeys(_CALLED[name] for name in differ))


def _shown(then: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Return the messages of a request as JSON, with the schema of another in place of its own."""
    old, new = (json.dumps(request["schema"] or "")[1:-1] for request in (then, now))
    messages = json.dumps(then["messages"])
    return messages.replace(old, new) if old else messages
