"""What pages, PDF and Parquet files hold, and what is said where their package is missing."""

import datetime
import io
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from extract.documents import read_sources
from extract.documents.texts import attempt
from extract.records import Document, Source, Unreadable
from extract.settings import DEFAULT, Settings

NAVIGATION = "<nav><ul>" + "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(20)) + "</ul></nav>"
ARTICLE = "".join(
    f"<p>Output of the harbour works number {n} rose 12.5 percent to 7 billion yuan in the first half year.</p>"
    for n in range(6)
)
TABLE = "<table><tr><th>Year</th><th>Ships</th></tr><tr><td>2021</td><td>4,338</td></tr></table>"


def page(article: str = ARTICLE, head: str = "", charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>Ports grow fast - Ocean Daily</title>{head}'
        f"</head><body>{NAVIGATION}<article><h1>Ports grow fast</h1>{article}</article>"
        "<footer>Copyright 2019 Ocean Daily. All rights reserved.</footer></body></html>"
    )


def read(path: Path, data: bytes, settings: Settings = DEFAULT) -> Source:
    path.write_bytes(data)
    [one] = read_sources([str(path)], settings)
    return one


def fault(one: Source) -> tuple[str, str]:
    assert isinstance(one, Unreadable)
    return one.kind, one.message


# --- pages ---


def test_a_page_gives_its_main_text_without_navigation(tmp_path: Path) -> None:
    declared = '<meta property="article:published_time" content="2022-06-21T08:00:00Z">'
    document = read(tmp_path / "a.html", page(ARTICLE + TABLE, declared).encode())
    assert isinstance(document, Document)
    assert "number 5 rose 12.5 percent" in document.text
    assert "4,338" in document.text
    assert "Section" not in document.text
    assert "Copyright" not in document.text
    assert (document.title, document.date) == ("Ports grow fast", "2022-06-21")


def test_a_page_that_declares_no_date_has_none(tmp_path: Path) -> None:
    document = read(tmp_path / "a.htm", page().encode())
    assert isinstance(document, Document)
    assert document.date is None


@pytest.mark.parametrize(
    ("charset", "encoding"), [("gb2312", "gbk"), ("iso-8859-1", "cp1252"), ("punycode", "cp1252"), ("none", "cp1252")]
)
def test_a_page_is_read_in_the_encoding_that_it_declares(tmp_path: Path, charset: str, encoding: str) -> None:
    words = "全县工业总产值达到70亿元,同比增长。" if encoding == "gbk" else "Größe – 3 € für Öl und Äpfel. "
    document = read(tmp_path / "a.html", page(f"<p>{words * 9}</p>", charset=charset).encode(encoding))
    assert isinstance(document, Document)
    assert words.strip() in document.text


@pytest.mark.parametrize("html", ["", "  \n", "<html><body></body></html>"])
def test_a_page_without_main_text_is_a_row(tmp_path: Path, html: str) -> None:
    assert fault(read(tmp_path / "a.html", html.encode()))[0] == "empty"


def test_a_page_with_an_xml_declaration_is_read(tmp_path: Path) -> None:
    document = read(tmp_path / "a.html", ('<?xml version="1.0" encoding="utf-8"?>' + page()).encode())
    assert isinstance(document, Document)
    assert "number 5" in document.text


@pytest.mark.parametrize("html", ["<" * 5000, "<div>" * 5000 + "words", "<html><p>a\x01b</p></html>", "no tags at all"])
def test_hostile_pages_are_a_document_or_a_row(tmp_path: Path, html: str) -> None:
    assert isinstance(read(tmp_path / "a.html", html.encode()), Document | Unreadable)


# --- PDF ---


def pdf(*lines: str, title: str | None = None, pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    for number in range(pages):
        sheet = writer.add_blank_page(612, 792)
        sheet[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        shown = "T* ".join(f"({line.format(number)}) Tj " for line in lines)
        stream.set_data(f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET".encode())
        sheet[NameObject("/Contents")] = stream
    if title is not None:
        writer.add_metadata({"/Title": title})
    return writer


def saved(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_pdf_gives_its_text_layer_page_after_page(tmp_path: Path) -> None:
    document = read(tmp_path / "a.pdf", saved(pdf("Page {} of the report.", "Output rose 12.5 percent.", pages=2)))
    assert isinstance(document, Document)
    assert document.text.split("\n") == [
        "Page 0 of the report.", "Output rose 12.5 percent.", "Page 1 of the report.", "Output rose 12.5 percent.",
    ]  # fmt: skip


def test_characters_that_a_font_does_not_tell_are_marked_in_their_place(tmp_path: Path) -> None:
    document = read(tmp_path / "a.pdf", saved(pdf("Output\\000rose 12.5 percent.")))
    assert isinstance(document, Document)
    assert document.text == "Output\ufffdrose 12.5 percent."


@pytest.mark.parametrize(
    ("declared", "title"),
    [(" Ports grow ", "Ports grow"), ("report.docx", None), ("Microsoft Word - x", None), ("", None)],
)
def test_the_declared_title_of_a_pdf_counts_unless_a_program_made_it(
    tmp_path: Path, declared: str, title: str | None
) -> None:
    document = read(tmp_path / "a.pdf", saved(pdf("Output rose 12.5 percent.", title=declared)))
    assert isinstance(document, Document)
    assert document.title == title


def test_a_pdf_of_images_says_that_it_has_no_text_layer(tmp_path: Path) -> None:
    kind, message = fault(read(tmp_path / "a.pdf", saved(pdf(pages=3))))
    assert (kind, "no text layer in its 3 pages" in message) == ("empty", True)


def test_a_pdf_closed_to_changes_is_read_and_one_closed_to_readers_is_a_row(tmp_path: Path) -> None:
    for password in ("", "secret"):
        writer = pdf("Output rose 12.5 percent.")
        writer.encrypt(password, "owner", algorithm="RC4-128")
        (tmp_path / f"{password or 'open'}.pdf").write_bytes(saved(writer))
    opened, closed = read_sources([str(tmp_path)])
    assert isinstance(opened, Document)
    assert opened.text == "Output rose 12.5 percent."
    kind, message = fault(closed)
    assert (kind, "encrypted" in message) == ("unreadable", True)


@pytest.mark.parametrize(
    "break_it",
    [
        lambda data: b"",
        lambda data: b"no PDF",
        lambda data: data[:200],
        lambda data: data.replace(b"/Pages", b"/Pests"),
    ],
    ids=["nothing", "words", "cut off", "damaged"],
)
def test_a_broken_pdf_is_a_row(tmp_path: Path, break_it: Callable[[bytes], bytes]) -> None:
    assert fault(read(tmp_path / "a.pdf", break_it(saved(pdf("Words.")))))[0] in ("unreadable", "empty")


def test_a_pdf_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    assert fault(read(tmp_path / "a.pdf", b"%PDF" + b" " * 500, Settings(max_bytes=100)))[0] == "too-large"


# --- Parquet ---


def table(path: Path, **columns: list[object]) -> list[Source]:
    pq.write_table(pa.table(columns), path, row_group_size=50)
    return list(read_sources([str(path)]))


def test_parquet_rows_are_documents(tmp_path: Path) -> None:
    count = 130
    found = table(tmp_path / "a.parquet", id=list(range(count)), text=[f"Text {n}." for n in range(count)])
    assert [one.id for one in found] == [str(n) for n in range(count)]
    assert all(isinstance(one, Document) for one in found)
    assert found[129].source.endswith("a.parquet:130")


def test_parquet_values_become_what_json_can_carry(tmp_path: Path) -> None:
    [document] = table(
        tmp_path / "a.parquet", id=["x"], text=["Words."], date=[datetime.date(2022, 6, 21)], price=[Decimal("1.50")],
        seen=[datetime.datetime(2022, 6, 21, 8, tzinfo=datetime.UTC)], share=[float("nan")], raw=[b"ab"],
        nested=[{"days": [datetime.date(2022, 1, 2)]}],
    )  # fmt: skip
    assert isinstance(document, Document)
    assert document.date == "2022-06-21"
    assert document.meta == {
        "price": "1.50", "seen": "2022-06-21T08:00:00+00:00", "share": None, "raw": "b'ab'",
        "nested": {"days": ["2022-01-02"]},
    }  # fmt: skip


def test_a_parquet_row_without_text_is_a_row_that_says_so(tmp_path: Path) -> None:
    found = table(tmp_path / "a.parquet", id=["x", None, "z"], text=[None, "Words.", "Words."])
    assert [(one.id, getattr(one, "kind", "document")) for one in found] == [
        ("x", "bad-record"), ("a:2", "bad-record"), ("z", "document"),
    ]  # fmt: skip


def test_a_parquet_file_without_the_needed_columns_or_broken_is_one_row(tmp_path: Path) -> None:
    [bad] = table(tmp_path / "a.parquet", name=["x"], body=["y"])
    assert (bad.id, fault(bad)[0]) == ("a", "bad-record")
    assert fault(read(tmp_path / "b.parquet", b"PAR1 and no more"))[0] == "unreadable"
    assert [fault(one)[0] for one in table(tmp_path / "c.parquet", id=[], text=[])] == ["empty"]


def test_a_damaged_parquet_file_gives_what_can_be_read_and_a_row(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": range(200), "text": [f"Text {n * n}." for n in range(200)]}), tmp_path / "a.parquet",
                   row_group_size=100, compression="zstd")  # fmt: skip
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 400] = b"\xff" * 400
    (tmp_path / "a.parquet").write_bytes(data)
    found = list(read_sources([str(tmp_path / "a.parquet")]))
    assert (found[-1].id, fault(found[-1])[0]) == ("a", "unreadable")


# --- missing packages ---


@pytest.mark.parametrize(
    ("package", "suffix", "extra"),
    [("trafilatura", ".html", "html"), ("pypdf", ".pdf", "pdf"), ("pyarrow", ".parquet", "parquet")],
)
def test_a_missing_package_is_an_error_for_a_named_file_and_a_row_in_a_folder(
    tmp_path: Path, package: str, suffix: str, extra: str
) -> None:
    (tmp_path / "a.txt").write_text("Words.", encoding="utf-8")
    (tmp_path / f"b{suffix}").write_bytes(b"anything")
    code = (
        "import sys\n"
        f"sys.modules[{package!r}] = None\n"
        "from extract.documents import read_sources\n"
        "from extract.errors import MissingExtra\n"
        "print([getattr(one, 'kind', one.id) for one in read_sources([sys.argv[1]])])\n"
        "for source in sys.argv[2:]:\n"
        "    try:\n"
        "        read_sources([source])\n"
        "    except MissingExtra as error:\n"
        "        print(error)\n"
    )
    sources = [str(tmp_path), str(tmp_path / f"b{suffix}"), str(tmp_path / f"*{suffix}")]
    done = subprocess.run([sys.executable, "-c", code, *sources], capture_output=True, check=True, text=True)
    folder, *named = done.stdout.splitlines()
    assert folder == "['a', 'missing-extra']"
    assert [f"pip install 'extract-toolkit[{extra}]'" in line for line in named] == [True, True]


def test_reading_plain_text_loads_no_optional_package() -> None:
    code = (
        "import sys, extract.documents\n"
        "assert not {'trafilatura', 'pypdf', 'pyarrow', 'numpy', 'lxml'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_optional_package_that_is_broken_costs_one_row_and_says_what_to_do() -> None:
    def make() -> Document:
        raise ImportError("lxml.html.clean is a separate project now\nsee there")

    lost = attempt("page", "page.html", make)

    assert isinstance(lost, Unreadable)
    assert lost.kind == "missing-extra"
    assert lost.message.startswith("a package that reads it cannot be loaded (lxml.html.clean is a separate project")
