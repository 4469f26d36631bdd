"""What is found out about one answer: its items are parsed, grounded, verified and their faults named."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from extract import answers
from extract.free_text import NumbersOf, unread_numbers
from extract.grounding import ground
from extract.records import ExtractedItem, Grounding, Problem, Span, Verification
from extract.schema import Item, Reads
from extract.settings import DEFAULT, Settings
from extract.shape import free_text_fields, item_types, number_fields, quote_field, type_name
from extract.verification import verify

HARMLESS = frozenset({"repaired-json", "unknown-field", "list-root", "wrapped-answer", "several-answers"})
"""Problems in how an answer was written down that no item suffers from: noted, and no reason to ask again."""


class Examined(NamedTuple):
    """An answer after parsing, grounding and verification; item indices in problems are those of the answer."""

    items: tuple[ExtractedItem, ...] = ()
    carried: Mapping[str, Any] | None = None
    problems: tuple[Problem, ...] = ()
    parsed: bool = False
    """Whether anything could be read at all."""
    complete: bool = True
    """Whether the answer came to its end; of a cut one, only what was whole is among the items."""
    failed_items: int = 0

    @property
    def flagged(self) -> int:
        """How many items have a problem, those that failed the response model included."""
        return self.failed_items + sum(bool(item.problems) for item in self.items)

    @property
    def unflagged(self) -> int:
        """How many items have no problem."""
        return sum(not item.problems for item in self.items)

    def all_problems(self) -> tuple[Problem, ...]:
        """Return the problems of the answer and then those of its items."""
        return (*self.problems, *(problem for item in self.items for problem in item.problems))

    def problems_to_mend(self) -> tuple[Problem, ...]:
        """Return the problems that are worth asking again for."""
        return tuple(problem for problem in self.all_problems() if problem.name not in HARMLESS)


class _Page(NamedTuple):
    """The text that an answer is held against."""

    text: str
    published: str | None
    numbers: NumbersOf
    settings: Settings


def examine(
    text: str,
    answer_text: str,
    root: type[BaseModel],
    settings: Settings = DEFAULT,
    *,
    published: str | None = None,
) -> Examined:
    """Return the items of an answer about `text`, each grounded and, where its class reads a value, verified."""
    parsed = answers.parse(answer_text, root)
    classes = item_types(root)
    quoted = {name: quote_field(kind) for name, kind in classes.items()}
    quotes = [(one.type, str(one.fields[quoted[one.type]])) for one in parsed.items]
    page = _Page(text, published, NumbersOf(text, published), settings)
    items = tuple(
        [
            _item(one, grounding, classes[one.type], page)
            for one, grounding in zip(parsed.items, ground(text, quotes, settings), strict=True)
        ]
    )
    return Examined(
        items, parsed.carried, parsed.problems, parsed.parsed, parsed.complete or not parsed.parsed, parsed.failed_items
    )


def _item(one: answers.ParsedItem, grounding: Grounding, kind: type[Item], page: _Page) -> ExtractedItem:
    fields, span = one.fields, grounding.span
    where = f"{one.type}[{one.place}]"
    verification = None
    problems = [] if span is not None else _grounding_problems(grounding, where, kind)
    if kind.reads is not None:
        verification = verify(fields, kind.reads, page.text, span, page.settings, page.published)
        problems += _verification_problems(verification, where, fields, kind.reads)
    if undeclared := _undeclared_fields(kind):
        problems += _undeclared(where, fields, undeclared)
    wordings = [(name, str(fields[name])) for name in free_text_fields(kind) if fields.get(name)]
    copied = page.text[span.start : span.end] if span is not None and grounding.grade == "exact" else None
    problems += unread_numbers(wordings, page.numbers, where, copied)
    return ExtractedItem(one.type, fields, grounding, verification, problems=tuple(problems))


_OF_GRADE = {  # of those that have no span
    "ambiguous": "the quote stands in several places and nothing chooses between them",
    "contradicted": "the nearest words of the document differ",
    "missing": "the quote is not in the document",
}


def _grounding_problems(grounding: Grounding, where: str, kind: type[Item]) -> list[Problem]:
    message = _OF_GRADE[grounding.grade]
    if grounding.grade == "contradicted":
        message = grounding.reason or message
    return [Problem(f"quote-{grounding.grade}", f"{where}.{quote_field(kind)}", message)]


def _verification_problems(
    verification: Verification, where: str, fields: Mapping[str, Any], reads: Reads
) -> Sequence[Problem]:
    message = verification.message or ""
    if verification.verdict == "contradicted":
        return [Problem(f"value-{error}", where, message) for error in verification.errors]
    if verification.verdict == "unreadable" and fields.get(reads.value) is not None:
        return [Problem("value-unreadable", f"{where}.{reads.value}", message)]
    return ()


def _undeclared(where: str, fields: Mapping[str, Any], names: Iterable[str]) -> list[Problem]:
    return [
        Problem("undeclared-number", f"{where}.{name}", "a number that no `reads` declares is checked by nothing")
        for name in names
        if fields.get(name) is not None
    ]


@cache
def _undeclared_fields(kind: type[Item]) -> tuple[str, ...]:
    """Return the names of the fields that can hold a number and that no `reads` declares."""
    declared = kind.reads.fields() if kind.reads else ()
    return tuple(name for name in number_fields(kind) if name not in declared)


def linked(items: tuple[ExtractedItem, ...], root: type[BaseModel]) -> tuple[ExtractedItem, ...]:
    """Return the items, each whose class reads a value linked to the smallest item of another type that contains it."""
    classes = item_types(root)
    holders = {
        type_name(kind): _spans([item for item in items if item.type == name])
        for name, kind in classes.items()
        if kind.reads is None
    }
    return tuple([item if classes[item.type].reads is None else _linked(item, holders) for item in items])


def _spans(items: Iterable[ExtractedItem]) -> list[tuple[int, int, int]]:
    """Return start, end and index of those that were found."""
    return [(*span, index) for index, item in enumerate(items) if (span := item.grounding.span) is not None]


def _linked(item: ExtractedItem, holders: Mapping[str, Sequence[tuple[int, int, int]]]) -> ExtractedItem:
    links = _containers(item.grounding.span, holders)
    return item._replace(links=links) if links else item


def _containers(span: Span | None, holders: Mapping[str, Sequence[tuple[int, int, int]]]) -> dict[str, int]:
    if span is None:
        return {}
    begun, ended = span
    links = {}
    for name, spans in holders.items():
        containing = [(end - start, index) for start, end, index in spans if start <= begun and ended <= end]
        if containing:
            links[name] = min(containing)[1]
    return links


def withdrawn_items(first: Examined, second: Examined, root: type[BaseModel]) -> tuple[Problem, ...]:
    """Return a problem `item-withdrawn` for each flagged item of the first answer that the second has nothing for.

    A mended item keeps its quote, or stands for one: as many as the second answer is shorter are withdrawn, those
    whose quote it does not repeat.
    """
    missing = len(first.items) + first.failed_items - len(second.items) - second.failed_items
    quoted = {(item.type, item.fields[quote_field(item_types(root)[item.type])]) for item in second.items}
    flagged = [(problem.where, problem.item) for problem in first.problems if problem.item is not None] + [
        (item.problems[0].where, dict(item.fields))
        for item in first.items
        if item.problems and (item.type, item.fields[quote_field(item_types(root)[item.type])]) not in quoted
    ]
    said = "left out by the model when it was asked again"
    return tuple(Problem("item-withdrawn", where, said, item) for where, item in flagged[: max(missing, 0)])
