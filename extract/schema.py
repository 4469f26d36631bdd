"""What the model fills in: the built-in response models and the marks that any Pydantic model can use.

Docstrings and field descriptions in this file are sent to the model: editing one is a prompt change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

Comparison: TypeAlias = Callable[[Any, Any], float | bool]


def exact(gold: Any, predicted: Any) -> bool:
    """Whether both are the same value.

    >>> exact("CNY", "USD")
    False
    """
    return bool(gold == predicted)


def number(gold: Decimal | None, predicted: Decimal | None) -> bool:
    """Whether both are the same number, however many zeros are written.

    >>> number(Decimal("7.0"), Decimal("7"))
    True
    """
    return gold == predicted


def text(gold: str | None, predicted: str | None) -> float:
    """Return how alike two wordings are, from 0 to 1: rapidfuzz's token_sort_ratio after case folding.

    >>> text("planned area", "Area planned")
    1.0
    """
    if gold is None or predicted is None:
        return float(gold is predicted)
    return _likeness()(gold.casefold(), predicted.casefold()) / 100


@cache
def _likeness() -> Callable[[str, str], float]:
    from rapidfuzz import fuzz  # here, because the extraction side never compares wordings this way

    return fuzz.token_sort_ratio


@dataclass(frozen=True, slots=True)
class Scored:
    """Marks a field as scored against gold: `compare` judges, `strict` fields must be right for "correct"."""

    compare: Comparison
    strict: bool = True
    right_at: float = 0.8
    """Lowest similarity that counts as right, where `compare` returns a number from 0 to 1."""


@dataclass(frozen=True, slots=True)
class QuoteMark:
    """Marks the field that holds words copied from the document."""


Quote: TypeAlias = Annotated[str, QuoteMark()]


@dataclass(frozen=True, slots=True)
class EdtfMark:
    """Marks a field that holds a stretch of the calendar in EDTF (ISO 8601-2); `extract gold check` minds the form."""


class Reads(NamedTuple):
    """Names the fields that code recomputes from the document's own words at the item's quote."""

    value: str
    upper: str | None = None
    unit: str | None = None
    comparator: str | None = None
    trend: str | None = None

    def fields(self) -> tuple[str, ...]:
        """Return the names of the fields that are recomputed."""
        named = (self.value, self.upper, self.unit, self.comparator, self.trend)
        return tuple(name for name in named if name is not None)


class Item(BaseModel):
    """Base of what a document is searched for; a subclass has exactly one `Quote` field."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reads: ClassVar[Reads | None] = None


class Claim(Item):
    """Something that the document asserts and that could be true or false, kept or broken, agreed or disagreed with, on its own.

    One claim for each clause with its own predicate. Split coordinated predicates where each could be judged
    alone; keep the items of one list under one predicate together. Split off a relative or participial clause
    only where it adds an assertion of its own. An attribution ("She stated that ...") is not a claim: what
    was stated is. Leave out navigation, links to other articles, cookie and comment notices, disclaimers,
    addresses, by-lines, publication dates, and headlines that the body repeats.
    """  # noqa: E501 - one sentence

    quote: Quote = Field(
        description="The clause, copied character by character and contiguous: subject included where it stands there, "
        "leading adverbials included, attribution and closing punctuation left out."
    )
    statement: Annotated[str, Scored(text, strict=False)] = Field(
        description="The claim as one self-contained English sentence: pronouns and phrases such as 'the city' "
        "resolved, nothing added."
    )
    subject: Annotated[str, Scored(text, strict=False)] = Field(
        description="Whom or what the claim is about, made explicit."
    )
    speaker: Annotated[str | None, Scored(text)] = Field(
        default=None,
        description="The person or body that is said to say it; null where the document says it in its own voice.",
    )
    kind: Annotated[Literal["fact", "plan", "forecast", "evaluation"], Scored(exact)] = Field(
        description="fact: says that something is the case or has happened, checkable in principle; plan: an "
        "intention, target, policy or commitment; forecast: an expectation that nobody commits to; evaluation: a "
        "judgement that no observation settles."
    )
    period: Annotated[str | None, Scored(exact), EdtfMark()] = Field(
        default=None,
        description="When it holds, in EDTF (ISO 8601-2): 2021, 2023-01/2023-09, 2017/.. ; worked out from the "
        "context where that is certain (the publication date counts), otherwise null.",
    )


class Figure(Item):
    """A number in the text, in digits or words, that quantifies something.

    Not figures: dates and clock times; ordinals and ranks; numbers inside names, slogans and codes; a scale word
    without a number; the length of time that is the period of another figure; the "one" of ordinary grammar; a
    denominator of money or output ("energy use per 1,000 francs of sales"), which is part of what is measured. An
    amount and its conversion in brackets are two figures; so are a count and the threshold inside it ("17 projects
    with investments of more than 400 million euros"). Say what the text says, even where it is probably wrong.
    """

    reads = Reads(value="value", upper="upper", unit="unit", comparator="comparator", trend="trend")

    quote: Quote = Field(
        description="Copied character by character and contiguous: the number with its unit (for a count, the counted "
        "noun phrase up to its head) and the adjacent words that set comparator or trend: 'exceeded 3.2 billion "
        "euros', 'fell 6.1 percent'."
    )
    value: Annotated[Decimal | None, Scored(number)] = Field(
        description="As a decimal, scale words multiplied out: 3.2 billion is 3200000000; half is 50 with unit %; "
        "doubled is 2 with unit times. The lower end of a range. Null where the text is garbled so that no number "
        "can be read."
    )
    upper: Annotated[Decimal | None, Scored(number)] = Field(
        default=None, description="The upper end of a range, otherwise null."
    )
    unit: Annotated[str | None, Scored(exact)] = Field(
        description="ISO 4217 for money (CNY, USD); %; pp for percentage points; count for counted things and times "
        "something happened; times for multiples; otherwise an SI or UCUM symbol in plain ASCII (t, kg, km2, GW, "
        "GWh, t/a, CNY/kWh; durations a, mo, wk, d, h). Null where money has no named currency or the unit cannot "
        "be told."
    )
    comparator: Annotated[Literal["=", "~", ">", ">=", "<", "<="], Scored(exact)] = Field(
        default="=",
        description="= as stated; ~ about, nearly, almost; > more than, exceeded, over; >= at least, reach or exceed; "
        "< less than, under; <= at most, up to.",
    )
    trend: Annotated[Literal["level", "increase", "decrease"], Scored(exact)] = Field(
        default="level",
        description="increase or decrease where the figure is the amount of a change, otherwise level.",
    )
    status: Annotated[Literal["actual", "planned", "forecast"], Scored(exact)] = Field(
        description="actual: has happened or is the case; planned: a target, plan, planned size or something still to "
        "be done; forecast: somebody expects it."
    )
    measure: Annotated[str, Scored(text, strict=False)] = Field(
        description="What is measured, a short noun phrase, in the text's words where possible: 'industrial output "
        "value', 'planned area'."
    )
    entity: Annotated[str, Scored(text, strict=False)] = Field(
        description="Of whom or what, made explicit from the context: 'the county's solar industry'."
    )
    period: Annotated[str | None, Scored(exact), EdtfMark()] = Field(
        default=None,
        description="When it holds, in EDTF (ISO 8601-2), worked out from the context where that is certain, "
        "otherwise null.",
    )


class ClaimsAndFigures(BaseModel):
    """The claims and the figures of a document, each in text order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    claims: list[Claim]
    figures: list[Figure]
