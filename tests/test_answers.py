"""What an answer gives, whatever the model wrote around it and however it is broken."""

import json
import time
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field, field_validator

from extract.answers import Parsed, parse
from extract.jsonl import dumps
from extract.schema import ClaimsAndFigures, Item, Quote


class Find(Item):
    quote: Quote
    value: Decimal | None
    kind: Literal["a", "b"] = "a"
    note: str | None = None


class Finds(BaseModel):
    """One item type, with fields that are carried."""

    finds: list[Find]
    summary: str = "none"
    score: Annotated[Decimal | None, Field(ge=0)] = None


class Pair(BaseModel):
    """Two item types."""

    finds: list[Find]
    others: list[Find]


A = {"quote": "one", "value": "1", "kind": "a", "note": None}
B = {"quote": 'two, {2} ["b"] \\ \u00e9', "value": "-2.50", "kind": "b", "note": "n"}
C = {"quote": "three", "value": None, "kind": "a", "note": None}
GOOD = json.dumps({"finds": [A, B, C]})
CUT = '{"finds": [' + json.dumps(A) + ', {"quote": "tw'
TEN = "1234567890"
GIVEN_UP = '{”`"}”:`ae/*2`"\'a1 -/0\\)*:.f“f){[).1a\\Nu"(2N)a[2  2u]u({#{'


def names(parsed: Parsed) -> list[str]:
    return [problem.name for problem in parsed.problems]


def quotes(parsed: Parsed) -> list[str]:
    return [item.fields["quote"] for item in parsed.items]


def one(value: str) -> str:
    """An answer of one find whose value is this JSON."""
    return f'{{"finds": [{{"quote": "one", "value": {value}}}]}}'


# --- the ladder ------------------------------------------------------------------------------------------------

ALL = ["one", B["quote"], "three"]
LADDER = {
    "strict": (GOOD, ALL, []),
    "white space around": (f"\n\t {GOOD} \n", ALL, []),
    "byte order mark": ("\ufeff" + GOOD, ALL, []),
    "pretty": (json.dumps({"finds": [A, B, C]}, indent=4), ALL, []),
    "escaped": (json.dumps({"finds": [A, B, C]}, ensure_ascii=True), ALL, []),
    "nothing found": ('{"finds": []}', [], []),
    "fence with language": (f"```json\n{GOOD}\n```", ALL, []),
    "fence with capitals": (f"```JSON\n{GOOD}\n```", ALL, []),
    "fence without language": (f"Here it is:\n```\n{GOOD}\n```\nAnything else?", ALL, []),
    "fence on one line": (f"```json {GOOD}```", ALL, []),
    "fence never closed": (f"```json\n{GOOD}", ALL, []),
    "fence after other code": (f"```python\nprint({{1}})\n```\nthen\n```json\n{GOOD}\n```", ALL, []),
    "fences inside a quote": ('{"finds": [{"quote": "```one```", "value": "1"}]} ok', ["```one```"], []),
    "prose before": (f"Here are the finds {{as asked}}: {GOOD}", ALL, []),
    "prose after": (f"{GOOD}\n\nLet me know [if needed].", ALL, []),
    "footnotes": (f"As noted [1], [2]: {GOOD} [3]", ALL, []),
    "thought about": (f"<think>maybe {{}} or {one('9')}</think>\n{GOOD}", ALL, []),
    "thought about, opening stripped": (f"so I answer {one('9')}</think>{GOOD}", ALL, []),
    "thought about, fenced": (f"<think>hm</think>\n```json\n{GOOD}\n```", ALL, []),
    "two equal answers": (f"{GOOD}\n{GOOD}", ALL, []),
    "two different answers": (f"{one('1')}\nNo, better:\n{GOOD}", ALL, ["several-answers"]),
    "inside another object": (f'{{"answer": {GOOD}}}', ALL, ["wrapped-answer"]),
    "inside a list": (f"[{GOOD}]", ALL, ["wrapped-answer"]),
    "a bare list of items": (json.dumps([A, B]), ["one", B["quote"]], ["list-root"]),
    "a bare empty list": ("[]", [], ["list-root"]),
    "raw line break in a string": ('{"finds": [{"quote": "o\nne", "value": "1"}]}', ["o\nne"], ["repaired-json"]),
    "trailing commas": ('{"finds": [{"quote": "one", "value": "1",},],}', ["one"], ["repaired-json"]),
    "single quotes": ("{'finds': [{'quote': 'one', 'value': '1'}]}", ["one"], ["repaired-json"]),
    "python words": ("{'finds': [{'quote': 'one', 'value': None}]}", ["one"], ["repaired-json"]),
    "names without quotes": ('{finds: [{quote: "one", value: 1}]}', ["one"], ["repaired-json"]),
    "a comment": ('{"finds": [{"quote": "one", "value": 7 // seven\n}]}', ["one"], ["repaired-json"]),
    "a missing comma": ('{"finds": [{"quote": "one" "value": "1"}]}', ["one"], ["repaired-json"]),
    "fenced and broken": ('```json\n{"finds": [{"quote": "one", "value": "1",}]}\n```', ["one"], ["repaired-json"]),
    "empty": ("", [], ["invalid-answer"]),
    "blank": (" \n ", [], ["invalid-answer"]),
    "refusal in words": ("I'm sorry, I cannot help with that.", [], ["invalid-answer"]),
    "only a thought": (f"<think>{GOOD}", [], ["invalid-answer"]),
    "encoded twice": (json.dumps(GOOD), ALL, []),
    "a string": (json.dumps("one"), [], ["invalid-answer"]),
    "text in quotes": ('"one" and "two"', [], ["invalid-answer"]),
    "what the mending library gives up on": (GIVEN_UP, [], ["invalid-answer"]),
    "a number": ("42", [], ["invalid-answer"]),
    "null": ("null", [], ["invalid-answer"]),
    "an empty object": ("{}", [], ["invalid-answer"]),
    "an error object": ('{"error": "overloaded"}', [], ["invalid-answer"]),
    "a list of numbers": ("[1, 2]", [], ["invalid-answer"]),
    "a bracket in prose": ("nothing [sic", [], ["invalid-answer"]),
    "broken beyond mending": ('{"x": :::: }', [], ["invalid-answer"]),
    "nested without end": ("[" * 100_000, [], ["invalid-answer"]),
    "nested and closed": ("[" * 100_000 + "]" * 100_000, [], ["invalid-answer"]),
    "nested objects": ('{"finds":' * 50_000, [], ["invalid-answer"]),
    "cut off inside an item": (CUT, ["one"], ["truncated-item"]),
    "cut off between items": ('{"finds": [' + json.dumps(A) + ",", ["one"], ["truncated-answer"]),
    "cut off, fenced": ("```json\n" + CUT, ["one"], ["truncated-item"]),
    "cut off and broken": ("{'finds': [" + str(A) + ", {'quote': 'tw", ["one"], ["repaired-json", "truncated-item"]),
    "cut off after a thought": ("<think>[</think>" + CUT, ["one"], ["truncated-item"]),
    "a bare list that is cut off": (json.dumps([A])[:-1] + ', {"quote": "t', ["one"], ["list-root", "truncated-item"]),
}  # fmt: skip


@pytest.mark.parametrize("name", LADDER)
def test_an_answer_gives_its_items_whatever_stands_around_them(name: str) -> None:
    text, expected, problems = LADDER[name]
    parsed = parse(text, Finds)
    assert quotes(parsed) == expected
    assert list(dict.fromkeys(names(parsed))) == problems
    assert parsed.parsed == ("invalid-answer" not in problems)
    assert parsed.complete == (parsed.parsed and not any(name.startswith("truncated") for name in problems))


# --- one item at a time ----------------------------------------------------------------------------------------

ITEMS = {
    "not an object": ('"one"', "an item is an object"),
    "null": ("null", "an item is an object"),
    "a list": ("[]", "an item is an object"),
    "an unknown code": ('{"quote": "x", "value": "1", "kind": "c"}', "kind: Input should be 'a' or 'b'"),
    "a missing field": ('{"quote": "x"}', "value: Field required"),
    "two faults": ('{"quote": 5, "kind": "c"}', "quote: Input should be a valid string; value: Field required; kind"),
    "a scale word": ('{"quote": "x", "value": "4.2 billion"}', "value: '4.2 billion' is not a number in plain digits"),
    "separators": ('{"quote": "x", "value": "7,000"}', "'7,000' is not a number"),
    "underscores": ('{"quote": "x", "value": "7_000"}', "'7_000' is not a number"),
    "blanks": ('{"quote": "x", "value": " 7"}', "' 7' is not a number"),
    "a plus sign": ('{"quote": "x", "value": "+7"}', "'+7' is not a number"),
    "other digits": ('{"quote": "x", "value": "４２"}', "'４２' is not a number"),
    "no digits": ('{"quote": "x", "value": ""}', "'' is not a number"),
    "truth": ('{"quote": "x", "value": true}', "'True' is not a number"),
    "NaN": ('{"quote": "x", "value": NaN}', "'NaN' is not a number"),
    "NaN in quotes": ('{"quote": "x", "value": "NaN"}', "'NaN' is not a number"),
    "infinity": ('{"quote": "x", "value": -Infinity}', "'-Infinity' is not a number"),
    "an endless exponent": ('{"quote": "x", "value": 1e999999999}', "'1e999999999' is not a number"),
    "an impossible exponent": ('{"quote": "x", "value": 1e99999999999999999999}', "is not a number"),
    "endless digits": ('{"quote": "x", "value": ' + TEN * 500 + "}", "'12345678901234567890"),
    "an endless exponent in quotes": ('{"quote": "x", "value": "1e999999999"}', "'1e999999999' is not a number"),
    "an object as number": ('{"quote": "x", "value": {"of": 1}}', "value: Decimal input should be"),
    "one key with two values": ('{"quote": "x", "value": "1", "value": "2"}', "value is given 2 times with different"),
}


@pytest.mark.parametrize("name", ITEMS)
def test_one_bad_item_is_kept_as_a_problem_and_costs_no_good_one(name: str) -> None:
    bad, said = ITEMS[name]
    parsed = parse(f'{{"finds": [{json.dumps(A)}, {bad}, {json.dumps(C)}]}}', Finds)
    assert quotes(parsed) == ["one", "three"]
    assert [item.place for item in parsed.items] == [0, 2]
    (problem,) = parsed.problems
    assert (problem.name, problem.where, parsed.failed_items) == ("invalid-item", "finds[1]", 1)
    assert said in problem.message
    assert parsed.complete


def test_a_failed_item_keeps_its_json_so_that_nothing_is_lost() -> None:
    parsed = parse('{"finds": [{"quote": "x", "value": 0.10, "kind": NaN}]}', Finds)
    assert parsed.problems[0].item == {"quote": "x", "value": "0.10", "kind": "NaN"}


def test_a_failed_item_that_is_nested_too_deeply_can_still_be_written() -> None:
    parsed = parse('{"finds": [' + "[" * 900 + "]" * 900 + "]}", Finds)
    assert dumps({"item": parsed.problems[0].item}).count("[") == 20


NUMBERS = {
    '"7"': "7",
    "7": "7",
    "-7": "-7",
    '"7.0"': "7.0",
    "7.10": "7.10",
    "0.00": "0.00",
    "1e9": "1000000000",
    '"1e9"': "1000000000",
    "4.2E9": "4200000000",
    "1e-9": "0.000000001",
    '"0.0000000001"': "0.0000000001",
    "12345678901234567.89": "12345678901234567.89",
    "0.1": "0.1",
    TEN + TEN + TEN: TEN + TEN + TEN,
    "null": None,
}


@pytest.mark.parametrize("given", NUMBERS)
def test_a_number_comes_out_in_plain_digits_and_as_precise_as_it_was_given(given: str) -> None:
    parsed = parse(one(given), Finds)
    assert [item.fields["value"] for item in parsed.items] == [NUMBERS[given]]
    assert parsed.problems == ()


def test_fields_come_in_the_order_of_the_model_with_defaults_filled_in() -> None:
    parsed = parse('{"finds": [{"value": "1", "quote": "one"}]}', Finds)
    assert list(parsed.items[0].fields.items()) == [("quote", "one"), ("value", "1"), ("kind", "a"), ("note", None)]
    assert parsed.problems == ()


def test_a_key_that_the_model_does_not_have_is_dropped_and_noted() -> None:
    parsed = parse('{"finds": [{"quote": "one", "value": "1", "mood": [0.5], "id": 3}]}', Finds)
    assert list(parsed.items[0].fields) == ["quote", "value", "kind", "note"]
    noted = [(problem.name, problem.where, problem.item) for problem in parsed.problems]
    assert noted == [("unknown-field", "finds[0].mood", ["0.5"]), ("unknown-field", "finds[0].id", 3)]


def test_a_key_given_twice_with_one_value_is_noted() -> None:
    parsed = parse('{"finds": [{"quote": "one", "quote": "one", "value": "1"}]}', Finds)
    assert quotes(parsed) == ["one"]
    assert [(problem.name, problem.where) for problem in parsed.problems] == [("duplicate-key", "finds[0].quote")]


def test_a_validator_that_breaks_costs_its_item_only() -> None:
    class Brittle(Item):
        quote: Quote
        parts: int = 1

        @field_validator("parts")
        @classmethod
        def share(cls, parts: int) -> int:
            return 12 // parts

    class Root(BaseModel):
        finds: list[Brittle]

    parsed = parse('{"finds": [{"quote": "a", "parts": 0}, {"quote": "b", "parts": 4}]}', Root)
    assert [item.fields for item in parsed.items] == [{"quote": "b", "parts": 3}]
    assert parsed.problems[0].message == "ZeroDivisionError: integer division or modulo by zero"


NUMBERLIKE = (
    None,
    "1",
    "007",
    "-2.50",
    "1e3",
    "1e50",
    "4.2 billion",
    "1_000",
    "",
    " 7",
    "٣",
    0,
    -5,
    1.5,
    True,
    [1],
    TEN * 5,
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"quote": st.just("q")},
            optional={
                "value": st.sampled_from(NUMBERLIKE),
                "kind": st.sampled_from(["a", "b", "c", None]),
                "note": st.just("n"),
                "more": st.just(1),
            },
        ),
        max_size=4,
    )
)
def test_items_in_one_list_are_read_as_each_would_be_alone(items: list[dict[str, Any]]) -> None:
    alone = [parse(json.dumps({"finds": [item]}), Finds) for item in items]
    together = parse(json.dumps({"finds": items}), Finds)

    assert [item.fields for item in together.items] == [item.fields for one in alone for item in one.items]
    assert [list(item.fields) for item in together.items] == [list(Find.model_fields)] * len(together.items)
    assert names(together) == [name for one in alone for name in names(one)]
    assert together.failed_items == sum(one.failed_items for one in alone)


class Fussy(Item):
    """An item that cannot be made at all, for a reason of its class's own."""

    words: Quote

    def __new__(cls, **_fields: Any) -> "Fussy":
        raise RuntimeError("not today")


class Fuss(BaseModel):
    """A root of such items."""

    fuss: list[Fussy]


def test_a_class_that_cannot_be_made_costs_its_items_and_no_more() -> None:
    parsed = parse('{"fuss": [{"words": "one"}, {"words": "two"}]}', Fuss)
    assert (parsed.items, parsed.failed_items) == ((), 2)


def test_lists_of_numbers_are_plain_as_well() -> None:
    class Row(Item):
        quote: Quote
        values: list[Decimal]

    class Root(BaseModel):
        rows: list[Row]

    parsed = parse('{"rows": [{"quote": "a", "values": ["1e3", 0.0000001]}]}', Root)
    assert parsed.items[0].fields["values"] == ["1000", "0.0000001"]


@pytest.mark.parametrize("given", ["1e999999999", "1e-999999999", "0e999999999", "1" * 10_000])
def test_a_number_of_a_list_that_would_fill_pages_is_none(given: str) -> None:
    class Row(Item):
        quote: Quote
        values: list[Decimal]

    class Root(BaseModel):
        rows: list[Row]

    parsed = parse(json.dumps({"rows": [{"quote": "a", "values": ["1"]}, {"quote": "b", "values": [given]}]}), Root)

    assert (quotes(parsed), parsed.failed_items, names(parsed)) == (["a"], 1, ["invalid-item"])
    assert "is not a number in plain digits" in parsed.problems[0].message


def test_half_a_character_is_replaced_because_it_cannot_be_written() -> None:
    parsed = parse(r'{"finds": [{"quote": "a\ud83d b\ud83d\ude00 c\\ud800", "value": "1"}]}', Finds)
    assert quotes(parsed) == ["a\ufffd b\U0001f600 c\\ud800"]
    assert quotes(parse('{"finds": [{"quote": "a\udc00", "value": "1"}]}', Finds)) == ["a\ufffd"]


# --- the root --------------------------------------------------------------------------------------------------


def test_items_come_in_the_order_of_the_answer() -> None:
    parsed = parse(json.dumps({"others": [B], "finds": [A, C]}), Pair)
    assert [(item.type, item.place) for item in parsed.items] == [("others", 0), ("finds", 0), ("finds", 1)]


@pytest.mark.parametrize(
    ("others", "problems"),
    [
        ("", ["missing-list"]),
        (', "others": null', ["missing-list"]),
        (', "others": "none"', ["missing-list"]),
        (', "others": ' + json.dumps(B), ["not-a-list"]),
        (', "others": [], "others": ' + json.dumps([B]), ["duplicate-key"]),
        (', "others": ' + json.dumps([A]) + ', "others": ' + json.dumps([B]), ["duplicate-key"]),
        (', "others": [], "mood": "good"', ["unknown-field"]),
    ],
)
def test_a_list_in_the_wrong_shape_is_noted_and_its_items_kept(others: str, problems: list[str]) -> None:
    parsed = parse(f'{{"finds": [{json.dumps(A)}]{others}}}', Pair)
    assert names(parsed) == problems
    assert len(parsed.items) == 1 + others.count('"quote"')
    assert [item.place for item in parsed.items if item.type == "others"] == list(range(others.count('"quote"')))


def test_a_bare_list_is_no_answer_where_there_are_two_types_of_items() -> None:
    assert not parse(json.dumps([A, B]), Pair).parsed


def test_other_fields_of_the_root_are_carried() -> None:
    parsed = parse('{"finds": [], "summary": "short", "score": 1.50}', Finds)
    assert parsed.carried == {"summary": "short", "score": "1.50"}
    assert parse('{"finds": []}', Finds).carried == {"summary": "none", "score": None}


def test_a_carried_field_that_does_not_fit_is_noted() -> None:
    parsed = parse('{"finds": [], "summary": 5, "score": -1}', Finds)
    assert parsed.carried == {}
    assert [(problem.name, problem.where, problem.item) for problem in parsed.problems] == [
        ("invalid-field", "summary", 5),
        ("invalid-field", "score", -1),
    ]
    assert parsed.problems[1].message == "Input should be greater than or equal to 0"


def test_a_carried_field_that_is_required_and_absent_is_noted() -> None:
    class Root(BaseModel):
        finds: list[Find]
        summary: str

    parsed = parse('{"finds": []}', Root)
    assert [(problem.name, problem.where) for problem in parsed.problems] == [("missing-field", "summary")]


def test_an_unreadable_answer_says_how_it_begins() -> None:
    parsed = parse("Sorry. " * 100, Finds)
    assert parsed.problems[0].message.endswith(("Sorry. " * 100)[:200])
    assert (parsed.complete, parsed.items, parsed.carried) == (False, (), {})


# --- cut answers -----------------------------------------------------------------------------------------------

SAMPLE = json.dumps(
    {"finds": [A, B], "others": [C, {**A, "note": "}], [{"}, {**B, "quote": "last"}]}, ensure_ascii=False, indent=1
)


@pytest.mark.parametrize("fence", ["", "```json\n", "Here is the answer [as asked]:\n"])
def test_of_an_answer_cut_anywhere_the_whole_items_are_kept_and_none_is_altered(fence: str) -> None:
    whole = [(item.type, item.fields) for item in parse(SAMPLE, Pair).items]
    assert len(whole) == 5
    encoded = SAMPLE.encode()
    kept = []
    for length in range(len(encoded)):
        parsed = parse(fence + encoded[:length].decode(errors="ignore"), Pair)
        found = [(item.type, item.fields) for item in parsed.items]
        assert found == whole[: len(found)]
        assert not parsed.complete
        kept.append(len(found))
    assert kept == sorted(kept)
    assert sorted(set(kept)) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("length", range(0, 240, 1))
def test_of_a_broken_answer_cut_anywhere_no_item_is_altered(length: int) -> None:
    broken = "{'finds': [{'quote': 'one', 'value': 17, 'kind': 'b',}, {'quote': 'two', 'value': '25.5', 'note': 'n'}, {'quote': 'three', 'value': 1234, 'kind': 'a'}], }"  # noqa: E501
    whole = [item.fields for item in parse(broken, Finds).items]
    assert [fields["value"] for fields in whole] == ["17", "25.5", "1234"]
    found = [item.fields for item in parse(broken[:length], Finds).items]
    assert found == whole[: len(found)]


def test_the_cut_item_is_named_and_its_beginning_kept() -> None:
    parsed = parse(CUT, Finds)
    (problem,) = parsed.problems
    assert (problem.name, problem.where, problem.item) == ("truncated-item", "finds[1]", '{"quote": "tw')
    assert parsed.failed_items == 0


def test_a_cut_carried_field_is_left_out() -> None:
    parsed = parse(GOOD[:-1] + ', "summary": "The th', Finds)
    assert (len(parsed.items), names(parsed)) == (3, ["truncated-answer"])
    assert parsed.carried == {"summary": "none", "score": None}
    broken = parse("{'finds': [{'quote': 'one', 'value': 1}], 'summary': 'The th", Finds)
    assert quotes(broken) == ["one"]
    assert names(broken)[-1] == "truncated-answer"


# --- mending ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", ["4.2 billion", "1e", "1_000", "7,000", "1/2", "12-14", "1.", "'4' '2'", '"4"2"', "0x10", "7 hundred"]
)
def test_mending_never_makes_a_number_that_the_answer_does_not_hold(value: str) -> None:
    parsed = parse(f"{{'finds': [{{'quote': 'good', 'value': 3}}, {{'quote': 'bad', 'value': {value}}}]}}", Finds)
    assert quotes(parsed)[:1] == ["good"]
    assert [item.fields["value"] for item in parsed.items if item.fields["quote"] == "bad"] == []
    assert parsed.parsed


def test_mending_keeps_every_digit() -> None:
    parsed = parse("{'finds': [{'quote': 'a', 'value': 12345678901234567.89}, {'quote': 'b', 'value': 0.10}]}", Finds)
    assert [item.fields["value"] for item in parsed.items if item.fields["quote"] == "b"] == ["0.1"]
    assert [problem.name for problem in parsed.problems if problem.where == "finds[0]"] == ["invalid-item"]


def test_mending_leaves_truth_values_and_flags_alone() -> None:
    class Flagged(Item):
        quote: Quote
        sure: bool

    class Root(BaseModel):
        finds: list[Flagged]

    parsed = parse("{'finds': [{'quote': 'a', 'sure': True}]}", Root)
    assert [item.fields for item in parsed.items] == [{"quote": "a", "sure": True}]


# --- hostile and large -----------------------------------------------------------------------------------------


def test_ten_megabytes_are_read_in_seconds() -> None:
    count = 100_000
    item = json.dumps({**A, "quote": "x" * 50})
    answer = '{"finds": [' + ", ".join([item] * count) + "]}"
    assert len(answer) > 10_000_000
    started = time.process_time()
    assert len(parse(answer, Finds).items) == count
    assert time.process_time() - started < 60


@pytest.mark.parametrize(
    "text",
    [
        '"' * 1_000_000,
        '{"finds": ["' + '\\"' * 1_000_000,
        "{" + " " * 1_000_000,
        "{}" * 300_000,
        "```" * 300_000,
        "{" * 300_000,
        '{"a": ' * 90 + "'" * 1_000_000,
        "\\ud83d" * 200_000,
        "<think>" * 100_000,
        '{"finds": [' + "{'quote': 'x', 'value': 1}," * 100_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_answers_take_time_in_proportion_to_their_length(text: str) -> None:
    started = time.process_time()
    assert parse(text, Finds).items == ()
    assert time.process_time() - started < 60


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("{}[]\",:\\ \n'`0123456789.-eENaN<think>/ufindsquotevalue\ud800"), max_size=120)
)
def test_no_answer_makes_the_parser_fail_and_what_it_finds_can_be_written(text: str) -> None:
    for answer in (text, '{"finds": [{"quote": "a", "value": 1' + text):
        parsed = parse(answer, Finds)
        dumps({"items": [item.fields for item in parsed.items], "problems": [one.item for one in parsed.problems]})
        assert parsed.parsed or parsed.problems


JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(JSON_VALUES, max_size=4))
def test_whatever_stands_between_two_good_items_they_are_kept(values: list[Any]) -> None:
    parsed = parse(json.dumps({"finds": [A, *values, C]}), Finds)
    assert quotes(parsed)[0] == "one"
    assert quotes(parsed)[-1] == "three"
    assert len(parsed.items) + parsed.failed_items == len(values) + 2


def test_the_built_in_model_goes_the_same_way() -> None:
    answer = {"claims": [{"quote": "it grew", "statement": "It grew.", "subject": "it", "kind": "fact"}], "figures": []}
    parsed = parse(json.dumps(answer), ClaimsAndFigures)
    assert [item.type for item in parsed.items] == ["claims"]
    assert parsed.items[0].fields["speaker"] is None
