"""Do disagreements follow the score, and are they known again?"""

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from toy_gold import World, claim, figure, labelled, row
from toy_review import COMPARER, found, found_in, labels_of, muddled

from extract import ClaimsAndFigures, gold
from extract.disagreements import KINDS, ORDERS, Disagreement, Read, disagreements, in_order, sampled
from extract.evaluation.agreeing import row_of

ROOT = Path(__file__).parent.parent.parent
LABELS = tuple(gold.load(ROOT / "gold"))


def figures(**changed: Any) -> World:
    """A run in which the first figure is changed."""
    world = World()
    world.run["figures"][0] |= changed
    return world


# --- queue and score ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_there_are_as_many_disagreements_as_the_score_counts_corrections(seed: int) -> None:
    random = Random(seed)
    rows = [row_of(document, ClaimsAndFigures) for document in LABELS]
    rows = [replace(one, items=muddled(one.items or (), random)) for one in rows]
    scores = [COMPARER.document(document, one) for document, one in zip(LABELS, rows, strict=True)]
    read = [Read(score, document) for score, document in zip(scores, LABELS, strict=True)]
    queue = disagreements(read, ClaimsAndFigures, agreed=True)
    for score in scores:
        for type_, counts in score.counts.items():
            kinds = [one.kind for one in queue if (one.document, one.type) == (score.id, type_)]
            assert len(kinds) - kinds.count("agreement") == counts.edits
            assert kinds.count("agreement") == counts.correct
    assert sum(one.kind != "agreement" for one in queue) == sum(score.edits for score in scores) > 0
    assert len({one.id for one in queue}) == len(queue)
    assert {one.kind for one in queue} <= set(KINDS)


def test_a_run_that_is_gold_has_no_disagreement() -> None:
    assert found(World()) == ()


def test_wording_that_is_not_part_of_correct_is_no_disagreement() -> None:
    assert found(figures(entity="someone else altogether")) == ()


@pytest.mark.parametrize(
    ("changed", "kind", "field"),
    [
        ({"value": "7120000"}, "value", "value"),
        ({"upper": "9"}, "value", "upper"),
        ({"unit": "USD"}, "unit", "unit"),
        ({"period": "2020"}, "field", "period"),
        ({"value": "1", "unit": "USD", "period": "2020"}, "value", "value"),
        ({"unit": "USD", "comparator": "="}, "unit", "unit"),
        ({"span": (600, 626)}, "missing", None),
        ({"span": None}, "ungrounded", None),
        ({"span": (26, 49)}, "near-miss", None),
    ],
)
def test_a_fault_has_the_kind_of_its_gravest_field_or_of_its_leftover(
    changed: dict[str, Any], kind: str, field: str | None
) -> None:
    kinds = [(one.kind, one.field) for one in found(figures(**changed))]
    assert kinds == [(kind, field), ("spurious", None)][: len(kinds)]
    assert kinds[0] == (kind, field)


def test_leftovers_that_one_move_makes_a_pair_are_one_disagreement_with_both_sides() -> None:
    (one,) = found(figures(span=(26, 49)))
    assert one.reference is not None
    assert one.run is not None
    assert (one.moves, one.differs, one.judged) == (True, (), ())


def test_a_claim_has_fields_but_no_values_or_units() -> None:
    world = World()
    world.run["claims"][0]["kind"] = "plan"
    assert [(one.kind, one.field) for one in found(world)] == [("field", "kind")]


# --- identity -------------------------------------------------------------------------------------------------


def test_an_id_does_not_change_when_other_items_come_and_lines_move() -> None:
    world = figures(value="1")
    before = found(world)
    world.gold["figures"].insert(0, figure(500, "9 boats", "9", "count"))
    assert {one.id for one in before} < {one.id for one in found(world)}


@pytest.mark.parametrize("side", ["gold", "run"])
def test_an_id_changes_when_a_side_says_something_else(side: str) -> None:
    world = figures(value="1")
    (before,) = found(world)
    getattr(world, side)["figures"][0]["measure"] = "output of last year"
    (after,) = found(world)
    assert before.id != after.id


def test_an_id_takes_no_notice_of_provenance_nor_of_the_order_of_keys() -> None:
    world = figures(value="1")
    labels = labels_of(world)
    items = tuple(
        replace(one, provenance={"by": "ana"}, fields=dict(reversed(one.fields.items()))) for one in labels.items
    )
    ours = found_in(replace(labels, items=items), row("lund", world.run))
    assert [one.id for one in ours] == [one.id for one in found(world)]


def test_an_item_of_the_run_alone_is_another_one_when_gold_around_it_changes() -> None:
    world = World()
    world.run["claims"].append(claim(305, "mayor opened"))
    (before,) = found(world)
    world.gold["claims"][0]["period"] = world.run["claims"][0]["period"] = "2026"
    (after,) = found(world)
    assert (before.kind, after.kind) == ("spurious", "spurious")
    assert before.id != after.id


def test_items_that_look_alike_have_ids_of_their_own() -> None:
    world = World()
    world.run["figures"] += [figure(900, "9 boats", "9", "count")] * 2
    ids = [one.id for one in found(world)]
    assert ids[1] == f"{ids[0]}-2"


def test_an_id_changes_with_the_note_that_a_reviewer_reads() -> None:
    world = figures(value="1")
    labels = labels_of(world)
    noted = replace(labels, items=tuple(replace(one, note="garbled?") for one in labels.items))
    assert found_in(noted, row("lund", world.run))[0].id != found(world)[0].id


def test_a_place_whose_own_words_are_not_known_is_no_place_for_gold() -> None:
    world = figures(value="1")
    said = row("lund", world.run)
    items = tuple(one._replace(grounding=one.grounding._replace(grade="folded")) for one in said.items or ())
    (one,) = found_in(labels_of(world), replace(said, items=items))
    assert one.proposal is not None
    assert "start" not in one.proposal
    (kept,) = disagreements(
        [Read(COMPARER.document(labels_of(world), said), labels_of(world), "x" * 500)], ClaimsAndFigures
    )
    assert kept.proposal is not None
    assert kept.proposal["quote"] == "x" * 26


def test_what_differs_holds_together_without_the_alternative_that_judged_the_pair() -> None:
    world = figures(value="8", unit="USD")
    world.gold["figures"][0]["alternatives"] = [{"value": "8"}]
    (one,) = found(world)
    assert (one.field, one.differs) == ("unit", ("value", "unit"))


# --- order ----------------------------------------------------------------------------------------------------


def mixed() -> World:
    """A wrong value, a missing figure and a spurious claim."""
    world = figures(value="1")
    del world.run["figures"][1]
    world.run["claims"].append(claim(700, "something else"))
    return world


def test_the_impact_is_what_the_headline_gains_if_the_run_is_right() -> None:
    impacts = {one.kind: one.impact for one in found(mixed())}
    # figures: gold 5, run 4, correct 3, F1 6/9; a value right 8/9; gold without the missing one 6/8
    # claims: gold 3, run 4, correct 3, F1 6/7; the spurious one in gold 8/8
    assert impacts == {
        "value": pytest.approx(8 / 9 - 6 / 9),
        "missing": pytest.approx(6 / 8 - 6 / 9),
        "spurious": pytest.approx(1 - 6 / 7),
    }


def test_the_headline_is_whole_once_gold_has_nothing_left() -> None:
    world = World(gold={"figures": labelled()["figures"][:1], "claims": []}, run={"figures": [], "claims": []})
    assert [one.impact for one in found(world)] == [1.0]


def test_by_default_the_greatest_gain_comes_first_and_equals_stay_in_text_order() -> None:
    assert [one.kind for one in in_order(found(mixed()))] == ["value", "spurious", "missing"]
    assert [one.place for one in in_order(found(mixed()), "document")] == [10, 50, 700]


def test_a_value_that_the_text_confirms_makes_gold_suspect_and_one_without_a_place_does_not() -> None:
    world = figures(value="1")
    world.run["figures"].append(figure(0, "77 parrots in a row", "77", "count") | {"span": None})
    suspects = in_order(found(world), "gold-suspect")
    assert [one.kind for one in suspects] == ["value", "ungrounded"]
    # 1 in 5 before any decision: odds 1/4, times 3 = 3/4, a chance of 3/7
    assert suspects[0].suspicion == pytest.approx(3 / 7)
    # odds 1/4, a fifth of them without a place: 1/20, a chance of 1/21; `unverified` says nothing
    assert suspects[1].suspicion == pytest.approx(1 / 21)


def test_past_decisions_of_its_kind_make_an_item_more_suspect() -> None:
    (one,) = in_order(found(figures(value="1")), past={("figures", "value", "value"): (9, 10)})
    # (9 + 1) / (10 + 5) = 2/3: odds 2, times 3 = 6, a chance of 6/7
    assert one.suspicion == pytest.approx(6 / 7)


def test_problems_of_the_run_s_item_make_gold_less_suspect() -> None:
    (one,) = found(figures(value="1"))
    assert one.run is not None
    (flagged,) = in_order([replace(one, run=replace(one.run, problems=("unit-unknown",)))])
    assert flagged.suspicion == pytest.approx(3 / 11)  # odds 3/4, halved


def test_what_is_most_open_comes_first_by_uncertainty() -> None:
    chances = [one.suspicion for one in in_order(found(mixed()), "uncertainty")]
    assert chances == sorted(chances, key=lambda p: -p * (1 - p))


@pytest.mark.parametrize("order", ORDERS)
def test_to_a_blind_reviewer_no_order_tells_whose_a_lone_item_is(order: Any) -> None:
    many = [figure(40 * at, f"{at} boats", str(at), "count") for at in range(1, 13)]
    run = [one for at, one in enumerate(many) if at % 3] + [
        figure(40 * at + 20, "9 cats", "9", "count") for at in range(1, 9)
    ]
    run[-1] = run[-1] | {"verification": "contradicted"}
    past = {("figures", "missing", None): (9, 10), ("figures", "spurious", None): (0, 10)}
    lone = found(World(gold={"figures": many}, run={"figures": run}))
    assert {one.kind for one in lone} == {"missing", "spurious"}
    assert [one.place for one in in_order(lone, order, past, blind=True)] == sorted(one.place for one in lone)


def test_to_a_blind_reviewer_no_chance_tells_what_the_run_was_found_to_be() -> None:
    (one,) = in_order(found(figures(value="1")), "gold-suspect", {("figures", "value", "value"): (9, 10)}, blind=True)
    assert one.suspicion == pytest.approx(2 / 3)  # (9 + 1) / (10 + 5), though the text confirms the run's value


# --- agreements -----------------------------------------------------------------------------------------------


def agreed(number: int) -> tuple[Disagreement, ...]:
    """So many figures, every tenth of them wrong."""
    many = [figure(20 * at, f"{at} boats", str(at), "count") for at in range(1, number + 1)]
    run = [one | {"value": "0"} if at % 10 == 0 else one for at, one in enumerate(many)]
    return found(World(gold={"figures": many}, run={"figures": run}), agreed=True)


def test_a_sample_of_agreements_is_about_its_share_and_always_the_same() -> None:
    everything = agreed(1000)
    sample = [one.id for one in sampled(everything, 0.1) if one.kind == "agreement"]
    assert len(sample) == pytest.approx(90, abs=30)
    assert sample == [one.id for one in sampled(tuple(reversed(everything)), 0.1) if one.kind == "agreement"][::-1]
    assert set(sample) < {one.id for one in sampled(everything, 0.2)}


def test_without_a_share_there_is_no_agreement_and_with_all_of_it_all_are() -> None:
    everything = agreed(50)
    assert {one.kind for one in sampled(everything, 0)} == {"value"}
    assert sampled(everything, 1) == everything


@pytest.mark.parametrize("order", ORDERS)
def test_agreements_are_spread_over_the_whole_queue(order: Any) -> None:
    queue = in_order(agreed(400), order)
    places = [place / len(queue) for place, one in enumerate(queue) if one.kind != "agreement"]
    assert min(places) < 0.1
    assert max(places) > 0.9
    assert queue == in_order(reversed(queue), order)


@pytest.mark.parametrize("order", ORDERS)
def test_no_place_in_the_queue_tells_a_pair_that_agrees(order: Any) -> None:
    world = mixed()
    figures = agreed(40)
    claims = [one for one in found(world, agreed=True) if one.type == "claims"]
    queue = in_order([*figures, *claims], order, blind=True)
    assert {(one.type, one.kind) for one in queue} >= {("figures", "agreement"), ("claims", "agreement")}
    for type_ in ("figures", "claims"):  # all weigh the same, so that all stand in the order of the text
        places = [one.place for one in queue if one.type == type_ and one.run and one.reference]
        assert places == sorted(places)


@pytest.mark.parametrize("order", ORDERS)
def test_a_disagreement_that_is_settled_leaves_the_others_in_their_order(order: Any) -> None:
    everything = agreed(200)
    queue = in_order(everything, order, blind=True)
    gone = next(one.id for one in queue if one.kind == "value")
    left = in_order([one for one in everything if one.id != gone], order, blind=True)
    assert left == tuple(one for one in queue if one.id != gone)


def test_a_pair_that_agrees_stands_among_pairs_of_its_type_that_differ() -> None:
    lone = [one for one in found(mixed()) if one.kind != "value"]
    queue = in_order([*lone, *agreed(40)], blind=True)
    pairs = [number for number, one in enumerate(queue) if one.run and one.reference]
    assert len(pairs) == 40
    assert pairs[-1] - pairs[0] == 39  # none of them stands among what one side alone has


def test_where_nothing_of_its_type_differs_a_pair_that_agrees_stands_among_the_rest() -> None:
    rest = [one for one in agreed(100) if one.kind == "value"]
    claims = [replace(one, type="claims") for one in agreed(100) if one.kind == "agreement"]
    queue = in_order([*rest, *claims], blind=True)
    assert {one.kind for one in queue[:11]} == {one.kind for one in queue[-11:]} == {"value", "agreement"}
