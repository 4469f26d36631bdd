"""How do the screens of a review fare in a browser: at a phone and a laptop, light and dark, with colours forced?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from browsing import faults
from toy_gold import World, claim, labelled
from toy_review import found
from toy_session import document
from toy_texts import HARD, labelled_text

from extract import ClaimsAndFigures
from extract.disagreements import Disagreement
from extract.evaluation.reviewing import Subject
from extract.review import LOG, DecisionsLog
from extract.review_page.alike import group
from extract.review_page.filters import Filter
from extract.review_page.history import history
from extract.review_page.item_view import item_view
from extract.review_page.overview import overview
from extract.review_page.rendering import render
from extract.review_page.rows import Cell, Part
from extract.review_page.session import Session
from extract.review_page.summary import Moved, summary
from extract.review_page.writing import form

PHONE, LAPTOP, ZOOMED = {"width": 390, "height": 844}, {"width": 1280, "height": 800}, {"width": 640, "height": 400}
"""The last is a laptop at 200 %."""
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
SCREENS = (
    "item", "beside", "written", "wrong", "decided", "alike", "overview", "history", "summary", "done", "error", "help"
)  # fmt: skip


def items() -> tuple[Disagreement, ...]:
    world = World(gold=labelled(), run=labelled())
    for one in world.run["figures"]:
        one.update(value="7", unit="t", entity="the town of Lund, and all that lies around it")
    world.run["figures"][2]["span"] = (90, 112)
    world.run["claims"][1:] = [claim(900, "nobody said so", span=None)]
    return found(world)


def session(log: DecisionsLog) -> Session:
    text = labelled_text() + "".join(HARD)
    read = document("lund", text, "texts/lund.txt", "The port of Lund and its cranes", "2022-06-21")
    subject = Subject("runs/toy", "gold", "gold", items(), {"lund": read}, 3)
    return Session(subject, ClaimsAndFigures, log, "ana")


def drawn(of: Session) -> Iterator[tuple[str, str, Any, dict[str, str]]]:
    """Yield each screen: its name, its template, what it shows and what is said above it."""
    first, second, *_ = of.queue(Filter(kind=("value",)))
    lone = next(one for one in of.queue(Filter()) if one.run is None)
    yield "item", "item.html", item_view(of, first, ""), {}
    yield "beside", "item.html", item_view(of, lone, "kind=one-sided", whole=True), {"toast": "A was gold. Gold kept."}
    yield "written", "item.html", item_view(of, first, "", form=form(of, first)), {}
    faulty = form(of, first, {"value": "no number", "start": "outside"}, {"value": "many", "start": "9999"})
    yield "wrong", "item.html", item_view(of, first, "", form=faulty), {"alert": "NOT saved: the disk is full"}
    yield "alike", "alike.html", group(of, first), {}
    of.decide([(first, None)], "edited", "e1", final={"type": "figure", "value": "7"}, causes=("other",), note="so")
    of.remark(first, "flag", "e2", "Which of them?")
    of.remark(second, "comment", "e3", "Odd.")
    of.undo("u1", "e3")
    of.decide([(second, of.state.item(second.id).version)], "skip", "e4")
    yield "decided", "item.html", item_view(of, first, ""), {}
    yield "overview", "overview.html", overview(of, Filter()), {}
    yield "history", "history.html", history(of), {}
    moved = Moved("runs/toy", "figures.correct.precision", 0.812, 0.918)
    yield "summary", "summary.html", replace(summary(of), scores=(moved,)), {}
    yield "done", "done.html", replace(overview(of, Filter()), next=None, query="type=figures"), {}
    yield "error", "error.html", {"heading": "No such item", "message": "It may have changed since."}, {}
    yield "help", "help.html", None, {}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    with DecisionsLog(tmp_path_factory.mktemp("review") / LOG) as log:
        return {
            name: render(template, False, base="/x", token="", view=view, **said)
            for name, template, view, said in drawn(session(log))
        }


@contextmanager
def opened(browser: Any, html: str, size: dict[str, int], **how: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=size, **how)
    tab = context.new_page()

    def answer(route: Any) -> None:
        path = Path(route.request.url)
        if path.parent.name != "static":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            body = (files("extract.review_page") / "static" / path.name).read_bytes()
            route.fulfill(body=body, content_type=TYPES[path.suffix[1:]])

    tab.route("**/*", answer)
    tab.goto("http://127.0.0.1:9/x/")
    yield tab
    context.close()


def test_every_screen_is_among_those_that_are_looked_at(pages: dict[str, str]) -> None:
    assert set(pages) == set(SCREENS)


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (LAPTOP, "light"), (LAPTOP, "dark")], ids=["phone", "laptop", "dark"]
)
@pytest.mark.parametrize("name", SCREENS)
def test_no_screen_has_a_serious_fault_for_people_who_read_otherwise(
    browser: Any, pages: dict[str, str], name: str, size: dict[str, int], scheme: str
) -> None:
    with opened(browser, pages[name], size, color_scheme=scheme, reduced_motion="reduce") as tab:
        assert faults(tab) == []


@pytest.mark.parametrize("size", [PHONE, LAPTOP, ZOOMED], ids=["phone", "laptop", "zoomed"])
@pytest.mark.parametrize("name", SCREENS)
def test_nothing_is_wider_than_the_screen_and_no_letter_is_too_small(
    browser: Any, pages: dict[str, str], name: str, size: dict[str, int]
) -> None:
    with opened(browser, pages[name], size) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth") == size["width"]
        smallest = tab.evaluate(
            "Math.min(...[...document.querySelectorAll('body *')].filter(e => e.innerText?.trim())"
            ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
        )
    assert smallest >= 11


@pytest.mark.parametrize("forced", ["none", "active"])
def test_sides_are_told_apart_by_letter_and_by_line(browser: Any, pages: dict[str, str], forced: str) -> None:
    look = "(e) => [getComputedStyle(e, '::before').content, getComputedStyle(e).borderBottomStyle]"
    with opened(browser, pages["item"], LAPTOP, forced_colors=forced) as tab:
        both = tab.locator("mark.ab[data-opens]").first.evaluate(look)
        heads = [tab.locator(f".sides thead th.{side}").evaluate(look)[1] for side in "ab"]
    with opened(browser, pages["beside"], LAPTOP, forced_colors=forced) as tab:
        lone = tab.locator("mark[data-opens]").first.evaluate(look)
    assert (both, heads) == (['"AB"', "double"], ["solid", "dashed"])
    assert lone in (['"A"', "solid"], ['"B"', "dashed"])


def test_the_verdicts_stay_in_sight_however_long_the_item_is(browser: Any, pages: dict[str, str]) -> None:
    with opened(browser, pages["beside"], PHONE) as tab:
        place = tab.locator(".actions").bounding_box()
        assert tab.evaluate("document.documentElement.scrollHeight") > PHONE["height"]
    assert place["y"] + place["height"] == pytest.approx(PHONE["height"], abs=1)
    assert place["height"] < PHONE["height"] / 3


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_long_titles_and_values_are_shortened_and_kept_whole_beside(
    browser: Any, tmp_path: Path, size: dict[str, int]
) -> None:
    with DecisionsLog(tmp_path / LOG) as log:
        of = session(log)
        one = of.queue(Filter(kind=("value",)))[0]
        view = item_view(of, one, "", form=form(of, one))
    long = replace(view, document_title="Lund and its port " * 170)
    html = render("item.html", False, base="/x", token="", view=long)
    with opened(browser, html, size) as tab:
        title = tab.locator("#text-of")
        assert title.bounding_box()["height"] < 100
        assert len(title.get_attribute("title")) > 3000
        take = tab.locator(".offers button").first
        take.locator("bdi").evaluate("(e) => { e.textContent = '7'.repeat(4000) }")
        box = take.bounding_box()
    assert box["height"] < 60
    assert box["x"] + box["width"] <= size["width"]


def test_the_form_is_short_on_a_phone_and_explains_its_fields_where_that_is_asked_for(
    browser: Any, pages: dict[str, str]
) -> None:
    with opened(browser, pages["written"], PHONE) as tab:
        box = tab.locator("form.edit").bounding_box()
        assert box["height"] < 1.5 * PHONE["height"]  # twice as long with all that is explained
        comparator, trend = tab.locator("#f-comparator").bounding_box(), tab.locator("#f-trend").bounding_box()
        assert (comparator["y"], comparator["x"] < trend["x"]) == (trend["y"], True)
        assert not tab.locator("#h-unit").is_visible()
        tab.get_by_label("Explain the fields").check()
        assert tab.locator("#h-unit").is_visible()
    with opened(browser, pages["written"], LAPTOP) as tab:
        assert tab.locator("#h-unit").is_visible()
        assert not tab.get_by_label("Explain the fields").is_visible()


LINES = "(e) => [...new Set([...e.getClientRects()].map((one) => Math.round(one.top)))].length"


@pytest.mark.parametrize(("digits", "lines"), [("7,120,000,000,000", 1), ("-7,120,000,000,000,000.25", 2)])
def test_a_number_on_a_phone_is_never_broken_within_its_groups_of_digits(
    browser: Any, tmp_path: Path, digits: str, lines: int
) -> None:
    with DecisionsLog(tmp_path / LOG) as log:
        of = session(log)
        view = item_view(of, of.queue(Filter(kind=("value",)))[0], "")
    number = Cell((Part(digits),), number=True)
    differs = next(row for row in view.rows if row.name == "value")
    html = render(
        "item.html", False, base="/x", token="", view=replace(view, rows=(replace(differs, a=number, b=number),))
    )
    with opened(browser, html, PHONE) as tab:
        for one in tab.locator(".sides .number").all():
            assert one.evaluate(LINES) == lines
            groups = one.evaluate(
                "(e) => [...e.childNodes].filter(n => n.data).map(n => {"
                "const r = document.createRange(); r.selectNodeContents(n); return r.getClientRects().length})"
            )
            assert set(groups) == {1}
        assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


SIGNS = """() => [...document.querySelectorAll(".sides .equal .alike-sign")].map((sign) => {
  const name = document.createRange();
  name.selectNode(sign.parentElement.firstChild);
  return [name, sign].map((one) => one.getBoundingClientRect()).map((box) => [box.top, box.right, box.height]);
})"""


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_sign_of_what_is_the_same_stands_beside_the_name_of_its_field(
    browser: Any, pages: dict[str, str], size: dict[str, int]
) -> None:
    html = pages["item"].replace(">comparator", ">a_field_with_a_long_name")
    for page in (pages["item"], html):
        with opened(browser, page, size) as tab:
            pairs = tab.evaluate(SIGNS)
            assert len(pairs) > 3
            for name, sign in pairs:
                assert sign[0] < name[0] + sign[2], "below"
                assert size is LAPTOP or name[1] < sign[1]


def test_every_move_is_in_sight_on_a_phone(browser: Any, pages: dict[str, str]) -> None:
    with opened(browser, pages["item"], PHONE) as tab:
        boxes = [one.bounding_box() for one in tab.locator(".moves .key").all()]
    assert max(box["x"] + box["width"] for box in boxes) <= PHONE["width"]


def test_the_verdicts_leave_the_room_to_the_text_where_the_screen_is_low(browser: Any, pages: dict[str, str]) -> None:
    with opened(browser, pages["item"], {"width": 844, "height": 390}) as tab:
        assert tab.locator(".actions").bounding_box()["y"] > 390


def test_a_line_of_links_leads_past_the_header(browser: Any, pages: dict[str, str]) -> None:
    with opened(browser, pages["overview"], LAPTOP) as tab:
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.textContent") == "Skip to the content"


def test_nothing_moves_for_those_who_asked_for_stillness(browser: Any, pages: dict[str, str]) -> None:
    names = []
    for wish in ("reduce", "no-preference"):
        with opened(browser, pages["beside"], LAPTOP, reduced_motion=wish) as tab:
            names.append(tab.locator(".toast").evaluate("(e) => getComputedStyle(e).animationName"))
    assert names == ["none", "shown"]
