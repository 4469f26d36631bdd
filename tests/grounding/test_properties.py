"""What holds for any text: whole words are found exactly, and a grade means what it says."""

import re

from hypothesis import given
from hypothesis import strategies as st

from extract.grounding import ground
from extract.quantities import expressions
from extract.text import fold

PARTS = (
    "output|the|rose|fell|3.5 percent|4,338.7 billion yuan|$1.05|20 GW|not|US|us|it|IT|“so”|café|cafe\u0301|第|一|half"
    "|five|3 to 5|−7|%|in 2023|co., Ltd.|non-ferrous|won't|½|10²|\u00a0|a\u00adb|🚀|\r\n"
)
WORDS = st.sampled_from(PARTS.split("|"))
TEXTS = st.lists(WORDS, min_size=1, max_size=25).map(" ".join)


@given(text=TEXTS, data=st.data())
def test_whole_words_and_numbers_are_found_exactly(text: str, data: st.DataObject) -> None:
    held = [number.span for number in expressions(text)]
    edges = [
        at
        for at in range(len(text) + 1)
        if (at in (0, len(text)) or (text[at - 1 : at + 1].count(" ") == 1))
        and not any(number.start < at < number.end for number in held)
    ]
    start = data.draw(st.sampled_from(edges))
    end = data.draw(st.sampled_from(edges))
    start, end = min(start, end), max(start, end)
    quote = text[start:end]
    found = ground(text, [("claims", quote)])[0]
    if not quote.strip():
        assert found.grade == "missing"
    elif found.grade == "ambiguous":
        assert len(re.findall(f"(?={re.escape(quote)})", text)) > 1, "places may overlap"
    else:
        assert found.grade == "exact"
        assert found.span is not None
        assert text[slice(*found.span)] == quote


@given(text=TEXTS, quote=TEXTS)
def test_a_grade_means_what_it_says(text: str, quote: str) -> None:
    found = ground(text, [("claims", quote)])[0]
    assert (found.span is None) == (found.grade in {"ambiguous", "contradicted", "missing"})
    if found.span is None:
        assert found.reason
        return
    words = text[slice(*found.span)]
    assert found.grade != "exact" or words == quote
    assert found.grade != "folded" or fold(words).text == fold(quote).text.strip()


@given(text=st.text(max_size=200), quote=st.text(max_size=60))
def test_no_text_and_no_quote_raise(text: str, quote: str) -> None:
    found = ground(text, [("claims", quote)])[0]
    assert found.span is None or 0 <= found.span.start < found.span.end <= len(text)


@given(text=st.text(max_size=120))
def test_a_folded_copy_leads_back_everywhere(text: str) -> None:
    folded = fold(text)
    for at in range(len(folded.text)):
        span = folded.span(at, at + 1)
        assert 0 <= span.start < span.end <= len(text)
    assert fold(text).text == folded.text
