"""What does `extract gold apply` print and write?"""

import difflib
from typing import TYPE_CHECKING

import click

from extract.errors import GoldError
from extract.plain import one_line

if TYPE_CHECKING:
    from extract.evaluation.rescoring import Rescored
    from extract.review import Applied
    from extract.scores import Evaluation

_LEVELS = ("correct.f1", "found.f1")


def write(applied: "Applied") -> None:
    """Put the new files in place, each at once; `GoldError` where one has changed since it was read."""
    from extract import jsonl

    for path, (before, after) in applied.files.items():
        try:
            if path.read_bytes() != before:
                raise GoldError(f"{path} has changed while the decisions were applied; apply them again")
            jsonl.replace(path, [after])
        except OSError as error:
            raise GoldError(f"{path} cannot be written ({error}); mend that and apply the decisions again") from error


def print_diff(applied: "Applied") -> None:
    """Print what would change, as a unified diff."""
    for path, sides in applied.files.items():
        old, new = (content.decode("utf-8", "replace").splitlines() for content in sides)
        for line in difflib.unified_diff(old, new, str(path), str(path), n=0, lineterm=""):
            click.echo(one_line(line))


def print_outcome(applied: "Applied", *, dry_run: bool) -> None:
    """Print what became of the decisions, each refused one and each fault of the toolkit on a line."""
    verb = "would change gold" if dry_run else "changed gold"
    counts = [
        (len(applied.changed), verb),
        (len(applied.already), "applied before"),
        (len(applied.kept), "leaving gold as it is"),
        (len(applied.open), "open"),
        (len(applied.refused), "refused"),
        (len(applied.faults), "laid to the toolkit"),
        (len(applied.elsewhere), "between two runs"),
        (len({one.item for one in applied.overruled}), "overruling what gold still has"),
    ]
    click.echo("decisions: " + ", ".join(f"{count} {said}" for count, said in counts if count or said == verb))
    for one in applied.refused:
        click.echo(one_line(f"refused: {one.document}: {one.item} ({one.event}): {one.reason}"))
    for event, item in applied.faults:
        causes = ", ".join(event.causes)
        click.echo(one_line(f"{causes}: {item.document}: {item.item}: {item.kind} {item.field or ''} {event.note}"))
    for one in applied.doubled:
        click.echo(one_line(f"look again: {one.event}: {one.reason}"))
    for one in applied.withdrawn:
        click.echo(one_line(f"undone: {one.event}: {one.reason}"))
    for one in applied.overruled:
        click.echo(one_line(f"overruled: {one.event}: {one.reason}"))


def print_scores(scores: "Rescored") -> None:
    """Print the scores of the runs on old and new gold, and how far each prompt is from the first on either.

    A difference within a line is gold's doing, one between runs on the same gold is the prompt's.
    """
    runs = scores.runs
    names = [f"{type_}.{level}" for type_ in scores.old[0].types for level in _LEVELS]
    click.echo(f"{'score':<28}{'old gold':>10}{'new gold':>10}{'gold moved':>12}")
    values = {}
    for run, before, after in zip(runs, scores.old, scores.new, strict=True):
        click.echo(one_line(str(run)))
        for name in names:
            values[run, name] = pair = _value(before, name), _value(after, name)
            click.echo(f"  {name:<26}{_shown(pair[0]):>10}{_shown(pair[1]):>10}{_difference(*pair):>12}")
    for run in runs[1:]:
        click.echo(one_line(f"prompt moved: {run} against {runs[0]}"))
        for name in names:
            first, mine = values[runs[0], name], values[run, name]
            moved = [_difference(a, b) for a, b in zip(first, mine, strict=True)]
            click.echo(f"  {name:<26}{moved[0]:>10}{moved[1]:>10}")


def _value(evaluation: "Evaluation", name: str) -> float | None:
    return evaluation.metrics[name].rate.value


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _difference(before: float | None, after: float | None) -> str:
    return "-" if before is None or after is None else f"{after - before:+.3f}"
