"""In which words is a comparison told: the verdict, what the documents can show, and each flip in a line?"""

from collections.abc import Iterable, Iterator, Sequence
from math import floor, log10
from typing import Any

from extract.differences import Comparison, Difference, Flip, FlipKind, Said
from extract.jsonl import dumps
from extract.paired import FEWEST

HEADINGS: dict[FlipKind, str] = {
    "slip": "new errors that the policy forbids",
    "lost": "found by A, lost by B",
    "won": "found by B alone",
    "broken": "fields broken",
    "fixed": "fields fixed",
    "new-spurious": "new in B, not in gold",
    "gone-spurious": "gone from B, not in gold",
}
LEGEND = (
    "p: by swapping the runs document by document; Holm: the same for all of the gated metrics, "
    "or all of the others, at once",
    "B-A [95 %]: linearised ratio, Student's t over documents; * gated by the policy",
)
_QUOTED = 100
_VALUE = 40
_MESSAGE = 300
_REASON = 200
_LISTED = 10


def verdict_line(comparison: Comparison) -> str:
    """Return the verdict with its exit code.

    >>> from extract.differences import Named
    >>> a, b = Named(("a",), "p@1", "m"), Named(("b",), "p@2", "m")
    >>> verdict_line(Comparison("inconclusive", ("too few",), a, b, "gold", "12", 5, exit_code=2))
    'INCONCLUSIVE (exit 2): too few'
    """
    first = comparison.reasons[0] if comparison.reasons else ""
    return f"{comparison.verdict.upper()} (exit {comparison.exit_code}): {first}"


def heading(comparison: Comparison) -> list[str]:
    """Return what was compared on what."""
    a, b = comparison.a, comparison.b
    documents = "1 document" if comparison.documents == 1 else f"{comparison.documents:,} documents"
    return [
        f"A {a}: prompt {a.prompt}, model {a.model}",
        f"B {b}: prompt {b.prompt}, model {b.model}",
        f"gold {comparison.gold}: {documents}, revision {comparison.revision[:12]}",
    ]


def effect_lines(comparison: Comparison) -> Iterator[str]:
    """Yield, for each gated metric, the smallest change that these documents show, and what the measured one takes."""
    for one in comparison.differences:
        if one.gated:
            yield effect_line(one)


def effect_line(one: Difference) -> str:
    """Return what the documents can show of a metric, in one line."""
    documents = f"{one.paired.documents:,} document{'s' * (one.paired.documents != 1)}"
    if not one.test.differing:
        return f"{one.metric}: no document differs, so nothing is known of which change {documents} would show"
    if one.visible is None or one.paired.difference is None:
        return f"{one.metric}: {documents} cannot say which change would be seen ({one.paired.reason})"
    least = number(one.visible, decimals(one))
    if one.paired.documents < FEWEST:
        said = f"{documents} show no change of any size; 2.80 standard errors are {least}"
    else:
        said = f"{documents} show a change of {least} or more in 4 of 5 comparisons"
    if one.needed is None:
        return f"{one.metric}: {said}; none was measured"
    measured = number(one.paired.difference, decimals(one), sign=True)
    return f"{one.metric}: {said}; to show the {measured} measured takes {one.needed:,} documents like these"


def decimals(one: Difference) -> int:
    """Return how many decimals tell the values of a metric: three, more for tiny costs, one for long waits."""
    largest = max(abs(one.paired.a or 0.0), abs(one.paired.b or 0.0))
    if largest == 0:
        return 3
    return 1 if largest >= 10 else max(3, min(9, 2 - floor(log10(largest))))


def number(value: float | None, places: int = 3, *, sign: bool = False) -> str:
    """Return a value with so many decimals; a dash where there is none.

    >>> number(0.6214), number(-0.0421, sign=True), number(0.000123, 6), number(None)
    ('0.621', '-0.042', '0.000123', '-')
    """
    if value is None:
        return "-"
    return f"{value:{'+' if sign else ''}.{places}f}"


def values(one: Difference) -> tuple[str, str]:
    """Return the values of A and B."""
    return number(one.paired.a, decimals(one)), number(one.paired.b, decimals(one))


def interval(one: Difference) -> str:
    """Return the difference with its 95 % interval, as far as there is one."""
    paired = one.paired
    apart, low, high = (
        number(bound, decimals(one), sign=True) for bound in (paired.difference, paired.low, paired.high)
    )
    return apart if paired.low is None else f"{apart} [{low}, {high}]"


def chance(p: float | None) -> str:
    """Return a p-value, never as zero.

    >>> chance(0.0312), chance(0.0001), chance(None)
    ('0.031', '<.001', '-')
    """
    if p is None:
        return "-"
    return "<.001" if p < 0.0005 else f"{p:.3f}"


def flips_by_kind(comparison: Comparison) -> Iterator[tuple[str, list[Flip]]]:
    """Yield the flips under their headings, the worst first."""
    for kind, said in HEADINGS.items():
        flips = [flip for flip in comparison.flips if flip.kind == kind]
        if flips:
            yield said, flips


def flip_line(flip: Flip) -> str:
    """Return one flip in a line: where, which words, and what either side says."""
    where = flip.document if flip.line is None else f"{flip.document}:{flip.line}"
    quote = flip.quote if len(flip.quote) <= _QUOTED else f"{flip.quote[: _QUOTED - 1]}…"
    return f"{where} {flip.type} “{quote}”{_told(flip)}"


def _told(flip: Flip) -> str:
    if flip.field is None:
        return _shares(flip)
    before, now = (_said(side) for side in (flip.a, flip.b))
    return f" {flip.field}: {before} -> {now}, gold {_value(flip.gold)}{_shares(flip)}"


def _said(said: Said) -> str:
    if said.error == "missing":
        return "not found"
    return f"{_value(said.value)} ({said.error})" if said.error else _value(said.value)


def _value(value: Any) -> str:
    text = dumps(value)
    return text if len(text) <= _VALUE else f"{text[: _VALUE - 1]}…"


def _shares(flip: Flip) -> str:
    """Return how many of the samples have it, where it is not all or none."""
    if {flip.a.share, flip.b.share} <= {0.0, 1.0}:
        return ""
    return f" ({flip.a.share:.0%} of A's samples, {flip.b.share:.0%} of B's)"


def sidedness_lines(comparison: Comparison) -> Iterator[str]:
    """Yield, by item type, whether lost and won items lie on one side."""
    for type_, test in comparison.flip_tests.items():
        if not test.lost and not test.won:
            continue
        said = test.reason if test.p is None else f"clustered McNemar z = {test.z:+.2f}, p = {chance(test.p)}"
        yield f"{type_}: {test.lost:g} lost, {test.won:g} won; {said}"


def further_reasons(comparison: Comparison) -> Iterator[str]:
    """Yield the reasons behind the first one, which stands with the verdict: ten of them in all."""
    return _listed(comparison.reasons[1:], _LISTED - 1)


def asides(comparison: Comparison) -> Iterable[str]:
    """Yield what else is to be known: ten notes at most, and ten documents without an answer."""
    yield from _listed(comparison.notes)
    yield from _listed(
        [
            f"B has no extraction of {document} ({cut(reason, _REASON)}); all of its items count as missed"
            for document, reason in comparison.unanswered
        ]
    )


def _listed(lines: Sequence[str], most: int = _LISTED) -> Iterator[str]:
    """Yield the first lines, and how many more there are."""
    yield from map(cut, lines[:most])
    if len(lines) > most:
        yield f"and {len(lines) - most:,} more; --format json has all"


def cut(message: str, most: int = _MESSAGE) -> str:
    """Return the message, of a long one the first 300 characters or as many as are named.

    >>> cut("short"), len(cut("long" * 100))
    ('short', 300)
    """
    return message if len(message) <= most else f"{message[: most - 1]}…"
