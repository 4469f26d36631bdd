"""Does a review know what is decided, by whom, and what comes next?"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from toy_gold import World
from toy_review import found
from toy_session import session, subject

from extract.disagreements import Disagreement, in_order
from extract.evaluation.reviewing import Subject
from extract.review import Change, Conflict, Decide, Recorded, Remark, Verdict, read_log
from extract.review_page.filters import Filter
from extract.review_page.item_view import item_view
from extract.review_page.overview import overview
from extract.review_page.rendering import render
from extract.review_page.session import Session

ALL = Filter()


@pytest.fixture
def toy(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as opened:
        yield opened


def decided(toy: Session, one: Disagreement, verdict: Verdict = "run", event: str = "e1") -> Decide:
    answer = toy.decide([(one, toy.state.item(one.id).version)], verdict, event)
    assert isinstance(answer, Recorded)
    found = answer.state.events[event]
    assert isinstance(found, Decide)
    return found


# --- the queue ----------------------------------------------------------------------------------------------------


def test_the_queue_is_that_of_the_command_in_any_order(toy: Session) -> None:
    items = subject().disagreements
    assert [one.id for one in toy.queue(ALL)] == [one.id for one in in_order(items, "impact")]
    assert [one.id for one in toy.queue(Filter(order="document"))] == [one.id for one in in_order(items, "document")]


@pytest.mark.parametrize("first", ["impact", "document"])
def test_an_order_is_the_same_whichever_the_review_was_started_with(tmp_path: Path, first: Any) -> None:
    slight, grave, *_ = subject().disagreements
    items = (replace(slight, impact=0.1), replace(grave, document="aarhus", impact=0.2))
    with session(tmp_path, Subject("runs/toy", "gold", "gold", items, {}, 0), order=first) as opened:
        assert [one.document for one in opened.queue(Filter(order="impact"))] == ["aarhus", "lund"]
        assert [one.document for one in opened.queue(Filter(order="document"))] == ["lund", "aarhus"]


def test_agreements_are_drawn_and_not_told_by_their_status(tmp_path: Path) -> None:
    with session(tmp_path, subject(agreed=True)) as none, session(tmp_path, subject(agreed=True), share=1.0) as every:
        assert {one.kind for one in none.queue(ALL)} == {"value", "missing"}
        assert len(every.queue(ALL)) > len(none.queue(ALL))
        assert {every.status(one) for one in every.queue(ALL)} == {"open"}


def test_an_item_is_found_by_its_id_alone(toy: Session) -> None:
    (first, *_) = toy.queue(ALL)
    assert toy.find(first.id) is first
    assert toy.find("../etc/passwd") is None
    assert toy.document(first) is None


def test_the_filter_narrows_the_queue_and_its_status_follows_the_decisions(toy: Session) -> None:
    values = toy.queue(Filter(kind=("value",)))
    assert {one.kind for one in values} == {"value"}
    decided(toy, values[0])
    assert toy.queue(Filter(kind=("value",), status="open")) == values[1:]
    assert toy.queue(Filter(status="decided")) == values[:1]
    assert toy.place(values[1], Filter(kind=("value",))) == 2
    assert toy.place(values[1], Filter(type=("claims",))) is None


def test_the_place_in_a_filter_by_status_counts_what_has_it(toy: Session) -> None:
    _, second, third, fourth = toy.queue(ALL)
    decided(toy, second, "skip", "e1")
    decided(toy, fourth, "skip", "e2")
    skipped = Filter(status="skipped")
    assert [toy.place(one, skipped) for one in (second, third, fourth)] == [1, None, 2]
    view = item_view(toy, fourth, "status=skipped")
    assert (view.place.number, view.place.total, view.place.decided) == (2, 2, None)
    html = render("overview.html", True, base="", token="", view=overview(toy, skipped))
    assert "(1 of 2)" in html
    assert "<strong>2 items</strong>" in html


def test_the_decided_ones_of_a_filter_are_counted_as_they_come_and_go(toy: Session, tmp_path: Path) -> None:
    values = toy.queue(Filter(kind=("value",)))
    decided(toy, values[0], "run", "e1")
    decided(toy, values[1], "skip", "e2")
    with session(tmp_path, reviewer="ben") as his:
        decided(his, values[2], "both", "e3")
    toy.refresh()
    wanted = [ALL, Filter(kind=("value",)), Filter(type=("claims",)), Filter(status="decided"), Filter(status="open")]
    assert [toy.decided(one) for one in wanted] == [2, 2, 0, 2, 0]
    toy.undo("e4")
    toy.undo("e5")
    assert [toy.decided(one) for one in wanted] == [1, 1, 0, 1, 0]
    assert [toy.status(one) for one in values] == ["open", "open", "decided"]


def test_many_filters_do_not_pile_up(toy: Session) -> None:
    for number in range(100):
        assert toy.queue(Filter(document=(str(number),))) == ()
    assert len(toy._queues) <= 32
    assert len(toy.queue(ALL)) == 4


# --- what comes next ----------------------------------------------------------------------------------------------


def test_the_next_item_is_the_first_that_is_open_behind_it_and_then_from_the_start(toy: Session) -> None:
    first, second, third, fourth = toy.queue(ALL)
    assert toy.after(None, ALL) is first
    decided(toy, second)
    assert toy.after(first, ALL) is third
    assert toy.after(fourth, ALL) is first


def test_what_was_skipped_comes_last_and_comes_back(toy: Session) -> None:
    first, second, third, fourth = toy.queue(ALL)
    decided(toy, first, "skip", "e1")
    assert toy.status(first) == "skipped"
    assert toy.after(fourth, ALL) is second
    for number, one in enumerate((second, third, fourth), start=2):
        decided(toy, one, "run", f"e{number}")
    assert toy.after(fourth, ALL) is first
    assert toy.after(first, ALL) is None
    assert toy.after(None, Filter(status="skipped")) is first
    assert toy.after(None, Filter(status="open")) is None


def test_the_decided_ones_are_gone_through_in_their_order(toy: Session) -> None:
    first, second, third, _ = toy.queue(ALL)
    decided(toy, first, "run", "e1")
    decided(toy, third, "run", "e2")
    assert toy.after(first, Filter(status="decided")) is third
    assert toy.after(third, Filter(status="decided")) is None
    assert toy.neighbours(second, Filter(status="decided")) == (first, third)
    assert toy.after(None, Filter(status="decided")) is first


def test_the_neighbours_are_those_of_the_queue(toy: Session) -> None:
    first, second, third, fourth = toy.queue(ALL)
    assert toy.neighbours(first, ALL) == (None, second)
    assert toy.neighbours(fourth, ALL) == (third, None)
    outside = Filter(type=("claims",))
    assert toy.neighbours(next(one for one in (first, second) if one.type == "figures"), outside)[0] is None


def test_an_empty_queue_has_nothing_next(tmp_path: Path) -> None:
    with session(tmp_path, replace(subject(), disagreements=())) as empty:
        assert empty.after(None, ALL) is None
        assert empty.queue(ALL) == ()


# --- deciding -----------------------------------------------------------------------------------------------------


def test_a_decision_says_who_when_what_was_seen_and_what_was_shown(toy: Session) -> None:
    (one, *_) = toy.queue(ALL)
    event = decided(toy, one, "both")
    assert (event.by, event.at, event.blind) == ("ana", "2026-11-21T12:00:00.000Z", True)
    assert event.shown == toy.sides(one)
    assert (event.items[0].item, event.items[0].seen, event.items[0].source) == (one.id, None, "runs/toy")
    assert toy.status(one) == "decided"


def test_an_item_is_hidden_until_it_is_decided_and_a_second_decision_is_not_blind(toy: Session) -> None:
    (one, *_) = toy.queue(ALL)
    assert decided(toy, one, "skip", "e1").blind
    assert toy.hides(one)
    assert decided(toy, one, "run", "e2").blind
    assert not toy.hides(one)
    assert not decided(toy, one, "both", "e3").blind


def test_who_was_told_the_sides_by_a_decision_is_not_blind_after_its_undo(toy: Session) -> None:
    (one, *_) = toy.queue(ALL)
    decided(toy, one)
    assert isinstance(toy.undo("e2"), Recorded)
    assert toy.hides(one)
    assert not decided(toy, one, "run", "e3").blind


def test_an_item_that_anybody_has_decided_is_not_decided_blind_any_more(tmp_path: Path) -> None:
    with session(tmp_path) as mine, session(tmp_path, reviewer="ben") as his:
        (one, *_) = mine.queue(ALL)
        decided(mine, one)
        mine.undo("e2")
        his.refresh()
        assert his.hides(one)
        assert not decided(his, one, "run", "e3").blind


def test_a_group_is_not_decided_blind_after_one_item_with_the_same_difference(tmp_path: Path) -> None:
    with session(tmp_path, same_difference()) as toy:
        first, second, third, fourth = toy.queue(Filter(kind=("value",)))
        decided(toy, first, "run", "e1")
        assert not grouped(toy, [second, third], "e2").blind
        assert decided(toy, fourth, "run", "e3").blind


def test_a_group_is_decided_blind_where_only_others_were_told(tmp_path: Path) -> None:
    with session(tmp_path, same_difference()) as toy:
        first, second, *_ = toy.queue(Filter(kind=("value",)))
        decided(toy, toy.queue(Filter(type=("claims",)))[0], "run", "e1")
        decided(toy, next(one for one in toy.queue(ALL) if one.field == "unit"), "run", "e2")
        assert grouped(toy, [first, second], "e3").blind


def same_difference() -> Subject:
    """Four figures whose value differs in the same way, one whose unit does, and a claim."""
    world = World()
    for one in (*world.gold["figures"][:4], *world.run["figures"][:4]):
        one["value"] = "5"
    for one in world.run["figures"][:4]:
        one["value"] = "7"
    world.run["figures"][4]["unit"] = "kg"
    world.run["claims"] = world.run["claims"][:-1]
    return replace(subject(), disagreements=found(world))


def grouped(toy: Session, items: list[Disagreement], event: str) -> Decide:
    answer = toy.decide([(one, None) for one in items], "run", event, shown=("run", "reference"))
    assert isinstance(answer, Recorded)
    made = answer.state.events[event]
    assert isinstance(made, Decide)
    return made


def test_a_review_with_named_sides_is_never_blind(tmp_path: Path) -> None:
    with session(tmp_path, blind=False) as named:
        (one, *_) = named.queue(ALL)
        assert not named.hides(one)
        event = decided(named, one)
        assert (event.blind, event.shown) == (False, ("reference", "run"))


def test_the_same_event_sent_twice_is_one_line_and_two_equal_answers(toy: Session, tmp_path: Path) -> None:
    (one, *_) = toy.queue(ALL)
    first = toy.decide([(one, None)], "run", "e1")
    assert toy.decide([(one, None)], "run", "e1") == first
    assert len(list(read_log(tmp_path / "review" / "decisions.jsonl")[0].events)) == 1


def test_an_id_that_stands_for_something_else_is_a_conflict(toy: Session) -> None:
    one, other, *_ = toy.queue(ALL)
    decided(toy, one)
    assert isinstance(toy.decide([(one, None)], "both", "e1"), Conflict)
    assert isinstance(toy.decide([(other, None)], "run", "e1"), Conflict)
    assert isinstance(toy.remark(one, "comment", "e1"), Conflict)


def test_an_item_that_changed_since_it_was_shown_is_a_conflict(tmp_path: Path) -> None:
    with session(tmp_path) as mine, session(tmp_path, reviewer="ben") as his:
        (one, *_) = mine.queue(ALL)
        decided(mine, one)
        assert isinstance(his.decide([(one, None)], "both", "e2"), Conflict)
        assert his.status(one) == "decided"


def test_what_another_process_decides_is_there_after_a_refresh(tmp_path: Path) -> None:
    with session(tmp_path) as mine, session(tmp_path, reviewer="ben") as his:
        (one, *_) = mine.queue(ALL)
        decided(mine, one)
        assert his.status(one) == "open"
        his.refresh()
        assert his.status(one) == "decided"


def test_several_items_are_decided_by_one_event_and_undone_by_one(toy: Session) -> None:
    items = toy.queue(Filter(kind=("value",)))
    answer = toy.decide([(one, None) for one in items], "run", "e1", shown=("run", "reference"))
    assert isinstance(answer, Recorded)
    assert {toy.status(one) for one in items} == {"decided"}
    assert toy.made() == len(items) == 3
    toy.undo("e2")
    assert {toy.status(one) for one in items} == {"open"}
    assert toy.made() == 0


# --- neither, and what reviewers differ on ------------------------------------------------------------------------


def test_what_is_decided_as_neither_can_be_asked_for_until_it_is_written(toy: Session) -> None:
    first, second, third, _ = toy.queue(ALL)
    decided(toy, first, "neither", "e1")
    decided(toy, third, "neither", "e2")
    decided(toy, second, "run", "e3")
    unwritten = Filter(status="neither")
    assert toy.queue(unwritten) == (first, third)
    assert (toy.status(first), toy.decided(unwritten), toy.decided(ALL)) == ("decided", 2, 3)
    assert (toy.after(None, unwritten), toy.after(first, unwritten)) == (first, third)
    decided(toy, first, "both", "e4")
    assert toy.queue(unwritten) == (third,)


def test_what_reviewers_differ_on_can_be_asked_for(tmp_path: Path) -> None:
    with session(tmp_path) as mine, session(tmp_path, reviewer="ben", independent=True) as his:
        first, second, *_ = mine.queue(ALL)
        decided(mine, first, "run", "e1")
        decided(mine, second, "run", "e2")
        his.refresh()
        decided(his, first, "both", "e3")
        decided(his, second, "run", "e4")
        mine.refresh()
        assert mine.queue(Filter(status="disputed")) == (first,)
        assert mine.decided(Filter(status="disputed")) == 1
        decided(mine, first, "both", "e5")
        assert mine.queue(Filter(status="disputed")) == ()


# --- independent --------------------------------------------------------------------------------------------------


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Session, Session]]:
    with session(tmp_path) as ana, session(tmp_path, reviewer="ben", independent=True) as ben:
        yield ana, ben


def test_what_another_decides_meanwhile_does_not_refuse_an_independent_decision(pair: tuple[Session, Session]) -> None:
    ana, ben = pair
    one, *_ = ben.queue(ALL)
    decided(ana, one, "run", "e1")
    for _ in range(2):  # sent again it is the same
        answer = ben.decide([(one, None)], "both", "e2")
        assert isinstance(answer, Recorded)
    assert ben.decision(one) == answer.state.events["e2"]
    assert isinstance(ben.decide([(one, None)], "run", "e3"), Conflict)  # their own came first, in another tab
    assert isinstance(ana.decide([(one, "e1")], "both", "e4"), Conflict)  # who reads with others sees theirs


def test_an_own_skip_or_a_version_that_never_was_still_comes_first(pair: tuple[Session, Session]) -> None:
    ana, ben = pair
    one, *_ = ben.queue(ALL)
    decided(ana, one, "run", "e1")
    assert isinstance(ben.decide([(one, None)], "skip", "e2"), Recorded)
    ana.refresh()
    decided(ana, one, "both", "e3")
    assert isinstance(ben.decide([(one, "e1")], "run", "e4"), Conflict)
    assert isinstance(ben.decide([(one, "never")], "run", "e5"), Conflict)
    assert isinstance(ben.decide([(one, "e2")], "run", "e6"), Recorded)


def test_what_others_differ_on_is_no_dispute_to_an_independent_reader_before_their_own_decision(
    pair: tuple[Session, Session], tmp_path: Path
) -> None:
    ana, ben = pair
    one, *_ = ben.queue(ALL)
    decided(ana, one, "run", "e1")
    with session(tmp_path, reviewer="eve") as eve:
        eve.refresh()
        decided(eve, one, "both", "e2")
    ben.refresh()
    assert ben.queue(Filter(status="disputed")) == ()
    decided(ben, one, "run", "e3")
    assert ben.queue(Filter(status="disputed")) == (one,)


def test_what_others_decided_is_open_and_hidden_to_an_independent_reader(pair: tuple[Session, Session]) -> None:
    ana, ben = pair
    one, *_ = ben.queue(ALL)
    event = decided(ana, one, "run", "e1")
    ben.refresh()
    assert (ben.status(one), ben.hides(one), ben.decision(one)) == ("open", True, None)
    assert (ben.after(None, ALL), ben.decided(ALL), list(ben.standing.known().events)) == (one, 0, [])
    assert not ben.standing.is_known(event)
    assert ana.decision(one) == event


def test_an_independent_reader_is_told_what_others_decided_after_deciding(pair: tuple[Session, Session]) -> None:
    ana, ben = pair
    one, *_ = ben.queue(ALL)
    first = decided(ana, one, "run", "e1")
    ben.refresh()
    assert decided(ben, one, "both", "e2").blind
    assert (ben.status(one), ben.standing.is_known(first), list(ben.standing.known().events)) == (
        "decided",
        True,
        ["e1", "e2"],
    )
    assert not decided(ben, one, "run", "e3").blind
    ana.refresh()
    last = decided(ana, one, "neither", "e4")
    ben.refresh()
    assert ben.decision(one) == last


def test_of_what_others_decided_together_an_independent_reader_is_told_what_is_about_their_own(
    pair: tuple[Session, Session],
) -> None:
    ana, ben = pair
    one, other, *_ = ben.queue(ALL)
    assert isinstance(ana.decide([(one, None), (other, None)], "run", "e1"), Recorded)
    ben.refresh()
    decided(ben, one, "both", "e2")
    known = ben.standing.known()
    assert (known.item(one.id).decisions, known.item(other.id).decisions) == (("e1", "e2"), ())
    ana.undo("e3", "e1")
    ben.refresh()
    assert ben.standing.known().item(one.id).decisions == ("e2",)


def test_the_order_of_an_independent_reader_does_not_rest_on_what_others_decided(tmp_path: Path) -> None:
    first, *rest = subject().disagreements
    wrong = replace(rest[0], type="claims", kind="field", field="period", impact=1.0)
    toy = Subject("runs/toy", "gold", "gold", (wrong, first), {}, 0)
    with session(tmp_path, toy, order="gold-suspect") as ana:
        before = ana.queue(ALL)
        assert isinstance(ana.decide([(before[0], None)], "reference", "e1"), Recorded)
    with (
        session(tmp_path, toy, order="gold-suspect") as told,
        session(tmp_path, toy, order="gold-suspect", reviewer="ben", independent=True) as ben,
    ):
        assert [one.id for one in ben.queue(ALL)] == [one.id for one in before]
        assert [one.id for one in told.queue(ALL)] == [one.id for one in reversed(before)]


def test_who_skipped_is_told_nothing_and_who_decided_is_not_sent_back_by_a_skip(pair: tuple[Session, Session]) -> None:
    ana, ben = pair
    first, second, *_ = ben.queue(ALL)
    mine = decided(ben, first, "skip", "e1")
    ana.refresh()
    decided(ana, first, "run", "e2")
    ben.refresh()
    assert (ben.status(first), ben.decision(first), ben.hides(first)) == ("skipped", mine, True)
    own = decided(ben, second, "run", "e3")
    ana.refresh()
    decided(ana, second, "skip", "e4")
    ben.refresh()
    assert (ben.status(second), ben.decision(second)) == ("decided", own)


def test_an_event_on_several_items_is_known_once_all_are_decided(pair: tuple[Session, Session]) -> None:
    ana, ben = pair
    items = ana.queue(Filter(kind=("value",)))
    event = grouped(ana, list(items), "e1")
    ben.refresh()
    for number, one in enumerate(items):
        assert not ben.standing.is_known(event)
        decided(ben, one, "run", f"b{number}")
    assert ben.standing.is_known(event)


# --- remarks and undo ---------------------------------------------------------------------------------------------


def test_a_remark_decides_nothing_and_is_no_decision_of_the_session(toy: Session) -> None:
    (one, *_) = toy.queue(ALL)
    answer = toy.remark(one, "flag", "e1", "which year?")
    assert isinstance(answer, Recorded)
    assert answer.state.events["e1"] == Remark("e1", "2026-11-21T12:00:00.000Z", "ana", "flag", one.id, "which year?")
    assert (toy.status(one), toy.made()) == ("open", 0)


def test_undo_takes_back_one_after_the_other_and_redo_brings_them_back(toy: Session) -> None:
    first, second, *_ = toy.queue(ALL)
    decided(toy, first, "run", "e1")
    decided(toy, second, "run", "e2")
    targets = []
    for number, step in enumerate((toy.undo, toy.undo, toy.redo, toy.redo)):
        answer = step(f"u{number}")
        assert isinstance(answer, Recorded)
        event = answer.state.events[f"u{number}"]
        assert isinstance(event, Change)
        targets.append((event.type, event.target))
    assert targets == [("undo", "e2"), ("undo", "e1"), ("redo", "e1"), ("redo", "e2")]
    assert toy.made() == 2


def test_undo_goes_on_after_a_restart(tmp_path: Path) -> None:
    with session(tmp_path) as before:
        (one, *_) = before.queue(ALL)
        decided(before, one)
    with session(tmp_path) as after:
        assert after.status(one) == "decided"
        assert isinstance(after.undo("u1"), Recorded)
        assert after.status(one) == "open"
        assert after.made() == 0


def test_an_undo_that_is_sent_twice_takes_back_one_event(toy: Session) -> None:
    first, second, *_ = toy.queue(ALL)
    decided(toy, first, "run", "e1")
    decided(toy, second, "run", "e2")
    assert toy.undo("u1") == toy.undo("u1")
    assert (toy.status(first), toy.status(second)) == ("decided", "open")


def test_an_event_of_the_history_is_undone_by_its_id(toy: Session) -> None:
    first, second, *_ = toy.queue(ALL)
    decided(toy, first, "run", "e1")
    decided(toy, second, "run", "e2")
    toy.undo("u1", "e1")
    assert (toy.status(first), toy.status(second)) == ("open", "decided")
    assert isinstance(toy.undo("u2", "e1"), Conflict)


def test_where_there_is_nothing_to_undo_or_redo_nothing_is_written(toy: Session, tmp_path: Path) -> None:
    assert isinstance(toy.undo("u1"), Conflict)
    assert isinstance(toy.redo("u2"), Conflict)
    assert (tmp_path / "review" / "decisions.jsonl").read_bytes() == b""


def test_a_torn_last_line_is_told(tmp_path: Path) -> None:
    with session(tmp_path) as first:
        decided(first, first.queue(ALL)[0])
    with (tmp_path / "review" / "decisions.jsonl").open("ab") as file:
        file.write(b'{"v": 1, "ev')
    with session(tmp_path) as second:
        assert second.torn == b'{"v": 1, "ev'
        assert len(second.state.events) == 1
