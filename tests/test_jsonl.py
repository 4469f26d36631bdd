"""What the files of a run look like, and what becomes of lines that are not whole."""

import json
import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import FileIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import jsonl
from extract.errors import RecordError, SchemaError
from extract.records import (
    Call,
    Document,
    DocumentReference,
    ExtractedItem,
    Failure,
    Grounding,
    Near,
    Problem,
    ReaskOutcome,
    Row,
    Span,
    Usage,
    Verification,
)

CLAIM = ExtractedItem("claims", {"quote": "output rose", "kind": "fact"}, Grounding("exact", Span(4, 15)))
FIGURE = ExtractedItem(
    "figures",
    {"quote": "7 billion yuan", "value": "7000000000"},
    Grounding("fuzzy", Span(8, 22), (Near(Span(8, 22), 0.95),)),
    Verification("confirmed"),
    {"claim": 0},
    (Problem("number-not-in-document", "figures[0].measure", "70 is nowhere"),),
)
CALL = Call(
    "openai/m",
    "p@3f",
    "k",
    True,
    2,
    ReaskOutcome(("value-scale figures[0]",), "second"),
    Usage(5, 6),
    Decimal("0.10"),
    1.5,
)
ROW = Row(
    DocumentReference("a", "00", "seeds/a.txt", "Title", "2022-06-21"),
    "partial",
    CALL,
    items=(CLAIM, FIGURE),
    carried={"topic": "solar"},
    problems=(Problem("not-an-item", "figures[1]", "no quote", {"value": "7"}),),
)


def test_a_row_has_the_shape_and_key_order_of_the_format() -> None:
    assert jsonl.dumps(jsonl.row_to_json(ROW)) == (
        '{"document": {"id": "a", "sha256": "00", "source": "seeds/a.txt", "title": "Title", "date": "2022-06-21"}, '
        '"status": "partial", "error": null, '
        '"extraction": {"claims": [{"quote": "output rose", "kind": "fact", "span": [4, 15], "grounding": "exact", '
        '"problems": []}], '
        '"figures": [{"quote": "7 billion yuan", "value": "7000000000", "span": [8, 22], "grounding": "fuzzy", '
        '"near": [{"span": [8, 22], "similarity": 0.95}], "verification": "confirmed", "claim": 0, '
        '"problems": [{"name": "number-not-in-document", "where": "figures[0].measure", "message": "70 is nowhere"}]'
        "}], "
        '"topic": "solar"}, '
        '"problems": [{"name": "not-an-item", "where": "figures[1]", "message": "no quote", "item": {"value": "7"}}], '
        '"call": {"model": "openai/m", "prompt": "p@3f", "key": "k", "cached": true, "attempts": 2, '
        '"reask": {"problems": ["value-scale figures[0]"], "stood": "second"}, '
        '"usage": {"input_tokens": 5, "output_tokens": 6}, "cost_usd": "0.10", "seconds": 1.5}}'
    )


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        Row(DocumentReference("b", None, "b.pdf"), "failed", Call("rules", "p@3f"), Failure("empty", "no text")),
        Row(DocumentReference("c", "11", "c.txt"), "invalid", Call("rules", "p@3f"), items=None),
        Row(DocumentReference("d", "22", "d.txt"), "ok", Call("rules", "p@3f"), items=()),
    ],
)
def test_a_row_comes_back_from_its_line(row: Row) -> None:
    assert jsonl.row_from_json(jsonl.loads(jsonl.dumps(jsonl.row_to_json(row)).encode(), "line")) == row


def test_a_type_without_items_is_an_empty_list() -> None:
    row = Row(DocumentReference("a", "00", "a.txt"), "ok", Call("rules", "p@3f"), items=(FIGURE,))
    extraction = jsonl.row_to_json(row, types=("claims", "figures"))["extraction"]
    assert list(extraction) == ["claims", "figures"]
    assert extraction["claims"] == []


def test_a_field_that_would_hide_a_finding_is_an_error() -> None:
    item = ExtractedItem("figures", {"quote": "7", "span": "bridge"}, Grounding("missing"))
    row = Row(DocumentReference("a", "00", "a.txt"), "ok", Call("rules", "p@3f"), items=(item,))
    with pytest.raises(SchemaError, match="figures: the field 'span'"):
        jsonl.row_to_json(row)


@pytest.mark.parametrize("record", [{}, {"document": {}}, {**jsonl.row_to_json(ROW), "call": None}])
def test_a_line_that_is_no_row_is_an_error(record: dict[str, object]) -> None:
    with pytest.raises(RecordError, match="not a row"):
        jsonl.row_from_json(record)


@pytest.mark.parametrize("cost", ["NaN", "Infinity", "1e999999999", "dear"])
def test_a_cost_that_is_no_amount_is_an_error(cost: str) -> None:
    record = jsonl.row_to_json(ROW)

    with pytest.raises(RecordError, match="not a row"):
        jsonl.row_from_json({**record, "call": {**record["call"], "cost_usd": cost}})


def test_a_document_comes_back_from_its_line() -> None:
    document = Document("a", "Text.\r\n", "00", "a.csv", "T", "2022", {"region": "Henan"})
    record = jsonl.document_to_json(document)
    assert list(record) == ["id", "sha256", "source", "title", "date", "meta", "text"]
    assert jsonl.document_from_json(json.loads(jsonl.dumps(record))) == document


def test_a_document_without_text_is_an_error() -> None:
    with pytest.raises(RecordError, match=r"'a' lacks the key 'text'"):
        jsonl.document_from_json({"id": "a"})


@given(st.text() | st.text(alphabet="a\u0085\u2028\u2029\r\n\x0b\x1c\x1e"))
def test_a_record_is_one_line_for_any_reader(text: str) -> None:
    line = jsonl.dumps({"text": text})
    assert line.splitlines() == [line]
    assert json.loads(line) == {"text": text}


def test_a_lone_surrogate_is_escaped() -> None:
    line = jsonl.dumps({"text": "a\udc80b"})
    assert line == '{"text": "a\\udc80b"}'
    assert json.loads(line) == {"text": "a\udc80b"}


def test_decimals_and_dates_are_strings() -> None:
    assert jsonl.dumps([Decimal("7.10"), date(2022, 6, 21)]) == '["7.10", "2022-06-21"]'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("1").as_integer_ratio, b"bytes"])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(RecordError, match="JSON cannot hold"):
        jsonl.dumps({"value": value})


def test_a_record_that_contains_itself_is_told_from_a_deep_one() -> None:
    round_about: dict[str, object] = {}
    round_about["meta"] = [round_about]
    with pytest.raises(RecordError, match="JSON cannot hold Circular reference detected"):
        jsonl.dumps(round_about)
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(RecordError, match="recursion"):
        jsonl.dumps(deep)


def test_records_are_appended_and_read_with_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with path.open("ab", buffering=0) as file:
        assert jsonl.append(file, {"n": 1}) == 0
        assert jsonl.append(file, {"n": 2}) == len('{"n": 1}\n')
    assert list(jsonl.read(path)) == [(1, {"n": 1}), (2, {"n": 2})]


class _FullDisk(FileIO):
    """A file whose disk takes only three more bytes."""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return super().write(data[:3])


def test_a_line_that_does_not_fit_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b'{"n": 1}\n')
    with _FullDisk(path, "a") as file, pytest.raises(OSError, match="only 3 of 9 bytes"):
        jsonl.append(file, {"n": 2})
    assert path.read_bytes() == b'{"n": 1}\n'


def test_a_torn_last_line_is_set_aside_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b'{"n": 1}\n{"n": ')
    assert [record for _, record in jsonl.read(path)] == [{"n": 1}]
    with pytest.raises(RecordError, match=r"log.jsonl:2: not a line of JSON"):
        list(jsonl.read(path, torn="refuse"))


@pytest.mark.parametrize("broken", [b"{", b"[1]", b'{"n": NaN}', b"\xff", b"[" * 100_000])
def test_a_broken_line_amid_others_is_an_error_that_names_it(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b'{"n": 1}\n\n' + broken + b'\n{"n": 2}\n')
    with pytest.raises(RecordError, match=r"log.jsonl:3: "):
        list(jsonl.read(path))


@pytest.mark.parametrize(
    ("content", "left", "cut"),
    [
        (b"", b"", 0),
        (b'{"n": 1}\n', b'{"n": 1}\n', 0),
        (b'{"n": 1}\n{"n"', b'{"n": 1}\n', 4),
        (b'{"n": 1}\n{"n": 2}', b'{"n": 1}\n{"n": 2}\n', 0),
        (b'{"n": 1}\n\x00\x00\n', b'{"n": 1}\n', 3),
        (b'{"n"', b"", 4),
        (b'{"n": 1}\n\n', b'{"n": 1}\n', 1),
        (b'{"n": 1}\n' + b"x" * 200_000, b'{"n": 1}\n', 200_000),
    ],
)
def test_mending_cuts_a_torn_last_line_and_nothing_else(tmp_path: Path, content: bytes, left: bytes, cut: int) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(content)
    assert jsonl.mend(path) == cut
    assert path.read_bytes() == left


def test_a_file_is_replaced_at_once_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    jsonl.replace(path, [b"new\n"])
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()
    path.chmod(0o640)
    jsonl.replace(path, [b"newer\n"])
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"newer\n", 0o640)


def test_a_replacement_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"old\n")
    with pytest.raises(ZeroDivisionError):
        jsonl.replace(path, (b"%d\n" % (1 // n) for n in (1, 0)))
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"log.jsonl": b"old\n"}


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


# --- one value -------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [*'{}[],:".019eE-+\\u ', *"\n\x00é\ud83d", '"k"', "d83d", "true", "null", "NaN", "-Infinity", "1e400", "9" * 30]
)


def told(read: Callable[[], Any]) -> str:
    """Return what is read, with its types and in its order, or that it is refused."""
    try:
        return repr(read())
    except ValueError:
        return "refused"


def as_python_reads(text: str) -> str:
    def refuse(name: str) -> None:
        raise ValueError(name)

    return told(lambda: json.loads(text, parse_constant=refuse))


@given(st.lists(PIECES, max_size=12).map("".join) | st.floats().map(repr) | st.integers().map(str))
def test_a_value_is_what_python_reads(text: str) -> None:
    assert told(lambda: jsonl.decoded(text)) == as_python_reads(text)


@pytest.mark.parametrize("text", ["[" * 300 + "]" * 300, "1" * 5000, "1" * 400 + ".0", "-0", "-0.0", "\ufeff1", ""])
def test_what_is_nested_deeply_or_long_is_what_python_reads(text: str) -> None:
    assert told(lambda: jsonl.decoded(text)) == as_python_reads(text)


def test_bytes_that_are_no_utf_8_are_refused() -> None:
    with pytest.raises(ValueError, match="utf-8"):
        jsonl.decoded(b'"\xff"')


@pytest.mark.parametrize("first", range(0, 0x110000, 0x8000))
def test_a_text_is_written_as_python_writes_it(first: int) -> None:
    text = "".join(map(chr, range(first, first + 0x8000)))
    assert jsonl.quoted(text) == json.dumps(text, ensure_ascii=False)


ENDS = st.text(st.sampled_from('"\\\n\u2028é\ud83d😀 '), max_size=3)


@given(st.dictionaries(ENDS, ENDS | st.integers(), max_size=3), ENDS, ENDS)
def test_a_line_with_a_long_end_is_written_like_any_other(record: dict[str, Any], name: str, text: str) -> None:
    long = {**record, name: text * 100 + "x" * 200}
    as_ever = json.dumps(long, ensure_ascii=False).replace("\u2028", "\\u2028")
    assert jsonl.dumps(long) == as_ever.encode("utf-8", "backslashreplace").decode("utf-8")
