"""Whether the reader reads the probes: one sentence each, with the figures that it holds."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.quantities import figures

PROBES = Path(__file__).parent.parent / "probes"
Reading = tuple[Decimal | None, Decimal | None, str | None, str, str]


def probes(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (PROBES / name).read_text(encoding="utf-8").splitlines() if line]


def expected(probe: dict[str, Any]) -> list[Reading]:
    def number(value: str | None) -> Decimal | None:
        return None if value is None else Decimal(value)

    return [(number(f["value"]), number(f["upper"]), f["unit"], f["comparator"], f["trend"]) for f in probe["figures"]]


def same(one: Reading, other: Reading) -> bool:
    if one[2:] != other[2:] or (one[0] is None) != (other[0] is None) or one[1] != other[1]:
        return False
    return one[0] == other[0] or (one[2] == "%" and abs((one[0] or 0) - (other[0] or 0)) <= Decimal("0.01"))


def is_clean(probe: dict[str, Any]) -> bool:
    left = expected(probe)
    for figure in figures(probe["text"]):
        reading = (figure.value, figure.upper, figure.unit, figure.comparator, figure.trend)
        match = next((one for one in left if same(one, reading)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


@pytest.mark.parametrize("probe", probes("figures.jsonl"), ids=lambda probe: str(probe["text"])[:60])
def test_every_figure_of_the_probe_is_read_and_nothing_else(probe: dict[str, Any]) -> None:
    assert is_clean(probe)
