"""What the page is made of: pieces of text, tags, quotes, entries, documents."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_gold import row
from toy_page import (
    EMPTY,
    NOWHERE,
    RISE,
    SALES,
    TEXT,
    document,
    entry,
    lund,
    shown,
    subject,
    with_gold,
)

from extract.records import ExtractedItem, Failure, Grounding, Span
from extract.report.page.entries import Entry
from extract.report.page.quotes import quote_fields
from extract.report.page.segments import segments
from extract.report.page.tags import CHANNELS, letters, looks
from extract.report.page.visible import visible

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
    other = NOWHERE._replace(fields={"words": "99 lakes"})
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
    assert exact.shortened == "“" + " ".join(["word"] * 11) + " …”"
    assert replace(exact, quote="x" * 80).shortened == "“" + "x" * 56 + " …”"
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
    linked = NOWHERE._replace(links={"claim": 4})
    assert entry(subject(lund(linked)), "F0").links == ("claim 4",)


# --- documents -------------------------------------------------------------------------------------------------


def test_a_document_that_the_run_lacks_is_shown_by_its_gold() -> None:
    found = shown(with_gold(EMPTY))[-1]
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
