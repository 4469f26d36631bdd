"""Does the share of general-news probes that are read clean stay at least where it has been?

The floor of a phenomenon is the number of its probes that were clean when the table was last raised: it is raised when
the reader gains, and lowered only together with the probe that was found wrong.
"""

from decimal import Decimal
from pathlib import Path

import pytest
from probes import (
    Agrees,
    Probe,
    Tally,
    is_clean,
    read_probes,
    same_value,
    same_value_and_change,
    same_value_and_unit,
    tally,
)

from extract.quantities import figures
from extract.records import Quantity, Span, Trend

PROBES = read_probes([Path(__file__).parent.parent / "probes" / "general.jsonl"])

FLOORS: dict[str, int] = {
    "money": 20,
    "percent": 10,
    "percentage points and basis points": 11,
    "ranges": 16,
    "approximation": 13,
    "bounds before": 15,
    "bounds after": 8,
    "counts": 18,
    "counts with of-phrases": 13,
    "ages": 12,
    "durations": 15,
    "distances and heights": 12,
    "areas and volumes": 10,
    "temperatures": 9,
    "speeds": 8,
    "weights": 7,
    "energy and power": 10,
    "data sizes": 5,
    "rates per time or person": 16,
    "fractions": 15,
    "multiples": 11,
    "number words": 14,
    "scale abbreviations": 9,
    "market points and share prices": 14,
    "up or down by": 16,
    "up or down to": 10,
    "from-to changes": 8,
    "conversions": 9,
    "negative numbers": 7,
    "vague magnitudes": 9,
    "casualties": 12,
    "votes and seats": 10,
    "crowd sizes": 7,
    "sports figures": 14,
    "health and medicine": 9,
    "science and space": 10,
    "climate and emissions": 7,
    "weather": 6,
    "lists and coordination": 7,
    "headlines": 6,
    "education and housing": 5,
    "transport": 6,
    "trap: dates": 12,
    "trap: clock times": 7,
    "trap: ordinals and ranks": 11,
    "trap: names and titles": 13,
    "trap: products and codes": 12,
    "trap: scores and records": 7,
    "trap: addresses and numbers to call": 8,
    "trap: laws and sections": 7,
    "trap: flights and roads": 7,
    "trap: slogans and idioms": 10,
    "trap: pages, levels and stages": 7,
    "garbled": 3,
    "large and precise numbers": 4,
    "company results": 12,
    "economy and prices": 12,
    "crime and courts": 10,
    "culture and media": 10,
    "politics and policy": 10,
    "war and disasters": 10,
    "technology": 10,
    "farming and food": 8,
    "travel and transport": 8,
    "health and science": 12,
    "sports reports": 11,
    "weather and climate": 7,
    "local news": 9,
    "trap: mixed 2": 16,
    "headlines 2": 6,
    "wire sentences": 90,
}


@pytest.mark.parametrize("phenomenon", FLOORS)
def test_as_many_probes_of_a_phenomenon_are_clean_as_before(phenomenon: str) -> None:
    probes = [probe for probe in PROBES if probe.phenomenon == phenomenon]
    unclean = [probe.text for probe in probes if not is_clean(probe, figures(probe.text))]

    assert len(probes) - len(unclean) >= FLOORS[phenomenon], "\n".join(unclean)


def test_every_phenomenon_has_a_floor_and_no_probe_stands_twice() -> None:
    assert {probe.phenomenon for probe in PROBES} == set(FLOORS)
    assert len({probe.text for probe in PROBES}) == len(PROBES) >= 400


@pytest.mark.parametrize(
    ("agrees", "floor"),
    [(same_value, 0.997), (same_value_and_unit, 0.982), (same_value_and_change, 0.995)],
    ids=["value", "value and unit", "value and change"],
)
def test_the_f1_over_all_figures_is_not_below_its_floor(agrees: Agrees, floor: float) -> None:
    total = sum((tally(probe, figures(probe.text), agrees) for probe in PROBES), Tally())

    assert total.f1 >= floor


def quantity(value: str, unit: str | None = "t", trend: Trend = "level") -> Quantity:
    return Quantity(span=Span(0, 1), number=Span(0, 1), value=Decimal(value), unit=unit, trend=trend)


def test_a_probe_is_clean_only_if_every_part_is_right_and_nothing_is_added() -> None:
    figure = {"value": "3", "upper": None, "unit": "t", "comparator": "=", "trend": "level"}
    probe = Probe("weights", "It weighs 3 tonnes.", (figure,))

    assert is_clean(probe, [quantity("3")])
    assert not is_clean(probe, [])
    assert not is_clean(probe, [quantity("4")])
    assert not is_clean(probe, [quantity("3", unit="kg")])
    assert not is_clean(probe, [quantity("3", trend="increase")])
    assert not is_clean(probe, [quantity("3"), quantity("3")])


def test_an_optional_figure_is_neither_missed_nor_spurious_and_a_bar_leaves_readings_open() -> None:
    figure = {"value": "2", "upper": None, "unit": "d|null", "comparator": "=", "trend": "increase|level"}
    probe = Probe("durations", "It took two nights.", ({**figure, "value": "7", "optional": True}, figure))

    assert is_clean(probe, [quantity("2", unit=None)])
    assert is_clean(probe, [quantity("7"), quantity("2", unit="d", trend="increase")])
    assert not is_clean(probe, [quantity("7")])
