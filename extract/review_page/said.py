"""What does one side of a disagreement say, in a form that does not tell whose side it is?"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import ValidationError

from extract.disagreements import Disagreement
from extract.labels import GoldItem
from extract.plain import is_long, written
from extract.records import Document, Span
from extract.report.page.entries import in_words
from extract.review_page.sides import Side
from extract.schema import Item
from extract.scores import PredictedSide
from extract.shape import quote_field, value_of
from extract.verification import verify

Letter = Literal["A", "B"]


@dataclass(frozen=True, slots=True)
class Said:
    """An item as one side has it."""

    letter: Letter
    quote: str
    span: Span | None
    fields: Mapping[str, Any]
    """As they stand in files; what is not among them nobody labelled."""

    def words(self, text: str | None) -> str:
        """Return the document's own words at its place; its quote where there is no place, or no text."""
        return self.quote if self.span is None or text is None else text[self.span.start : self.span.end]


def said(one: Disagreement, side: Side, letter: Letter, kind: type[Item]) -> Said | None:
    """Return what a side says; None where it has no item."""
    has = one.reference if side == "reference" else one.run
    return None if has is None else said_of(has, letter, quote_field(kind))


def said_of(has: GoldItem | PredictedSide, letter: Letter, quote_name: str) -> Said:
    """Return what an item of gold or of a run says, without what nobody labelled."""
    unlabelled: frozenset[str] = has.unlabelled if isinstance(has, GoldItem) else frozenset()
    fields = {name: value for name, value in has.fields.items() if name not in {quote_name, *unlabelled}}
    return Said(letter, has.quote, has.span, fields)


# --- values ----------------------------------------------------------------------------------------------------


def normal(kind: type[Item], field: str, value: Any) -> Any:
    """Return a value as its class reads it, so that 7.0 and "7" are the same; one that does not fit as it is."""
    try:
        return value_of(kind, field, value)
    except (ValidationError, KeyError):
        return value


def shown(value: Any) -> str | None:
    """Return a value as a person reads it; None where there is none.

    >>> shown(Decimal("7000000000.0")), shown(Decimal("-0.50")), shown(["a"]), shown(None)
    ('7,000,000,000', '-0.5', '["a"]', None)
    """
    if isinstance(value, Decimal):
        return number(value)
    return in_words(value)


def number(value: Decimal) -> str:
    """Return a number without needless zeros, its thousands apart."""
    if not value.is_finite() or is_long(value):
        return written(value)
    digits = f"{value or Decimal():,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


# --- checks ----------------------------------------------------------------------------------------------------

Outcome = Literal["good", "bad", "open"]
SIGNS: Mapping[Outcome, str] = {"good": "✓", "bad": "✗", "open": "?"}


@dataclass(frozen=True, slots=True)
class Check:
    """What the document's text alone says of a side."""

    outcome: Outcome
    words: str
    detail: str = ""

    @property
    def sign(self) -> str:
        """The outcome as one character."""
        return SIGNS[self.outcome]


def checks(has: Said, kind: type[Item], document: Document | None) -> tuple[Check, ...]:
    """Return whether the quote stands where it is said to stand, and whether the words there give the values."""
    if document is None:
        return (Check("open", "the text is not kept here, so nothing can be checked"),)
    found = [_place(has, document.text)]
    if kind.reads is not None and has.span is not None:
        read = verify(has.fields, kind.reads, document.text, has.span, published=document.date)
        words, outcome = _READ[read.verdict]
        found.append(Check(outcome, words, read.message or ""))
    return tuple(found)


_READ: Mapping[str, tuple[str, Outcome]] = {
    "confirmed": ("the words there give these values", "good"),
    "contradicted": ("the words there give other values", "bad"),
    "unreadable": ("no number can be read there", "open"),
}


def _place(has: Said, text: str) -> Check:
    if has.span is None:
        return Check("bad", "the quote has no place in the text")
    if text[has.span.start : has.span.end] == has.quote:
        return Check("good", "the quote stands in the text")
    return Check("open", "the words there differ from the quote", f"quoted as “{has.quote}”")
