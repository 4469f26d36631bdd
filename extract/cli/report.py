"""`extract report`: one page with the scores of a run, its errors, and every document with its items marked."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cli.targets import refuse_kept
from extract.errors import RunError, UsageError

if TYPE_CHECKING:
    from extract.report.page.records import Against, Subject
    from extract.runs import Manifest
    from extract.scores import Evaluation


@click.command()
@click.argument("run", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--gold", "gold", metavar="DIR", type=click.Path(path_type=Path), help="Score against this gold set.")
@click.option("--against", metavar="RUN_B", type=click.Path(path_type=Path), help="Show what differs from this run.")
@click.option("--schema", metavar="M:C", help="Another response model than the run's, as package.module:Class.")
@click.option(
    "--out",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page, a file of HTML.",
)
def report(run: Path, gold: Path | None, against: Path | None, schema: str | None, out: Path) -> None:
    """Write the run directory RUN as one page of HTML that loads nothing and runs nothing.

    Without --gold the page says what the documents' own words confirm; with it, what is right. --against names another
    run of the same documents, the one that stood before.
    """
    from extract import jsonl
    from extract.report.page.rendering import page

    if schema is not None and gold is None:
        raise UsageError("--schema names the response model that gold is scored by; name gold with --gold")
    refuse_kept(out, "--out")
    subject = _subject(run, gold, against, schema)
    try:
        jsonl.replace(out, (piece.encode() for piece in page(subject)))
    except OSError as error:
        raise RunError(f"{out} cannot be written ({error}); name another file with --out") from error
    click.echo(f"{out}: {len(subject.rows):,} document{'s' * (len(subject.rows) != 1)}", err=True)


def _subject(run: Path, gold: Path | None, against: Path | None, schema: str | None) -> "Subject":
    from extract.report.page.records import Subject
    from extract.runs import read_documents, read_manifest, read_rows

    manifest = read_manifest(run)
    return Subject(
        run=str(run),
        prompt=_prompt(manifest),
        model=_model(manifest),
        response_model=manifest.response_model["name"],
        created=manifest.created,
        complete=manifest.complete,
        types=_types(manifest),
        rows=tuple(read_rows(run)),
        documents={document.id: document for document in read_documents(run)},
        evaluation=None if gold is None else _evaluation(run, gold, schema),
        against=None if against is None else _against(run, against, gold, schema),
    )


def _types(manifest: "Manifest") -> tuple[str, ...]:
    from extract.export import types_in

    return types_in(manifest.response_model["json_schema"], manifest.results.get("items", {}))


def _prompt(manifest: "Manifest") -> str:
    return f"{manifest.prompt['name']}@{manifest.prompt['fingerprint'][:12]}"


def _model(manifest: "Manifest") -> str:
    return " ".join(filter(None, (manifest.model["name"], manifest.model["version"])))


def _evaluation(run: Path, gold: Path, schema: str | None) -> "Evaluation":
    from extract.cli.eval import response_model_of_run
    from extract.evaluation.evaluating import evaluate

    return evaluate(run, gold, response_model_of_run(run, schema), uncovered=False)


def _against(run: Path, other: Path, gold: Path | None, schema: str | None) -> "Against":
    from extract.comparison import read_policy
    from extract.evaluation.versus import Kept, compare_runs
    from extract.report.page.records import Against
    from extract.runs import read_manifest, read_rows

    manifest = read_manifest(other)
    comparison = None
    if gold is not None:
        comparison = compare_runs([Kept(other, str(other))], [Kept(run, str(run))], gold, read_policy(), schema)
    return Against(str(other), _prompt(manifest), _model(manifest), tuple(read_rows(other)), comparison)
