"""How the page fares in a browser: at a phone, a laptop and on paper, light and dark, with hostile text in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from browsing import faults
from toy_page import BROKEN, EMPTY, LOST, LUND, NEW, TEXT, against, with_gold

from extract.report.page.records import Subject
from extract.report.page.rendering import page

HOSTILE = "</script></style></body><img src=x onerror=\"document.title='owned'\"><svg onload=alert(1)> \u202egpj"
PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
PAPER = {"width": 690, "height": 1000}
"""A4 within its margins, at 96 dots an inch."""


@contextmanager
def opened(browser: Any, path: Path, size: dict[str, int], scheme: str = "light", **others: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=size, color_scheme=scheme, **others)
    tab = context.new_page()
    tab.goto(path.as_uri())
    yield tab
    context.close()


def written(subject: Subject, folder: Path) -> Path:
    path = folder / "page.html"
    path.write_text("".join(page(subject)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page with everything on it, hostile text in the document included."""
    one = with_gold(LUND, EMPTY, text=f"{TEXT}\n{HOSTILE}", run=HOSTILE, against=against(LOST, BROKEN, NEW))
    return written(one, tmp_path_factory.mktemp("page"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP, PAPER], ids=["phone", "laptop", "paper"])
def test_the_page_has_no_serious_fault_for_people_who_read_otherwise(
    browser: Any, path: Path, size: dict[str, int], scheme: str
) -> None:
    with opened(browser, path, size, scheme, bypass_csp=True) as tab:
        tab.add_style_tag(content=".document { content-visibility: visible !important }")  # or axe skips what is below
        assert faults(tab, passes=20) == []


@pytest.mark.parametrize("size", [PHONE, LAPTOP, PAPER], ids=["phone", "laptop", "paper"])
def test_nothing_is_wider_than_the_page_and_no_letter_is_too_small(
    browser: Any, path: Path, size: dict[str, int]
) -> None:
    with opened(browser, path, size) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth") == size["width"]
        smallest = tab.evaluate(
            "Math.min(...[...document.querySelectorAll('body *')].filter(e => e.innerText?.trim() && !e.closest('svg'))"
            ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
        )
    assert smallest >= 11.5


def test_light_and_dark_are_two_looks_of_one_page(browser: Any, path: Path) -> None:
    papers = []
    for scheme in ("light", "dark"):
        with opened(browser, path, LAPTOP, scheme) as tab:
            papers.append(tab.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert papers == ["rgb(255, 255, 255)", "rgb(20, 23, 27)"]


def test_the_page_asks_for_nothing_runs_nothing_and_breaks_no_policy(browser: Any, path: Path) -> None:
    asked: list[str] = []
    told: list[str] = []
    context = browser.new_context()
    tab = context.new_page()
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: told.append(message.text))
    tab.on("dialog", lambda dialog: told.append(dialog.message))
    tab.goto(path.as_uri())
    tab.wait_for_timeout(200)
    title = tab.title()
    assert (asked, told) == ([path.as_uri()], [])
    assert title == f"{HOSTILE.replace(chr(0x202E), '⟨U+202E⟩')}: extraction report"
    assert tab.locator("img, script, iframe, svg[onload]").count() == 0
    context.close()


def test_hostile_text_is_shown_as_it_stands(browser: Any, path: Path) -> None:
    with opened(browser, path, LAPTOP, bypass_csp=True) as tab:  # or the test could not look
        tab.locator(".text").first.scroll_into_view_if_needed()
        tab.wait_for_function("document.querySelector('.text').innerText")  # laid out once it comes into view
        shown = tab.locator(".text").first.inner_text()
    assert (
        "</script></style></body><img src=x onerror=\"document.title='owned'\"><svg onload=alert(1)> ⟨U+202E⟩gpj"
        in shown
    )


def test_a_line_of_links_leads_through_the_page_without_a_mouse(browser: Any, path: Path) -> None:
    with opened(browser, path, LAPTOP) as tab:
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.textContent") == "Skip to the content"
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        assert tab.evaluate("location.hash") == "#summary"


def test_a_letter_in_the_text_leads_to_its_item(browser: Any, path: Path) -> None:
    with opened(browser, path, LAPTOP) as tab:
        tab.locator(".text a", has_text="F0").click()
        assert tab.evaluate("document.querySelector(':target').innerText").startswith("F0")


def test_a_closed_document_is_printed_whole(browser: Any, tmp_path: Path) -> None:
    closed = written(with_gold(LUND, EMPTY), tmp_path).read_text(encoding="utf-8").replace(" open>", ">")
    (tmp_path / "closed.html").write_text(closed, encoding="utf-8")
    with opened(browser, tmp_path / "closed.html", PAPER) as tab:
        assert not tab.locator(".text").is_visible()
        tab.emulate_media(media="print")
        assert tab.locator(".text").bounding_box()["height"] > 30
        assert len(re.findall(rb"/Type\s*/Page\b", tab.pdf(format="A4"))) >= 2


def test_paper_is_white_in_the_dark_too(browser: Any, path: Path) -> None:
    with opened(browser, path, PAPER, "dark") as tab:
        tab.emulate_media(media="print", color_scheme="dark")
        assert tab.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')") == "#ffffff"
