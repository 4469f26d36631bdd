"""What is handed to the page: a run with its texts, its scores where there is gold, and what it is held against."""

from collections.abc import Mapping
from dataclasses import dataclass

from extract.differences import Comparison
from extract.records import Document, Row
from extract.scores import Evaluation


@dataclass(frozen=True, slots=True)
class Against:
    """The run that the page's run is held against."""

    run: str
    prompt: str
    model: str
    rows: tuple[Row, ...]
    comparison: Comparison | None = None
    """In which it is A; None without gold: without it nobody knows which run is right."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything that one page shows."""

    run: str
    prompt: str
    """Name and fingerprint."""
    model: str
    response_model: str
    created: str
    complete: bool
    types: tuple[str, ...]
    """Item types in the order of the response model."""
    rows: tuple[Row, ...]
    documents: Mapping[str, Document]
    """With their texts, by id; a row whose source gave no text has none."""
    evaluation: Evaluation | None = None
    """None without gold."""
    against: Against | None = None
