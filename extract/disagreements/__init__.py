"""On which items do a run and gold disagree, one to be decided at a time, and which are worth deciding first?"""

from extract.disagreements.finding import Read, disagreements
from extract.disagreements.identity import fingerprint, gold_record
from extract.disagreements.ordering import ORDERS, Order, Past, in_order, sampled
from extract.disagreements.records import KINDS, Against, Disagreement, DisagreementKind

__all__ = [
    "KINDS",
    "ORDERS",
    "Against",
    "Disagreement",
    "DisagreementKind",
    "Order",
    "Past",
    "Read",
    "disagreements",
    "fingerprint",
    "gold_record",
    "in_order",
    "sampled",
]
