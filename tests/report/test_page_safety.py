"""What never stands on the page, whatever documents, answers, files and gold hold."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from toy_gold import claim
from toy_page import (
    BROKEN,
    EMPTY,
    LOST,
    Page,
    against,
    lund,
    read,
    subject,
    whole,
    with_gold,
)

from extract.records import ExtractedItem, Grounding, Span
from extract.report.page.records import Subject
from extract.report.page.rendering import page

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>",
    "<!-- --><style>*{display:none}</style>",
    '" onmouseover="alert(3)" x="',
    "' onfocus='alert(4)'",
    "</mark></table></details></div></body></html>",
    "&lt;b&gt; &amp; &#60; {{ 7 * 7 }} {% raw %}",
    "e\u0301\u0302\u0303 combining, 😀👩‍👩‍👧, العربية, a\u200fb",
    "javascript:alert(5)",
)


def hostile(text: str) -> Subject:
    """Return a page in which a stranger's text stands wherever documents, models, files and gold can put one."""
    item = claim(0, text, statement=text, subject=text, speaker=text)
    problem = replace(EMPTY.problems[0], name=text, message=text, item={text: text})
    found = lund(claims=[item], figures=[])
    items = tuple(one._replace(problems=(problem,), links={text: 1}) for one in found.items or ())
    nowhere = tuple(one._replace(grounding=Grounding("missing")) for one in items)
    reference = replace(found.document, id=text, sha256=None, title=text, date=text, source=text)
    row_ = replace(found, document=reference, items=(*items, *nowhere), problems=(problem,), carried={text: text})
    flip = replace(BROKEN, document=text, type=text, quote=text, field=text, gold=text, line=None)
    held = against(replace(flip, a=replace(flip.a, value=text, error=text)), LOST, reasons=(text,), notes=(text,))
    gold = {text: {"claims": [{**item, "subject": text + "!"}], "figures": []}}
    return replace(
        with_gold(row_, text=f"{text}\n{text}", gold=gold),
        run=text,
        prompt=text,
        model=text,
        response_model=text,
        created=text,
        against=replace(held, run=text, prompt=text, model=text),
        documents={text: replace(subject(text=f"{text}\n{text}").documents["lund"], id=text)},
    )


SAFE_TAGS = {tag for tag, _ in read(hostile("harmless")).tags}
SAFE_NAMES = {name for _, attributes in read(hostile("harmless")).tags for name in attributes}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text_and_nothing_else(text: str) -> None:
    found = read(hostile(text))
    assert {tag for tag, _ in found.tags} <= SAFE_TAGS
    assert {name for _, attributes in found.tags for name in attributes} <= SAFE_NAMES
    assert found.texts == [f"{text}\n{text}"]
    assert all(link["href"] and link["href"].startswith("#") for link in found.all("a"))
    assert found.text.count(text) > 10


def test_hostile_names_of_types_break_out_of_nothing() -> None:
    name = 'x" onclick="alert(1)><b>'
    item = ExtractedItem(name, {"quote": "12 ponds"}, Grounding("exact", Span(91, 99)))
    found = read(subject(lund(item), types=(name, "x onload=alert(2)")))
    assert not {"onclick", "onload"} & {attribute for _, attributes in found.tags for attribute in attributes}


def test_characters_that_browsers_swallow_or_obey_are_spelled_out_everywhere() -> None:
    html = "".join(page(hostile("a\0b\u202ec\x1bd")))
    assert not set("\0\u202e\x1b") & set(html)
    assert "a⟨U+0000⟩b⟨U+202E⟩c⟨U+001B⟩d" in html


def test_what_no_file_can_hold_is_spelled_out_too() -> None:
    assert b"half \xe2\x9f\xa8U+D800" in "".join(page(subject(text="half \ud800"))).encode()


@pytest.mark.parametrize("one", [subject(), whole()], ids=["bare", "whole"])
def test_the_page_loads_nothing_and_runs_nothing(one: Subject) -> None:
    html = "".join(page(one))
    found = Page(html)
    tags = {tag for tag, _ in found.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "use", "image"}
    names = {name for _, attributes in found.tags for name in attributes}
    assert not names & {"src", "srcset", "style", "xlink:href", "action", "ping"}
    assert not {name for name in names if name.startswith("on")}
    assert not re.search(r"https?:|//|@import|url\(", html.split("</style>")[0].split("<style>")[1])


def test_the_policy_of_the_page_allows_its_own_style_alone() -> None:
    html = "".join(page(whole()))
    style = html.split("<style>")[1].split("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = next(one["content"] for one in Page(html).all("meta") if one.get("http-equiv"))
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
