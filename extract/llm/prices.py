"""What an answer cost: by the price table that genai-prices carries, looked up offline."""

from decimal import Decimal

from extract.records import Usage


def cost_of(usage: Usage, model: str) -> Decimal | None:
    """Return the cost in USD of that many tokens of the model, None where the table does not know the model.

    Names are the provider's own, a provider before a slash allowed: gpt-4o-mini, anthropic/claude-sonnet-4-5.
    """
    from genai_prices import Usage as Tokens  # here, because the table takes a third of a second to load
    from genai_prices import calc_price

    provider, slash, name = model.rpartition("/")
    tokens = Tokens(input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)
    try:
        price = calc_price(tokens, name, provider_id=provider) if slash else calc_price(tokens, name)
    except LookupError:
        return None
    return price.total_price
