"""What becomes of one document: it is asked about, asked again where something is wrong, and made a row."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias

from pydantic import BaseModel

from extract import prompts
from extract.documents.chunks import split
from extract.errors import AskError, StopRun, UsageError
from extract.examination import Examined, examine, linked, withdrawn_items
from extract.records import (
    Answer,
    Ask,
    Call,
    Document,
    DocumentReference,
    ExtractedItem,
    Failure,
    Near,
    Problem,
    Reask,
    ReaskOutcome,
    Request,
    Row,
    RowStatus,
    Settle,
    Span,
    Unreadable,
)
from extract.settings import DEFAULT, Settings

Examine: TypeAlias = Callable[[Request, Answer, Settings], Awaitable[Examined]]


async def examined_here(request: Request, answer: Answer, settings: Settings) -> Examined:
    """Return what is found out about the answer."""
    return examine(request.text, answer.text, request.response_model, settings, published=request.date)


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of every document of a run."""

    prompt: prompts.Prompt
    response_model: type[BaseModel]
    ask: Ask
    model: str
    settings: Settings = DEFAULT
    settle: Settle | None = None
    """Told of the first answer to a request once no re-ask is due, so that a store can call its entry finished.

    The row is written once it returns; None where nothing is stored.
    """
    examine: Examine = examined_here
    """Whatever does it, it comes to what `examined_here` does."""

    def no_call(self) -> Call:
        """Return the call of a document that was never asked about."""
        return Call(model=self.model, prompt=self.prompt.label)


async def run_document(document: Document, task: Task) -> Row:
    """Return the row of one document, whatever its answer was like; only `StopRun` is raised."""
    spans = _spans(document, task)
    gathered = _Gathered()
    for number, span in enumerate(spans):
        place = f"chunks[{number}]" if len(spans) > 1 else ""
        try:
            heard = await _hear(_request(document, span, task), task)
        except StopRun:
            raise
        except AskError as error:
            gathered.lose(error, span, place)
        else:
            gathered.add(heard, span.start, place)
    return gathered.row(document, task)


def requests_of(document: Document, task: Task) -> list[Request]:
    """Return the requests that ask about a document, one for each chunk of it, without those of re-asks."""
    return [_request(document, span, task) for span in _spans(document, task)]


def unreadable_row(source: Unreadable, task: Task) -> Row:
    """Return the `failed` row of a source that gave no text."""
    reference = DocumentReference(source.id, None, source.source)
    return Row(reference, "failed", task.no_call(), Failure(source.kind, source.message))


def _spans(document: Document, task: Task) -> Sequence[Span]:
    limit = task.prompt.max_characters
    whole = Span(0, len(document.text))
    return (whole,) if limit is None or whole.end <= limit else split(document.text, limit)


def _request(document: Document, span: Span, task: Task) -> Request:
    text = document.text[span.start : span.end]
    part = document if text == document.text else replace(document, text=text)
    return Request(
        messages=prompts.render(task.prompt, part, task.response_model),
        text=text,
        date=document.date,
        response_model=task.response_model,
        temperature=task.prompt.temperature,
    )


# --- one request, with its re-asks ---------------------------------------------------------------------------


class _Heard(NamedTuple):
    """What asking about one chunk gave: the answer that stands, examined, and every answer that was paid for."""

    answer: Answer
    examined: Examined
    spent: tuple[Answer, ...]
    reask: ReaskOutcome | None = None
    reask_failed: tuple[Problem, ...] = ()
    withdrawn: tuple[Problem, ...] = ()
    """Flagged items that the model left out when it was asked again."""


async def _hear(request: Request, task: Task) -> _Heard:
    """Ask, and ask again by name of what is wrong; a later answer stands only where it is better."""
    first = await _answer(request, task)
    heard = _Heard(first, await _examined(request, first, task), (first,))
    for number in range(1, task.settings.reasks + 1):
        problems = heard.examined.problems_to_mend()
        if not problems or heard.answer.finish != "stop" or heard.spent[-1].final:
            break
        heard = await _hear_again(replace(request, reask=Reask(heard.answer, problems, number)), heard, task)
        if heard.reask_failed:
            return heard
    if task.settle is not None:
        await task.settle(first)
    return heard


async def _answer(request: Request, task: Task) -> Answer:
    answer = await task.ask(request)
    if not isinstance(answer, Answer):
        raise UsageError(
            f"the ask of model {task.model!r} returned {type(answer).__name__} {answer!r:.40}; return an extract.Answer"
        )
    return answer


async def _hear_again(request: Request, heard: _Heard, task: Task) -> _Heard:
    problems = request.reask.problems if request.reask else ()
    names = tuple(f"{problem.name} {problem.where}".rstrip() for problem in problems)
    try:
        answer = await _answer(request, task)
    except StopRun:
        raise
    except AskError as error:
        failed = Problem("reask-failed", "", f"{error}; the first answer stands")
        return heard._replace(reask=ReaskOutcome(names, "first"), reask_failed=(failed,))
    examined = await _examined(request, answer, task)
    heard = heard._replace(spent=(*heard.spent, answer), reask=ReaskOutcome(names, "first"))
    if not _is_better(examined, answer, heard.examined):
        return heard
    withdrawn = (*heard.withdrawn, *withdrawn_items(heard.examined, examined, task.response_model))
    return heard._replace(answer=answer, examined=examined, reask=ReaskOutcome(names, "second"), withdrawn=withdrawn)


async def _examined(request: Request, answer: Answer, task: Task) -> Examined:
    if answer.finish == "refusal":
        return Examined(problems=(Problem("refused", "", answer.text[:200]),))
    return await task.examine(request, answer, task.settings)


def _is_better(second: Examined, answer: Answer, first: Examined) -> bool:
    """Whether the second answer has fewer faults and loses no good item."""
    if answer.finish != "stop" or not second.parsed:
        return False
    faults = (second.flagged, len(second.problems)) < (first.flagged, len(first.problems))
    return not first.parsed or (faults and second.unflagged >= first.unflagged)


# --- the row -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Gathered:
    """The parts of a row while the chunks of its document come in."""

    items: list[ExtractedItem] = field(default_factory=list)
    carried: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    heard: list[_Heard] = field(default_factory=list)
    lost: list[AskError] = field(default_factory=list)

    def add(self, heard: _Heard, offset: int, place: str) -> None:
        """Take in what one chunk gave, its spans moved to where they stand in the document."""
        self.heard.append(heard)
        items = heard.examined.items
        self.items += [_moved(item, offset, place) for item in items] if place else items
        self.carried.update(heard.examined.carried or {})
        noted = (*heard.examined.problems, *heard.reask_failed, *heard.withdrawn)
        self.problems += [_placed(problem, place) for problem in noted]

    def lose(self, error: AskError, span: Span, place: str) -> None:
        """Note a chunk that has no answer."""
        self.lost.append(error)
        where = f"characters {span.start} to {span.end} have no answer"
        self.problems.append(Problem("chunk-lost", place, f"{where} ({error.kind}): {error}"))

    def row(self, document: Document, task: Task) -> Row:
        """Return the row of the document."""
        reference = DocumentReference(document.id, document.sha256, document.source, document.title, document.date)
        if not self.heard:
            first = self.lost[0]
            call = replace(task.no_call(), attempts=sum(error.attempts for error in self.lost))
            return Row(reference, "failed", call, Failure(first.kind, str(first)))
        parsed = any([heard.examined.parsed for heard in self.heard])
        return Row(
            reference,
            self._status(),
            self._call(task),
            items=linked(tuple(self.items), task.response_model) if parsed else None,
            carried=self.carried,
            problems=tuple(self.problems),
        )

    def _status(self) -> RowStatus:
        each = [_chunk_status(heard) for heard in self.heard] + ["failed" for _ in self.lost]
        if len(each) == 1:
            return each[0]
        if all(status == each[0] for status in each):
            return each[0]
        whole = {"ok", "truncated"}
        return "truncated" if set(each) == whole else "partial"

    def _call(self, task: Task) -> Call:
        spent = [answer for heard in self.heard for answer in heard.spent]
        costs = [answer.cost_usd for answer in spent if answer.cost_usd is not None]
        reasks = [heard.reask for heard in self.heard if heard.reask is not None]
        return Call(
            model=self.heard[0].answer.model,
            prompt=task.prompt.label,
            key=self.heard[0].spent[0].key,
            cached=all([answer.cached for answer in spent]),
            attempts=sum([answer.attempts for answer in spent]) + sum([error.attempts for error in self.lost]),
            reask=_merged(reasks),
            usage=sum([answer.usage for answer in spent[1:]], spent[0].usage),
            cost_usd=sum(costs[1:], costs[0]) if costs else None,
            seconds=round(sum([answer.seconds for answer in spent]), 3),
        )


def _chunk_status(heard: _Heard) -> RowStatus:
    if heard.answer.finish == "refusal":
        return "refused"
    if heard.answer.finish == "length" or not heard.examined.complete:
        return "truncated"
    if not heard.examined.parsed:
        return "invalid"
    return "partial" if heard.examined.failed_items else "ok"


def _merged(reasks: list[ReaskOutcome]) -> ReaskOutcome | None:
    if not reasks:
        return None
    names = tuple(name for one in reasks for name in one.problems)
    return ReaskOutcome(names, "second" if any(one.stood == "second" for one in reasks) else "first")


def _moved(item: ExtractedItem, offset: int, place: str) -> ExtractedItem:
    old = item.grounding
    grounding = old._replace(
        span=None if old.span is None else _shifted(old.span, offset),
        near=tuple(Near(_shifted(near.span, offset), near.similarity) for near in old.near),
    )
    return item._replace(grounding=grounding, problems=tuple(_placed(problem, place) for problem in item.problems))


def _shifted(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)


def _placed(problem: Problem, place: str) -> Problem:
    return replace(problem, where=f"{place}.{problem.where}".rstrip(".")) if place else problem
