"""What was spent so far, and what the next request will likely take."""

from decimal import Decimal

from extract.llm.requests import WireRequest
from extract.records import Usage

CHARACTERS_A_TOKEN = 4
"""Of English text, roughly; only for reserving and forecasting, never for counting."""
OUTPUT_TOKENS = 1_000
"""What an answer is expected to take as long as none is known."""


class Spending:
    """Tokens and money of the answers that were asked for, those of a cache not counted."""

    def __init__(self) -> None:
        self.usage = Usage()
        self.cost_usd = Decimal(0)
        self.requests = 0
        """Sent, every attempt counted."""
        self.priced = True
        """Whether every answer had a price."""
        self._answers = 0

    def add(self, usage: Usage, cost_usd: Decimal | None) -> None:
        """Count an answer."""
        self._answers += 1
        self.usage += usage
        self.cost_usd += cost_usd or 0
        self.priced = self.priced and cost_usd is not None

    def expected(self, wire: WireRequest) -> Usage:
        """Return about how many tokens a request will take: its answer as many as those before it."""
        output = self.usage.output_tokens // self._answers if self._answers else OUTPUT_TOKENS
        if wire.max_output_tokens is not None:
            output = min(output, wire.max_output_tokens)
        return Usage(input_tokens_of(wire), output)


def input_tokens_of(wire: WireRequest) -> int:
    """Return about how many tokens a request takes to read."""
    characters = sum(len(message.content) for message in wire.messages) + len(wire.schema_text or "")
    return characters // CHARACTERS_A_TOKEN + 1
