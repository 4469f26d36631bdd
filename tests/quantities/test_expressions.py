"""Whether every number expression is found at its widest, figure or not."""

import pytest

from extract.quantities import expressions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It paid 4,338.7 billion yuan.", [("4,338.7 billion yuan", "4338700000000", None, "CNY")]),
        ("Some twenty-five people came.", [("twenty-five", "25", None, None)]),
        ("From US$89 to $93 billion.", [("US$89 to $93 billion", "89000000000", "93000000000", "USD")]),
        ("A share of 5%-6% is normal.", [("5%-6%", "5", "6", "%")]),
        ("Cultivate 3 to 5 chains.", [("3 to 5", "3", "5", None)]),
        ("Output doubled, then halved.", [("doubled", "2", None, "times"), ("halved", "50", None, "%")]),
        ("On May 3 it opened.", [("3", "3", None, None)]),
        ("It came first and 21st.", [("first", "1", None, None), ("21", "21", None, None)]),
        ("More than half of it.", [("half", "50", None, "%")]),
        ("It fell to minus 5 degrees Celsius.", [("minus 5 degrees Celsius", "-5", None, "Cel")]),
        ("A few hundred came.", [("A few hundred", "200", "999", None)]),
        ("Updated 2022-06-21 09:30", [("2022-06-21", "None", "None", None), ("09:30", "None", "None", None)]),
        ("The 5G network of Flight 370", [("5", "5", None, None), ("370", "370", None, None)]),
        ("It holds 44 projects.", [("44", "44", None, None)]),
        ("Less than a decade passed.", [("a decade", "10", None, "a")]),
        ("Less than a dec-\nade passed.", [("a dec-\nade", "10", None, "a")]),
        ("A boat and an oar by a quay.", []),
        ("No numbers here.", []),
    ],
)
def test_each_number_is_one_expression_with_its_unit(
    text: str, expected: list[tuple[str, str, str | None, str]]
) -> None:
    found = [(text[e.span.start : e.span.end], str(e.value), str(e.upper), e.unit) for e in expressions(text)]
    assert found == [(words, value, str(upper), unit) for words, value, upper, unit in expected]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("It reached 4,338.7 billion yuan.", "338.7 billion yuan"),
        ("It reached 7 billion yuan.", "7"),
        ("There were twenty-five.", "five"),
        ("Between 3 to 5 chains.", "5 chains"),
        ("It cost US$89 to $93 billion.", "$93 billion"),
    ],
)
def test_a_quote_that_cuts_a_number_has_an_edge_inside_an_expression(text: str, quote: str) -> None:
    start = text.index(quote)
    edges = (start, start + len(quote))
    assert any(one.span.start < edge < one.span.end for one in expressions(text) for edge in edges)
