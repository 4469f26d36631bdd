"""What do the events of a log come to? Undone is as if it had never been."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from toy_gold import World
from toy_review import decide, found

from extract.disagreements import Disagreement
from extract.review import Change, Decide, Event, ItemState, Remark, State, Verdict, fold, past, progress

AT = "2026-11-21T14:02:11Z"


def faulty() -> tuple[Disagreement, ...]:
    world = World()
    for one in world.run["figures"][:3]:
        one["value"] = "1"
    return found(world)


QUEUE = faulty()
VERDICTS = st.sampled_from(["reference", "run", "both", "skip"])


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """A log of decisions, remarks, undos and redos in any order, sensible or not."""
    events: list[Event] = []
    for number in range(draw(st.integers(0, 14))):
        by = draw(st.sampled_from(["ana", "ben"]))
        name = f"e{number}"
        what = draw(st.sampled_from(["decide", "batch", "comment", "undo", "redo"]))
        one = draw(st.sampled_from(QUEUE))
        if what == "decide":
            events.append(decide(one, draw(VERDICTS), name, by=by))
        elif what == "batch":
            events.append(decide(QUEUE, draw(VERDICTS), name, by=by))
        elif what == "comment":
            events.append(Remark(name, AT, by, "comment", one.id, "see there"))
        else:
            target = f"e{draw(st.integers(0, number))}"
            events.append(Change(name, AT, by, "undo" if what == "undo" else "redo", target))
    return events


def settled(state: State) -> dict[str, tuple[str | None, tuple[str, ...]]]:
    """What holds for each item, whatever events told it."""
    return {one.id: (state.item(one.id).decision, state.item(one.id).remarks) for one in QUEUE}


@given(logs())
def test_the_state_is_that_of_the_log_without_what_was_undone(events: list[Event]) -> None:
    undone: set[str] = set()
    known = set()
    for event in events:
        if not isinstance(event, Change):
            known.add(event.event)
        elif event.target in known:
            (undone.add if event.type == "undo" else undone.discard)(event.target)
    left = [event for event in events if not isinstance(event, Change) and event.event not in undone]
    assert settled(fold(events)) == settled(fold(left))


@given(logs(), st.integers(0, 14))
def test_folding_in_two_goes_is_folding_at_once(events: list[Event], at: int) -> None:
    assert fold(events[at:], fold(events[:at])) == fold(events)


@given(logs())
def test_events_that_are_sent_again_change_nothing(events: list[Event]) -> None:
    once = fold(events)
    assert fold(events, once) == once


@given(logs())
def test_undoing_until_nothing_is_left_and_redoing_all_gives_the_state_back(events: list[Event]) -> None:
    before = state = fold(events)
    names = iter(f"x{number}" for number in range(100))
    undone = 0
    while (target := state.undoable("ana")) is not None:
        state = fold([Change(next(names), AT, "ana", "undo", target)], state)
        undone += 1
    assert all(event.by != "ana" for event, _ in state.holding())
    for _ in range(undone):
        target = state.redoable("ana")
        assert target is not None
        state = fold([Change(next(names), AT, "ana", "redo", target)], state)
    assert settled(state) == settled(before)


def test_after_an_undo_the_decision_before_it_holds_again() -> None:
    first, second = decide(QUEUE[0], "run", "e1"), decide(QUEUE[0], "both", "e2")
    state = fold([first, second, Change("e3", AT, "ana", "undo", "e2")])
    assert state.item(QUEUE[0].id) == ItemState(QUEUE[0].id, "e3", ("e1",))
    assert [event.verdict for event, _ in state.holding()] == ["run"]


def test_a_decision_that_is_brought_back_does_not_outdo_a_later_one() -> None:
    events = [
        decide(QUEUE[0], "run", "e1"),
        Change("e2", AT, "ana", "undo", "e1"),
        decide(QUEUE[0], "both", "e3"),
        Change("e4", AT, "ana", "redo", "e1"),
    ]
    assert fold(events).item(QUEUE[0].id) == ItemState(QUEUE[0].id, "e4", ("e1", "e3"))


def test_the_decision_on_an_item_is_the_last_that_counts() -> None:
    first, second = decide(QUEUE[:2], "run", "e1"), decide(QUEUE[0], "both", "e2")
    state = fold([first, second, Remark("e3", AT, "ben", "flag", QUEUE[0].id)])
    assert [state.decision_on(one.id) for one in QUEUE] == [second, first, None]
    undone = fold([Change("e4", AT, "ana", "undo", "e2"), Change("e5", AT, "ana", "undo", "e1")], state)
    assert [undone.decision_on(one.id) for one in QUEUE] == [None, None, None]


def test_a_batch_is_one_event_and_one_undo() -> None:
    state = fold([decide(QUEUE, "run", "e1")])
    assert len(list(state.holding())) == 3
    assert list(fold([Change("e2", AT, "ana", "undo", "e1")], state).holding()) == []


def test_nobody_takes_back_what_another_has_decided() -> None:
    state = fold([decide(QUEUE[0], "run", "e1", by="ben")])
    assert (state.undoable("ana"), state.undoable("ben")) == (None, "e1")


def test_a_new_decision_ends_what_can_be_redone() -> None:
    events: list[Event] = [decide(QUEUE[0], "run", "e1"), Change("e2", AT, "ana", "undo", "e1")]
    assert fold(events).redoable("ana") == "e1"
    assert fold([*events, decide(QUEUE[1], "run", "e3")]).redoable("ana") is None


# --- progress -------------------------------------------------------------------------------------------------


def told(*events: Event, queue: Sequence[Disagreement] = QUEUE) -> object:
    found = progress(queue, fold(events), "runs/toy")
    return found.total, found.undecided, dict(found.verdicts), found.elsewhere


def test_what_is_skipped_is_not_decided_and_what_is_not_in_the_queue_is_counted_apart() -> None:
    decided: list[Decide] = [decide(QUEUE[0], "run", "e1"), decide(QUEUE[1], "skip", "e2")]
    assert told(*decided) == (3, 2, {"run": 1, "skip": 1}, 0)
    assert told(*decided, queue=QUEUE[1:]) == (2, 2, {"skip": 1}, 1)


def test_the_share_of_wrong_references_counts_neither_skips_nor_agreements() -> None:
    agreement = found(World(), agreed=True)[0]
    state = fold(
        [
            decide(QUEUE[0], "run", "e1"),
            decide(QUEUE[1], "both", "e2"),
            decide(QUEUE[2], "skip", "e3"),
            decide(agreement, "neither", "e4", blind=False),
            Remark("e5", AT, "ana", "flag", QUEUE[0].id, "which period?"),
        ]
    )
    shown = progress((*QUEUE, agreement), state, "runs/toy")
    assert (shown.wrong.numerator, shown.wrong.denominator) == (1, 2)
    assert (shown.wrong_agreed.numerator, shown.wrong_agreed.denominator) == (1, 1)
    assert (shown.flags, shown.comments, shown.blind, dict(shown.reviewers)) == (1, 0, 2, {"ana": 3})
    assert progress(QUEUE, State(), "runs/toy").wrong.reason == "none is decided"


def test_the_past_says_by_kind_how_often_the_reference_was_wrong() -> None:
    verdicts: list[Verdict] = ["run", "both", "skip"]
    state = fold(decide(one, verdict, f"e{at}") for at, (one, verdict) in enumerate(zip(QUEUE, verdicts, strict=True)))
    assert past(state) == {("figures", "value", "value"): (1, 2)}
