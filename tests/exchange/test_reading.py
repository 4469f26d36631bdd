"""What is read of a file of another tool, and what of one that is broken or hostile?"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_exchange import KINDS, START, annotated, answered, of_label_studio, of_prodigy, row, taken, task, wrong_value

from extract.errors import RecordError
from extract.exchange import Read, label_studio, prodigy
from extract.exchange.reading import LARGEST, load, time_of

ONE = wrong_value()


def test_a_list_of_tasks_is_read_with_its_lines() -> None:
    content = "[\n" + ",\n".join(json.dumps(annotated(task(ONE), "both")) for _ in range(2)) + "\n]\n"
    read = label_studio.read(content.encode(), "x.json")
    assert [one.place for one in read.judged] == [f"x.json:2: {ONE.id}", f"x.json:3: {ONE.id}"]
    assert label_studio.read(b"\xef\xbb\xbf[]", "x.json") == Read([], [], 0, [])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "x:1: is no list of tasks; export it as JSON, neither JSON-MIN nor CSV"),
        (b'{"data": {}}', "x:1: is no list of tasks"),
        (b"[\xff]", "x: is not UTF-8"),
        (b"[1,\n2]", "x:1: is no task; delete it|x:2: is no task; delete it"),
        (b'[{"data": {}}]', "x:1: is no task that was made here"),
        (b'[{"data": 1}]', "x:1: is no task that was made here"),
        (b'[{"data": {"text": "a"}}]', "x:1: is no task that was made here"),
        (b'[{"data": {}},\n{"data"', "x:1: is no task that was made here|x:2: is not JSON"),
        (b"[NaN]", "x:1: is not JSON (NaN is not JSON)"),
        (b"[" * 200_000, "x:1: is not JSON"),
        (b"[" + b"1" * 5000 + b"]", "x:1: is not JSON"),
        (b"[{} {}", "x:1: is no task that was made here|x:1: is no task that was made here|x:1: is not JSON"),
    ],
)
def test_what_is_no_list_of_tasks_is_told_with_its_line(content: bytes, told: str) -> None:
    refused = label_studio.read(content, "x").refused
    assert len(refused) == len(told.split("|"))
    assert all(str(one).startswith(start) for one, start in zip(refused, told.split("|"), strict=True))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{}\n", "x:1: is no row that was made here; annotate the rows that --export wrote"),
        (b'\n{"text": "a"}', "x:2: is no row that was made here"),
        (b'{"text": "a", "document"', "x:1: not a line of JSON"),
        (b"[" * 200_000, "x:1: not a line of JSON"),
        (b"[]", "x:1: expected a JSON object"),
        (
            b'{"text": "a", "document": "d", "item": "i", "answer": "accept", "final": "{"}',
            "x:1: i: 'final': not a line",
        ),
        (
            b'{"text": "a", "document": "d", "item": "i", "answer": "accept", "final": "\\ud800"}',
            "x:1: i: 'utf-8' codec",
        ),
    ],
)
def test_what_is_no_row_is_told_with_its_line(content: bytes, told: str) -> None:
    (refused,) = prodigy.read(content, "x").refused
    assert str(refused).startswith(told)


def test_a_file_that_is_missing_or_too_large_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be read"):
        load(tmp_path / "none.json")
    with (tmp_path / "large.json").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(RecordError, match=r"has 268,435,457 bytes, more than 268,435,456; split the file"):
        load(tmp_path / "large.json")
    (tmp_path / "small.json").write_bytes(b"[]")
    assert load(tmp_path / "small.json") == b"[]"


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("2021-03-09T21:52:49.513742Z", "2021-03-09T21:52:49Z"),
        ("2021-03-09 21:52:49", "2021-03-09T21:52:49Z"),
        (1615326769, "2021-03-09T21:52:49Z"),
        (1e300, None),
        (float("inf"), None),
        (True, None),
        (None, None),
    ],
)
def test_times_are_told_in_utc(value: Any, time: str | None) -> None:
    assert time_of(value) == time


# --- Label Studio ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "by"),
    [
        ({"id": 1, "email": "ana@x.org"}, "ana@x.org"),
        ({"id": 1, "email": "", "username": "ana"}, "ana"),
        ({"id": 3}, "label-studio user 3"),
        (3, "label-studio user 3"),
        ("ana", "ana"),
        ({"id": True}, None),
        ({}, None),
        (None, None),
    ],
)
def test_an_annotator_is_named_as_well_as_the_file_can(who: Any, by: str | None) -> None:
    (one,) = of_label_studio(annotated(task(ONE), "both", by=who)).judged
    assert one.by == by


def test_a_task_that_nobody_has_touched_is_counted() -> None:
    assert of_label_studio(task(ONE)).untouched == 1
    assert of_label_studio(task(ONE, blind=False)).untouched == 1


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"annotations": "x"}, "'annotations' has 'x' and should be a list of objects; export it again"),
        ({"annotations": None}, "'annotations' has None and"),
        ({"annotations": [{"result": [None, 5]}]}, "'result' has None and should be a list of objects"),
        ({"annotations": [{"result": "y"}]}, "'result' has 'y' and"),
    ],
)
def test_annotations_that_are_none_are_refused_by_name(broken: dict[str, Any], told: str) -> None:
    decision, labels = task(ONE), {"data": {"text": "a", "document": "d"}}
    for made in (decision, labels):
        read = of_label_studio({**made, **broken})
        (refused,) = read.refused
        assert str(refused).startswith(f"x.json:1: {told}")
        assert (read.judged, read.labelled, read.untouched) == ([], [], 0)


@pytest.mark.parametrize(
    ("broken", "told"),
    [({"accept": 5}, "'accept' has 5 and should be a list of texts"), ({"spans": [1]}, "'spans' has 1 and")],
)
def test_parts_of_a_row_that_are_none_are_refused_by_name(broken: dict[str, Any], told: str) -> None:
    (refused,) = of_prodigy({**answered(row(ONE), "A"), **broken}).refused
    assert str(refused).startswith(f"x.jsonl:1: {told}")


def test_a_cancelled_annotation_skips() -> None:
    (one,) = of_label_studio(annotated(task(ONE), "both", was_cancelled=True)).judged
    assert one.choice == "skip"


def test_a_control_without_a_value_is_empty() -> None:
    made = annotated(task(ONE), "both")
    for part in made["annotations"][0]["result"]:
        part["value"] = {"text": "rose 30.5 percent", "choices": []} if part["type"] == "choices" else part["value"]
    (one,) = of_label_studio(made).judged
    assert one.choice is None
    assert all("trend" not in (mark.fields or {}) for mark in one.marks)


def test_a_note_is_kept() -> None:
    made = annotated(task(ONE), "both")
    note = {"id": "n", "from_name": "note", "to_name": "text", "type": "textarea", "value": {"text": ["two", "words"]}}
    made["annotations"][0]["result"].append(note)
    (event,) = taken(of_label_studio(made), [ONE]).events
    assert event.note == "two\nwords"


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 40) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "value", "text"]), inner),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.data())
def test_no_malformed_part_of_a_task_stops_the_import(data: st.DataObject) -> None:
    made = annotated(task(ONE), data.draw(st.sampled_from(["A", "edited"])))
    annotation = made["annotations"][0]
    part = annotation["result"][data.draw(st.integers(0, len(annotation["result"]) - 1))]
    target = data.draw(st.sampled_from([made, made["data"], annotation, part, part["value"]]))
    target[data.draw(st.sampled_from(sorted(target)))] = data.draw(JUNK)
    read = of_label_studio(made)
    result = taken(read, [ONE])
    told = (*read.refused, *result.refused)
    assert len(result.events) + len(told) + result.undecided + result.already + result.replaced + read.untouched >= 1


@settings(deadline=None)
@given(st.data())
def test_no_malformed_part_of_a_row_stops_the_import(data: st.DataObject) -> None:
    final = {"quote": "9 tons", "start": 3, "end": 9, "type": "figure"}
    made = answered(row(ONE), "edited", final=final)
    target = data.draw(st.sampled_from([made, made["final"]]))
    target[data.draw(st.sampled_from(sorted(target)))] = data.draw(JUNK)
    read = of_prodigy(made)
    result = taken(read, [ONE])
    told = (*read.refused, *result.refused)
    assert len(result.events) + len(told) + result.undecided + result.already + result.replaced + read.untouched >= 1


# --- Prodigy -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "answer", "choice"),
    [
        (["A"], "accept", "A"),
        (["B", "A"], "accept", "both"),
        (["A", "B", "skip"], "accept", "A, B, skip"),
        ([], "accept", None),
        (["A"], "ignore", "skip"),
        ([], "reject", "neither"),
    ],
)
def test_the_buttons_of_prodigy_mean_what_they_say(accepted: list[str], answer: str, choice: str | None) -> None:
    (one,) = of_prodigy(answered(row(ONE), *accepted, answer=answer)).judged
    assert one.choice == choice


def test_a_row_without_an_answer_is_untouched() -> None:
    assert of_prodigy(row(ONE)).untouched == 1


def test_the_session_stands_for_an_annotator_who_is_not_named() -> None:
    (one,) = of_prodigy(answered(row(ONE), "A", by="", _session_id="gold-bo")).judged
    assert one.by == "gold-bo"


def test_an_empty_final_is_none() -> None:
    (one,) = of_prodigy(answered(row(ONE), "A", final=" ", note="so")).judged
    assert (one.final, one.note) == (None, "so")


# --- what is sent ------------------------------------------------------------------------------------------------


def test_a_blind_task_does_not_tell_whose_a_side_is() -> None:
    one = wrong_value(alternatives=[{"value": "31", "unit": "kg"}])
    for made in (task(one), row(one)):
        written = json.dumps(made)
        for word in ("reference", "gold", "run", "alternatives", "kind", "differs", "31"):
            assert word not in written.replace(one.sha256, "").replace(one.id, "")
    assert [one["model_version"] for one in task(one)["predictions"]] == ["extract"]


def test_an_open_task_has_gold_as_ground_truth_and_the_run_as_a_prediction() -> None:
    made = task(ONE, blind=False)
    (annotation,), (prediction,) = made["annotations"], made["predictions"]
    assert annotation["ground_truth"] is True
    assert prediction["model_version"] == "runs/toy"
    for one, label in ((annotation, "reference figure"), (prediction, "run figure")):
        value = one["result"][0]["value"]
        assert value == {"start": START, "end": START + 17, "text": "rose 30.5 percent", "labels": [label]}


def test_without_a_text_nothing_is_marked_and_the_task_says_so() -> None:
    made = task(ONE, text=None)
    assert (made["predictions"], made["annotations"], made["data"]["text"]) == ([], [], "")
    assert "No text of this document is at hand" in made["data"]["question"]
    prodigys = row(ONE, text=None)
    assert (prodigys["spans"], prodigys["text"]) == ([], "")
    assert prodigys["meta"]["text"] == "no text of this document is at hand"


def test_every_kind_of_item_has_its_controls() -> None:
    from xml.etree.ElementTree import fromstring

    from extract.exchange import items_config, review_config

    for config in (items_config(KINDS.values()), review_config(KINDS.values(), blind=True)):
        tree = fromstring(config)  # noqa: S314 - made here
        named = {one.get("name") for one in tree.iter()}
        assert {"text", "item", "figure.value", "claim.period"} <= named
    assert {"verdict", "note", "side1", "side2"} <= named
    labels = [one.get("value") for one in tree.iter("Label")]
    assert labels == ["A claim", "B claim", "A figure", "B figure", "claim", "figure"]
    assert [one.get("value") for one in tree.iter("Choice")][:3] == ["A", "B", "both"]
