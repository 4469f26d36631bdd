"""Whether a person can write in a browser what belongs there: with faults mended, and words marked in the text."""

from pathlib import Path
from typing import Any

from toy_loop import Reviewer, command, gold, keep_rows, log, rows, served, sitting


def test_an_edit_with_a_fault_is_mended_and_kept(ana: Reviewer, folder: Path) -> None:
    ana.goes("next?kind=value")
    item = ana.item
    ana.presses("e")
    ana.tab.get_by_label("value", exact=False).first.fill("seven")
    ana.tab.locator("#f-upper").fill("")
    ana.tab.get_by_label("measure").fill("what I typed")
    ana.presses("Control+Enter")
    assert log(folder) == []
    assert "'seven' is no number" in ana.tab.locator("#e-value").inner_text()
    assert ana.tab.evaluate("document.activeElement.id") == "f-value"
    assert ana.tab.locator("#f-measure").input_value() == "what I typed"
    ana.tab.keyboard.press("Control+A")
    ana.tab.keyboard.type("77.5")
    ana.presses("Control+Enter")
    (event,) = log(folder)
    assert (event["verdict"], event["items"][0]["item"]) == ("edited", item)
    assert list(event["final"])[:4] == ["type", "start", "end", "quote"]
    assert (event["final"]["value"], event["final"]["measure"]) == ("77.5", "what I typed")


def test_words_are_marked_by_selecting_them(ana: Reviewer, folder: Path) -> None:
    ana.goes("next?type=claims")
    ana.presses("e")
    word = ana.tab.locator("mark [data-start]").first
    start = int(word.get_attribute("data-start"))
    text = word.inner_text().split()[0]
    ana.tab.evaluate(
        """length => {
            const run = document.querySelector("mark [data-start]").firstChild;
            document.getSelection().setBaseAndExtent(run, 0, run, length);
        }""",
        len(text) + 1,
    )
    ana.tab.wait_for_timeout(50)
    assert ana.tab.locator("[data-quote]").inner_text() == text
    ana.presses("Control+Enter")
    final = log(folder)[0]["final"]
    assert (final["start"], final["end"], final["quote"]) == (start, start + len(text), text)


def test_words_are_marked_with_keys_alone(ana: Reviewer, folder: Path) -> None:
    ana.goes("next?type=claims")
    ana.presses("e")
    before = ana.tab.locator("[data-quote]").inner_text()
    ana.tab.get_by_role("button", name="end one word earlier").focus()
    ana.tab.keyboard.press("Enter")
    after = ana.tab.locator("[data-quote]").inner_text()
    assert before.startswith(after)
    assert len(before.split()) == len(after.split()) + 1
    ana.presses("Control+Enter")
    assert log(folder)[0]["final"]["quote"] == after


def test_what_has_no_place_is_marked_in_the_whole_document(browser: Any, folder: Path) -> None:
    found = rows(folder)
    figures = found[0]["extraction"]["figures"]
    figures.append(figures[0] | {"span": None, "grounding": "missing", "verification": "unverified", "value": "99"})
    keep_rows(folder, found)
    with served(folder, "--no-blind") as url, sitting(browser, url, "next?kind=ungrounded") as ana:
        ana.presses("e")
        assert ana.tab.get_by_label("begin", exact=True).input_value() == ""
        ana.tab.get_by_label("begin", exact=True).fill("0")
        ana.tab.get_by_label("end", exact=True).fill("10")
        text = ana.tab.locator(".source").inner_text()
        assert ana.tab.locator("[data-quote]").inner_text() == text[:10]
        ana.presses("Control+Enter")
    assert (log(folder)[0]["final"]["start"], log(folder)[0]["blind"]) == (0, False)


def test_the_whole_document_can_be_seen_while_one_writes(ana: Reviewer) -> None:
    ana.presses("e")
    few = ana.tab.locator(".source").first.inner_text()
    ana.presses(".")
    assert len(ana.tab.locator(".source").inner_text()) > len(few)
    assert ana.tab.get_by_role("heading", name="What belongs there").is_visible()


def test_a_side_is_taken_over_field_by_field_and_whole(ana: Reviewer) -> None:
    ana.goes("next?kind=value")
    ana.presses("e")
    value = ana.tab.locator("#f-value")
    a, b = (value.get_attribute(f"data-{side}") for side in "ab")
    assert (value.input_value(), a != b) == (a, True)
    ana.tab.locator("button[data-side=b][data-name='f:value']").click()
    assert value.input_value() == b
    ana.tab.get_by_role("button", name="Take all of A").click()
    assert value.input_value() == a


def test_nothing_belongs_there_takes_the_line_out_of_gold(ana: Reviewer, folder: Path) -> None:
    ana.goes("next?kind=value")
    ana.does(lambda: ana.tab.get_by_role("button", name="Nothing belongs here").click())
    lines = sum(content.count(b"\n") for content in gold(folder).values())
    command(folder, "gold", "apply")
    assert [event["verdict"] for event in log(folder)] == ["delete"]
    assert sum(content.count(b"\n") for content in gold(folder).values()) == lines - 1
