"""What the tests of comparisons have in common: the rule model, made worse on purpose."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from extract.models import Model, model_named
from extract.records import Answer, Request
from extract.runs import run

SEEDS = Path(__file__).parent.parent / "seeds"
Items = dict[str, list[dict[str, Any]]]


def without_every_fourth_figure(answer: Items) -> None:
    answer["figures"] = [one for place, one in enumerate(answer["figures"], 1) if place % 4]


def a_thousandfold_first_value(answer: Items) -> None:
    for one in answer["figures"][:1]:
        one["value"] = None if one["value"] is None else f"{one['value'].partition('.')[0]}000"


def weakened(weaken: Callable[[Items], None]) -> Model:
    """Return the rule model with something done to its answers."""
    rules = model_named("rules")

    async def ask(request: Request) -> Answer:
        answer = await rules.ask(request)
        items = json.loads(answer.text)
        weaken(items)
        return replace(answer, text=json.dumps(items))

    return replace(rules, name="rules-weakened", description="The rule model with faults.", ask=ask)


def run_rules(out: Path, weaken: Callable[[Items], None] | None = None) -> Path:
    """Run the rule model, weakened or as it is, over the five documents."""
    run([SEEDS], model="rules" if weaken is None else weakened(weaken), out=out)
    return out
