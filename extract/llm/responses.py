"""What a server's response says: an answer, however oddly it is put, or nothing that could be one."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from extract.records import Answer, Usage

PROVIDER = "openai/"
"""Before the model's name in rows: how it was asked, whoever made it."""

Finish: TypeAlias = Literal["stop", "length", "refusal"]

# OpenAI's `length` and `content_filter`; what vLLM (`abort`), Mistral (`model_length`) and gateways say for them.
_FINISHES: Mapping[str, Finish] = {
    "length": "length",
    "max_tokens": "length",
    "model_length": "length",
    "abort": "length",
    "content_filter": "refusal",
}

_MOST_TOKENS = 10**9
"""A count above that is a fault of the server, and would spend every budget at once."""


def answer_of(
    raw: Mapping[str, Any],
    model: str,
    *,
    key: str,
    seconds: float,
    cost_usd: Decimal | None = None,
    attempts: int = 1,
    cached: bool = False,
    final: bool = False,
) -> Answer:
    """Return what a response to /v1/chat/completions says; `model` is for one that names none.

    A response without choices is an answer without text: nothing could be parsed, and asking again may help.
    """
    message, finish = _message(raw)
    refusal = message.get("refusal")
    refused = isinstance(refusal, str) and refusal != ""
    named = raw.get("model")
    return Answer(
        text=str(refusal) if refused else text_of(message),
        model=PROVIDER + (named if isinstance(named, str) and named else model),
        finish="refusal" if refused else finish,
        key=key,
        cached=cached,
        final=final,
        attempts=attempts,
        usage=usage_of(raw),
        cost_usd=cost_usd,
        seconds=seconds,
    )


def is_completion(raw: Any) -> bool:
    """Whether a body is a response to /v1/chat/completions at all: one that has choices, if only none."""
    return isinstance(raw, dict) and isinstance(raw.get("choices"), list)


def _message(raw: Mapping[str, Any]) -> tuple[Mapping[str, Any], Finish]:
    choices = raw.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, dict):
        return {}, "stop"
    message = choice.get("message")
    finish = _FINISHES.get(str(choice.get("finish_reason")), "stop")
    return (message if isinstance(message, dict) else {}), finish


def text_of(message: Mapping[str, Any]) -> str:
    """Return what the message says: what a function was called with, otherwise its content; never its reasoning."""
    called = _arguments(message)
    return called if called else _content(message.get("content"))


def _arguments(message: Mapping[str, Any]) -> str:
    calls, legacy = message.get("tool_calls"), message.get("function_call")
    if not calls and legacy is None:
        return ""  # most messages call nothing
    functions = [call.get("function") for call in calls if isinstance(call, dict)] if isinstance(calls, list) else []
    said = [_argument(function) for function in (*functions, legacy)]
    return _merged(list(dict.fromkeys(text for text in said if text)))


def _argument(function: Any) -> str:
    arguments = function.get("arguments") if isinstance(function, dict) else None
    if arguments is None or isinstance(arguments, str):
        return arguments or ""
    return json.dumps(arguments, ensure_ascii=False)


def _merged(calls: list[str]) -> str:
    """Return several different calls of the function as one: their lists joined, so that no item is lost.

    >>> _merged(['{"claims": [1], "figures": []}', '{"figures": [2]}'])
    '{"claims": [1], "figures": [2]}'
    """
    if len(calls) < 2:
        return "".join(calls)
    try:
        answers = [json.loads(call) for call in calls]
    except ValueError:
        return "\n".join(calls)
    if not all(isinstance(answer, dict) for answer in answers):
        return "\n".join(calls)
    merged: dict[str, Any] = {}
    for field, value in (pair for answer in answers for pair in answer.items()):
        before = merged.setdefault(field, value)
        if isinstance(before, list) and isinstance(value, list):
            merged[field] = before + [one for one in value if one not in before]
    return json.dumps(merged, ensure_ascii=False)


def _content(content: Any) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):  # of parts, as newer servers send
        return "".join(_part(part) for part in content)
    return json.dumps(content, ensure_ascii=False) if isinstance(content, dict) else ""


def _part(part: Any) -> str:
    text = part.get("text") if isinstance(part, dict) else part
    return text if isinstance(text, str) else ""


def usage_of(raw: Mapping[str, Any]) -> Usage:
    """Return the tokens that a response says it took, zeros where it does not say, or cannot mean what it says."""
    usage = raw.get("usage")
    if not isinstance(usage, dict):
        return Usage()
    return Usage(_count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens")))


def _count(number: Any) -> int:
    return number if type(number) is int and 0 < number <= _MOST_TOKENS else 0


def looks_like_json(text: str) -> bool:
    """Whether the outermost braces of the text hold JSON; what does not is kept with a mark.

    >>> looks_like_json('```json {"a": 1} ```'), looks_like_json('{"a": 1')
    (True, False)
    """
    try:
        json.loads(text[text.index("{") : text.rindex("}") + 1])
    except (ValueError, RecursionError):
        return False
    return True
