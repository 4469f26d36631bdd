"""`extract cache`: what is stored, how a team shares it, and how old answers go."""

import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.cli.asking import CACHE_OPTION, warn
from extract.cli.targets import refuse_kept
from extract.plain import one_line

if TYPE_CHECKING:
    from extract.llm.bundles import Imported
    from extract.llm.cache import Cache
    from extract.llm.holdings import Holdings, Selection

_AGE = re.compile(r"([0-9]{1,5})([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
_MODEL_OPTION = click.option(
    "--model", "models", metavar="M", multiple=True, help="Only answers asked of this model; may be repeated."
)
_FILE = click.Path(path_type=Path, dir_okay=False)


class Age(click.ParamType[timedelta]):
    """A length of time in hours, days or weeks."""

    name = "age"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Return the length of time; a usage error where it is none."""
        found = _AGE.fullmatch(value)
        if not found:
            self.fail(f"{value!r} is no age; write hours, days or weeks as 12h, 30d or 4w", param, ctx)
        return timedelta(**{_UNITS[found[2]]: int(found[1])})


@click.group()
def cache() -> None:
    """Look at stored answers, share them, and delete them."""


@cache.command()
@CACHE_OPTION
@_JSON_OPTION
def info(cache: Path | None, as_json: bool) -> None:
    """Say where the cache is, and what it holds of which model."""
    from extract import jsonl
    from extract.llm.holdings import holdings_of

    with _existing(cache) as opened:
        found = holdings_of(opened)
    if as_json:
        click.echo(jsonl.dumps({"folder": str(opened.folder), **found.to_json()}))
    else:
        _print_holdings(opened.folder, found)


@cache.command("export")
@click.argument("file", type=_FILE)
@_MODEL_OPTION
@CACHE_OPTION
@_JSON_OPTION
def export_(file: Path, models: tuple[str, ...], cache: Path | None, as_json: bool) -> None:
    """Write finished entries to a FILE of JSON Lines, sorted, so that it can be committed.

    A FILE holds the documents' texts and the answers, and never a key.
    """
    from extract import jsonl
    from extract.llm.bundles import export_bundle

    refuse_kept(file, "FILE")
    with _existing(cache) as opened:
        exported = export_bundle(opened, file, _selection(models))
    if as_json:
        click.echo(jsonl.dumps({"entries": exported.entries, "unfinished": exported.unfinished}))
        return
    click.echo(f"{_entries(exported.entries)} to {file}")
    if exported.unfinished:
        warn(f"{_entries(exported.unfinished)} left out: unfinished; run again what was stopped")


@cache.command("import")
@click.argument("files", metavar="FILE...", type=click.Path(path_type=Path, dir_okay=False, exists=True), nargs=-1)
@click.option("--refresh", is_flag=True, help="Replace entries that are stored already.")
@CACHE_OPTION
@_JSON_OPTION
def import_(files: tuple[Path, ...], refresh: bool, cache: Path | None, as_json: bool) -> None:
    """Take the entries of exported FILEs into the cache; each line is checked, nothing is overwritten.

    Exits 1 where a line is refused; the others are taken in all the same.
    """
    from extract.llm.bundles import Imported, import_bundle
    from extract.llm.cache import Cache, default_folder

    if not files:
        raise click.UsageError("no FILE named; name what `extract cache export` wrote")
    imported = Imported()
    with Cache(cache or default_folder(), warn) as opened:
        for file in files:
            import_bundle(opened, file, imported, refresh=refresh)
    print_imported(imported, as_json)
    if imported.refused:
        raise click.exceptions.Exit(1)


@cache.command()
@click.option("--older-than", metavar="AGE", type=Age(), help="Entries whose last answer is older: 12h, 30d, 4w.")
@_MODEL_OPTION
@click.option("--unfinished", is_flag=True, help="Entries of runs that were stopped and not gone on with.")
@click.option("--dry-run", is_flag=True, help="Delete nothing, say what would go.")
@CACHE_OPTION
@_JSON_OPTION
def prune(
    older_than: timedelta | None,
    models: tuple[str, ...],
    unfinished: bool,
    dry_run: bool,
    cache: Path | None,
    as_json: bool,
) -> None:
    """Delete the entries for which all holds that the options say; at least one is needed."""
    from extract import jsonl
    from extract.llm.holdings import prune as deleted_from

    if not (older_than or models or unfinished):
        raise click.UsageError("prune of what? give --older-than, --model or --unfinished; --older-than 0d means all")
    before = None if older_than is None else datetime.now(UTC) - older_than
    with _existing(cache) as opened:
        gone = deleted_from(opened, _selection(models, before, unfinished), dry_run=dry_run)
    if as_json:
        click.echo(jsonl.dumps({"dry_run": dry_run, **gone.to_json()}))
        return
    tokens = f"{gone.usage.input_tokens:,} tokens in, {gone.usage.output_tokens:,} out"
    click.echo(f"{_entries(gone.entries)} {'would be ' if dry_run else ''}deleted: {gone.answers:,} answers, {tokens}")


# --- what they share -------------------------------------------------------------------------------------------


def _existing(folder: Path | None) -> "Cache":
    """Open a cache that is there; one that is looked for in vain is not made."""
    from extract.errors import CacheError
    from extract.llm.cache import Cache, default_folder
    from extract.llm.database import FILE

    folder = folder or default_folder()
    if not (folder / FILE).exists():
        raise CacheError(
            f"{folder}: no cache is here; a run with --model openai/NAME begins one, --cache names another"
        )
    return Cache(folder, warn)


def _selection(models: tuple[str, ...], before: datetime | None = None, unfinished: bool = False) -> "Selection":
    from extract.llm.holdings import Selection

    return Selection(frozenset(model.removeprefix("openai/") for model in models), before, unfinished)


def print_imported(imported: "Imported", as_json: bool) -> None:
    """Print how many entries came in; what was kept or refused is listed on stderr, unless as JSON."""
    from extract import jsonl

    if as_json:
        counts = {"stored": imported.stored, "same": imported.same, "kept": imported.kept, "refused": imported.refused}
        click.echo(jsonl.dumps(counts))
        return
    for line in (*imported.kept, *imported.refused):
        warn(one_line(line))
    told = f"{imported.stored:,} stored, {imported.same:,} there already"
    click.echo(f"{told}, {len(imported.kept):,} differ and are kept, {len(imported.refused):,} refused")


def _print_holdings(folder: Path, found: "Holdings") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    total = found.total
    click.echo(f"{folder}: {found.bytes:,} bytes")
    click.echo(
        f"{_entries(total.entries)}: {total.finished:,} finished, {total.entries - total.finished:,} unfinished, "
        f"{found.damaged:,} damaged"
    )
    if not found.by_model:
        return
    names = ("model", "entries", "answers", "invalid", "tokens in", "tokens out", "USD")
    table = Table(*names, box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for name, held in sorted(found.by_model.items()):
        counts = (held.entries, held.answers, held.invalid, held.usage.input_tokens, held.usage.output_tokens)
        cost = "unknown" if held.cost_usd is None else f"{held.cost_usd:,.4f}"
        table.add_row(Text(one_line(name)), *(f"{count:,}" for count in counts), cost)
    Console(file=sys.stdout, highlight=False, markup=False, emoji=False).print(table)


def _entries(count: int) -> str:
    return f"{count:,} entr{'y' if count == 1 else 'ies'}"
