"""What becomes of a document when its answer is good, bad, cut, refused, late or never comes?"""

import asyncio
import hashlib
import json
from decimal import Decimal
from typing import Any

import pytest

from extract.errors import AskError, StopRun, UsageError
from extract.pipeline import Task, run_document, unreadable_row
from extract.prompts import Prompt, load
from extract.records import Answer, Ask, Document, Request, Row, Unreadable, Usage
from extract.schema import ClaimsAndFigures
from extract.settings import Settings

TEXT = "In 2023 the port handled 4.3 million tons. Revenue rose 5 percent to 7 billion yuan.\n"


def document(text: str = TEXT) -> Document:
    return Document("port", text, hashlib.sha256(text.encode()).hexdigest(), "port.txt", date="2024-01-02")


def figure(
    quote: str = "4.3 million tons", value: str | None = "4300000", unit: str = "t", **more: Any
) -> dict[str, Any]:
    item = {"quote": quote, "value": value, "upper": None, "unit": unit, "comparator": "=", "trend": "level"}
    return {**item, "status": "actual", "measure": "cargo", "entity": "the port", "period": "2023", **more}


def claim(quote: str = "In 2023 the port handled 4.3 million tons", **more: Any) -> dict[str, Any]:
    item = {"quote": quote, "statement": "The port handled 4.3 million tons in 2023.", "subject": "the port"}
    return {**item, "speaker": None, "kind": "fact", "period": "2023", **more}


def answer(*figures: dict[str, Any], claims: tuple[dict[str, Any], ...] = (), **more: Any) -> Answer:
    text = json.dumps({"claims": claims, "figures": figures})
    return Answer(**{"text": text, "model": "test-model", "usage": Usage(100, 10), "seconds": 0.5, **more})


class Answers:
    """An `ask` that gives one answer after another and remembers the requests."""

    def __init__(self, *answers: Answer | AskError) -> None:
        self.answers = list(answers)
        self.requests: list[Request] = []
        self.settled: list[Answer] = []

    async def __call__(self, request: Request) -> Answer:
        self.requests.append(request)
        given = self.answers.pop(0)
        if isinstance(given, AskError):
            raise given
        return given

    async def settle(self, answer: Answer) -> None:
        self.settled.append(answer)


def prompt(limit: int | None = None) -> Prompt:
    from dataclasses import replace

    return replace(load("claims-and-figures"), max_characters=limit)


def run(ask: Answers | Ask, text: str = TEXT, *, limit: int | None = None, settings: Settings = Settings()) -> Row:  # noqa: B008 - frozen
    settle = ask.settle if isinstance(ask, Answers) else None
    task = Task(prompt(limit), ClaimsAndFigures, ask, "openai/test-model", settings, settle)
    return asyncio.run(run_document(document(text), task))


def test_a_good_answer_is_an_ok_row_whose_items_are_traced_and_checked() -> None:
    row = run(Answers(answer(figure(), claims=(claim(),))))

    assert row.status == "ok"
    assert row.items is not None
    claim_item, figure_item = row.items
    assert TEXT[slice(*claim_item.grounding.span or ())] == "In 2023 the port handled 4.3 million tons"
    assert figure_item.verification is not None
    assert figure_item.verification.verdict == "confirmed"
    assert figure_item.links == {"claim": 0}
    assert not claim_item.problems + figure_item.problems


def test_a_wrong_value_is_sent_back_by_name_and_the_better_answer_stands() -> None:
    ask = Answers(answer(figure(value="4300")), answer(figure()))

    row = run(ask)

    assert row.call.reask is not None
    assert row.call.reask.stood == "second"
    assert row.call.reask.problems == ("value-scale figures[0]",)
    reask = ask.requests[1].reask
    assert reask is not None
    assert reask.problems[0].message == "the text says 4300000 t, the item says 4300 t"
    assert [item.problems for item in row.items or ()] == [()]


def test_a_second_answer_that_loses_a_good_item_does_not_stand() -> None:
    first = answer(figure(value="4300"), figure("7 billion yuan", "7000000000", "CNY"))
    row = run(Answers(first, answer()))

    assert row.call.reask is not None
    assert row.call.reask.stood == "first"
    assert len(row.items or ()) == 2


def test_a_flagged_item_that_the_second_answer_leaves_out_is_kept_as_a_problem() -> None:
    row = run(Answers(answer(figure(value="4300")), answer()))

    assert row.call.reask is not None
    assert (row.call.reask.stood, row.items) == ("second", ())
    (withdrawn,) = row.problems
    assert (withdrawn.name, withdrawn.where) == ("item-withdrawn", "figures[0]")
    assert withdrawn.item["value"] == "4300"


def test_an_item_that_never_fitted_is_kept_too_when_the_second_answer_leaves_it_out() -> None:
    row = run(Answers(answer(figure(), figure(status="perhaps")), answer(figure())))

    assert row.status == "ok"
    assert [(one.name, one.item["status"]) for one in row.problems] == [("item-withdrawn", "perhaps")]


def test_the_requests_of_a_failed_document_are_counted() -> None:
    error = AskError("timed out", kind="timeout")
    error.attempts = 6

    assert run(Answers(error)).call.attempts == 6


def test_both_answers_are_paid_for() -> None:
    row = run(Answers(answer(figure(value="4300"), cost_usd=Decimal("0.1")), answer(figure(), cost_usd=Decimal("0.2"))))

    assert row.call.usage == Usage(200, 20)
    assert row.call.attempts == 2
    assert row.call.cost_usd == Decimal("0.3")
    assert row.call.seconds == 1.0


def test_a_failed_re_ask_leaves_the_first_answer_standing_and_says_so() -> None:
    ask = Answers(answer(figure(value="4300")), AskError("no route", kind="connection"))

    row = run(ask)

    assert row.status == "ok"
    assert row.problems[0].name == "reask-failed"
    assert ask.settled == []


@pytest.mark.parametrize("more", [{"final": True}, {"finish": "length"}])
def test_an_answer_that_is_final_or_cut_is_not_asked_about_again(more: dict[str, Any]) -> None:
    ask = Answers(answer(figure(value="4300"), **more))

    run(ask)

    assert len(ask.requests) == 1
    assert len(ask.settled) == 1


def test_no_re_ask_where_none_is_wanted() -> None:
    ask = Answers(answer(figure(value="4300")))

    row = run(ask, settings=Settings(reasks=0))

    assert row.call.reask is None
    assert row.items is not None
    assert row.items[0].problems[0].name == "value-scale"


def test_an_answer_after_an_invalid_one_stands() -> None:
    row = run(Answers(Answer("no JSON at all", "m"), answer(figure())))

    assert row.status == "ok"


def test_an_invalid_second_answer_does_not_stand() -> None:
    row = run(Answers(answer(figure(value="4300")), Answer("no JSON at all", "m")))

    assert row.call.reask is not None
    assert row.call.reask.stood == "first"


def test_an_answer_that_gives_nothing_is_invalid() -> None:
    row = run(Answers(Answer("no JSON", "m"), Answer("still none", "m")))

    assert (row.status, row.items) == ("invalid", None)


def test_a_refusal_is_not_asked_again() -> None:
    ask = Answers(Answer("I cannot help with that.", "m", finish="refusal"))

    row = run(ask)

    assert (row.status, row.items, len(ask.requests)) == ("refused", None, 1)
    assert row.problems[0].message == "I cannot help with that."


def test_a_cut_answer_keeps_its_complete_items() -> None:
    whole = answer(figure(), figure("7 billion yuan", "7000000000", "CNY"))
    row = run(Answers(Answer(whole.text[:-20], "m", finish="length")))

    assert row.status == "truncated"
    assert len(row.items or ()) == 1


def test_one_bad_item_costs_no_good_one() -> None:
    row = run(Answers(answer(figure(), figure(status="perhaps"))), settings=Settings(reasks=0))

    assert row.status == "partial"
    assert len(row.items or ()) == 1
    assert row.problems[0].where == "figures[1]"
    assert row.problems[0].item["status"] == "perhaps"


def test_no_answer_is_a_failed_row_that_says_why() -> None:
    row = run(Answers(AskError("the server hung up", kind="connection")))

    assert row.status == "failed"
    assert row.error is not None
    assert (row.error.kind, row.error.message) == ("connection", "the server hung up")


def test_a_stop_ends_the_run_whether_it_comes_first_or_with_the_re_ask() -> None:
    with pytest.raises(StopRun):
        run(Answers(StopRun("wrong key", kind="authentication")))
    with pytest.raises(StopRun):
        run(Answers(answer(figure(value="4300")), StopRun("wrong key", kind="authentication")))


def test_an_ask_that_returns_no_answer_is_told_what_to_return() -> None:
    async def ask(request: Request) -> Any:
        return {"claims": []}

    with pytest.raises(UsageError, match=r"returned dict \{'claims': \[\]\}; return an extract.Answer"):
        run(ask)


def test_a_source_without_text_is_a_failed_row() -> None:
    task = Task(prompt(), ClaimsAndFigures, Answers(), "openai/test-model")

    row = unreadable_row(Unreadable("a", "a.txt", "empty", "a.txt holds no text"), task)

    assert row.status == "failed"
    assert row.error is not None
    assert row.error.kind == "empty"


SECOND = "The harbour employs 120 people.\n"


def chunked(*answers: Answer | AskError) -> Row:
    return run(Answers(*answers), TEXT + "\n" + SECOND, limit=len(TEXT) + 1)


def test_the_items_of_a_later_chunk_stand_where_they_stand_in_the_document() -> None:
    row = chunked(
        answer(figure()),
        answer(
            figure("120 people", "120", "count"),
            claims=(claim("The harbour employs 120 people", statement="The harbour employs 120 people."),),
        ),
    )

    text = TEXT + "\n" + SECOND
    assert row.status == "ok"
    assert [text[slice(*item.grounding.span or ())] for item in row.items or ()] == [
        "4.3 million tons",
        "The harbour employs 120 people",
        "120 people",
    ]
    assert [item.links for item in row.items or ()] == [{}, {}, {"claim": 0}]


def test_a_lost_chunk_makes_the_row_partial_and_is_named() -> None:
    row = chunked(answer(figure()), AskError("timed out", kind="timeout"))

    assert row.status == "partial"
    assert row.problems[0].name == "chunk-lost"
    assert row.problems[0].where == "chunks[1]"
    assert "timed out" in row.problems[0].message


def test_a_truncated_chunk_among_whole_ones_makes_the_row_truncated() -> None:
    whole = answer(figure("120 people", "120", "count"))
    row = chunked(answer(figure()), Answer(whole.text[:-30], "m", finish="length"))

    assert row.status == "truncated"


def test_problems_and_re_asks_of_chunks_are_told_apart() -> None:
    row = chunked(
        answer(figure(value="43")), answer(figure(value="43")), answer(figure("121 people", "121", "count")), answer()
    )

    assert row.status == "ok"
    assert row.items is not None
    assert row.items[0].problems[0].where == "chunks[0].figures[0]"
    assert row.call.reask is not None
    assert row.call.reask.stood == "second"
    assert len(row.call.reask.problems) > 1


def test_the_near_places_of_a_later_chunk_are_moved_too() -> None:
    row = chunked(answer(figure()), answer(figure("about 121 people", "121", "count"), final=True))

    near = (row.items or ())[1].grounding.near
    assert near
    assert all((TEXT + "\n" + SECOND)[slice(*place.span)] in SECOND for place in near)


def test_a_document_without_any_answer_fails_whatever_its_chunks() -> None:
    row = chunked(AskError("timed out", kind="timeout"), AskError("timed out", kind="timeout"))

    assert row.status == "failed"


def test_fields_beside_the_items_are_carried() -> None:
    class Root(ClaimsAndFigures):
        summary: str = ""

    async def ask(request: Request) -> Answer:
        return Answer(json.dumps({"claims": [], "figures": [], "summary": "About a port."}), "m")

    task = Task(prompt(), Root, ask, "openai/test-model")
    row = asyncio.run(run_document(document(), task))

    assert row.carried == {"summary": "About a port."}
