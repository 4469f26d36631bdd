"""How a server without JSON Schema is told the shape of an answer, and how problems are sent back: by instructor.

Only instructor's own handlers of a mode are used, never its client: they turn a body into a body, nothing is sent,
and no text is rendered (its `context=` would run Jinja over the document). What they are shown as the response model
is a stand-in that hands out the very schema that the key was made from.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from extract.records import Answer, Problem, Reask

if TYPE_CHECKING:
    from extract.llm.requests import Mode

_CALL_ID = "call_1"
_WHOLE = "Give the whole answer again, every item of it: mended where it is named here, otherwise unchanged."


def with_schema(body: Mapping[str, Any], mode: "Mode", schema: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the body with the schema as a function that must be called (`tools`) or as words (`json`)."""
    _, told = _handlers(mode).request_handler(_stand_in(json.dumps(schema), name), dict(body))
    return dict(told)


def with_reask(body: Mapping[str, Any], mode: "Mode", reask: Reask, name: str) -> dict[str, Any]:
    """Return the body with two more turns: the previous answer, and what is wrong with it, problem by problem."""
    from openai.types.chat import ChatCompletion

    copied = {**body, "messages": list(body["messages"])}
    completion = ChatCompletion.construct(**_completion(reask.answer, mode, name))
    told = _handlers(mode).reask_handler(copied, completion, ValueError(complaint(reask.problems)))
    turns = [{field: value for field, value in turn.items() if value is not None} for turn in told["messages"]]
    return {**told, "messages": turns}


def complaint(problems: tuple[Problem, ...]) -> str:
    """Return the problems as they are told to the model, one a line.

    >>> print(complaint((Problem("value-contradicted", "figures[3]", "the text says 4.2, the value says 9.2"),)))
    figures[3]: the text says 4.2, the value says 9.2
    Give the whole answer again, every item of it: mended where it is named here, otherwise unchanged.
    """
    lines = [f"{problem.where}: {problem.message}" if problem.where else problem.message for problem in problems]
    return "\n".join([*lines, _WHOLE])


def _completion(answer: Answer, mode: "Mode", name: str) -> dict[str, Any]:
    """Return a completion that says what the answer said, a call of the function where it was one."""
    message: dict[str, Any] = {"role": "assistant", "content": answer.text}
    if mode == "tools" and _is_object(answer.text):
        function = {"name": name, "arguments": answer.text}
        call = {"id": _CALL_ID, "type": "function", "function": function}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    return {"choices": [{"index": 0, "finish_reason": answer.finish, "message": message}]}


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


@cache
def _handlers(mode: "Mode") -> Any:
    from instructor.v2 import Mode as Named  # here, because this takes seconds
    from instructor.v2 import Provider, mode_registry

    modes = {"json_schema": Named.JSON_SCHEMA, "tools": Named.TOOLS, "json": Named.JSON}
    return mode_registry.get_handlers(Provider.OPENAI, modes[mode])


@cache
def _stand_in(schema: str, name: str) -> type[BaseModel]:
    """Return a class whose schema is the given one, for instructor to ask for."""

    def model_json_schema(cls: type[BaseModel], *_: Any, **__: Any) -> dict[str, Any]:
        return {"title": name, **json.loads(schema)}

    return type(name, (BaseModel,), {"model_json_schema": classmethod(model_json_schema), "__doc__": None})
