"""`extract export`: the items of a run as a table for a spreadsheet or a data frame."""

import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from extract.cli.targets import refuse_kept
from extract.errors import RunError, UsageError

if TYPE_CHECKING:
    from extract.export import Table
    from extract.records import ExtractedItem


@click.command()
@click.argument("run", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--to", "to", type=click.Choice(["csv", "parquet"]), required=True, help="What is written.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="[default: stdout]")
@click.option(
    "--type", "types", metavar="T", multiple=True, help="Only items of this type, such as figures; repeatable."
)
@click.option("--flagged", is_flag=True, help="Only items with a problem.")
@click.option("--clean", is_flag=True, help="Only items without a problem.")
def export(run: Path, to: str, out: Path | None, types: tuple[str, ...], flagged: bool, clean: bool) -> None:
    """Write the items of the run directory RUN as a table, one row an item.

    Each row has its document, its item's fields, its span, grounding, verification and problems, and its call.
    """
    from extract.export import write_csv, write_parquet

    if flagged and clean:
        raise UsageError("--flagged and --clean leave no item between them; name one of them or neither")
    if to == "parquet" and out is None and sys.stdout.isatty():
        raise UsageError("Parquet is no text for a terminal; name a file with --out")
    if out is not None:
        refuse_kept(out, "--out")
    table = _table(run, types, _wanted(flagged, clean))
    write: Callable[[Table, BinaryIO], None] = write_csv if to == "csv" else write_parquet
    if out is None:
        write(table, sys.stdout.buffer)
    else:
        _replace(out, lambda stream: write(table, stream))
    _tell(run, table)


def _wanted(flagged: bool, clean: bool) -> "Callable[[ExtractedItem], bool]":
    if flagged:
        return lambda item: bool(item.problems)
    if clean:
        return lambda item: not item.problems
    return lambda item: True


def _table(run: Path, chosen: tuple[str, ...], wanted: "Callable[[ExtractedItem], bool]") -> "Table":
    from extract.export import table_of, types_in
    from extract.runs import read_manifest, read_rows

    manifest = read_manifest(run)
    schema = manifest.response_model["json_schema"]
    known = types_in(schema, manifest.results.get("items", {}))
    for name in chosen:
        if name not in known:
            raise UsageError(f"{run} has no items of type {name!r}; there are: {', '.join(known)}")
    return table_of(lambda: read_rows(run), schema, chosen or known, wanted)


def _replace(path: Path, write: "Callable[[BinaryIO], None]") -> None:
    """Put what is written in place of the file at once, so that a reader never sees half a table."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            write(stream)
        os.replace(part, path)
    except OSError as error:
        raise RunError(f"{path} cannot be written ({error}); name another file with --out") from error
    finally:
        part.unlink(missing_ok=True)


def _tell(run: Path, table: "Table") -> None:
    """Say on stderr what the table cannot show: documents that gave no items."""
    from extract.runs import read_rows

    without = Counter(row.status for row in read_rows(run) if not row.items)
    said = f"{table.items:,} item{'s' * (table.items != 1)}"
    if without:
        statuses = ", ".join(f"{count:,} {status}" for status, count in without.items())
        said += f"; {without.total():,} document{'s' * (without.total() != 1)} without items: {statuses}"
    click.echo(said, err=True)
