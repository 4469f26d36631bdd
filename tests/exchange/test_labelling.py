"""What lines of gold do documents become that somebody labelled in another tool?"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from toy_exchange import START, TEXT, TYPES, document
from toy_gold import KINDS as NAMES
from toy_gold import row as row_of

from extract.errors import GoldError
from extract.exchange import (
    Labelled,
    Lines,
    Mark,
    Taken,
    gold_lines,
    label_studio,
    prodigy,
    sheet_of_gold,
    sheet_of_run,
)
from extract.exchange.fields import choices, read, written
from extract.exchange.sheets import Sheet
from extract.schema import Claim, Figure, Item, Quote

LUND = document()
HEADER = {"type": "document", "id": "lund", "sha256": LUND.sha256, "guidelines": 1}
ITEM = {
    "type": "figure",
    "start": START,
    "end": START + 17,
    "quote": "rose 30.5 percent",
    "value": "30.5",
    "upper": None,
    "unit": "%",
    "comparator": "=",
    "trend": "increase",
    "status": "actual",
    "measure": "output",
    "entity": "Lund",
    "period": None,
    "note": "so",
}
FIELDS = {
    name: value
    for name, value in ITEM.items()
    if name not in ("type", "start", "end", "quote", "note") and isinstance(value, str)
}
LINES = (json.dumps(HEADER), json.dumps(ITEM))
SENT = Mark("x", "figure", START, START + 17, "rose 30.5 percent", "1", FIELDS)


def labelled(*marks: Mark, lines: tuple[str, ...] = LINES, **others: Any) -> Labelled:
    return Labelled(
        **{"place": "x", "document": "lund", "text": TEXT, "by": "ana", "lines": lines, "marks": marks} | others
    )


def taken(*readings: Labelled, **others: Any) -> Taken:
    return gold_lines(readings, TYPES, {"lund": LUND}, **others)


def items(found: Taken) -> list[dict[str, Any]]:
    return [json.loads(line) for line in found.files[0].lines[1:]]


def changed(mark: Mark, **others: Any) -> Mark:
    return Mark(**{name: getattr(mark, name) for name in Mark.__slots__} | others)


def test_an_item_that_nobody_touched_keeps_its_line() -> None:
    assert taken(labelled(SENT)).files[0].lines == LINES


def test_a_field_that_was_changed_is_changed_and_nothing_else() -> None:
    (item,) = items(taken(labelled(changed(SENT, fields={**FIELDS, "value": "31"}))))
    assert item == {**ITEM, "value": "31"}


def test_a_field_that_was_emptied_is_null_where_it_can_be_and_unlabelled_where_not() -> None:
    without = {name: value for name, value in FIELDS.items() if name not in ("unit", "trend")}
    (item,) = items(taken(labelled(changed(SENT, fields=without))))
    assert (item["unit"], "trend" in item, item["unlabelled"]) == (None, False, ["trend"])


def test_a_mark_that_was_made_there_has_what_was_filled_in() -> None:
    nine = TEXT.index("9 tons")
    (new,) = items(taken(labelled(Mark("x", "figure", nine, nine + 6, "9 tons", None, {"value": "9", "unit": "t"}))))
    assert (new["value"], new["upper"]) == ("9", None)
    assert new["unlabelled"] == ["comparator", "entity", "measure", "status", "trend"]


def test_a_mark_of_a_tool_without_fields_is_unlabelled_but_for_its_place() -> None:
    nine = TEXT.index("9 tons")
    found = taken(labelled(changed(SENT, fields=None), Mark("x", "claim", nine, nine + 6, None)))
    assert items(found) == [
        ITEM,
        {
            "type": "claim",
            "start": nine,
            "end": nine + 6,
            "quote": "9 tons",
            "unlabelled": ["kind", "period", "speaker", "statement", "subject"],
        },
    ]


def test_items_stand_in_the_order_of_the_text() -> None:
    nine = TEXT.index("9 tons")
    found = taken(labelled(Mark("x", "claim", nine, nine + 6, None), changed(SENT, fields=None)))
    assert [item["start"] for item in items(found)] == [START, nine]


def test_an_item_of_another_type_now_keeps_nothing_of_its_line() -> None:
    (item,) = items(taken(labelled(changed(SENT, label="claim", fields={"kind": "fact"}))))
    assert (item["kind"], "note" in item, item["unlabelled"]) == ("fact", False, ["statement", "subject"])


@pytest.mark.parametrize("key", ["0", "2", "-1", "x", "9" * 20, "\u0661\u0661"])
def test_a_key_that_is_none_of_ours_is_a_new_mark(key: str) -> None:
    (item,) = items(taken(labelled(changed(SENT, key=key))))
    assert "note" not in item


@pytest.mark.parametrize("line", ["{", '{"type": "figure",\n"value": "1"}', "\ud800", '{"type": "claim"}'])
def test_a_line_that_is_none_is_not_kept(line: str) -> None:
    found = taken(labelled(SENT, lines=(line, line)))
    assert "note" not in items(found)[0]
    assert json.loads(found.files[0].lines[0]) == {name: HEADER[name] for name in ("type", "id", "sha256")}


def test_the_header_of_another_text_is_not_kept() -> None:
    other = json.dumps({**HEADER, "sha256": "0" * 64})
    assert "guidelines" not in json.loads(taken(labelled(lines=(other,))).files[0].lines[0])
    assert "guidelines" not in json.loads(taken(labelled(lines=())).files[0].lines[0])


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        (changed(SENT, label="song"), "the label 'song' is none of claim, figure; choose one of them"),
        (changed(SENT, quote="rose"), "stand at 2 places"),
        (changed(SENT, fields={**FIELDS, "value": "many"}), "'many' is no number"),
        (changed(SENT, fields={**FIELDS, "period": "soon"}), "is no EDTF"),
    ],
)
def test_what_gold_would_refuse_is_refused_and_the_rest_taken(mark: Mark, told: str) -> None:
    found = taken(labelled(mark, changed(SENT, fields=None)))
    assert told in found.refused[0].reason
    assert items(found) == [ITEM]


def test_an_item_that_moved_is_told() -> None:
    nine = TEXT.index("9 tons")
    found = taken(labelled(Mark("x", "claim", 0, 6, "9 tons")))
    assert [str(one) for one in found.moved] == [f"x: 0 to 6 is now {nine} to {nine + 6}, by its words"]


def test_a_document_that_is_not_there_is_refused() -> None:
    found = taken(labelled(document="../up"))
    assert (found.files, str(found.refused[0])) == ((), "x: no document has the id '../up'; name its source")


@pytest.mark.parametrize("other", [{"text": "other"}, {"text": f"{TEXT}!"}, {"text": ""}, {"sha256": "other"}])
def test_labels_of_other_words_than_the_document_s_are_refused(other: dict[str, str]) -> None:
    row = prodigy.document_row(Sheet(LUND, LINES))
    task: Any = label_studio.document_task(Sheet(LUND, LINES), TYPES)
    of_a_row = prodigy.read(json.dumps({**row, **other}).encode(), "x")
    of_a_task = label_studio.read(json.dumps([{**task, "data": {**task["data"], **other}}]).encode(), "x")
    for found in (taken(*of_a_row.labelled), taken(*of_a_task.labelled)):
        assert (found.files, found.moved) == ((), ())
        told = "x:1: lund: the text that was labelled is not the document's; export again and label that"
        assert [str(one) for one in found.refused] == [told]


def test_labels_of_the_text_with_other_white_space_are_taken() -> None:
    assert items(taken(labelled(SENT, text=TEXT.replace("\r\n", "  ")))) == [ITEM]


def test_of_several_readers_one_must_be_chosen() -> None:
    ana, bo, nobody = labelled(SENT), labelled(by="bo"), labelled(by=None)
    found = taken(ana, bo, nobody)
    assert found.files == ()
    assert found.refused[0].reason.endswith(
        "is labelled 3 times, by ana, bo, readers without a name; choose one reader"
    )
    assert items(taken(ana, bo, reader="ana")) == [ITEM]


@pytest.mark.parametrize(("by", "who"), [("ana", "ana"), (None, "readers without a name")])
def test_of_two_readings_that_no_name_tells_apart_one_must_go(by: str | None, who: str) -> None:
    found = taken(labelled(SENT, by=by), labelled(by=by), reader=by)
    assert found.files == ()
    assert found.refused[0].reason.endswith(f"is labelled 2 times, by {who}; delete all but one in the tool")


@pytest.mark.parametrize(
    "id_", ["a/b", "..", ".hidden", "a\x00b", "a%2Fb", "é" * 60, "x" * 300, "\ud800", "NUL:", "a\\b", ""]
)
def test_a_file_is_named_after_the_document_and_is_no_path(id_: str, tmp_path: Path) -> None:
    name = Lines(id_, ()).name
    (tmp_path / name).write_text("x")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert name != Lines("a/b", ()).name or id_ == "a/b"


# --- sheets ------------------------------------------------------------------------------------------------------


def test_a_gold_file_makes_a_sheet() -> None:
    content = "".join(f"{line}\r\n" for line in (*LINES, "")).encode()
    assert sheet_of_gold(content, LUND, "x").lines == LINES
    assert sheet_of_gold(content, LUND, "x", empty=True) == Sheet(LUND, LINES[:1], labelled=False)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (json.dumps({**HEADER, "sha256": "0" * 64}), "x:1: labels another text than lund.txt"),
        (f"{LINES[0]}\n{{", "x:2: not a line of JSON"),
        (f'{LINES[0]}\n{{"type": "figure"}}', "x:2: 'start' must be a int"),
    ],
)
def test_a_gold_file_that_does_not_fit_is_refused(content: str, told: str) -> None:
    with pytest.raises(GoldError) as raised:
        sheet_of_gold(content.encode(), LUND, "x")
    assert str(raised.value).startswith(told)


def test_what_a_run_found_is_a_prediction_of_the_run() -> None:
    said = {name: value for name, value in ITEM.items() if name not in ("type", "start", "end", "note")}
    row = row_of("lund", {"figures": [{**said, "span": (START, START + 17)}, {**said, "span": None}]})
    kinds = {name: TYPES[NAMES[name]] for name in NAMES}
    sheet, unplaced = sheet_of_run(row, LUND, kinds, "runs/toy")
    assert (len(sheet.lines), unplaced, sheet.source) == (2, 1, "runs/toy")
    made = label_studio.document_task(sheet, TYPES)
    assert made["predictions"][0]["model_version"] == "runs/toy"
    assert "annotations" not in made
    assert "answer" not in prodigy.document_row(sheet)


def test_a_document_without_items_says_whether_somebody_has_read_it() -> None:
    assert label_studio.document_task(Sheet(LUND, LINES[:1]), TYPES)["annotations"] == [
        {"result": [], "ground_truth": True}
    ]
    assert set(label_studio.document_task(Sheet(LUND, LINES[:1], labelled=False), TYPES)) == {"data"}


def test_an_item_of_an_unknown_type_is_not_shown() -> None:
    line = json.dumps({**ITEM, "type": "song"})
    assert label_studio.document_task(Sheet(LUND, (LINES[0], line)), TYPES)["annotations"][0]["result"] == []


def test_rejected_documents_of_prodigy_are_nobodys() -> None:
    row = prodigy.document_row(Sheet(LUND, LINES))
    read = prodigy.read(json.dumps({**row, "answer": "reject"}).encode(), "x")
    assert (read.untouched, read.labelled) == (1, [])


def test_cancelled_documents_of_label_studio_are_nobodys() -> None:
    task: Any = label_studio.document_task(Sheet(LUND, LINES), TYPES)
    task["annotations"][0]["was_cancelled"] = True
    assert label_studio.read(json.dumps([task]).encode(), "x").labelled == []


# --- fields ------------------------------------------------------------------------------------------------------


class Bridge(Item):
    quote: Quote
    open: bool
    lanes: int | None
    spans: list[int]
    length: Decimal
    state: str


@pytest.mark.parametrize(
    ("name", "value"),
    [("open", True), ("lanes", 4), ("lanes", 4.5), ("spans", [1, 2]), ("length", "4.50"), ("state", "4")],
)
def test_any_value_of_a_field_can_be_written_and_read(name: str, value: Any) -> None:
    assert read(Bridge, name, written(value)) == value


def test_what_cannot_be_a_value_is_left_for_the_check() -> None:
    assert read(Bridge, "lanes", "four") == "four"
    assert read(Bridge, "lanes", "NaN") == "NaN"
    assert read(Bridge, "spans", "[" * 200_000)[:2] == "[["


def test_truth_values_and_closed_lists_are_choices() -> None:
    assert choices(Bridge, "open") == ("true", "false")
    assert choices(Claim, "kind") == ("fact", "plan", "forecast", "evaluation")
    assert choices(Figure, "value") == choices(Bridge, "spans") == ()
