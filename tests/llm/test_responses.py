"""What does a response say, however oddly a server puts it?"""

import json
from typing import Any

import pytest

from extract.llm.responses import answer_of, is_completion, looks_like_json, text_of
from extract.records import Answer, Usage


def completion(message: Any, finish: str | None = "stop", **more: Any) -> dict[str, Any]:
    return {"model": "small-2026", "choices": [{"message": message, "finish_reason": finish}], **more}


def answer(raw: dict[str, Any]) -> Answer:
    return answer_of(raw, "small", key="k", seconds=1.5)


def called(*arguments: Any) -> dict[str, Any]:
    calls = [{"id": f"c{n}", "function": {"name": "A", "arguments": one}} for n, one in enumerate(arguments)]
    return {"content": None, "tool_calls": calls}


def test_an_answer_has_text_model_usage_and_where_it_is_kept() -> None:
    raw = completion({"content": "{}"}, usage={"prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 12})
    assert answer(raw) == Answer("{}", "openai/small-2026", "stop", "k", usage=Usage(10, 2), seconds=1.5)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"content": "{}"}, "{}"),
        ({"content": None}, ""),
        ({}, ""),
        ({"content": [{"type": "text", "text": '{"a"'}, {"type": "text", "text": ": 1}"}]}, '{"a": 1}'),
        ({"content": ["{", "}", 7, {"type": "image"}]}, "{}"),
        ({"content": {"a": 1}}, '{"a": 1}'),
        ({"content": "{}", "reasoning": "I think", "reasoning_content": "so"}, "{}"),
        ({"content": 7}, ""),
        (called('{"a": 1}'), '{"a": 1}'),
        (called({"a": "é"}), '{"a": "é"}'),
        ({"content": "words", "function_call": {"name": "A", "arguments": '{"a": 1}'}}, '{"a": 1}'),
        ({"content": "words", "tool_calls": []}, "words"),
        ({"content": "words", "tool_calls": [None, {"function": None}, {"function": {"name": "A"}}]}, "words"),
    ],
)
def test_the_text_is_what_the_message_says_in_whatever_field(message: dict[str, Any], text: str) -> None:
    assert text_of(message) == text


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (['{"a": [1]}', '{"a": [1]}'], '{"a": [1]}'),
        (['{"a": [1, 2]}', '{"a": [2, 3], "b": 4}'], '{"a": [1, 2, 3], "b": 4}'),
        (['{"a": [1]}', '{"a": 5}'], '{"a": [1]}'),
        (['{"a": [1]}', '{"a": [2'], '{"a": [1]}\n{"a": [2'),
        (['{"a": [1]}', "[2]"], '{"a": [1]}\n[2]'),
    ],
)
def test_several_calls_of_the_function_lose_no_item(arguments: list[str], text: str) -> None:
    assert text_of(called(*arguments)) == text


@pytest.mark.parametrize(
    ("reason", "finish"),
    [("stop", "stop"), ("tool_calls", "stop"), (None, "stop"), ("length", "length"), ("abort", "length")],
)
def test_the_finish_is_one_of_three(reason: str | None, finish: str) -> None:
    assert answer(completion({"content": "{}"}, reason)).finish == finish


def test_a_refusal_is_told_in_the_model_s_words() -> None:
    refused = answer(completion({"content": None, "refusal": "I cannot."}))
    assert (refused.finish, refused.text) == ("refusal", "I cannot.")
    assert answer(completion({"content": "{}", "refusal": None})).finish == "stop"
    assert answer(completion({"content": "par"}, "content_filter")).finish == "refusal"


@pytest.mark.parametrize(
    "raw", [{"choices": []}, {"choices": [None]}, {"choices": [{"message": None}]}, {"choices": [{}], "model": ""}]
)
def test_a_response_without_a_message_is_an_answer_without_text_of_the_model_that_was_asked(
    raw: dict[str, Any],
) -> None:
    assert answer(raw) == Answer("", "openai/small", key="k", seconds=1.5)


@pytest.mark.parametrize(
    "usage",
    [
        None,
        [],
        {},
        {"prompt_tokens": None, "completion_tokens": -1},
        {"prompt_tokens": "9"},
        {"prompt_tokens": 10**9 + 1},
    ],
)
def test_tokens_that_are_not_told_are_not_made_up(usage: Any) -> None:
    assert answer(completion({"content": "{}"}, usage=usage)).usage == Usage()


@pytest.mark.parametrize("body", [None, [], "ok", {}, {"error": {"message": "no"}}, {"choices": None}])
def test_a_body_without_choices_is_no_completion(body: Any) -> None:
    assert not is_completion(body)
    assert is_completion({"choices": []})


def test_json_is_recognised_inside_a_fence_and_not_where_it_is_cut() -> None:
    assert looks_like_json('```json\n{"a": [1]}\n```')
    assert not any(map(looks_like_json, ("", "no", '{"a": [1]', "} {", "{" * 100_000 + "}")))
    assert looks_like_json(json.dumps({"text": "}{"}))
