"""What a response model consists of."""

from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

import pytest
from pydantic import BaseModel, BeforeValidator, Field, PlainSerializer, computed_field, create_model, field_validator

from extract.errors import SchemaError
from extract.schema import Claim, ClaimsAndFigures, Figure, Item, Quote, Reads, Scored, exact, number, text
from extract.shape import (
    carried_fields,
    decimal_fields,
    free_text_fields,
    is_plain,
    item_types,
    number_fields,
    quote_field,
    type_name,
)


class Bond(Item):
    words: Quote
    issuer: str
    rating: Literal["A", "B"] = "A"
    currency: Annotated[str | None, Scored(exact)] = None
    alias_of: Annotated[str | None, Scored(text)] = None
    tags: list[str] = Field(default_factory=list)
    amount: Annotated[Decimal | None, Scored(number)] = None
    coupons: list[Decimal] = Field(default_factory=list)
    years: int = 1
    yield_at_issue: float | None = None
    green: bool = False
    ladder: ClassVar[int] = 3


class Bonds(BaseModel):
    bonds: list[Bond]
    summary: str
    notes: list[str] = Field(default_factory=list)
    others: list[Annotated[Bond, "a mark"]] = Field(default_factory=list)


class Quoteless(Item):
    name: str


class TwoQuotes(Item):
    first: Quote
    second: Quote


class Nested(Item):
    quote: Quote
    inner: list[Bonds] | None = None


class Misread(Item):
    quote: Quote
    reads = Reads(value="amount", unit="unit")
    amount: Decimal | None = None


class WrongType(Item):
    quote: Quote
    reads = Reads(value="amount")
    amount: int | None = None


class Aliased(Item):
    quote: Quote = Field(alias="source")


def test_items_are_found_by_the_name_of_their_field_in_order() -> None:
    assert item_types(ClaimsAndFigures) == {"claims": Claim, "figures": Figure}
    assert list(item_types(Bonds).items()) == [("bonds", Bond), ("others", Bond)]


def test_other_fields_of_the_root_are_carried() -> None:
    assert carried_fields(Bonds) == ("summary", "notes")
    assert carried_fields(ClaimsAndFigures) == ()


def test_the_quote_field_may_have_any_name() -> None:
    assert quote_field(Bond) == "words"
    assert quote_field(Figure) == "quote"


def test_numbers_hide_in_optional_fields_and_in_lists_but_not_in_truth_values() -> None:
    assert number_fields(Bond) == ("amount", "coupons", "years", "yield_at_issue")
    assert number_fields(Claim) == ()


def test_decimal_fields_are_those_that_are_strings_on_the_wire() -> None:
    assert decimal_fields(Bond) == ("amount",)


def test_free_text_is_neither_quote_nor_code_nor_compared_exactly() -> None:
    assert free_text_fields(Bond) == ("issuer", "alias_of", "tags")
    assert free_text_fields(Claim) == ("statement", "subject", "speaker")


def test_the_items_of_the_built_in_model_are_plain() -> None:
    assert is_plain(Claim)
    assert is_plain(Figure)


@pytest.mark.parametrize(
    ("annotation", "default"),
    [
        (int, ...),
        (list[str], ...),
        (Decimal | str, ...),
        (Literal["A", 1], ...),
        (str, Field(default_factory=str)),
        (Decimal, 5),
        (Decimal | None, "five"),
        (str, Field(serialization_alias="said")),
        (str, Field(exclude=True)),
        (Annotated[str, BeforeValidator(str)], ...),
        (Annotated[str, PlainSerializer(str.upper)], ...),
        (Annotated[str | None, PlainSerializer(str)], None),
    ],
)
def test_an_item_is_not_plain_that_holds_more_than_words_and_decimals_or_says_how(
    annotation: Any, default: Any
) -> None:
    assert not is_plain(create_model("Bond", __base__=Item, words=(Quote, ...), other=(annotation, default)))


def test_an_item_is_not_plain_whose_class_has_code_of_its_own() -> None:
    class Checked(Item):
        words: Quote

        @field_validator("words")
        @classmethod
        def stripped(cls, words: str) -> str:
            return words.strip()

    class Computed(Item):
        words: Quote

        @computed_field  # type: ignore[prop-decorator]
        @property
        def loud(self) -> str:
            return self.words.upper()

    class Prepared(Item):
        words: Quote

        def model_post_init(self, context: Any) -> None: ...

    class Dumped(Item):
        words: Quote

        def model_dump(self, **how: Any) -> dict[str, Any]:
            return {}

    assert not any(map(is_plain, (Checked, Computed, Prepared, Dumped)))


@pytest.mark.parametrize(("item", "name"), [(Figure, "figure"), (TwoQuotes, "two_quotes"), (Bond, "bond")])
def test_gold_writes_the_class_in_snake_case(item: type[Item], name: str) -> None:
    assert type_name(item) == name


@pytest.mark.parametrize(
    ("annotation", "said"),
    [
        (list[Quoteless], "Quoteless must have exactly one field of type Quote, found none"),
        (list[TwoQuotes], "TwoQuotes must have exactly one field of type Quote, found first and second"),
        (list[Nested], "Nested.inner: a model inside an item"),
        (list[Misread], "Misread.reads names unit"),
        (list[WrongType], "WrongType.amount: what `reads` recomputes must be a Decimal"),
        (list[Aliased], "Aliased.quote: a field has one name"),
        (Bond, "Root.field: items must stand in a plain list"),
        (list[Bond] | None, "Root.field: items must stand in a plain list"),
        (list[Bond | Figure], "Root.field: items must stand in a plain list"),
        (dict[str, list[Bond]], "Root.field: items must stand in a plain list"),
        (list[str], "Root has no field of items"),
    ],
)
def test_what_could_not_be_traced_is_refused_by_field(annotation: Any, said: str) -> None:
    class Root(BaseModel):
        field: annotation

    with pytest.raises(SchemaError, match=said):
        item_types(Root)


@pytest.mark.parametrize(
    ("gold", "predicted", "likeness"), [(None, None, 1.0), (None, "area", 0.0), ("Area", "area", 1.0)]
)
def test_wordings_are_compared_with_nothing_where_one_is_absent(
    gold: str | None, predicted: str | None, likeness: float
) -> None:
    assert text(gold, predicted) == likeness


def test_numbers_are_equal_however_many_zeros_are_written() -> None:
    assert number(Decimal("7.0"), Decimal("7"))
    assert not number(Decimal("7"), None)
    assert exact("CNY", "CNY")


@pytest.mark.parametrize(("gold", "predicted", "right"), [("output value", "value of output", True), ("a", "b", False)])
def test_the_words_of_a_wording_may_stand_in_another_order(gold: str, predicted: str, right: bool) -> None:
    assert (text(gold, predicted) >= Scored(text).right_at) is right
