"""Whether any text is read without an exception, in linear time, and alike under every hash seed."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.quantities import expressions, read, read_at
from extract.records import Span

WORDS = (
    "1 12 1,000 4.5 2024 0 007 3-1 33-35 1/2 9:30 2022-06-21 1,23,4567 ½ ² five hundred million bn m k half a an third "
    "dozens tens of thousands per / - – − $ US$ € yuan pounds % percent points km °C year-old years more than about "
    "up to from between and or , . ( ) “ ” ' rose fell by one in two people No May Boeing aged the x 10 ^ + "
    "minus http://a.b/1 2,6oo １２ ٣ 12′000 4, 338.7 mil-\nlion 1.2-\n1.5 not no up over"
)
PIECES = [*WORDS.split(), "\n", "\n\n", "\u00a0", "\u2009"]
TEXTS = st.lists(st.sampled_from([*PIECES, " ", " ", " "]), max_size=40).map("".join) | st.text(max_size=80)

LONG = {
    "digits": "1" * 12_000,
    "digits and commas": "1," * 6_000,
    "one": "one " * 6_000,
    "hyphens": "twenty-" * 6_000,
    "numbers": "1 " * 6_000,
    "list": "1, " * 6_000,
    "range": "5 to " * 6_000,
    "dollars": "$1 " * 6_000,
    "dates": "May 3 and " * 3_000,
    "words": "the city " * 12_000,
    "at signs": "a@" * 12_000,
    "quotes": '"one ' * 6_000,
    "brackets": "12 (" * 6_000,
    "hundreds": "hundred " * 6_000,
    "wraps": "mil-\nlion " * 6_000,
    "invisible": "1\u200b" * 6_000,
    "letters": "1,l0O " * 6_000,
    "denials": "not " * 12_000,
    "wide digits": "１，２３４ " * 3_000,
}


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_is_read_with_spans_inside_it_and_alike_on_repeat(text: str) -> None:
    quantities = read(text)
    spans = [*(q.span for q in quantities), *(e.span for e in expressions(text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(q.span.start <= q.number.start < q.number.end <= q.span.end for q in quantities)
    assert read(text) == quantities


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.data())
def test_any_place_of_any_text_is_read(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    assert all(q.number.start < span.end and span.start < q.number.end for q in read_at(text, span))


def seconds(text: str) -> float:
    times = []
    for _ in range(2):
        begun = time.process_time()
        read(text)
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.parametrize("kind", LONG)
def test_reading_time_grows_with_the_length_and_no_faster(kind: str) -> None:
    text = LONG[kind]
    assert (
        seconds(text) <= 6 * seconds(text[: len(text) // 2]) + 0.05
    )  # twice the text; 4 would be quadratic, and noise


@pytest.mark.parametrize(("piece", "times"), [("1 ", 50_000), ("hundred ", 12_000), ("1 (", 30_000), ("5 to ", 20_000)])
def test_a_hundred_thousand_code_points_of_noise_take_few_seconds(piece: str, times: int) -> None:
    assert seconds(piece * times) < 30


def test_the_reading_is_the_same_under_five_hash_seeds() -> None:
    root = Path(__file__).parent.parent.parent
    program = (
        "import json, pathlib; from extract.quantities import read, expressions\n"
        "for line in pathlib.Path('tests/probes/figures.jsonl').read_text('utf-8').splitlines():\n"
        "    text = json.loads(line)['text']\n"
        "    for q in read(text): print([getattr(q, n) for n in q.__slots__ if n != 'flags'], sorted(q.flags))\n"
        "    print(expressions(text))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=root, env={"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(root)},
            check=True, capture_output=True,
        ).stdout
        for seed in range(5)
    }  # fmt: skip
    assert len(outputs) == 1
    assert outputs.pop()
