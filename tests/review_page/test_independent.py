"""Does a screen tell an independent reader what others decided, before they have decided it themselves?"""

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from toy_session import session

from extract.disagreements import Disagreement
from extract.evaluation.rescoring import Rescored
from extract.review import Applied, Recorded, Verdict
from extract.review_page.filters import Filter
from extract.review_page.history import history
from extract.review_page.item_view import item_view
from extract.review_page.overview import overview
from extract.review_page.rendering import render
from extract.review_page.session import Session
from extract.review_page.summary import summary

ALL = Filter()


def decide(of: Session, one: Disagreement, verdict: Verdict, event: str) -> None:
    of.refresh()
    assert isinstance(of.decide([(one, of.state.item(one.id).version)], verdict, event), Recorded)


def html_of(template: str, view: Any) -> str:
    return unescape(render(template, True, base="/x", token="", view=view))


def nothing_moves() -> Rescored:
    return Rescored(Applied({}), (), (), ())


@pytest.fixture
def ben(tmp_path: Path) -> Iterator[Session]:
    """An independent reader of what ana has decided and said something about."""
    with (
        session(tmp_path) as ana,
        session(tmp_path, reviewer="ben", independent=True, scores=nothing_moves) as ben,
    ):
        for number, one in enumerate(ana.queue(ALL)):
            decide(ana, one, "run", f"a{number}")
            ana.remark(one, "comment", f"c{number}", "plainly the run")
        ben.refresh()
        yield ben


def screens(of: Session) -> dict[str, str]:
    return {
        "item.html": html_of("item.html", item_view(of, of.queue(ALL)[0], "")),
        "overview.html": html_of("overview.html", overview(of, ALL)),
        "history.html": html_of("history.html", history(of)),
        "summary.html": html_of("summary.html", summary(of)),
    }


def test_no_screen_tells_what_others_said_before_the_reader_has_decided(ben: Session) -> None:
    for html in screens(ben).values():
        assert "ana" not in html.split()
        assert "plainly" not in html
        assert "the run is right" not in html
    assert summary(ben).scores_missing.startswith("decide all items first")


def test_afterwards_all_screens_tell_it(ben: Session) -> None:
    for number, one in enumerate(ben.queue(ALL)):
        decide(ben, one, "both" if number else "run", f"b{number}")
    assert all("plainly" in html for name, html in screens(ben).items() if name != "summary.html")
    found = summary(ben)
    assert (found.agreement.numerator, found.agreement.denominator, found.progress.disputed) == (1, 4, 3)
    assert found.scores_missing == ""


def test_the_overview_says_how_it_is_read(ben: Session) -> None:
    assert "what others decided is shown after your own decision" in screens(ben)["overview.html"]


def test_items_on_which_readers_differ_are_linked_from_the_summary(ben: Session) -> None:
    for one in ben.queue(ALL)[:2]:
        decide(ben, one, "both", one.id)
    assert [(left.items, left.query) for left in summary(ben).left] == [(2, "status=open"), (2, "status=disputed")]
    assert '<a href="/x/?status=disputed"><strong>2</strong> reviewers say' in screens(ben)["summary.html"]
