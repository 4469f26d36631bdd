"""What does an answer cost?"""

from decimal import Decimal

import pytest

from extract.llm.prices import cost_of
from extract.records import Usage


@pytest.mark.parametrize("model", ["gpt-4o-mini", "gpt-4o-mini-2024-07-18", "openai/gpt-4o-mini"])
def test_a_known_model_has_a_price_under_all_its_names(model: str) -> None:
    # 0.15 USD a million tokens in, 0.60 out (openai.com/api/pricing)
    assert cost_of(Usage(1_000_000, 100_000), model) == Decimal("0.21")


@pytest.mark.parametrize("model", ["my-own-model", "nobody/gpt-4o-mini", "", "/"])
def test_an_unknown_model_has_none(model: str) -> None:
    assert cost_of(Usage(1, 1), model) is None
