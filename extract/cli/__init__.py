"""Which commands there are; each one's module is loaded when it is called, so that `--help` costs next to nothing."""

import errno
from importlib import import_module
from typing import Any, NoReturn

import click

import extract
from extract.errors import ExtractError, UsageError
from extract.plain import one_line

# name: module, attribute, what the list of commands says
COMMANDS = {
    "run": ("extract.cli.run", "run", "Draw claims and figures out of documents, each number checked."),
    "eval": ("extract.cli.eval", "evaluate", "Score a run, or a prompt and a model, against the gold set."),
    "compare": ("extract.cli.compare", "compare", "Compare two runs and say whether the new one may stand."),
    "review": ("extract.cli.review", "review", "Decide in a browser what a run and gold disagree on, or list it."),
    "gold": ("extract.cli.gold", "gold", "Check the gold set, split it, bring in what reviewers decided."),
    "report": ("extract.cli.report", "report", "Write a run as one page to look at, with its scores and documents."),
    "export": ("extract.cli.export", "export", "Write the items of a run as a table: CSV or Parquet."),
    "prompts": ("extract.cli.prompts", "prompts", "List prompts, show what they send, and check their examples."),
    "batch": ("extract.cli.batch", "batch", "Ask in files, and take in what comes back."),
    "cache": ("extract.cli.cache", "cache", "Look at stored answers, share them, and delete them."),
    "schema": ("extract.cli.schema", "schema", "Print the JSON Schema that a model is asked to fill in."),
    "init": ("extract.cli.init", "init", "Make a folder with all that a project of your own needs."),
}
INTERRUPTED = 130


class Commands(click.Group):
    """The commands of the table, with the toolkit's errors told in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load and return the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - the table and the module disagree
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name; an unknown name is told with the known ones."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"no command {args[0]!r}; there are: {', '.join(COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, _, said) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a known error is one line and exit code 1, a call that cannot be meant 2, Ctrl-C 130."""
        try:
            return super().invoke(ctx)
        except ExtractError as error:
            _fail(error)
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read the output has seen enough: click's to end quietly
                raise
            place = one_line(str(error.filename)) if error.filename else "the output"
            raise click.ClickException(f"{place} cannot be read or written: {error.strerror or error}") from error


def _fail(error: ExtractError) -> NoReturn:
    message = one_line(str(error))
    if isinstance(error, UsageError):
        raise click.UsageError(message) from error
    raise click.ClickException(message) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(extract.__version__, prog_name="extract")
def commands() -> None:
    """Claims and figures out of documents, every number checked against the document's own words."""
