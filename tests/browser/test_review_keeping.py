"""Whether what a person typed stays, and what they look for is in sight: in a browser, at a laptop and at a phone."""

from pathlib import Path
from typing import Any

import pytest
from toy_loop import Reviewer, generated, log, served, sitting

PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


def box(ana: Reviewer, selector: str) -> dict[str, float]:
    found: dict[str, float] = ana.tab.locator(selector).first.bounding_box()
    return found


def free(ana: Reviewer) -> float:
    """Return how far down the page is seen above the bar of buttons."""
    return box(ana, ".actions")["y"]


# --- what was typed ---------------------------------------------------------------------------------------------


def test_what_was_written_in_the_form_stays_when_the_whole_document_is_shown(ana: Reviewer) -> None:
    ana.presses("e")
    ana.tab.locator("#f-measure").fill("what I typed")
    ana.tab.keyboard.press("Escape")
    ana.presses(".")
    assert ana.tab.locator("#f-measure").input_value() == "what I typed"
    assert ana.tab.locator("#kept").inner_text() == "What you typed before is here still; it is not saved."


def test_a_form_that_was_closed_says_that_it_has_the_words_still(ana: Reviewer, folder: Path) -> None:
    ana.presses("e")
    ana.tab.locator("#f-measure").fill("what I typed")
    ana.tab.keyboard.press("Escape")
    ana.presses("Escape")
    assert ana.tab.locator("#kept").inner_text() == "What you wrote is not saved; Edit has it still."
    ana.presses("e")
    assert ana.tab.locator("#f-measure").input_value() == "what I typed"
    ana.presses("Control+Enter")
    assert log(folder)[0]["final"]["measure"] == "what I typed"
    assert ana.tab.locator("#kept").count() == 0


def test_a_note_stays_with_its_item_and_goes_with_its_decision(ana: Reviewer, folder: Path) -> None:
    first = ana.item
    ana.tab.locator(".because summary").click()
    ana.tab.locator("#note").fill("the table says so")
    ana.tab.keyboard.press("Escape")
    ana.presses("j")
    assert ana.tab.locator("#note").input_value() == ""
    ana.presses("k")
    assert (ana.item, ana.tab.locator("#note").input_value()) == (first, "the table says so")
    ana.presses("1")
    assert log(folder)[0]["note"] == "the table says so"
    ana.presses("u")
    assert (ana.item, ana.tab.locator("#note").input_value()) == (first, "")


def test_a_comment_that_is_saved_leaves_the_note_as_it_is(ana: Reviewer, folder: Path) -> None:
    ana.tab.locator(".because summary").click()
    ana.tab.locator("#note").fill("the table says so")
    ana.tab.keyboard.press("Escape")
    ana.tab.keyboard.press("c")
    ana.tab.locator("#comment-note").fill("odd")
    ana.presses("Control+Enter")
    assert [event["type"] for event in log(folder)] == ["comment"]
    assert ana.tab.locator("#note").input_value() == "the table says so"
    assert ana.tab.locator("#comment-note").input_value() == ""


def test_the_browser_asks_before_it_leaves_what_is_not_saved(browser: Any, folder: Path) -> None:
    with served(folder) as url:
        tab = browser.new_context().new_page()
        asked: list[str] = []
        tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        tab.goto(url + "next")
        tab.get_by_role("link", name="Summary").click()
        tab.wait_for_url("**/summary")
        assert asked == []
        tab.goto(url + "next")
        tab.locator(".because summary").click()
        tab.locator("#note").press_sequentially("so")
        tab.get_by_role("link", name="Summary").click()
        tab.wait_for_url("**/summary")
        assert asked == ["beforeunload"]
        tab.context.close()


def test_what_was_left_out_of_a_group_is_left_out_after_a_look_at_an_item(ana: Reviewer) -> None:
    ana.goes("next?field=unit")
    ana.presses("b")
    boxes = ana.tab.locator("[name=item]")
    assert boxes.count() > 2
    ana.tab.get_by_role("button", name="Choose none").click()
    assert ana.tab.locator("[name=item]:checked").count() == 0
    ana.tab.get_by_role("button", name="Choose all").click()
    boxes.first.uncheck()
    ana.does(lambda: ana.tab.locator("ul.alike a").first.click())
    assert "field=unit" in ana.tab.url
    ana.does(ana.tab.go_back)
    assert [one.is_checked() for one in boxes.all()[:2]] == [False, True]


# --- what is in sight -------------------------------------------------------------------------------------------


@pytest.fixture
def long_text(tmp_path: Path) -> Path:
    """A project with one long document whose items stand far down."""
    before = "".join(
        f"Nothing happened on the {number} hill of that land and nobody came.\n\n" for number in range(900)
    )
    sentences = before.replace("0", "o").replace("1", "l")
    for digit in "23456789":
        sentences = sentences.replace(digit, "x")
    text = f"{sentences}The county built 12 plants in 2001. The port exported 30 tonnes of tin in 2002.\n\n{sentences}"
    return generated(tmp_path / "long", [{"id": "long", "text": text}])


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("path", ["next", "edit"])
def test_the_whole_document_is_shown_at_the_words(
    browser: Any, long_text: Path, path: str, size: dict[str, int]
) -> None:
    with served(long_text) as url, sitting(browser, url) as ana:
        ana.tab.set_viewport_size(size)
        if path == "edit":
            ana.presses("e")
        ana.presses(".")
        assert len(ana.tab.locator(".source").inner_text()) > 100_000
        mark = box(ana, "mark")
        assert mark["y"] > 0
        assert mark["y"] + mark["height"] < free(ana)
        ana.tab.reload()
        ana.reads()
        assert 0 < box(ana, "mark")["y"] < free(ana)


def test_the_form_opens_in_sight_with_the_words_beside_it(ana: Reviewer) -> None:
    ana.tab.set_viewport_size(LAPTOP)
    ana.presses("e")
    assert box(ana, "form.edit")["y"] < 300
    assert box(ana, "#f-value, #f-statement")["y"] < free(ana)
    assert box(ana, "mark")["y"] < free(ana)
    assert ana.tab.evaluate("document.activeElement.id") == "edit-title"


def test_at_a_phone_the_words_and_what_differs_are_above_the_buttons(ana: Reviewer) -> None:
    ana.goes("next?kind=value")
    ana.tab.set_viewport_size(PHONE)
    ana.tab.reload()
    mark, row = box(ana, "mark"), box(ana, "tr.differs:not(.words) td")
    assert mark["y"] + mark["height"] < row["y"]
    assert row["y"] + 24 < free(ana)
    assert PHONE["height"] - free(ana) < 160


@pytest.mark.parametrize("path", ["", "history", "summary", "next", "help"])
def test_at_a_phone_no_cell_breaks_inside_a_word(ana: Reviewer, path: str) -> None:
    for key in "123":
        ana.presses(key)
    ana.tab.set_viewport_size(PHONE)
    ana.goes(path)
    broken = ana.tab.evaluate(
        """() => [...document.querySelectorAll("th, td")].flatMap((cell) => {
            const found = [];
            const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                for (const word of walk.currentNode.data.matchAll(/[a-z]{3,15}/gi)) {
                    const range = document.createRange();
                    range.setStart(walk.currentNode, word.index);
                    range.setEnd(walk.currentNode, word.index + word[0].length);
                    const tops = new Set([...range.getClientRects()].map((one) => Math.round(one.top)));
                    if (tops.size > 1) found.push(word[0]);
                }
            }
            return found;
        })"""
    )
    assert broken == []


def test_the_letter_of_a_quote_stands_with_its_first_word(ana: Reviewer) -> None:
    ana.goes("next?kind=value")
    look = """(mark) => [getComputedStyle(mark, "::before").display, mark.getClientRects()[0].top]"""
    for width in range(700, 1280, 40):
        ana.tab.set_viewport_size({"width": width, "height": 800})
        display, top = ana.tab.locator("mark[data-opens]").first.evaluate(look)
        first = ana.tab.locator("mark[data-opens] [data-start]").first.evaluate("(e) => e.getClientRects()[0].top")
        assert display == "inline"
        assert abs(first - top) < 12
