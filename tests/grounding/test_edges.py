import pytest

from extract.grounding.edges import Numbers, cuts_word
from extract.quantities import expressions
from extract.records import NumberExpression, Span


def span_of(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("USA", "US"),
        ("with", "it"),
        ("can't go", "can"),
        ("can’t go", "can"),
        ("the city's firms", "s firms"),
        ("we're here", "we"),
        ("non-ferrous", "ferrous"),
        ("the anti‑trust law", "trust law"),
        ("cafe\u0301", "cafe"),
        ("in\u00addustry", "in"),
        ("in\u00addustry", "dustry"),
        ("👩\u200d🌾 farms", "👩"),
        ("👩\u200d🌾 farms", "🌾 farms"),
        ("GW2", "GW"),
    ],
)
def test_a_word_is_cut(text: str, part: str) -> None:
    assert cuts_word(text, span_of(text, part))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("the city's firms", "the city"),
        ("the city’s firms", "the city"),
        ("high-quality steel", "quality steel"),
        ("industry_Sichuan", "industry"),
        ("rose. Fell", "rose"),
        ("产值增长", "增"),
        ("的GW的", "GW"),
        ("‘so’ it", "so"),
        ("\u00adso", "so"),
        ("so\u00ad", "so"),
        ("so\u00ad it", "so"),
        ("so", "so"),
        ("naïve — so", "so"),
    ],
)
def test_no_word_is_cut(text: str, part: str) -> None:
    assert not cuts_word(text, span_of(text, part))


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("was 4,338.7 billion yuan", "338.7 billion yuan", "4,338.7 billion yuan"),
        ("was 4,338.7 billion yuan", "4,338.7 billion", "4,338.7 billion yuan"),
        ("cost $1.05 billion", "1.05 billion", "$1.05 billion"),
        ("fell by -3.1 points", "3.1 points", "-3.1"),
        ("from 3 to 5 chains", "5 chains", "3 to 5"),
        ("made 3 mil-\nlion tons", "3 mil-", "3 mil-\nlion tons"),
        ("paid twenty-\nfive yuan", "five yuan", "twenty-\nfive yuan"),
        ("was −\n5 percent", "5 percent", "−\n5 percent"),
        ("cost 1.2-\n1.5 billion yuan", "1.5 billion yuan", "1.2-\n1.5 billion yuan"),
        ("was 4, 338.7 billion yuan", "338.7 billion yuan", "4, 338.7 billion yuan"),
        ("was 3 million 500 thousand yuan", "500 thousand yuan", "3 million 500 thousand yuan"),
    ],
)
def test_a_number_is_cut(text: str, part: str, whole: str) -> None:
    assert Numbers(text, expressions).cut(span_of(text, part)) == span_of(text, whole)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("12.5", "12"),
        ("12.5", "5"),
        ("4,338", "338"),
        ("10²", "10"),
        ("−5", "5"),
        ("€5", "5"),
        ("5%", "5"),
        ("1/2", "2"),
        ("12′000", "000"),
        ("12`000", "000"),
        ("12_000", "000"),
        ("12٬000", "12"),
        ("１２", "２"),
    ],
)
def test_digits_are_cut_even_where_the_reader_sees_no_number(text: str, part: str) -> None:
    assert Numbers(text, lambda *_: ()).cut(span_of(text, part)) == Span(0, len(text))


@pytest.mark.parametrize(
    ("text", "part"), [("7 billion yuan", "7 billion yuan"), ("to 5, up", "5"), ("COVID-19", "COVID"), ("(5)", "5")]
)
def test_no_number_is_cut(text: str, part: str) -> None:
    assert Numbers(text, expressions).cut(span_of(text, part)) is None


def test_numbers_are_read_near_the_place_and_once() -> None:
    read: list[str] = []

    def counting(text: str, start: int, end: int) -> tuple[NumberExpression, ...]:
        read.append(text[start:end])
        return expressions(text, start, end)

    numbers = Numbers("word " * 1_000 + "7 billion yuan" + " word" * 1_000, counting)
    place = Span(5_000, 5_014)
    assert [numbers.cut(place), numbers.cut(place)] == [None, None]
    assert [number.span for number in numbers.touching(place)] == [place]
    assert [number.span for number in numbers.touching(place)] == [place]
    assert len(read) == 3
    assert max(map(len, read)) < 200


@pytest.mark.parametrize(
    "text",
    [
        "Up 5 percent.\n\nDown 4.2 million tons\n\n\n$7 each, and 8 to 9 more.",
        "It sold 12 thousand tons. " * 30 + "\n\n" + "It kept 3 million. " * 9,
        "\n\n5%\n\n\n\n6 %\n\n",
    ],
)
def test_what_an_edge_cuts_does_not_hang_on_the_edges_before(text: str) -> None:
    edges = [*range(0, len(text) + 1, 2), *range(len(text), 0, -3)]
    numbers = Numbers(text, expressions)

    assert [numbers.cut(Span(edge, edge)) for edge in edges] == [
        Numbers(text, expressions).cut(Span(edge, edge)) for edge in edges
    ]
