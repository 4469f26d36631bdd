"""How does gold go to files of other annotation tools, and how does what is labelled there come back as gold?"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cli.exchange import read, tell, write, write_array
from extract.cli.targets import refuse_kept
from extract.errors import GoldError, UsageError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from extract.exchange import Labelled, Sheet
    from extract.records import Document


def export_gold(
    folder: Path, documents: "dict[str, Document]", root: "type[BaseModel]", out: Path, form: str, *, empty: bool
) -> None:
    """Write the gold set as documents of another tool; exits 1 where a file of it has no text."""
    from extract.exchange import Refused, sheet_of_gold
    from extract.gold import load

    sheets, refused = [], []
    for id_, labels in load(folder).documents.items():
        document = documents.get(id_)
        try:
            if document is None:
                raise GoldError(f"{labels.path}:1: no document has the id {id_!r}; name its source")
            sheets.append(sheet_of_gold(labels.path.read_bytes(), document, str(labels.path), empty=empty))
        except GoldError as error:
            place, _, reason = str(error).partition(": ")
            refused.append(Refused(place, reason))
    _write_sheets(out, sheets, root, form)
    tell(
        out, {"documents": len(sheets), "items": sum(len(one.lines) - 1 for one in sheets)}, refused, (), as_json=False
    )


def export_run(run: Path, root: "type[BaseModel]", out: Path, form: str, *, empty: bool) -> None:
    """Write the documents of a run with the items that it found in another tool's format."""
    from dataclasses import replace

    from extract.exchange import sheet_of_run
    from extract.report.layout import plural
    from extract.runs import read_documents, read_rows
    from extract.shape import item_types

    rows = {row.document.id: row for row in read_rows(run)}
    sheets, left = [], 0
    for document in read_documents(run):
        sheet, unplaced = sheet_of_run(rows[document.id], document, item_types(root), str(run))
        sheets.append(replace(sheet, lines=sheet.lines[:1]) if empty else sheet)
        left += 0 if empty else unplaced
    if left:
        click.echo(f"left out: {plural(left, 'item')} without a place in the text", err=True)
    _write_sheets(out, sheets, root, form)
    tell(out, {"documents": len(sheets), "items": sum(len(one.lines) - 1 for one in sheets)}, (), (), as_json=False)


def _write_sheets(out: Path, sheets: "Sequence[Sheet]", root: "type[BaseModel]", form: str) -> None:
    from extract.exchange import items_config, label_studio, prodigy
    from extract.jsonl import dumps
    from extract.shape import item_types, type_name

    refuse_kept(out, "--out")
    kinds = {type_name(kind): kind for kind in item_types(root).values()}
    if form == "label-studio":
        tasks = (label_studio.document_task(sheet, kinds) for sheet in sheets)
        write_array(out, tasks, items_config(kinds.values()))
    else:
        write(out, (f"{dumps(prodigy.document_row(sheet))}\n".encode() for sheet in sheets))


def import_gold(
    path: Path,
    documents: "dict[str, Document]",
    root: "type[BaseModel]",
    out: Path,
    form: str,
    *,
    reader: str | None,
    as_json: bool,
) -> None:
    """Write what one reader labelled in another tool as a gold folder; exits 1 where something was refused."""
    from extract.exchange import gold_lines
    from extract.shape import item_types, type_name

    if any(out.glob("*.jsonl")):
        raise UsageError(f"{out} holds labels already; name another folder with --out")
    found = read(path, form)
    if found.judged:
        raise UsageError(f"{path} holds decisions on disagreements; take them in with: extract review --import")
    kinds = {type_name(kind): kind for kind in item_types(root).values()}
    _refuse_unknown(found.labelled, reader, path)
    taken = gold_lines(found.labelled, kinds, documents, reader)
    out.mkdir(parents=True, exist_ok=True)
    for one in taken.files:
        write(out / one.name, [f"{line}\n".encode() for line in one.lines])
    counts = {
        "documents": len(taken.files),
        "items": sum(len(one.lines) - 1 for one in taken.files),
        "untouched": found.untouched,
    }
    tell(out, counts, [*found.refused, *taken.refused], taken.moved, as_json=as_json)


def _refuse_unknown(labelled: "Sequence[Labelled]", reader: str | None, path: Path) -> None:
    readers = sorted({one.by for one in labelled if one.by is not None})
    if reader is not None and reader not in readers:
        raise UsageError(f"{path} has nothing by {reader!r}; its readers are: {', '.join(readers) or 'not named'}")
