"""How do reviews and gold go to files of other annotation tools, and come back from them?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import click

from extract.cli import reviewing
from extract.cli.targets import refuse_kept
from extract.errors import UsageError
from extract.plain import one_line

if TYPE_CHECKING:
    from pydantic import BaseModel

    from extract.disagreements import Disagreement
    from extract.evaluation.reviewing import Subject
    from extract.exchange import Imported, Judged, Read, Refused
    from extract.review import DecisionsLog, State

Format: TypeAlias = Literal["label-studio", "prodigy", "web-annotation", "csv"]
TOOLS = ("label-studio", "prodigy")
FORMATS = (*TOOLS, "web-annotation", "csv")


@dataclass(frozen=True, slots=True)
class Travel:
    """What `extract review` is to write or to read."""

    exported: Path | None
    imported: Path | None
    form: Format | None

    @property
    def wanted(self) -> bool:
        """Whether there is a file to write or to read."""
        if self.exported is not None and self.imported is not None:
            raise UsageError("name --export or --import, one of them")
        if (self.exported or self.imported) and self.form is None:
            raise UsageError(f"say with --as what the file is: {', '.join(FORMATS)}")
        if self.form is not None and not (self.exported or self.imported):
            raise UsageError("--as says what the file of --export or --import is; name one")
        if self.imported is not None and self.form not in TOOLS:
            raise UsageError(f"decisions are read from {' and '.join(TOOLS)} files, and {self.form} is written only")
        return self.exported is not None or self.imported is not None


def travel(run: Path, wanted: reviewing.Wanted, how: Travel) -> None:
    """Write the disagreements to a file, or take in the decisions of one."""
    if wanted.listed or wanted.status:
        raise UsageError("--list and --status print; leave them out, or --export and --import")
    if how.exported is not None:
        _export(run, wanted, how.exported, how.form)
    elif how.imported is not None:
        _import(run, wanted, how.imported, how.form)


# --- a review out ------------------------------------------------------------------------------------------------


def _export(run: Path, wanted: reviewing.Wanted, path: Path, form: Format | None) -> None:
    from extract.report.layout import plural

    refuse_kept(path, "--export")
    subject, root = reviewing.subject(run, wanted)
    state = reviewing.read_decisions(wanted.folder)
    queue = reviewing.queue(subject, state, wanted, blind=not wanted.named)
    if form == "label-studio":
        _write_tasks(path, queue, subject, state, root, blind=not wanted.named)
    else:
        write(path, _lines(form, queue, subject, state, root, blind=not wanted.named))
    done = sum(state.decision_on(one.id) is not None for one in queue)
    bare = sum(one.document not in subject.documents for one in queue)
    told = f"{path}: {plural(len(queue), 'disagreement')}, {done} decided"
    click.echo(one_line(told + (f"; {bare} without a text, so without marks" if bare else "")), err=True)


def _write_tasks(
    path: Path,
    queue: "Sequence[Disagreement]",
    subject: "Subject",
    state: "State",
    root: "type[BaseModel]",
    blind: bool,
) -> None:
    from extract.exchange import review_config
    from extract.exchange.label_studio import review_task
    from extract.shape import item_types

    kinds = item_types(root)
    tasks = (
        review_task(one, kinds[one.type], subject.documents.get(one.document), state, subject.source, blind=blind)
        for one in queue
    )
    write_array(path, tasks, review_config(kinds.values(), blind=blind))


def _lines(
    form: Format | None, queue: "Sequence[Disagreement]", subject: "Subject", state: "State", root: Any, blind: bool
) -> Iterable[bytes]:
    from extract.exchange import prodigy, table
    from extract.exchange.web_annotation import collection
    from extract.jsonl import dumps
    from extract.shape import item_types

    kinds, texts = item_types(root), subject.documents
    if form == "prodigy":
        rows = (prodigy.review_row(one, kinds[one.type], texts.get(one.document), state, blind=blind) for one in queue)
        yield from (f"{dumps(row)}\n".encode() for row in rows)
    elif form == "csv":
        stream = BytesIO()
        table.write_review(queue, kinds, state, stream)
        yield stream.getvalue()
    else:
        label = f"{subject.source} and {subject.reference}"
        yield f"{dumps(collection(queue, kinds, texts, state, label))}\n".encode()


def write_array(path: Path, tasks: Iterable[Any], config: str) -> None:
    """Write tasks of Label Studio, one a line, and beside them the labeling configuration that shows them."""
    from extract.jsonl import dumps

    def lines() -> Iterable[bytes]:
        before = b"[\n"
        for task in tasks:
            yield before + dumps(task).encode()
            before = b",\n"
        yield b"\n]\n" if before == b",\n" else b"[]\n"

    beside = path.with_name(f"{path.stem}.labels.xml")
    write(path, lines())
    write(beside, [config.encode()])
    click.echo(one_line(f"{beside}: the labeling configuration"), err=True)


def write(path: Path, lines: Iterable[bytes]) -> None:
    """Put the lines in place of the file at once; raises `UsageError` where it cannot be written."""
    from extract.jsonl import replace

    try:
        replace(path, lines)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error}); name another file") from error


# --- decisions in ------------------------------------------------------------------------------------------------


def _import(run: Path, wanted: reviewing.Wanted, path: Path, form: Format | None) -> None:
    from extract.exchange import Deciding, Material
    from extract.shape import item_types

    subject, root = reviewing.subject(run, wanted)
    found = read(path, form)
    if found.labelled:
        raise UsageError(f"{path} holds labelled documents; take them in with: extract gold import")
    _refuse_one_name(found.judged, wanted.reviewer, path, "--reviewer")
    with reviewing.open_decisions(wanted.folder) as log:
        deciding = Deciding(
            queue={one.id: one for one in subject.disagreements},
            state=log.state,
            material=Material(item_types(root), subject.documents),
            source=subject.source,
            now=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            reviewer=wanted.reviewer,
        )
        taken = deciding.take(found.judged)
        late = _record(taken, log, path)
    refused = [*found.refused, *taken.refused, *late]
    counts = {
        "new": len(taken.events) - len(late),
        "already": taken.already,
        "replaced": taken.replaced,
        "undecided": taken.undecided + found.untouched,
    }
    tell(path, counts, refused, taken.moved, as_json=wanted.as_json)


def _record(taken: "Imported", log: "DecisionsLog", path: Path) -> "list[Refused]":
    """Keep the decisions; what another process decided first is refused."""
    from extract.exchange import Refused
    from extract.review import Conflict

    return [
        Refused(f"{path}: {event.items[0].item}", "something else was decided of it just now; import again")
        for event in taken.events
        if isinstance(log.record(event), Conflict)
    ]


def read(path: Path, form: str | None) -> "Read":
    """Return what the file of a tool holds; raises `RecordError` where it cannot be read at all."""
    from extract.exchange import label_studio, prodigy
    from extract.exchange.reading import load

    return (label_studio.read if form == "label-studio" else prodigy.read)(load(path), str(path))


def _refuse_one_name(said: "Sequence[Judged]", name: str | None, path: Path, option: str) -> None:
    annotators = sorted({one.by for one in said if one.by is not None})
    if name is not None and len(annotators) > 1:
        raise UsageError(f"{path} is by {', '.join(annotators)}, who cannot all be {name!r}; leave {option} out")


def tell(
    path: Path,
    counts: dict[str, int],
    refused: "Sequence[Refused]",
    moved: "Sequence[Refused]",
    *,
    as_json: bool,
) -> None:
    """Print what was refused and what has moved, and the counts; exit 1 where something was refused."""
    from extract.jsonl import dumps

    if as_json:
        lists = {
            name: [{"place": one.place, "reason": one.reason} for one in found]
            for name, found in (("refused", refused), ("moved", moved))
        }
        click.echo(dumps({**counts, **lists}))
    else:
        for one in refused:
            click.echo(one_line(f"refused {one}"))
        for one in moved:
            click.echo(one_line(f"moved {one}"))
    told = ", ".join(_counted(name, count) for name, count in counts.items())
    click.echo(one_line(f"{path}: {told}, {len(moved)} moved, {len(refused)} refused"), err=True)
    if refused:
        raise click.exceptions.Exit(1)


def _counted(name: str, count: int) -> str:
    """Return a count with its name, which is a noun in the plural or what became of something."""
    from extract.report.layout import plural

    return plural(count, name.removesuffix("s")) if name.endswith("s") else f"{count:,} {name}"
