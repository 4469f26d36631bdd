"""What the page is made of: pieces of text, entries, lines of plots, tables."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_evaluation import EVALUATION
from toy_gold import figure, row
from toy_page import (
    BROKEN,
    ELSEWHERE,
    GOLD,
    LOST,
    LUND,
    NEW,
    NOWHERE,
    RISE,
    SALES,
    TEXT,
    against,
    difference,
    document,
    lund,
    names,
    subject,
    with_gold,
)

from extract.paired import Paired
from extract.records import ExtractedItem, Failure, Grounding, Span, Verification
from extract.report.page.contents import Contents, contents, types_of
from extract.report.page.entries import Entry
from extract.report.page.lines import changes, groups
from extract.report.page.quality import calibration, signals
from extract.report.page.quotes import quote_fields
from extract.report.page.records import Subject
from extract.report.page.segments import segments
from extract.report.page.tables import errors, first, problems, turns
from extract.report.page.tags import CHANNELS, letters, looks
from extract.report.page.visible import visible
from extract.scores import Evaluation


def shown(one: Subject) -> tuple[Contents, ...]:
    return contents(one, letters(types_of(one)))


def entry(one: Subject, tag: str) -> Entry:
    return next(found for found in shown(one)[0].entries if found.tag == tag)


def scores(one: Subject) -> Evaluation:
    assert one.evaluation is not None
    return one.evaluation


# --- pieces of text --------------------------------------------------------------------------------------------

SPANS = st.lists(st.tuples(st.integers(-2, 30), st.integers(-2, 40)).map(lambda ends: Span(*sorted(ends))), max_size=8)


@given(st.text(max_size=25), SPANS)
def test_the_pieces_are_the_text_and_each_is_whole_inside_its_spans(text: str, spans: list[Span]) -> None:
    pieces = segments(text, spans)
    assert "".join(piece.text for piece in pieces) == text
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        if piece.text:
            inside = {n for n, span in enumerate(spans) if span.start <= at and end <= span.end}
            crossed = [span for span in spans if at < span.start < end or at < span.end < end]
            assert (set(piece.covering), crossed) == (inside, [])
        at = end
    assert sorted(n for piece in pieces for n in piece.opening) == list(range(len(spans)))


def test_nested_and_crossing_spans_cut_at_every_edge() -> None:
    pieces = segments("abcdefgh", [Span(0, 6), Span(2, 4), Span(3, 8)])
    assert [(piece.text, piece.covering) for piece in pieces] == [
        ("ab", (0,)),
        ("c", (0, 1)),
        ("d", (0, 1, 2)),
        ("ef", (0, 2)),
        ("gh", (2,)),
    ]


def test_a_span_that_holds_nothing_opens_and_covers_nothing() -> None:
    assert [(p.text, p.covering, p.opening) for p in segments("ab", [Span(2, 2)])] == [("ab", (), ()), ("", (), (0,))]


def test_a_piece_has_the_looks_of_all_that_covers_it() -> None:
    pieces = [(piece.text, piece.look) for piece in shown(with_gold())[0].pieces if piece.look]
    assert pieces == [
        ("sales ", "k0"),
        ("rose by 30.5 percent", "k0-k1"),  # a figure inside a claim
        ("The ", "g"),  # gold's claim, of which the run has too little
        ("mayor opened a", "g-k0"),
        (" bridge over the river", "g"),
        ("12 ponds", "g"),
    ]


def test_two_claims_on_the_same_words_look_like_two() -> None:
    row_ = lund(claims=[SALES, {**SALES, "span": (14, 34), "quote": "rose by 30.5 percent"}], figures=[])
    assert [piece.look for piece in shown(subject(row_))[0].pieces] == ["", "k0", "k0x", ""]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain, العربية, 中文, 😀", "plain, العربية, 中文, 😀"),
        ("e\u0301 stays combined", "e\u0301 stays combined"),
        ("tab\tand\r\nbreaks", "tab\tand\r\nbreaks"),
        ("nul \0", "nul ⟨U+0000⟩"),
        ("\x1b[31mred\x7f", "⟨U+001B⟩[31mred⟨U+007F⟩"),
        ("\u202egpj.exe\u2066", "⟨U+202E⟩gpj.exe⟨U+2066⟩"),
        ("half a pair \ud800", "half a pair ⟨U+D800⟩"),
        ("right-to-left mark \u200f", "right-to-left mark \u200f"),
    ],
)
def test_what_a_browser_would_swallow_or_obey_is_spelled_out(text: str, seen: str) -> None:
    assert visible(text) == seen


# --- tags ------------------------------------------------------------------------------------------------------


def test_every_type_has_a_tag_of_its_own_even_where_names_begin_alike() -> None:
    tags = letters(["claims", "companies", "c", "c\u0020", 'c" onclick="x'])
    assert tags == {"claims": "C", "companies": "CO", "c": "C2", "c\u0020": "C3", 'c" onclick="x': "CON"}
    assert all(tag.isalnum() for tag in tags.values())


def test_a_fifth_type_shares_the_look_of_the_first() -> None:
    found = looks(["a", "b", "c", "d", "e"])
    assert len(set(found.values())) == CHANNELS
    assert found["e"] == found["a"]


# --- quotes ----------------------------------------------------------------------------------------------------


def test_the_quote_is_the_field_that_stands_in_the_text() -> None:
    item = ExtractedItem("bonds", {"name": "Lund", "words": "In Lund"}, Grounding("exact", Span(0, 7)))
    rows = [lund(item)]
    assert quote_fields(["bonds", "loans"], rows, {"lund": document("lund", TEXT)}) == {"bonds": "words", "loans": None}


def test_without_an_exact_quote_the_usual_name_is_taken() -> None:
    rows = [lund(NOWHERE)]
    assert quote_fields(["figures"], rows, {}) == {"figures": "quote"}
    other = replace(NOWHERE, fields={"words": "99 lakes"})
    assert quote_fields(["figures"], [lund(other)], {}) == {"figures": None}


def test_an_item_without_a_known_quote_shows_all_its_fields() -> None:
    other = ExtractedItem("figures", {"words": "99 lakes", "n": 99}, Grounding("missing"))
    found = entry(subject(lund(other)), "F0")
    assert (found.quote, found.fields) == ("", (("words", "99 lakes"), ("n", "99")))


# --- entries ---------------------------------------------------------------------------------------------------


def test_items_without_a_place_come_first_then_all_others_in_text_order() -> None:
    assert [found.tag for found in shown(with_gold())[0].entries] == ["F1", "C0", "F0", "gold 3", "C1", "gold 5"]


def test_an_item_is_shown_beside_gold_where_they_differ() -> None:
    found = entry(with_gold(), "F0")
    assert (found.kind, found.sign, found.line) == ("wrong", "✗", 4)
    assert [(one.field, one.run, one.gold, one.error) for one in found.differences] == [
        ("value", "305", "30.5", "scale ×10^1"),
        ("entity", "Lund", "the city of Lund", "wording"),
    ]
    assert ("unit", "%") in found.fields
    assert "value" not in dict(found.fields)


def test_what_gold_has_alone_and_what_only_resembles_it_point_at_each_other() -> None:
    gold, run = entry(with_gold(), "gold 3"), entry(with_gold(), "C1")
    assert (gold.kind, gold.sign, gold.resembles, gold.of_gold_alone) == ("near-miss", "−", "C1", True)
    assert (run.kind, run.sign, run.resembles, run.of_gold_alone) == ("near-miss", "+", "gold 3", False)


def test_a_quote_that_differs_from_golds_is_a_difference_too() -> None:
    longer = {**RISE, "span": (8, 34), "quote": "sales rose by 30.5 percent"}
    (found,) = entry(with_gold(lund(figures=[longer])), "F0").differences
    assert (found.field, found.gold, found.error) == ("quote", "rose by 30.5 percent", "")


def test_without_gold_an_entry_has_no_sign_and_no_kind() -> None:
    found = entry(subject(), "F1")
    assert (found.kind, found.sign, found.ungrounded, found.differences) == (None, "", True, ())
    assert found.near[0].span == Span(91, 99)


def test_a_long_quote_that_the_text_shows_is_cut_and_any_other_is_whole() -> None:
    words = "word " * 30
    exact = Entry("C0", "claims", None, "", words, Span(0, 150), "exact")
    assert exact.shortened == "“" + " ".join(["word"] * 14) + " …”"
    assert replace(exact, quote="x" * 80).shortened == "“" + "x" * 72 + " …”"
    assert replace(exact, grade="fuzzy").shortened == f"“{words}”"


def test_of_a_long_value_only_the_part_of_gold_that_differs_is_shown() -> None:
    start, end = "one two three four five six seven", "and all that was said before it was done"
    there = {**SALES, "statement": f"{start} eight {end}"}
    here = {**SALES, "statement": f"{start} nine {end}"}
    one = with_gold(lund(claims=[here], figures=[]), gold={"lund": {"claims": [there], "figures": []}})
    (found,) = entry(one, "C0").differences
    assert found.gold == "… six seven eight and all …"


def test_a_value_that_one_side_lacks_is_told_apart_from_an_empty_one() -> None:
    one = with_gold(lund(figures=[{**RISE, "period": "2021"}]))
    (found,) = entry(one, "F0").differences
    assert (found.field, found.run, found.gold, found.error) == ("period", "2021", None, "invented")


def test_links_say_what_contains_an_item() -> None:
    linked = replace(NOWHERE, links={"claim": 4})
    assert entry(subject(lund(linked)), "F0").links == ("claim 4",)


EMPTY_ROW = row("silent", None, "failed", None)


# --- documents -------------------------------------------------------------------------------------------------


def test_a_document_that_the_run_lacks_is_shown_by_its_gold() -> None:
    found = shown(with_gold(EMPTY_ROW))[-1]
    assert (found.id, found.status, found.reason, found.pieces) == (
        "lund",
        "absent",
        "the run has no row for it",
        (),
    )
    assert [one.tag for one in found.entries] == ["gold 2", "gold 4", "gold 3", "gold 5"]


def test_a_failed_document_says_why() -> None:
    found = shown(subject(row("late", None, "failed", Failure("timeout", "no answer"))))[0]
    assert (found.status, found.reason) == ("failed", "timeout: no answer")


def test_counts_of_a_document_are_those_of_the_run() -> None:
    found = shown(with_gold())[0]
    assert (found.counted, found.ungrounded, found.flagged) == ({"claims": 2, "figures": 2}, 1, 1)


# --- lines -----------------------------------------------------------------------------------------------------


def test_with_gold_found_and_correct_come_first_then_fields_then_signals() -> None:
    found = groups(with_gold(), "figures")
    assert [group.title for group in found] == [
        "items",
        "fields, end to end",
        "fields, of the items found",
        "without gold",
    ]
    assert names(found[0].lines)[:2] == ["found F1", "found precision"]
    assert names(found[1].lines)[:2] == ["value", "entity *"]  # the worst first; the star: not part of correct
    assert names(found[-1].lines) == [
        "quote exact",
        "quote contradicted",
        "value confirmed",
        "value unverified",
        "with a problem",
    ]


def test_without_gold_only_signals_are_plotted() -> None:
    (only,) = groups(subject(), "claims")
    assert [(line.name, line.rate.numerator, line.rate.denominator) for line in only.lines] == [
        ("quote exact", 2, 2),
        ("with a problem", 0, 2),
    ]


def test_a_type_without_scored_fields_has_no_lines_of_fields() -> None:
    counts = {"bonds": replace(EVALUATION.counts["bonds"], fields={})}
    one = subject(types=("bonds",), evaluation=replace(EVALUATION, counts=counts))
    assert [group.title for group in groups(one, "bonds")] == ["items", "without gold"]


def test_the_other_runs_values_stand_beside_this_runs() -> None:
    found = groups(with_gold(against=against()), "figures")
    assert {line.name: line.other for line in found[0].lines}["correct F1"] == 0.8
    exact = found[-1].lines[0]
    assert (exact.name, exact.rate.value, exact.other) == ("quote exact", 0.5, 1.0)


def test_what_only_the_other_run_has_is_a_line_as_well() -> None:
    held = replace(against(), rows=(LUND,), comparison=None)
    found = groups(subject(lund(figures=[RISE]), against=held), "figures")[-1].lines
    only = next(line for line in found if line.name == "quote contradicted")
    assert (only.rate.value, only.other, only.rate.reason) == (None, 0.5, "only in the other run")


def test_signals_of_a_type_that_the_run_lacks_are_undefined() -> None:
    assert [metric.rate.value for metric in signals([EMPTY_ROW], "figures")] == [None, None]


def test_differences_share_one_axis_and_what_is_no_share_has_none() -> None:
    found = changes(against().comparison)  # type: ignore[arg-type]
    assert [(one.difference.metric, one.reach) for one in found] == [
        ("figures.correct.f1", 0.6),
        ("claims.correct.f1", 0.6),
        ("documents.seconds", 0.0),
    ]
    assert [found[0].at(value) for value in (-0.6, 0.0, 0.3, 7)] == [0, 50, 75, 100]


def test_the_axis_of_small_differences_does_not_blow_them_up() -> None:
    small = difference("claims.correct.f1", Paired(0.5, 0.51, 0.01, 5, low=0.0, high=0.02))
    (found,) = changes(replace(against().comparison, differences=(small,)))  # type: ignore[type-var]
    assert found.reach == 0.05


# --- calibration -----------------------------------------------------------------------------------------------


def test_calibration_counts_what_gold_says_of_the_items_that_a_check_marks() -> None:
    quote, value, problem = calibration(scores(with_gold()), "figures")
    assert [(step.says, step.correct.numerator, step.correct.denominator) for step in quote.steps] == [
        ("exact", 0, 1),  # the value is wrong
        ("contradicted", 0, 1),
    ]
    assert [(step.says, step.found.value) for step in value.steps] == [("confirmed", 1.0), ("unverified", 0.0)]
    assert [(step.says, step.found.value) for step in problem.steps] == [("no problem", 1.0), ("a problem", 0.0)]


def test_items_that_no_check_reads_have_no_scale_for_it() -> None:
    assert [scale.check for scale in calibration(scores(with_gold()), "claims")] == ["quote", "problems"]


def test_items_on_optional_gold_are_not_calibrated() -> None:
    gold = {"lund": {"claims": [{**SALES, "optional": True}], "figures": []}}
    one = with_gold(lund(claims=[SALES], figures=[]), gold=gold)
    assert calibration(scores(one), "claims") == ()
    assert entry(one, "C0").sign == "○"


# --- tables ----------------------------------------------------------------------------------------------------


def test_errors_are_fields_by_name_and_leftovers_by_side() -> None:
    found = errors(scores(with_gold()), "figures")
    assert [(counts.title, [(one.name, one.number) for one in counts.counts]) for counts in found] == [
        ("fields", [("entity: wording", 1), ("value: scale", 1)]),
        ("only in gold", [("missing", 1)]),
        ("only in the run", [("spurious", 1)]),
    ]
    assert found[0].most == 1


def test_a_faultless_type_has_no_errors() -> None:
    one = with_gold(lund(claims=GOLD["lund"]["claims"], figures=GOLD["lund"]["figures"]))
    assert errors(scores(one), "claims") == ()


def test_problems_are_counted_with_documents_that_gave_nothing() -> None:
    found = problems(shown(subject()))
    assert [(one.name, one.number) for one in found.counts] == [
        ("document refused", 1),
        ("quote-contradicted", 1),
        ("refused", 1),
    ]
    assert problems(()).most == 0


def test_ungrounded_items_are_listed_before_contradicted_values() -> None:
    ponds = lund(figures=[figure(91, "12 ponds", "13", "count")])
    wrong = tuple(replace(item, verification=Verification("contradicted")) for item in ponds.items or ())
    nowhere = replace(lund(NOWHERE), document=replace(LUND.document, id="malmo"))
    found = first(shown(subject(replace(ponds, items=wrong), nowhere)))
    assert [(one.document.id, one.entry.quote) for one in found] == [("malmo", "99 lakes"), ("lund", "12 ponds")]


def test_flips_lead_to_the_entry_of_their_gold_item_or_to_its_document() -> None:
    one = with_gold(against=against(LOST, BROKEN, NEW, ELSEWHERE))
    assert one.against is not None
    assert one.against.comparison is not None
    found = turns(one.against.comparison, shown(one))
    assert [turn.kind for turn in found] == ["lost", "won", "broken", "new-spurious"]
    flips = [flip for turn in found for flip in turn.flips]
    assert [flip.anchor for flip in flips] == ["d0-gold5", "", "d0-F0", "d0"]
    assert [(flip.there, flip.here) for flip in flips] == [
        ("has it", "missing"),
        ("missing", "has it"),
        ("30.5", "305 · scale"),
        ("does not have it", "has it"),
    ]


def test_a_field_that_one_side_leaves_out_is_nothing_there() -> None:
    flip = replace(BROKEN, a=replace(BROKEN.a, value=None), b=replace(BROKEN.b, share=0.0, error="missing"))
    one = with_gold(against=against(flip))
    assert one.against is not None
    assert one.against.comparison is not None
    ((found,),) = [turn.flips for turn in turns(one.against.comparison, shown(one))]
    assert (found.there, found.here) == ("nothing", "missing")


def test_the_scores_may_know_types_that_the_run_does_not() -> None:
    one = replace(with_gold(), types=())
    assert types_of(one) == ("claims", "figures")
