"""Does a query string ask for what it says, and never for what a blind reviewer may not know?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_session import subject

from extract.review_page.filters import Filter, filter_of, kind_shown, query_of

QUEUE = subject().disagreements
WORDS = st.lists(st.text(min_size=1, max_size=8), max_size=3, unique=True).map(tuple)


@given(st.builds(Filter, kind=WORDS, field=WORDS, type=WORDS, document=WORDS))
def test_a_filter_comes_back_from_its_query(wanted: Filter) -> None:
    assert filter_of(query_of(wanted)) == wanted


@given(st.text(max_size=200))
def test_any_query_is_a_filter_and_its_own_query_is_plain(query: str) -> None:
    assert query_of(filter_of(query)).isascii()
    assert filter_of(query_of(filter_of(query))) == filter_of(query_of(filter_of(query)))


@pytest.mark.parametrize("query", ["", "whole=1&page=2", "status=gone", "order=sideways", "kind=", "&" * 100])
def test_what_means_nothing_asks_for_all(query: str) -> None:
    assert filter_of(query) == Filter()


def test_a_query_of_hundreds_of_fields_asks_for_all() -> None:
    assert filter_of("&".join(f"kind={number}" for number in range(300))) == Filter()


def test_the_filter_takes_kind_field_type_and_document_together() -> None:
    def those(query: str) -> set[str]:
        return {one.kind for one in QUEUE if filter_of(query).matches(one, blind=False)}

    assert those("kind=value&kind=missing") == {"value", "missing"}
    assert those("field=value") == {"value"}
    assert those("type=claims") == {"missing"}
    assert those("type=claims&kind=value") == set()
    assert those("document=lund") == {"value", "missing"}
    assert those("document=york") == set()


def test_a_blind_reviewer_can_not_ask_for_the_kinds_that_tell_a_side() -> None:
    (missing,) = [one for one in QUEUE if one.kind == "missing"]
    assert kind_shown(missing, blind=True) == "one-sided"
    assert kind_shown(missing, blind=False) == "missing"
    assert not Filter(kind=("missing",)).matches(missing, blind=True)
    assert Filter(kind=("one-sided",)).matches(missing, blind=True)


def test_a_pair_that_one_side_has_no_place_for_is_not_counted_as_one_side_only() -> None:
    pair = replace(next(one for one in QUEUE if one.kind == "value"), kind="ungrounded", field=None)
    alone = replace(pair, reference=None)
    assert [kind_shown(one, blind=True) for one in (pair, alone)] == ["place", "one-sided"]
    assert [kind_shown(one, blind=False) for one in (pair, alone)] == ["ungrounded", "ungrounded"]
    asked = [filter_of(f"kind={kind}") for kind in ("place", "one-sided", "ungrounded")]
    assert [one.matches(pair, blind=True) for one in asked] == [True, False, False]
