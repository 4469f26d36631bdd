"""What stands in a step summary or under a pull request about a comparison?"""

from collections.abc import Iterator

from extract.differences import Comparison, Difference
from extract.report.compare_layout import (
    LEGEND,
    asides,
    chance,
    cut,
    decimals,
    effect_lines,
    flip_line,
    flips_by_kind,
    further_reasons,
    heading,
    interval,
    number,
    sidedness_lines,
    values,
    verdict_line,
)
from extract.report.markdown import code, escaped

MARKS = {"pass": "✅", "regression": "❌", "inconclusive": "❔", "invalid": "⛔"}
FLIPS_SHOWN = 20
LONGEST = 60_000
"""Characters, up to which flips are listed."""
CUT = 65_000
"""Characters; GitHub refuses comments over 65,536."""


def comparison_markdown(comparison: Comparison) -> str:
    """Return the comparison as Markdown for GitHub: verdict, table, effect, flips.

    What comes from documents, models or files is code or escaped and cannot break out.
    """
    head = "\n".join(_head(comparison)) + "\n"
    sections = ["\n".join(section) + "\n" for section in _flips(comparison)]
    kept: list[str] = []
    for section in sections:
        if len(head) + sum(map(len, kept)) + len(section) > LONGEST:
            kept.append("\nThe list of flips is cut here; `--format json` has all of them.\n")
            break
        kept.append(section)
    return _within(head + "".join(kept))


def _within(text: str) -> str:
    """Return the text, of one that GitHub would refuse the whole lines that it takes."""
    if len(text) <= CUT:
        return text
    said = "\n\nThe text is cut here; `--format json` has all of it.\n"
    return text[: CUT - len(said)].rpartition("\n")[0] + said


def _head(comparison: Comparison) -> Iterator[str]:
    yield f"### {MARKS[comparison.verdict]} {escaped(cut(verdict_line(comparison)))}"
    yield ""
    for reason in further_reasons(comparison):
        yield f"- {escaped(reason)}"
    yield ""
    for line in heading(comparison):
        yield f"{escaped(cut(line))}<br>"
    if comparison.differences:
        yield from ("", *_table(comparison), "")
        for line in (*effect_lines(comparison), *sidedness_lines(comparison)):
            yield f"- {escaped(line)}"
    for line in asides(comparison):
        yield f"- {escaped(line)}"
    if comparison.differences:
        yield ""
        for line in LEGEND:
            yield f"<sub>{escaped(line)}</sub><br>"


def _table(comparison: Comparison) -> Iterator[str]:
    names = ("metric", "A", "B", "B-A [95 %]", "p", "Holm", "sees", "takes")
    yield f"| {' | '.join(names)} |"
    yield f"| --- |{' ---: |' * (len(names) - 1)}"
    for one in comparison.differences:
        yield f"| {' | '.join(_cells(one))} |"


def _cells(one: Difference) -> Iterator[str]:
    yield f"{code(one.metric)}{' &#42;' if one.gated else ''}"
    yield from (*values(one), interval(one))
    yield from (escaped(chance(p)) for p in (one.test.p if one.test.differing else None, one.p_holm))
    yield number(one.visible, decimals(one))
    yield "-" if one.needed is None else f"{one.needed:,}"


def _flips(comparison: Comparison) -> Iterator[list[str]]:
    for said, flips in flips_by_kind(comparison):
        lines = [f"- {code(flip_line(flip))}" for flip in flips[:FLIPS_SHOWN]]
        if len(flips) > FLIPS_SHOWN:
            lines.append(f"- and {len(flips) - FLIPS_SHOWN:,} more")
        yield ["", f"<details><summary>{escaped(said)}: {len(flips):,}</summary>", "", *lines, "", "</details>"]
