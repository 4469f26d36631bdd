"""Is it seen that gold was written in while the page is open?"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from toy_gold import World, figure
from toy_review import content, found, labels_of
from toy_session import Browser, browser, document, session, subject

from extract.disagreements import Disagreement
from extract.evaluation.reviewing import Subject, stamp
from extract.review import LOG
from extract.review_page.filters import Filter
from extract.review_page.freshness import Texts, Watch


def world() -> World:
    """A figure with a wrong value, and one that the run has twice."""
    made = World()
    made.run["figures"][0]["value"] = "1"
    made.run["figures"].append(dict(made.run["figures"][1]))
    return made


@dataclass
class Gold:
    """A gold file, and the watch over it."""

    path: Path
    watch: Watch

    def write(self, change: World) -> None:
        """Write other labels, at another time."""
        self.path.write_bytes(content(labels_of(change)))
        os.utime(self.path, (1, 1))


@pytest.fixture
def gold(tmp_path: Path) -> Gold:
    path = tmp_path / "lund.jsonl"
    path.write_bytes(content(labels_of(world())))
    return Gold(path, Watch({"lund": (path, stamp(path))}))


def of_kind(kind: str) -> Disagreement:
    return next(one for one in found(world()) if one.kind == kind)


def test_gold_that_nobody_wrote_in_holds(gold: Gold) -> None:
    assert all(gold.watch.holds(one) for one in found(world()))


def test_the_same_labels_written_again_hold(gold: Gold) -> None:
    gold.write(world())
    assert all(gold.watch.holds(one) for one in found(world()))


def test_only_the_item_whose_line_changed_does_not_hold(gold: Gold) -> None:
    changed = world()
    changed.gold["figures"][0]["value"] = "2"
    gold.write(changed)
    assert not gold.watch.holds(of_kind("value"))
    assert gold.watch.holds(of_kind("duplicate"))


def test_an_item_of_the_run_does_not_hold_once_gold_has_other_items_on_its_words(gold: Gold) -> None:
    changed = world()
    changed.gold["figures"].append(figure(55, "30.5", "30.5", "%"))
    gold.write(changed)
    assert gold.watch.holds(of_kind("value"))
    assert not gold.watch.holds(of_kind("duplicate"))


def test_a_change_that_is_taken_back_holds_again(gold: Gold) -> None:
    test_only_the_item_whose_line_changed_does_not_hold(gold)
    gold.path.write_bytes(content(labels_of(world())))
    assert gold.watch.holds(of_kind("value"))


def test_an_item_without_a_place_holds_whatever_is_written(gold: Gold) -> None:
    changed = world()
    changed.gold["figures"][0]["value"] = "2"
    gold.write(changed)
    one = of_kind("duplicate")
    assert one.run is not None
    assert gold.watch.holds(replace(one, run=replace(one.run, span=None), around=()))


@pytest.mark.parametrize("spoiled", [b"", b"{", None])
def test_a_file_that_is_gone_or_spoiled_holds_nothing(gold: Gold, spoiled: bytes | None) -> None:
    gold.path.unlink()
    if spoiled is not None:
        gold.path.write_bytes(spoiled)
    assert not any(gold.watch.holds(one) for one in found(world()))


def test_another_text_holds_nothing(gold: Gold) -> None:
    assert gold.watch.holds(of_kind("value"))
    gold.write(world())
    assert not gold.watch.holds(replace(of_kind("value"), sha256="another"))


def test_where_no_gold_is_reviewed_everything_holds() -> None:
    assert Watch({}).holds(of_kind("value"))


# --- on the page ------------------------------------------------------------------------------------------------


@contextmanager
def reviewing(folder: Path) -> Iterator[tuple[Browser, Subject, Path]]:
    path = folder / "lund.jsonl"
    path.write_bytes(content(labels_of(World())))
    about = replace(subject(), gold_files={"lund": (path, stamp(path))})
    with session(folder, about) as opened, browser(opened) as page:
        yield page, about, path


def test_a_decision_on_a_line_that_changed_is_refused(tmp_path: Path) -> None:
    with reviewing(tmp_path) as (page, about, path):
        one = next(one for one in about.disagreements if one.kind == "value")
        path.unlink()
        assert "Start the review again" in page.get(f"/i/{one.id}").text
        answer = page.decide(one, "a")
        assert answer.status == 409
        assert "Not saved. Gold has changed since this was read" in answer.text
        assert (tmp_path / LOG).read_bytes() == b""


def test_what_was_decided_before_is_shown_without_alarm_and_may_be_sent_again(tmp_path: Path) -> None:
    with reviewing(tmp_path) as (page, about, path):
        one = next(one for one in about.disagreements if one.kind == "value")
        assert page.decide(one, "a", event="e1").status == 200
        path.unlink()
        assert "Gold has changed" not in page.get(f"/i/{one.id}").text
        assert page.decide(one, "a", event="e1").status == 200


# --- texts --------------------------------------------------------------------------------------------------------


def test_a_text_that_is_not_the_one_that_was_read_is_not_shown_and_the_item_says_why(tmp_path: Path) -> None:
    read = document("lund", "The port of Lund has twelve cranes.", "lund.txt")
    for text, seen in ((read.text, True), (read.text.replace("twelve", "seven"), False)):
        about = replace(subject(), documents={"lund": replace(read, text=text)})
        with session(tmp_path, about) as of, browser(of) as page:
            answer = page.get(f"/i/{of.queue(Filter())[0].id}?whole=1")
        assert answer.status == 200
        assert ("cranes" in answer.text) is seen
        assert ("runs/toy is not the one that was read" in answer.text) is not seen


def test_no_text_is_held_against_its_fingerprint_before_it_is_shown() -> None:
    texts = Texts({id_: document(id_, f"the text of {id_}", "x.txt") for id_ in "ab"})
    assert texts._known == {}
    assert texts.find("a") is texts.documents["a"]
    assert texts.find("gone") is None
    assert list(texts._known) == ["a"]
