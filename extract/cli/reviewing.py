"""What does `extract review` review, and how is its page served and ended?"""

import shlex
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cli.run import DEFAULT_SOURCE
from extract.errors import MissingExtra, UsageError
from extract.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from pydantic import BaseModel

    from extract.disagreements import Disagreement, Order
    from extract.evaluation.rescoring import Rescored
    from extract.evaluation.reviewing import Subject
    from extract.records import Document
    from extract.review import DecisionsLog, State
    from extract.review_page.session import Session


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options of the command say."""

    folder: Path
    against: Path | None
    documents: tuple[str, ...]
    schema: str | None
    listed: bool
    status: bool
    order: "Order"
    share: float
    as_json: bool
    port: int
    quiet: bool
    reviewer: str | None
    named: bool
    independent: bool
    host: str
    network: bool
    names: tuple[str, ...]


def subject(run: Path, wanted: Wanted) -> "tuple[Subject, type[BaseModel]]":
    """Return what there is to review, and the response model whose items it is about."""
    from extract import prompts
    from extract.cli.eval import response_model_of_run
    from extract.evaluation.reviewing import review_of_labels, review_of_run, review_of_runs

    agreed = wanted.share > 0
    if is_labels(run):
        if wanted.against is not None:
            raise UsageError(f"{run} is a gold folder; hold it against another one with --gold")
        root = prompts.response_model_of(prompts.load(prompts.BUILT_IN), wanted.schema)
        return review_of_labels(run, wanted.folder, root, _texts(wanted), agreed=agreed), root
    if wanted.documents:
        raise UsageError(f"{run} is a run and has its own texts; --documents is for the gold folders of two readers")
    root = response_model_of_run(run, wanted.schema)
    if wanted.against is None:
        return review_of_run(run, wanted.folder, root, agreed=agreed), root
    _refuse_other_model(run, wanted.against, root, response_model_of_run(wanted.against, wanted.schema))
    return review_of_runs(run, wanted.against, root, agreed=agreed), root


def _texts(wanted: Wanted) -> "Iterator[Document]":
    """Yield the texts of what two readers labelled: of the sources that are named, or of seeds/ beside gold."""
    from extract.documents import read_sources
    from extract.records import Document

    beside = wanted.folder.parent / DEFAULT_SOURCE
    sources = wanted.documents or ((str(beside),) if beside.is_dir() else ())
    return (one for one in read_sources(sources) if isinstance(one, Document))


def is_labels(run: Path) -> bool:
    """Whether it is the gold folder of a reader, and no run."""
    return not (run / "run.json").exists() and any(run.glob("*.jsonl"))


def _refuse_other_model(run: Path, other: Path, root: "type[BaseModel]", theirs: "type[BaseModel]") -> None:
    if theirs is not root:
        raise UsageError(
            f"{run} fills in {root.__name__} and {other} {theirs.__name__}; name a class for both with --schema"
        )


def read_decisions(folder: Path) -> "State":
    """Return what the log in a gold folder comes to; a last line that is broken off is left out, and that is told."""
    from extract.review import LOG, read_log

    state, torn = read_log(folder / LOG)
    _tell_torn(folder / LOG, torn, "left out")
    return state


def known(state: "State", wanted: Wanted) -> "State":
    """Return what the reviewer may know of the decisions: with --independent not what others said of what is open."""
    if not wanted.independent:
        return state
    from extract.review_page.reviewer import reviewer
    from extract.review_page.standing import Standing

    standing = Standing(wanted.reviewer or reviewer(), independent=True)
    standing.take_in(state)
    return standing.known()


@contextmanager
def open_decisions(folder: Path) -> "Iterator[DecisionsLog]":
    """Open the log in a gold folder; a last line that is broken off is set aside, and that is told."""
    from extract.review import LOG, DecisionsLog

    with DecisionsLog(folder / LOG) as log:
        _tell_torn(folder / LOG, log.torn, "set aside; nobody was told that it is saved")
        yield log


def _tell_torn(path: Path, torn: bytes | None, done: str) -> None:
    if torn is not None:
        click.echo(f"{path}: its last line is broken off and {done}: {one_line(repr(torn[:60]))}", err=True)


def queue(about: "Subject", state: "State", wanted: Wanted, *, blind: bool) -> "tuple[Disagreement, ...]":
    """Return what the options ask for, the first to decide first."""
    from extract.disagreements import in_order, sampled
    from extract.review import past

    return in_order(sampled(about.disagreements, wanted.share), wanted.order, past(state), blind=blind)


# --- the page ----------------------------------------------------------------------------------------------------


def serve(run: Path, wanted: Wanted) -> None:
    """Serve the page until Ctrl-C, and say what was decided."""
    serving = _serving()
    about, root = subject(run, wanted)
    reviewer = wanted.reviewer or serving.reviewer()
    with open_decisions(wanted.folder) as log:
        session: Session = serving.Session(
            about,
            root,
            log,
            reviewer,
            blind=not wanted.named,
            independent=wanted.independent,
            share=wanted.share,
            order=wanted.order,
            scores=_scores(run, wanted, root, log),
            schema=_schema(run, wanted, root),
        )
        del about  # the session keeps what is queued, often a small part of it
        _until_interrupted(serving, session, wanted)
        _say_goodbye(session, run, wanted)


def _serving() -> "ModuleType":
    try:
        from extract.review_page import serving
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn"):
            raise
        raise MissingExtra("the review page", "review") from error
    return serving


def _scores(run: Path, wanted: Wanted, root: "type[BaseModel]", log: "DecisionsLog") -> "Callable[[], Rescored] | None":
    from extract.evaluation.rescoring import rescored

    if wanted.against is not None or is_labels(run):
        return None
    return lambda: rescored([run], wanted.folder, log.state, root, lambda _: root)


def _schema(run: Path, wanted: Wanted, root: "type[BaseModel]") -> str | None:
    """Return how the next commands are told the response model, where they would take another one."""
    from extract.runs import read_manifest
    from extract.schema import ClaimsAndFigures

    if root is ClaimsAndFigures:
        return None
    if wanted.schema is not None or is_labels(run):
        return wanted.schema
    name: str = read_manifest(run).response_model["name"]
    return name


def _until_interrupted(serving: "ModuleType", session: "Session", wanted: Wanted) -> None:
    from extract.jsonl import dumps
    from extract.review_page.filters import Filter

    where = serving.Where(wanted.host, wanted.port, wanted.network, wanted.names)
    with serving.served(session, where) as page:
        if wanted.network:
            click.echo("whoever has the address and reaches this machine can read the documents and decide", err=True)
        if wanted.as_json:
            click.echo(dumps({"url": page.url}))
        else:
            left = sum(session.status(one) != "decided" for one in session.queue(Filter()))
            click.echo(f"{page.url} - {left} open; Ctrl-C ends the review and loses nothing")
        page.run(None if wanted.quiet else serving.open_browser)


def _say_goodbye(session: "Session", run: Path, wanted: Wanted) -> None:
    from extract.report.layout import plural

    told = f"{plural(session.made(), 'item')} decided on this page"
    if session.subject.against == "gold":
        runs = "" if is_labels(run) else f" --runs {shlex.quote(str(run))}"
        gold = "" if wanted.folder == Path("gold") else f" --gold {shlex.quote(str(wanted.folder))}"
        schema = "" if session.schema is None else f" --schema {shlex.quote(session.schema)}"
        told += f"; bring the decisions into gold with: extract gold apply{gold}{runs}{schema}"
    click.echo(one_line(told), err=True)
