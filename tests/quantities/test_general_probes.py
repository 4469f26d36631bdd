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
    "money": 19,
    "percent": 9,
    "percentage points and basis points": 9,
    "ranges": 11,
    "approximation": 11,
    "bounds before": 12,
    "bounds after": 6,
    "counts": 13,
    "counts with of-phrases": 10,
    "ages": 6,
    "durations": 12,
    "distances and heights": 9,
    "areas and volumes": 9,
    "temperatures": 2,
    "speeds": 7,
    "weights": 6,
    "energy and power": 8,
    "data sizes": 2,
    "rates per time or person": 9,
    "fractions": 13,
    "multiples": 7,
    "number words": 11,
    "scale abbreviations": 10,
    "market points and share prices": 10,
    "up or down by": 13,
    "up or down to": 9,
    "from-to changes": 6,
    "conversions": 6,
    "negative numbers": 7,
    "vague magnitudes": 7,
    "casualties": 11,
    "votes and seats": 9,
    "crowd sizes": 5,
    "sports figures": 10,
    "health and medicine": 6,
    "science and space": 4,
    "climate and emissions": 5,
    "weather": 3,
    "lists and coordination": 4,
    "headlines": 5,
    "education and housing": 4,
    "transport": 2,
    "trap: dates": 10,
    "trap: clock times": 6,
    "trap: ordinals and ranks": 9,
    "trap: names and titles": 5,
    "trap: products and codes": 9,
    "trap: scores and records": 6,
    "trap: addresses and numbers to call": 4,
    "trap: laws and sections": 7,
    "trap: flights and roads": 4,
    "trap: slogans and idioms": 5,
    "trap: pages, levels and stages": 3,
    "garbled": 2,
    "large and precise numbers": 3,
    "company results": 11,
    "economy and prices": 8,
    "crime and courts": 5,
    "culture and media": 6,
    "politics and policy": 8,
    "war and disasters": 7,
    "technology": 6,
    "farming and food": 4,
    "travel and transport": 7,
    "health and science": 9,
    "sports reports": 7,
    "weather and climate": 7,
    "local news": 3,
    "trap: mixed 2": 10,
    "headlines 2": 5,
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
    [(same_value, 0.943), (same_value_and_unit, 0.875), (same_value_and_change, 0.916)],
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
