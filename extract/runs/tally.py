"""What the rows of a run come to, counted from the rows as they are written."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

EXAMPLES = 3


@dataclass(slots=True)
class Tally:
    """Counts over rows; every row is in it once."""

    types: Sequence[str] = ()
    """The item types of the response model; one without items is counted as 0."""
    documents: Counter[str] = field(default_factory=Counter)
    """By status."""
    items: Counter[str] = field(default_factory=Counter)
    """By type."""
    flagged: Counter[str] = field(default_factory=Counter)
    """Items with a problem, by type."""
    grounding: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Grades by type of item."""
    verification: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Verdicts by type of item."""
    problems: Counter[str] = field(default_factory=Counter)
    """By name, those of answers and those of items; a failed row counts under its error's kind."""
    examples: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Ids of a few documents for each problem."""
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: Decimal | None = None
    kept: int = 0
    """Rows that stood from an earlier sitting."""
    cached: int = 0
    dropped: int = 0
    """Rows of an earlier sitting whose documents are no longer among the sources."""

    def __post_init__(self) -> None:
        self.items.update(dict.fromkeys(self.types, 0))

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a row, given as its line in results.jsonl."""
        document = row["document"]["id"]
        self.documents[row["status"]] += 1
        if row["error"] is not None:
            self._note(row["error"]["kind"], document)
        for problem in row["problems"]:
            self._note(problem["name"], document)
        for name in self.types:
            self._add_items(name, (row["extraction"] or {}).get(name, ()), document)
        self._add_call(row["call"])

    def _add_items(self, name: str, items: Sequence[Mapping[str, Any]], document: str) -> None:
        if not items:
            return
        self.items[name] += len(items)
        self.flagged[name] += sum([bool(item["problems"]) for item in items])
        grades = self.grounding[name]
        for item in items:
            grades[item["grounding"]] += 1
            if "verification" in item:
                self.verification[name][item["verification"]] += 1
            for problem in item["problems"]:
                self._note(problem["name"], document)

    def _add_call(self, call: Mapping[str, Any]) -> None:
        self.cached += call["cached"]
        self.input_tokens += call["usage"]["input_tokens"]
        self.output_tokens += call["usage"]["output_tokens"]
        if call["cost_usd"] is not None:
            self.cost_usd = (self.cost_usd or Decimal(0)) + Decimal(call["cost_usd"])

    def _note(self, problem: str, document: str) -> None:
        self.problems[problem] += 1
        examples = self.examples[problem]
        if len(examples) < EXAMPLES and document not in examples:
            examples.append(document)

    def to_json(self) -> dict[str, Any]:
        """Return the counts as run.json keeps them, the most frequent problems first."""
        return {
            "documents": {"total": self.documents.total(), **self.documents},
            "items": {"total": self.items.total(), **self.items},
            "flagged": {"total": self.flagged.total(), **self.flagged},
            "grounding": {name: dict(grades) for name, grades in self.grounding.items()},
            "verification": {name: dict(verdicts) for name, verdicts in self.verification.items()},
            "problems": {
                name: {"count": count, "documents": self.examples[name]} for name, count in self.problems.most_common()
            },
            "tokens": {"input": self.input_tokens, "output": self.output_tokens},
            "cost_usd": None if self.cost_usd is None else str(self.cost_usd),
            "cached": self.cached,
            "kept": self.kept,
            "dropped": self.dropped,
        }
