"""Does each address answer with its screen, and each write with what comes after it?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import FileIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from toy_gold import World
from toy_review import found
from toy_session import Browser, browser, session, subject

from extract import jsonl
from extract.disagreements import Disagreement
from extract.review import LOG, Decide
from extract.review_page.alike import group
from extract.review_page.filters import Filter
from extract.review_page.security import HEADERS
from extract.review_page.session import Session

ALL = Filter()


@dataclass
class Toy:
    """A review and its page."""

    session: Session
    browser: Browser
    log: Path

    @property
    def queue(self) -> tuple[Disagreement, ...]:
        return self.session.queue(ALL)

    def lines(self) -> list[bytes]:
        return self.log.read_bytes().splitlines()

    def last(self) -> Decide:
        event = list(self.session.state.events.values())[-1]
        assert isinstance(event, Decide)
        return event


@pytest.fixture
def toy(tmp_path: Path) -> Iterator[Toy]:
    with session(tmp_path) as opened, browser(opened) as page:
        yield Toy(opened, page, tmp_path / LOG)


# --- reads --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/next", "/history", "/history?page=2", "/summary", "/help"])
def test_every_screen_is_a_page_or_its_main_element_alone(toy: Toy, path: str) -> None:
    whole, fragment = toy.browser.get(path), toy.browser.get(path, **{"X-Extract-Fragment": "1"})
    assert (whole.status, fragment.status) == (200, 200)
    assert whole.headers["content-type"] == "text/html; charset=utf-8"
    assert whole.text.startswith("<!DOCTYPE html>")
    assert fragment.text.strip().startswith("<main")
    assert fragment.text.strip().endswith("</main>")
    assert fragment.text.strip() in whole.text


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "²"])
def test_a_page_of_the_history_that_there_is_not_is_one_that_there_is(toy: Toy, page: str) -> None:
    assert toy.browser.get(f"/history?page={quote(page)}").status == 200


def test_every_item_has_a_screen_a_form_and_its_group(toy: Toy) -> None:
    for one in toy.queue:
        for path in (f"/i/{one.id}", f"/i/{one.id}?whole=1", f"/i/{one.id}/edit", f"/alike/{one.id}"):
            assert toy.browser.get(path).status == 200, path
        assert f'data-item="{one.id}"' in toy.browser.get(f"/i/{one.id}").text


def test_the_filter_of_an_address_stays_in_it(toy: Toy) -> None:
    answer = toy.browser.get("/next?type=claims&junk=1")
    (claim,) = [one for one in toy.queue if one.type == "claims"]
    assert answer.headers["x-extract-path"] == f"{toy.browser.base}/i/{claim.id}?type=claims"


def test_an_item_that_is_gone_is_told_on_a_page(toy: Toy) -> None:
    for path in ("/i/d_0000000000000000", "/i/d_0000000000000000/edit", "/alike/d_0000000000000000"):
        answer = toy.browser.get(path)
        assert answer.status == 404
        assert "has no such item" in answer.text


@pytest.mark.parametrize(("name", "type_"), [("review.js", "text/javascript"), ("review.css", "text/css")])
def test_the_files_of_the_page_are_served(toy: Toy, name: str, type_: str) -> None:
    answer = toy.browser.get(f"/static/{name}")
    assert (answer.status, answer.headers["content-type"]) == (200, f"{type_}; charset=utf-8")
    assert answer.text


@pytest.mark.parametrize("path", ["/static/app.py", "/static/", "/nowhere", "/static/review.css/", "/i/", "/decide"])
def test_nothing_else_is_served(toy: Toy, path: str) -> None:
    assert toy.browser.get(path).status in (404, 405)


def test_the_launch_address_opens_the_page_once(toy: Toy) -> None:
    path = "/" + toy.browser.page.launch.split("/", 3)[3]
    assert toy.browser.ask("HEAD", path, None, {}).status == 404
    first, second = (toy.browser.ask("GET", path, None, {}) for _ in range(2))
    assert f'url={toy.browser.base}/"' in first.text
    assert (first.status, second.status) == (200, 404)
    assert "location" not in first.headers


def test_a_page_without_texts_or_with_them_shows_its_items(tmp_path: Path) -> None:
    with session(tmp_path, subject(text="The port has 12 cranes.")) as opened, browser(opened) as page:
        one = opened.queue(ALL)[0]
        assert page.get(f"/i/{one.id}?whole=1").status == 200


# --- decisions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", ["a", "b", "both", "neither", "delete", "skip"])
def test_a_verdict_is_kept_and_the_next_item_shown(toy: Toy, verdict: str) -> None:
    one, following, *_ = toy.queue
    answer = toy.browser.decide(one, verdict, causes=["ambiguous"], note="why")
    assert answer.status == 200
    assert answer.text.strip().startswith("<main")
    assert f'data-item="{following.id}"' in answer.text
    assert 'role="status"' in answer.text
    assert answer.headers["x-extract-path"] == f"{toy.browser.base}/i/{following.id}"
    event, (first, second) = toy.last(), toy.session.sides(one)
    assert event.verdict == {"a": first, "b": second}.get(verdict, verdict)
    assert (event.causes, event.note, event.items[0].item) == (("ambiguous",), "why", one.id)


def test_the_sides_are_named_after_the_decision_and_not_before_or_by_a_skip(toy: Toy) -> None:
    one, other, *_ = toy.queue
    skipped, kept = toy.browser.decide(one, "skip"), toy.browser.decide(other, "a")
    assert "A was" not in skipped.text
    names = {"reference": "gold", "run": "the run"}
    first, second = (names[side] for side in toy.session.sides(other))
    assert f"A was {first}, B was {second}." in kept.text


def test_the_last_decision_is_followed_by_the_screen_that_says_so(toy: Toy) -> None:
    *others, last = toy.queue
    for one in others:
        toy.browser.decide(one, "both")
    answer = toy.browser.decide(last, "both", query="type=claims&type=figures")
    assert 'data-screen="done"' in answer.text
    assert answer.headers["x-extract-path"] == f"{toy.browser.base}/next?type=claims&type=figures"
    assert 'data-screen="done"' in toy.browser.get("/next").text


def test_the_same_event_twice_is_kept_once(toy: Toy) -> None:
    one, *_ = toy.queue
    first, second = (toy.browser.decide(one, "a", event="e-same") for _ in range(2))
    assert (first.status, second.status) == (200, 200)
    assert len(toy.lines()) == 1


def test_what_another_tab_decided_first_is_shown_and_not_written_over(toy: Toy) -> None:
    one, *_ = toy.queue
    toy.browser.decide(one, "a")
    answer = toy.browser.decide(one, "b")
    assert answer.status == 409
    assert 'role="alert"' in answer.text
    assert f'data-item="{one.id}"' in answer.text
    assert len(toy.lines()) == 1
    version = toy.session.state.item(one.id).version
    assert f'data-seen="{version}"' in answer.text
    assert toy.browser.decide(one, "b", seen=version).status == 200


def test_an_edit_is_kept_as_a_line_of_gold(toy: Toy) -> None:
    one = next(one for one in toy.queue if one.kind == "value")
    assert one.reference is not None
    answer = toy.browser.decide(one, "edited", final=typed(one) | {"value": "42"})
    assert answer.status == 200
    final = toy.last().final
    assert final is not None
    assert (final["value"], final["start"], final["quote"]) == ("42", one.reference.span.start, one.reference.quote)


def test_an_edit_with_a_fault_keeps_what_was_typed_and_writes_nothing(toy: Toy) -> None:
    one = next(one for one in toy.queue if one.kind == "value")
    answer = toy.browser.decide(one, "edited", final=typed(one) | {"value": "about forty", "measure": "typed <words>"})
    assert answer.status == 422
    assert "about forty" in answer.text
    assert "typed &lt;words&gt;" in answer.text
    assert toy.lines() == []


def test_an_edit_of_nothing_is_a_fault_of_the_form(toy: Toy) -> None:
    assert toy.browser.decide(toy.queue[0], "edited").status == 422


def typed(one: Disagreement) -> dict[str, str]:
    assert one.reference is not None
    fields = {name: "" if value is None else str(value) for name, value in one.reference.fields.items()}
    start, end = one.reference.span
    return {**fields, "start": str(start), "end": str(end), "quote": one.reference.quote}


# --- several at once ----------------------------------------------------------------------------------------------


@pytest.fixture
def same(tmp_path: Path) -> Iterator[Toy]:
    """A review in which some figures differ in the same way."""
    about = subject(0)
    world = World()
    for one in (*world.gold["figures"], *world.run["figures"]):
        one["unit"] = "m"
    for one in world.run["figures"]:
        one["unit"] = "km"
    with session(tmp_path, replace(about, disagreements=found(world))) as opened, browser(opened) as page:
        yield Toy(opened, page, tmp_path / LOG)


def test_items_with_the_same_difference_are_decided_by_one_event(same: Toy) -> None:
    alike = group(same.session, same.queue[0])
    assert alike is not None
    items = [{"item": one.id, "seen": one.seen} for one in alike.items]
    assert len(items) > 1
    answer = same.browser.post("/alike", items=items, count=len(items), verdict="first", event="e-all")
    assert answer.status == 200
    assert f"{len(items)} items" in answer.text
    assert (len(same.lines()), same.last().verdict, same.last().shown) == (1, alike.sides[0], alike.sides)
    again = same.browser.post("/alike", items=items, count=len(items), verdict="first", event="e-all")
    assert (again.status, len(same.lines())) == (200, 1)


def test_a_group_is_refused_where_another_number_is_typed(same: Toy) -> None:
    items = [{"item": same.queue[0].id, "seen": None}]
    answer = same.browser.post("/alike", items=items, count=7000, verdict="both")
    assert answer.status == 422
    assert "Not saved: 1 item chosen, and 7000 was typed." in answer.text
    assert same.lines() == []


def test_a_group_with_an_item_that_was_decided_meanwhile_is_refused_whole(same: Toy) -> None:
    first, second, *_ = same.queue
    same.browser.decide(first, "a")
    items = [{"item": one.id, "seen": None} for one in (second, first)]
    assert same.browser.post("/alike", items=items, count=2, verdict="both").status == 409
    assert same.session.status(second) == "open"
    items = [{"item": second.id, "seen": "e-of-another-time"}]
    assert same.browser.post("/alike", items=items, count=1, verdict="both").status == 409
    assert same.browser.post("/alike", items=[{"item": "d_0"}], count=1, verdict="both").status == 404
    assert len(same.lines()) == 1


def test_what_differs_on_its_own_has_no_group(toy: Toy) -> None:
    (claim,) = [one for one in toy.queue if one.type == "claims"]
    answer = toy.browser.post("/alike", items=[{"item": claim.id}], count=1, verdict="both")
    assert answer.status == 409
    assert toy.lines() == []


# --- remarks, undo, redo --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("type_", ["comment", "flag"])
def test_a_remark_is_kept_and_the_same_item_shown_again(toy: Toy, type_: str) -> None:
    one, *_ = toy.queue
    answer = toy.browser.post("/remark", item=one.id, type=type_, note="<b>which</b> year?")
    assert answer.status == 200
    assert f'data-item="{one.id}"' in answer.text
    assert "&lt;b&gt;which&lt;/b&gt; year?" in answer.text
    assert len(toy.lines()) == 1


def test_the_id_of_one_event_is_not_that_of_another(toy: Toy) -> None:
    one, *_ = toy.queue
    toy.browser.decide(one, "a", event="e-used")
    assert toy.browser.post("/remark", item=one.id, type="flag", event="e-used").status == 409
    assert toy.browser.post("/undo", item=one.id, event="e-used").status == 409
    assert toy.browser.decide(one, "b", event="e-used").status == 409
    assert len(toy.lines()) == 1


def test_undo_and_redo_show_the_item_that_they_are_about(toy: Toy) -> None:
    one, other, *_ = toy.queue
    toy.browser.decide(one, "a")
    undone = toy.browser.post("/undo", item=other.id)
    assert f'data-item="{one.id}"' in undone.text
    assert "Taken back" in undone.text
    assert toy.session.status(one) == "open"
    assert "Brought back" in toy.browser.post("/redo").text
    assert toy.session.status(one) == "decided"


@pytest.mark.parametrize("path", ["/undo", "/redo"])
def test_where_there_is_nothing_to_undo_what_was_shown_stays(toy: Toy, path: str) -> None:
    one = toy.queue[2]
    answer = toy.browser.post(path, item=one.id)
    assert answer.status == 409
    assert f'data-item="{one.id}"' in answer.text
    assert "There is nothing to" in answer.text
    assert toy.browser.post(path).status == 409
    assert toy.browser.post(path, target="e-unknown").status == 409
    assert toy.lines() == []


def test_an_undo_of_what_this_review_does_not_have_is_told(tmp_path: Path) -> None:
    with session(tmp_path) as other:
        other.decide([(other.queue(ALL)[0], None)], "run", "e-other")
    with session(tmp_path, subject(0)) as opened, browser(opened) as page:
        assert "not in this review" in page.post("/undo", target="e-other").text


# --- what cannot be kept ------------------------------------------------------------------------------------------


class Disk:
    """A disk that is full until it is mended."""

    full = False

    def append(self, file: FileIO, record: Any) -> int:
        if self.full:
            raise OSError(28, "No space left on device")
        return jsonl.append(file, record)


def test_a_full_disk_is_told_keeps_what_was_typed_and_the_same_event_is_kept_once_it_is_mended(tmp_path: Path) -> None:
    disk = Disk()
    with session(tmp_path, log={"append": disk.append}) as opened, browser(opened) as page:
        toy = Toy(opened, page, tmp_path / LOG)
        one = next(one for one in toy.queue if one.kind == "value")
        disk.full = True
        edit = typed(one) | {"value": "42"}
        answer = page.decide(one, "edited", final=edit, event="e-1")
        assert answer.status == 507
        assert "NOT saved" in answer.text
        assert 'role="alert"' in answer.text
        assert "42" in answer.text
        assert f'data-item="{one.id}"' in answer.text
        assert (opened.status(one), toy.lines()) == ("open", [])
        disk.full = False
        assert page.decide(one, "edited", final=edit, event="e-1").status == 200
        assert (opened.status(one), len(toy.lines())) == ("decided", 1)


def test_every_write_says_that_it_could_not_be_kept(tmp_path: Path) -> None:
    disk = Disk()
    with session(tmp_path, log={"append": disk.append}) as opened, browser(opened) as page:
        one, other, *_ = (one for one in opened.queue(ALL) if one.kind == "value")
        page.decide(other, "a", event="e-other")
        disk.full = True
        answers = [
            page.decide(one, "a"),
            page.post("/alike", items=[{"item": one.id}], count=1, verdict="both"),
            page.post("/remark", item=one.id, type="flag"),
            page.post("/undo", target="e-other"),
            page.post("/undo", item=one.id),
        ]
        assert [answer.status for answer in answers] == [507] * 5
        assert all("NOT saved" in answer.text for answer in answers)
        assert len((tmp_path / LOG).read_bytes().splitlines()) == 1


def test_a_log_that_was_put_back_by_git_takes_no_decision(toy: Toy) -> None:
    one, other, *_ = toy.queue
    toy.browser.decide(one, "a")
    toy.log.rename(toy.log.with_suffix(".old"))
    toy.log.write_bytes(b"")
    answer = toy.browser.decide(other, "a")
    assert answer.status == 507
    assert "open the review again" in answer.text
    assert toy.log.read_bytes() == b""


def test_a_log_that_was_cut_is_told_on_every_page(toy: Toy) -> None:
    toy.browser.decide(toy.queue[0], "a")
    toy.log.write_bytes(b"")
    assert toy.browser.get("/next").status == 507
    assert "was replaced or cut" in toy.browser.get("/").text
    assert toy.browser.decide(toy.queue[1], "a").status == 507


def test_a_line_that_another_program_spoiled_is_told_with_its_place_and_without_its_words(toy: Toy) -> None:
    toy.browser.decide(toy.queue[0], "a")
    held = toy.log.read_bytes()
    with toy.log.open("ab") as file:
        file.write(b'{"secret words": 1}\n{}\n')
    for path in ("/", "/next", "/history"):
        answer = toy.browser.get(path)
        assert answer.status == 507
        assert "secret" not in answer.text
        assert f"{toy.log}:2 is no event of a review that can be read; mend the line or take it out" in answer.text
        assert f'href="{toy.browser.base}/"' in answer.text
        assert {name: answer.headers[name.decode()].encode() for name, _ in HEADERS} == dict(HEADERS)
    toy.log.write_bytes(held)
    assert toy.browser.get("/next").status == 200


def test_a_log_whose_name_looks_like_a_tag_is_told_by_its_name_and_makes_none(tmp_path: Path) -> None:
    with session(tmp_path / "<img src=x>&lt;") as opened, browser(opened) as page:
        opened.log.path.write_bytes(b"{}\n")
        answer = page.get("/")
        assert answer.status == 507
        assert "&lt;img src=x&gt;&amp;lt;/review/decisions.jsonl:1 is no event" in answer.text
        assert "<img" not in answer.text


def test_a_decision_that_a_spoiled_line_keeps_from_the_log_is_told_without_the_words_of_the_line(toy: Toy) -> None:
    toy.log.write_bytes(b'{"secret words": 1}\n')
    answer = toy.browser.decide(toy.queue[0], "a")
    assert answer.status == 507
    assert f"NOT saved: {toy.log}:1 is no event" in answer.text
    assert "take it out, and decide again." in answer.text  # to load the page again would lose what was typed
    assert "secret" not in answer.text


def test_what_another_process_writes_is_seen_by_the_next_answer(toy: Toy, tmp_path: Path) -> None:
    one, following, *_ = toy.queue
    with session(tmp_path, reviewer="ben") as his:
        his.decide([(one, None)], "run", "e-ben")
    assert f'data-item="{following.id}"' in toy.browser.get("/next").text
    assert "ben" in toy.browser.get(f"/i/{one.id}").text


def test_a_fault_of_the_page_is_told_by_its_place_and_not_by_its_words(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def scores() -> Any:
        raise ZeroDivisionError("words of a document")

    with session(tmp_path, scores=scores) as opened, browser(opened) as page:
        answer = page.get("/summary")
        assert answer.status == 500
        assert answer.headers["x-content-type-options"] == "nosniff"
    told = capfd.readouterr().err
    for words in (answer.text, told):
        assert "ZeroDivisionError in test_app.py:" in words
        assert "words of a document" not in words
    assert len(told.splitlines()) == 1
