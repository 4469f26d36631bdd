"""`extract run`: documents in, a run directory with verified rows out."""

import sys
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.cli.asking import Asking, asking_options, budget_of, model_of
from extract.errors import ExtractError, UsageError
from extract.settings import DEFAULT

if TYPE_CHECKING:
    from extract.runs import Plan, RunSummary

DEFAULT_SOURCE = "seeds"
MOST_IN_FLIGHT = 1024


@dataclass(frozen=True, slots=True)
class Choices:
    """What the options say."""

    prompt: str | None
    schema: str | None
    model: str
    out: Path | None
    concurrency: int
    max_bytes: int
    reask: int
    as_json: bool
    quiet: bool


@click.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option(
    "--prompt", metavar="P", help="A prompt's name, or a path that ends in .md.  [default: claims-and-figures]"
)
@click.option("--schema", metavar="M:C", help="Another response model than the prompt's, as package.module:Class.")
@click.option(
    "--model", metavar="M", default="rules", show_default=True, help="What answers: rules, or openai/NAME on a server."
)
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="[default: runs/PROMPT--MODEL]")
@click.option(
    "--concurrency",
    metavar="N",
    type=click.IntRange(1, MOST_IN_FLIGHT),
    default=16,
    show_default=True,
    help="Requests in flight; 1024 at most, because each may hold a connection open.",
)
@click.option(
    "--max-bytes",
    metavar="N",
    type=click.IntRange(1),
    default=DEFAULT.max_bytes,
    show_default=True,
    help="Largest file that is read.",
)
@click.option(
    "--reask",
    metavar="N",
    type=click.IntRange(0),
    default=DEFAULT.reasks,
    show_default=True,
    help="How often the problems of an answer are sent back.",
)
@asking_options
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
def run(sources: tuple[str, ...], **options: Any) -> None:
    """Draw claims and figures out of documents, every number checked against the document's own words.

    A SOURCE is a file, a folder, a pattern such as 'news/*.txt', or - for standard input; seeds/ if none is named.
    Running again goes on where the run stopped, and redoes what failed.
    """
    from extract.cli.summary import print_rehearsal, print_summary, summary_json

    asking = Asking(**{each.name: options.pop(each.name) for each in fields(Asking)})
    choices = Choices(**options)
    plan = _plan(sources or default_sources(), choices, asking)
    if asking.dry_run:
        from extract.runs import rehearse

        print_rehearsal(rehearse(plan), sys.stdout, as_json=choices.as_json)
        return
    summary = _run(plan, choices)
    if choices.as_json:
        click.echo(summary_json(summary))
    else:
        print_summary(summary, sys.stdout)


def _plan(sources: tuple[str, ...], choices: Choices, asking: Asking) -> "Plan":
    from extract import prompts
    from extract.runs import plan_of

    plan = plan_of(
        sources,
        prompt=choices.prompt or prompts.BUILT_IN,
        model=model_of(choices.model, asking),
        response_model=choices.schema,
        settings=replace(DEFAULT, max_bytes=choices.max_bytes, reasks=choices.reask),
    )
    return replace(plan, budget=budget_of(choices.model, asking))


def _run(plan: "Plan", choices: Choices) -> "RunSummary":
    from extract.cli.progress import ProgressBar
    from extract.runs import Watch, directory_of, run_plan

    directory = choices.out or directory_of(plan)
    with ProgressBar(quiet=choices.quiet) as bar:
        try:
            return run_plan(plan, directory, choices.concurrency, Watch(bar.found, bar.counted, pressed=bar.pressed))
        except (KeyboardInterrupt, ExtractError):
            bar.stopped(directory)
            raise


def default_sources() -> tuple[str, ...]:
    """Return seeds/, which is read where no SOURCE is named; `UsageError` where there is none."""
    if not Path(DEFAULT_SOURCE).is_dir():
        raise UsageError(
            f"no SOURCE named, and there is no folder {DEFAULT_SOURCE}/ here; name files or folders to read"
        )
    return (DEFAULT_SOURCE,)
