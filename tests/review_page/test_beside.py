"""What else do the sides have on the words of an item that one of them alone has?"""

from dataclasses import replace
from pathlib import Path

from toy_gold import World, claim, figure, labelled
from toy_review import found
from toy_session import document

from extract import ClaimsAndFigures, Figure
from extract.disagreements import Disagreement
from extract.evaluation.reviewing import Subject
from extract.review import LOG, DecisionsLog, Sides
from extract.review_page.beside import beside
from extract.review_page.item_view import item_view
from extract.review_page.rendering import render
from extract.review_page.session import Session

SIDES: Sides = ("reference", "run")
TEXT = "x" * 10 + "exceeded 7.12 billion yuan and so it went on and on for a while in the town of Lund"


def twice() -> Disagreement:
    """Return a figure that the run has twice and gold once."""
    world = World(gold=labelled(), run=labelled())
    world.run["figures"].append(dict(world.run["figures"][0]))
    return next(one for one in found(world) if one.kind == "duplicate")


def test_of_an_item_that_comes_twice_both_sides_show_what_they_have_there() -> None:
    shown = beside(twice(), SIDES, Figure, TEXT, named=False)
    assert shown is not None
    assert [one.words for one in shown.a] == [one.words for one in shown.b] == ["exceeded 7.12 billion yuan"]
    assert shown.a[0].fields == shown.b[0].fields
    assert dict(shown.a[0].fields)["value"] == "7,120,000,000"
    assert "upper" not in dict(shown.a[0].fields)
    assert "measure" not in dict(shown.a[0].fields)


def test_the_item_itself_is_not_beside_itself() -> None:
    one = twice()
    assert all(other is not one.run for other in one.beside_run)
    assert len(one.beside_run) == len(one.beside_reference) == 1


def test_an_item_that_stands_alone_has_nothing_beside_it() -> None:
    world = World(gold=labelled(), run=labelled())
    world.run["figures"].append(figure(700, "7 cranes", "7", "count"))
    (one,) = found(world)
    assert (one.beside_reference, one.beside_run) == ((), ())
    assert beside(one, SIDES, Figure, TEXT, named=False) is None


def test_an_item_without_a_place_and_a_pair_have_nothing_beside_them() -> None:
    world = World(gold=labelled(), run=labelled())
    world.run["claims"].append(claim(900, "nobody said so", span=None))
    world.run["figures"][0]["value"] = "1"
    assert [(one.kind, one.beside_reference, one.beside_run) for one in found(world)] == [
        ("ungrounded", (), ()),
        ("value", (), ()),
    ]


def test_what_nobody_labelled_is_shown_of_nobody_while_the_sides_have_no_names() -> None:
    one = twice()
    left_out = replace(one.beside_reference[0], unlabelled=frozenset({"unit"}))
    one = replace(one, beside_reference=(left_out,))
    hidden, named = (beside(one, SIDES, Figure, TEXT, named=named) for named in (False, True))
    assert hidden is not None
    assert named is not None
    assert "unit" not in dict(hidden.b[0].fields)
    assert (dict(named.b[0].fields)["unit"], "unit" in dict(named.a[0].fields)) == ("CNY", False)


def test_of_many_a_few_are_shown_and_the_rest_is_counted() -> None:
    one = replace(twice(), beside_run=twice().beside_run * 7)
    shown = beside(one, SIDES, Figure, TEXT, named=True)
    assert shown is not None
    assert (len(shown.a), len(shown.b), shown.more) == (1, 5, (0, 2))


def test_the_page_does_not_say_that_a_side_has_nothing_there(tmp_path: Path) -> None:
    one = twice()
    with DecisionsLog(tmp_path / LOG) as log:
        documents = {"lund": document("lund", TEXT, "lund.txt")}
        session = Session(Subject("runs/toy", "gold", "gold", (one,), documents, 0), ClaimsAndFigures, log, "ana")
        html = render("item.html", True, base="/x", token="", view=item_view(session, one, ""))
    assert "has none of its own for it, but another on the same words (below)" in html
    assert html.count("exceeded 7.12 billion yuan</bdi></q>") == 2
    assert "is right: nothing more" in html
    assert "no item here" not in html
