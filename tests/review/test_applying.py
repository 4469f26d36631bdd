"""What do decisions make of gold, and what do they leave alone?"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from toy_gold import World, claim, figure, row
from toy_review import apply, content, decide, files_of, found, found_in, labels_in, labels_of, muddled

from extract import ClaimsAndFigures, gold
from extract.disagreements import Disagreement, gold_record
from extract.errors import GoldError, RecordError
from extract.evaluation.agreeing import row_of
from extract.records import Document
from extract.review import Applied, Change, Event, Remark, State, Verdict, fold

ROOT = Path(__file__).parent.parent.parent
PATH = Path("gold/lund.jsonl")
LABELS = tuple(gold.load(ROOT / "gold"))


def wrong_value() -> World:
    world = World()
    world.run["figures"][0] |= {"value": "7120000", "entity": "somebody else"}
    return world


def missing() -> World:
    world = World()
    del world.run["figures"][0]
    return world


def spurious() -> World:
    world = World()
    world.run["figures"].append(figure(120, "9 boats", "9", "count"))
    return world


def applied(world: World, verdict: Verdict, **others: Any) -> Applied:
    (one,) = found(world)
    return apply(fold([decide(one, verdict, **others)]), files_of(world))


def new_lines(result: Applied) -> list[dict[str, Any]]:
    """Return the records of the lines that are not those of before."""
    old, new = result.files[PATH]
    before = set(old.splitlines())
    return [json.loads(line) for line in new.splitlines() if line not in before]


def gone_lines(result: Applied) -> int:
    old, new = result.files[PATH]
    return len(set(old.splitlines()) - set(new.splitlines()))


# --- verdicts ---------------------------------------------------------------------------------------------------


def test_where_the_run_is_right_gold_takes_what_was_wrong_and_keeps_its_own_words_for_the_rest() -> None:
    result = applied(wrong_value(), "run", by="ana")
    (line,) = new_lines(result)
    assert (line["value"], line["entity"], line["quote"]) == (
        "7120000",
        "the city of Lund",
        "exceeded 7.12 billion yuan",
    )
    assert gone_lines(result) == 1
    provenance = line["provenance"]
    assert (provenance["by"], provenance["at"], provenance["decision"]) == ("ana", "2026-11-21T14:02:11Z", "e1")
    assert (provenance["from"], provenance["verdict"], provenance["blind"]) == ("runs/toy", "run", True)


def test_where_both_are_right_the_run_s_values_become_an_alternative() -> None:
    (line,) = new_lines(applied(wrong_value(), "both"))
    assert (line["value"], line["alternatives"]) == ("7120000000", [{"value": "7120000"}])


def test_an_edit_that_leaves_no_alternative_leaves_no_empty_list() -> None:
    world = wrong_value()
    world.gold["figures"][0]["alternatives"] = [{"value": "8"}]
    (one,) = found(world)
    final = {**gold_record(one.reference), "value": "8", "alternatives": []} if one.reference else {}
    (line,) = new_lines(applied(world, "edited", final=final))
    assert line["value"] == "8"
    assert "alternatives" not in line


def test_where_gold_is_right_nothing_changes() -> None:
    result = applied(wrong_value(), "reference")
    assert (dict(result.files), len(result.kept)) == ({}, 1)


@pytest.mark.parametrize("verdict", ["skip", "neither"])
def test_what_is_skipped_or_has_no_right_answer_is_open(verdict: Verdict) -> None:
    result = applied(wrong_value(), verdict)
    assert (dict(result.files), len(result.open)) == ({}, 1)


def test_what_the_reviewer_wrote_takes_the_place_of_the_line_and_keeps_its_note() -> None:
    world = wrong_value()
    labels = labels_of(world)
    labels = replace(labels, items=(replace(labels.items[0], note="hard", provenance={"by": "eve"}), *labels.items[1:]))
    (one,) = found_in(labels, row("lund", world.run))
    assert one.reference is not None
    final = gold_record(one.reference) | {"value": "3"}
    final.pop("note")
    held = content(labels)
    (line,) = new_lines(apply(fold([decide(one, "edited", final=final)]), {PATH: held}))
    assert (line["value"], line["note"], list(line)[-2:]) == ("3", "hard", ["provenance", "note"])


@pytest.mark.parametrize(("world", "verdict"), [(missing(), "run"), (missing(), "delete"), (wrong_value(), "delete")])
def test_what_does_not_belong_there_is_taken_out(world: World, verdict: Verdict) -> None:
    result = applied(world, verdict)
    assert (new_lines(result), gone_lines(result)) == ([], 1)


def test_an_item_that_may_be_missing_becomes_optional() -> None:
    (line,) = new_lines(applied(missing(), "both"))
    assert line["optional"] is True


@pytest.mark.parametrize(("verdict", "optional"), [("run", False), ("both", True)])
def test_an_item_of_the_run_comes_in_at_its_place_in_the_text(verdict: Verdict, optional: bool) -> None:
    result = applied(spurious(), verdict)
    records = [json.loads(line) for line in result.files[PATH][1].splitlines()]
    starts = [one["start"] for one in records[1:]]
    assert starts == sorted(starts)
    (line,) = new_lines(result)
    assert (line["quote"], line["value"], line.get("optional", False)) == ("9 boats", "9", optional)
    assert gone_lines(result) == 0


def test_deleting_what_only_the_run_has_leaves_gold_as_it_is() -> None:
    assert applied(spurious(), "delete").changed == ()


def test_leftovers_that_are_one_item_give_gold_the_place_of_the_run() -> None:
    world = World()
    world.run["figures"][0] |= {"span": (26, 49), "quote": "billion yuan in a year.", "period": "2022"}
    (run,) = new_lines(applied(world, "run"))
    assert (run["start"], run["end"], run["quote"], run["period"]) == (26, 49, "billion yuan in a year.", "2022")
    (both,) = new_lines(applied(world, "both"))
    place = {"start": 26, "end": 49, "quote": "billion yuan in a year."}
    assert both["alternatives"] == [{**place, "period": "2022"}]


def test_an_item_without_a_place_cannot_come_into_gold() -> None:
    world = World()
    world.run["figures"].append(figure(0, "77 parrots in a row", "77", "count") | {"span": None})
    (refused,) = applied(world, "run").refused
    assert "no place in the text" in refused.reason


@pytest.mark.parametrize("verdict", ["run", "both"])
def test_an_item_without_a_place_that_is_near_one_of_gold_leaves_it_with_its_words(verdict: Verdict) -> None:
    world = World()
    quote = "exceeded 7.12 billion of yuan"
    world.run["figures"][0] |= {"span": None, "quote": quote, "entity": "it", "period": "2022"}
    (one,) = found(world)
    assert (one.kind, one.reference is not None, one.differs) == ("ungrounded", True, ("entity", "period"))
    result = applied(world, verdict)
    assert (dict(result.files), len(result.refused)) == ({}, 1)
    assert "no place in the text" in result.refused[0].reason


def test_a_near_miss_whose_place_is_not_known_is_refused_and_a_pair_takes_its_fields_without_one() -> None:
    (one,) = found(wrong_value())
    (item,) = decide(one, "run").items
    placeless = {name: value for name, value in (item.run or {}).items() if name not in ("start", "end", "quote")}
    for moves, refused in ((True, 1), (False, 0)):
        event = decide(one, "run")
        event = replace(event, items=(replace(item, run=placeless, moves=moves),))
        assert len(apply(fold([event]), files_of(wrong_value())).refused) == refused


def test_an_agreement_that_is_confirmed_by_either_key_changes_nothing() -> None:
    one = found(World(), agreed=True)[0]
    for verdict in ("run", "both", "reference"):
        result = apply(fold([decide(one, verdict)]), files_of(World()))
        assert (dict(result.files), len(result.kept)) == ({}, 1)


# --- what gold does not take --------------------------------------------------------------------------------------


def changed_gold(world: World) -> Mapping[Path, bytes]:
    """Gold in which somebody has labelled another period meanwhile."""
    world.gold["figures"][0]["period"] = "1999"
    return files_of(world)


@pytest.mark.parametrize("verdict", ["run", "both", "delete"])
def test_what_changed_since_it_was_reviewed_is_refused(verdict: Verdict) -> None:
    world = wrong_value()
    (one,) = found(world)
    result = apply(fold([decide(one, verdict)]), changed_gold(world))
    assert (dict(result.files), [refused.event for refused in result.refused]) == ({}, ["e1"])
    assert "changed since" in result.refused[0].reason


def test_an_item_is_refused_where_gold_has_other_items_on_its_words_than_were_seen() -> None:
    world = spurious()
    (one,) = found(world)
    world.gold["figures"].insert(3, figure(118, "2 9 boats", "9", "count"))
    assert "have changed" in apply(fold([decide(one, "run")]), files_of(world)).refused[0].reason


def test_a_decision_on_a_document_that_gold_lacks_or_has_another_text_of_is_refused() -> None:
    (one,) = found(wrong_value())
    state = fold([decide(one, "run")])
    held = files_of(wrong_value())[PATH].replace(b"sha-of-lund", b"sha-of-malmo")
    assert "another text" in apply(state, {PATH: held}).refused[0].reason
    assert "no such document" in apply(state, {}).refused[0].reason


def test_what_was_written_without_a_place_is_refused() -> None:
    (refused,) = applied(wrong_value(), "edited", final={"type": "figure", "value": "3"}).refused
    assert "'start' must be a int" in refused.reason


@pytest.mark.parametrize("cause", ["normaliser", "matcher"])
def test_faults_of_the_toolkit_never_touch_gold_and_are_listed(cause: Any) -> None:
    result = applied(wrong_value(), "run", causes=(cause,), note="thousands")
    assert dict(result.files) == {}
    assert [event.note for event, _ in result.faults] == ["thousands"]


def test_decisions_between_two_runs_are_not_about_gold() -> None:
    (one,) = found(wrong_value(), against="run")
    result = apply(fold([decide(one, "run")]), files_of(wrong_value()))
    assert (dict(result.files), result.elsewhere) == ({}, (one.id,))


def test_a_file_that_is_not_gold_is_an_error() -> None:
    header, item, *_ = files_of(World())[PATH].splitlines(keepends=True)
    with pytest.raises(GoldError, match="no line of a document"):
        apply(State(), {PATH: item})
    with pytest.raises(GoldError, match=r"lund.jsonl:2: 'type' must be a str"):
        apply(State(), {PATH: header + b'{"start": 1}\n'})
    with pytest.raises(RecordError, match=r"lund.jsonl:1"):
        apply(State(), {PATH: b"{\n"})
    with pytest.raises(RecordError, match=r"lund.jsonl:2: .*the key 'end' stands twice"):
        apply(State(), {PATH: header + item.replace(b"{", b'{"end": 1, ', 1)})


# --- what gold check would refuse ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "place", "said", "told"),
    [
        ("figures", 0, {"trend": "down"}, "trend: 'down': "),
        ("figures", 2, {"upper": "1"}, "upper: 1 lies below value 3"),
        ("figures", 0, {"value": "7e3"}, "value: '7e3' is no number"),
        ("claims", 0, {"kind": "<b onclick=x>fact</b>"}, "kind: '<b onclick=x>"),
    ],
)
@pytest.mark.parametrize("verdict", ["run", "both"])
def test_what_the_response_model_refuses_does_not_come_into_gold(
    type_: str, place: int, said: dict[str, str], told: str, verdict: Verdict
) -> None:
    world = World()
    world.run[type_][place] |= said
    result = applied(world, verdict)
    assert (dict(result.files), len(result.refused)) == ({}, 1)
    assert "gold check would refuse the line" in result.refused[0].reason
    assert told in result.refused[0].reason


def test_a_fault_that_the_line_has_already_is_no_reason_to_refuse_a_decision() -> None:
    world = wrong_value()
    world.gold["figures"][0]["period"] = world.run["figures"][0]["period"] = "soon"
    assert len(applied(world, "run").changed) == 1


@pytest.mark.parametrize(
    ("sha256", "refused"), [("sha-of-lund", ["the quote 'a ship' is not what stands at 0 to 6: 'a boat'"]), ("x", [])]
)
def test_where_the_text_is_at_hand_a_quote_must_stand_in_it(sha256: str, refused: list[str]) -> None:
    (one,) = found(wrong_value())
    final = {**figure(0, "a ship", "1", None), "type": "figure", "start": 0, "end": 6}
    del final["span"]
    document = Document("lund", "a boat", sha256, "lund.txt")
    result = apply(fold([decide(one, "edited", final=final)]), files_of(wrong_value()), document)
    assert [one.reason.split(": ", 1)[1].split(";")[0] for one in result.refused] == refused


@pytest.mark.parametrize("verdict", ["run", "both"])
def test_an_item_that_says_the_same_as_a_line_of_gold_is_refused_with_that_line(verdict: Verdict) -> None:
    world = World()
    world.run["figures"].append(dict(reversed(world.run["figures"][1].items())))
    result = applied(world, verdict)
    assert dict(result.files) == {}
    assert "it says the same as line 3;" in result.refused[0].reason


def test_an_item_that_differs_from_a_line_in_wording_alone_comes_in_and_is_named() -> None:
    world = World()
    world.gold["figures"][1]["entity"] = "Scania"
    world.run["figures"].append({**world.run["figures"][1], "entity": "Lund"})
    result = applied(world, "run")
    assert len(new_lines(result)) == 1
    assert [(one.event, one.reason.split(";")[0]) for one in result.doubled] == [
        ("e1", "gold/lund.jsonl:4 differs from line 3 in wording alone")
    ]


def test_two_figures_on_the_same_words_are_no_doubles() -> None:
    world = World()
    world.run["figures"].append({**world.run["figures"][1], "value": "7"})
    assert applied(world, "run").doubled == ()
    assert applied(wrong_value(), "run").doubled == ()


def test_an_edit_that_makes_two_lines_say_the_same_is_refused() -> None:
    world = wrong_value()
    (one,) = found(world)
    final = gold_record(labels_of(world).items[1])
    result = apply(fold([decide(one, "edited", final=final)]), files_of(world))
    assert "it says the same as line 3;" in result.refused[0].reason


# --- what was overruled after it had been applied -----------------------------------------------------------------


def overruled_by(world: World, first: Verdict, then: Verdict, **others: Any) -> Applied:
    """Apply a decision, overrule it, and apply again."""
    (one,) = found(world)
    state = fold([decide(one, first, "e1")])
    held = again(apply(state, files_of(world)), files_of(world))
    result = apply(fold([decide(one, then, "e2", by="ben", **others)], state), held)
    assert dict(result.files) == {}
    return result


@pytest.mark.parametrize("then", ["reference", "skip", "neither"])
@pytest.mark.parametrize("make", [wrong_value, spurious])
def test_a_line_whose_decision_was_overruled_after_it_was_applied_is_named(make: Any, then: Verdict) -> None:
    result = overruled_by(make(), "run", then)
    (one,) = result.overruled
    assert one.event == "e1"
    assert re.search(rf"lund.jsonl:\d carries it and e2 by ben \({then}\) overruled it since", one.reason)
    assert one.reason.endswith(" by hand")
    assert (result.kept, result.refused) == ((), ())


@pytest.mark.parametrize("then", ["both", "delete"])
def test_where_the_later_decision_changes_gold_as_well_it_is_told_how(then: Verdict) -> None:
    result = overruled_by(wrong_value(), "run", then)
    assert result.refused == ()
    assert "put back what e1 has as its reference by hand; then apply again, which brings in e2" in (
        result.overruled[0].reason
    )


def test_what_is_laid_to_the_toolkit_afterwards_is_listed_and_the_line_is_named() -> None:
    result = overruled_by(wrong_value(), "run", "run", causes=("normaliser",))
    assert (len(result.faults), result.overruled[0].reason.endswith("by hand")) == (1, True)


def test_a_line_that_was_taken_out_is_missed_where_that_was_overruled() -> None:
    result = overruled_by(missing(), "run", "reference")
    assert "lacks the line that it took out and e2 by ben (reference) overruled it since" in result.overruled[0].reason
    assert result.kept == ()


def test_a_line_that_was_taken_out_is_missed_where_that_was_undone() -> None:
    (one,) = found(missing())
    events: list[Event] = [decide(one, "delete")]
    held = again(apply(fold(events), files_of(missing())), files_of(missing()))
    result = apply(fold([*events, Change("e2", "", "ana", "undo", "e1")]), held)
    assert [fault.event for fault in result.withdrawn] == ["e1"]
    assert "lacks the line" in result.withdrawn[0].reason


@pytest.mark.parametrize(
    ("make", "first", "then"), [(wrong_value, "run", "run"), (spurious, "both", "both"), (missing, "run", "delete")]
)
def test_a_decision_that_another_one_confirms_is_applied_already(make: Any, first: Verdict, then: Verdict) -> None:
    result = overruled_by(make(), first, then)
    assert (len(result.already), result.overruled, result.refused) == (1, (), ())


@pytest.mark.parametrize("make", [wrong_value, missing])
def test_gold_that_was_put_back_by_hand_takes_the_later_decision(make: Any) -> None:
    (one,) = found(make())
    state = fold([decide(one, "run", "e1"), decide(one, "both", "e2")])
    result = apply(state, files_of(make()))
    assert (len(result.changed), result.overruled) == (1, ())
    assert apply(state, again(result, files_of(make()))).overruled == ()


def test_a_line_that_says_again_what_it_said_is_not_named_for_what_it_carries() -> None:
    world = wrong_value()
    (one,) = found(world)
    held = files_of(world)[PATH].splitlines(keepends=True)
    carried = {**json.loads(held[1]), "provenance": {"decision": "e1", "disagreement": one.id}}
    held[1] = json.dumps(carried).encode() + b"\n"
    state = fold([decide(one, "run", "e1"), decide(one, "both", "e2")])
    result = apply(state, {PATH: b"".join(held)})
    assert (len(result.changed), result.overruled) == (1, ())
    (line,) = new_lines(result)
    assert line["provenance"]["before"]["decision"] == "e1"
    assert apply(state, again(result, {PATH: b""})).overruled == ()


def test_a_line_that_another_review_took_out_is_not_missed() -> None:
    other = missing()
    other.run["figures"][0]["unit"] = "USD"
    (one,), (two, *_) = found(missing()), found(other)
    reasons = apply(
        fold([decide(one, "run", "e1"), decide(one, "reference", "e2"), decide(two, "delete", "e3")]),
        files_of(missing()),
    )
    assert reasons.overruled == ()


def test_a_provenance_that_the_log_knows_nothing_of_is_passed_over() -> None:
    world = wrong_value()
    held = files_of(world)[PATH].splitlines(keepends=True)
    record = {**json.loads(held[1]), "provenance": {"decision": "e9", "disagreement": "d_9"}}
    held[1] = json.dumps(record).encode() + b"\n"
    assert apply(State(), {PATH: b"".join(held)}) == Applied({})


# --- again and again ----------------------------------------------------------------------------------------------


def again(result: Applied, files: Mapping[Path, bytes]) -> dict[Path, bytes]:
    return {path: result.files.get(path, (b"", held))[1] for path, held in files.items()}


@pytest.mark.parametrize(
    ("world", "verdict"),
    [(make(), verdict) for make in (wrong_value, missing, spurious) for verdict in ("run", "both")],
)
def test_applying_a_second_time_changes_nothing(world: World, verdict: Verdict) -> None:
    (one,) = found(world)
    state = fold([decide(one, verdict)])
    first = apply(state, files_of(world))
    second = apply(state, again(first, files_of(world)))
    assert (first.changed, dict(second.files), second.already) == ((one.id,), {}, (one.id,))


def test_a_batch_is_applied_to_all_of_its_items() -> None:
    world = World()
    for one in world.run["figures"][:3]:
        one["value"] = "1"
    queue = found(world)
    result = apply(fold([decide(queue, "run")]), files_of(world))
    assert ([line["value"] for line in new_lines(result)], len(result.changed)) == (["1", "1", "1"], 3)
    assert len(apply(fold([decide(queue, "run")]), again(result, files_of(world))).already) == 3


def test_a_decision_that_was_undone_is_not_applied_and_told_where_gold_carries_it() -> None:
    world = wrong_value()
    (one,) = found(world)
    events: list[Event] = [decide(one, "run"), Remark("e2", "", "ana", "comment", one.id)]
    held = again(apply(fold(events), files_of(world)), files_of(world))
    undone = fold([*events, Change("e3", "", "ana", "undo", "e1")])
    result = apply(undone, held)
    assert dict(result.files) == {}
    assert [(fault.event, fault.item) for fault in result.withdrawn] == [("e1", one.id)]
    assert "lund.jsonl:2" in result.withdrawn[0].reason


def test_a_line_that_is_decided_again_keeps_its_history() -> None:
    world = wrong_value()
    (one,) = found(world)
    state = fold([decide(one, "run", "e1")])
    held = again(apply(state, files_of(world)), files_of(world))
    (other,) = found_in(labels_in(PATH, held[PATH]), row("lund", World().run))
    result = apply(fold([decide(other, "run", "e2")], state), held)
    (line,) = new_lines(result)
    assert (line["value"], line["provenance"]["decision"]) == ("7120000000", "e2")
    assert line["provenance"]["before"]["decision"] == "e1"
    assert len(result.already) == 1


def test_two_reviews_of_one_line_cannot_both_change_it_at_once() -> None:
    world, other = wrong_value(), wrong_value()
    other.run["figures"][0]["value"] = "9"
    one, two = found(world)[0], found(other)[0]
    result = apply(fold([decide(one, "run", "e1"), decide(two, "run", "e2")]), files_of(world))
    assert (result.changed, [refused.event for refused in result.refused]) == ((one.id,), ["e2"])


def test_a_file_keeps_its_line_ends_and_a_last_line_without_one_gets_it() -> None:
    world = World()
    world.run["figures"].append(figure(900, "9 boats", "9", "count"))
    (one,) = found(world)
    held = files_of(world)[PATH].replace(b"\n", b"\r\n").removesuffix(b"\r\n")
    _, new = apply(fold([decide(one, "run")]), {PATH: held}).files[PATH]
    assert new.startswith(held + b"\r\n{")
    assert new.endswith(b"}\r\n")


# --- together -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("verdict", ["run", "both"])
def test_gold_of_the_seeds_takes_every_decision_and_then_knows_the_run(verdict: Verdict, seed: int) -> None:
    random = Random(seed)
    for labels in LABELS:
        said = replace(row_of(labels, ClaimsAndFigures), items=muddled(_items(labels), random))
        queue = [one for one in found_in(labels, said) if not _is_awkward(one)]
        state = fold(decide(one, verdict, f"e{number}") for number, one in enumerate(queue))
        held = content(labels)
        result = apply(state, {PATH: held})
        assert (result.refused, len(result.changed)) == ((), len(queue))
        old, new = result.files.get(PATH, (held, held))
        touched = sum(one.reference is not None for one in queue)
        assert len(set(old.splitlines()) - set(new.splitlines())) == touched
        left = found_in(labels_in(PATH, new), said)
        assert {one.kind for one in left} <= {"ungrounded", "duplicate", "split", "merged", "near-miss", "spurious"}


def _items(labels: Any) -> Any:
    return row_of(labels, ClaimsAndFigures).items or ()


def _is_awkward(one: Disagreement) -> bool:
    """Items without a place, and repetitions, which another label cannot mend."""
    return one.kind in ("ungrounded", "duplicate", "split", "merged")


def test_claims_are_changed_as_figures_are() -> None:
    world = World()
    world.run["claims"][0]["kind"] = "plan"
    world.run["claims"].append(claim(700, "something else"))
    first, second = found(world)
    result = apply(fold([decide(first, "run", "e1"), decide(second, "run", "e2")]), files_of(world))
    assert [(line["type"], line["kind"]) for line in new_lines(result)] == [("claim", "plan"), ("claim", "fact")]
