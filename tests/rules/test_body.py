"""What is read of a page: the article without navigation, notices, by-lines and repeated headlines."""

import pytest

from extract.rules.body import body_sentences, is_boilerplate


def read(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in body_sentences(text)]


@pytest.mark.parametrize(
    "line",
    [
        "Home » Economy » A new port",
        "See also  Five ways to save water",
        "Read more: Chip makers eye the south",
        "This website uses cookies to improve your experience.",
        "By Ana Prates | Published: 2023-05-16",
        "2023-11-02 10:15 By admin",
        "Morning Post 12 January 2024",
        "by admin",
        "Posted: 21/03/2024 - 1,206 views",
        "14 May 2023 | 312 comments",
        "Page views: 3,411   Tel: 040-114477",
        "2.4k shares",
        "Disclaimer: This article is reproduced.",
        "View original content: https://example.org/1.html",
        "Email: news@example.org",
        "New port opens_Morning Post Online",
        "* * *",
        "Source: Business Daily 2022-08-15",
    ],
)
def test_a_line_of_the_page_is_no_line_of_the_article(line: str) -> None:
    assert is_boilerplate(line)
    assert read(f"The port opened in May.\n\n{line}\n\nIt has three cranes.") == [
        "The port opened in May.",
        "It has three cranes.",
    ]


@pytest.mark.parametrize(
    "line",
    ["Published figures show that exports rose.", "The port opened on May 5, 2023.", "Exports rose sharply"],
)
def test_a_line_of_the_article_is_kept(line: str) -> None:
    assert not is_boilerplate(line)


def test_what_follows_the_comments_is_another_page() -> None:
    text = "The port opened in May. It has three cranes.\n\nLeave a Comment\n\nNice article, well done to all."
    assert read(text) == ["The port opened in May.", "It has three cranes."]


def test_a_disclaimer_ends_the_article_in_the_middle_of_a_line() -> None:
    assert read("The port opened in May.Disclaimer: This article is reproduced for you.") == ["The port opened in May."]


def test_a_sentence_of_a_notice_is_left_out_of_its_paragraph() -> None:
    assert read("The port opened. No part may be copied without permission.") == ["The port opened."]


@pytest.mark.parametrize(
    "dateline",
    [
        "NORTHPORT, May 4, 2024 /Newswire/ -- ",
        "NORTHPORT, Oct. 9, 2023 -- ",
        "NORTHPORT (Newswire) - ",
        "NORTHPORT, Oct. 9, 2023 - ",
        "NORTHPORT - ",
        "NORTHPORT, Westland - ",
        "Northport, 9 October 2023. ",
        "NORTHPORT, Westland (June 5, 2024) - ",
        "date 2024-05-04 NORTHPORT, May 4, 2024 /Newswire/ -- ",
    ],
)
def test_a_dateline_is_cut_off(dateline: str) -> None:
    assert read(f"{dateline}The port opened in May.") == ["The port opened in May."]


def test_a_reporters_name_in_brackets_is_cut_off() -> None:
    assert read("The port opened in May. (Reporter Jo Lund, correspondent Kai Berg).") == ["The port opened in May."]
    assert read("The port opened in May (Reporter Jo Lund)") == ["The port opened in May "]


def test_a_headline_that_the_body_repeats_is_not_read() -> None:
    text = "Northport opens new container terminal\n\nThe city of Northport opened a new container terminal in May."
    assert read(text) == ["The city of Northport opened a new container terminal in May."]


def test_a_headline_that_says_more_is_read() -> None:
    text = "Northport overtakes all rivals\n\nThe port opened a new terminal in May."
    assert read(text)[0] == "Northport overtakes all rivals"


def test_a_headline_of_empty_words_is_not_read() -> None:
    assert read("It is it\n\nThe port opened in May.") == ["The port opened in May."]


def test_a_line_that_stands_twice_is_read_once_unless_it_is_a_sentence() -> None:
    assert read("Lund overtakes Kiel\n\nThe port opened.\n\nLund overtakes Kiel") == [
        "Lund overtakes Kiel",
        "The port opened.",
    ]
    assert read("The port opened.\n\nThe port opened.") == ["The port opened.", "The port opened."]


@pytest.mark.parametrize(
    ("headline", "sentence"),
    [
        ("Gales kill 31 in Lund, thousands flee", "At least 31 people were killed when gales struck on Friday."),
        ("Lund yards bill 18.3 million francs, do well", "The yards of Lund billed 18.3 million francs in 2021."),
        ("Growers to get 41 francs a sack", "Fruit growers will receive 41 francs for each sack."),
        ("Lund signs 1.4 billion francs of tidal pacts", "Lund agreed 9 pacts worth 1.4 billion francs. All are new."),
    ],
)
def test_a_headline_in_other_words_with_the_numbers_of_the_body_is_not_read(headline: str, sentence: str) -> None:
    assert read(f"{headline}\n\n{sentence}") == [one for one in sentence.replace(". A", ".|A").split("|")]


@pytest.mark.parametrize(
    "sentence",
    ["At least 32 people were killed when gales struck Lund.", "In all, 31 shops closed.", "Gales struck Lund."],
)
def test_a_headline_with_a_number_of_its_own_is_read(sentence: str) -> None:
    assert read(f"Gales kill 31 in Lund\n\n{sentence}")[0] == "Gales kill 31 in Lund"


def test_a_year_before_a_dash_is_no_dateline() -> None:
    assert read("Exports rose in 2021 — the best year so far.") == ["Exports rose in 2021 — the best year so far."]


@pytest.mark.parametrize("unit", ["word ", "x"])
def test_a_sentence_without_end_is_read_in_pieces(unit: str) -> None:
    text = unit * 9000
    pieces = read(text)
    assert max(map(len, pieces)) <= 4000
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


def test_an_empty_text_has_no_sentences() -> None:
    dateline = "The far northern town of Northport in the hills, Oct. 9, 2023 --"
    assert read("") == read(" \n ") == read(dateline) == []


def test_a_wrapped_paragraph_is_read_across_its_line_breaks() -> None:
    text = "The port handled four million tons of cargo\nin 2023, and output rose again.\nSee also  Five ways to save"
    assert read(text) == ["The port handled four million tons of cargo\nin 2023, and output rose again."]


def test_a_share_with_a_decimal_point_may_end_a_sentence() -> None:
    assert read("Trade grew by 6.5%. Exports rose.") == ["Trade grew by 6.5%.", "Exports rose."]
