"""What is sent to the server, and under which key its answer is kept."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple, TypeAlias

from extract.jsonl import quoted
from extract.records import Message, Reask, Request
from extract.wire import schema_text

Mode: TypeAlias = Literal["json_schema", "tools", "json"]
"""How the server is told what an answer looks like: a strict schema, a function to call, or words in the prompt."""

KEY_VERSION = 1
"""Part of every key: raised when what is sent for the same fields changes."""

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_-]")
_LONGEST_NAME = 64
_MESSAGES = '"messages":[]'
_Part: TypeAlias = Literal["canonical", "body"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a run asks of the model, the same for every request."""

    model: str
    """As the server knows it, without `openai/`."""
    mode: Mode = "json_schema"
    temperature: float | None = None
    """Instead of the prompt's; None leaves it to the prompt, then to the server."""
    seed: int | None = None
    max_output_tokens: int | None = None
    sample: int = 0
    """Which of several answers to the same request: never sent, only part of the key."""


class WireRequest(NamedTuple):
    """One request to /v1/chat/completions; all that can change its answer, and nothing else."""

    model: str
    messages: tuple[Message, ...]
    schema_text: str | None = None
    """The strict JSON Schema as text, because the order of its fields is sent and matters; None asks for words."""
    schema_name: str = "answer"
    mode: Mode = "json_schema"
    temperature: float | None = None
    seed: int | None = None
    max_output_tokens: int | None = None
    sample: int = 0
    reask: Reask | None = None
    """The previous answer and its problems, sent as further turns; not part of the key, see `key`."""

    def key(self) -> str:
        """Return the SHA-256, in hexadecimal, of the canonical request.

        The base URL, the API key and a re-ask are not part of it: the answers to re-asks are further attempts of
        the entry of the first request, so that what a validator says never decides where an answer is kept.
        """
        begun, after = _hashed(self._without_last())
        hashed = begun.copy()
        hashed.update(_hashable(self._last("canonical")) + after)
        return hashed.hexdigest()

    def canonical_text(self) -> str:
        """Return the canonical request as JSON, the text whose hash is the key."""
        before, after = _around(self._without_last(), "canonical")
        return f"{before}{self._last('canonical')}{after}"

    def canonical(self) -> dict[str, Any]:
        """Return what the key is the hash of, ready for JSON; kept with the answers, it lets a key be checked."""
        return {
            "version": KEY_VERSION,
            "model": self.model,
            "messages": [[message.role, message.content] for message in self.messages],
            "schema": self.schema_text,
            "schema_name": self.schema_name,
            "mode": self.mode,
            "temperature": None if self.temperature is None else float(self.temperature),
            "seed": self.seed,
            "max_output_tokens": self.max_output_tokens,
            "sample": self.sample,
        }

    def content(self) -> bytes:
        """Return the body as JSON in UTF-8."""
        if self.reask is not None or self.mode != "json_schema":
            return _encoded(_dumps(self.body()))
        before, after = _encoded_around(self._without_last())
        return b"%b%b%b" % (before, _encoded(self._last("body")), after)

    def _without_last(self) -> "WireRequest":
        """Return the request without its last message, which for most documents of a run is the same."""
        return self._replace(messages=self.messages[:-1], reask=None)

    def _last(self, part: _Part) -> str:
        return _turn(self.messages[-1], part) if self.messages else ""

    def body(self) -> dict[str, Any]:
        """Return what goes on the wire, for all modes and with the turns of a re-ask."""
        body: dict[str, Any] = {"model": self.model, "messages": self._turns(), **self._sampling()}
        if self.schema_text is not None:
            if self.mode == "json_schema":
                body["response_format"] = _response_format(self.schema_text, self.schema_name)
            else:
                from extract.llm.modes import with_schema  # here, because instructor takes seconds to load

                body = with_schema(body, self.mode, _parsed(self.schema_text), self.schema_name)
        if self.reask is not None:
            from extract.llm.modes import with_reask  # as above

            body = with_reask(body, self.mode, self.reask, self.schema_name)
        return body

    def _turns(self) -> list[dict[str, Any]]:
        return [{"role": message.role, "content": message.content} for message in self.messages]

    def _sampling(self) -> dict[str, Any]:
        named = {
            "temperature": self.temperature,
            "seed": self.seed,
            "max_completion_tokens": self.max_output_tokens,
        }
        return {name: value for name, value in named.items() if value is not None}


def key_of(canonical: Mapping[str, Any]) -> str:
    """Return the key of a canonical request as `WireRequest.canonical` gives it."""
    return key_of_text(canonical_text(canonical))


def canonical_text(canonical: Mapping[str, Any]) -> str:
    """Return a canonical request as JSON, the same text as `WireRequest.canonical_text` gives."""
    return _dumps(canonical)


def key_of_text(canonical: str) -> str:
    """Return the key of a canonical request that is given as JSON."""
    return hashlib.sha256(_hashable(canonical)).hexdigest()


def _dumps(record: Any) -> str:
    return _ENCODER.encode(record)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # half a surrogate pair stands for no character


def _hashable(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=64)
def _around(rest: WireRequest, part: _Part) -> tuple[str, str]:
    """Return what stands before and after the last message in the JSON of a request that is given without it."""
    bare = rest._replace(messages=())
    before, messages, after = _dumps(bare.canonical() if part == "canonical" else bare.body()).partition(_MESSAGES)
    turns = "".join(_turn(message, part) + "," for message in rest.messages)
    return f"{before}{messages.removesuffix(']')}{turns}", f"]{after}"


@lru_cache(maxsize=64)
def _hashed(rest: WireRequest) -> tuple["hashlib._Hash", bytes]:
    """Return the hash of what stands before the last message in the canonical request, and what stands after it."""
    before, after = _around(rest, "canonical")
    return hashlib.sha256(_hashable(before)), _hashable(after)


@lru_cache(maxsize=64)
def _encoded_around(rest: WireRequest) -> tuple[bytes, bytes]:
    before, after = _around(rest, "body")
    return _encoded(before), _encoded(after)


def _turn(message: Message, part: _Part) -> str:
    content = _quoted(message.content)
    return (
        f'["{message.role}",{content}]' if part == "canonical" else f'{{"role":"{message.role}","content":{content}}}'
    )


_quoted = lru_cache(maxsize=64)(quoted)
"""A message as JSON, once for the key and for the body."""


def wire_request(request: Request, options: Options) -> WireRequest:
    """Return what is sent for a request; raises `SchemaError` where the response model cannot be sent."""
    temperature = options.temperature if options.temperature is not None else request.temperature
    return WireRequest(
        model=options.model,
        messages=request.messages,
        schema_text=schema_text(request.response_model),
        schema_name=schema_name(request.response_model.__name__),
        mode=options.mode,
        temperature=temperature,
        seed=options.seed,
        max_output_tokens=options.max_output_tokens,
        sample=options.sample,
        reask=request.reask,
    )


def schema_name(class_name: str) -> str:
    """Return the class's name as servers take it: ASCII letters, digits, _ and -, at most 64.

    >>> schema_name("Étude")
    '_tude'
    """
    return _NOT_IN_A_NAME.sub("_", class_name)[:_LONGEST_NAME]


@cache
def _response_format(schema: str, name: str) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": _parsed(schema)}}


@cache
def _parsed(schema: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(schema)
    return parsed
