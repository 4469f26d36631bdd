"""`extract eval`: how good is a run, or a prompt and a model, against gold?"""

import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import click

from extract.cli.asking import ANSWER_OPTIONS, CACHE_OPTION, options_of, warn
from extract.cli.gold import gold_option
from extract.cli.run import default_sources
from extract.cli.targets import refuse_kept
from extract.errors import RunError, UsageError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from extract.models import Model
    from extract.report import Floor
    from extract.scores import Evaluation


class Least(click.ParamType[tuple[str, float]]):
    """A metric and the least value that passes, as NAME=VALUE."""

    name = "metric=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        """Return name and value; a usage error where they are none."""
        metric, _, number = str(value).partition("=")
        try:
            least = float(number)
        except ValueError:
            least = math.nan
        if not metric or not 0 <= least <= 1:
            self.fail(f"{value!r} is no floor; write a metric and a share, as figures.correct.f1=0.8", param, ctx)
        return metric, least


@dataclass(frozen=True, slots=True)
class Choices:
    """What the options say about what is scored."""

    prompt: str | None
    model: str | None
    schema: str | None
    folder: Path
    out: Path | None
    asking: SimpleNamespace
    """`ANSWER_OPTIONS` and the cache."""


def _answer_options(command: Any) -> Any:
    for option in reversed((*ANSWER_OPTIONS, CACHE_OPTION)):
        command = option(command)
    return command


@click.command("eval")
@click.argument("names", metavar="RUN | [SOURCE]...", nargs=-1)
@click.option("--prompt", metavar="P", help="Score what this prompt says about gold's documents.")
@click.option("--model", metavar="M", help="Who answers the prompt: rules, or openai/NAME from the cache alone.")
@gold_option
@click.option("--schema", metavar="M:C", help="Another response model than the run's, as package.module:Class.")
@click.option(
    "--out", metavar="DIR", type=click.Path(path_type=Path), help="Keep the run of --prompt and --model here."
)
@click.option("--fail-under", type=Least(), multiple=True, help="Exit 1 where the metric is lower; repeatable.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown", "junit"]),
    default="text",
    show_default=True,
    help="What is printed.",
)
@click.option(
    "--pairs",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write every aligned pair and leftover with its faults, as JSON Lines.",
)
@_answer_options
def evaluate(
    names: tuple[str, ...], fail_under: tuple[tuple[str, float], ...], format_: str, pairs: Path | None, **options: Any
) -> None:
    """Score a run directory RUN against the gold set, or a prompt and a model on the documents that gold labels.

    With --prompt or --model the names are SOURCEs, seeds/ if there is none; a model on a server answers from the cache
    alone, so that nothing is sent. Exits 1 where a --fail-under is not reached.
    """
    from extract.report import floors, in_words

    if pairs is not None:
        refuse_kept(pairs, "--pairs")
    named = {name: options.pop(name) for name in ("prompt", "model", "schema", "folder", "out")}
    choices = Choices(**named, asking=SimpleNamespace(**options))
    evaluation = _asked(names, choices) if choices.prompt or choices.model else _of_run(names, choices)
    held = floors(evaluation, fail_under)
    if pairs is not None:
        _write_pairs(pairs, evaluation)
    _print(evaluation, held, format_)
    missed = [floor for floor in held if not floor.held]
    for floor in missed:
        click.echo(in_words(floor), err=True)
    if missed:
        raise click.exceptions.Exit(1)


def _of_run(names: tuple[str, ...], choices: Choices) -> "Evaluation":
    from extract.evaluation.evaluating import evaluate as evaluation_of

    if len(names) != 1:
        raise UsageError("name one run directory to score, or --prompt and --model; see `extract run`")
    if choices.out is not None:
        raise UsageError("--out keeps the run of --prompt and --model; a RUN is kept already")
    run = Path(names[0])
    return evaluation_of(run, choices.folder, response_model_of_run(run, choices.schema))


def response_model_of_run(run: Path, override: str | None) -> "type[BaseModel]":
    """Return the class that a run's rows fill in, as its manifest names it, or the one that is named instead.

    Raises `RunError` where the class has changed since: its rows would be judged by rules that they were not made for.
    """
    from extract.prompts import response_model_named
    from extract.runs import read_manifest
    from extract.wire import schema_hash

    written = read_manifest(run).response_model
    model = response_model_named(override or written["name"])
    if override is None and schema_hash(model) != written["hash"]:
        raise RunError(f"{run}: {written['name']} has changed since the run; run again, or name a class with --schema")
    return model


def _asked(names: tuple[str, ...], choices: Choices) -> "Evaluation":
    from extract import prompts
    from extract.evaluation.asked import evaluate_prompt
    from extract.runs import plan_of
    from extract.settings import DEFAULT

    plan = plan_of(
        names or default_sources(),
        prompt=choices.prompt or prompts.BUILT_IN,
        model=_model(choices.model or "rules", choices.asking),
        response_model=choices.schema,
        settings=DEFAULT,
    )
    with _directory(choices.out) as out:
        return evaluate_prompt(plan, choices.folder, out, str(choices.out) if choices.out else None)


def _model(name: str, asking: SimpleNamespace) -> "Model":
    """Return the model of that name; one on a server answers from the cache alone."""
    from extract.models import model_named, served_model, served_name

    served = served_name(name)
    if served is None:
        return model_named(name)
    from extract.llm.setup import default_setup

    setup = default_setup(served)
    cache = asking.cache or setup.cache
    return served_model(replace(setup, options=options_of(served, asking), cache=cache, cache_only=True), warn)


@contextmanager
def _directory(out: Path | None) -> Iterator[Path]:
    """Give the named run directory, or one that is gone afterwards."""
    if out is not None:
        yield out
        return
    with TemporaryDirectory(prefix="extract-eval-") as folder:
        yield Path(folder) / "run"


def _write_pairs(path: Path, evaluation: "Evaluation") -> None:
    from extract import jsonl
    from extract.report import pairs

    try:
        jsonl.replace(path, (f"{line}\n".encode() for line in pairs(evaluation)))
    except OSError as error:
        raise RunError(f"{path} cannot be written ({error}); name another file with --pairs") from error


def _print(evaluation: "Evaluation", held: "tuple[Floor, ...]", format_: str) -> None:
    from extract import report

    if format_ == "text":
        from extract.report.table import print_table  # here, because the other formats need no rich

        print_table(evaluation, sys.stdout)
        return
    write = {"json": report.as_json, "markdown": report.markdown, "junit": report.junit}[format_]
    click.echo(write(evaluation, held).rstrip("\n"))
