"""How does a reviewer write an item by hand?"""

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field
from toy_gold import World
from toy_review import found

from extract import ClaimsAndFigures, gold
from extract.disagreements import Disagreement
from extract.gold import check
from extract.records import Document
from extract.review_page.filled import Errors, final, read
from extract.review_page.forms import Typed, as_text, control, form_of, written_fields
from extract.schema import EdtfMark, Figure, Item, Quote, Reads
from extract.shape import item_types, type_name

TEXT = "Output rose 5 percent in Lund. \U0001f4b6 fell."
DOCUMENT = Document("port", TEXT, "a" * 64, "port.txt")
FIGURE: dict[str, Any] = {
    "type": "figure", "start": 7, "end": 21, "quote": "rose 5 percent", "value": "5", "upper": None, "unit": "%",
    "comparator": "=", "trend": "increase", "status": "actual", "measure": "output", "entity": "Lund", "period": None,
}  # fmt: skip


class Odd(Item):
    """An item with a field of every make."""

    reads = Reads(value="amount", upper="most")

    quote: Quote
    amount: Decimal | None = None
    most: Decimal | None = None
    count: int = Field(0, ge=0, le=99)
    share: float | None = None
    sure: bool = False
    maybe: bool | None = None
    rank: Literal[1, 2, 3] | None = None
    mood: Literal["good", "bad"] = "good"
    name: Annotated[str, Field(min_length=2, max_length=80, description="Who. And more of it.")]
    when: Annotated[str | None, EdtfMark()] = None
    tags: list[str] = Field(default_factory=list)
    sums: list[int] | None = None


class Odds(BaseModel):
    odds: list[Odd]


ODD: dict[str, Any] = {
    "type": "odd", "start": 7, "end": 21, "quote": "rose 5 percent", "amount": "5", "most": None, "count": 3,
    "share": 0.5, "sure": True, "maybe": None, "rank": 2, "mood": "bad", "name": "Anna", "when": "2021/..",
    "tags": ["a"], "sums": None,
}  # fmt: skip


def typed(kind: type[Item], record: Mapping[str, Any], **others: str) -> dict[str, str]:
    """Return what a form that starts with the record would send."""
    form = form_of(kind, record)
    return {one.name: str(one.value) for one in form.fields} | {"start": form.start, "end": form.end} | others


def faults_of(kind: type[Item], **others: str) -> Mapping[str, str]:
    found = read(kind, typed(kind, FIGURE if kind is Figure else ODD, **others), TEXT)
    return found.fields if isinstance(found, Errors) else {}


# --- drawing ----------------------------------------------------------------------------------------------------


def test_each_field_is_written_with_what_suits_it() -> None:
    made = {name: control(Odd, name) for name in written_fields(Odd)}
    assert made == {
        "amount": "number", "most": "number", "count": "number", "share": "number", "sure": "checkbox",
        "maybe": "select", "rank": "select", "mood": "select", "name": "line", "when": "line", "tags": "json",
        "sums": "json",
    }  # fmt: skip


def test_long_words_and_words_on_several_lines_get_an_area() -> None:
    for words, made in (("x" * 60, "line"), ("x" * 61, "area"), ("a\nb", "area")):
        assert {one.name: one.control for one in form_of(Odd, {"name": words}).fields}["name"] == made


def test_a_description_gives_its_first_sentence() -> None:
    (name,) = (one for one in form_of(Odd).fields if one.name == "name")
    assert name.help == "Who."


def test_an_empty_form_starts_with_what_the_class_takes_for_given() -> None:
    assert {one.name: one.value for one in form_of(Figure).fields if one.value} == {"comparator": "=", "trend": "level"}


def test_what_was_typed_stands_with_its_error() -> None:
    form = form_of(Figure, FIGURE, {"value": "no", "quote": "where"}, {"value": "5 %", "start": "1", "unit": "t"})
    value = form.fields[0]
    assert (value.value, value.error, form.start, form.error, form.faults) == ("5 %", "no", "1", "where", 2)
    assert form.fields[2].value == "t"


def test_a_field_offers_what_the_sides_say() -> None:
    form = form_of(Figure, FIGURE, sides=(FIGURE, FIGURE | {"value": "5.0", "unit": "pp", "start": 12}))
    by_name = {one.name: one for one in form.fields}
    assert [(one.side, one.value) for one in by_name["unit"].offers] == [("a", "%"), ("b", "pp")]
    assert [name for name, one in by_name.items() if one.differs] == ["unit"]
    assert [(one.side, one.start) for one in form.offers] == [("a", "7"), ("b", "12")]


def test_one_side_alone_is_offered_whole() -> None:
    form = form_of(Figure, None, sides=(None, {name: FIGURE[name] for name in written_fields(Figure)}))
    assert (form.sides, form.offers, form.fields[0].differs) == (("b",), (), False)


def test_a_field_that_is_not_labelled_is_no_part_of_the_form() -> None:
    assert "period" not in [one.name for one in form_of(Figure, FIGURE, left_out={"period"}).fields]


def test_fields_are_short_that_choose_or_say_little_and_offer_nothing() -> None:
    record = {"measure": "output of the plants", "entity": "Lund", "value": "7"}
    form = form_of(Figure, record, sides=[record, record | {"value": "8"}])
    short = {one.name for one in form.fields if one.is_short}
    assert short == {"upper", "unit", "comparator", "trend", "status", "entity", "period"}


def test_numbers_stand_alike_however_a_side_writes_them() -> None:
    assert {as_text(Figure, "value", one) for one in ("7.10", "7.1", Decimal("7.100"))} == {"7.1"}
    assert as_text(Figure, "value", "7E+9") == "7000000000"
    assert [as_text(Figure, "value", one) for one in ("1e999", "lots", "NaN")] == ["1e999", "lots", "NaN"]


def test_hostile_words_stand_as_words_in_an_attribute() -> None:
    hostile = "\"><img src=x onerror='alert(1)'>\u202e"
    assert Typed(hostile).attribute == "&quot;&gt;&lt;img src=x onerror=&#x27;alert(1)&#x27;&gt;\u202e"


@pytest.mark.parametrize("lost", ["a\x00b", "a\r\nb", "\ud800"])
def test_what_a_page_cannot_give_back_is_said_at_the_field(lost: str) -> None:
    (name,) = (one for one in form_of(Odd, {"name": lost}).fields if one.name == "name")
    assert "\ufffd" in name.value.attribute
    assert name.value.shown == lost
    assert "cannot hold" in name.error


# --- reading ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "record"), [(Figure, FIGURE), (Odd, ODD)])
def test_a_form_that_nobody_changed_gives_its_record_back(kind: type[Item], record: dict[str, Any]) -> None:
    line = read(kind, typed(kind, record), TEXT)
    assert line == record
    assert list(line) == list(record)  # type: ignore[arg-type]


def test_every_line_of_the_gold_set_can_be_edited_and_stays_as_it_is() -> None:
    root = Path(__file__).parents[2]
    kinds = {type_name(kind): kind for kind in item_types(ClaimsAndFigures).values()}
    for document in gold.load(root / "gold"):
        text = (root / "seeds" / f"{document.id}.txt").read_text(encoding="utf-8")
        for item in document.items:
            record = {"start": item.span.start, "end": item.span.end, "quote": item.quote, **item.fields}
            line = read(kinds[item.type], typed(kinds[item.type], record), text)
            assert line == {"type": item.type, **record}


@pytest.mark.parametrize(
    ("typed_in", "written"),
    [
        ({"value": " 12.50 "}, {"value": "12.50"}),
        ({"value": ""}, {"value": None}),
        ({"unit": ""}, {"unit": None}),
        ({"period": "2021/.."}, {"period": "2021/.."}),
        ({"value": "3", "upper": "4"}, {"value": "3", "upper": "4"}),
    ],
)
def test_values_are_written_as_gold_writes_them(typed_in: dict[str, str], written: dict[str, Any]) -> None:
    line = read(Figure, typed(Figure, FIGURE, **typed_in), TEXT)
    assert line == FIGURE | written


@pytest.mark.parametrize(
    ("typed_in", "field", "message"),
    [
        ({"value": "7,000"}, "value", "'7,000' is no number in plain digits; write it as 7000000000, 13.5 or -2"),
        ({"value": "4", "upper": "3"}, "upper", "3 lies below value 4"),
        ({"status": ""}, "status", "choose one"),
        ({"status": "done"}, "status", "choose one of actual, planned, forecast"),
        ({"measure": "  "}, "measure", "fill this in"),
        ({"period": "June 2021"}, "period", "'June 2021' is no EDTF; write it as 2021"),
        ({"sepal": "3"}, "", "'sepal' is no field of the form"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(typed_in: dict[str, str], field: str, message: str) -> None:
    (found,) = faults_of(Figure, **typed_in).items()
    assert found[0] == field
    assert found[1].startswith(message)


@pytest.mark.parametrize(
    ("field", "typed_in", "message"),
    [
        ("count", "three", "write a whole number"),
        ("count", "1.5", "write a whole number"),
        ("count", "-1", "write 0 or more"),
        ("count", "100", "write 99 or less"),
        ("share", "half", "write a number"),
        ("share", "NaN", "write a number"),
        ("maybe", "perhaps", "Input should be a valid boolean"),
        ("rank", "7", "choose one of 1, 2, 3"),
        ("name", "x", "write more: at least 2 characters"),
        ("name", "x" * 81, "write less: at most 80 characters"),
        ("tags", "a, b", "write it in JSON"),
        ("tags", "[" * 99999, "write it in JSON"),
        ("tags", '{"a": 1}', "write a list in JSON"),
        ("tags", "[1]", "Input should be a valid string"),
    ],
)
def test_a_class_of_ones_own_has_its_faults_in_plain_words(field: str, typed_in: str, message: str) -> None:
    (found,) = faults_of(Odd, **{field: typed_in}).items()
    assert found[0] == field
    assert found[1].startswith(message)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ({"start": "", "end": ""}, "mark the words"),
        ({"start": "7", "end": "-2"}, "mark the words"),
        ({"start": "7", "end": "9" * 5000}, "mark the words"),
        ({"start": "9", "end": "9"}, "the place holds no words"),
        ({"start": "7", "end": "9999"}, "the place holds no words"),
        ({"quote": "fell 5 percent"}, "these words do not stand at that place"),
    ],
)
def test_the_place_is_held_against_the_text(place: dict[str, str], message: str) -> None:
    found = faults_of(Figure, **place)
    assert list(found) == ["quote"]
    assert found["quote"].startswith(message)


def test_places_are_counted_in_code_points() -> None:
    line = read(Figure, typed(Figure, FIGURE, start="31", end="37", quote="\U0001f4b6 fell"), TEXT)
    assert isinstance(line, dict)
    assert line["quote"] == "\U0001f4b6 fell"


def test_without_the_text_the_words_must_be_as_many_as_the_place_holds() -> None:
    assert isinstance(read(Figure, typed(Figure, FIGURE, quote="rose 5 percent"), None), dict)
    assert isinstance(read(Figure, typed(Figure, FIGURE, quote="rose"), None), Errors)


def test_what_is_not_labelled_stays_so() -> None:
    sent = {name: value for name, value in typed(Figure, FIGURE).items() if name != "period"}
    line = read(Figure, sent, TEXT, {"period"})
    assert line == {name: value for name, value in FIGURE.items() if name != "period"}


# --- of a disagreement ------------------------------------------------------------------------------------------


def disagreement(**others: Any) -> Disagreement:
    """Return a pair that disagrees on its unit, `others` being what gold says besides."""
    world = World()
    world.gold["figures"][0] |= others
    world.run["figures"][0]["unit"] = "USD"
    (one,) = found(world)
    return one


def sent(one: Disagreement, **others: str) -> dict[str, str]:
    return typed(Figure, dict(one.proposal or {}), **others)


def test_without_the_text_the_words_that_a_side_has_can_be_chosen() -> None:
    one = disagreement()
    line = final(one, Figure, sent(one), None)
    assert isinstance(line, dict)
    assert (line["quote"], line["unit"]) == ("exceeded 7.12 billion yuan", "USD")
    assert isinstance(final(one, Figure, sent(one, start="11"), None), Errors)


def test_what_only_the_run_has_can_be_written_anew() -> None:
    world = World()
    del world.gold["figures"][0]
    (one,) = found(world)
    assert isinstance(final(one, Figure, sent(one, unit="EUR"), None), dict)


def test_an_item_without_a_place_can_be_written_once_words_are_marked() -> None:
    one = disagreement()
    lost = replace(one, reference=None, proposal={"type": "figure", "unit": "t"})
    assert isinstance(final(lost, Figure, typed(Figure, FIGURE), None), Errors)
    assert isinstance(final(lost, Figure, typed(Figure, FIGURE), TEXT), dict)


def test_no_json_holds_a_number_that_is_none() -> None:
    assert faults_of(Odd, sums="[NaN]")["sums"].startswith("write it in JSON")


def test_what_gold_does_not_label_is_not_asked_for() -> None:
    one = disagreement(unlabelled=["period"])
    line = final(one, Figure, {name: value for name, value in sent(one).items() if name != "period"}, None)
    assert isinstance(line, dict)
    assert "period" not in line


def test_an_alternative_that_the_line_now_says_itself_is_left_out() -> None:
    one = disagreement(alternatives=({"unit": "EUR"}, {"value": "8"}))
    kept = final(one, Figure, sent(one), None)
    taken = final(one, Figure, sent(one, unit="EUR"), None)
    assert isinstance(kept, dict)
    assert isinstance(taken, dict)
    assert "alternatives" not in kept  # so that gold keeps those that it has
    assert taken["alternatives"] == [{"value": "8"}]


# --- the same rules as those of `extract gold check` --------------------------------------------------------------

WORDS = st.sampled_from([
    "", "0", "7", "-3.5", "7.", "1e3", "7,000", "+5", "\u0663", "true", "null", "[1]", "[]", '["a"]', "2021", "2021-6",
    "2023-02-30", "2017/..", "June", "good", "=", "level", "actual", "a word", "x" * 90, "\u202e", "\x00", "1", "3",
])  # fmt: skip


def sound(kind: type[Item], root: type[BaseModel], line: Mapping[str, Any], folder: Path) -> bool:
    header = {"type": "document", "id": "port", "sha256": "a" * 64, "guidelines": 1}
    lines = "".join(json.dumps(one) + "\n" for one in (header, line))
    (folder / "port.jsonl").write_text(lines, encoding="utf-8")
    return check(folder, root, {"port": DOCUMENT}) == ()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gold")


@settings(deadline=None)
@given(st.data())
@pytest.mark.parametrize(("kind", "record", "root"), [(Figure, FIGURE, ClaimsAndFigures), (Odd, ODD, Odds)])
def test_the_form_takes_what_gold_check_takes_and_refuses_what_it_refuses(
    folder: Path, kind: type[Item], record: dict[str, Any], root: type[BaseModel], data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from(written_fields(kind)), max_size=3, unique=True))
    changed = {name: data.draw(WORDS) for name in names}
    line = read(kind, typed(kind, record, **changed), TEXT)
    if isinstance(line, dict):
        assert sound(kind, root, line, folder)
        return
    for name, message in line.fields.items():
        if not changed.get(name, "x").strip() or message.startswith(("write a number", "write a whole", "write it in")):
            continue  # the form asks for words, and for numbers and JSON that are written as such
        assert not sound(kind, root, {**record, **changed}, folder)
