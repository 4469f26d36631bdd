"""What an examined answer looks like on its way from one process to another: plain JSON, nothing that is executed."""

import json
from typing import Any

from pydantic_core import to_json

from extract.examination import Examined
from extract.jsonl import decoded
from extract.records import ExtractedItem, Grounding, Near, Problem, Span, Verification


def to_bytes(examined: Examined) -> bytes:
    """Return the examined answer, whose items hold JSON alone, as JSON."""
    return packed(
        [
            [_item(item) for item in examined.items],
            examined.carried,
            [_problem(problem) for problem in examined.problems],
            examined.parsed,
            examined.complete,
            examined.failed_items,
        ]
    )


def from_bytes(content: bytes) -> Examined:
    """Return what `to_bytes` was given."""
    items, carried, problems, parsed, complete, failed_items = decoded(content)
    return Examined(
        items=tuple([_item_again(*item) for item in items]),
        carried=carried,
        problems=_problems_again(problems),
        parsed=parsed,
        complete=complete,
        failed_items=failed_items,
    )


def packed(value: Any) -> bytes:
    """Return a value, which has to be JSON all through, as JSON that `jsonl.decoded` reads."""
    try:
        return to_json(value)
    except ValueError:  # it is quicker than Python's own, and refuses lone surrogates
        return json.dumps(value, allow_nan=False).encode()  # in which they are escaped


def _item(item: ExtractedItem) -> list[Any]:
    place, found = item.grounding, item.verification
    near = [[near.span, near.similarity] for near in place.near]
    verification = None if found is None else [found.verdict, found.errors, found.message]
    problems = [_problem(problem) for problem in item.problems]
    return [item.type, item.fields, [place.grade, place.span, near, place.reason], verification, problems]


def _item_again(
    type_: str, fields: dict[str, Any], grounding: list[Any], verification: list[Any] | None, problems: list[list[Any]]
) -> ExtractedItem:
    grade, span, near, reason = grounding
    nearby = tuple([Near(Span(*place), similarity) for place, similarity in near])
    found = None
    if verification is not None:
        verdict, errors, message = verification
        found = Verification(verdict, tuple(errors), message)
    place = Grounding(grade, None if span is None else Span(*span), nearby, reason)
    return ExtractedItem(type_, fields, place, found, problems=_problems_again(problems))


def _problem(problem: Problem) -> list[Any]:
    return [problem.name, problem.where, problem.message, problem.item]


def _problems_again(problems: list[list[Any]]) -> tuple[Problem, ...]:
    return tuple([Problem(*one) for one in problems])
