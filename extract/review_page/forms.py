"""How does a reviewer write an item by hand? The form is drawn from the item's class."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from html import escape
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from markupsafe import Markup

from extract.schema import Item
from extract.shape import decimal_fields, quote_field, type_name

Control: TypeAlias = Literal["select", "checkbox", "number", "line", "area", "json"]
"""A choice; a truth value; digits; words on one line or on several; anything else, written as JSON."""

PLACE = ("start", "end", "quote")
LINE_AT_MOST = 60
"""Characters that a field of one line shows; longer words get several lines."""
SHORT_AT_MOST = 12
"""Characters that a field shows on half the width of a phone."""

_SENTENCE = re.compile(r".+?[.!?](?=\s+[A-Z]|\s*$)", re.DOTALL)
_LOST = re.compile("[\x00\r\ud800-\udfff]")
"""What a field of a page cannot give back as it was."""


class Typed(str):
    """Text as it stands in a control of the form."""

    __slots__ = ()

    @property
    def attribute(self) -> Markup:
        """Return the text for an attribute or a textarea, its characters as they are.

        The page's own marks for hidden characters would be saved with it.

        >>> Typed('"><b>').attribute
        Markup('&quot;&gt;&lt;b&gt;')
        """
        return Markup(escape(_LOST.sub("\ufffd", self)))  # noqa: S704 - escaped here

    @property
    def shown(self) -> str:
        """Return the text to be looked at, where the page may spell hidden characters out."""
        return str.__str__(self)

    @property
    def is_lossy(self) -> bool:
        """Whether a control of a page cannot hold the text as it is."""
        return _LOST.search(self) is not None


@dataclass(frozen=True, slots=True)
class Offer:
    """What one side says, to be taken over."""

    side: Literal["a", "b"]
    value: Typed


@dataclass(frozen=True, slots=True)
class FormField:
    """One field with what stands in it."""

    name: str
    control: Control
    value: Typed
    help: str = ""
    choices: tuple[str, ...] = ()
    optional: bool = False
    """Whether nothing may stand in it, which is null."""
    offers: tuple[Offer, ...] = ()
    error: str = ""

    @property
    def differs(self) -> bool:
        """Whether the sides say different things."""
        return len({one.value for one in self.offers}) > 1

    @property
    def is_short(self) -> bool:
        """Whether half the width of a phone will do: what it says is short, and nothing is offered beside it."""
        brief = self.control in ("select", "checkbox") or len(self.value) <= SHORT_AT_MOST
        return brief and self.control not in ("area", "json") and not self.differs


@dataclass(frozen=True, slots=True)
class PlaceOffer:
    """The words that one side points to."""

    side: Literal["a", "b"]
    start: str
    end: str
    quote: Typed


@dataclass(frozen=True, slots=True)
class Form:
    """An item to be written, as it stands on the page."""

    type: str
    fields: tuple[FormField, ...]
    start: str
    end: str
    quote: Typed
    offers: tuple[PlaceOffer, ...] = ()
    error: str = ""
    """What is wrong with the place."""
    sides: tuple[Literal["a", "b"], ...] = ()
    """The sides that have an item which can be taken over whole."""

    @property
    def faults(self) -> int:
        """How many fields are to be mended."""
        return sum(bool(one.error) for one in self.fields) + bool(self.error)


def form_of(
    kind: type[Item],
    record: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    *,
    sides: Sequence[Mapping[str, Any] | None] = (),
    left_out: Iterable[str] = (),
) -> Form:
    """Return the form of an item's class that starts with the values of a record, a line of gold; None is empty.

    `typed` stands in place of them where it was sent before, with its `errors` by field. `sides` are the records of
    A and B. Fields that are `left_out` are not labelled, and stay so.
    """
    errors, record = errors or {}, record or {}
    found = []
    for name in written_fields(kind):
        if name in set(left_out):
            continue
        said = as_text(kind, name, record.get(name, _default(kind, name)))
        said = said if typed is None else Typed(typed.get(name, ""))
        found.append(_field(kind, name, said, _offers(kind, name, sides), errors.get(name, "")))
    place = {name: str(record.get(name, "")) for name in PLACE} | {
        name: value for name, value in (typed or {}).items() if name in PLACE
    }
    return Form(
        type=type_name(kind),
        fields=tuple(found),
        start=place["start"],
        end=place["end"],
        quote=Typed(place["quote"]),
        offers=_place_offers(sides),
        error=next((errors[name] for name in (*PLACE, "") if name in errors), ""),
        sides=tuple(side for side, one in zip("ab", sides, strict=False) if one is not None),  # type: ignore[misc]
    )


def written_fields(kind: type[Item]) -> tuple[str, ...]:
    """Return the fields that are written in the form, in the order of the class: all but the quote, which is marked."""
    return tuple(name for name in kind.model_fields if name != quote_field(kind))


def as_text(kind: type[Item], name: str, value: Any) -> Typed:
    """Return how a value of a record stands in its field; the same for gold's and a run's way to write it.

    >>> from extract.schema import Figure
    >>> as_text(Figure, "value", "7.10"), as_text(Figure, "upper", None), as_text(Figure, "unit", "t")
    ('7.1', '', 't')
    """
    if value is None:
        return Typed("")
    if name in decimal_fields(kind):
        return Typed(_digits(value))
    shown = control(kind, name)
    if shown == "select" and not isinstance(value, str):
        return Typed(json.dumps(value))
    if shown == "json" or not isinstance(value, str):
        return Typed(json.dumps(value, ensure_ascii=False, default=str))
    return Typed(value)


def _default(kind: type[Item], name: str) -> Any:
    field = kind.model_fields[name]
    return None if field.is_required() or field.default_factory is not None else field.default


def _digits(value: Any) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not number.is_finite() or number.adjusted() > 99 or number.adjusted() < -99:
        return str(value)
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _field(kind: type[Item], name: str, said: Typed, offers: tuple[Offer, ...], error: str) -> FormField:
    shown = control(kind, name)
    if shown == "line" and any(len(one) > LINE_AT_MOST or "\n" in one for one in (said, *(o.value for o in offers))):
        shown = "area"
    if not error and said.is_lossy:
        error = "a character that a page cannot hold stands as \ufffd here; write the words anew before you save"
    return FormField(
        name=name,
        control=shown,
        value=said,
        help=_help(kind.model_fields[name].description or ""),
        choices=tuple(choices(kind, name)) if shown == "select" else (),
        optional=is_optional(kind, name),
        offers=offers,
        error=error,
    )


def _help(description: str) -> str:
    """Return the first sentence."""
    found = _SENTENCE.match(description)
    return " ".join((found.group() if found else description).split())


def _offers(kind: type[Item], name: str, sides: Sequence[Mapping[str, Any] | None]) -> tuple[Offer, ...]:
    return tuple(
        Offer(side, as_text(kind, name, one.get(name)))  # type: ignore[arg-type]  # "a" or "b"
        for side, one in zip("ab", sides, strict=False)
        if one is not None
    )


def _place_offers(sides: Sequence[Mapping[str, Any] | None]) -> tuple[PlaceOffer, ...]:
    return tuple(
        PlaceOffer(side, str(one["start"]), str(one["end"]), Typed(one["quote"]))  # type: ignore[arg-type]
        for side, one in zip("ab", sides, strict=False)
        if one is not None and "start" in one
    )


# --- what a field takes -----------------------------------------------------------------------------------------


def control(kind: type[Item], name: str) -> Control:
    """Return what a field is written with."""
    parts = _parts(kind, name)
    if parts == (bool,):
        return "select" if is_optional(kind, name) else "checkbox"
    if choices(kind, name):
        return "select"
    if parts and all(one in (Decimal, int, float) for one in parts):
        return "number"
    if parts == (str,):
        return "line"
    return "json"


def choices(kind: type[Item], name: str) -> dict[str, Any]:
    """Return what a field chooses from, by how it is written; nothing where it takes other values as well.

    >>> from extract.schema import Figure
    >>> choices(Figure, "trend"), choices(Figure, "unit")
    ({'level': 'level', 'increase': 'increase', 'decrease': 'decrease'}, {})
    """
    parts = _parts(kind, name)
    if parts == (bool,):
        return {"true": True, "false": False}
    if not parts or any(get_origin(one) is not Literal for one in parts):
        return {}
    values = [one for part in parts for one in get_args(part) if one is not None]
    return {one if isinstance(one, str) else json.dumps(one): one for one in values}


def is_optional(kind: type[Item], name: str) -> bool:
    """Whether a field may be null."""
    whole = _bare(kind.model_fields[name].annotation)
    parts = get_args(whole) if get_origin(whole) in (Union, UnionType) else (whole,)
    return any(one is NoneType or (get_origin(one) is Literal and None in get_args(one)) for one in parts)


def is_whole(kind: type[Item], name: str) -> bool:
    """Whether a field holds whole numbers alone."""
    return set(_parts(kind, name)) == {int}


def _parts(kind: type[Item], name: str) -> tuple[Any, ...]:
    """Return the alternatives of a field's annotation, None left out."""
    whole = _bare(kind.model_fields[name].annotation)
    parts = get_args(whole) if get_origin(whole) in (Union, UnionType) else (whole,)
    return tuple(_bare(one) for one in parts if one is not NoneType)


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
