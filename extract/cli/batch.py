"""`extract batch`: requests go out in files, answers come in from files."""

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import click

from extract.cli.asking import ANSWER_OPTIONS, CACHE_OPTION, options_of, warn
from extract.errors import UsageError
from extract.plain import one_line

if TYPE_CHECKING:
    from extract.batch import Collected, Written
    from extract.llm.requests import Options
    from extract.runs import Plan

_JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
_FOLDER = click.Path(path_type=Path, file_okay=False)
_NAMED_DOCUMENTS = 5


@click.group()
def batch() -> None:
    """Ask in files, for the prices and limits of batches, or of whoever answers."""


def _answer_options(command: Any) -> Any:
    for option in reversed(ANSWER_OPTIONS):
        command = option(command)
    return command


@batch.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option(
    "--prompt", metavar="P", help="A prompt's name, or a path that ends in .md.  [default: claims-and-figures]"
)
@click.option("--schema", metavar="M:C", help="Another response model than the prompt's, as package.module:Class.")
@click.option("--model", metavar="openai/NAME", required=True, help="Who is to answer.")
@click.option("--out", metavar="DIR", type=_FOLDER, required=True, help="A new folder for the files.")
@click.option(
    "--requests-per-file",
    type=click.IntRange(1),
    default=50_000,
    show_default=True,
    metavar="N",
    help="Most requests in a file; OpenAI takes no more than the default.",
)
@_answer_options
@CACHE_OPTION
@_JSON_OPTION
def write(sources: tuple[str, ...], out: Path, as_json: bool, **named: Any) -> None:
    """Write the requests of a run that have no stored answer, as OpenAI's batches read them.

    The files are named requests-001.jsonl and so on; what they ask is the same as `extract run` would. Documents that
    cannot be read are listed. Where nothing is missing, nothing is written.
    """
    from extract import jsonl
    from extract.batch import Limits
    from extract.batch import write as written_of
    from extract.cli.run import default_sources
    from extract.llm.cache import Cache, default_folder

    plan, options = _plan(sources or default_sources(), named)
    limits = Limits(requests=named["requests_per_file"])
    with Cache(named["cache"] or default_folder(), warn) as cache:
        written = written_of(plan, options, cache, out, limits)
    for source in written.unreadable:
        warn(one_line(f"{source.source}: {source.kind}: {source.message}"))
    click.echo(jsonl.dumps(_written_json(written)) if as_json else _written_words(written, out))


@batch.command()
@click.argument("files", metavar="FILE...", type=click.Path(path_type=Path, dir_okay=False, exists=True), nargs=-1)
@click.option(
    "--requests",
    "folders",
    metavar="DIR",
    type=_FOLDER,
    multiple=True,
    help="Folder of the batch that asked.  [default: those of the FILEs]",
)
@click.option("--refresh", is_flag=True, help="Replace answers that are stored already.")
@CACHE_OPTION
@_JSON_OPTION
def collect(
    files: tuple[Path, ...], folders: tuple[Path, ...], refresh: bool, cache: Path | None, as_json: bool
) -> None:
    """Take output FILEs, and error FILEs, into the cache, so that a run asks no more for what came in.

    Every line that gives no answer is listed with its place; so is what is still missing. Exits 1 only where no line
    gave an answer.
    """
    from extract import jsonl
    from extract.batch import collect as collected_from
    from extract.llm.cache import Cache, default_folder

    if not files:
        raise UsageError("no FILE named; name the output of a batch")
    batches = folders or tuple(dict.fromkeys(file.parent for file in files))
    with Cache(cache or default_folder(), warn) as opened:
        collected = collected_from(files, batches, opened, refresh=refresh)
    if as_json:
        click.echo(jsonl.dumps(_collected_json(collected)))
    else:
        _print_collected(collected)
    if not collected.understood():
        raise click.exceptions.Exit(1)


def _plan(sources: tuple[str, ...], named: dict[str, Any]) -> tuple["Plan", "Options"]:
    from extract import prompts
    from extract.llm.setup import Setup
    from extract.models import served_model, served_name
    from extract.runs import plan_of
    from extract.settings import DEFAULT

    model = served_name(named["model"])
    if model is None:
        raise UsageError(f"--model {named['model']!r} is on no server; a batch asks openai/NAME")
    options = options_of(model, SimpleNamespace(**named))
    plan = plan_of(
        sources,
        prompt=named["prompt"] or prompts.BUILT_IN,
        model=served_model(Setup(options)),
        response_model=named["schema"],
        settings=DEFAULT,
    )
    return plan, options


# --- what is printed -------------------------------------------------------------------------------------------


def _written_json(written: "Written") -> dict[str, Any]:
    return {
        "documents": written.documents,
        "unreadable": [source.id for source in written.unreadable],
        "requests": written.requests,
        "stored": written.stored,
        "doubled": written.doubled,
        "files": written.files,
    }


def _written_words(written: "Written", out: Path) -> str:
    asides = f"{written.stored:,} have stored answers, {written.doubled:,} are asked twice"
    if not written.requests:
        return f"nothing to ask: {asides}; no file was written"
    names = [str(out / file["name"]) for file in written.files]
    return "\n".join([f"{_requests(written.requests)} of {written.documents:,} documents; {asides}", *names])


def _collected_json(collected: "Collected") -> dict[str, Any]:
    taken = collected.taken
    counts = {"requests": collected.requests, "stored": taken.stored, "same": taken.same}
    return {**counts, **collected.listed(), "missing": collected.missing}


def _print_collected(collected: "Collected") -> None:
    for lines in collected.listed().values():
        for line in lines:
            warn(one_line(line))
    lists = ", ".join(f"{len(lines):,} {name}" for name, lines in collected.listed().items() if lines)
    click.echo(f"{collected.taken.stored:,} stored, {collected.taken.same:,} there already" + (lists and f"; {lists}"))
    missing = list(dict.fromkeys(collected.missing.values()))
    if not missing:
        click.echo(f"all {_requests(collected.requests)} have stored answers")
        return
    named = ", ".join(map(one_line, missing[:_NAMED_DOCUMENTS]))
    more = f" and {len(missing) - _NAMED_DOCUMENTS:,} more" if len(missing) > _NAMED_DOCUMENTS else ""
    click.echo(
        f"still missing: {len(collected.missing):,} of {_requests(collected.requests)}, of documents {named}{more}; "
        "`extract batch write` asks for the rest"
    )


def _requests(count: int) -> str:
    return f"{count:,} request{'s' * (count != 1)}"
