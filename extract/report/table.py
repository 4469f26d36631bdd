"""What does a person read about an evaluation, 80 columns wide, the worst fields first?"""

from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract.plain import one_line
from extract.report.layout import (
    ITEM_LEVELS,
    LEGEND,
    agreed,
    ceiling,
    costliest,
    field_lines,
    heading,
    interval,
    item_rates,
    marked,
    partly_empty,
    plural,
    share,
    share_of_found,
    sides,
    signals,
    undefined,
)
from extract.scores import Evaluation

WIDTH = 80
_SIGNALS = {"grounding": "quotes", "verification": "values", "numbers": "numbers"}
_NAMES_SHOWN = 3


def print_table(evaluation: Evaluation, stream: TextIO) -> None:
    """Print the evaluation, 80 columns wide at most; colours only where the stream is a terminal that wants them."""
    console = console_of(stream)
    _say(console, heading(evaluation))
    for type_ in evaluation.types:
        console.print()
        _say(console, [_type_line(evaluation, type_)])
        console.print(_items(evaluation, type_))
        if evaluation.counts[type_].fields:
            console.print()
            console.print(_fields(evaluation, type_))
    console.print()
    _print_documents(console, evaluation)
    console.print()
    _say(console, [*_asides(evaluation), *LEGEND])


def console_of(stream: TextIO) -> Console:
    """Return what prints to the stream, 80 columns wide at most, text as it is."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH)
    return console


def _say(console: Console, lines: Iterable[str]) -> None:
    for line in lines:
        console.print(Text(one_line(line)))


def table(*names: str, right: Sequence[int] = ()) -> Table:
    """Return an empty table with these columns, those of `right` flush right."""
    empty = Table(*names, box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place in right:
        empty.columns[place].justify = "right"
    return empty


def row(table: Table, *cells: str) -> None:
    """Add a row of cells as plain text."""
    table.add_row(*(Text(one_line(cell)) for cell in cells))


def _type_line(evaluation: Evaluation, type_: str) -> str:
    counts = evaluation.counts[type_]
    alone = [f"{said} {', '.join(f'{count:,} {kind}' for kind, count in kinds)}" for said, kinds in sides(counts)]
    totals = f"{counts.gold:,} in gold, {counts.predicted:,} in the run, {plural(counts.edits, 'correction')}"
    return f"{type_}: {'; '.join([totals, *alone])}"


def _items(evaluation: Evaluation, type_: str) -> Table:
    items = table("", "precision", "recall", "F1 [95 %]", *_readers(evaluation))
    for level in ITEM_LEVELS:
        precision, recall, f1 = item_rates(evaluation, type_, level)
        agreement = agreed(ceiling(evaluation, f"{type_}.{level}.f1"))
        cells = (level, share(precision), share(recall), interval(f1), agreement)
        row(items, *cells[: len(items.columns)])
    return items


def _fields(evaluation: Evaluation, type_: str) -> Table:
    readers = _readers(evaluation)
    fields = table("field", "end to end [95 %]", "of those found", *readers, "commonest error")
    for line in field_lines(evaluation, type_):
        commonest = "" if line.commonest is None else f"{line.commonest[0]} {line.commonest[1]:,}"
        agreement = [agreed(line.ceiling)] if readers else []
        row(fields, marked(line), interval(line.end_to_end), share_of_found(line), *agreement, commonest)
    return fields


def _readers(evaluation: Evaluation) -> list[str]:
    return [] if evaluation.agreement is None else ["readers"]


def _print_documents(console: Console, evaluation: Evaluation) -> None:
    faultless = evaluation.metrics["documents.faultless"].rate
    _say(console, [f"{faultless.numerator:g} of {plural(len(evaluation.documents), 'document')} without a fault"])
    worst = costliest(evaluation)
    if not worst:
        return
    listed = table("most corrections", "status", "corrections", *evaluation.types, right=(2,))
    for document in worst:
        found = (f"{one.found}/{one.gold} found" for one in document.counts.values())
        row(listed, document.id, document.status, f"{document.edits:,}", *found)
    console.print(listed)


def _asides(evaluation: Evaluation) -> Iterable[str]:
    for type_ in evaluation.types:
        said = [
            f"{_SIGNALS[kind]} {', '.join(f'{rate.numerator:g}/{rate.denominator:g} {name}' for name, rate in shares)}"
            for kind, shares in signals(evaluation, type_)
        ]
        if said:
            yield f"without gold, {type_}: {'; '.join(said)}"
        empty = partly_empty(evaluation, type_)
        if empty:
            yield f"empty, {type_}: {', '.join(empty)}"
    for reason, names in undefined(evaluation):
        more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
        yield f"undefined: {', '.join(names[:_NAMES_SHOWN])}{more}: {reason}"
    if evaluation.agreement is not None:
        yield f"readers: {evaluation.agreement.readers}"
