"""What is shown of an item: its words, its fields beside gold's, and what is wrong with it?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extract.jsonl import dumps
from extract.records import ExtractedItem, Grade, Near, Problem, Row, Span, Verdict
from extract.report.page.tags import SIGNS
from extract.scores import Compared, DocumentScore, Judged, Kind

_BEGINNING = 56
"""Characters of a quote that say which one it is."""

_CONTEXT = 2
"""Words that stay on either side of what differs."""
_SPARED = 3
"""Fewer words than one more than this are not worth leaving out."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that run and gold do not write alike."""

    field: str
    run: str | None
    """None where the run has no value."""
    gold: str | None
    """Of a long value that begins or ends as the run's does, the part that differs."""
    error: str = ""
    """The name of what is wrong, with its detail; empty where the wording differs and passes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the run, an item of gold, or both where they are the same."""

    tag: str
    """`F3` for `figures[3]`; `gold 12` for line 12 of the gold file, where the run has nothing."""
    type: str
    kind: Kind | None
    """None where nothing was scored."""
    sign: str
    quote: str
    span: Span | None
    grade: Grade | None = None
    """None for an item of gold alone, as the following."""
    verdict: Verdict | None = None
    fields: tuple[tuple[str, str], ...] = ()
    """Those with a value in which nothing differs."""
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()
    near: tuple[Near, ...] = ()
    links: tuple[str, ...] = ()
    """What contains it, such as `claim 4`."""
    line: int | None = None
    """Of gold."""
    resembles: str = ""
    """The other side's item that a leftover is near, as that one's tag says."""

    @property
    def anchor(self) -> str:
        """The tag as part of an address in the page."""
        return self.tag.replace(" ", "")

    @property
    def shortened(self) -> str:
        """The quote; of one that stands in the text as it is, and is marked there, the beginning."""
        if self.grade != "exact" or len(self.quote) <= _BEGINNING:
            return f"“{self.quote}”"
        return f"“{self.quote[:_BEGINNING].rpartition(' ')[0] or self.quote[:_BEGINNING]} …”"

    @property
    def of_gold_alone(self) -> bool:
        """Whether the run has no such item."""
        return self.grade is None

    @property
    def ungrounded(self) -> bool:
        """Whether the run has the item and the document does not have its quote."""
        return self.grade is not None and self.span is None


def entries(
    row: Row | None, score: DocumentScore | None, letters: Mapping[str, str], quotes: Mapping[str, str | None]
) -> tuple[Entry, ...]:
    """Return the entries of a document: those without a place in the text first, then in text order."""
    compared = () if score is None else score.compared
    by_place = {(one.type, one.predicted.index): one for one in compared if one.predicted is not None}
    found = [
        _of_run(item, index, by_place.get((item.type, index)), letters[item.type], quotes.get(item.type))
        for item, index in _indexed(() if row is None or row.items is None else row.items)
    ]
    found += [_of_gold(one, letters[one.type]) for one in compared if one.predicted is None]
    return tuple(sorted(found, key=lambda entry: (entry.span is not None, entry.span or (0, 0))))


def _indexed(items: Iterable[ExtractedItem]) -> Iterator[tuple[ExtractedItem, int]]:
    places: dict[str, int] = {}
    for item in items:
        index = places.get(item.type, 0)
        places[item.type] = index + 1
        yield item, index


def _of_run(item: ExtractedItem, index: int, compared: Compared | None, letter: str, quote_name: str | None) -> Entry:
    gold = None if compared is None else compared.gold
    quote = "" if quote_name is None else in_words(item.fields.get(quote_name)) or ""
    judged = () if compared is None else compared.judged
    differences = tuple(_difference(one) for one in judged if not _alike(one))
    if gold is not None and gold.quote != quote:
        differences = (Difference("quote", quote, _differing(gold.quote, quote)), *differences)
    named = {quote_name, *(one.field for one in differences)}
    return Entry(
        tag=f"{letter}{index}",
        type=item.type,
        kind=None if compared is None else compared.kind,
        sign="" if compared is None else SIGNS[compared.kind],
        quote=quote,
        span=item.grounding.span,
        grade=item.grounding.grade,
        verdict=None if item.verification is None else item.verification.verdict,
        fields=_plain(item.fields, named),
        differences=differences,
        problems=item.problems,
        near=item.grounding.near,
        links=tuple(f"{name} {place}" for name, place in item.links.items()),
        line=None if gold is None else gold.line,
        resembles="" if compared is None or compared.near_line is None else f"gold {compared.near_line}",
    )


def _of_gold(compared: Compared, letter: str) -> Entry:
    gold = compared.gold
    assert gold is not None  # noqa: S101 - a pair of neither side is none
    return Entry(
        tag=f"gold {gold.line}",
        type=compared.type,
        kind=compared.kind,
        sign=SIGNS["missing"],
        quote=gold.quote,
        span=gold.span,
        fields=_plain(gold.fields, set()),
        line=gold.line,
        resembles="" if compared.near_index is None else f"{letter}{compared.near_index}",
    )


def _plain(fields: Mapping[str, Any], left_out: set[str | None]) -> tuple[tuple[str, str], ...]:
    worded = ((name, in_words(value)) for name, value in fields.items() if name not in left_out)
    return tuple((name, value) for name, value in worded if value is not None)


def _alike(judged: Judged) -> bool:
    return judged.error is None and (judged.outcome != "right" or judged.gold == judged.predicted)


def _difference(judged: Judged) -> Difference:
    error = " ".join(part for part in (judged.error, judged.detail) if part)
    run, gold = in_words(judged.predicted), in_words(judged.gold)
    return Difference(judged.field, run, gold if run is None or gold is None else _differing(gold, run), error)


def _differing(gold: str, run: str) -> str:
    """Return gold's words without those at either end that are the run's as well, a few left so that one sees where.

    >>> _differing("Once a day the sun rises in the far east", "Once a day the sun rises in the west")
    '… in the far east'
    """
    mine, theirs = gold.split(" "), run.split(" ")
    most = min(len(mine), len(theirs))
    start = next((at for at in range(most) if mine[at] != theirs[at]), most)
    end = next((at for at in range(most - start) if mine[-1 - at] != theirs[-1 - at]), most - start)
    before = start - _CONTEXT if start > _CONTEXT + _SPARED else 0
    after = len(mine) - (end - _CONTEXT if end > _CONTEXT + _SPARED else 0)
    return " ".join([*(["…"] if before else []), *mine[before:after], *(["…"] if after < len(mine) else [])])


def in_words(value: Any) -> str | None:
    """Return a field's value as it is written, or None for none.

    >>> in_words("7.0"), in_words(["a", 1]), in_words(None)
    ('7.0', '["a", 1]', None)
    """
    return value if isinstance(value, str | None) else dumps(value)
