"""Does gold come back from the formats of other tools line for line, byte for byte?"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_exchange import TYPES

from extract.documents import read_sources
from extract.exchange import gold_lines, label_studio, prodigy, sheet_of_gold
from extract.exchange.sheets import Sheet
from extract.gold import files, read_document
from extract.jsonl import dumps
from extract.records import Document

ROOT = Path(__file__).parent.parent.parent
SEEDS = {one.id: one for one in read_sources([str(ROOT / "seeds")]) if isinstance(one, Document)}
GOLD = [path for path in files(ROOT / "gold")]


def through(sheet: Sheet, tool: str, *, scrambled: bool = False) -> tuple[str, ...]:
    """Return the lines of a sheet after a way through the tool's format, keys in another order if `scrambled`."""
    if tool == "prodigy":
        content = dumps(prodigy.document_row(sheet)).encode()
        read = prodigy.read(content, "x")
    else:
        made = json.dumps([label_studio.document_task(sheet, TYPES)], sort_keys=scrambled)
        read = label_studio.read(made.encode(), "x")
    taken = gold_lines(read.labelled, TYPES, {sheet.document.id: sheet.document})
    assert taken.refused == taken.moved == ()
    return taken.files[0].lines


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
@pytest.mark.parametrize("tool", ["label-studio", "prodigy"])
def test_the_gold_of_a_seed_comes_back_byte_for_byte(path: Path, tool: str) -> None:
    document = SEEDS[read_document(path).id]
    sheet = sheet_of_gold(path.read_bytes(), document, str(path))
    lines = through(sheet, tool, scrambled=True)
    assert "".join(f"{line}\n" for line in lines).encode() == path.read_bytes()


PIECES = ["a", "7 ", "\r\n", "\n", "\r", "💶", "e\u0301", "👩\u200d👧", "\u202e", "\u2028", "\\n", " ", "<b>", "\x00"]
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A document with figures anywhere in it, with all that a line of gold may have."""
    text = draw(WORDS)
    document = Document("d/1", text, sha256(text.encode()).hexdigest(), "d.txt")
    lines = [dumps({"type": "document", "id": "d/1", "sha256": document.sha256, "guidelines": 1})]
    starts = sorted(draw(st.lists(st.integers(0, len(text) - 1), max_size=4)))
    for start in starts:
        lines.append(dumps(draw(items(text, start))))
    return Sheet(document, tuple(lines))


@st.composite
def items(draw: st.DrawFn, text: str, start: int) -> dict[str, Any]:
    end = draw(st.integers(start + 1, len(text)))
    item: dict[str, Any] = {"type": "figure", "start": start, "end": end, "quote": text[start:end]}
    item |= {"value": draw(st.sampled_from(["7", "-0.50", None])), "upper": None, "unit": draw(st.none() | WORDS)}
    item |= {"comparator": draw(st.sampled_from("=~<>")), "trend": "level", "status": "actual"}
    item |= {"measure": draw(WORDS), "entity": "", "period": draw(st.sampled_from(["2021", None]))}
    if draw(st.booleans()):
        del item["status"]
        item |= {"optional": True, "unlabelled": ["status"]}
    if draw(st.booleans()):
        item |= {"alternatives": [{"value": "8"}], "provenance": {"by": "ana"}, "note": draw(WORDS)}
    return item


@settings(max_examples=150, deadline=None)
@given(sheets(), st.sampled_from(["label-studio", "prodigy"]), st.booleans())
def test_any_gold_comes_back_byte_for_byte(sheet: Sheet, tool: str, scrambled: bool) -> None:
    assert through(sheet, tool, scrambled=scrambled) == sheet.lines


@settings(max_examples=100, deadline=None)
@given(sheets(), st.sampled_from(["label-studio", "prodigy"]))
def test_marks_keep_their_places_where_the_lines_are_lost(sheet: Sheet, tool: str) -> None:
    """Without the lines that were sent a place is read from the marks alone."""
    if tool == "prodigy":
        row = {**prodigy.document_row(sheet), "lines": []}
        read = prodigy.read(dumps(row).encode(), "x")
    else:
        task: Any = label_studio.document_task(sheet, TYPES)
        task["data"]["lines"] = None
        read = label_studio.read(dumps([task]).encode(), "x")
    taken = gold_lines(read.labelled, TYPES, {sheet.document.id: sheet.document})
    items = [json.loads(line) for line in taken.files[0].lines[1:]]
    sent = [json.loads(line) for line in sheet.lines[1:]]
    place = ("type", "start", "end", "quote")
    assert [[one[name] for name in place] for one in items] == [[one[name] for name in place] for one in sent]
