"""On which items do a run and gold disagree, one to be decided at a time, and which are worth deciding first?"""

from extract.disagreements.finding import Found, Read, disagreements, found_in, weighed
from extract.disagreements.identity import fingerprint, gold_record
from extract.disagreements.ordering import ORDERS, TELLING, Order, Past, in_order, sampled
from extract.disagreements.records import KINDS, Against, Disagreement, DisagreementKind

__all__ = [
    "KINDS",
    "ORDERS",
    "TELLING",
    "Against",
    "Disagreement",
    "DisagreementKind",
    "Found",
    "Order",
    "Past",
    "Read",
    "disagreements",
    "fingerprint",
    "found_in",
    "gold_record",
    "in_order",
    "sampled",
    "weighed",
]
