"""What does a cache hold, and which entries are to go?"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from extract.llm.cache import Cache
from extract.llm.entries import Entry
from extract.llm.responses import usage_of
from extract.records import Usage


@dataclass(frozen=True, slots=True)
class Selection:
    """Which entries are meant: those for which everything holds that is asked for."""

    models: frozenset[str] = frozenset()
    """As the server knows them, without `openai/`; empty for any."""
    before: datetime | None = None
    """Whose last answer came before that moment."""
    unfinished: bool = False
    """Whether only unfinished ones."""

    def holds(self, entry: Entry) -> bool:
        """Whether the entry is one of those meant."""
        return (
            (not self.models or entry.request.get("model") in self.models)
            and (self.before is None or _last(entry) < self.before)
            and not (self.unfinished and entry.finished)
        )


def _last(entry: Entry) -> datetime:
    return max((attempt.moment() for attempt in entry.attempts), default=datetime.min.replace(tzinfo=UTC))


@dataclass(slots=True)
class Held:
    """What is held of one model's answers, or of all."""

    entries: int = 0
    finished: int = 0
    answers: int = 0
    invalid: int = 0
    """Answers of which nothing could be parsed."""
    usage: Usage = field(default_factory=Usage)
    cost_usd: Decimal | None = None
    """What the answers whose cost is known cost on their day; None where none is."""

    def add(self, entry: Entry) -> None:
        """Count one entry in."""
        self.entries += 1
        self.finished += entry.finished
        self.answers += len(entry.attempts)
        self.invalid += sum(attempt.invalid for attempt in entry.attempts)
        self.usage = sum((usage_of(attempt.raw) for attempt in entry.attempts), self.usage)
        for cost in filter(None, (attempt.cost_usd for attempt in entry.attempts)):
            self.cost_usd = (self.cost_usd or Decimal()) + Decimal(cost)

    def to_json(self) -> dict[str, Any]:
        """Return the counts ready for JSON."""
        return {
            "entries": self.entries,
            "finished": self.finished,
            "answers": self.answers,
            "invalid": self.invalid,
            "input_tokens": self.usage.input_tokens,
            "output_tokens": self.usage.output_tokens,
            "cost_usd": None if self.cost_usd is None else str(self.cost_usd),
        }


@dataclass(slots=True)
class Holdings:
    """What a cache holds."""

    total: Held = field(default_factory=Held)
    by_model: dict[str, Held] = field(default_factory=dict)
    """By the model that was asked for."""
    damaged: int = 0
    """Rows that give no entry: they count as missing."""
    bytes: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the counts ready for JSON."""
        models = {name: held.to_json() for name, held in sorted(self.by_model.items())}
        return {**self.total.to_json(), "damaged": self.damaged, "bytes": self.bytes, "models": models}


def holdings_of(cache: Cache) -> Holdings:
    """Return what the cache holds; every entry is read."""
    found = Holdings(bytes=cache.size())
    for entry in cache:
        found.total.add(entry)
        found.by_model.setdefault(str(entry.request.get("model")), Held()).add(entry)
    found.damaged = len(cache) - found.total.entries
    return found


def prune(cache: Cache, selection: Selection, *, dry_run: bool) -> Held:
    """Delete the selected entries and return what was deleted; with `dry_run`, what would be."""
    gone = Held()
    for entry in cache:
        if selection.holds(entry):
            gone.add(entry)
            if not dry_run:
                cache.delete(entry.key)
    if gone.entries and not dry_run:
        cache.sweep()
    return gone
