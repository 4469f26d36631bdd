"""What do other programs read of a review: annotations of the Web, tables, rows of Prodigy?"""

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

from toy_exchange import KINDS, START, TEXT, document, missing, rose, row, task, wrong_value
from toy_gold import World
from toy_review import decide, found

from extract.disagreements import Disagreement
from extract.exchange.table import write_review
from extract.exchange.web_annotation import collection
from extract.review import State, fold

ONE = wrong_value()


def spurious() -> Disagreement:
    """The run says something that has no place in the text."""
    (one,) = found(World({"figures": []}, {"figures": [{**rose(), "span": None}]}))
    return one


def annotations(*queue: Disagreement, state: State | None = None, text: bool = True) -> Any:
    texts = {"lund": document()} if text else {}
    return collection(queue, KINDS, texts, state or State(), "runs/toy and gold")["first"]["items"]


def table(*queue: Disagreement, state: State | None = None) -> list[dict[str, str]]:
    stream = BytesIO()
    write_review(queue, KINDS, state or State(), stream)
    return list(csv.DictReader(StringIO(stream.getvalue().decode(), newline="")))


# --- Web annotations ---------------------------------------------------------------------------------------------


def test_a_target_is_named_by_its_words_and_by_its_place_in_code_points() -> None:
    (one,) = annotations(ONE)
    quote, position = one["target"][0]["selector"]
    assert (position["start"], position["end"]) == (START, START + 17)
    assert quote["exact"] == TEXT[START : START + 17]
    assert (quote["prefix"], quote["suffix"]) == (TEXT[:START], TEXT[START + 17 : START + 49])


def test_the_document_is_named_by_the_hash_of_its_text() -> None:
    (one,) = annotations(replace(ONE, sha256="ff" * 32))
    assert one["target"][0]["source"]["id"] == "ni:///sha-256;__________________________________________8"
    (unknown,) = annotations(ONE)
    assert unknown["target"][0]["source"]["id"].startswith("urn:uuid:")


def test_an_open_disagreement_has_its_sides_as_bodies_and_no_creator() -> None:
    (one,) = annotations(ONE)
    assert (one["motivation"], "creator" in one) == ("assessing", False)
    assert [(body["purpose"], body["label"]) for body in one["body"]] == [
        ("describing", "reference"),
        ("describing", "run"),
    ]


def test_a_decision_has_its_verdict_its_maker_and_its_time() -> None:
    final = {"type": "figure", "value": "31"}
    (one,) = annotations(ONE, state=fold([decide(ONE, "edited", final=final, note="so")]))
    assert one["creator"] == {"type": "Person", "name": "ana"}
    assert (one["created"], one["motivation"]) == ("2026-11-21T14:02:11Z", ["assessing", "editing"])
    assert [(body["purpose"], body["value"]) for body in one["body"][2:]] == [
        ("assessing", "edited"),
        ("editing", '{"type": "figure", "value": "31"}'),
        ("commenting", "so"),
    ]
    (plain,) = annotations(ONE, state=fold([decide(ONE, "both")]))
    assert [body["purpose"] for body in plain["body"]] == ["describing", "describing", "assessing"]


def test_what_has_no_place_is_about_the_document_as_a_whole() -> None:
    (one,) = annotations(spurious())
    assert [target["type"] for target in one["target"]] == ["Text"]
    assert "(these words have no place in the text)" in one["body"][1]["value"]


def test_without_a_text_the_words_alone_name_the_place() -> None:
    (one,) = annotations(ONE, text=False)
    assert set(one["target"][0]["selector"][0]) == {"type", "exact"}


def test_a_collection_says_what_it_is_and_how_much_it_has() -> None:
    found = collection([ONE, missing()], KINDS, {}, State(), "a review")
    assert (found["@context"], found["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationCollection")
    assert (found["total"], found["label"], found["last"]) == (2, "a review", found["first"]["id"])
    assert found["first"]["partOf"] == found["id"]


# --- the table ---------------------------------------------------------------------------------------------------


def test_a_row_has_both_sides_and_what_was_decided() -> None:
    (one,) = table(ONE, state=fold([decide(ONE, "both", causes=("gold-slip", "other"), note="so")]))
    assert (one["id"], one["kind"], one["field"]) == (ONE.id, "value", "value")
    assert (one["reference_value"], one["run_value"]) == ("30.5", "305")
    assert (one["verdict"], one["by"], one["at"]) == ("both", "ana", "2026-11-21T14:02:11Z")
    assert (one["blind"], one["causes"], one["note"], one["final"]) == ("true", "gold-slip, other", "so", "")


def test_a_side_without_an_item_and_an_open_decision_are_empty_cells() -> None:
    (one,) = table(missing())
    assert (one["reference_quote"], one["run_quote"], one["verdict"], one["by"]) == ("rose 30.5 percent", "", "", "")
    (one,) = table(spurious())
    assert (one["reference_quote"], one["run_quote"], one["run_start"]) == ("", "rose 30.5 percent", "")


def test_no_cell_is_a_program() -> None:
    one = wrong_value(measure="=HYPERLINK(1)")
    assert one.proposal is not None
    one = replace(one, proposal={**one.proposal, "entity": ["a", 1]})
    (cells,) = table(one, state=fold([decide(one, "edited", final={"value": "1"}, by="@ana")]))
    assert cells["reference_measure"] == "'=HYPERLINK(1)"
    assert (cells["run_entity"], cells["by"], cells["final"]) == ('["a", 1]', "'@ana", '{"value": "1"}')


# --- Prodigy -----------------------------------------------------------------------------------------------------


def test_spans_that_overlap_are_cut_where_they_do() -> None:
    gold = rose()
    run = {**rose("305"), "span": (START + 5, START + 17), "quote": "30.5 percent"}
    (one,) = found(World({"figures": [gold]}, {"figures": [run]}))
    made = row(one, blind=False)
    assert [(span["start"] - START, span["end"] - START, span["label"]) for span in made["spans"]] == [
        (0, 5, "reference"),
        (5, 17, "reference and run"),
    ]
    assert [version["sessions"] for version in made["versions"]] == [["reference"], ["run"]]


def test_spans_that_do_not_touch_leave_the_words_between_them_alone() -> None:
    second = TEXT.rindex("rose")
    assert ONE.proposal is not None
    one = replace(ONE, proposal={**ONE.proposal, "start": second, "end": second + 17})
    made = row(one, blind=False)
    assert [(span["start"], span["label"]) for span in made["spans"]] == [(START, "reference"), (second, "run")]


def test_what_is_decided_is_accepted_by_who_decided_it() -> None:
    made = row(ONE, fold([decide(ONE, "both", note="so")]))
    assert (made["accept"], made["answer"], made["note"]) == (["both"], "accept", "so")
    assert (made["_annotator_id"], made["_timestamp"], made["event"]) == ("ana", 1795269731, "e1")
    assert "_input_hash" not in made
    skipped = row(ONE, fold([decide(ONE, "skip")]))
    assert skipped["answer"] == "ignore"


def test_a_time_that_is_none_is_left_out() -> None:
    made = row(ONE, fold([replace(decide(ONE, "both"), at="soon")]))
    assert "_timestamp" not in made


def test_a_decided_task_says_who_decided_it() -> None:
    made = task(ONE, fold([decide(ONE, "both")]))
    assert made["data"]["decided"] == {"by": "ana", "at": "2026-11-21T14:02:11Z"}
    bare = task(ONE, fold([decide(ONE, "edited", final={"value": "1"})]), text=None)
    assert [part["from_name"] for part in bare["annotations"][0]["result"]] == ["verdict"]


def test_a_side_without_a_place_has_no_mark_and_the_other_one_has() -> None:
    made = task(missing(), blind=False)
    assert (len(made["annotations"]), made["predictions"]) == (1, [])
    made = task(spurious(), blind=False)
    assert (made["annotations"], made["predictions"]) == ([], [])
