"""What a person reads when a run has ended: what became of the documents, and which problems to look at."""

import os
from collections import Counter
from collections.abc import Mapping
from typing import Any, TextIO, get_args

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract import jsonl
from extract.plain import one_line
from extract.records import Grade, RowStatus, Verdict
from extract.runs import RESULTS, Rehearsal, RunSummary, Tally

WIDTH = 80
TOP_PROBLEMS = 8


def summary_json(summary: RunSummary) -> str:
    """Return the counts of the run's manifest as one JSON object, with where it is and whether it is complete."""
    return jsonl.dumps(
        {
            "directory": str(summary.directory),
            "complete": summary.complete,
            "seconds": summary.seconds,
            "changed": list(summary.changed),
            **summary.tally.to_json(),
        }
    )


def print_rehearsal(rehearsal: Rehearsal, stream: TextIO, *, as_json: bool) -> None:
    """Print what a run would come to, for a person or for a program."""
    if as_json:
        stream.write(jsonl.dumps(rehearsal.to_json()) + "\n")
        return
    told = [f"{rehearsal.documents:,} document{'s' * (rehearsal.documents != 1)}"]
    foreseen = rehearsal.forecast
    if rehearsal.unreadable:
        told.append(f"{rehearsal.unreadable:,} unreadable")
    if foreseen is None:
        stream.write(f"{', '.join(told)}; nothing would be sent\n")
        return
    told += [f"{foreseen.cached:,} answered in the cache", f"{foreseen.asked:,} to ask about"]
    cost = "cost unknown" if foreseen.cost_usd is None else f"{foreseen.cost_usd:,.4f} USD"
    usage = f"{foreseen.usage.input_tokens:,} tokens in, {foreseen.usage.output_tokens:,} out, {cost}"
    stream.write(f"{', '.join(told)}\n{foreseen.requests:,} requests, about {usage}; re-asks not counted\n")


def print_summary(summary: RunSummary, stream: TextIO) -> None:
    """Print what the run came to, 80 columns wide at most, and the path of its results last."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH)
    tally = summary.tally
    total = tally.documents.total()
    console.print(f"{total:,} document{'s' * (total != 1)}: {_listed(tally.documents, get_args(RowStatus))}")
    for aside in _asides(summary):
        console.print(aside)
    for table in [_items(tally), *([_problems(tally)] if tally.problems else [])]:
        console.print()
        console.print(table)
    console.print()
    console.print(os.path.join(summary.directory, RESULTS), soft_wrap=True)


def _asides(summary: RunSummary) -> list[str]:
    tally = summary.tally
    lines = [f"{summary.seconds:,.1f} s"]
    if tally.input_tokens or tally.output_tokens:
        cost = "cost unknown" if tally.cost_usd is None else f"{tally.cost_usd:,.4f} USD"
        lines[0] += f", {tally.input_tokens:,} tokens in, {tally.output_tokens:,} out, {cost}"
    sent = [] if summary.requests is None else [f"{summary.requests:,} request{'s' * (summary.requests != 1)} sent"]
    if sent or tally.cached:
        paid = ": what they cost was paid before" if tally.cached else ""
        lines.append(", ".join([*sent, f"{tally.cached:,} answered from the cache{paid}"]))
    if summary.changed:
        lines.append(f"asked anew: the cache knows these documents with another {', '.join(summary.changed)}")
    if tally.kept:
        lines.append(f"{tally.kept:,} kept from before: same document, prompt, model and schema")
    if tally.dropped:
        lines.append(f"{tally.dropped:,} dropped: their documents are no longer among the sources")
    return lines


def _items(tally: Tally) -> Table:
    table = Table("", "items", "with problems", "quotes", "values", box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in table.columns[1:3]:
        column.justify = "right"
    for name, count in tally.items.items():
        verdicts = tally.verification.get(name)
        table.add_row(
            one_line(name),
            f"{count:,}",
            f"{tally.flagged[name]:,}",
            _listed(tally.grounding.get(name, {}), get_args(Grade)) if count else "-",
            _listed(verdicts, get_args(Verdict)) if verdicts else "-",
        )
    return table


def _problems(tally: Tally) -> Table:
    table = Table("problem", "times", "documents such as", box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.columns[1].justify = "right"
    for name, count in tally.problems.most_common(TOP_PROBLEMS):
        table.add_row(Text(one_line(name)), f"{count:,}", Text(", ".join(map(one_line, tally.examples[name]))))
    others = len(tally.problems) - TOP_PROBLEMS
    if others > 0:
        table.add_row(f"and {others} more", "", "")
    return table


def _listed(counts: Counter[str] | Mapping[str, Any], order: tuple[str, ...]) -> str:
    return ", ".join(f"{counts[name]:,} {name}" for name in order if counts.get(name)) or "none"
