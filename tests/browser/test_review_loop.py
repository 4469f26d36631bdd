"""Whether a person can review a run in a browser, by keys alone, from the first disagreement to better gold."""

import json
from pathlib import Path
from typing import Any

from toy_loop import Reviewer, command, generated, gold, log, served, sitting

KEYS = "12314211232214121312211s214121"


def meant(event: dict[str, Any], key: str) -> str:
    """Return the verdict that a key stands for where the sides were shown so."""
    return {"1": event["shown"][0], "2": event["shown"][1], "3": "both", "4": "neither", "s": "skip"}[key]


# --- deciding ---------------------------------------------------------------------------------------------------


def test_thirty_decisions_by_keys_alone_are_thirty_lines_of_the_log(ana: Reviewer, folder: Path) -> None:
    seen = []
    for key in KEYS:
        seen.append(ana.item)
        ana.presses(key)
    events = log(folder)
    assert len(set(seen)) == 30
    assert [event["items"][0]["item"] for event in events] == seen
    assert [event["verdict"] for event in events] == [meant(e, key) for e, key in zip(events, KEYS, strict=True)]
    assert all(event["blind"] and event["by"] == "ana" for event in events)
    assert {tuple(event["shown"]) for event in events} == {("reference", "run"), ("run", "reference")}


def test_a_set_of_hundreds_is_reviewed_in_the_order_of_a_filter(browser: Any, tmp_path: Path) -> None:
    folder = generated(tmp_path / "project")
    listed = command(folder, "review", "runs/spoiled", "--list", "--json").splitlines()
    figures = [one["id"] for one in map(json.loads, listed) if one["type"] == "figures"]
    assert len(listed) > 300
    with served(folder) as url, sitting(browser, url, "next?type=figures") as ana:
        for _ in range(30):
            ana.presses("1")
        assert "type=figures" in ana.tab.url
    assert [event["items"][0]["item"] for event in log(folder)] == figures[:30]


def test_undo_goes_on_after_the_command_was_started_again(browser: Any, folder: Path) -> None:
    with served(folder) as url, sitting(browser, url) as ana:
        for key in "1212121212":
            ana.presses(key)
        for _ in range(5):
            ana.presses("u")
    decided = [event["items"][0]["item"] for event in log(folder)[:10]]
    with served(folder) as url, sitting(browser, url) as ana:
        for item in reversed(decided[:5]):
            ana.presses("u")
            assert ana.item == item
        ana.presses("u")
        assert ana.alert == "There is nothing to undo."
        ana.presses("r")
        assert (ana.item, ana.toast[:12]) == (decided[0], "Brought back")
    events = log(folder)
    undone = [event["target"] for event in events if event["type"] == "undo"]
    assert undone == [event["event"] for event in reversed(events[:10])]
    assert events[-1]["type"] == "redo"
    assert "decided: 1," in command(folder, "review", "runs/spoiled", "--status")


def test_a_key_that_is_held_down_decides_once(ana: Reviewer, folder: Path) -> None:
    def hold() -> None:
        for _ in range(20):
            ana.tab.keyboard.down("1")

    ana.does(hold)
    for _ in range(20):
        ana.tab.keyboard.down("1")
    ana.reads()
    assert len(log(folder)) == 1


def test_no_key_is_meant_for_the_item_that_comes_after(ana: Reviewer, folder: Path) -> None:
    old = ana.item
    ana.tab.keyboard.press("1")
    ana.tab.keyboard.press("1")
    ana.tab.locator(f"main:not([data-item={old}])").wait_for()
    ana.tab.keyboard.press("1")  # within a quarter of a second
    ana.reads()
    assert len(log(folder)) == 1


def test_everything_can_be_done_with_a_mouse_alone(ana: Reviewer, folder: Path) -> None:
    def click(name: str) -> None:
        ana.does(lambda: ana.tab.locator("main").get_by_role("button", name=name).first.click())

    click("A is right")
    click("Skip")
    click("Undo")
    ana.tab.get_by_role("button", name="Comment").click()
    ana.tab.get_by_label("What is to be said").fill("seen")
    click("Save")
    ana.does(lambda: ana.tab.get_by_role("link", name="Same difference").click())
    assert [event["type"] for event in log(folder)] == ["decide", "decide", "undo", "comment"]


def test_back_and_forward_show_what_was_there(ana: Reviewer) -> None:
    first = ana.item
    ana.presses("j")
    second = ana.item
    ana.does(ana.tab.go_back)
    assert ana.item == first
    ana.does(ana.tab.go_forward)
    assert ana.item == second != first


# --- deciding alike ---------------------------------------------------------------------------------------------


def test_the_same_difference_is_one_event_and_one_undo(ana: Reviewer, folder: Path) -> None:
    ana.goes("next?kind=unit")
    ana.presses("b")
    held = ana.tab.locator("[name=item]")
    assert held.count() == 6
    held.nth(5).uncheck()
    ana.tab.get_by_label("How many are decided").fill("6")
    usd = ana.tab.get_by_role("button", name="USD is right")
    ana.does(usd.click)
    assert ana.alert.startswith("Not saved")
    assert (held.nth(5).is_checked(), log(folder)) == (False, [])
    ana.tab.get_by_label("How many are decided").fill("5")
    ana.does(usd.click)
    (event,) = log(folder)
    assert (event["verdict"], len(event["items"])) == ("run", 5)
    ana.presses("u")
    assert "decided: 0," in command(folder, "review", "runs/spoiled", "--status")


# --- two at once, and what decides nothing ------------------------------------------------------------------------


def test_of_two_tabs_the_second_sees_what_the_first_decided(browser: Any, ana: Reviewer, folder: Path) -> None:
    item = ana.item
    with sitting(browser, ana.url, f"i/{item}") as other:
        ana.presses("1")
        other.tab.get_by_text("Why, in your words").click()
        other.tab.get_by_label("Note").fill("mine")
        other.tab.get_by_role("heading", level=1).click()
        other.presses("2")
        assert other.item == item
        assert other.alert.startswith("Not saved: something else came first")
        assert other.tab.get_by_label("Note").input_value() == "mine"
        assert len(log(folder)) == 1
        other.presses("2")
    assert [event["items"][0]["seen"] for event in log(folder)] == [None, log(folder)[0]["event"]]
    assert log(folder)[1]["blind"] is False


def test_comments_and_flags_decide_nothing(ana: Reviewer, folder: Path) -> None:
    item = ana.item
    for key, words in (("c", "12 is odd"), ("f", "3 cases")):
        ana.tab.keyboard.press(key)
        ana.tab.keyboard.type(words)
        ana.presses("Control+Enter")
        assert ana.item == item
    assert [(event["type"], event["item"], event["note"]) for event in log(folder)] == [
        ("comment", item, "12 is odd"),
        ("flag", item, "3 cases"),
    ]


def test_digits_in_a_note_decide_nothing_and_go_with_the_decision(ana: Reviewer, folder: Path) -> None:
    ana.tab.get_by_text("Why, in your words").click()
    ana.tab.get_by_label("Cause").select_option("normaliser")
    ana.tab.get_by_label("Note").focus()
    ana.tab.keyboard.type("1 2 s u")
    assert log(folder) == []
    ana.tab.keyboard.press("Escape")
    ana.presses("1")
    (event,) = log(folder)
    assert (event["note"], event["causes"]) == ("1 2 s u", ["normaliser"])


def test_keys_can_be_switched_off(ana: Reviewer, folder: Path) -> None:
    item = ana.item
    ana.presses("?")
    ana.tab.get_by_role("button", name="Switch keys off").click()
    ana.presses("Escape")
    for key in "1sn":
        ana.tries(key)
    assert (ana.item, log(folder)) == (item, [])
    assert "Keys are switched off" in ana.tab.locator("#keys-off").inner_text()
    ana.tab.reload()
    assert ana.tab.locator("#keys-off").is_visible()
    ana.goes("help")
    ana.tab.get_by_role("button", name="Switch keys on").click()
    ana.goes("next")
    ana.presses("1")
    assert len(log(folder)) == 1


# --- into gold --------------------------------------------------------------------------------------------------


def strict_f1(folder: Path) -> float:
    printed = json.loads(command(folder, "eval", "runs/spoiled", "--format", "json"))
    return float(printed["metrics"]["figures.correct.f1"]["rate"]["value"])


def test_what_was_decided_is_brought_into_gold_and_the_run_is_scored_again(ana: Reviewer, folder: Path) -> None:
    before, old = gold(folder), strict_f1(folder)
    ana.goes("next?kind=value")
    for key in ("1", "2", "3", "1", "2"):
        ana.presses(key)
    told = command(folder, "gold", "apply", "--runs", "runs/spoiled")
    after, new = gold(folder), strict_f1(folder)
    changing = [event for event in log(folder) if event["verdict"] in ("run", "both")]
    assert f"decisions: {len(changing)} changed gold" in told
    lines = {line for content in after.values() for line in content.splitlines()}
    lines -= {line for content in before.values() for line in content.splitlines()}
    by_event = {line["provenance"]["decision"]: line for line in map(json.loads, lines)}
    assert by_event.keys() == {event["event"] for event in changing}
    for event in changing:
        line, run = by_event[event["event"]], event["items"][0]["run"]
        taken = line if event["verdict"] == "run" else line["alternatives"][0]
        assert taken["value"] == run["value"]
    (row,) = (line.split() for line in told.splitlines() if line.split()[:1] == ["figures.correct.f1"])
    assert row[1:3] == [f"{old:.3f}", f"{new:.3f}"]
    assert new > old
    command(folder, "gold", "check", "seeds")
    assert "0 changed gold" in command(folder, "gold", "apply")
