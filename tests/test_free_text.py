"""Is a number of free text found wherever the document has it, and missed wherever it has not?"""

import pytest

from extract.free_text import HITS, NumbersOf, unread_numbers


@pytest.mark.parametrize(
    ("text", "words", "lacking"),
    [
        ("It has 5 mills.", "five mills", ()),
        ("It has 5 mills and a 5a licence.", "6 mills", ("6",)),
        ("Line B5 has mills.", "5 mills", ()),
        ("5,000 men, 5,000 cows. " * HITS + "It paid 5 francs.", "It paid 5", ()),
        ("It sold 5 billion. " * (HITS + 2) + "It paid 5 francs.", "It paid 5", ()),
        ("It sold 5 billion. " * (HITS + 2), "It paid 5", ("5",)),
    ],
)
def test_a_number_is_looked_for_at_its_words_and_then_everywhere(
    text: str, words: str, lacking: tuple[str, ...]
) -> None:
    assert NumbersOf(text).lacking(words) == lacking


def test_words_that_two_items_share_are_answered_the_same() -> None:
    numbers = NumbersOf("It has 5 mills.")

    assert [numbers.lacking("the 6 mills") for _ in range(2)] == [("6",), ("6",)]


def test_words_that_were_copied_are_not_asked_about_and_others_are() -> None:
    fields = [("statement", "Of 7 it has 5."), ("subject", "the 7"), ("speaker", "Of 7 it has 5")]

    found = unread_numbers(fields, NumbersOf("nothing"), "claims[0]", copied="Of 7 it has 5")

    assert [(one.where, one.message) for one in found] == [("claims[0].subject", "'7' is nowhere in the document")]
