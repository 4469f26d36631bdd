"""What programs, pull requests and test viewers read about an evaluation."""

import json
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from pydantic import TypeAdapter
from toy_evaluation import AGREED, EVALUATION, RIGHT, SPURIOUS, named

from extract.errors import UsageError
from extract.report import Floor, as_json, floors, in_words, junit, markdown, pairs
from extract.report.as_json import plain
from extract.scores import Evaluation

# --- JSON ------------------------------------------------------------------------------------------------------


def test_the_json_holds_the_whole_evaluation_and_reads_back_as_it() -> None:
    record = json.loads(as_json(AGREED))
    assert (record.pop("format"), record.pop("floors")) == (1, [])
    assert TypeAdapter(Evaluation).validate_python(record) == AGREED


def test_floors_stand_in_the_json_with_what_became_of_them() -> None:
    held = floors(EVALUATION, [("bonds.found.f1", 0.5)])
    assert json.loads(as_json(EVALUATION, held))["floors"] == [
        {"metric": "bonds.found.f1", "least": 0.5, "value": 2 / 3, "reason": None, "held": True}
    ]


def test_a_decimal_is_a_string_in_json() -> None:
    assert plain({"a": (Decimal("7.0"), None)}) == {"a": ["7.0", None]}


# --- pairs -----------------------------------------------------------------------------------------------------


def test_every_pair_and_leftover_is_a_line_with_its_faults() -> None:
    lines = [json.loads(line) for line in pairs(EVALUATION)]
    assert [(line["document"], line["kind"], line["faults"]) for line in lines] == [
        ("a", "right", []),
        ("a", "wrong", ["coupon:scale", "holder:wording"]),
        ("b", "missing", ["missing"]),
        ("c", "spurious", ["spurious"]),
    ]
    assert lines[1]["predicted"]["fields"]["coupon"] == "400"
    assert list(lines[0])[:4] == ["document", "type", "kind", "faults"]


def test_an_item_on_an_optional_one_has_no_faults() -> None:
    document = replace(EVALUATION.documents[2], compared=(replace(SPURIOUS, kind="optional"),))
    (line,) = pairs(replace(EVALUATION, documents=(document,)))
    assert json.loads(line)["faults"] == []


# --- floors ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metric", "least", "said"),
    [
        ("bonds.found.f1", 0.8, "bonds.found.f1 is 0.6667: 0.1333 under 0.8"),
        ("bonds.found.f1", 0.5, "bonds.found.f1 is 0.6667: at least 0.5"),
        (
            "bonds.year.conditional",
            0.0,
            "bonds.year.conditional is undefined (no item has a year), so it does not",
        ),
        ("bonds.coupon.conditional", 0.5, "bonds.coupon.conditional is 0.5000: at least 0.5"),
    ],
)
def test_a_floor_says_by_how_much_it_was_missed(metric: str, least: float, said: str) -> None:
    (floor,) = floors(EVALUATION, [(metric, least)])
    assert in_words(floor).startswith(said)
    assert floor.held == ("at least" in said)


def test_a_tiny_shortfall_is_not_printed_as_nothing() -> None:
    assert in_words(Floor("m", 0.8, 0.799999, None)).endswith("1e-06 under 0.8")


@pytest.mark.parametrize("name", ["bonds.found.f2", "x"])
def test_an_unknown_metric_is_answered_with_the_ten_nearest_the_likest_first(name: str) -> None:
    with pytest.raises(UsageError, match=rf"no metric '{name}'; the nearest are ") as raised:
        floors(EVALUATION, [(name, 0.8)])
    named = str(raised.value).partition("nearest are ")[2].partition(" (--format json has all)")[0].split(", ")
    assert len(named) == 10
    assert name == "x" or named[0] == "bonds.found.f1"


def test_a_metric_of_which_more_is_not_better_has_no_floor() -> None:
    with pytest.raises(UsageError, match="not better for being higher"):
        floors(EVALUATION, [("bonds.grounding.exact", 0.8)])


# --- Markdown --------------------------------------------------------------------------------------------------


def test_the_markdown_has_the_floors_the_items_and_the_worst_field_first() -> None:
    text = markdown(AGREED, floors(AGREED, [("bonds.found.f1", 0.8)]))
    assert text.startswith("- ❌ <code>bonds.found.f1 is 0.6667&#58; 0.1333 under 0.8</code>\n\nruns&#47;toy against")
    assert "| found | 0.667 2/3 | 0.667 2/3 | 0.667 [0.21, 1.00] | 0.996 |\n" in text
    assert text.index("| coupon | 0.333 | 0.500 1/2 | 0.98-1.00 | scale 1 |") < text.index("| holder &#42; |")
    assert "| year | - | - |  |  |" in text
    assert "| <code>b</code> | refused | 1 | 0/1 found |" in text
    assert "undefined&#58; bonds.year.end&#95;to&#95;end, bonds.year.conditional&#58; no item has a year" in text
    assert "readers&#58; two readers" in text


def test_a_perfect_run_has_no_list_of_documents() -> None:
    whole = replace(EVALUATION, documents=(replace(EVALUATION.documents[0], counts={}),))
    assert "<details>" not in markdown(whole)
    assert "✅" in markdown(whole, floors(whole, [("bonds.found.f1", 0.5)]))


def test_a_type_without_scored_fields_has_no_table_of_them() -> None:
    bare = replace(EVALUATION, counts={"bonds": replace(EVALUATION.counts["bonds"], fields={})})
    assert "commonest error" not in markdown(bare)


HOSTILE = '</code>| `x` <img src=x onerror="1"> @everyone [a](https://b.c) ]]> \x1b[0m\n# h &amp; \ud800'


def test_text_of_a_stranger_stays_text_in_markdown() -> None:
    written = markdown(named(HOSTILE))
    assert not any(each in written for each in ("<img", "`", "@", "](", "\n# h", "\x1b", "&amp;"))
    assert written.count("</code>") == written.count("<code>") == 2


# --- JUnit -----------------------------------------------------------------------------------------------------


def test_each_document_and_type_is_a_case_that_fails_with_its_faults() -> None:
    root = ElementTree.fromstring(junit(EVALUATION))  # noqa: S314 - written here
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("3", "2", "1")
    a, b, c = root.iter("testcase")
    assert (a.get("classname"), a.get("name")) == ("extract.bonds", "a")
    failure = a.find("failure")
    assert failure is not None
    assert failure.get("message") == "1 wrong"
    assert failure.text == "gold line 3 bonds[1] '4 percent': coupon:scale (gold '4', run '400')"
    error = b.find("error")
    assert error is not None
    assert error.get("message") == "refused: the model declined"
    assert c.findtext("failure") == "bonds[0] '9 percent': spurious"


def test_a_document_without_a_fault_passes() -> None:
    document = replace(EVALUATION.documents[0], compared=(RIGHT,))
    root = ElementTree.fromstring(junit(replace(EVALUATION, documents=(document,))))  # noqa: S314 - written here
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("1", "0", "0")


def test_a_missing_item_is_told_by_its_line_of_gold() -> None:
    document = replace(EVALUATION.documents[1], status="ok")
    root = ElementTree.fromstring(junit(replace(EVALUATION, documents=(document,))))  # noqa: S314 - written here
    assert root.findtext(".//failure") == "gold line 2 '6 percent': missing"


def test_floors_are_a_suite_of_their_own() -> None:
    held = floors(EVALUATION, [("bonds.found.f1", 0.8), ("bonds.found.recall", 0.5)])
    suite = ElementTree.fromstring(junit(EVALUATION, held))[-1]  # noqa: S314 - written here
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == ("fail-under", "2", "1")


def test_text_of_a_stranger_stays_text_in_xml() -> None:
    root = ElementTree.fromstring(junit(named(HOSTILE)))  # noqa: S314 - written here
    case = next(root.iter("testcase"))
    assert (case.get("name") or "").startswith("</code>| `x` <img src=x")
    assert {element.tag for element in root.iter()} == {"testsuites", "testsuite", "testcase", "failure", "error"}
