"""Of several places of a quote, the order and the neighbours choose."""

import pytest

from extract.grounding import ground

TEXT = (
    "Alpha owns 20 GW of wind. Beta owns 20 GW of solar, and Gamma owns 5 GW of coal. "
    "Delta owns 20 GW of hydro power. Epsilon owns 9 GW."
)
PLACES = [TEXT.index("20 GW"), TEXT.index("20 GW", 20), TEXT.index("20 GW", 80)]


def starts(text: str, quotes: list[tuple[str, str]]) -> list[int | None]:
    return [found.span.start if found.span else None for found in ground(text, quotes)]


def figures(*quotes: str) -> list[tuple[str, str]]:
    return [("figures", quote) for quote in quotes]


def test_as_many_equal_quotes_as_places_take_them_in_order() -> None:
    assert starts(TEXT, figures("20 GW", "20 GW", "20 GW")) == PLACES


def test_one_quote_with_three_places_is_ambiguous() -> None:
    found = ground(TEXT, figures("20 GW"))[0]
    assert (found.grade, found.span) == ("ambiguous", None)
    assert [near.span.start for near in found.near] == PLACES
    assert found.reason == "3 places, and nothing chooses between them"


def test_the_place_between_its_neighbours_is_chosen() -> None:
    assert starts(TEXT, figures("5 GW", "20 GW", "9 GW"))[1] == PLACES[2]


def test_a_first_item_stands_before_its_successor() -> None:
    assert starts(TEXT, figures("20 GW", "Beta owns"))[0] == PLACES[0]


def test_two_quotes_before_a_neighbour_take_the_two_places_before_it() -> None:
    assert starts(TEXT, figures("20 GW", "20 GW", "5 GW"))[:2] == PLACES[:2]


def test_a_figure_stands_in_the_only_claim_that_holds_one_of_its_places() -> None:
    quotes = [("claims", "Beta owns 20 GW of solar"), *figures("20 GW")]
    assert starts(TEXT, quotes)[1] == PLACES[1]


def test_two_claims_that_hold_places_leave_a_single_figure_ambiguous() -> None:
    quotes = [("claims", "Alpha owns 20 GW of wind"), ("claims", "Beta owns 20 GW of solar"), *figures("20 GW")]
    assert starts(TEXT, quotes)[2] is None


def test_two_claims_and_two_figures_pair_up() -> None:
    claims = [("claims", "Alpha owns 20 GW of wind"), ("claims", "Delta owns 20 GW of hydro power")]
    assert starts(TEXT, [*claims, *figures("20 GW", "20 GW")])[2:] == [PLACES[0], PLACES[2]]


def test_a_place_inside_a_longer_figure_is_taken() -> None:
    text = "It has a growth of 30% and a share of 30%."
    assert starts(text, figures("growth of 30%", "30%")) == [text.index("growth"), text.rindex("30%")]
    assert starts(text, figures("30%", "growth of 30%")) == [text.rindex("30%"), text.index("growth")]


def test_quotes_out_of_order_and_over_each_other_are_all_found() -> None:
    quotes = figures("Epsilon owns 9 GW", "9 GW", "Gamma owns 5 GW of coal", "Alpha owns 20 GW", "Alpha", "Beta")
    assert starts(TEXT, quotes) == [TEXT.index(quote) for _, quote in quotes]


def test_order_says_nothing_where_the_items_do_not_keep_it() -> None:
    quotes = figures("Epsilon", "Delta", "Gamma", "20 GW", "Beta", "Alpha")
    assert starts(TEXT, quotes)[3] is None


def test_more_equal_quotes_than_places_are_ambiguous_where_there_are_several() -> None:
    text = "It owns 5 GW. It runs 5 GW."
    assert starts(text, figures("5 GW", "5 GW", "5 GW")) == [None, None, None]
    assert starts("It owns 5 GW.", figures("5 GW", "5 GW")) == [8, 8]


def test_places_between_neighbours_that_fit_none_stay_open() -> None:
    text = "Iron, 7 t and 7 t, then zinc, then lead, then gold."
    assert starts(text, figures("zinc", "7 t", "lead", "gold"))[1] is None


def test_a_quote_that_is_nowhere_disturbs_no_other() -> None:
    assert starts(TEXT, figures("20 GW", "nowhere to be seen", "Beta owns")) == [PLACES[0], None, TEXT.index("Beta")]


def test_a_paraphrase_with_two_places_is_chosen_by_its_neighbours_too() -> None:
    said = "The district council has approved the plans for the new harbour"
    text = f"One. {said}. Two. {said}. Three."
    quote = said.replace("has approved", "had approved")
    assert starts(text, [("claims", "Two"), ("claims", quote), ("claims", "Three")])[1] == text.rindex(said)
    assert ground(text, [("claims", quote)])[0].grade == "ambiguous"


@pytest.mark.parametrize("count", [0, 1])
def test_few_quotes_need_no_choice(count: int) -> None:
    assert starts("One thing.", [("claims", "One thing")] * count) == [0] * count
