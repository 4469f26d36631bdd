"""When a run stops by itself: the server keeps failing, or what may be spent is spent."""

from dataclasses import dataclass
from decimal import Decimal

from extract.errors import StopRun
from extract.models import Model
from extract.records import Row

FAILURES = 10
"""Documents in a row without an answer, after which the next ones are not tried."""

_NOT_OF_THE_SERVER = frozenset({"cache-miss", "unexpected"})
_OF_THE_DOCUMENT = "bad-request"
"""The server answers, only not about this document: too long a text, say."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one sitting of a run may spend; what is in flight when it is reached still lands."""

    cost_usd: Decimal | None = None
    tokens: int | None = None
    """In and out."""


class Stops:
    """Watches the rows of one sitting."""

    def __init__(self, model: Model, budget: Budget) -> None:
        """Begin with nothing spent and nothing failed."""
        self._spending = model.spending
        self._budget = budget
        self._failures = 0

    def heed(self, row: Row) -> None:
        """Take note of a row; `StopRun` says why no further document is to be asked about."""
        if row.status == "failed":
            self._count(row)
        elif not row.call.cached:
            self._failures = 0
        self.hold()

    def _count(self, row: Row) -> None:
        error = row.error
        if error is None or error.kind in _NOT_OF_THE_SERVER:
            return
        if error.kind == _OF_THE_DOCUMENT:
            self._failures = 0
            return
        self._failures += 1
        if self._failures >= FAILURES:
            raise StopRun(f"{FAILURES} documents in a row got no answer, the last: {error.message}", error.kind)

    def hold(self) -> None:
        """Raise `StopRun` where what may be spent is spent."""
        spending, budget = self._spending, self._budget
        if spending is None:
            return
        tokens = spending.usage.total()
        if budget.tokens is not None and tokens >= budget.tokens:
            raise StopRun(f"{tokens:,} tokens are spent, --max-tokens is {budget.tokens:,}", "budget")
        if budget.cost_usd is None:
            return
        if not spending.priced:
            raise StopRun(
                "an answer came without a known price, so --max-cost cannot be kept; use --max-tokens", "budget"
            )
        if spending.cost_usd >= budget.cost_usd:
            raise StopRun(f"{spending.cost_usd:.4f} USD are spent, --max-cost is {budget.cost_usd}", "budget")
