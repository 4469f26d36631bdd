"""Which characters do the bytes of a file stand for?"""

import codecs
import re
from collections.abc import Iterable
from typing import BinaryIO

from extract.documents.texts import Unfit

# Longest first: the mark of UTF-32 begins with that of UTF-16. The codec named here is the one without a mark.
MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What is not text, by its first bytes (the "magic numbers" of the formats' own specifications).
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF; name it *.pdf"),
    (b"PK\x03\x04", "a zip archive (docx, xlsx, epub ...); save it as text"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (doc, xls, ppt); save it as text"),
    (b"{\\rtf", "a rich text file; save it as text"),
    (b"\x1f\x8b", "a gzip archive; unpack it"),
    (b"BZh", "a bzip2 archive; unpack it"),
    (b"\xfd7zXZ", "an xz archive; unpack it"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive; unpack it"),
    (b"PAR1", "a Parquet file; name it *.parquet"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
)

# Encodings that news archives and spreadsheets come in; a closed list guesses far better than all that exist.
LEGACY = (
    "gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255",
    "cp1256", "cp1257", "cp1258", "cp874", "koi8_r", "koi8_u",
)  # fmt: skip

# Typographic marks and signs, which the Windows encodings of Europe share (Unicode Consortium, CP1250 to CP1258): a
# text that holds nothing else beyond ASCII has no letters to tell its language by.
_WESTERN_SIGNS = bytes(
    (0x80, 0x82, 0x84, 0x85, *range(0x91, 0x98), 0x99, 0xA0, *range(0xA3, 0xAF), 0xB0, 0xB1, 0xB7, 0xBB)
)
_HALF_PAIR = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")  # a surrogate as careless programs write it in UTF-8

_SAMPLE = 65_536  # bytes with characters beyond ASCII that are shown to the detector
_SCAN = 1_048_576  # bytes that are looked at in one go
_BEYOND_ASCII = re.compile(rb"[\x80-\xff][^\n]*\n?")
_ESCAPED = re.compile("[\udc80-\udcff]")
_MULTIBYTE = re.compile("[^\x00-\x7f\udc80-\udcff]")
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Return the text of a file: a byte order mark counts and is removed, then UTF-8, then what fits best.

    `declared` is an encoding that the file names itself; it counts after UTF-8. Raises `Unfit` with kind binary or
    undecodable.
    """
    encoding, start = _marked(data)
    if encoding is None:
        _refuse_binary(data)
        encoding = _unmarked(data, declared)
    try:
        return data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        message = (
            f"byte {start + error.start} is not {error.encoding.upper()}, as the rest seems to be; save it as UTF-8"
        )
        raise Unfit("undecodable", message) from error


def decode_html(data: bytes) -> str:
    """Return the text of an HTML page, whose `<meta charset>` counts where the bytes are not UTF-8."""
    named = _META_CHARSET.search(data[:4096])
    return decode(data, declared=named[1].decode("ascii") if named else None)


def stream_encoding(stream: BinaryIO) -> str:
    """Return the encoding of a long file without holding it; the stream is left behind the byte order mark.

    Raises `Unfit` with kind binary or undecodable.
    """
    beginning = stream.tell()
    opening = stream.read(_SCAN)
    encoding, start = _marked(opening)
    if encoding is None:
        _refuse_binary(opening)
        encoding = "utf-8" if _all_utf8(opening, stream) else _unmarked(_sample(stream, beginning), None)
    stream.seek(beginning + start)
    return encoding


def _marked(data: bytes) -> tuple[str | None, int]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return None, 0


def _refuse_binary(data: bytes) -> None:
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise Unfit("binary", f"by its first bytes it is {what}")
    if (at := data.find(b"\0")) >= 0:
        raise Unfit(
            "binary", f"a NUL byte at {at}: this is data, or UTF-16 without a byte order mark; save it as UTF-8"
        )


def _unmarked(data: bytes, declared: str | None) -> str:
    guess = _HALF_PAIR.sub(b"", data).decode("utf-8", "surrogateescape")
    stray = len(_ESCAPED.findall(guess))
    if not stray:
        return "utf-8"
    # Text in another encoding hardly ever holds valid UTF-8 sequences: many of them say that UTF-8 was damaged, and
    # reading the whole as Latin-1 would hide it.
    if len(_MULTIBYTE.findall(guess)) > 4 * stray:
        return "utf-8"
    return _declared(data, declared) or _detected(data)


def _declared(data: bytes, declared: str | None) -> str | None:
    if declared is None:
        return None
    try:
        # Pages that say gb2312 or iso-8859-1 mean their supersets (WHATWG Encoding Standard, section 4.2).
        encoding = codecs.lookup(_SUPERSETS.get(declared.lower(), declared)).name
        # A page could name any codec, also one that is no character set (punycode takes hours on a long page).
        if encoding not in LEGACY and not encoding.startswith(("iso8859-", "big5hkscs")):
            return None
        data.decode(encoding)
    except (LookupError, UnicodeError):
        return None
    return encoding


_SUPERSETS = {
    "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "shift_jis": "cp932", "euc-kr": "cp949", "iso-8859-9": "cp1254", "big5": "big5hkscs",
}  # fmt: skip


def _detected(data: bytes) -> str:
    sample = _telling(match[0] for match in _BEYOND_ASCII.finditer(data))
    if not sample.translate(None, _WESTERN_SIGNS + bytes(range(0x80))):
        return "cp1252"
    from charset_normalizer import from_bytes  # here, because most texts are UTF-8

    best = from_bytes(sample, cp_isolation=list(LEGACY), enable_fallback=False).best()
    if best is None:
        raise Unfit("undecodable", "neither UTF-8 nor any encoding that the bytes make sense in; save it as UTF-8")
    return best.encoding


def _telling(lines: Iterable[bytes]) -> bytes:
    """Lines beyond ASCII, as many as tell enough; a long one is cut where no character of any encoding is cut."""
    kept = bytearray()
    for line in lines:
        piece = line[: _SAMPLE + 1]
        kept += piece[: max(piece.rfind(mark) for mark in (b" ", b",", b".", b"-"))] if len(piece) > _SAMPLE else piece
        if len(kept) >= _SAMPLE:
            break
    return bytes(kept)


def _all_utf8(opening: bytes, stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    block = opening
    try:
        while block:
            decoder.decode(block)
            block = stream.read(_SCAN)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _sample(stream: BinaryIO, beginning: int) -> bytes:
    stream.seek(beginning)
    lines, size = [], 0
    while size < _SAMPLE and (line := stream.readline(_SCAN)):
        if not line.isascii():
            lines.append(line)
            size += len(line)
    return b"".join(lines)
