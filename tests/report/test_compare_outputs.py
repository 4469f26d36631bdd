"""What people, programs, pull requests and test viewers read about a comparison, hostile text included."""

import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from pydantic import TypeAdapter
from toy_sides import side

from extract.comparison import COST, SECONDS, compare, read_policy
from extract.differences import Comparison, Flip, Said
from extract.report.annotations import annotations
from extract.report.compare_json import comparison_json
from extract.report.compare_junit import comparison_junit
from extract.report.compare_layout import effect_line, flip_line
from extract.report.compare_markdown import CUT, LONGEST, comparison_markdown
from extract.report.compare_table import print_comparison

OTHER = {"prompt": "toy@2", "run": "runs/new"}
HOSTILE = "</code></details>\n::error file=x::owned | <img onerror=alert(1)> @all #1 `x`\x1b[31m%0A," + "w" * 90


def comparison(a: list[str], b: list[str], **of_b: object) -> Comparison:
    files = {f"d{place:03}": f"gold/d{place:03}.jsonl" for place in range(len(a))}
    return compare(side(a), side(b, basis=OTHER, **of_b), read_policy(), files)


WORSE = comparison(["....."] * 9, [".s.d-", "....-+", *["....."] * 7])
REFUSED = comparison(["....."] * 10, [*["....."] * 9, "-----"], statuses={9: "refused"})
INVALID = compare(side(["."]), side(["."], basis={"revision": "f" * 64}), read_policy())


def hostile() -> Comparison:
    flip = Flip("broken", "d000", "figures", HOSTILE, Said(1.0, HOSTILE), Said(0.0, HOSTILE, "wording"), 2, "value")
    lost = Flip("lost", "d000", "figures", HOSTILE, Said(1.0), Said(0.0, error="missing"), 3)
    named = replace(WORSE.b, runs=(HOSTILE,), prompt=HOSTILE)
    unanswered = (("d001", HOSTILE),)
    return replace(
        WORSE, reasons=(HOSTILE, HOSTILE), b=named, flips=(lost, flip), unanswered=unanswered, notes=(HOSTILE,)
    )


def table(of: Comparison) -> list[str]:
    stream = io.StringIO()
    print_comparison(of, stream)
    return stream.getvalue().splitlines()


# --- for a person ----------------------------------------------------------------------------------------------


def test_the_table_begins_with_the_verdict_and_its_reasons() -> None:
    lines = table(WORSE)
    assert lines[0].startswith("REGRESSION (exit 1): new scale ×10^3 error in figures.value")
    assert "B runs/new: prompt toy@2, model rules" in lines
    assert "gold gold: 9 documents, revision 0123456789ab" in lines


@pytest.mark.parametrize("of", [WORSE, REFUSED, INVALID, hostile()])
def test_no_line_of_the_table_is_wider_than_80_columns(of: Comparison) -> None:
    assert max(map(len, table(of))) <= 80


def test_the_table_shows_both_values_the_difference_and_both_p() -> None:
    # found: 45 of 45; 43 of 44 predicted. F1 = 2 * 43 / 89
    row = next(line for line in table(WORSE) if line.startswith("found.f1"))
    assert row.split()[:4] == ["found.f1", "1.000", "0.966", "-0.034"]
    assert row.split()[-2:] == ["0.500", "1.000"]


def test_what_differs_is_listed_under_its_heading_the_worst_first() -> None:
    headings = [line for line in table(WORSE) if line.endswith(": 1") or line.endswith(": 2")]
    assert headings == [
        "new errors that the policy forbids: 1",
        "found by A, lost by B: 2",
        "fields broken: 1",
        "new in B, not in gold: 1",
    ]


def test_a_long_list_of_flips_says_how_many_more_there_are() -> None:
    assert "  and 4 more; --format json has all" in table(comparison(["..."] * 3, ["---"] * 3))


def test_a_long_list_of_reasons_says_how_many_more_there_are() -> None:
    lines = table(replace(WORSE, reasons=tuple(f"reason {place}" for place in range(25))))
    assert lines[9:11] == ["  reason 9", "  and 15 more; --format json has all"]


def test_what_cannot_be_compared_shows_reasons_and_no_numbers() -> None:
    lines = table(INVALID)
    assert lines[0].startswith("INVALID (exit 3): the runs do not share one gold")
    assert not any(line.startswith("metric") for line in lines)


def test_a_document_without_an_answer_is_named_since_its_items_count_as_missed() -> None:
    assert "B has no extraction of d009 (refused: no answer)" in " ".join(table(REFUSED))


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in "".join(table(hostile()))


@pytest.mark.parametrize("command", ["::error file=x::y", ":::error::y", "##[group]y", "###[error]y", "##VSO[task]y"])
def test_no_line_of_the_table_is_a_command_to_a_ci_log_wherever_it_wraps(command: str) -> None:
    said = ["\n" + "w" * before + " " + command for before in range(50, 80)]
    flips = tuple(Flip("lost", "d", "figures", one, Said(1.0), Said(0.0), 2) for one in said)
    for one, flip in zip(said, flips, strict=True):
        of = replace(WORSE, reasons=(one, one), b=replace(WORSE.b, runs=(one,), prompt=one), notes=(one,))
        lines = table(replace(of, unanswered=((command, one),), flips=(flip,)))
        assert not [line for line in lines if line.lstrip().startswith("::") or re.search(r"(?i)##(vso)?\[", line)]


def test_what_would_be_a_command_to_a_ci_log_is_still_seen() -> None:
    said = table(replace(WORSE, reasons=("::error::x ##[group]y",)))[0]
    assert said == "REGRESSION (exit 1): : :error: :x # #[group]y"


@pytest.mark.parametrize(
    ("a", "b", "line"),
    [
        (["."] * 3, ["."] * 3, "no document differs, so nothing is known of which change 3 documents would show"),
        (["..", ".."], ["..", ".-"], "2 documents show no change of any size; 2.80 standard errors are"),
        (["..."] * 9, ["..-", "..-", *["..."] * 7], "9 documents show a change of 0.074 or more in 4 of 5 comparisons"),
        (["..."], ["..-"], "1 document cannot say which change would be seen (one document says nothing"),
    ],
)
def test_the_effect_line_says_what_these_documents_can_show(a: list[str], b: list[str], line: str) -> None:
    gated = next(one for one in comparison(a, b).differences if one.gated)
    assert line in effect_line(gated)


def test_no_measured_change_takes_no_number_of_documents() -> None:
    gated = next(one for one in comparison(["..-", "..."] * 4, ["...", "..-"] * 4).differences if one.gated)
    assert effect_line(gated).endswith("none was measured")


def test_a_cost_is_told_with_as_many_decimals_as_it_needs() -> None:
    of = compare(side(["."] * 7, spent={COST: 0.00012}), side(["."] * 7, spent={COST: 0.00034}), read_policy())
    assert "cost_usd" in "".join(table(of))
    assert "0.000120 0.000340 +0.000220" in " ".join(" ".join(table(of)).split())


def test_a_long_wait_is_told_with_one_decimal() -> None:
    of = compare(side(["."] * 7, spent={SECONDS: 12.34}), side(["."] * 7, spent={SECONDS: 45.67}), read_policy())
    assert "12.3 45.7 +33.3" in " ".join(" ".join(table(of)).split())


def test_lost_and_won_items_are_told_with_their_test() -> None:
    of = comparison(["..."] * 9, ["..-"] * 8 + ["..."])
    assert "figures: 8 lost, 0 won; clustered McNemar z = -2.83, p = 0.005" in table(of)


def test_a_long_value_is_cut_and_a_missing_item_is_called_not_found() -> None:
    flip = Flip(
        "slip", "d", "figures", "7 t", Said(0.0, error="missing"), Said(0.0, "7" * 99, "scale"), 4, "value", "7"
    )
    assert flip_line(flip) == f'd:4 figures “7 t” value: not found -> "{"7" * 38}… (scale), gold "7"'


def test_a_flip_of_some_samples_says_of_how_many() -> None:
    flip = Flip("lost", "d", "figures", "7 t", Said(1.0), Said(0.5), 4)
    assert flip_line(flip) == "d:4 figures “7 t” (100% of A's samples, 50% of B's)"


# --- for a program ---------------------------------------------------------------------------------------------


def test_the_json_holds_the_whole_comparison_and_reads_back_as_it() -> None:
    record = json.loads(comparison_json(WORSE))
    assert record.pop("format") == 1
    for one in record["differences"]:
        assert {"gain", "gain_bound"} <= one.keys()
        del one["gain"], one["gain_bound"]
    assert TypeAdapter(Comparison).validate_python(record) == WORSE


# --- for GitHub ------------------------------------------------------------------------------------------------


def test_the_markdown_has_verdict_table_effect_and_flips() -> None:
    text = comparison_markdown(WORSE)
    assert text.startswith("### ❌ REGRESSION &#40;exit 1&#41;&#58; new scale")
    assert "| metric | A | B | B-A [95 %] | p | Holm | sees | takes |" in text
    assert "in 4 of 5 comparisons" in text
    assert "<details><summary>found by A, lost by B: 2</summary>" in text


def test_the_markdown_of_what_cannot_be_compared_has_no_table() -> None:
    text = comparison_markdown(INVALID)
    assert text.startswith("### ⛔ INVALID")
    assert "|" not in text


def test_hostile_text_stays_text_in_markdown() -> None:
    text = comparison_markdown(hostile())
    assert "<img" not in text
    assert "@all" not in text
    assert "\n::error" not in text
    assert text.count("</details>") == 2
    assert text.count("</code>") == text.count("<code>")


def test_markdown_stays_under_what_github_takes() -> None:
    flips = tuple(replace(flip, quote="w" * 3000) for flip in hostile().flips) * 40
    wide = [replace(flip, kind=kind) for flip in flips for kind in ("lost", "won", "broken", "fixed")]
    text = comparison_markdown(
        replace(WORSE, flips=tuple(wide), reasons=(":" * 300,) * 9, notes=("\u202e" * 300,) * 10)
    )
    assert len(text) <= LONGEST + 100
    assert text.endswith("`--format json` has all of them.\n")


def test_markdown_names_ten_of_each_list_and_cuts_long_messages() -> None:
    many = tuple(f"n{place:02} " + "w" * 400 for place in range(25))
    text = comparison_markdown(
        replace(WORSE, reasons=many, notes=many, unanswered=tuple((name[:3], name) for name in many), flips=())
    )
    assert text.count("n09") == 4
    assert "n10" not in text
    assert text.count("- and 15 more") == 3
    assert "w" * 300 not in text
    assert "all of its items count as missed" in text


def test_markdown_that_would_still_be_too_long_is_cut_between_lines() -> None:
    many = ("\u202e" * 300,) * 10
    text = comparison_markdown(replace(WORSE, reasons=many, notes=many, unanswered=tuple((one, "") for one in many)))
    assert 60_000 < len(text) <= CUT
    head, _, last = text.rstrip("\n").rpartition("\n\n")
    assert last == "The text is cut here; `--format json` has all of it."
    assert head.endswith(";")


def test_lost_items_are_annotated_at_their_line_of_gold() -> None:
    lines = annotations(WORSE).splitlines()
    assert lines[0].startswith("::error title=extract compare::REGRESSION (exit 1): new scale")
    assert [line.split("::")[1] for line in lines[1:]] == [
        "error file=gold/d000.jsonl,line=3,title=new error in a number",
        "error file=gold/d000.jsonl,line=6,title=lost item",
        "error file=gold/d001.jsonl,line=6,title=lost item",
        "warning file=gold/d000.jsonl,line=5,title=broken field",
    ]


def test_a_comparison_without_gold_files_is_annotated_without_places() -> None:
    lines = annotations(replace(WORSE, files={})).splitlines()
    assert lines[2].startswith("::error title=lost item::d000:6 figures")


@pytest.mark.parametrize(("of", "level"), [(WORSE, "error"), (REFUSED, "warning"), (INVALID, "error")])
def test_the_verdict_is_annotated_by_its_weight(of: Comparison, level: str) -> None:
    assert annotations(of).startswith(f"::{level} title=extract compare::")


def test_hostile_text_begins_no_command_of_its_own() -> None:
    of = replace(hostile(), files={"d000": "gold/a,line=1::x%.jsonl\n::error::y"})
    lines = annotations(of).splitlines()
    assert len(lines) == 3
    assert lines[1].startswith(
        "::error file=gold/a%2Cline=1%3A%3Ax%25.jsonl %3A%3Aerror%3A%3Ay,line=3,title=lost item::"
    )
    assert "%250A" in lines[1]


# --- for a test viewer -----------------------------------------------------------------------------------------


def parsed(of: Comparison, **options: bool) -> ElementTree.Element:
    return ElementTree.fromstring(comparison_junit(of, **options))  # noqa: S314 - our own words


def marks(of: Comparison, **options: bool) -> dict[str, str]:
    root = parsed(of, **options)
    return {f"{case.get('classname')}/{case.get('name')}": case[0].tag for case in root.iter("testcase") if len(case)}


def test_regressions_are_failures() -> None:
    assert marks(WORSE) == {
        "extract.gate/verdict": "failure",
        "extract.gate.critical/figures.correct.f1": "skipped",
        "extract.figures/d000": "failure",
        "extract.figures/d001": "failure",
    }


def test_a_document_without_an_answer_is_an_error_and_no_failure() -> None:
    assert marks(REFUSED)["extract.figures/d009"] == "error"
    root = parsed(REFUSED)
    assert (root.get("failures"), root.get("errors"), root.get("skipped")) == ("0", "1", "2")


def test_an_open_verdict_fails_where_the_caller_wants_it_to() -> None:
    assert marks(REFUSED, inconclusive_fails=True)["extract.gate/verdict"] == "failure"


def test_what_cannot_be_compared_is_an_error() -> None:
    assert marks(INVALID) == {"extract.gate/verdict": "error"}


def test_hostile_text_stays_text_in_junit() -> None:
    root = parsed(hostile())
    failure = next(one for one in root.iter("failure") if one.text)
    assert "<img onerror=alert(1)>" in (failure.text or "")
    assert "\x1b" not in (failure.text or "")
