"""Do reviewers say the same, and did they read on their own?"""

from typing import Any

import pytest
from toy_gold import World
from toy_review import decide, found

from extract.disagreements import Disagreement
from extract.review import Change, State, Verdict, agreement, disputed, fold


def one_wrong() -> Disagreement:
    world = World()
    world.run["figures"][0]["value"] = "1"
    return found(world)[0]


ONE = one_wrong()


def folded(*verdicts: tuple[str, Verdict, Any], **how: Any) -> State:
    return fold(
        decide(ONE, verdict, f"e{number}", by=by, final=final, **how)
        for number, (by, verdict, final) in enumerate(verdicts)
    )


SAID = [
    ([("ana", "run", None), ("bo", "run", None)], 1, 1),
    ([("ana", "run", None), ("bo", "reference", None)], 0, 1),
    ([("ana", "run", None), ("bo", "run", None), ("cy", "both", None)], 1, 3),
    ([("ana", "reference", None), ("ana", "run", None), ("bo", "run", None)], 1, 1),
    ([("ana", "edited", {"a": 1, "b": 2}), ("bo", "edited", {"b": 2, "a": 1})], 1, 1),
    ([("ana", "edited", {"a": 1}), ("bo", "edited", {"a": 2})], 0, 1),
]


@pytest.mark.parametrize(("verdicts", "same", "pairs"), SAID)
def test_agreement_counts_each_pair_of_reviewers_by_their_last_words(verdicts: Any, same: int, pairs: int) -> None:
    found = agreement(folded(*verdicts))
    assert (found.numerator, found.denominator, found.documents) == (same, pairs, 1)


@pytest.mark.parametrize(("verdicts", "same", "pairs"), SAID)
def test_an_item_is_disputed_where_last_words_differ(verdicts: Any, same: int, pairs: int) -> None:
    state = folded(*verdicts)
    assert disputed(state, state.item(ONE.id)) == (same < pairs)


@pytest.mark.parametrize(
    "verdicts",
    [
        [],
        [("ana", "run", None)],
        [("ana", "run", None), ("bo", "skip", None)],
        [("ana", "run", None), ("ana", "both", None)],
        [("ana", "skip", None), ("bo", "skip", None)],
    ],
)
def test_one_reviewer_alone_neither_agrees_nor_disputes(verdicts: Any) -> None:
    state = folded(*verdicts)
    assert agreement(state).value is None
    assert not disputed(state, state.item(ONE.id))


def test_who_was_shown_what_another_said_does_not_count_as_agreeing() -> None:
    state = fold([decide(ONE, "run", "e1"), decide(ONE, "run", "e2", by="bo", blind=False)])
    assert agreement(state).value is None


def test_a_second_thought_that_was_not_blind_leaves_the_first_to_be_counted() -> None:
    again = decide(ONE, "both", "e3", blind=False)
    state = fold([decide(ONE, "run", "e1"), decide(ONE, "run", "e2", by="bo"), again])
    assert (agreement(state).numerator, agreement(state).denominator) == (1, 1)
    assert disputed(state, state.item(ONE.id))


def test_what_was_taken_back_is_not_disputed() -> None:
    said = [decide(ONE, "run", "e1"), decide(ONE, "both", "e2", by="bo"), Change("e3", "now", "bo", "undo", "e2")]
    state = fold(said)
    assert not disputed(state, state.item(ONE.id))
