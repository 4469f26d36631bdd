"""What a misbehaving server replies: one kind of reply for each way in which servers and models go wrong."""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from llm.planted import faultless


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the server got it."""

    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: Mapping[str, Any]
    text: str
    """The document that it is about."""
    attempt: int
    """How many requests about the same document came before it."""

    @property
    def tools(self) -> bool:
        """Whether a function is to be called."""
        return "tools" in self.body

    @property
    def reask(self) -> bool:
        """Whether a previous answer is sent along."""
        return any(message["role"] == "assistant" for message in self.body.get("messages", ()))


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back, and how."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    end: Literal["whole", "reset", "hang"] = "whole"
    """`reset` cuts the connection in the middle of the body; `hang` never sends anything."""
    after: float = 0.0
    """Seconds before it is sent."""


Kind: TypeAlias = Callable[[Asked], Reply]
Script: TypeAlias = Callable[[Asked], Reply]


# --- completions ---------------------------------------------------------------------------------------------


def said(asked: Asked, text: str | None, finish: str = "stop", **message: Any) -> Reply:
    """Return a completion that says the text, by calling the function where one is to be called."""
    content: dict[str, Any] = {"role": "assistant", "content": text, **message}
    if asked.tools and text is not None and not message:
        content = {"role": "assistant", "content": None, "tool_calls": [_called(asked, text, 0)]}
        finish = "tool_calls" if finish == "stop" else finish
    return _completion(asked, [{"index": 0, "message": content, "finish_reason": finish}], len(text or ""))


def _completion(asked: Asked, choices: list[dict[str, Any]], length: int) -> Reply:
    told, answered = sum(len(str(one["content"])) for one in asked.body["messages"]) // 4, length // 4
    usage = {"prompt_tokens": told, "completion_tokens": answered, "total_tokens": told + answered}
    head = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1_700_000_000, "model": asked.body["model"]}
    return _json({**head, "choices": choices, "usage": usage})


def _called(asked: Asked, arguments: str, number: int) -> dict[str, Any]:
    name = asked.body["tools"][0]["function"]["name"]
    return {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": arguments}}


def _json(body: Any, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(json.dumps(body).encode(), status, {"content-type": "application/json", **named})


def _refused(status: int, message: str, **headers: str) -> Reply:
    return _json({"error": {"message": message, "type": "error", "code": None}}, status, **headers)


def _changed(asked: Asked, change: Callable[[dict[str, Any]], object]) -> Reply:
    """Return the faultless answer after the change was made to it."""
    answer = faultless(asked.text)
    change(answer)
    return said(asked, json.dumps(answer))


# --- kinds of reply ------------------------------------------------------------------------------------------


def good(asked: Asked) -> Reply:
    """Return the faultless answer."""
    return said(asked, json.dumps(faultless(asked.text)))


def _wrong_schema(answer: dict[str, Any]) -> None:
    answer["figures"][0]["status"] = "perhaps"


def _wrong_digits(answer: dict[str, Any]) -> None:
    answer["figures"][0]["value"] = str(int(answer["figures"][0]["value"]) + 10)


def _extra_fields(answer: dict[str, Any]) -> None:
    answer["figures"][0]["certainty"] = "high"
    answer["summary"] = "exports"


def _truncated(asked: Asked) -> Reply:
    whole = json.dumps(faultless(asked.text))
    return said(asked, whole[: whole.rindex('"quote"')], finish="length")


def _duplicate_calls(asked: Asked) -> Reply:
    answer = faultless(asked.text)
    halves = [{"claims": answer["claims"], "figures": []}, {"claims": answer["claims"], "figures": answer["figures"]}]
    if not asked.tools:
        return good(asked)
    return said(asked, None, "tool_calls", tool_calls=[_called(asked, json.dumps(h), n) for n, h in enumerate(halves)])


_SCARCE = {"x-ratelimit-remaining-requests": "1", "x-ratelimit-reset-requests": "20ms"}

PASSING: Mapping[str, Kind] = {
    "429": lambda _: _refused(429, "slow down"),
    "429 with Retry-After": lambda _: _refused(429, "slow down", retry_after="0.05"),
    "500": lambda _: _refused(500, "internal error"),
    "503": lambda _: _refused(503, "overloaded"),
    "reset": lambda asked: replace(good(asked), end="reset"),
    "hang": lambda _: Reply(end="hang"),
    "html": lambda _: Reply(b"<html>Back soon</html>", headers={"content-type": "text/html"}),
    "cut body": lambda asked: replace(good(asked), body=good(asked).body[:-40]),
}
"""No answer, but the same request will get one sooner or later."""

MENDABLE: Mapping[str, Kind] = {
    "not json": lambda asked: said(asked, "I found some exports."),
    "empty": lambda asked: said(asked, ""),
    "no choices": lambda asked: _completion(asked, [], 0),
    "wrong schema": lambda asked: _changed(asked, _wrong_schema),
    "wrong digits": lambda asked: _changed(asked, _wrong_digits),
}
"""An answer with a fault that is told to the model in a re-ask."""

STANDING: Mapping[str, Kind] = {
    "truncated": _truncated,
    "refusal": lambda asked: said(asked, None, refusal="I cannot help with that."),
    "extra fields": lambda asked: _changed(asked, _extra_fields),
    "duplicate tool calls": _duplicate_calls,
    "rate-limit headers": lambda asked: replace(good(asked), headers={**good(asked).headers, **_SCARCE}),
    "late": lambda asked: replace(good(asked), after=0.1),
}
"""An answer, however odd, after which nothing more is asked."""

FATAL: Mapping[str, Kind] = {
    "401": lambda asked: _refused(401, f"Incorrect API key provided: {asked.headers.get('authorization', 'none')}"),
    "403": lambda _: _refused(403, "not allowed to ask for this model"),
    "404": lambda _: _refused(404, "no such model"),
    "400": lambda _: _refused(400, "response_format json_schema is not supported"),
}
"""No request will be answered, or none in this mode."""

FAULTS: Mapping[str, Kind] = {**PASSING, **MENDABLE, **STANDING}


# --- scripts -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chance:
    """A script that makes a share of the requests faulty; the same for the same document and attempt, always."""

    share: float
    kinds: tuple[str, ...] = tuple(FAULTS)
    seed: int = 0
    after: float = 0.0
    """Seconds that every reply takes."""

    def kind(self, text: str, attempt: int) -> str | None:
        """Return which fault the request will meet, None for the faultless answer."""
        if self.share == 0:
            return None
        told = f"{self.seed}:{attempt}:{text}".encode()
        choices = random.Random(int.from_bytes(sha256(told).digest()[:8]))
        return choices.choice(self.kinds) if choices.random() < self.share else None

    def __call__(self, asked: Asked) -> Reply:
        kind = self.kind(asked.text, asked.attempt)
        reply = good(asked) if kind is None else FAULTS[kind](asked)
        return replace(reply, after=reply.after + self.after)


def always(kind: str) -> Script:
    """Return the script that replies in one way."""
    return {**FAULTS, **FATAL, "good": good}[kind]
