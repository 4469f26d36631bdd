"""What is sent for a request, and what its key depends on."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from pydantic import BaseModel

from extract.llm.requests import Options, WireRequest, key_of, wire_request
from extract.records import Answer, Message, Problem, Reask, Request
from extract.wire import schema_text


class Sentences(BaseModel):
    """Sentences."""

    sentences: list[str]


MESSAGES = (Message("system", "Read {{ 7*7 }}."), Message("user", "  <document>A.</document>"))
REQUEST = Request(MESSAGES, "A.", None, Sentences, temperature=0.0)
OPTIONS = Options("small")
WIRE = wire_request(REQUEST, OPTIONS)
REASK = Reask(Answer('{"sentences": ["B."]}', "small"), (Problem("p", "sentences[0]", "the text says A."),))


def test_the_body_carries_messages_as_they_are_and_a_strict_schema() -> None:
    assert WIRE.body() == {
        "model": "small",
        "messages": [
            {"role": "system", "content": "Read {{ 7*7 }}."},
            {"role": "user", "content": "  <document>A.</document>"},
        ],
        "temperature": 0.0,
        "response_format": {
            "type": "json_schema",
            "json_schema": {
                "name": "Sentences",
                "strict": True,
                "schema": {
                    "description": "Sentences.",
                    "type": "object",
                    "properties": {"sentences": {"type": "array", "items": {"type": "string"}}},
                    "required": ["sentences"],
                    "additionalProperties": False,
                },
            },
        },
    }


def test_sampling_is_sent_and_the_sample_is_not() -> None:
    options = Options("small", temperature=0.5, seed=7, max_output_tokens=100, sample=3)
    body = wire_request(REQUEST, options).body()
    assert (body["temperature"], body["seed"], body["max_completion_tokens"]) == (0.5, 7, 100)
    assert "sample" not in body


@pytest.mark.parametrize(
    "change",
    [
        {"model": "large"},
        {"messages": MESSAGES[:1]},
        {"schema_text": schema_text(Sentences).replace("Sentences.", "Phrases.")},
        {"schema_name": "Phrases"},
        {"mode": "json"},
        {"temperature": 0.1},
        {"seed": 0},
        {"max_output_tokens": 9},
        {"sample": 1},
    ],
)
def test_all_that_can_change_an_answer_changes_the_key(change: dict[str, object]) -> None:
    assert WIRE._replace(**change).key() != WIRE.key()  # type: ignore[arg-type]


def test_the_key_stays_what_it_was_when_the_cache_was_filled() -> None:
    assert WIRE.key() == "3b79f86f2b6038dcb6ab14034d14ae5c53c2dd14677a5f7c6c777df93760f7bb"


def test_a_whole_temperature_and_a_re_ask_leave_the_key_as_it_is() -> None:
    assert WIRE._replace(temperature=0).key() == WIRE.key()
    assert WIRE._replace(reask=REASK).key() == WIRE.key()


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json"])
@pytest.mark.parametrize("reask", [None, REASK])
def test_the_content_is_the_body_as_json(mode: str, reask: Reask | None) -> None:
    told = Message("user", 'é "messages":[] \u2028\n')
    request = replace(REQUEST, messages=(*MESSAGES, Message("assistant", "{}"), told), reask=reask)
    wire = wire_request(request, replace(OPTIONS, mode=mode, seed=3))  # type: ignore[arg-type]
    assert json.loads(wire.content()) == wire.body()
    assert json.loads(wire.canonical_text()) == wire.canonical()
    assert wire.key() == key_of(wire.canonical())


def test_half_a_surrogate_pair_is_sent_as_a_question_mark() -> None:
    assert json.loads(WireRequest("small", (Message("user", "a\ud800b"),)).content())["messages"][0]["content"] == "a?b"


def test_half_a_surrogate_pair_has_a_key() -> None:
    assert len(WireRequest("small", (Message("user", "\ud800"),)).key()) == 64


def test_tools_mode_makes_the_schema_a_function_that_must_be_called() -> None:
    body = wire_request(REQUEST, Options("small", mode="tools")).body()
    (tool,) = body["tools"]
    assert tool["function"]["parameters"]["required"] == ["sentences"]
    assert tool["function"]["parameters"]["additionalProperties"] is False
    assert body["tool_choice"] == {"type": "function", "function": {"name": "Sentences"}}
    assert body["messages"] == WIRE.body()["messages"]
    assert "response_format" not in body


def test_json_mode_tells_the_schema_in_words() -> None:
    body = wire_request(REQUEST, Options("small", mode="json")).body()
    assert body["response_format"] == {"type": "json_object"}
    system, user = body["messages"]
    assert system["content"].startswith("Read {{ 7*7 }}.")
    assert '"sentences"' in system["content"]
    assert user["content"] == "  <document>A.</document>"


@pytest.mark.parametrize("mode", ["json_schema", "json"])
def test_a_re_ask_shows_the_answer_and_its_problems_by_name(mode: str) -> None:
    body = wire_request(replace(REQUEST, reask=REASK), replace(OPTIONS, mode=mode)).body()  # type: ignore[arg-type]
    said, told = body["messages"][-2:]
    assert said == {"role": "assistant", "content": '{"sentences": ["B."]}'}
    assert told["role"] == "user"
    assert "sentences[0]: the text says A.\nGive the whole answer again" in told["content"]


def test_a_re_ask_of_a_called_function_answers_the_call() -> None:
    body = wire_request(replace(REQUEST, reask=REASK), Options("small", mode="tools")).body()
    said, told = body["messages"][-2:]
    (call,) = said["tool_calls"]
    assert call["function"] == {"name": "Sentences", "arguments": '{"sentences": ["B."]}'}
    assert (told["role"], told["tool_call_id"]) == ("tool", call["id"])
    assert "sentences[0]: the text says A." in told["content"]


def test_a_re_ask_of_words_in_tools_mode_is_no_call() -> None:
    words = Reask(Answer("I cannot.", "small"), (Problem("not-json", "", "no JSON in the answer"),))
    body = wire_request(replace(REQUEST, reask=words), Options("small", mode="tools")).body()
    said, told = body["messages"][-2:]
    assert said == {"role": "assistant", "content": "I cannot."}
    assert (told["role"], "no JSON in the answer" in told["content"]) == ("user", True)


def test_bodies_are_built_anew_so_that_a_re_ask_leaves_the_first_request_alone() -> None:
    before = WIRE.body()
    WIRE._replace(reask=REASK).body()
    assert WIRE.body() == before


def test_a_key_needs_neither_openai_nor_instructor() -> None:
    program = (
        "import sys; from extract.llm.requests import WireRequest; WireRequest('m', ()).key(); "
        "print({'openai', 'instructor'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
