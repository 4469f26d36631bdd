"""Which part of the queue does a query string ask for, and in which order?"""

from dataclasses import dataclass, fields
from typing import Literal, TypeAlias, get_args
from urllib.parse import parse_qsl, urlencode

from extract.disagreements import ORDERS, TELLING, Disagreement, Order

Status: TypeAlias = Literal["open", "skipped", "decided"]
Asked: TypeAlias = Literal["open", "skipped", "decided", "neither", "disputed"]
"""What a filter asks for: a status; or, of decided items, those that still have to be written, or on which reviewers
differ."""
STATUSES: tuple[Asked, ...] = get_args(Asked)

ONE_SIDED, PLACED = "one-sided", "place"
"""Stand for the kinds that would tell a side: where one of them has nothing to say, and where both have the item."""
_MOST = 50
"""Values that are read of a query; whoever sends more is not using the page."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reviewer wants to see; an empty tuple or None stands for all."""

    kind: tuple[str, ...] = ()
    """As `kind_shown` names them."""
    field: tuple[str, ...] = ()
    """The gravest field of a pair."""
    type: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    status: Asked | None = None
    order: Order | None = None
    """None for the one that the review was started with."""

    def matches(self, one: Disagreement, *, blind: bool) -> bool:
        """Whether the disagreement is one of them, whatever its status."""
        return (
            _within(kind_shown(one, blind=blind), self.kind)
            and _within(one.field, self.field)
            and _within(one.type, self.type)
            and _within(one.document, self.document)
        )


def kind_shown(one: Disagreement, *, blind: bool) -> str:
    """Return the kind as it may be named, without what would tell a blind reviewer which side is which.

    Such a kind is `one-sided`, or `place` where both sides have the item and their places are what differs.
    """
    if not blind or one.kind not in TELLING:
        return one.kind
    return PLACED if one.kind == "ungrounded" and one.reference is not None else ONE_SIDED


def filter_of(query: str) -> Filter:
    """Return what a query string asks for; what it says beyond that is passed over, and so are unknown values.

    >>> filter_of("kind=value&kind=unit&status=open&whole=1&order=sideways")
    Filter(kind=('value', 'unit'), field=(), type=(), document=(), status='open', order=None)
    """
    try:
        pairs = parse_qsl(query, max_num_fields=_MOST)
    except ValueError:
        return Filter()
    many = {
        one.name: tuple(dict.fromkeys(value for name, value in pairs if name == one.name)) for one in fields(Filter)
    }
    status = next((value for value in many["status"] if value in STATUSES), None)
    order = next((value for value in many["order"] if value in ORDERS), None)
    lists = {name: values for name, values in many.items() if name not in ("status", "order")}
    return Filter(**lists, status=status, order=order)


def query_of(wanted: Filter) -> str:
    """Return the query string that asks for it, without a question mark; empty where it asks for all.

    >>> query_of(Filter(kind=("value", "unit"), document=("a b",), order="document"))
    'kind=value&kind=unit&document=a+b&order=document'
    """
    pairs: list[tuple[str, str]] = []
    for one in fields(Filter):
        value = getattr(wanted, one.name)
        pairs += [(one.name, each) for each in ((value,) if isinstance(value, str) else value or ())]
    return urlencode(pairs, errors="replace")


def suffix(query: str) -> str:
    """Return a query string as an address ends with it.

    >>> suffix("status=open"), suffix("")
    ('?status=open', '')
    """
    return f"?{query}" if query else ""


def _within(value: str | None, wanted: tuple[str, ...]) -> bool:
    return not wanted or value in wanted
