"""What does a person read about a comparison, 80 columns wide, the verdict first?"""

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract.differences import Comparison, Difference
from extract.plain import one_line
from extract.report.compare_layout import (
    LEGEND,
    asides,
    chance,
    cut,
    effect_lines,
    flip_line,
    flips_by_kind,
    further_reasons,
    heading,
    interval,
    sidedness_lines,
    values,
    verdict_line,
)

WIDTH = 80
FLIPS_SHOWN = 5
_COMMAND = re.compile(r":(?=:)|#(?=#(?:vso)?\[)", re.IGNORECASE)
"""Where a CI log takes text for a command: `::` begins one at the start of a line, and wrapping can put any word there;
`##[` and `##vso[` begin one anywhere."""


def print_comparison(comparison: Comparison, stream: TextIO, *, flips_shown: int = FLIPS_SHOWN) -> None:
    """Print the comparison, 80 columns wide at most, with so many flips of each kind."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH)
    _say(console, [cut(verdict_line(comparison)), *(f"  {reason}" for reason in further_reasons(comparison))])
    _say(console, heading(comparison))
    if comparison.differences:
        console.print()
        console.print(_table(comparison.differences))
        console.print()
        _say(console, [*effect_lines(comparison), *sidedness_lines(comparison)])
    _say(console, asides(comparison))
    for said, flips in flips_by_kind(comparison):
        console.print()
        _say(console, [f"{said}: {len(flips):,}"])
        _say(console, [f"  {flip_line(flip)}" for flip in flips[:flips_shown]])
        if len(flips) > flips_shown:
            _say(console, [f"  and {len(flips) - flips_shown:,} more; --format json has all"])
    if comparison.differences:
        console.print()
        _say(console, LEGEND)


def _table(differences: Iterable[Difference]) -> Table:
    table = Table("metric", "A", "B", "B-A [95 %]", "p", "Holm", box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in (table.columns[1], table.columns[2], *table.columns[4:]):
        column.justify = "right"
        column.no_wrap = True
    groups: dict[str, list[Difference]] = {}
    for one in differences:
        groups.setdefault(one.metric.partition(".")[0], []).append(one)
    for group, members in groups.items():
        table.add_row(Text(_plain(group)))
        for one in members:
            table.add_row(*(Text(_plain(cell)) for cell in _cells(one)))
    return table


def _cells(one: Difference) -> Iterator[str]:
    yield f"{one.metric.partition('.')[2]}{' *' if one.gated else ''}"
    yield from values(one)
    yield interval(one)
    yield chance(one.test.p if one.test.differing else None)
    yield chance(one.p_holm)


def _say(console: Console, lines: Iterable[str]) -> None:
    for line in lines:
        indent = len(line) - len(line.lstrip())
        console.print(Text(" " * indent + _plain(line)))


def _plain(text: str) -> str:
    """Return the text in one line, in which a CI log finds no command.

    >>> _plain("::error::x ##[group]y")
    ': :error: :x # #[group]y'
    """
    return _COMMAND.sub(r"\g<0> ", one_line(text))
