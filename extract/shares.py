"""What share of a run's items has which grade, by the toolkit's own checks and without any gold?"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, get_args

from extract.records import ExtractedItem, Grade, Verdict
from extract.scores import Metric
from extract.statistics import Observed, ratio

Items = Sequence[Sequence[ExtractedItem]]
"""The items of one type, document by document."""

_BETTER: dict[str, Literal["higher", "lower"]] = {
    "exact": "higher",
    "confirmed": "higher",
    "ambiguous": "lower",
    "contradicted": "lower",
    "missing": "lower",
}


def by_grounding(type_: str, items: Items) -> Iterator[Metric]:
    """Yield the share of each grade, also of those that no item has: `figures.grounding.exact`."""
    return _shares(f"{type_}.grounding", get_args(Grade), items, lambda item: item.grounding.grade)


def by_verification(type_: str, items: Items) -> Iterator[Metric]:
    """Yield the share of each verdict, otherwise as `by_grounding`; what was not verified is `unverified`."""
    return _shares(f"{type_}.verification", get_args(Verdict), items, _verdict)


def _verdict(item: ExtractedItem) -> str:
    return "unverified" if item.verification is None else item.verification.verdict


def _shares(
    name: str, values: Sequence[str], items: Items, value_of: Callable[[ExtractedItem], str]
) -> Iterator[Metric]:
    counts: list[Counter[str]] = [Counter(map(value_of, of_document)) for of_document in items]
    empty = f"the run has no {name.partition('.')[0]}"
    for value in values:
        observed: list[Observed] = [(one[value], one.total()) for one in counts]
        yield Metric(f"{name}.{value}", ratio(observed, empty), _BETTER.get(value))
