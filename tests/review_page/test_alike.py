"""Which open items have the same difference?"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from toy_gold import World, figure
from toy_review import found
from toy_session import document

from extract import ClaimsAndFigures
from extract.disagreements import Disagreement
from extract.evaluation.reviewing import Subject
from extract.jsonl import dumps
from extract.review import LOG, DecisionsLog, Recorded
from extract.review_page.alike import MOST, Alike, group
from extract.review_page.item_view import item_view
from extract.review_page.rendering import render
from extract.review_page.security import BODY_AT_MOST
from extract.review_page.session import Session

TEXT = "".join(f"{number:>9} kg of tin. " for number in range(9))  # 20 characters each, the quote from the eighth on


def world(*units: tuple[str, str | None]) -> tuple[Disagreement, ...]:
    """Return the disagreements of figures whose unit gold and a run give so."""
    toy = World()
    places = [20 * number + 8 for number in range(len(units))]
    quotes = [TEXT[place : place + 4] for place in places]
    toy.gold = {
        "claims": [],
        "figures": [figure(p, q, "1", u[0]) for p, q, u in zip(places, quotes, units, strict=True)],
    }
    toy.run = {
        "claims": [],
        "figures": [figure(p, q, "1", u[1]) for p, q, u in zip(places, quotes, units, strict=True)],
    }
    return found(toy)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Callable[..., Session]]:
    with ExitStack() as logs:

        def opened(items: Sequence[Disagreement], folder: str = "gold", **others: Any) -> Session:
            documents = {"lund": document("lund", TEXT, "lund.txt")}
            subject = Subject("runs/toy", "gold", "gold", tuple(items), documents, 0)
            log = logs.enter_context(DecisionsLog(tmp_path / folder / LOG))
            return Session(subject, ClaimsAndFigures, log, "ana", **others)

        yield opened


def of(opened: Session, one: Disagreement) -> Alike:
    alike = group(opened, one)
    assert alike is not None
    return alike


def test_the_same_two_values_of_the_same_field_are_one_difference(session: Callable[..., Session]) -> None:
    items = world(("kg", "t"), ("kg", "t"), ("kg", "g"), ("t", "kg"), ("kg", "t"))
    alike = of(session(items), items[0])
    assert {one.id for one in alike.items} == {items[number].id for number in (0, 1, 4)}
    assert (alike.type, alike.field, set(alike.values)) == ("figures", "unit", {"kg", "t"})


def test_only_open_items_are_decided_together(session: Callable[..., Session]) -> None:
    items = world(("kg", "t"), ("kg", "t"), ("kg", "t"))
    opened = session(items)
    assert isinstance(opened.decide([(items[0], None)], "run", "e1"), Recorded)
    assert isinstance(opened.decide([(items[1], None)], "skip", "e2"), Recorded)
    assert [one.id for one in of(opened, items[0]).items] == [items[2].id]


def test_the_values_are_shuffled_for_all_of_a_blind_group_alike(session: Callable[..., Session]) -> None:
    orders = set()
    for number in range(20):
        items = world((f"u{number}", "t"), (f"u{number}", "t"))
        blind = session(items, str(number))
        named = session(items, str(number), blind=False)
        assert of(blind, items[0]).values == of(blind, items[1]).values
        assert of(blind, items[0]).names == ()
        assert of(named, items[0]).values == (f"u{number}", "t")
        assert of(named, items[0]).names == ("gold", "the run")
        orders.add(of(blind, items[0]).sides)
    assert len(orders) == 2


def test_the_first_value_is_the_one_of_the_first_side(session: Callable[..., Session]) -> None:
    items = world(("kg", None), ("kg", None))
    alike = of(session(items), items[0])
    assert dict(zip(alike.sides, alike.values, strict=True)) == {"reference": "kg", "run": ""}


def test_each_item_stands_with_its_words_and_those_around(session: Callable[..., Session]) -> None:
    items = world(("kg", "t"), ("kg", "t"))
    first = of(session(items), items[0]).items[0]
    assert (first.before, first.quote, first.document, first.seen) == (TEXT[:8], TEXT[8:12], "lund", None)
    assert first.after == f"{TEXT[12:71]}3 …"


def test_a_group_knows_the_filter_that_it_leads_back_to(session: Callable[..., Session]) -> None:
    items = world(("kg", "t"), ("kg", "t"))
    alike = group(session(items), items[0], "field=unit&junk=1")
    assert alike is not None
    html = render("alike.html", True, base="/x", token="", view=alike)
    assert f'href="/x/i/{items[0].id}?field=unit"' in html
    assert html.count("?field=unit") == 3  # both items and the way back


def test_of_a_large_group_so_many_are_shown_as_a_request_holds(session: Callable[..., Session]) -> None:
    (one,) = world(("kg", "t"))
    items = [replace(one, id=f"d_{number:016x}") for number in range(1200)]
    alike = of(session(items), items[0])
    assert (len(alike.ids), len(alike.items)) == (1200, MOST)
    body = dumps([{"item": each.id, "seen": "x" * 80} for each in alike.items])
    assert len(body) < BODY_AT_MOST
    assert items[-1].id in {each.id for each in of(session(items, "other"), items[-1]).items}


def test_the_words_are_those_of_side_a(session: Callable[..., Session]) -> None:
    (one,) = world(("kg", "t"))
    assert one.proposal is not None
    moved = replace(one, proposal={**one.proposal, "start": 9, "end": 12, "quote": TEXT[9:12]})
    opened = session([moved])
    expected = {"reference": TEXT[8:12], "run": TEXT[9:12]}[opened.sides(moved)[0]]
    assert of(opened, moved).items[0].quote == expected


def test_leftovers_stand_each_on_its_own(session: Callable[..., Session]) -> None:
    toy = World()
    del toy.run["figures"][0]
    items = found(toy)
    assert [one.kind for one in items] == ["missing"]
    assert group(session(items), items[0]) is None


# --- where it is offered ----------------------------------------------------------------------------------------


def offered(opened: Session, one: Disagreement) -> bool:
    html = render("item.html", True, base="/x", token="", view=item_view(opened, one, ""))
    assert ('data-key="b"' in html) == ("Same difference" in html)
    return 'data-key="b"' in html


def test_the_same_difference_is_offered_while_others_with_it_are_open(session: Callable[..., Session]) -> None:
    items = world(("kg", "t"), ("kg", "t"), ("kg", "g"))
    opened = session(items)
    assert [offered(opened, one) for one in items] == [True, True, False]
    opened.decide([(items[0], None)], "run", "e1")
    assert [offered(opened, one) for one in items] == [True, False, False]


def test_a_leftover_and_a_pair_that_agrees_have_no_group_to_offer(session: Callable[..., Session]) -> None:
    toy = World()
    del toy.run["figures"][0], toy.run["claims"][-1]
    items = found(toy, agreed=True)
    assert {one.kind for one in items} == {"missing", "agreement"}
    opened = session(items, share=1.0)
    assert not any(offered(opened, one) for one in opened.subject.disagreements)
