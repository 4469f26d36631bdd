"""Which predicted item is which gold item?

Admissible pairs come first, by where the quotes stand and never by the fields that are being judged; what overlaps is
split into connected components; in each component one assignment maximises the similarity. What is left over is
named. Ties break in text order, so that the order of the lists changes nothing.
"""

from collections.abc import Sequence

from extract.alignment.assignment import assign
from extract.alignment.leftovers import Leftover, Unmatched, left_over
from extract.alignment.overlaps import NEAR_SHARE, SAME_SHARE, Placed, Rule, overlaps, share
from extract.alignment.records import Alignment

__all__ = ["NEAR_SHARE", "SAME_SHARE", "Alignment", "Leftover", "Placed", "Rule", "Unmatched", "align", "share"]


def align(gold: Sequence[Placed], predicted: Sequence[Placed], rule: Rule) -> Alignment:
    """Return the assignment of predicted items to gold items that maximises the overlap of their quotes.

    A predicted item without a span has no partner. Linear in the number of overlapping pairs but for the assignment.

    >>> from extract.records import Span
    >>> gold = [Placed((Span(0, 9),), "7 billion"), Placed((Span(20, 24),), "half")]
    >>> found = align(gold, [Placed((Span(2, 9),), "billion"), Placed((Span(30, 33),), "two")], "shorter")
    >>> found.pairs, [(one.index, one.kind) for one in found.gold], [(one.index, one.kind) for one in found.predicted]
    (((0, 0),), [(1, 'missing')], [(1, 'spurious')])
    """
    table = overlaps(gold, predicted, rule)
    pairs = assign(table)
    return Alignment(pairs, *left_over(table, pairs))
