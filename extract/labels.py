"""What the hand-labelled gold set says of documents: frozen nouns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract.records import Span


@dataclass(frozen=True, slots=True)
class GoldItem:
    """One labelled item; `type` is the name of its class in snake case."""

    type: str
    span: Span
    quote: str
    fields: Mapping[str, Any]
    """As they stand in the file: decimals are strings. A field that is not among them is unlabelled."""
    alternatives: tuple[Mapping[str, Any], ...] = ()
    """Each a set of values that holds together, in place of those in `fields`; with `start`, `end` and `quote`, another
    place for the same item."""
    optional: bool = False
    """Neither missing where a run lacks it nor spurious where a run has it."""
    unlabelled: frozenset[str] = frozenset()
    """Fields that nobody labelled: they are skipped, which is not the same as null."""
    provenance: Any = None
    note: str | None = None
    line: int = 0
    """Where it stands in its file, from 1."""

    def variants(self) -> tuple[Mapping[str, Any], ...]:
        """Return every set of values that passes for right, the labelled one first."""
        return (self.fields, *({**self.fields, **other} for other in self.alternatives))

    def spans(self) -> tuple[Span, ...]:
        """Return every place where the item may stand, the labelled one first."""
        others = (Span(other["start"], other["end"]) for other in self.alternatives if "start" in other)
        return (self.span, *others)


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """The labelled items of one document, in text order."""

    id: str
    sha256: str
    path: Path
    items: tuple[GoldItem, ...]
    header: Mapping[str, Any] = field(default_factory=dict)
    """The document's own line, whole."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold set at one revision."""

    folder: Path
    revision: str
    """A hash over the files of the gold set: 64 hexadecimal digits."""
    documents: Mapping[str, GoldDocument]

    def __iter__(self) -> Iterator[GoldDocument]:
        return iter(self.documents.values())
