"""On which items and fields do two runs differ?"""

from dataclasses import replace
from pathlib import Path

import pytest
from toy_sides import side

from extract.comparison import compare, read_policy
from extract.differences import Flip, Side


def flips(a: Side, b: Side) -> list[Flip]:
    return list(compare(a, b, read_policy()).flips)


def told(a: list[str], b: list[str]) -> list[tuple[str, str, int | None, str | None]]:
    return [(flip.kind, flip.document, flip.line, flip.field) for flip in flips(side(a), side(b))]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (["..", ".."], ["..", ".."], []),
        (["..", ".."], [".-", ".."], [("lost", "d000", 3, None)]),
        (["..", "-."], ["..", ".."], [("won", "d001", 2, None)]),
        (["."], ["d"], [("broken", "d000", 2, "value")]),
        (["u"], ["."], [("fixed", "d000", 2, "unit")]),
        (["u"], ["d"], [("broken", "d000", 2, "value"), ("fixed", "d000", 2, "unit")]),
        (["."], ["s"], [("slip", "d000", 2, "value")]),
        (["s"], ["s"], []),
        (["s"], ["g"], [("slip", "d000", 2, "value")]),
        (["-"], ["s"], [("slip", "d000", 2, "value"), ("won", "d000", 2, None)]),
        (["."], [".+"], [("new-spurious", "d000", None, None)]),
        ([".++"], [".+"], [("gone-spurious", "d000", None, None)]),
    ],
)
def test_each_kind_of_flip_is_named_with_its_place(a: list[str], b: list[str], expected: list[object]) -> None:
    assert told(a, b) == expected


def test_a_broken_field_says_what_either_run_said_and_what_is_wrong() -> None:
    (flip,) = flips(side(["..."]), side(["..s"]))
    assert (flip.quote, flip.gold) == ("7 tonnes (2)", "7")
    assert (flip.a.value, flip.a.error, flip.b.value, flip.b.error) == ("7", None, "7000", "scale ×10^3")


def test_repeats_flip_by_the_share_of_samples() -> None:
    (flip,) = flips(side([".."], [".."], [".-"]), side([".-"], [".-"], [".-"]))
    assert (flip.kind, flip.line) == ("lost", 3)
    assert (flip.a.share, flip.b.share) == (pytest.approx(2 / 3), 0.0)


def test_repeats_that_agree_on_average_do_not_flip() -> None:
    assert flips(side([".."], [".-"]), side([".-"], [".."])) == []


def test_the_same_spurious_item_is_one_where_its_quotes_overlap_whatever_its_index() -> None:
    (flip,) = flips(side(["..+"]), side(["-.++"]))[1:]
    assert (flip.kind, flip.quote) == ("new-spurious", "9 tonnes (2000)")


def test_lost_and_won_items_are_tested_by_document() -> None:
    test = compare(side(["...."] * 8), side(["--.."] * 7 + ["...."]), read_policy()).flip_tests["figures"]
    assert (test.lost, test.won, test.differing) == (14, 0, 7)
    assert test.z == pytest.approx(-14 / 28**0.5)  # sum of squares 7 * 4


def test_a_policy_names_the_fields_that_are_critical(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text('[slips]\nfields = ["figures.unit"]\nerrors = ["unit"]\n', encoding="utf-8")
    comparison = compare(side([".."]), side(["su"]), read_policy(path))
    assert [(flip.kind, flip.field) for flip in comparison.flips] == [("slip", "unit"), ("broken", "value")]


def unplaced(quote: str) -> Side:
    """Return a run with one spurious figure whose quote stands nowhere in the document."""
    (sample,) = side([".+"]).samples
    (document,) = sample.evaluation.documents
    item, extra = document.compared
    assert extra.predicted is not None
    moved = replace(extra, predicted=replace(extra.predicted, span=None, quote=quote))
    evaluation = replace(sample.evaluation, documents=(replace(document, compared=(item, moved)),))
    return Side((replace(sample, evaluation=evaluation),))


def test_spurious_items_without_a_place_are_the_same_where_they_quote_the_same() -> None:
    assert flips(unplaced("made up"), unplaced("made up")) == []
    changed = flips(unplaced("made up"), unplaced("invented"))
    assert [(flip.kind, flip.quote) for flip in changed] == [("new-spurious", "invented"), ("gone-spurious", "made up")]
