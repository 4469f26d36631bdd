"""Planted spans: a text, a quote, the grade that is due and the very words of the text (None: no span)."""

import pytest

from extract.grounding import ground
from extract.text import fold

NEWS = (
    "The US agreed with us. Output rose 3.5 percent to $4.2 billion, the ministry said, "
    "and IT firms did not shed staff. It was sold."
)
LONG = (
    "The provincial department said that the total industrial output value of the new material industry reached "
    "200 billion yuan in 2023, and that the number of large firms grew to 44."
)

EXACT = [
    (NEWS, "Output rose 3.5 percent to $4.2 billion", None),
    (NEWS, "$4.2 billion", None),
    (NEWS, "US", None),
    (NEWS, "us", None),
    (NEWS, "IT", None),
    (NEWS, "It was sold", None),
    (NEWS, NEWS, None),
    ("a", "a", None),
    ("The city's firms grew.", "The city", None),
    ("China’s firms grew.", "China", None),
    ("Growth of 6.5%.", "6.5%", None),
    ("It rose (by 5%).", "by 5%", None),
    ("He said “yes” twice.", "“yes”", None),
    ("Sales 🚀 grew 5% 🎉 fast", "🚀 grew 5% 🎉", None),
    ("A café opened.", "café", None),
    ("A cafe\u0301 opened.", "cafe\u0301", None),
    ("One.\r\nTwo rose.", "One.\r\nTwo", None),
    ("产值增长百分之五。", "增长", None),
    ("a.*b(c)[d]^$ is a regex", "a.*b(c)[d]^$", None),
    ("NUL \x00 here", "\x00 here", None),
    ("half \ud800 pair", "\ud800 pair", None),
    ("industry_Sichuan Online", "industry", None),
    ("It cost 20 GW and 20 GWh.", "20 GW", None),
    ("It cost 20 GWh and 20 GW.", "20 GW", "20 GW"),
    ("It paid 4,338.7 billion yuan, then 338.7 billion yuan.", "338.7 billion yuan", "338.7 billion yuan"),
]
FOLDED = [
    (NEWS, "output rose 3.5 percent", "Output rose 3.5 percent"),
    (NEWS, "Output  rose\n3.5 percent", "Output rose 3.5 percent"),
    (NEWS, "\tOutput rose\n3.5 percent\n", "Output rose 3.5 percent"),
    ("It’s “good” news", 'It\'s "good" news', "It’s “good” news"),
    ('It\'s "good" news', "It’s “good” news", 'It\'s "good" news'),
    ("high–quality – growth", "high-quality - growth", "high–quality – growth"),
    ("up to 20\u00a0GW of wind", "20 GW", "20\u00a0GW"),
    ("One.\r\n\r\nTwo rose.", "One. Two rose", "One.\r\n\r\nTwo rose"),
    ("A cafe\u0301 opened.", "café", "cafe\u0301"),
    ("A café opened.", "cafe\u0301", "café"),
    ("Straße und Gasse", "STRASSE und Gasse", "Straße und Gasse"),
    ("a ﬁne result", "fine result", "ﬁne result"),
    ("the in\u00addustry grew", "the industry grew", "the in\u00addustry grew"),
    ("the in\u200bdustry grew", "industry", "in\u200bdustry"),
    ("２０ GW of wind", "20 GW", "２０ GW"),
    ("CHANGZHI LAUDED BY STATE COUNCIL", "Changzhi lauded by State Council", "CHANGZHI LAUDED BY STATE COUNCIL"),
    ("technology co., LTD., as the core", "technology Co., Ltd., as the core", "technology co., LTD., as the core"),
    ("growth of −3.1 percent", "growth of -3.1 percent", "growth of −3.1 percent"),
    ("İstanbul grew. Exports fell.", "exports fell", "Exports fell"),
    ("🚀🚀 Sales  grew", "sales grew", "Sales  grew"),
    ("wait … then go", "wait ... then go", "wait … then go"),
]
FUZZY = [
    (LONG, LONG[:-1].replace("total ", ""), LONG[:-1]),
    (
        LONG,
        "total industrial output value of the new materials industry",
        "total industrial output value of the new material industry",
    ),
    (
        LONG,
        "output value of new material industry reached 200 billion yuan",
        "output value of the new material industry reached 200 billion yuan",
    ),
    (LONG, "the number of larger firms grew to 44", "the number of large firms grew to 44"),
    (LONG, "that the number of large firms has grown to 44", None),
    (
        "The plant exported 6.45 million metric tons of scrap steel that year.",
        "exported 6.45 million tonnes of scrap steel that year",
        None,
    ),
    (
        "Its exports to the rest of Asia rose 5% in spring.",
        "exports to rest of Asia rose 5% in spring",
        "exports to the rest of Asia rose 5% in spring",
    ),
]
CONTRADICTED = [
    (NEWS, "Output rose 3.5 percent to $9.2 billion"),
    (NEWS, "Output fell 3.5 percent to $4.2 billion"),
    (NEWS, "Output rose 3.5 percent to $4.2 million"),
    (NEWS, "Output rose 3.5 percent to €4.2 billion"),
    (NEWS, "Output rose -3.5 percent to $4.2 billion"),
    (NEWS, "Output rose 3.5 percentage points to $4.2 billion"),
    (NEWS, "IT firms did shed staff"),
    (NEWS, "4.2 billion"),
    (NEWS, "$4.2"),
    (NEWS, "5 percent"),
    (NEWS, "rose 3.5"),
    ("GDP reached 4,338.7 billion yuan.", "338.7 billion yuan"),
    ("GDP reached 4,338.7 billion yuan.", "4,338.7 billion"),
    ("It fell by −3.1 percent.", "3.1 percent"),
    ("It owns 10 GWh of storage.", "10 GW"),
    ("It owns 20 MW of wind power.", "It owns 20 mW of wind power"),
    ("It holds 10² plots of land there.", "It holds 102 plots of land there"),
    ("It holds 10² plots of land there.", "It holds 10"),
    ("3 to 5 chains are planned.", "5 chains are planned"),
    ("The hundred-billion-yuan park opened.", "billion-yuan park opened"),
    ("The fair of May 3 was held in the old town hall.", "The fair of June 3 was held in the old town hall"),
    ("Firms with more than 30 people pay the new tax.", "Firms with less than 30 people pay the new tax"),
    ("It was the second fair in the old town hall this year.", "It was the third fair in the old town hall this year"),
]
MISSING = [
    (NEWS, ""),
    (NEWS, " \n\t"),
    (NEWS, "US agreed with US"),
    ("They sold it to us.", "US"),
    ("They sold it to us.", "IT"),
    ("Go with the flow.", "it"),
    ("The USA won.", "US"),
    ("We can't go.", "We can"),
    ("The non-ferrous trade", "ferrous trade"),
    ("A cafe\u0301 opened.", "A cafe"),
    ("the in\u00addustry grew", "dustry"),
    ("It may rain.", "May"),
    (NEWS, "the company is bankrupt"),
    ("", "anything"),
    ("short", "short" * 20_000),
]


def grounded(text: str, quote: str) -> tuple[str, str | None]:
    found = ground(text, [("claims", quote)])[0]
    return found.grade, None if found.span is None else text[slice(*found.span)]


@pytest.mark.parametrize(("text", "quote", "words"), EXACT)
def test_the_same_words_are_exact(text: str, quote: str, words: str | None) -> None:
    assert grounded(text, quote) == ("exact", words or quote)


@pytest.mark.parametrize(("text", "quote", "words"), FOLDED)
def test_words_that_differ_in_spelling_are_folded(text: str, quote: str, words: str) -> None:
    assert grounded(text, quote) == ("folded", words)
    assert fold(words).text == fold(quote).text.strip()


@pytest.mark.parametrize(("text", "quote", "words"), FUZZY)
def test_like_words_with_the_same_numbers_are_fuzzy(text: str, quote: str, words: str | None) -> None:
    grade, span = grounded(text, quote)
    assert grade == "fuzzy"
    assert span == (words or span)


@pytest.mark.parametrize(("text", "quote"), CONTRADICTED)
def test_another_number_sign_unit_or_negation_is_contradicted(text: str, quote: str) -> None:
    found = ground(text, [("claims", quote)])[0]
    assert (found.grade, found.span) == ("contradicted", None)
    assert found.near
    assert found.reason


@pytest.mark.parametrize(("text", "quote"), MISSING)
def test_what_stands_nowhere_is_missing(text: str, quote: str) -> None:
    found = ground(text, [("claims", quote)])[0]
    assert (found.grade, found.span) == ("missing", None)
    assert found.reason


def test_the_reason_says_what_the_text_says_and_what_the_quote_says() -> None:
    found = ground("Revenue came to $4.2 billion.", [("figures", "Revenue came to $9.2 billion")])[0]
    assert found.reason == "the text says $4.2 billion, the quote says $9.2 billion"


def test_the_reason_names_the_number_that_is_cut() -> None:
    found = ground("GDP was 4,338.7 billion yuan.", [("figures", "338.7 billion yuan")])[0]
    assert found.reason == "the quote cuts through '4,338.7 billion yuan'"


def test_the_most_similar_of_several_places_is_taken() -> None:
    text = "The mayor opened the new glass works. The mayor has opened the new glass work."
    found = ground(text, [("claims", "The mayor had opened the new glass works")])[0]
    assert found.span is not None
    assert text[slice(*found.span)] == "The mayor has opened the new glass work"


def test_near_names_the_nearest_places_best_first() -> None:
    text = (
        "Steel output rose 5%. Steel outputs grew 6%. Steel output rose 7%. Steel output rose 8%. Steel output is 9%."
    )
    found = ground(text, [("claims", "Steel output rose 3%")])[0]
    assert text[slice(*found.near[0].span)] == "Steel output rose 5%"
    assert len(found.near) == 3
    assert [near.similarity for near in found.near] == sorted((near.similarity for near in found.near), reverse=True)


def test_there_are_enough_planted_spans() -> None:
    assert sum(map(len, (EXACT, FOLDED, FUZZY, CONTRADICTED, MISSING))) >= 60
