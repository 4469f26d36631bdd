"""Quotes and texts that mean harm neither raise nor hang."""

import time

import pytest

from extract.grounding import ground

TEXT = "Output rose 3.5 percent to $4.2 billion, and the number of firms grew to 44. " * 50


@pytest.mark.parametrize(
    "quote",
    [
        "\x00",
        "\ud800",
        "\udfff\ud800 percent",
        "(((((",
        "[a-z]*+?{9}$^|\\",
        "x" * 1_000_000,
        "9" * 1_000_000,
        "9," * 300_000,
        "1 " * 300_000,
        " " * 1_000_000,
        "\u0301" * 10_000,
        "\u200b" * 10_000,
        "\u202eesrever",
        "-" * 10_000,
        "not " * 1_000,
        TEXT * 20,
        "ha " * 1_500,
        "ﷺ" * 2_000,
        "e" + "\u0301" * 4_000,
        "." * 1_999,
        "percent " * 250,
        "percent " * 251,
    ],
)
def test_a_hostile_quote_is_graded_in_time(quote: str) -> None:
    begun = time.process_time()
    found = ground(TEXT, [("claims", quote)])
    assert [one.span is None for one in found] == [True]
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("a" * 300_000, "a" * 150_000),
        ("ab " * 100_000, "ab " * 50_000),
        ("1" * 300_000, "1" * 1_000),
        ("1 " * 100_000, "1"),
        ("it with " * 20_000, "it"),
        ("5 GW " * 20_000, "5 GW"),
        ("\u0301" * 100_000, "e"),
        ("ß" * 100_000, "ss"),
        (" \u200b" * 50_000, "x y"),
        ("1,000," * 30_000, "000"),
        ("word " * 50_000, "word wird word wurd word"),
        ("'" * 200_000, "''"),
    ],
)
def test_a_hostile_text_is_searched_in_time(text: str, quote: str) -> None:
    begun = time.process_time()
    found = ground(text, [("claims", quote), ("claims", quote + " or not")])
    assert len(found) == 2
    assert time.process_time() - begun < 20


def test_many_equal_quotes_are_placed_in_time() -> None:
    text = "".join(f"Plant {number} owns 5 GW. " for number in range(400))
    begun = time.process_time()
    found = ground(text, [("figures", "5 GW")] * 400)
    assert [one.span.start for one in found if one.span] == [
        at for at in range(len(text)) if text.startswith("5 GW", at)
    ]
    assert time.process_time() - begun < 20
