"""Can anything in a template or the style sheet run, load from elsewhere, or print a text as HTML?"""

import re
from pathlib import Path

import pytest

from extract import review_page

ROOM = Path(review_page.__file__).parent
TEMPLATES = sorted((ROOM / "templates").glob("*.html"))
STATIC = sorted((ROOM / "static").iterdir())
FORBIDDEN = {
    "an inline style": r"<style|\sstyle\s*=",
    "an inline script": r"<script(?![^>]*\ssrc=\"\{\{ base \}\}/static/)|javascript:",
    "an inline handler": r"\son[a-z]+\s*=",
    "text that is not escaped": r"\|\s*safe|Markup",
    "an address elsewhere": r"https?:|\s(src|href|action)=\"//|url\(",
    "a page in the page": r"<(iframe|object|embed|base|link(?! rel=\"(icon|stylesheet)\"))",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_what_the_policy_forbids(path: Path) -> None:
    content = re.sub(r"\{%.*?%\}", "", path.read_text(encoding="utf-8"))
    assert {what for what, pattern in FORBIDDEN.items() if re.search(pattern, content, re.IGNORECASE)} == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_attribute_that_a_template_fills_in_stands_in_double_quotes(path: Path) -> None:
    assert re.findall(r"\s[a-z-]+=(?:\{[{%]|'[^']*\{\{)", path.read_text(encoding="utf-8")) == []


def test_no_template_switches_escaping_off() -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    assert re.findall(r"autoescape|\bsafe\b", said) == []


def test_the_style_sheet_asks_for_nothing() -> None:
    (style,) = (path for path in STATIC if path.suffix == ".css")
    assert re.findall(r"@import|url\(|@font-face|https?:|expression\(", style.read_text(encoding="utf-8")) == []


def test_there_are_three_static_files_and_no_others() -> None:
    assert {path.name for path in STATIC} == {"icon.svg", "review.css", "review.js"}


def test_the_icon_runs_nothing_and_loads_nothing() -> None:
    icon = (ROOM / "static" / "icon.svg").read_text(encoding="utf-8")
    assert re.findall(r"<script|\son[a-z]+=|href", icon) == []
