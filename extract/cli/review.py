"""`extract review`: on what do a run and gold disagree, and how much of it is decided?"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.cli import exchange, reviewing
from extract.cli.gold import gold_option
from extract.errors import UsageError
from extract.plain import one_line

if TYPE_CHECKING:
    from extract.disagreements import Disagreement
    from extract.evaluation.reviewing import Subject
    from extract.review import Progress, State
    from extract.scores import Rate

FILE = click.Path(path_type=Path, dir_okay=False)
ORDERS = ("impact", "gold-suspect", "uncertainty", "document")


class Share(click.ParamType[float]):
    """A share, as 5% or 0.05."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the share from 0 to 1; a usage error where it is none."""
        text = str(value)
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            self.fail(f"{value!r} is no share; write 5% or 0.05", param, ctx)
        return share


def _trimmed(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    """Return the reviewer's name without spaces around it, by which nobody could be told apart."""
    if name is not None and not name.strip():
        raise UsageError("--reviewer is empty; give the name of who decides, or leave it out")
    return None if name is None else name.strip()


@click.command()
@click.argument("run", metavar="RUN", type=click.Path(path_type=Path))
@gold_option
@click.option("--against", metavar="RUN_B", type=click.Path(path_type=Path), help="Hold RUN against this run instead.")
@click.option("--schema", metavar="M:C", help="Another response model than the run's, as package.module:Class.")
@click.option(
    "--documents",
    metavar="SOURCE",
    multiple=True,
    help="Where RUN is a gold folder: the texts; seeds/ beside --gold if not said. Repeatable.",
)
@click.option("--list", "listed", is_flag=True, help="Print the disagreements, the first to decide first.")
@click.option("--status", is_flag=True, help="Print how many are decided, and how.")
@click.option("--order", type=click.Choice(ORDERS), default="impact", show_default=True, help="What comes first.")
@click.option(
    "--sample-agreements",
    "share",
    metavar="SHARE",
    type=Share(),
    default="0",
    help="Mix in about this share of the pairs that agree, as 5%; --list then names no kinds.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print JSON: an object a disagreement, one for --status, or the page's address.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Of the page; a free one if none is named.")
@click.option("--no-open", "quiet", is_flag=True, help="Do not open the page in a browser.")
@click.option(
    "--reviewer",
    metavar="NAME",
    callback=_trimmed,
    help="Who decides; git's user.name or the login name if not said.",
)
@click.option("--no-blind", "named", is_flag=True, help="Name the sides before an item is decided.")
@click.option("--independent", is_flag=True, help="Hide what others decided until you have decided it yourself.")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Serve the page there.")
@click.option("--allow-network", "network", is_flag=True, help="Let other machines reach the page, by its address.")
@click.option("--host-name", "names", metavar="NAME", multiple=True, help="By which the page is reached; repeatable.")
@click.option("--export", "exported", metavar="FILE", type=FILE, help="Write the disagreements for another tool.")
@click.option("--import", "imported", metavar="FILE", type=FILE, help="Take in what was decided in another tool.")
@click.option("--as", "form", type=click.Choice(exchange.FORMATS), help="Whose format --export or --import has.")
def review(run: Path, **options: Any) -> None:
    """Decide in a browser what the run directory RUN and gold disagree on, one key a decision.

    With --list or --status print it instead; with --export and --import others decide in another annotation tool. RUN
    may also be the gold folder of another reader. Decisions are kept in review/decisions.jsonl in the folder of --gold;
    `extract gold apply` brings them into gold.
    """
    travel = exchange.Travel(*(options.pop(name) for name in ("exported", "imported", "form")))
    wanted = reviewing.Wanted(**options)
    if wanted.independent and travel.wanted:
        raise UsageError("--independent hides nothing in a file; leave it out, or what writes or reads one")
    if travel.wanted:
        exchange.travel(run, wanted, travel)
        return
    if wanted.listed and wanted.status:
        raise UsageError("name --list or --status, one of them")
    if wanted.listed or wanted.status:
        _print(run, wanted)
    else:
        reviewing.serve(run, wanted)


def _print(run: Path, wanted: reviewing.Wanted) -> None:
    from extract.review import progress

    subject, _ = reviewing.subject(run, wanted)
    state = reviewing.known(reviewing.read_decisions(wanted.folder), wanted)
    queue = reviewing.queue(subject, state, wanted, blind=wanted.share > 0)
    if wanted.status:
        disagreed = [one for one in queue if one.kind != "agreement"]
        found = progress(disagreed, state, subject.source, subject.against)
        _print_status(found, subject, as_json=wanted.as_json)
    else:
        for line in _listed(queue, state, blind=wanted.share > 0, as_json=wanted.as_json):
            click.echo(line)


# --- the list ----------------------------------------------------------------------------------------------------


def _listed(queue: "Sequence[Disagreement]", state: "State", *, blind: bool, as_json: bool) -> Iterator[str]:
    from extract.jsonl import dumps

    for one in queue:
        decision = state.decision_on(one.id)
        verdict = None if decision is None else decision.verdict
        if as_json:
            yield dumps(_record(one, verdict, blind=blind))
        else:
            named = one.kind if one.field is None else f"{one.kind} {one.field}"
            cells = [one.id, verdict or "open", one.type, *([] if blind else [named]), one.document]
            yield "\t".join(one_line(cell) for cell in [*cells, _said(one, blind=blind)])


def _said(one: "Disagreement", *, blind: bool) -> str:
    """Return what a line says of the item: its quote, and of a pair the strict fields that are wrong."""
    quote = one.reference.quote if one.reference is not None else "" if one.run is None else one.run.quote
    wrong = [f"{judged.field} {judged.gold!s} | {judged.predicted!s}" for judged in one.judged if _is_fault(judged)]
    return f'"{quote}"' if blind or not wrong else f'{"; ".join(wrong)} in "{quote}"'


def _is_fault(judged: Any) -> bool:
    return bool(judged.strict and judged.error)


def _record(one: "Disagreement", verdict: str | None, *, blind: bool) -> dict[str, Any]:
    from extract.disagreements import gold_record

    record: dict[str, Any] = {"id": one.id, "verdict": verdict, "document": one.document, "type": one.type}
    if not blind:
        faults = [f"{judged.field}:{judged.error}" for judged in one.judged if judged.error]
        weights = {"impact": round(one.impact, 6), "suspicion": round(one.suspicion, 3)}
        record |= {"kind": one.kind, "field": one.field, "faults": faults, **weights}
    reference = None if one.reference is None else gold_record(one.reference)
    return {**record, "against": one.against, "reference": reference, "run": one.proposal}


# --- the status --------------------------------------------------------------------------------------------------


def _print_status(found: "Progress", subject: "Subject", *, as_json: bool) -> None:
    from extract.jsonl import dumps
    from extract.report.as_json import plain
    from extract.report.layout import plural

    if as_json:
        basis = {"run": subject.source, "reference": subject.reference, "against": subject.against}
        click.echo(dumps({**basis, **plain(found), "wordings": subject.wordings, "unplaced": subject.unplaced}))
        return
    click.echo(one_line(f"{subject.source} and {subject.reference}: {plural(found.total, 'disagreement')}"))
    click.echo(f"  by kind: {_counts(found.kinds)}")
    click.echo(f"  decided: {found.total - found.undecided}, open: {found.undecided}; {_counts(found.verdicts)}")
    if found.reviewers:
        click.echo(f"  {one_line(f'by {_counts(found.reviewers)}')}; {found.blind} of them blind")
    if found.disputed:
        click.echo(f"  reviewers say different things: {found.disputed}")
    click.echo(f"  reference wrong: {_rate(found.wrong)}; where both agree: {_rate(found.wrong_agreed)}")
    if found.toolkit:
        click.echo(f"  laid to the toolkit, in neither rate: {found.toolkit}")
    click.echo(f"  comments: {found.comments}, flags: {found.flags}, decisions on other items: {found.elsewhere}")
    click.echo(f"  not queued: {plural(subject.wordings, 'pair')} different in wording alone")
    if subject.unplaced:
        items = f"{plural(subject.unplaced, 'item')} of {one_line(subject.reference)}"
        click.echo(f"  not queued: {items} without a place in the text")


def _counts(counts: Any) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "none"


def _rate(rate: "Rate") -> str:
    if rate.value is None:
        return str(rate.reason)
    interval = "" if rate.low is None or rate.high is None else f" [{rate.low:.2f}, {rate.high:.2f}]"
    return f"{rate.numerator:g} of {rate.denominator:g}{interval}"
