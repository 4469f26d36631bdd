"""When does a run stop by itself, and what is lost? Nothing."""

import asyncio
import json
from decimal import Decimal
from pathlib import Path

import pytest
from toy_runs import GREEK, Asked, document, ids, plan_for, run_all, statuses

from extract.errors import AskError, Halted, StopRun
from extract.llm.spending import Spending
from extract.models import Model
from extract.records import Answer, Document, Request, Usage
from extract.runs import Budget, RunSummary, run_documents


class Unanswering:
    """Answers about the documents whose text says so, fails otherwise; counts how often it is asked."""

    def __init__(self, kind: str = "server-error") -> None:
        self.kind = kind
        self.asked = 0

    async def __call__(self, request: Request) -> Answer:
        self.asked += 1
        await asyncio.sleep(0)
        if "good" in request.text:
            return Answer(json.dumps({"sentences": []}), "toy")
        raise AskError("status 500: no luck", self.kind)


def documents(good: set[int] = frozenset(), count: int = 30) -> list[Document]:  # type: ignore[assignment]
    return [document(f"d{n}", f"{'good' if n in good else 'bad'} text {n}") for n in range(count)]


def test_ten_documents_in_a_row_without_an_answer_stop_the_run(tmp_path: Path) -> None:
    ask = Unanswering()
    with pytest.raises(StopRun, match="10 documents in a row got no answer, the last: status 500: no luck") as raised:
        run_all(documents(), tmp_path / "r", ask)
    assert (raised.value.kind, ask.asked, len(ids(tmp_path / "r"))) == ("server-error", 10, 10)


def test_what_is_in_flight_when_a_run_stops_still_lands(tmp_path: Path) -> None:
    ask = Unanswering()
    with pytest.raises(StopRun):
        run_all(documents(), tmp_path / "r", ask, concurrency=4)
    assert len(ids(tmp_path / "r")) == ask.asked <= 10 + 3


def test_an_answer_in_between_begins_the_count_anew(tmp_path: Path) -> None:
    ask = Unanswering()
    run_all(documents(good={9, 19, 29}), tmp_path / "r", ask)
    assert ask.asked == 30


@pytest.mark.parametrize("kind", ["cache-miss", "unexpected"])
def test_what_is_no_fault_of_the_server_stops_nothing(tmp_path: Path, kind: str) -> None:
    ask = Unanswering(kind)
    run_all(documents(), tmp_path / "r", ask)
    assert (ask.asked, set(statuses(tmp_path / "r").values())) == (30, {"failed"})


def test_documents_that_the_server_refuses_one_by_one_stop_nothing(tmp_path: Path) -> None:
    summary = run_all(documents(), tmp_path / "r", Unanswering("bad-request"))
    assert (summary.complete, summary.tally.documents) == (True, {"failed": 30})


def test_a_server_that_refuses_a_document_has_not_failed_ten_times_in_a_row(tmp_path: Path) -> None:
    class Choosy(Unanswering):
        async def __call__(self, request: Request) -> Answer:
            self.kind = "bad-request" if request.text.endswith("5") else "server-error"
            return await super().__call__(request)

    assert run_all(documents(count=25), tmp_path / "r", Choosy()).complete  # 5 and 15 part 5, 9 and 9 failures


def test_a_run_that_unanswerable_documents_stopped_takes_up_new_ones_first(tmp_path: Path) -> None:
    good = set(range(10, 30))
    with pytest.raises(StopRun):
        run_all(documents(good), tmp_path / "r", Unanswering())
    with pytest.raises(StopRun, match="10 documents in a row got no answer"):
        run_all(documents(good), tmp_path / "r", Unanswering())
    after = statuses(tmp_path / "r")
    assert list(after) == [f"d{n}" for n in range(30)]
    assert [name for name, status in after.items() if status == "failed"] == [f"d{n}" for n in range(10)]


def test_a_run_that_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    with pytest.raises(StopRun):
        run_all(documents(), tmp_path / "r", Unanswering())
    run_all(documents(good=set(range(30))), tmp_path / "r", Unanswering())
    assert set(statuses(tmp_path / "r").values()) == {"ok"}


class Halting:
    """Answers until it is halted, then gives every document up, as a model on a server does."""

    def __init__(self, until: int) -> None:
        self.left = until
        self.halted = 0

    async def __call__(self, request: Request) -> Answer:
        await asyncio.sleep(0)
        self.left -= 1
        if self.left < 0:
            raise Halted
        return Answer(json.dumps({"sentences": []}), "toy")

    def halt(self) -> None:
        self.halted += 1


def test_a_document_that_was_given_up_has_no_row_and_is_taken_up_later(tmp_path: Path) -> None:
    summary = run_all(documents(count=8), tmp_path / "r", Halting(5), concurrency=2)
    assert (summary.complete, len(ids(tmp_path / "r"))) == (False, 5)
    assert run_all(documents(count=8), tmp_path / "r", Halting(3)).complete
    assert len(ids(tmp_path / "r")) == 8


def test_an_error_that_ends_the_run_halts_the_model(tmp_path: Path) -> None:
    ask, toy = Unanswering(), Halting(0)
    with pytest.raises(StopRun, match="10 documents in a row"):
        run_all(documents(), tmp_path / "r", ask, model=Model("toy", "a toy", ask, halt=toy.halt))
    assert toy.halted == 1


class Paid(Asked):
    """Answers at 100 tokens and one cent a document."""

    def __init__(self, cost: Decimal | None = Decimal("0.01")) -> None:
        super().__init__()
        self.spending = Spending()
        self.cost = cost

    async def __call__(self, request: Request) -> Answer:
        answer = await super().__call__(request)
        self.spending.add(Usage(90, 10), self.cost)
        return answer


def run_within(budget: Budget, out: Path, ask: Paid, concurrency: int = 1) -> RunSummary:
    plan = plan_for(ask, model=Model("toy", "a toy", ask, spending=ask.spending), budget=budget)
    return asyncio.run(run_documents(GREEK, plan, out, concurrency))


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        (Budget(tokens=250), "300 tokens are spent, --max-tokens is 250"),
        (Budget(cost_usd=Decimal("0.03")), "0.0300 USD are spent, --max-cost is 0.03"),
    ],
)
def test_a_budget_that_is_spent_stops_the_run_after_the_row(tmp_path: Path, budget: Budget, told: str) -> None:
    with pytest.raises(StopRun, match=told) as raised:
        run_within(budget, tmp_path / "r", Paid())
    assert (raised.value.kind, len(ids(tmp_path / "r"))) == ("budget", 3)


def test_money_that_cannot_be_counted_stops_the_run_at_once(tmp_path: Path) -> None:
    with pytest.raises(StopRun, match="without a known price, so --max-cost cannot be kept; use --max-tokens"):
        run_within(Budget(cost_usd=Decimal(1)), tmp_path / "r", Paid(None))
    assert len(ids(tmp_path / "r")) == 1


def test_a_budget_that_suffices_stops_nothing(tmp_path: Path) -> None:
    assert run_within(Budget(Decimal(1), 1_000), tmp_path / "r", Paid()).complete
