"""What is an item called that has no partner? A name for the reader; no name earns credit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extract.alignment.overlaps import NEAR_SHARE, Overlaps, Pair, entwined
from extract.alignment.records import Leftover, Unmatched

__all__ = ["Leftover", "Unmatched", "left_over"]

NEAR_WORDING = 0.6
"""Least similarity of wording at which a prediction without a place is a near miss of a leftover of gold."""


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """Of each item without a partner the items of the other side, the most alike first and then in text order."""

    of_gold: defaultdict[int, list[int]]
    of_predicted: defaultdict[int, list[int]]


def left_over(table: Overlaps, pairs: Sequence[Pair]) -> tuple[tuple[Unmatched, ...], tuple[Unmatched, ...]]:
    """Return the leftovers of gold and those of the predictions, each in text order and named."""
    return _Naming(table, pairs).named()


class _Naming:
    def __init__(self, table: Overlaps, pairs: Sequence[Pair]) -> None:
        self.table = table
        self.partner_of_gold = dict(pairs)
        self.partner_of_predicted = {predicted: gold for gold, predicted in pairs}
        near = {pair: by for pair, by in table.shares.items() if by >= NEAR_SHARE}
        self.near = _neighbours(table, near, self.partner_of_gold, self.partner_of_predicted)
        self.together = _neighbours(table, table.together, self.partner_of_gold, self.partner_of_predicted)
        self.gold: dict[int, Unmatched] = {}
        self.predicted: dict[int, Unmatched] = {}

    def named(self) -> tuple[tuple[Unmatched, ...], tuple[Unmatched, ...]]:
        gold = _in_order(self.table.gold_rank, self.partner_of_gold)
        predicted = _in_order(self.table.predicted_rank, self.partner_of_predicted)
        for index in gold:
            self._note_gold(index, self._gold_beside_a_match(index))
        for index in predicted:
            self._note_predicted(index, self._predicted_beside_a_match(index))
        self._note_wholes_and_parts(gold, predicted)
        self._note_near_misses(gold, predicted)
        self._note_alike_wordings(gold, predicted)
        return (
            tuple(self.gold.get(index, Unmatched(index, "missing")) for index in gold),
            tuple(self.predicted.get(index, Unmatched(index, "spurious")) for index in predicted),
        )

    def _note_gold(self, index: int, found: tuple[Leftover, int] | None) -> None:
        if found is not None:
            self.gold.setdefault(index, Unmatched(index, *found))

    def _note_predicted(self, index: int, found: tuple[Leftover, int] | None) -> None:
        if found is not None:
            self.predicted.setdefault(index, Unmatched(index, *found))

    def _gold_beside_a_match(self, index: int) -> tuple[Leftover, int] | None:
        """Gold under a prediction that is another item's is merged, unless the two gold items overlap themselves."""
        for predicted in self.together.of_gold.get(index, ()):
            other = self.partner_of_predicted.get(predicted)
            if other is not None and not entwined(self.table.gold[index], self.table.gold[other]):
                return "merged", predicted
        return None

    def _predicted_beside_a_match(self, index: int) -> tuple[Leftover, int] | None:
        """A second prediction on a gold item repeats the first one, or has taken its own part of the item."""
        for gold in self.together.of_predicted.get(index, ()):
            first = self.partner_of_gold.get(gold)
            if first is None:
                continue
            if not entwined(self.table.predicted[index], self.table.predicted[first]):
                return "split", gold
            if (gold, index) in self.table.admissible:
                return "duplicate", gold
        return None

    def _note_wholes_and_parts(self, gold: Sequence[int], predicted: Sequence[int]) -> None:
        for index in predicted:
            parts = [one for one in self.together.of_predicted.get(index, ()) if self._is_free(one, index)]
            if len(parts) > 1:
                self._note_predicted(index, ("merged", _first(parts, self.table.gold_rank)))
                for part in parts:
                    self._note_gold(part, ("merged", index))
        for index in gold:
            parts = [one for one in self.together.of_gold.get(index, ()) if self._is_free(index, one)]
            if len(parts) > 1:
                self._note_gold(index, ("split", _first(parts, self.table.predicted_rank)))
                for part in parts:
                    self._note_predicted(part, ("split", index))

    def _note_near_misses(self, gold: Sequence[int], predicted: Sequence[int]) -> None:
        of_gold = [(one, next(self._free_near(one, self.near.of_gold, 0), None)) for one in gold]
        of_predicted = [(one, next(self._free_near(one, self.near.of_predicted, 1), None)) for one in predicted]
        for index, near in of_gold:
            self._note_gold(index, None if near is None else ("near-miss", near))
        for index, near in of_predicted:
            self._note_predicted(index, None if near is None else ("near-miss", near))

    def _free_near(self, index: int, neighbours: Mapping[int, list[int]], side: int) -> Iterator[int]:
        for other in neighbours.get(index, ()):
            if self._is_free(*((index, other) if side == 0 else (other, index))):
                yield other

    def _is_free(self, gold: int, predicted: int) -> bool:
        """Whether neither has a partner or a name yet."""
        return not (
            gold in self.partner_of_gold
            or predicted in self.partner_of_predicted
            or gold in self.gold
            or predicted in self.predicted
        )

    def _note_alike_wordings(self, gold: Sequence[int], predicted: Sequence[int]) -> None:
        """A prediction without a place is near the leftover of gold that is worded most like it."""
        free = {index: self.table.gold[index].quote.casefold() for index in gold if index not in self.gold}
        for index in predicted:
            if self.table.predicted[index].spans:
                continue
            wording = self.table.predicted[index].quote.casefold()
            alike = [
                (fuzz.ratio(wording, theirs, score_cutoff=100 * NEAR_WORDING), -self.table.gold_rank[one], one)
                for one, theirs in free.items()
            ]
            similarity, _, nearest = max(alike, default=(0, 0, 0))
            if similarity:
                self._note_predicted(index, ("near-miss", nearest))
                self._note_gold(nearest, ("near-miss", index))


def _neighbours(
    table: Overlaps, shares: Mapping[Pair, float], of_gold: Mapping[int, int], of_predicted: Mapping[int, int]
) -> _Neighbours:
    """Return the neighbours of the items that have no partner; `of_gold` and `of_predicted` are the partners."""
    found = _Neighbours(defaultdict(list), defaultdict(list))
    loose = [pair for pair in shares if pair[0] not in of_gold or pair[1] not in of_predicted]
    for pair in sorted(
        loose, key=lambda pair: (-shares[pair], table.gold_rank[pair[0]], table.predicted_rank[pair[1]])
    ):
        gold, predicted = pair
        if gold not in of_gold:
            found.of_gold[gold].append(predicted)
        if predicted not in of_predicted:
            found.of_predicted[predicted].append(gold)
    return found


def _in_order(rank: Sequence[int], matched: Mapping[int, int]) -> list[int]:
    return sorted((index for index in range(len(rank)) if index not in matched), key=rank.__getitem__)


def _first(items: Iterable[int], rank: Sequence[int]) -> int:
    return min(items, key=rank.__getitem__)
