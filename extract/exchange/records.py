"""What do other annotation tools and we tell each other? Frozen nouns that no tool's format shows through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from extract.review import Verdict

Tool: TypeAlias = Literal["label-studio", "prodigy"]


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in a file that is not taken in."""

    place: str
    """File, line and what it is about."""
    reason: str
    """What is wrong, and what to do."""

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of words that somebody marked in another tool, and what was said of it there."""

    place: str
    label: str
    start: int
    end: int
    quote: str | None
    """The words as the tool has them; None where it keeps offsets alone."""
    key: str | None = None
    """The mark that we sent and that this one was; None for one that was made there."""
    fields: Mapping[str, str] | None = None
    """What was filled in, by field; None where the tool has no fields."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One document as one reader labelled it in another tool."""

    place: str
    document: str
    text: str
    """As the tool has it."""
    by: str | None
    lines: tuple[str, ...]
    """The lines of gold that we sent: the document's, then the items'."""
    marks: tuple[Mark, ...]
    units: bool = False
    """Whether offsets of the tool may count UTF-16 code units."""
    sha256: str | None = None
    """Of the document when it was sent; None where the tool has lost it."""


Choice: TypeAlias = Verdict | Literal["A", "B"]
"""A verdict, or the side that is right where the sides were not named."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What one annotator said of one disagreement in another tool."""

    place: str
    tool: Tool
    item: str
    version: str | None
    """The event that had settled the item's state when it was sent."""
    by: str | None
    at: str | None
    choice: str | None
    """None where nothing was chosen."""
    blind: bool
    note: str = ""
    text: str = ""
    """The document as the tool has it."""
    sha256: str | None = None
    """Of the document when it was sent; None where the tool has lost it."""
    marks: tuple[Mark, ...] = ()
    final: Mapping[str, object] | None = None
    """Of `edited`: what was written as a line of gold, place or quote included."""
    event: str | None = None
    """The decision that we sent, where the annotation was one."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file of another tool holds."""

    judged: Sequence[Judged] = ()
    labelled: Sequence[Labelled] = ()
    untouched: int = 0
    """Tasks on which nobody has said anything."""
    refused: Sequence[Refused] = ()
