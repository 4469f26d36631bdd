"""`extract compare`: is the new run better than the old one, and may it replace it?"""

import io
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.cli.gold import gold_option
from extract.cli.targets import refuse_kept
from extract.errors import ExtractError, RunError, UsageError
from extract.plain import one_line

if TYPE_CHECKING:
    from extract.differences import Comparison
    from extract.evaluation.versus import Kept

ERROR = 4
"""Exit code of whatever is no verdict, calls that cannot be meant included."""
FORMATS = ("text", "json", "markdown", "github", "junit")


class Gate(click.Command):
    """A command whose exit codes 0 to 3 are verdicts, so that every error must be another one."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the arguments; a call that cannot be meant exits with 4."""
        with _errors_exit_with_4():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error exits with 4, whatever it is."""
        with _errors_exit_with_4():
            return super().invoke(ctx)


@contextmanager
def _errors_exit_with_4() -> Iterator[None]:
    try:
        yield
    except (click.exceptions.Exit, click.Abort):
        raise
    except click.ClickException as error:
        error.show()
        raise click.exceptions.Exit(ERROR) from error
    except ExtractError as error:
        kind = click.UsageError if isinstance(error, UsageError) else click.ClickException
        kind(one_line(str(error))).show()
        raise click.exceptions.Exit(ERROR) from error
    except Exception as error:  # a fault of ours would exit with 1, which is a verdict
        traceback.print_exc()
        click.echo(f"Error: unexpected {type(error).__name__}; please report it with the lines above", err=True)
        raise click.exceptions.Exit(ERROR) from error


class Also(click.ParamType[tuple[str, Path]]):
    """An output and the file that it goes to, as FORMAT=FILE."""

    name = "format=file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path]:
        """Return format and file; a usage error where they are none."""
        format_, _, path = str(value).partition("=")
        if format_ not in FORMATS or not path:
            self.fail(f"{value!r} names no output; write FORMAT=FILE, FORMAT one of {', '.join(FORMATS)}", param, ctx)
        return format_, Path(path)


@click.command("compare", cls=Gate)
@click.argument("names", metavar="[RUN_A] RUN_B", nargs=-1, required=True)
@gold_option
@click.option(
    "--policy",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="TOML file with metrics, margins and budgets; else TYPE.correct.f1 may lose 0.02.",
)
@click.option("--baseline-ref", metavar="REF:PATH", help="Take A from another commit instead of RUN_A.")
@click.option("--inconclusive", type=click.Choice(["pass", "fail"]), help="Exit 0 or 1 where the verdict is open.")
@click.option("--schema", metavar="M:C", help="Another response model than the runs', as package.module:Class.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="Printed.")
@click.option("--write", type=Also(), multiple=True, metavar="FORMAT=FILE", help="Write it to a file too; repeatable.")
def compare(
    names: tuple[str, ...],
    folder: Path,
    policy: Path | None,
    baseline_ref: str | None,
    inconclusive: str | None,
    schema: str | None,
    format_: str,
    write: tuple[tuple[str, Path], ...],
) -> None:
    """Compare the run RUN_B with RUN_A, the one that stood before, on the same gold and documents.

    Several samples of one side are separated by commas: A0,A1 B0,B1. Exits 0 pass, 1 regression, 2 inconclusive, 3
    where the runs cannot be compared, 4 on any error.
    """
    for _, path in write:
        refuse_kept(path, "--write")
    comparison = _settled(_compared(names, folder, policy, baseline_ref, schema), inconclusive)
    click.echo(_told(comparison, format_, fails=inconclusive == "fail"), nl=False)
    for other, path in write:
        _write(path, _told(comparison, other, fails=inconclusive == "fail"))
    raise click.exceptions.Exit(comparison.exit_code)


def _compared(
    names: tuple[str, ...], folder: Path, policy: Path | None, baseline_ref: str | None, schema: str | None
) -> "Comparison":
    from extract.comparison import read_policy
    from extract.evaluation.committed import committed
    from extract.evaluation.versus import compare_runs

    wanted = 2 if baseline_ref is None else 1
    if len(names) != wanted:
        meant = "RUN_A and RUN_B" if wanted == 2 else "RUN_B alone, since --baseline-ref names A"
        raise UsageError(f"{len(names)} runs are named; name {meant}")
    rules = read_policy(policy)
    if baseline_ref is None:
        return compare_runs(_kept(names[0]), _kept(names[1]), folder, rules, schema)
    with committed(baseline_ref, folder) as baseline:
        return compare_runs(baseline, _kept(names[0]), folder, rules, schema)


def _kept(names: str) -> "list[Kept]":
    from extract.evaluation.versus import Kept

    if Path(names).is_dir():  # a comma may be part of a name
        return [Kept(Path(names), names)]
    return [Kept(Path(name), name) for name in names.split(",")]


def _settled(comparison: "Comparison", inconclusive: str | None) -> "Comparison":
    """Return the comparison with the exit code that the caller wants of an open verdict."""
    from dataclasses import replace

    if comparison.verdict != "inconclusive" or inconclusive is None:
        return comparison
    return replace(comparison, exit_code=0 if inconclusive == "pass" else 1)


def _told(comparison: "Comparison", format_: str, *, fails: bool) -> str:
    from extract.report.annotations import annotations
    from extract.report.compare_json import comparison_json
    from extract.report.compare_junit import comparison_junit
    from extract.report.compare_markdown import comparison_markdown
    from extract.report.compare_table import print_comparison

    if format_ == "text":
        stream = io.StringIO()
        print_comparison(comparison, stream)
        return stream.getvalue()
    if format_ == "json":
        return comparison_json(comparison) + "\n"
    if format_ == "junit":
        return comparison_junit(comparison, inconclusive_fails=fails)
    return {"markdown": comparison_markdown, "github": annotations}[format_](comparison)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RunError(f"{path} cannot be written ({error.strerror}); name another file with --write") from error
