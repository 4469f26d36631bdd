"""What a run would send and what that would cost, before anything is sent."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.llm.prices import cost_of
from extract.llm.requests import Options, wire_request
from extract.llm.spending import OUTPUT_TOKENS, input_tokens_of
from extract.records import Answer, Request, Usage


@dataclass(frozen=True, slots=True)
class Forecast:
    """What to expect of documents that are asked about; re-asks are not foreseen."""

    cached: int
    """Documents of which every request has a stored answer."""
    asked: int
    """The other documents."""
    requests: int
    """Those that would be sent; one that several documents share is sent once."""
    usage: Usage
    """About how many tokens they take: answers as long as the stored ones, or of a thousand tokens where none is."""
    cost_usd: Decimal | None
    """None where the model has no known price."""


def forecast(
    documents: Iterable[Sequence[Request]], options: Options, stored: Callable[[Request], Answer | None]
) -> Forecast:
    """Return what to expect of documents, each given as its requests; nothing is sent."""
    cached = asked = tokens_in = 0
    outputs: list[int] = []
    missing: set[str] = set()
    for requests in documents:
        answers = [stored(request) for request in requests]
        outputs += [answer.usage.output_tokens for answer in answers if answer is not None]
        cached += None not in answers
        asked += None in answers
        for request, answer in zip(requests, answers, strict=True):
            wire = wire_request(request, options)
            if answer is None and wire.key() not in missing:
                missing.add(wire.key())
                tokens_in += input_tokens_of(wire)
    told = [tokens for tokens in outputs if tokens]
    each = sum(told) // len(told) if told else OUTPUT_TOKENS
    usage = Usage(tokens_in, each * len(missing))
    return Forecast(cached, asked, len(missing), usage, cost_of(usage, options.model))
