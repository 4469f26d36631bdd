"""Does the browser show the words that an offset means, whatever the text is made of?"""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from toy_session import session
from toy_texts import HARD

from extract.records import Span
from extract.review_page.filters import Filter
from extract.review_page.item_view import item_view
from extract.review_page.rendering import render
from extract.review_page.texts import windows

CASES = 400
READ = """() => [...document.querySelectorAll("main")].map((main) => {
  const points = (node) => node.classList.contains("chip")
    ? [Number.parseInt(node.title.slice(2), 16)] : Array.from(node.textContent, (char) => char.codePointAt(0));
  const placed = (runs) => [...runs].map((node) => [Number(node.dataset.start), points(node)]);
  const lengths = (nodes) => [...nodes].reduce((sum, node) => sum + node.textContent.length, 0);
  const of = (side) => placed(main.querySelectorAll(`mark[data-sides*=${side}] > [data-start]`));
  return { A: of("A"), B: of("B"), all: placed(main.querySelectorAll(".source [data-start]")),
           rest: lengths(main.querySelectorAll(".source")),
           held: lengths(main.querySelectorAll(".source [data-start]")) };
})"""
"""What stands on the page: of each run its place and its code points, chips read by their titles."""

Case = tuple[str, list[tuple[str, Span]]]


def cases() -> Iterator[Case]:
    random = Random(7)
    for _ in range(CASES):
        text = random.choice(["", "\n", "\n\n"]) + "".join(random.choices(HARD, k=random.randrange(1, 40)))
        pairs = [sorted(random.choices(range(len(text) + 1), k=2)) for _ in range(random.randrange(1, 4))]
        yield text, [("AB"[number % 2], Span(start, end)) for number, (start, end) in enumerate(pairs)]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Case, str]]:
    """Return the cases with the real fragment of each."""
    with session(tmp_path_factory.mktemp("review")) as of:
        view = item_view(of, of.queue(Filter())[0], "")
        views = ((case, replace(view, windows=windows(*case, whole=True), has_text=True)) for case in cases())
        return [(case, render("item.html", True, base="/x", token="", view=one)) for case, one in views]


@pytest.fixture(scope="module")
def read(browser: Any, drawn: list[tuple[Case, str]]) -> list[dict[str, Any]]:
    """Return what a browser has of every case, served as the review is: as UTF-8, under its style sheet."""
    body = "<!DOCTYPE html><meta charset=utf-8>" + "".join(html for _, html in drawn)
    context = browser.new_context()
    tab = context.new_page()
    tab.route("**/*", lambda route: route.fulfill(body=body.encode(), content_type="text/html; charset=utf-8"))
    tab.goto("http://127.0.0.1:9/")
    found = tab.evaluate(READ)
    context.close()
    return list(found)


def text_of(runs: list[tuple[int, list[int]]]) -> str:
    return "".join(chr(point) for _, points in runs for point in points)


def test_every_case_has_its_own_item(read: list[dict[str, Any]]) -> None:
    assert len(read) == CASES


def test_the_browser_has_the_text_and_nothing_else(drawn: list[tuple[Case, str]], read: list[dict[str, Any]]) -> None:
    for ((text, _), _), found in zip(drawn, read, strict=True):
        assert text_of(found["all"]) == text
        assert found["rest"] == found["held"]


def test_every_run_knows_its_place_in_code_points(drawn: list[tuple[Case, str]], read: list[dict[str, Any]]) -> None:
    for ((text, _), _), found in zip(drawn, read, strict=True):
        assert all(text[start : start + len(points)] == text_of([(start, points)]) for start, points in found["all"])


@pytest.mark.parametrize("side", ["A", "B"])
def test_marks_hold_the_words_that_python_cuts_out(
    drawn: list[tuple[Case, str]], read: list[dict[str, Any]], side: str
) -> None:
    for ((text, marks), _), found in zip(drawn, read, strict=True):
        meant = sorted({at for letter, span in marks if letter == side for at in range(*span)})
        assert text_of(found[side]) == "".join(text[at] for at in meant)
        assert [start + offset for start, points in found[side] for offset in range(len(points))] == meant
