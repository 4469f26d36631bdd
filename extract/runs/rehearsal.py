"""What a run would come to: how many documents there are, which are answered already, and what the rest would cost."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from extract.documents import open_sources
from extract.pipeline import requests_of
from extract.records import Document, Request
from extract.runs.manifest import Plan

if TYPE_CHECKING:
    from extract.llm.forecast import Forecast


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would happen to the documents of the sources."""

    documents: int
    unreadable: int
    forecast: "Forecast | None"
    """None where the model costs nothing."""

    def to_json(self) -> dict[str, Any]:
        """Return it as one JSON object."""
        documents = {"documents": self.documents, "unreadable": self.unreadable}
        if self.forecast is None:
            return documents
        told = asdict(self.forecast)
        cost = self.forecast.cost_usd
        return {**documents, **told, "cost_usd": None if cost is None else str(cost)}


def rehearse(plan: Plan) -> Rehearsal:
    """Return what a run of the plan would come to; nothing is sent and nothing written."""
    asked = _Asked(plan)
    foresee = plan.model.forecast
    if foresee is None:
        return Rehearsal(len(open_sources(plan.sources, plan.settings)), 0, None)
    told = foresee(asked.requests())
    return Rehearsal(asked.documents, asked.unreadable, told)


class _Asked:
    """Counts the documents while their requests are gone through."""

    def __init__(self, plan: Plan) -> None:
        self.documents = 0
        self.unreadable = 0
        self._plan = plan

    def requests(self) -> Iterator[list[Request]]:
        """Yield the requests of each document that can be read."""
        task = self._plan.task()
        for source in open_sources(self._plan.sources, self._plan.settings):
            self.documents += 1
            if isinstance(source, Document):
                yield requests_of(source, task)
            else:
                self.unreadable += 1
