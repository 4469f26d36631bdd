"""How many requests are on their way at once, and what waits for its turn?"""

import asyncio
import json
from decimal import Decimal
from pathlib import Path

import pytest

from extract import prompts
from extract.documents import open_sources
from extract.errors import StopRun
from extract.llm.spending import Spending
from extract.models import Model
from extract.records import Answer, Request, Usage
from extract.runs import Budget, Plan, RunSummary, run_documents
from extract.schema import ClaimsAndFigures
from extract.settings import DEFAULT

DOCUMENTS = 12


class Served:
    """Answers as a server does, after a while, and remembers what happened in which order."""

    def __init__(self, seconds: float = 0.001) -> None:
        self._seconds = seconds
        self.events: list[str] = []
        self.most = 0
        self.spending = Spending()
        self._flying = 0

    async def ask(self, _request: Request) -> Answer:
        self.events.append("sent")
        self._flying += 1
        self.most = max(self.most, self._flying)
        await asyncio.sleep(self._seconds)
        self._flying -= 1
        self.spending.add(Usage(10, 0), Decimal(0))
        return Answer('{"claims": [], "figures": []}', "openai/m", usage=Usage(10, 0))

    async def settle(self, _answer: Answer) -> None:
        self.events.append("examined")


def ran(served: Served, folder: Path, concurrency: int, budget: Budget = Budget()) -> RunSummary:  # noqa: B008 - frozen
    source = folder / "documents.jsonl"
    source.write_text("\n".join(json.dumps({"id": f"{n}", "text": f"Text {n}."}) for n in range(DOCUMENTS)), "utf-8")
    model = Model("openai/m", "", served.ask, settle=served.settle, spending=served.spending)
    plan = Plan(prompts.load(prompts.BUILT_IN), ClaimsAndFigures, model, DEFAULT, (str(source),), budget)
    return asyncio.run(run_documents(open_sources(plan.sources), plan, folder / "run", concurrency))


@pytest.mark.parametrize("concurrency", [1, 2, 5])
def test_never_more_requests_are_on_their_way_than_may_be(tmp_path: Path, concurrency: int) -> None:
    served = Served()
    summary = ran(served, tmp_path, concurrency)
    assert (summary.complete, summary.tally.documents["ok"]) == (True, DOCUMENTS)
    assert served.most == concurrency


class AllAtOnce(Served):
    """Answers the first requests in the same moment, however long sending them took."""

    def __init__(self, first: int) -> None:
        super().__init__()
        self._together = asyncio.Barrier(first)
        self._left = first

    async def ask(self, request: Request) -> Answer:
        self._left -= 1
        if self._left < 0:
            return await super().ask(request)
        self.events.append("sent")
        await self._together.wait()
        return Answer('{"claims": [], "figures": []}', "openai/m", usage=Usage(10, 0))


def test_what_waits_is_sent_before_an_answer_is_examined(tmp_path: Path) -> None:
    served = AllAtOnce(3)
    ran(served, tmp_path, 3)
    assert served.events[:5] == ["sent"] * 5


def test_what_waits_for_its_turn_is_not_sent_once_all_is_spent(tmp_path: Path) -> None:
    served = Served()
    with pytest.raises(StopRun, match="--max-tokens is 30"):
        ran(served, tmp_path, 3, Budget(tokens=30))
    assert served.events.count("sent") <= 3 + 2
