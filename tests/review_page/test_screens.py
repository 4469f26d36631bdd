"""What do the overview, an item and the history show of a review?"""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from toy_gold import World, claim, labelled
from toy_review import found
from toy_session import document

from extract import ClaimsAndFigures
from extract.disagreements import Disagreement
from extract.evaluation.reviewing import Subject
from extract.records import Span
from extract.review import LOG, DecisionsLog, Verdict
from extract.review_page import words
from extract.review_page.filters import Filter, filter_of
from extract.review_page.glimpse import context, glimpse
from extract.review_page.history import PAGE, history
from extract.review_page.item_view import ItemView, item_view
from extract.review_page.overview import overview
from extract.review_page.rendering import render
from extract.review_page.session import Session
from extract.review_page.summary import summary

HOSTILE = '</main><script>alert(1)</script>" onload="x \u202e\ud83d'


def world() -> World:
    """Two figures with wrong values, a claim that only gold has and one that only the run has."""
    made = World(gold=labelled(), run=labelled())
    made.run["figures"][0]["value"], made.run["figures"][1]["value"] = "712", "3.05"
    del made.run["claims"][2]
    made.run["claims"].append(claim(900, "nobody said so"))
    return made


def pair() -> Disagreement:
    return next(one for one in found(world()) if one.kind == "value")


def session(log: DecisionsLog, *items: Disagreement, **how: Any) -> Session:
    about: dict[str, Any] = {
        "documents": {"lund": document("lund", "so it is " * 150, "lund.txt", "Lund", "2022-06-21")}
    }
    about |= {
        name: how.pop(name) for name in ("documents", "unplaced", "against", "source", "reference") if name in how
    }
    basis = {"source": "runs/toy", "reference": "gold", "against": "gold", "wordings": 3} | about
    subject = Subject(disagreements=items or found(world()), **basis)
    return Session(subject, ClaimsAndFigures, log, how.pop("reviewer", "ana"), **how)


def decide(of: Session, one: Disagreement, verdict: Verdict, event: str = "e1", **how: Any) -> None:
    of.decide([(one, of.state.item(one.id).version)], verdict, event, **how)


def html_of(template: str, view: Any, **how: Any) -> str:
    return unescape(render(template, how.pop("fragment", True), base="/x", token="", view=view, **how))


def shown(of: Session, one: Disagreement, query: str = "", **how: Any) -> ItemView:
    return item_view(of, one, query, **how)


# --- the item ---------------------------------------------------------------------------------------------------


def test_an_item_knows_its_place_in_the_queue_of_its_filter(log: DecisionsLog) -> None:
    of = session(log)
    queue = of.queue(Filter(type=("figures",)))
    place = shown(of, queue[1], "type=figures&unknown=1").place
    assert (place.number, place.total, place.decided) == (2, 2, 0)
    assert (place.previous, place.next) == (queue[0].id, None)
    outside = next(one for one in of.queue(Filter()) if one.type == "claims")
    assert shown(of, outside, "type=figures").place.number is None


def test_the_links_of_an_item_keep_the_filter(log: DecisionsLog) -> None:
    of = session(log)
    one = of.queue(Filter())[0]
    html = html_of("item.html", shown(of, one, "status=open&order=document"))
    assert f'href="/x/i/{one.id}?status=open&order=document&whole=1"' in html
    assert f'href="/x/i/{one.id}?whole=1"' in html_of("item.html", shown(of, one))
    assert f'href="/x/i/{one.id}"' in html_of("item.html", shown(of, one, whole=True))


def test_whole_shows_every_code_point_of_the_document(log: DecisionsLog) -> None:
    of = session(log)
    one = of.queue(Filter())[0]
    assert shown(of, one).length < shown(of, one, whole=True).length == len("so it is " * 150)


def test_without_a_text_the_quotes_are_all_there_is(log: DecisionsLog) -> None:
    of = session(log, documents={})
    html = html_of("item.html", shown(of, of.queue(Filter())[0]))
    assert "The text is not kept here" in html
    assert 'class="source"' not in html


def test_an_item_without_a_place_says_so(log: DecisionsLog) -> None:
    made = World(gold=labelled(), run=labelled())
    made.run["claims"].append(claim(900, "nobody said so", span=None))
    of = session(log, *found(made))
    html = html_of("item.html", shown(of, of.queue(Filter())[0]))
    assert "Neither side has a place in the text." in html
    assert "the quote has no place in the text" in html


def test_a_decided_item_shows_who_decided_what_and_when(log: DecisionsLog) -> None:
    of = session(log)
    one, other = of.queue(Filter())[:2]
    final = {"type": "figure", "value": "7", "upper": None}
    decide(of, one, "edited", final=final, causes=("gold-slip",), note="see the table")
    held = shown(of, one)
    assert held.decision is not None
    assert (held.decision.words, held.decision.by, held.decision.blind) == ("written anew", "ana", True)
    html = html_of("item.html", held)
    assert all(said in html for said in ("gold-slip", "see the table", "<dt>upper</dt><dd><bdi>none</bdi></dd>"))
    assert shown(of, other).decision is None


def test_what_was_said_of_an_item_stands_below_it(log: DecisionsLog) -> None:
    of = session(log)
    one = of.queue(Filter())[0]
    of.remark(one, "comment", "e1", HOSTILE)
    of.remark(one, "flag", "e2")
    assert [(said.type, said.note) for said in shown(of, one).remarks] == [("comment", HOSTILE), ("flag", "")]


def test_what_only_gold_or_a_run_has_is_shown_where_sides_are_named(log: DecisionsLog) -> None:
    one = pair()
    assert one.reference is not None
    assert one.run is not None
    own: dict[str, Any] = {
        "optional": True,
        "alternatives": ({"value": None},),
        "note": "odd",
        "provenance": {"by": "x"},
    }
    one = replace(one, reference=replace(one.reference, **own), run=replace(one.run, problems=("number-unlike",)))
    view = shown(session(log, one, blind=False), one)
    assert [name for name, _ in view.a.own] == ["optional", "also right", "note", "provenance"]
    assert dict(view.a.own)["also right"] == "value none"
    assert dict(view.b.own) == {"grounding": "exact", "problems": "number-unlike"}
    assert "value none" in html_of("item.html", view)


def test_nothing_of_a_text_becomes_html(log: DecisionsLog) -> None:
    made = world()
    made.run["figures"][0]["entity"] = HOSTILE
    of = session(log, *found(made), documents={"lund": document("lund", HOSTILE * 40, HOSTILE, HOSTILE)})
    decide(of, of.queue(Filter())[0], "both", note=HOSTILE)
    html = render("item.html", False, base="/x", token="", view=shown(of, of.queue(Filter())[0], alert=HOSTILE))
    assert html.count("<script") == 1
    assert html.count("</main>") == 1
    assert html.encode()
    assert not set("\u202e\r") & set(html)


def test_what_was_done_last_can_be_taken_back_from_the_history_and_the_summary(log: DecisionsLog) -> None:
    of = session(log, *found(world()))
    for template, view in (("history.html", history(of)), ("summary.html", summary(of))):
        html = render(template, False, base="/x", token="", view=view)
        assert 'data-action="undo" data-key="u"' in html
        assert 'data-action="redo" data-key="r"' in html


@pytest.mark.parametrize(
    ("kind", "field", "hidden", "unmarked", "said"),
    [
        ("value", "value", True, False, "Figure: value differs"),
        ("missing", None, True, False, "Figure: one side only"),
        ("ungrounded", None, True, False, "Figure: the place differs"),
        ("missing", None, False, False, "Figure: missing from the run"),
        ("agreement", None, True, True, "Figure"),
        ("agreement", None, False, True, "Figure: both sides agree"),
        ("near-miss", None, True, False, "Figure: two places that hardly meet"),
    ],
)
def test_an_item_is_called_by_what_may_be_told(kind: Any, field: Any, hidden: bool, unmarked: bool, said: str) -> None:
    one = replace(found(world())[0], kind=kind, field=field)
    assert words.heading(one, "figure", hidden=hidden, unmarked=unmarked) == said


def test_pairs_without_a_place_on_one_side_have_a_count_of_their_own(log: DecisionsLog) -> None:
    one, other, *_ = found(world())
    unplaced = replace(one, kind="ungrounded", field=None)
    view = overview(session(log, unplaced, replace(other, kind="ungrounded", field=None, reference=None)), Filter())
    assert [(line.words, line.total.items) for line in view.lines] == [("the place differs", 1), ("one side only", 1)]
    (kinds,) = [one for one in view.choices if one.name == "kind"]
    assert [label for _, label, _ in kinds.options] == ["all", "the place differs (1)", "one side only (1)"]


def test_why_an_item_is_there_is_said_in_words(log: DecisionsLog) -> None:
    one = replace(pair(), impact=0.0125)

    def why(of: Disagreement, *, hidden: bool, unmarked: bool = False) -> str:
        called = words.names(session(log).subject)
        return words.why(of, called, ("reference", "run"), hidden=hidden, unmarked=unmarked)

    assert why(one, hidden=True).endswith("moves the F1 of correct figures by 0.0125.")
    assert why(one, hidden=False).endswith("changes by +0.0125.")
    assert "chance" in why(one, hidden=True, unmarked=True)
    assert "both sides agree" in why(replace(one, kind="agreement"), hidden=False, unmarked=True)
    assert "0.0125" not in why(replace(one, run=None), hidden=True)
    assert why(replace(one, run=None), hidden=True).startswith("A has an item here and B has none:")
    assert why(replace(one, reference=None), hidden=True).startswith("B has an item here and A has none:")


def test_two_runs_are_called_by_their_folders(log: DecisionsLog) -> None:
    one = found(world())[0]
    of = session(log, one, against="run", source="runs/new", reference="runs/old", blind=False)
    assert [side.name for side in (shown(of, one).a, shown(of, one).b)] == ["old", "new"]
    same = session(log, one, against="run", source="a/run", reference="b/run").subject
    assert list(words.names(same).values()) == ["the other run", "the run"]


# --- the overview -----------------------------------------------------------------------------------------------


def test_counts_are_links_to_the_items_that_they_count(log: DecisionsLog) -> None:
    of = session(log)
    view = overview(of, Filter())
    asked = [line.total for line in view.lines] + [count for line in view.lines for count in line.by_type if count]
    assert len(asked) > len(view.lines) > 1
    for count in asked:
        assert len(of.queue(filter_of(count.query))) == count.items
        assert f'href="/x/?{count.query}"' in html_of("overview.html", view)


def test_the_overview_goes_on_where_the_reviewer_was(log: DecisionsLog) -> None:
    of = session(log)
    first, second, *_ = of.queue(Filter())
    assert "Start" in html_of("overview.html", overview(of, Filter()))
    decide(of, first, "both")
    view = overview(of, Filter())
    assert (view.next, view.place, view.total, view.decided, view.open) == (second.id, 2, 4, 1, 3)
    assert 'Resume <span class="quiet">(2 of 4)' in html_of("overview.html", view)


def test_when_all_is_decided_the_overview_leads_to_the_summary(log: DecisionsLog) -> None:
    of = session(log)
    for number, one in enumerate(of.queue(Filter())):
        decide(of, one, "both", f"e{number}")
    assert "All decided" in html_of("overview.html", overview(of, Filter()))
    assert "All 4 items are decided" in html_of("done.html", overview(of, Filter()))


def test_a_single_item_that_is_decided_is_told_as_one(log: DecisionsLog) -> None:
    of = session(log, pair())
    decide(of, pair(), "both")
    assert "The one item is decided." in html_of("done.html", overview(of, Filter()))


@pytest.mark.parametrize(
    ("query", "decided", "heading", "why"),
    [
        ("status=skipped", [], "Nothing here", "No item here is skipped."),
        ("status=decided", [], "Nothing here", "No item here is decided."),
        ("status=neither", ["run"], "Nothing here", "No item here is decided as neither, still to be written."),
        ("status=open", ["both"] * 4, "All decided", "All 4 items of this filter are decided."),
        ("status=open", ["skip"] * 4, "Nothing here", "No item here is open."),
        ("", ["both", "both", "both", "skip"], "Nothing more is open", "1 item here is skipped."),
        ("status=neither", ["neither", "neither"], "That was the last of them", "2 items here are decided as neither"),
        ("status=decided", ["run"], "That was the last of them", "1 item here is decided."),
    ],
)
def test_where_nothing_comes_next_it_is_said_why(
    log: DecisionsLog, query: str, decided: list[Verdict], heading: str, why: str
) -> None:
    of = session(log)
    for number, (one, verdict) in enumerate(zip(of.queue(Filter()), decided, strict=False)):
        decide(of, one, verdict, f"e{number}")
    html = html_of("done.html", overview(of, filter_of(query)))
    assert f">{heading}</h1>" in html
    assert why in html
    assert ("All decided" in html) == (heading == "All decided")


@pytest.mark.parametrize("query", ["status=skipped", "status=decided"])
def test_an_overview_of_a_status_that_nothing_has_does_not_say_that_all_is_decided(
    log: DecisionsLog, query: str
) -> None:
    html = html_of("overview.html", overview(session(log), filter_of(query)))
    assert "Nothing here." in html
    assert "All decided" not in html


def test_the_overview_of_the_decided_ones_goes_through_them(log: DecisionsLog) -> None:
    of = session(log)
    one = of.queue(Filter())[1]
    decide(of, one, "neither")
    assert overview(of, Filter(status="decided")).next == overview(of, Filter(status="neither")).next == one.id


def test_a_filter_that_nothing_is_of_says_so(log: DecisionsLog) -> None:
    view = overview(session(log), Filter(kind=("unit",)))
    assert "No item is of all that is asked for" in html_of("overview.html", view)
    assert "Nothing to decide" in html_of("done.html", view)


def test_the_filter_form_starts_with_what_is_chosen(log: DecisionsLog) -> None:
    view = overview(session(log), filter_of("type=figures&status=open&order=document"))
    html = html_of("overview.html", view)
    chosen = ['value="figures" selected', 'value="open" selected', 'value="document" selected']
    assert all(one in html for one in chosen)
    assert view.query == "type=figures&status=open&order=document"
    assert f'href="/x/i/{view.next}?{view.query}"' in html
    assert (view.filtered, overview(session(log), Filter(order="document")).filtered) == (True, False)


def test_with_many_documents_the_form_has_no_list_of_them(log: DecisionsLog) -> None:
    one = found(world())[0]
    many = [replace(one, id=f"d_{number}", document=f"text {number}") for number in range(201)]
    assert "document" not in [choice.name for choice in overview(session(log, *many), Filter()).choices]


def test_the_latest_remarks_stand_on_the_overview_with_their_items(log: DecisionsLog) -> None:
    of = session(log)
    one = of.queue(Filter())[0]
    of.remark(one, "comment", "e1", "first")
    of.remark(one, "flag", "e2", "second")
    of.remark(replace(one, id="d_gone"), "comment", "e3", "elsewhere")
    of.undo("u1", "e1")
    view = overview(of, Filter())
    assert [(said.note, said.here) for said in view.remarks] == [("elsewhere", False), ("second", True)]
    assert "on an item that is not in this queue" in html_of("overview.html", view)


def test_a_torn_line_and_what_is_not_queued_are_told(tmp_path: Path) -> None:
    with DecisionsLog(tmp_path / LOG):
        pass
    (tmp_path / LOG).write_bytes(b'{"v":1,"event":"half')
    with DecisionsLog(tmp_path / LOG) as log:
        html = html_of("overview.html", overview(session(log, unplaced=2, share=0.05), Filter()))
    assert '{"v":1,"event":"half' in html
    assert "3 pairs different in wording alone; 2 items without a place" in html
    assert "About 5 % of the pairs that agree are mixed in" in html


# --- the history ------------------------------------------------------------------------------------------------


def test_the_history_has_the_latest_event_first_with_a_button_for_each(log: DecisionsLog) -> None:
    of = session(log)
    one = of.queue(Filter())[0]
    decide(of, one, "run", note="seen")
    of.remark(one, "flag", "e2")
    of.undo("u1", "e1")
    of.redo("r1", "e1")
    of.undo("u2", "e2")
    view = history(of)
    assert [(done.words, done.button) for done in view.events] == [
        ("taken back: flagged: the guidelines do not settle it", ""),
        ("brought back: the run is right", ""),
        ("taken back: the run is right", ""),
        ("flagged: the guidelines do not settle it", "redo"),
        ("the run is right", "undo"),
    ]
    html = html_of("history.html", view)
    assert 'data-action="redo" data-target="e2"' in html
    assert 'data-action="undo" data-target="e1"' in html
    assert f'href="/x/i/{one.id}"' in html


def test_the_history_has_pages(log: DecisionsLog) -> None:
    of = session(log)
    one = of.queue(Filter())[0]
    for number in range(PAGE + 1):
        of.remark(one, "comment", f"e{number}", str(number))
    assert [len(history(of, page).events) for page in (1, 2)] == [PAGE, 1]
    assert [history(of, page).page for page in (0, 9)] == [1, 2]
    assert 'href="/x/history?page=2"' in html_of("history.html", history(of, 1))
    assert 'href="/x/history?page=1"' in html_of("history.html", history(of, 2))


def test_an_event_about_many_items_names_some_and_counts_the_rest(log: DecisionsLog) -> None:
    of = session(log)
    one = of.queue(Filter())[0]
    gone = [(replace(one, id=f"d_{number}"), None) for number in range(7)]
    of.decide(gone, "both", "e1")
    of.undo("u1", "e1")
    latest, first = history(of).events
    assert (len(first.items), first.more, first.items[0].here, first.items[0].document) == (5, 2, False, "lund")
    assert latest.items == first.items
    assert "and 2 others" in html_of("history.html", history(of))


def test_an_empty_history_leads_to_the_first_item(log: DecisionsLog) -> None:
    assert "Nothing is decided yet" in html_of("history.html", history(session(log)))


def test_an_undo_of_what_is_not_in_the_log_is_shown_as_that(tmp_path: Path) -> None:
    (tmp_path / LOG).parent.mkdir()
    line = '{"v":1,"event":"u","type":"undo","at":"2026-11-21T14:02:11Z","by":"ana","target":"gone"}\n'
    (tmp_path / LOG).write_text(line, encoding="utf-8")
    with DecisionsLog(tmp_path / LOG) as log:
        (event,) = history(session(log)).events
    assert (event.words, event.items) == ("taken back: an event that is not there", ())


# --- the frame --------------------------------------------------------------------------------------------------


def test_a_fragment_is_the_main_element_alone(log: DecisionsLog) -> None:
    view = history(session(log))
    fragment = html_of("history.html", view)
    assert (fragment.strip()[:5], fragment.strip()[-7:]) == ("<main", "</main>")
    assert fragment.strip() in html_of("history.html", view, fragment=False)


def test_what_has_happened_is_said_above_the_screen(log: DecisionsLog) -> None:
    html = html_of("error.html", {"heading": "Gone", "message": HOSTILE}, toast="Saved", alert="NOT saved")
    assert '<p class="toast" role="status"><bdi>Saved</bdi></p>' in html
    assert '<p class="alert" role="alert"><bdi>NOT saved</bdi></p>' in html
    assert "⟨U+202E⟩" in html


def test_a_carriage_return_in_an_attribute_stays_one() -> None:
    html = render("error.html", True, base="/x", token="", view={"heading": "a\rb", "message": ""})
    assert "a&#13;b" in html


# --- lists ------------------------------------------------------------------------------------------------------


def test_an_item_is_known_by_its_words_in_every_list(log: DecisionsLog) -> None:
    of = session(log, documents={})
    one = next(one for one in of.queue(Filter()) if one.kind == "value")
    assert glimpse(of, one) == "exceeded 7.12 billion yuan"
    assert "exceeded 7.12 billion yuan" in [words for _, _, words, _, _ in overview(of, Filter()).listed]
    decide(of, one, "run")
    assert history(of).events[0].items[0].words == "exceeded 7.12 billion yuan"
    assert "<bdi>exceeded 7.12 billion yuan</bdi></a>" in html_of("history.html", history(of))


def test_the_words_of_an_item_in_a_list_are_few(log: DecisionsLog) -> None:
    made = World(gold=labelled(), run=labelled())
    made.run["claims"].append(claim(900, "the mayor said " * 9))
    of = session(log, *found(made), documents={})
    assert glimpse(of, of.queue(Filter())[0]) == "the mayor said " * 4 + "the mayor …"


def test_the_words_around_are_whole_words() -> None:
    text = "The port of Lund has twelve cranes of steel."
    assert context(text, Span(0, 3), 5) == ("", " port …")
    assert context(text, Span(17, 27), 8) == ("… of Lund ", " cranes …")
    assert context("x" * 40, Span(20, 21), 5) == ("… xxxxx", "xxxxx …")
    assert context(text, Span(28, 44), 100) == (text[:28], "")


def test_the_document_is_named_once(log: DecisionsLog) -> None:
    untitled = {"lund": document("lund", "so it is " * 150, "lund.txt")}
    of = session(log, documents=untitled)
    assert html_of("item.html", shown(of, of.queue(Filter())[0])).count("<bdi>lund</bdi>") == 1


def test_the_name_of_who_commented_stands_apart_from_the_comment(log: DecisionsLog) -> None:
    of = session(log)
    of.remark(of.queue(Filter())[0], "comment", "e1", "see the sentence before")
    assert re.search(r"before</bdi>\s+<span", html_of("overview.html", overview(of, Filter())))
