"""What the steps pass on and the files keep: frozen nouns, without behaviour beyond their own shape."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:  # reading numbers needs no pydantic, and it is slow to import
    from pydantic import BaseModel


class Span(NamedTuple):
    """A half-open range of code points in the stored text of a document."""

    start: int
    end: int


# --- documents ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read, with where it came from; offsets everywhere are offsets into `text`."""

    id: str
    text: str
    sha256: str
    """Of the text in UTF-8, hexadecimal."""
    source: str
    title: str | None = None
    date: str | None = None
    """When the document was published, ISO 8601, as exactly as it says: 2022, 2022-06 or 2022-06-21."""
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A source that gave no text: it becomes a `failed` row that says why."""

    id: str
    source: str
    kind: str
    """A short name: empty, binary, too-large, undecodable, unreadable, bad-record, missing-extra."""
    message: str


Source: TypeAlias = Document | Unreadable

# --- asking --------------------------------------------------------------------------------------------------


class Message(NamedTuple):
    """One turn of the conversation that is sent."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A named fault of an item or of an answer; it is reported, never repaired."""

    name: str
    where: str
    """A path into the answer, such as `figures[3].value`, or the empty string for the answer as a whole."""
    message: str
    item: Any = None
    """The JSON of an item that failed the response model, so that nothing is lost."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that were paid for."""

    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(self.input_tokens + other.input_tokens, self.output_tokens + other.output_tokens)

    def total(self) -> int:
        """Return the tokens of both directions."""
        return self.input_tokens + self.output_tokens


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said, unverified, and the model that it names."""

    text: str
    model: str
    finish: Literal["stop", "length", "refusal"] = "stop"
    key: str | None = None
    """Where the cache keeps the raw answer."""
    cached: bool = False
    final: bool = False
    """Asking again gives nothing new: the answer is computed, or its stored entry is finished and holds no more."""
    attempts: int = 1
    usage: Usage = Usage()
    cost_usd: Decimal | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Reask:
    """The previous answer and what is wrong with it; `llm/` phrases it. `number` counts a request's re-asks from 1."""

    answer: Answer
    problems: tuple[Problem, ...]
    number: int = 1


@dataclass(frozen=True, slots=True)
class Request:
    """All that a model may know: the rendered prompt, the text, its date of publication (ISO 8601), what to fill in."""

    messages: tuple[Message, ...]
    text: str
    """The document's text, or one chunk of it."""
    date: str | None
    response_model: "type[BaseModel]"
    temperature: float | None = None
    reask: Reask | None = None


Ask: TypeAlias = Callable[[Request], Awaitable[Answer]]
Settle: TypeAlias = Callable[[Answer], Awaitable[None]]

# --- reading numbers ---------------------------------------------------------------------------------------

Comparator: TypeAlias = Literal["=", "~", ">", ">=", "<", "<="]
Trend: TypeAlias = Literal["level", "increase", "decrease"]
Status: TypeAlias = Literal["actual", "planned", "forecast"]
Flag: TypeAlias = Literal["garbled", "implausible", "vague", "conversion", "threshold", "denominator"]


@dataclass(frozen=True, slots=True)
class Period:
    """When a figure holds."""

    edtf: str
    """ISO 8601-2, such as 2021, 2023-01/2023-09 or 2017/.."""
    resolved_by: Literal["explicit", "publication", "context"]
    """Whether the words said it, the publication date settled it, or an earlier sentence did."""
    span: Span


class Quantity(NamedTuple):
    """A number in words or digits that quantifies something, read from the text alone."""

    span: Span
    """The whole expression: comparator, trend word, number, unit, counted noun."""
    number: Span
    """The number with its scale words, range included: "3 to 5", "7 billion"."""
    value: Decimal | None
    """Scale multiplied out; the lower end of a range; None where no number can be read."""
    upper: Decimal | None = None
    unit: str | None = None
    """As the guidelines write it: CNY, %, pp, bp, count, times, t, km2, GW, t/a, CNY/kWh, a, mo, d …"""
    noun: str | None = None
    """The counted noun phrase: "manufacturing projects"; its `head`: "projects"."""
    head: str | None = None
    comparator: Comparator = "="
    comparator_span: Span | None = None
    trend: Trend = "level"
    trend_span: Span | None = None
    status: Status = "actual"
    period: Period | None = None
    flags: frozenset[Flag] = frozenset()
    conversion_of: int | None = None
    """Index, in the same reading, of the amount that this one converts."""


class NumberExpression(NamedTuple):
    """Any number in the text, figure or not (dates, ordinals and names included), for comparing two wordings."""

    span: Span
    value: Decimal | None
    """None where the digits cannot be read as a number."""
    upper: Decimal | None = None
    unit: str | None = None
    """The unit that is written with it, if any."""


# --- grounding and verification ----------------------------------------------------------------------------

Grade: TypeAlias = Literal["exact", "folded", "fuzzy", "ambiguous", "contradicted", "missing"]
Verdict: TypeAlias = Literal["confirmed", "contradicted", "unreadable", "unverified"]


class Near(NamedTuple):
    """A place in the text that resembles a quote, with the similarity from 0 to 1."""

    span: Span
    similarity: float


class Grounding(NamedTuple):
    """How a quote was found; `span` is None for ambiguous, contradicted and missing."""

    grade: Grade
    span: Span | None = None
    near: tuple[Near, ...] = ()
    reason: str | None = None
    """What differs, in words, where the grade is `contradicted`."""


class Verification(NamedTuple):
    """Whether an item's value follows from the document's own words at its span."""

    verdict: Verdict
    errors: tuple[str, ...] = ()
    """Kinds of error: scale, sign, digits, swapped-digits, rounding, unit, percent-points, comparator, trend, upper."""
    message: str | None = None
    """What the text says against what the item says, for a person or a re-ask."""


# --- results -----------------------------------------------------------------------------------------------

RowStatus: TypeAlias = Literal["ok", "partial", "truncated", "refused", "invalid", "failed"]


_NONE: Mapping[str, Any] = MappingProxyType({})


class ExtractedItem(NamedTuple):
    """One claim, figure or other item of an answer with all that was found out about it."""

    type: str
    """The field of the response model that held it: `claims`, `figures`."""
    fields: Mapping[str, Any]
    """As the model gave them, ready for JSON: decimals are strings."""
    grounding: Grounding
    verification: Verification | None = None
    """None where the item's class declares no `reads`."""
    links: Mapping[str, int] = _NONE
    """Index of the containing item of another type, such as {"claim": 4}."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ReaskOutcome:
    """What was sent back to the model and which answer stood."""

    problems: tuple[str, ...]
    stood: Literal["first", "second"]


@dataclass(frozen=True, slots=True)
class Call:
    """What the asking cost: of the original request, also on a cache hit."""

    model: str
    prompt: str
    """The prompt's name and fingerprint: claims-and-figures@3f9c…"""
    key: str | None = None
    cached: bool = False
    attempts: int = 0
    reask: ReaskOutcome | None = None
    usage: Usage = Usage()
    cost_usd: Decimal | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document has no answer."""

    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """The document that a row is about, without its text."""

    id: str
    sha256: str | None
    source: str
    title: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of results.jsonl: everything about one document, whatever became of it."""

    document: DocumentReference
    status: RowStatus
    call: Call
    error: Failure | None = None
    items: tuple[ExtractedItem, ...] | None = None
    """None where nothing could be parsed (`extraction` is null then)."""
    carried: Mapping[str, Any] = field(default_factory=dict)
    """Other fields of the response model, unscored."""
    problems: tuple[Problem, ...] = ()
