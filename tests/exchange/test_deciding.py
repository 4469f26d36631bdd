"""Which annotations of other tools become decisions, and why do the others not?"""

from typing import Any

import pytest
from toy_exchange import (
    NOW,
    START,
    TEXT,
    annotated,
    answered,
    missing,
    of_label_studio,
    of_prodigy,
    rose,
    row,
    taken,
    task,
    wrong_value,
)
from toy_gold import World
from toy_review import decide, found

from extract.disagreements import gold_record
from extract.exchange import Imported
from extract.exchange.offsets import Units
from extract.exchange.showing import choice_of
from extract.review import Change, Decide, State, Verdict, fold, sides_of
from extract.review.events import event_from_json, event_to_json

ONE = wrong_value()
SIDE = {whose: "AB"[place] for place, whose in enumerate(sides_of(ONE.id))}


def reasons(imported: Imported) -> list[str]:
    return [str(one) for one in imported.refused]


def imported(
    *annotations: tuple[str, str, int], state: State | None = None, sent: State | None = None, **others: Any
) -> Imported:
    """Take in what several people chose of one disagreement in Label Studio."""
    made = task(ONE, sent)
    for choice, by, id_ in annotations:
        made = annotated(made, choice, by=by, id_=id_, **others)
    return taken(of_label_studio(made), [ONE], state)


# --- what is taken in --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", ["reference", "run", "both", "neither", "delete", "skip"])
@pytest.mark.parametrize("blind", [True, False])
def test_a_choice_is_the_verdict_that_it_stands_for(verdict: Verdict, blind: bool) -> None:
    choice = choice_of(verdict, ONE.id, blind=blind)
    for read in (
        of_label_studio(annotated(task(ONE, blind=blind), choice)),
        of_prodigy(answered(row(ONE, blind=blind), choice)),
    ):
        (event,) = taken(read, [ONE]).events
        assert (event.verdict, event.blind) == (verdict, blind)
        assert event.shown == (sides_of(ONE.id) if blind else ("reference", "run"))
        assert event_from_json(event_to_json(event)) == event


def test_a_decision_is_of_who_made_it_and_when_it_was_made() -> None:
    (event,) = imported(("both", "ana@x.org", 7)).events
    assert (event.by, event.at) == ("ana@x.org", "2026-11-21T14:02:11Z")
    (event,) = taken(of_prodigy(answered(row(ONE), "both")), [ONE]).events
    assert (event.by, event.at) == ("gold-ana", "2026-11-21T14:02:11Z")
    (event,) = taken(of_prodigy(answered(row(ONE), "both", _timestamp="soon")), [ONE], reviewer="Bo").events
    assert (event.by, event.at) == ("Bo", NOW)


@pytest.mark.parametrize("blind", [True, False])
def test_an_edit_that_was_sent_and_that_nobody_touched_is_no_new_decision(blind: bool) -> None:
    assert ONE.reference is not None
    final = {**gold_record(ONE.reference), "value": "30.6", "note": "a slip", "alternatives": [{"value": "30.7"}]}
    state = fold([decide(ONE, "edited", final=final, note="so ")])
    sent = task(ONE, state, blind=blind)
    sent["annotations"][-1] |= {"completed_by": 7, "updated_at": "2026-11-21T15:00:00Z"}
    for read in (of_label_studio(sent), of_prodigy(row(ONE, state, blind=blind))):
        found = taken(read, [ONE], state)
        assert (found.events, found.already, found.refused) == ((), 1, ())


def test_an_edit_in_the_log_that_has_no_place_is_sent_without_a_mark() -> None:
    sent = task(ONE, fold([decide(ONE, "edited", final={"type": "figure", "value": "7"})]))
    assert "final" not in [part["id"] for part in sent["annotations"][-1]["result"]]


def test_words_that_are_added_to_a_decision_that_was_sent_are_kept() -> None:
    state = fold([decide(ONE, "both")])
    sent = task(ONE, state)
    words = {"id": "n", "from_name": "note", "to_name": "text", "type": "textarea", "value": {"text": ["why"]}}
    sent["annotations"][-1]["result"].append(words)
    sent["annotations"][-1] |= {"completed_by": 7, "updated_at": "2026-11-21T15:00:00Z"}
    for read in (of_label_studio(sent), of_prodigy({**row(ONE, state), "note": "why"})):
        (event,) = taken(read, [ONE], state).events
        assert (event.verdict, event.note) == ("both", "why")


def test_an_id_with_half_a_character_is_refused_as_any_other_that_is_not_known() -> None:
    for read in (
        of_label_studio(annotated(task(ONE) | {"data": task(ONE)["data"] | {"item": "d_\ud800"}}, "A")),
        of_prodigy(answered(row(ONE) | {"item": "d_\ud800"}, "A")),
    ):
        (reason,) = reasons(taken(read, [ONE]))
        assert "is not among the disagreements now" in reason


def test_importing_twice_changes_nothing() -> None:
    first = imported(("both", "ana", 7))
    again = imported(("both", "ana", 7), state=fold(first.events))
    assert (again.events, again.already, again.refused) == ((), 1, ())


def test_nor_does_it_when_the_decision_was_applied_or_undone_since() -> None:
    first = imported(("both", "ana", 7))
    state = fold(first.events)
    read = of_label_studio(annotated(task(ONE), "both", by="ana"))
    assert taken(read, [], state).already == 1
    undone = fold([Change("u", NOW, "ana", "undo", first.events[0].event)], state)
    assert taken(read, [ONE], undone) == Imported(already=1)


def test_what_was_sent_decided_and_comes_back_is_no_new_decision() -> None:
    state = fold([decide(ONE, "both", note="so")])
    assert taken(of_label_studio(task(ONE, state)), [ONE], state) == Imported(already=1)
    assert taken(of_prodigy(row(ONE, state)), [ONE], state) == Imported(already=1)
    assert taken(of_prodigy(row(ONE, state)), [], state) == Imported(already=1)


def at(choice: str, hour: int, state: State | None = None, *, id_: int = 7) -> Imported:
    """Take in what ana chose at that hour."""
    return imported((choice, "ana", id_), state=state, updated_at=f"2026-11-21T{hour}:00:00Z")


@pytest.mark.parametrize("id_", [7, 8])
def test_a_corrected_annotation_replaces_what_the_same_annotator_said(id_: int) -> None:
    first = at("both", 15)
    (event,) = at("neither", 16, fold(first.events), id_=id_).events
    assert (event.verdict, event.items[0].seen) == ("neither", first.events[0].event)
    assert event.event != first.events[0].event


def test_who_goes_back_to_what_was_said_first_has_said_that_last() -> None:
    state = fold(at("both", 15).events)
    state = fold(at("neither", 16, state).events, state)
    (event,) = at("both", 17, state).events
    assert fold([event], state).decision_on(ONE.id) == event
    assert event.verdict == "both"


def test_rows_of_prodigy_are_taken_in_the_order_of_their_times_as_well() -> None:
    state = State()
    for number, choice in enumerate(("both", "neither", "both")):
        read = of_prodigy(answered(row(ONE), choice, _timestamp=1795269731 + number))
        (event,) = taken(read, [ONE], state).events
        state = fold([event], state)
    assert [event.verdict for event in state.events.values() if isinstance(event, Decide)] == [
        "both",
        "neither",
        "both",
    ]


def test_an_older_annotation_does_not_overturn_a_newer_one() -> None:
    state = fold(at("neither", 16).events)
    assert at("both", 15, state) == Imported(replaced=1)
    newer = fold(at("delete", 17, state).events, state)
    assert at("neither", 16, newer) == Imported(already=1)
    assert at("both", 15, newer) == Imported(replaced=1)


def test_an_annotation_that_was_saved_again_and_says_the_same_is_no_new_decision() -> None:
    assert at("both", 16, fold(at("both", 15).events)) == Imported(already=1)


def test_what_was_undone_or_overruled_since_is_not_passed_over_when_it_is_said_again() -> None:
    first = at("both", 15).events
    undone = fold([Change("u", NOW, "bo", "undo", first[0].event)], fold(first))
    assert "something has been said or taken back of it since" in reasons(at("both", 16, undone))[0]
    overruled = fold([decide(ONE, "neither", by="bo", event="e2")], fold(first))
    assert "bo decided 'neither' since it was sent" in reasons(at("both", 16, overruled))[0]


def timeless(choice: str, state: State, *, by: str = "ana") -> Imported:
    return taken(of_prodigy(answered(row(ONE), choice, by=by, _timestamp=None)), [ONE], state)


def test_without_a_time_nothing_tells_which_annotation_is_the_later_one() -> None:
    first = timeless("both", State())
    state = fold(first.events)
    assert timeless("both", state) == Imported(already=1)
    told = "it has no time to tell whether it is later than 'both' of ana; settle it on the review page"
    assert reasons(timeless("neither", state)) == [f"x.jsonl:1: {ONE.id}: {told}"]
    undone = fold([Change("u", NOW, "bo", "undo", first.events[0].event)], state)
    assert "no time to tell whether it came before what was said since" in reasons(timeless("both", undone))[0]
    assert (
        "it has the same time, 2026-11-21T15:00:00Z, to tell"
        in reasons(at("neither", 15, fold(at("both", 15).events)))[0]
    )


def test_two_who_agree_are_two_decisions_one_after_the_other() -> None:
    ana, bo = imported(("both", "ana", 7), ("both", "bo", 8)).events
    assert (ana.by, ana.items[0].seen) == ("ana", None)
    assert (bo.by, bo.items[0].seen) == ("bo", ana.event)


def test_of_one_annotator_the_last_annotation_counts() -> None:
    made = annotated(task(ONE), "both", by="ana", id_=1, updated_at="2026-11-21T23:00:00Z")
    read = of_label_studio(annotated(made, "neither", by="ana", id_=2))
    result = taken(read, [ONE])
    assert [event.verdict for event in result.events] == ["both"]
    assert (result.already, result.replaced) == (0, 1)
    assert taken(read, [ONE], fold(result.events)) == Imported(already=1, replaced=1)


def test_of_one_annotator_who_says_two_things_at_once_neither_counts() -> None:
    result = imported(("both", "ana", 1), ("neither", "ana", 2))
    assert (result.events, result.replaced) == ((), 0)
    told = "ana says 'both' and 'neither', and no time tells which is the later one; delete all but one"
    assert reasons(result) == [f"x.json:1: {ONE.id}: {told}"] * 2
    assert imported(("both", "ana", 1), ("both", "ana", 2)).replaced == 1
    with_bo = imported(("both", "ana", 1), ("neither", "ana", 2), ("delete", "bo", 3))
    assert ([event.by for event in with_bo.events], len(with_bo.refused)) == (["bo"], 2)


def test_a_time_that_is_still_to_come_is_refused_but_for_clocks_that_differ() -> None:
    ahead = imported(("both", "ana", 7), updated_at="2026-11-22T00:05:01Z")
    told = "its time 2026-11-22T00:05:01Z is still to come; set the tool's clock and save it again"
    assert (ahead.events, reasons(ahead)) == ((), [f"x.json:1: {ONE.id}: {told}"])
    assert len(imported(("both", "ana", 7), updated_at="2026-11-22T00:05:00Z").events) == 1


def test_who_skips_does_not_undo_what_another_decided() -> None:
    result = imported(("skip", "ana", 7), ("both", "bo", 8))
    assert ([event.by for event in result.events], result.undecided) == (["bo"], 1)
    later = imported(("skip", "cy", 9), state=fold(result.events))
    assert later == Imported(undecided=1)


def test_an_annotation_without_a_verdict_decides_nothing() -> None:
    made = annotated(task(ONE), "both")
    made["annotations"][0]["result"].pop()
    assert taken(of_label_studio(made), [ONE]) == Imported(undecided=1)


# --- what is refused ---------------------------------------------------------------------------------------------


def test_two_who_differ_are_both_refused() -> None:
    result = imported(("both", "ana", 7), ("neither", "bo", 8))
    assert result.events == ()
    told = "the annotators differ (ana says both, bo says neither); settle it on the review page"
    assert reasons(result) == [f"x.json:1: {ONE.id}: {told}"] * 2


def test_who_differs_from_an_earlier_import_is_refused() -> None:
    first = imported(("both", "ana", 7))
    result = imported(("both", "ana", 7), ("neither", "bo", 8), state=fold(first.events))
    assert (result.events, result.already) == ((), 1)
    assert "ana decided 'both' since it was sent" in reasons(result)[0]


def test_what_another_decided_since_it_was_sent_is_refused_unless_it_is_the_same() -> None:
    page = fold([decide(ONE, "both", by="bo")])
    assert "bo decided 'both' since it was sent" in reasons(imported(("neither", "ana", 7), state=page))[0]
    (event,) = imported(("both", "ana", 7), state=page).events
    assert event.items[0].seen == "e1"


def test_what_was_decided_before_it_was_sent_may_be_decided_otherwise() -> None:
    page = fold([decide(ONE, "both", by="bo")])
    result = imported(("neither", "ana", 7), state=page, sent=page)
    assert [event.verdict for event in result.events] == ["neither"]


def test_what_was_taken_back_since_it_was_sent_is_refused() -> None:
    state = fold([decide(ONE, "both"), Change("u", NOW, "ana", "undo", "e1")])
    assert "something has been said or taken back of it since" in reasons(imported(("neither", "a", 7), state=state))[0]


def test_what_is_no_disagreement_any_more_is_refused() -> None:
    read = of_label_studio(annotated(task(ONE), "both"))
    (told,) = reasons(taken(read, []))
    assert told.startswith(f"x.json:1: {ONE.id}: {ONE.id} is not among the disagreements now: a side, the text or gold")
    changed = of_label_studio(annotated(task(ONE), "neither", by="ana"))
    state = fold(imported(("both", "ana", 7)).events)
    assert "was decided and is settled; the annotation has changed since" in reasons(taken(changed, [], state))[0]


def test_a_choice_that_the_file_does_not_offer_is_refused() -> None:
    assert "the choice 'A, both' is no verdict" in reasons(taken(of_prodigy(answered(row(ONE), "A", "both")), [ONE]))[0]
    assert "the choice 'run' is no verdict" in reasons(imported(("run", "ana", 7)))[0]


def test_an_annotation_of_nobody_needs_a_reviewer() -> None:
    read = of_label_studio(annotated(task(ONE), "both", by=None))
    assert "say who with --reviewer" in reasons(taken(read, [ONE]))[0]
    (event,) = taken(read, [ONE], reviewer="Ana").events
    assert event.by == "Ana"


# --- edited ------------------------------------------------------------------------------------------------------


def edited(change: Any, *, blind: bool = True, one: Any = ONE, text: str = TEXT) -> Imported:
    made = annotated(task(one, blind=blind, text=text), "edited")
    change(made["annotations"][-1]["result"])
    return taken(of_label_studio(made), [one])


def part(result: Any, side: str, name: str) -> Any:
    return next(one for one in result if one["id"] == f"side-{side}" and one["from_name"] == name)


def test_a_side_that_was_edited_is_what_belongs_there() -> None:
    def change(result: Any) -> None:
        part(result, SIDE["run"], "figure.value")["value"]["text"] = ["30.6"]

    (event,) = edited(change).events
    assert event.final is not None
    assert (event.verdict, event.final["value"], event.final["quote"]) == ("edited", "30.6", "rose 30.5 percent")
    assert "note" not in event.final


def test_a_side_that_was_moved_has_the_words_of_its_new_place() -> None:
    second = TEXT.rindex("rose")

    def change(result: Any) -> None:
        place = {"start": second, "end": second + 9, "text": "rose 30.5"}
        part(result, SIDE["reference"], "item")["value"].update(place)

    (event,) = edited(change).events
    assert event.final is not None
    assert (event.final["start"], event.final["quote"]) == (second, "rose 30.5")


def test_offsets_of_an_old_label_studio_are_read_by_their_words() -> None:
    units = Units(TEXT)
    nine = TEXT.index("9 tons")

    def change(result: Any) -> None:
        place = {"start": units.unit(nine), "end": units.unit(nine + 6), "text": "9 tons"}
        part(result, SIDE["reference"], "item")["value"].update(place)

    result = edited(change)
    assert result.events[0].final is not None
    assert (result.events[0].final["start"], result.moved) == (nine, ())


def test_words_that_moved_are_told_and_words_that_are_gone_refused() -> None:
    nine = TEXT.index("9 tons")

    def move(result: Any, words: str = "9 tons") -> None:
        part(result, SIDE["reference"], "item")["value"].update(start=0, end=6, text=words)

    (told,) = edited(move).moved
    assert str(told).endswith(f"region side-{SIDE['reference']}: 0 to 6 is now {nine} to {nine + 6}, by its words")
    assert "stand nowhere" in reasons(edited(lambda result: move(result, "8 tons")))[0]


def test_an_item_that_is_marked_anew_takes_the_place_of_both() -> None:
    def change(result: Any) -> None:
        nine = TEXT.index("9 tons")
        own = {"id": "new", "to_name": "text"}
        place = {"start": nine, "end": nine + 6}
        said = {"figure.value": "9", "figure.unit": "t", "figure.measure": "load", "figure.entity": "Lund"}
        chosen = {"figure.comparator": "=", "figure.trend": "level", "figure.status": "actual"}
        labels = {**place, "text": "9 tons", "labels": ["figure"]}
        result.append({**own, "from_name": "item", "type": "labels", "value": labels})
        for name, value in said.items():
            result.append({**own, "from_name": name, "type": "textarea", "value": {**place, "text": [value]}})
        for name, value in chosen.items():
            result.append({**own, "from_name": name, "type": "choices", "value": {**place, "choices": [value]}})

    (event,) = edited(change, one=missing()).events
    assert event.final is not None
    assert (event.final["quote"], event.final["value"], event.final["upper"]) == ("9 tons", "9", None)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda result: None, "the choice is 'edited' and nothing is edited"),
        (
            lambda result: [one["value"].update(text=["1"]) for one in result if one["from_name"] == "figure.value"],
            "2 items",
        ),
        (
            lambda result: result[0]["value"].update(labels=["B claim"]),
            "the label 'B claim' is none that the file offers",
        ),
        (lambda result: part(result, "A", "figure.value")["value"].update(text=["many"]), "'many' is no number"),
        (lambda result: part(result, "A", "figure.status")["value"].update(choices=["past"]), "status: 'past'"),
    ],
)
def test_an_edit_that_gold_would_refuse_is_refused(change: Any, told: str) -> None:
    result = edited(change)
    assert result.events == ()
    assert told in reasons(result)[0]


@pytest.mark.parametrize("choice", ["A", "both", "neither", "delete"])
def test_an_edit_that_the_verdict_would_drop_is_refused_with_its_place(choice: str) -> None:
    made = annotated(task(ONE), choice)
    part(made["annotations"][0]["result"], "A", "figure.value")["value"]["text"] = ["777"]
    done = taken(of_label_studio(made), [ONE])
    told = f"is edited and the choice is {choice!r}, which would drop that; choose 'edited', or take it back"
    assert (done.events, reasons(done)) == ((), [f"x.json:1: {ONE.id}: region side-A: {told}"])
    written = of_prodigy(answered(row(ONE), choice, final={"quote": "9 tons", "value": "777"}))
    assert reasons(taken(written, [ONE])) == [f"x.jsonl:1: {ONE.id}: 'final' {told}"]


def test_a_mark_beside_a_verdict_that_would_drop_it_is_refused() -> None:
    made = annotated(task(ONE), "A")
    place = {"start": 0, "end": 6, "text": "8 tons", "labels": ["figure"]}
    made["annotations"][0]["result"].append({"id": "n", "from_name": "item", "type": "labels", "value": place})
    assert "'8 tons' stand nowhere" in reasons(taken(of_label_studio(made), [ONE]))[0]


def test_a_side_whose_empty_fields_are_lost_on_the_way_is_not_edited() -> None:
    one = wrong_value(entity="")
    made = annotated(task(one), "A")
    result = made["annotations"][0]["result"]
    result.remove(part(result, "AB"[sides_of(one.id).index("reference")], "figure.entity"))
    assert len(taken(of_label_studio(made), [one]).events) == 1


def test_marks_of_a_row_that_are_not_where_they_were_sent_are_refused() -> None:
    made = answered(row(ONE), "A")
    for span in made["spans"]:
        span["start"], span["end"] = span["start"] + 3, span["end"] + 3
    done = taken(of_prodigy(made), [ONE])
    told = "is not where it was sent; mark nothing in a choice, or choose 'edited' and write 'final'"
    place = f"x.jsonl:1: {ONE.id}: span {START + 3} to {START + 20}"
    assert (done.events, reasons(done)) == ((), [f"{place}: {told}"])


def test_who_skips_drops_an_edit_and_means_to() -> None:
    made = annotated(task(ONE), "skip")
    part(made["annotations"][0]["result"], "A", "figure.value")["value"]["text"] = ["777"]
    assert [event.verdict for event in taken(of_label_studio(made), [ONE]).events] == ["skip"]


def test_an_edit_that_was_sent_may_stand_beside_another_verdict() -> None:
    made = annotated(task(ONE), "edited")
    part(made["annotations"][0]["result"], "A", "figure.value")["value"]["text"] = ["31"]
    state = fold(taken(of_label_studio(made), [ONE]).events)
    sent = task(ONE, state)
    verdict = next(one for one in sent["annotations"][0]["result"] if one["from_name"] == "verdict")
    verdict["value"]["choices"] = ["both"]
    sent["annotations"][0]["completed_by"] = "ana"
    assert [event.verdict for event in taken(of_label_studio(sent), [ONE], state).events] == ["both"]
    changed = {**row(ONE, state), "accept": ["both"]}
    assert [event.verdict for event in taken(of_prodigy(changed), [ONE], state).events] == ["both"]


def test_an_item_of_another_type_does_not_take_the_place_of_the_item() -> None:
    told = "a claim cannot take the place of a figure; write a figure, or choose 'delete'"
    claim = {"quote": "9 tons", "type": "claim", "kind": "fact", "statement": "9", "subject": "Lund"}
    assert told in reasons(taken(of_prodigy(answered(row(ONE), "edited", final=claim)), [ONE]))[0]

    def change(result: Any) -> None:
        nine = TEXT.index("9 tons")
        place = {"start": nine, "end": nine + 6, "text": "9 tons", "labels": ["claim"]}
        result.append({"id": "n", "from_name": "item", "type": "labels", "value": place})

    assert told in reasons(edited(change))[0]


def test_without_a_text_no_edit_can_be_checked() -> None:
    read = of_prodigy(answered(row(ONE, text=None), "edited", final={"quote": "x"}))
    assert "no text of its document is at hand" in reasons(taken(read, [ONE], documents={}))[0]


def test_fields_that_nobody_labelled_stay_unlabelled() -> None:
    reference = {name: value for name, value in rose().items() if name != "entity"}
    (one,) = found(World({"figures": [{**reference, "unlabelled": ["entity"]}]}, {"figures": [rose(value="305")]}))
    made = annotated(task(one), "edited")
    side = "AB"[sides_of(one.id).index("reference")]
    part(made["annotations"][0]["result"], side, "figure.value")["value"]["text"] = ["31"]
    assert "entity" not in made["data"]["side1"] + made["data"]["side2"]
    (event,) = taken(of_label_studio(made), [one]).events
    assert event.final is not None
    assert (event.final["unlabelled"], event.final["value"]) == (["entity"], "31")


def test_an_item_that_was_written_is_placed_by_its_words() -> None:
    written = {"quote": "9 tons", **{name: value for name, value in rose().items() if name not in ("span", "quote")}}
    for final in (written, {**written, "type": "figure"}):
        result = taken(of_prodigy(answered(row(ONE), "edited", final=final)), [ONE])
        (event,) = result.events
        assert event.final is not None
        assert (event.final["start"], event.final["type"]) == (TEXT.index("9 tons"), "figure")
        assert len(result.moved) == 1
    placed = {**written, "start": START, "end": START + 4, "quote": "rose"}
    assert taken(of_prodigy(answered(row(ONE), "edited", final=placed)), [ONE]).moved == ()


@pytest.mark.parametrize(
    ("final", "told"),
    [
        (None, "nothing is edited"),
        ({"value": "9"}, "'final' has no quote"),
        ({"quote": "9 pounds"}, "stand nowhere"),
        ({"quote": "9 tons"}, "lacks the field"),
        ({"quote": "9 tons", "type": "song"}, "type 'song' is none of claim, figure"),
        ({"quote": "9 tons", "type": []}, "'type' must be"),
        ({"quote": "9 tons", "optional": "yes"}, "'optional' must be true or false"),
    ],
)
def test_an_item_that_was_written_badly_is_refused(final: Any, told: str) -> None:
    assert told in reasons(taken(of_prodigy(answered(row(ONE), "edited", final=final)), [ONE]))[0]


@pytest.mark.parametrize("unlabelled", [{}, {"unlabelled": ["entity"]}])
def test_an_edit_that_was_sent_comes_back_as_the_same(unlabelled: dict[str, Any]) -> None:
    reference = {name: value for name, value in rose().items() if name not in unlabelled.get("unlabelled", ())}
    (one,) = found(World({"figures": [{**reference, **unlabelled}]}, {"figures": [rose(value="305")]}))
    made = annotated(task(one), "edited")
    side = "AB"[sides_of(one.id).index("reference")]
    part(made["annotations"][0]["result"], side, "figure.value")["value"]["text"] = ["31"]
    state = fold(taken(of_label_studio(made), [one]).events)
    assert taken(of_label_studio(task(one, state)), [one], state) == Imported(already=1)
    assert taken(of_prodigy(row(one, state)), [one], state) == Imported(already=1)
    changed = row(one, state)
    changed["final"] = changed["final"].replace('"31"', '"32"')
    (event,) = taken(of_prodigy(changed), [one], state).events
    assert event.final is not None
    assert event.final["value"] == "32"


def test_a_decision_from_another_tool_changes_gold_as_one_from_the_page(tmp_path: Any) -> None:
    from toy_review import apply, content, labels_in, labels_of

    world = World({"figures": [rose()]}, {"figures": [rose(value="305")]})
    held = content(labels_of(world))
    (event,) = imported((SIDE["run"], "ana", 7)).events
    path = tmp_path / "lund.jsonl"
    (_, after) = apply(fold([event]), {path: held}).files[path]
    (item,) = labels_in(path, after).items
    assert (item.fields["value"], item.provenance["by"]) == ("305", "ana")


def test_words_that_the_document_has_not_are_no_place_to_edit_in() -> None:
    read = of_prodigy(answered(row(ONE), "edited", final={"quote": "99 barrels", "start": 1, "end": 3}))
    assert "stand nowhere" in reasons(taken(read, [ONE]))[0]


@pytest.mark.parametrize("changed", [{"text": "Nothing of it."}, {"text": f"{TEXT}!"}, {"sha256": "other"}])
def test_a_judgement_of_other_words_than_the_document_s_is_refused(changed: dict[str, str]) -> None:
    of_a_row = of_prodigy({**answered(row(ONE), "both"), **changed})
    sent = annotated(task(ONE), "both")
    of_a_task = of_label_studio({**sent, "data": {**sent["data"], **changed}})
    for read in (of_a_row, of_a_task):
        done = taken(read, [ONE])
        assert (done.events, len(done.refused)) == ((), 1)
        assert "is not the document's; export again" in reasons(done)[0]


def test_white_space_of_a_tool_s_own_is_no_other_text() -> None:
    read = of_prodigy({**answered(row(ONE), "both"), "text": TEXT.replace(" ", "\r\n")})
    assert len(taken(read, [ONE]).events) == 1


def test_events_of_an_import_are_decisions() -> None:
    assert all(isinstance(event, Decide) for event in imported(("both", "ana", 7)).events)
