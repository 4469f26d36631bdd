"""What the bytes of a text file become."""

import codecs
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.documents import read_sources
from extract.documents.encodings import decode
from extract.documents.texts import Unfit
from extract.records import Document, Unreadable
from extract.settings import DEFAULT, Settings

CHINESE = "全县工业总产值达到70亿元,同比增长12.5%。到2025年,新材料产业产值将突破100亿元。"
TAIWANESE = "第三季營收達到新台幣5467億元,較去年同期成長百分之十二。公司預計明年資本支出約三百億美元。"
JAPANESE = "経済産業省は、2023年の輸出額が100兆円を超えたと発表した。前年比で2.5%の増加となった。"
GERMAN = (
    "Der Umsatz stieg um 12,5 % auf 3,4 Milliarden € – so viel wie nie, erklärte die „Gesellschaft für Öl“ gestern."
)
FRENCH = "Le chiffre d'affaires a augmenté de 12,5 % à 3,4 milliards d'euros l'année dernière, a déclaré la société."
RUSSIAN = "Выручка компании выросла на 12,5% до 3,4 млрд рублей в прошлом году, сообщило министерство."
POLISH = (
    "Przychody spółki wzrosły o 12,5% do 3,4 mld złotych w ubiegłym roku – poinformowało ministerstwo. Źródło: gazeta."
)
ENGLISH = "Plain words with one “curly quote” – the rest is ASCII. Output rose 12.5 percent to £3.4 billion."


def read(path: Path, data: bytes, settings: Settings = DEFAULT) -> Document | Unreadable:
    path.write_bytes(data)
    [one] = read_sources([str(path)], settings)
    return one


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", CHINESE), ("utf-8-sig", CHINESE), ("gb18030", CHINESE), ("gbk", CHINESE), ("big5", TAIWANESE),
        ("shift_jis", JAPANESE), ("euc_jp", JAPANESE), ("cp1252", GERMAN), ("cp1252", ENGLISH), ("latin-1", FRENCH),
        ("cp1251", RUSSIAN), ("koi8_r", RUSSIAN), ("cp1250", POLISH),
    ],
)  # fmt: skip
def test_text_is_read_in_the_encoding_it_is_in(tmp_path: Path, encoding: str, text: str) -> None:
    document = read(tmp_path / "a.txt", text.encode(encoding))
    assert isinstance(document, Document)
    assert document.text == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_is_honoured_and_removed_and_line_ends_stay(
    tmp_path: Path, mark: bytes, encoding: str
) -> None:
    text = "Übersicht\r\n\r\nOutput rose 😀 to 7 billion yuan.\r\n"
    document = read(tmp_path / "a.md", mark + text.encode(encoding))
    assert isinstance(document, Document)
    assert document.text == text
    # Offsets count code points of the stored text: the mark is gone, CR and LF are two, the emoji is one.
    assert document.text[30:44] == "7 billion yuan"
    assert document.sha256 == hashlib.sha256(text.encode("utf-8")).hexdigest()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf_8_comes_back_unchanged(text: str) -> None:
    assert decode(text.encode("utf-8")) == text.removeprefix("\ufeff")


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_named_fault(data: bytes) -> None:
    kind = "text"
    try:
        decode(data).encode("utf-8")
    except Unfit as error:
        kind = error.kind
    assert kind in ("text", "binary", "undecodable")


def test_a_long_line_of_many_byte_characters_is_not_sampled_inside_one() -> None:
    text = (CHINESE * 3000 + "\n") * 2
    assert decode(text.encode("gb18030")) == text


def test_a_large_legacy_file_is_told_by_its_lines_beyond_ascii() -> None:
    text = "Plain ASCII words, line after line.\n" * 20_000 + (GERMAN + "\n") * 5
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("data", "kind", "says"),
    [
        (b"", "empty", "white space"),
        (b" \r\n\t\xc2\xa0", "empty", "white space"),
        (codecs.BOM_UTF8, "empty", "white space"),
        (b"words\0words", "binary", "NUL byte at 5"),
        (codecs.BOM_UTF16_LE + "a\0b".encode("utf-16-le"), "binary", "NUL character at offset 1"),
        (b"ab\x01\x02\x03\x04\x05\x06", "binary", "control characters"),
        (b"%PDF-1.7 ...", "binary", "*.pdf"),
        (b"PK\x03\x04rest", "binary", "zip"),
        (b"\x89PNG\r\n\x1a\n", "binary", "PNG"),
        (b"\xff\xd8\xff\xe0", "binary", "JPEG"),
        ("schöne Wörter über Öl und Ärger".encode() + b"\xff", "undecodable", "byte 36"),
        (codecs.BOM_UTF16_LE + b"a\0\x00\xd8", "undecodable", "UTF-16"),
        (b"\xed\xa0\x80 half a pair", "undecodable", "UTF-8"),
        (bytes(range(0x80, 0xE0)), "undecodable", "neither UTF-8 nor"),
        (b"words " * 20, "too-large", "120 bytes, more than the limit of 100"),
    ],
)
def test_what_is_no_text_is_a_row_that_says_why(tmp_path: Path, data: bytes, kind: str, says: str) -> None:
    one = read(tmp_path / "a.txt", data, Settings(max_bytes=100))
    assert isinstance(one, Unreadable)
    assert (one.id, one.kind) == ("a", kind)
    assert says in one.message


def test_a_text_that_grows_over_the_limit_in_utf_8_is_too_large(tmp_path: Path) -> None:
    one = read(tmp_path / "a.txt", CHINESE.encode("gb18030"), Settings(max_bytes=100))
    assert isinstance(one, Unreadable)
    assert one.kind == "too-large"
