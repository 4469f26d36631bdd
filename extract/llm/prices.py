"""What an answer cost: by the price table that genai-prices carries, looked up offline."""

from decimal import Decimal
from functools import lru_cache

from extract.records import Usage


def cost_of(usage: Usage, model: str) -> Decimal | None:
    """Return the cost in USD of that many tokens of the model, None where the table does not know the model.

    Names are the provider's own, a provider before a slash allowed: gpt-4o-mini, anthropic/claude-sonnet-4-5.
    """
    return _price(usage, model) if _is_known(model) else None


@lru_cache(maxsize=64)
def _is_known(model: str) -> bool:
    try:
        _price(Usage(), model)
    except LookupError:
        return False
    return True


def _price(usage: Usage, model: str) -> Decimal:
    from genai_prices import Usage as Tokens  # here, because the table takes a third of a second to load
    from genai_prices import calc_price

    provider, slash, name = model.rpartition("/")
    tokens = Tokens(input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)
    return (calc_price(tokens, name, provider_id=provider) if slash else calc_price(tokens, name)).total_price
