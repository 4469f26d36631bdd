"""`extract gold`: is the gold set sound, how is it split, how far do readers agree, what is labelled elsewhere?"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.cli.asking import Amount
from extract.cli.run import default_sources
from extract.errors import UsageError
from extract.plain import one_line

if TYPE_CHECKING:
    from pydantic import BaseModel

    from extract.records import Document

DEFAULT_GOLD = Path("gold")

gold_option = click.option(
    "--gold",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=DEFAULT_GOLD,
    show_default=True,
    help="Folder of the gold set.",
)

tool_option = click.option(
    "--as", "form", type=click.Choice(["label-studio", "prodigy"]), required=True, help="Whose format FILE has."
)


@click.group()
def gold() -> None:
    """Check the gold set, split it, see how far its readers agreed, and bring in what reviewers decided."""


@gold.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@gold_option
@click.option("--prompt", metavar="P", help="Whose response model the labels fit: a prompt's name or a .md file.")
@click.option("--schema", metavar="M:C", help="Another response model, as package.module:Class.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a fault.")
def check(sources: tuple[str, ...], folder: Path, prompt: str | None, schema: str | None, as_json: bool) -> None:
    """Check every label against the documents of the SOURCEs, seeds/ if none is named, and the response model.

    Prints each fault with its file and line; exits 1 where there is one.
    """
    from extract import prompts
    from extract.gold import check as faults_of
    from extract.gold import files
    from extract.jsonl import dumps
    from extract.report.layout import plural

    model = prompts.response_model_of(prompts.load(prompt or prompts.BUILT_IN), schema)
    faults = faults_of(folder, model, _documents(sources or default_sources()))
    for fault in faults:
        record = {"file": str(fault.path), "line": fault.line, "message": fault.message}
        click.echo(dumps(record) if as_json else one_line(str(fault)))
    if not as_json:
        count = len(files(folder))
        told = plural(len(faults), "fault") if faults else "no faults"
        click.echo(f"{one_line(str(folder))}: {plural(count, 'file')}, {told}", err=True)
    if faults:
        raise click.exceptions.Exit(1)


@gold.command()
@click.option(
    "--dev",
    metavar="SHARE",
    type=Amount(0, 1),
    default=0.7,
    show_default=True,
    help="About which share of the documents prompts are developed on.",
)
@gold_option
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="Write dev.txt and test.txt, an id a line.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def split(dev: float, folder: Path, out: Path | None, as_json: bool) -> None:
    """List the gold documents to develop prompts on and those to test them on.

    A document's id alone decides, so that it never changes sides, whatever is labelled later.
    """
    from extract.gold import load
    from extract.gold import split as parts
    from extract.jsonl import dumps

    sides = dict(zip(("dev", "test"), parts(load(folder).documents, dev), strict=True))
    if out is not None:
        _write_sides(out, sides)
    elif as_json:
        click.echo(dumps(sides))
    else:
        for side, ids in sides.items():
            for id_ in ids:
                click.echo(f"{side}\t{one_line(id_)}")


@gold.command()
@click.argument("first", metavar="A", type=click.Path(path_type=Path))
@click.argument("second", metavar="B", type=click.Path(path_type=Path))
@click.option("--prompt", metavar="P", help="Whose response model the labels fit: a prompt's name or a .md file.")
@click.option("--schema", metavar="M:C", help="Another response model, as package.module:Class.")
@click.option("--readers", metavar="WHO", help="Who they were, in words, for the record.")
@click.option(
    "--record", metavar="FILE", type=click.Path(path_type=Path), help="Keep the agreement, as gold/agreement.json."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def agreement(first: Path, second: Path, as_json: bool, **named: Any) -> None:
    """Score the gold folder B of one reader against the folder A of another, by the rules that score runs.

    The documents are those that both labelled. What --record keeps in gold/agreement.json stands beside every later
    score as its ceiling.
    """
    from extract import prompts
    from extract.evaluation.agreeing import agreement as agreement_of
    from extract.gold import load
    from extract.report.readers import agreement_json, ceiling_json, print_agreement

    if named["record"] is not None and not named["readers"]:
        raise UsageError("--record keeps who the readers were; say so with --readers")
    model = prompts.response_model_of(prompts.load(named["prompt"] or prompts.BUILT_IN), named["schema"])
    agreed = agreement_of(load(first), load(second), model)
    if as_json:
        click.echo(agreement_json(agreed))
    else:
        print_agreement(agreed, sys.stdout)
    if named["record"] is not None:
        _write(named["record"], ceiling_json(agreed, named["readers"]))


@gold.command()
@gold_option
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option(
    "--runs",
    metavar="RUN",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Score this run on old and new gold; repeatable.",
)
@click.option("--schema", metavar="M:C", help="Another response model, as package.module:Class.")
def apply(folder: Path, dry_run: bool, runs: tuple[Path, ...], schema: str | None) -> None:
    """Bring the decisions of review/decisions.jsonl into the gold set.

    A line is checked as `gold check` does it, by the response model of --schema, of the first run, or the built-in
    one. What does not fit, or has changed since it was reviewed, is refused and listed, and so is what gold still has
    of decisions that were undone or overruled; exits 1 then. A second time changes nothing.
    """
    from extract import prompts
    from extract.cli import applied as outputs
    from extract.cli.eval import response_model_of_run
    from extract.cli.reviewing import read_decisions
    from extract.evaluation.rescoring import rescored
    from extract.review import LOG

    if not (folder / LOG).exists():
        raise UsageError(f"{folder / LOG} is not there, so nothing is decided; name another folder with --gold")
    state = read_decisions(folder)
    if runs:
        root = response_model_of_run(runs[0], schema)
    else:
        root = prompts.response_model_of(prompts.load(prompts.BUILT_IN), schema)
    found = rescored(runs, folder, state, root, lambda run: response_model_of_run(run, schema))
    if dry_run:
        outputs.print_diff(found.applied)
    else:
        outputs.write(found.applied)
    outputs.print_outcome(found.applied, dry_run=dry_run)
    if runs:
        outputs.print_scores(found)
    if found.applied.refused or found.applied.withdrawn or found.applied.overruled:
        raise click.exceptions.Exit(1)


@gold.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@gold_option
@tool_option
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--run", metavar="RUN", type=click.Path(path_type=Path), help="The documents and items of a run instead.")
@click.option("--empty", is_flag=True, help="The documents alone, for a reader who is to see no labels.")
@click.option("--prompt", metavar="P", help="Whose response model the labels fit: a prompt's name or a .md file.")
@click.option("--schema", metavar="M:C", help="Another response model, as package.module:Class.")
def export(sources: tuple[str, ...], folder: Path, form: str, out: Path, run: Path | None, **named: Any) -> None:
    """Write the gold set, with the texts of the SOURCEs, as documents of another annotation tool.

    For Label Studio its labeling configuration is written beside FILE.
    """
    from extract.cli import labelled

    if run is None:
        texts = _documents(sources or default_sources())
        labelled.export_gold(folder, texts, _model(named), out, form, empty=named["empty"])
        return
    if sources:
        raise UsageError("a run has its own texts; name SOURCEs or --run")
    from extract.cli.eval import response_model_of_run

    labelled.export_run(run, response_model_of_run(run, named["schema"]), out, form, empty=named["empty"])


@gold.command(name="import")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@tool_option
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--reader", metavar="WHO", help="Whose labels, where several readers labelled a document.")
@click.option("--prompt", metavar="P", help="Whose response model the labels fit: a prompt's name or a .md file.")
@click.option("--schema", metavar="M:C", help="Another response model, as package.module:Class.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_(path: Path, sources: tuple[str, ...], form: str, out: Path, **named: Any) -> None:
    """Write what a reader labelled in another annotation tool as a gold folder of its own.

    Every place is checked against the texts of the SOURCEs, seeds/ if none is named, and every item as `gold check`
    does it. What is refused is listed; exits 1 then.
    """
    from extract.cli import labelled

    texts = _documents(sources or default_sources())
    labelled.import_gold(path, texts, _model(named), out, form, reader=named["reader"], as_json=named["as_json"])


def _model(named: dict[str, Any]) -> "type[BaseModel]":
    from extract import prompts

    return prompts.response_model_of(prompts.load(named["prompt"] or prompts.BUILT_IN), named["schema"])


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error}); name another file") from error
    click.echo(str(path), err=True)


def _write_sides(out: Path, sides: dict[str, tuple[str, ...]]) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for side, ids in sides.items():
            path = out / f"{side}.txt"
            path.write_text("".join(f"{id_}\n" for id_ in ids), encoding="utf-8")
            click.echo(f"{path}: {len(ids)}", err=True)
    except OSError as error:
        raise UsageError(f"{out} cannot be written ({error}); name another folder with --out") from error


def _documents(sources: tuple[str, ...]) -> "dict[str, Document]":
    """Return the readable documents by id; what cannot be read is told, for its labels will be faults."""
    from extract.documents import read_sources
    from extract.records import Document

    found = {}
    for source in read_sources(sources):
        if isinstance(source, Document):
            found[source.id] = source
        else:
            click.echo(one_line(f"{source.source}: {source.kind}: {source.message}"), err=True)
    return found
