"""What is sent to say how an answer must look."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Optional

import pytest
from pydantic import BaseModel, ConfigDict, Field, RootModel

from extract.errors import SchemaError
from extract.schema import ClaimsAndFigures, Item, Quote
from extract.wire import NUMBER_PATTERN, schema_hash, schema_text, wire_schema

PINNED = Path(__file__).parent / "data" / "claims-and-figures.schema.json"
NUMBER = {"type": "string", "pattern": NUMBER_PATTERN}


class Mention(Item):
    """A name
    in the text.

    Not a pronoun."""

    quote: Quote
    share: Decimal | None = Field(default=None, description="Of the whole.", ge=0)
    rank: int = Field(default=1, ge=1, le=10)
    role: Literal["buyer", "seller"] = "buyer"
    sort: Literal["one"] = "one"
    seen: date | None = None
    internal: ClassVar[int] = 7


class Mentions(BaseModel):
    model_config = ConfigDict(extra="allow")

    mentions: list[Mention] = Field(default_factory=list)
    best: Mention | None = None
    worst: Mention = Field(description="The last one.")


def root_with(annotation: Any) -> type[BaseModel]:
    class Odd(BaseModel):
        field: annotation

    return Odd


def every_node(schema: Any) -> list[dict[str, Any]]:
    nodes = [schema] if isinstance(schema, dict) else []
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    return nodes + [node for part in inner for node in every_node(part)]


def mention() -> dict[str, Any]:
    definition: dict[str, Any] = wire_schema(Mentions)["$defs"]["Mention"]
    return definition


def test_the_schema_of_the_built_in_model_is_pinned_to_the_byte() -> None:
    assert schema_text(ClaimsAndFigures) + "\n" == PINNED.read_text(encoding="utf-8"), (
        "what is sent has changed, so every cached answer is asked for again; if that is meant, write schema_text anew"
    )


def test_every_object_requires_all_its_properties_and_allows_no_others() -> None:
    objects = [node for node in every_node(wire_schema(ClaimsAndFigures)) if node.get("type") == "object"]
    assert len(objects) == 3
    for node in objects:
        assert node["required"] == list(node["properties"])
        assert node["additionalProperties"] is False


def test_no_default_and_no_title_is_sent() -> None:
    nodes = [node for node in every_node(wire_schema(Mentions)) if "type" in node or "anyOf" in node]
    assert nodes
    assert not any({"default", "title"} & set(node) for node in nodes)


def test_the_open_server_library_finds_nothing_left_to_make_strict() -> None:
    strict = pytest.importorskip("openai.lib._pydantic")
    for model in (ClaimsAndFigures, Mentions):
        sent = wire_schema(model)
        again = strict._ensure_strict_json_schema(wire_schema(model), path=(), root=sent)
        assert again == sent


def test_a_decimal_is_a_string_of_digits_or_null_where_it_may_be_absent() -> None:
    assert mention()["properties"]["share"] == {"description": "Of the whole.", "anyOf": [NUMBER, {"type": "null"}]}


def test_bounds_of_whole_numbers_are_sent() -> None:
    assert mention()["properties"]["rank"] == {"type": "integer", "minimum": 1, "maximum": 10}


@pytest.mark.parametrize(("field", "codes"), [("role", ["buyer", "seller"]), ("sort", ["one"])])
def test_a_literal_is_an_enumeration(field: str, codes: list[str]) -> None:
    assert mention()["properties"][field] == {"type": "string", "enum": codes}


def test_a_date_keeps_its_format() -> None:
    assert mention()["properties"]["seen"]["anyOf"][0] == {"type": "string", "format": "date"}


def test_class_variables_are_not_sent() -> None:
    assert "internal" not in mention()["properties"]
    assert "reads" not in schema_text(ClaimsAndFigures)


def test_wrapping_the_lines_of_a_docstring_differently_changes_nothing_that_is_sent() -> None:
    assert mention()["description"] == "A name in the text.\n\nNot a pronoun."


def test_a_reference_with_a_description_is_unfolded_because_strict_servers_refuse_it() -> None:
    properties = wire_schema(Mentions)["properties"]
    assert properties["best"]["anyOf"][0] == {"$ref": "#/$defs/Mention"}
    assert properties["worst"]["description"] == "The last one."
    assert properties["worst"]["properties"] == mention()["properties"]


def test_fields_keep_the_order_in_which_the_model_is_to_think() -> None:
    assert list(mention()["properties"])[:3] == ["quote", "share", "rank"]
    assert list(wire_schema(ClaimsAndFigures)["properties"]) == ["claims", "figures"]


def test_a_changed_description_changes_the_hash_and_nothing_else_does() -> None:
    def model(words: str) -> type[BaseModel]:
        class Notes(BaseModel):
            note: Annotated[str, Field(description=words)]

        return Notes

    assert schema_hash(model("A note.")) == schema_hash(model("A note."))
    assert schema_hash(model("A note.")) != schema_hash(model("A remark."))
    assert len(schema_hash(model("A note."))) == 64


def test_the_returned_schema_is_the_callers_own() -> None:
    wire_schema(Mentions)["properties"].clear()
    assert wire_schema(Mentions)["properties"]


class Chain(BaseModel):
    next: Optional["Chain"] = None


class Chained(BaseModel):
    chain: Chain


class Empty(BaseModel):
    pass


class Bag(RootModel[list[str]]):
    pass


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (lambda: root_with(dict[str, str]), "Odd.field: a mapping with free keys"),
        (lambda: root_with(list[dict[str, int]]), r"Odd.field\[\]: a mapping with free keys"),
        (lambda: root_with(Any), "Odd.field: a field of any type"),
        (lambda: root_with(dict[str, str] | None), "Odd.field: a mapping with free keys"),
        (lambda: root_with(tuple[int, str]), "Odd.field: tuples, sets"),
        (lambda: root_with(set[str]), "Odd.field: tuples, sets"),
        (lambda: root_with(list), "Odd.field: tuples, sets"),
        (lambda: root_with(Callable[[int], str]), "Odd has no JSON Schema"),
        (lambda: Chain, "Chain contains itself"),
        (lambda: Chained, "Chained.chain.next: Chain contains itself"),
        (lambda: Empty, "Empty must be an object with named fields"),
        (lambda: Bag, "Bag must be an object with named fields"),
    ],
)
def test_what_a_strict_schema_has_no_words_for_is_refused_by_field(
    model: Callable[[], type[BaseModel]], said: str
) -> None:
    with pytest.raises(SchemaError, match=said):
        wire_schema(model())


def test_an_empty_model_inside_is_an_object_without_fields() -> None:
    sent = wire_schema(root_with(Empty | None))
    assert sent["$defs"]["Empty"] == {
        "type": "object",
        "properties": {},
        "required": [],
        "additionalProperties": False,
    }


def test_an_unknown_format_is_left_to_the_reading() -> None:
    from pydantic import AnyUrl

    assert wire_schema(root_with(AnyUrl))["properties"]["field"] == {"type": "string"}


def test_the_text_is_compact_json() -> None:
    assert json.dumps(wire_schema(Mentions), ensure_ascii=False, separators=(",", ":")) == schema_text(Mentions)
