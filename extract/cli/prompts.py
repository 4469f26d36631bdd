"""`extract prompts`: which prompts there are, what they send, and whether their examples hold."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import click
from pydantic import BaseModel
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract import jsonl
from extract import prompts as asking
from extract.documents import read_sources
from extract.documents.chunks import split
from extract.errors import ExtractError, PromptError
from extract.examination import examine
from extract.plain import one_line
from extract.records import Document, Message, Unreadable

# What a document could move the cursor or colour the screen with; `--json` has it as it is.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@click.group()
def prompts() -> None:
    """List prompts, show what they send, and check their examples."""


@prompts.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a prompt.")
def list_prompts(as_json: bool) -> None:
    """List the prompts that can be named here: those in ./prompts, then those built in."""
    rows = [_row(place.name, place.path, place.built_in) for place in asking.available()]
    if as_json:
        for row in rows:
            click.echo(jsonl.dumps(row))
        return
    _print_rows(rows)


@prompts.command()
@click.argument("name")
def show(name: str) -> None:
    """Print a prompt's file; where it is and its fingerprint go to stderr."""
    prompt = asking.load(name)
    click.echo(f"{prompt.label} in {prompt.path}", err=True)
    click.echo(prompt.text, nl=not prompt.text.endswith("\n"))


@prompts.command()
@click.argument("name")
@click.argument("source")
@click.option("--schema", metavar="M:C", help="Another response model than the prompt's, as package.module:Class.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a request.")
def render(name: str, source: str, schema: str | None, as_json: bool) -> None:
    """Print what a prompt would send about the documents of a SOURCE, without sending it."""
    prompt = asking.load(name)
    model = asking.response_model_of(prompt, schema)
    unreadable = 0
    for document in read_sources([source]):
        if isinstance(document, Unreadable):
            unreadable += 1
            click.echo(one_line(f"{document.source}: {document.kind}: {document.message}"), err=True)
            continue
        for part in _parts(document, prompt.max_characters):
            _print_messages(document.id, asking.render(prompt, part, model), as_json)
    if unreadable:
        raise click.exceptions.Exit(1)


@prompts.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a fault.")
def check(names: tuple[str, ...], as_json: bool) -> None:
    """Try every example as if a model had answered with it; an example that would be flagged is an error.

    All prompts that can be named here, if none is named. Exits 1 where there is a fault.
    """
    faults = 0
    for name in names or tuple(place.name for place in asking.available()):
        examples, found = _checked(name)
        faults += len(found)
        for fault in found:
            click.echo(jsonl.dumps(fault) if as_json else one_line(_in_words(fault)))
        if not as_json:
            tried = f"{examples} example{'s' * (examples != 1)}"
            click.echo(f"{name}: {tried}, {len(found) or 'no'} fault{'s' * (len(found) > 1)}", err=True)
    if faults:
        raise click.exceptions.Exit(1)


# --- list ------------------------------------------------------------------------------------------------------


def _row(name: str, path: str, built_in: bool) -> dict[str, Any]:
    where = "built in" if built_in else path
    row: dict[str, Any] = {"name": name, "where": where, "path": path}
    try:
        prompt = asking.load(name)
    except PromptError as error:
        return {**row, "error": str(error)}
    return {
        **row,
        "fingerprint": prompt.fingerprint,
        "response_model": prompt.response_model,
        "examples": len(prompt.examples),
        "description": prompt.description,
    }


def _print_rows(rows: list[dict[str, Any]]) -> None:
    table = Table("prompt", "where", "fingerprint", "description", box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for row in rows:
        said = f"BROKEN: {row['error']}" if "error" in row else row["description"]
        cells = (row["name"], row["where"], row.get("fingerprint", "-")[:12], said)
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    Console(file=sys.stdout, highlight=False, markup=False, emoji=False).print(table)


# --- render ----------------------------------------------------------------------------------------------------


def _parts(document: Document, limit: int | None) -> Iterator[Document]:
    """Yield the document as it would be asked about: whole, or in pieces that the prompt's limit allows."""
    if limit is None or len(document.text) <= limit:
        yield document
        return
    for start, end in split(document.text, limit):
        yield replace(document, text=document.text[start:end])


def _print_messages(id: str, messages: tuple[Message, ...], as_json: bool) -> None:
    if as_json:
        sent = [{"role": message.role, "content": message.content} for message in messages]
        click.echo(jsonl.dumps({"document": id, "messages": sent}))
        return
    for message in messages:
        click.echo(f"--- {one_line(id)}: {message.role} ---")
        click.echo(_CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), message.content))


# --- check -----------------------------------------------------------------------------------------------------


def _checked(name: str) -> tuple[int, list[dict[str, Any]]]:
    """Return how many examples a prompt has, and every fault that a run would find with them."""
    try:
        prompt = asking.load(name)
        model = asking.response_model_of(prompt)
    except ExtractError as error:
        return 0, [{"prompt": name, "example": None, "problem": "unusable", "where": "", "message": str(error)}]
    faults = []
    for number, example in enumerate(prompt.examples, start=1):
        for problem, where, message in _faults(example, model, f"{prompt.path}: example {number}"):
            faults.append({"prompt": name, "example": number, "problem": problem, "where": where, "message": message})
    return len(prompt.examples), faults


def _faults(example: asking.Example, model: type[BaseModel], place: str) -> Iterator[tuple[str, str, str]]:
    try:
        answer = asking.canonical_answer(example, model, place)
    except PromptError as error:
        yield "invalid-answer", "", str(error)
        return
    examined = examine(example.text, answer, model)
    for problem in examined.all_problems():
        yield problem.name, problem.where, problem.message
    for item in examined.items:
        if item.grounding.grade in ("folded", "fuzzy"):
            yield "quote-not-verbatim", item.type, f"the quote is only {item.grounding.grade}: {item.fields}"


def _in_words(fault: dict[str, Any]) -> str:
    example = f": example {fault['example']}" if fault["example"] else ""
    where = f" {fault['where']}" if fault["where"] else ""
    return f"{fault['prompt']}{example}: {fault['problem']}{where}: {fault['message']}"
