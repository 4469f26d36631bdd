"""What JSON Lines and CSV files hold."""

import codecs
import itertools
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.documents import open_sources, read_sources
from extract.errors import DuplicateId
from extract.records import Document, Source, Unreadable
from extract.settings import DEFAULT, Settings


def read(path: Path, data: str | bytes, settings: Settings = DEFAULT) -> list[Source]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return list(read_sources([str(path)], settings))


def faults(found: list[Source]) -> list[tuple[str, str]]:
    return [(one.id, one.kind) for one in found if isinstance(one, Unreadable)]


def texts(found: list[Source]) -> list[tuple[str, str]]:
    return [(one.id, one.text) for one in found if isinstance(one, Document)]


def test_a_json_line_gives_a_document_with_its_columns(tmp_path: Path) -> None:
    record = {
        "id": 7,
        "text": "Words.\r\n",
        "title": " T ",
        "date": "20220621",
        "tags": ["x"],
        "n": 1.5,
        "o": {"a": None},
    }
    [document] = read(tmp_path / "a.jsonl", json.dumps(record))
    assert isinstance(document, Document)
    assert (document.id, document.text, document.title, document.date) == ("7", "Words.\r\n", "T", "2022-06-21")
    assert document.meta == {"tags": ["x"], "n": 1.5, "o": {"a": None}}
    assert document.source == (tmp_path / "a.jsonl").as_posix() + ":1"


def test_a_title_or_date_that_is_none_is_kept_as_it_stands(tmp_path: Path) -> None:
    [document] = read(tmp_path / "a.jsonl", '{"id": 1, "text": "Words.", "title": 5, "date": "11/03/2024"}')
    assert isinstance(document, Document)
    assert (document.title, document.date, document.meta) == (None, None, {"title": 5, "date": "11/03/2024"})


def test_title_and_date_are_looked_for_in_the_text_where_no_column_states_them(tmp_path: Path) -> None:
    [document] = read(
        tmp_path / "a.jsonl", '{"id": 1, "text": "Ports grow fast\\n\\n2021-05-04\\n\\nMore ships came."}'
    )
    assert isinstance(document, Document)
    assert (document.title, document.date) == ("Ports grow fast", "2021-05-04")


@pytest.mark.parametrize(
    ("line", "kind", "says"),
    [
        (b"{broken", "bad-record", "line 2 is no JSON"),
        (b'["id", "text"]', "bad-record", "list"),
        (b'"words"', "bad-record", "string"),
        (b'{"text": "no id"}', "bad-record", "no id"),
        (b'{"id": null, "text": "x"}', "bad-record", "no id"),
        (b'{"id": true, "text": "x"}', "bad-record", "boolean"),
        (b'{"id": " ", "text": "x"}', "bad-record", "empty"),
        (b'{"id": "a\\nb", "text": "x"}', "bad-record", "control"),
        (b'{"id": "\\ud800", "text": "x"}', "bad-record", "control"),
        (b'{"id": "x", "text": 5}', "bad-record", "number"),
        (b'{"id": "x"}', "bad-record", "no text"),
        (b'{"id": "x", "text": " "}', "empty", "white space"),
        (b'{"id": "x", "text": "a\\u0000b"}', "binary", "NUL"),
        (b'{"id": "x", "text": "\\ud83d"}', "undecodable", "surrogate"),
        (
            b'{"id": "x", "text": "\xc3\xbcber \xc3\x96l caf\xc3\xa9 gr\xc3\xb6\xc3\x9fer\xe9"}',
            "undecodable",
            "stray byte",
        ),
        (b'{"id": "x", "text": "y", "m": "\\udc00"}', "undecodable", "column"),
        (b'{"id": "x", "text": "y", "m": NaN}', "bad-record", "NaN"),
        (b'{"id": "x", "text": "' + b"y" * 2001 + b'"}', "too-large", "2,001 bytes"),
        (b'{"id": "x", "text": "' + b"y" * 30_000 + b'"}', "too-large", "far over"),
        (b'{"id": ' + b"9" * 5000 + b', "text": "y"}', "bad-record", "line 2"),
        (b'{"id": "x", "text": "y", "m": ' + b"[" * 3000 + b"]" * 3000 + b"}", "bad-record", "line 2"),
    ],
)
def test_a_bad_line_is_a_row_and_the_file_goes_on(tmp_path: Path, line: bytes, kind: str, says: str) -> None:
    good = b'{"id": "%d", "text": "Good."}'
    found = read(tmp_path / "f.jsonl", good % 1 + b"\n" + line + b"\n\n" + good % 3 + b"\n", Settings(max_bytes=2000))
    assert texts(found) == [("1", "Good."), ("3", "Good.")]
    bad = found[1]
    assert isinstance(bad, Unreadable)
    assert bad.id in ("f:2", "x")
    assert bad.source.endswith("f.jsonl:2")
    assert (bad.kind, says in bad.message) == (kind, True), bad.message


@pytest.mark.parametrize("suffix", [".jsonl", ".ndjson", ".csv", ".tsv"])
@pytest.mark.parametrize("data", [b"", b"\n \r\n", codecs.BOM_UTF8])
def test_a_file_without_records_is_a_row(tmp_path: Path, suffix: str, data: bytes) -> None:
    found = read(tmp_path / f"f{suffix}", data)
    assert [one.id for one in found] == ["f"]
    assert faults(found)[0][1] in ("empty", "bad-record")


def test_json_lines_in_utf_16_as_a_shell_redirect_writes_them(tmp_path: Path) -> None:
    data = codecs.BOM_UTF16_LE + '{"id": 1, "text": "Café."}\r\n{"id": 2, "text": "Two."}\r\n'.encode("utf-16-le")
    assert texts(read(tmp_path / "a.jsonl", data)) == [("1", "Café."), ("2", "Two.")]


def test_a_table_in_utf_16_as_a_spreadsheet_writes_unicode_text(tmp_path: Path) -> None:
    data = codecs.BOM_UTF16_LE + "id\ttext\r\n1\tCafé, one.\r\n".encode("utf-16-le")
    assert texts(read(tmp_path / "a.csv", data)) == [("1", "Café, one.")]


def test_utf_16_that_breaks_off_is_a_row_after_the_good_ones(tmp_path: Path) -> None:
    data = codecs.BOM_UTF16_LE + ('{"id": 1, "text": "One."}\n' * 1).encode("utf-16-le") + b"\x00\xd8\x41\x00"
    found = read(tmp_path / "a.jsonl", data)
    assert faults(found)[-1] == ("a", "undecodable")


def test_csv_cells_may_hold_quotes_commas_and_line_ends(tmp_path: Path) -> None:
    data = '\ufeffid,title,text,place\r\n1,,"He said ""7 billion"", then\r\nleft.",Here\r\n\r\n2,T,Short.,\r\n'
    found = read(tmp_path / "a.csv", data)
    assert texts(found) == [("1", 'He said "7 billion", then\r\nleft.'), ("2", "Short.")]
    assert isinstance(found[0], Document)
    assert isinstance(found[1], Document)
    assert (found[0].meta, found[0].source[-2:], found[1].source[-2:]) == ({"place": "Here"}, ":2", ":5")
    assert found[1].title == "T"


@pytest.mark.parametrize(("suffix", "cut"), [(".tsv", "\t"), (".csv", ";"), (".csv", "\t"), (".csv", "|")])
def test_cells_are_told_apart_by_what_gives_the_needed_columns(tmp_path: Path, suffix: str, cut: str) -> None:
    data = f'id{cut}"text"\n1{cut}Output, in 2021, rose.\n'
    assert texts(read(tmp_path / f"a{suffix}", data)) == [("1", "Output, in 2021, rose.")]


def test_a_csv_file_in_another_encoding_is_told_as_a_whole(tmp_path: Path) -> None:
    rows = "id,text\n" + "\n".join(f"{n},全县工业总产值达到{n}亿元,".rstrip(",") for n in range(50))
    found = read(tmp_path / "a.csv", rows.replace("值达到", "值,达到").replace(",达", "达").encode("gb18030"))
    assert texts(found)[7] == ("7", "全县工业总产值达到7亿元")
    assert len(found) == 50


def test_a_stray_byte_in_a_csv_file_of_utf_8_costs_one_row(tmp_path: Path) -> None:
    rows = [f"{n},über das Öl, das {n} mal fließt".replace(", das", " das").encode() for n in range(10)]
    rows[4] += b"\xff"
    found = read(tmp_path / "a.csv", b"id,text\n" + b"\n".join(rows))
    assert faults(found) == [("4", "undecodable")]
    assert len(texts(found)) == 9


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("b", "1 cells"),
        ("b,c,d", "3 cells"),
        ('b,"c"d', "not doubled"),
        ('b,"never closed', "quote not closed"),
        (" ,c", "id"),
    ],
)
def test_a_bad_csv_row_is_a_row_and_the_file_goes_on(tmp_path: Path, row: str, says: str) -> None:
    found = read(tmp_path / "f.csv", f'id,text\na,"One\nand more."\n{row}\nc,Three.\n')
    assert texts(found) == [("a", "One\nand more."), ("c", "Three.")]
    bad = found[1]
    assert isinstance(bad, Unreadable)
    assert (bad.id, bad.kind) == ("f:4", "bad-record")
    assert "line 4" in bad.message or says == "id"
    assert says in bad.message


def test_a_quote_that_is_never_closed_does_not_swallow_the_rest(tmp_path: Path) -> None:
    data = 'id,text\na,"open\n' + "".join(f"{n},Row {n}.\n" for n in range(3000))
    found = read(tmp_path / "f.csv", data, Settings(max_bytes=1000))
    assert faults(found) == [("f:2", "bad-record")]
    assert len(texts(found)) == 3000


@pytest.mark.parametrize(
    ("header", "says"), [("ID,body", "no column id and no column text"), ("id,text,id", "twice"), ('"id,text', "quote")]
)
def test_a_csv_file_without_the_needed_columns_is_one_row(tmp_path: Path, header: str, says: str) -> None:
    [bad] = read(tmp_path / "f.csv", f"{header}\n1,2,3\n1,2,3\n")
    assert isinstance(bad, Unreadable)
    assert (bad.id, bad.kind) == ("f", "bad-record")
    assert says in bad.message


def test_a_long_csv_cell_is_read_and_one_over_the_limit_is_a_row(tmp_path: Path) -> None:
    data = f"id,text\na,{'x' * 200_000}\nb,{'y' * 200_001}\nc,{'z' * 900_000}\nd,End.\n"
    found = read(tmp_path / "f.csv", data, Settings(max_bytes=200_000))
    assert [id for id, _ in texts(found)] == ["a", "d"]
    assert [one.id for one in found] == ["a", "b", "f:4", "d"]


@given(rows=st.lists(st.text(alphabet='ab",;\n\r', max_size=12), max_size=12))
def test_any_csv_is_read_to_its_end_with_the_ids_of_the_first_pass(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(("id,text\n" + "".join(f"{n},{row}\n" for n, row in enumerate(rows)) + "end,Last.\n").encode())
    try:
        documents = open_sources([str(path)])
    except DuplicateId:
        return
    assert [(one.id, one.source) for one in documents] == list(documents.ids)
    assert documents.ids[-1][0] == "end"


@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_a_long_file_is_never_held(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"long{suffix}"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("id,text\n" if suffix == ".csv" else "")
        for number in range(200):
            text = f"{number} " + "words " * 25_000
            stream.write(f"{number},{text}\n" if suffix == ".csv" else json.dumps({"id": number, "text": text}) + "\n")
    tracemalloc.start()
    assert sum(isinstance(one, Document) for one in read_sources([str(path)])) == 200
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert path.stat().st_size > 30_000_000
    assert peak < 8_000_000


def test_reading_a_single_record_does_not_read_the_file_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 1, "text": "One."}\n{"id": 2, "text": "Two."}\n', encoding="utf-8")
    found = read_sources([str(tmp_path / "a.jsonl")])
    assert [one.id for one in itertools.islice(found, 1)] == ["1"]
