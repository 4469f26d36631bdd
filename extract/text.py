"""Where do sentences end, and which texts are the same but for spelling? Spans are code points of the given text."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract.records import Span
from extract.wrapping import soft_breaks

# --- sentences ---------------------------------------------------------------------------------------------


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_BREAKS = "\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_BEFORE_BLANK = re.compile(rf"[{_BREAKS}](?=[^\S{_BREAKS}]*[{_BREAKS}])")
_CLOSERS = "\"'”’»)\\]）】」』"
_STOPS = ".!?…。！？｡"
_STOP = re.compile(rf"(?P<stop>[{_STOPS}{_BREAKS}][{_STOPS}]{{0,64}}(?: \.){{0,8}})(?P<close>[{_CLOSERS}]{{0,8}})")
_OPENERS = "\"'“‘«([（【「『—–-/"
_NEXT = re.compile(r"\s*[\"'“‘«(\[（【「『—–-]*(?P<word>[^\W_]+|\S)?(?P<end>\.\w|[\s,%]|\Z)?", re.DOTALL)
_WEB = r"[^\s\"'<>，。”]{1,2000}"
_MAIL = r"@[\w-]{1,64}(?:\.[a-zA-Z0-9-]{1,64}){1,8}"
_ADDRESSES = tuple(map(re.compile, (f"https?://{_WEB}", rf"www\.{_WEB}", _MAIL)))
_MAILBOX = re.compile(r"[\w.+-]{1,64}\Z")

_LEADING = _words(
    """adm approx art attn brig ca capt cf ch col cmdr dept dr e.g eq fig figs gen gov hon i.e lt maj messrs mr mrs
    ms mt mx no nos pp prof ref rep res rev sec sen sgt st supt vol vols vs viz"""
)
"""Abbreviations that something always follows (Chicago Manual of Style, 10: titles, references, Latin)."""
_TRAILING = _words(
    """a.k.a a.m ave bhd blvd bros co corp d.c e.u est etc hr inc intl jr llc ltd max min natl p.m ph.d plc pte pty
    pvt rd sdn sr tel u.k u.n u.s u.s.a univ jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed
    thu thur thurs fri sat sun"""
)
"""Abbreviations that may also end a sentence: a firm's legal form, dates, addresses, countries."""
_BEFORE_NUMBER = _words("no nos art ch eq fig figs p pp sec vol vols ref")
_STARTERS = _words(
    """a according after all although an and another as at because before besides both but by during each even for
    from he her his however i if in it its last many meanwhile moreover most new no now on once one only our she
    since so some such that the their then there these they this those though through to under until we what
    when where while who why with you"""
)
"""Words that open a sentence and hardly ever continue a name."""
_EXTENSIONS = _words("ASP BMP CSV DOC DOCX GIF HTM HTML JPEG JPG JS JSON NET PDF PHP PNG PPT TXT XLS XLSX XML ZIP")


def sentences(text: str) -> tuple[Span, ...]:
    """Return the spans of the sentences, in order and trimmed; a line break ends one unless the text was wrapped.

    >>> text = "Output rose 3.5 percent, Sun Co., Ltd. said.The U.S. plan follows."
    >>> [text[start:end] for start, end in sentences(text)]
    ['Output rose 3.5 percent, Sun Co., Ltd. said.', 'The U.S. plan follows.']
    """
    return tuple(_trimmed(text, _sentence_cuts(text)))


def paragraphs(text: str) -> tuple[Span, ...]:
    r"""Return the spans of what stands between blank lines, in order and trimmed.

    >>> paragraphs("One.\nTwo.\n\n Three.")
    (Span(start=0, end=9), Span(start=12, end=18))
    """
    return tuple(_trimmed(text, (match.start() for match in _BEFORE_BLANK.finditer(text))))


def _trimmed(text: str, cuts: Iterator[int]) -> Iterator[Span]:
    start = 0
    for cut in (*cuts, len(text)):
        piece = text[start:cut]
        if stripped := piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            yield Span(first, first + len(stripped))
        start = cut


def _sentence_cuts(text: str) -> Iterator[int]:
    protected = sorted(_addresses(text))
    starts = [start for start, _ in protected]
    soft = frozenset(soft_breaks(text))
    last = 0
    for match in _STOP.finditer(text):
        if match.start() in soft:
            continue
        if match[0][0].isspace():
            last = match.start() + 1
            yield last
            continue
        inside = bisect_right(starts, match.start()) - 1
        if (inside < 0 or match.end() >= protected[inside][1]) and _ends(text, match, last):
            last = match.end()
            yield last


def _addresses(text: str) -> Iterator[Span]:
    """Yield where web and e-mail addresses stand, whose full stops end nothing."""
    for pattern in _ADDRESSES if "@" in text or "http" in text or "www." in text else ():
        for match in pattern.finditer(text):
            start, end = match.span()
            mailbox = _MAILBOX.search(text[max(0, start - 64) : start]) if text[start] == "@" else None
            yield Span(start - len(mailbox[0]) if mailbox else start, end)


def _ends(text: str, match: re.Match[str], last: int) -> bool:
    """Whether the stop ends the sentence that began after `last`."""
    stop = match["stop"]
    if stop[0] in "。！？｡":
        return True
    after = text[match.end() : match.end() + 80]
    spaced = not after or after[0].isspace()
    follower = _NEXT.match(after)
    word = (follower["word"] if follower else None) or ""
    if not word:
        return spaced
    if stop != ".":
        return word[0].isupper() or (spaced and not word[0].islower())
    before = text[max(last, match.start() - 40) : match.start()].rsplit(None, 1)
    previous = before[-1].lstrip(_OPENERS) if before else ""
    if previous.isdigit() and len(previous) < 3 and not text[last : match.start()].strip().removesuffix(previous):
        return False  # the number of a list item
    if spaced or match["close"]:
        return _ends_before(previous, word)
    return _ends_unspaced(previous, word, bool(follower and follower["end"] and follower["end"][0] != "."))


def _ends_before(previous: str, word: str) -> bool:
    """Whether a full stop between these two words, with a space after it, ends the sentence."""
    known = previous.casefold()
    if known in _BEFORE_NUMBER:
        return not word[0].isdigit() and known == "no" and word.casefold() in _STARTERS
    if known in _LEADING:
        return False
    if known == "etc":
        return not word[0].islower()
    dotted = "." in previous and not any(char.isdigit() for char in previous)  # "73.7%." is no abbreviation
    if known in _TRAILING or dotted or (len(previous) == 1 and previous.isupper()):
        return word.casefold() in _STARTERS and word[0].isupper()
    return not word[0].islower() or len(previous) > 4


def _ends_unspaced(previous: str, word: str, closed: bool) -> bool:
    """Whether a full stop with no space after it ends the sentence, as scraped pages often have it."""
    known = previous.casefold()
    if known in _LEADING or known in _BEFORE_NUMBER or "." in previous or (len(previous) == 1 and previous.isalpha()):
        return False
    if word[0].isdigit():
        return closed and len(previous) > 3 and previous.isalpha()
    return word[0].isupper() and word not in _EXTENSIONS and (closed or not word.isupper())


# --- folding -----------------------------------------------------------------------------------------------

UNIT_SYMBOLS = _words(
    """kW MW GW TW PW mW kWh MWh GWh TWh Wh kWp MWp GWp Wp kV MV mV kVA MVA GVA VA kA mA Ah mAh kJ MJ GJ TJ PJ EJ Pa kPa
    MPa GPa hPa Hz kHz MHz GHz THz kN MN Mt Gt Mg Gg Tg Pg kB KB MB GB TB PB Kb Mb Gb Tb Mbps Gbps Mbit Gbit Mm Gm dB
    dBm Bq kBq MBq GBq TBq Gy mGy Sv mSv eV keV MeV GeV TeV Mpc Gpc kcal Mcal Gcal mmHg mL dL Nm MMBtu Btu Mtoe Mtce"""
)
"""Unit symbols with a capital letter (SI brochure, 9th edition, and common energy and data units)."""
_CAPITAL = re.compile(r"[A-Z][A-Za-z]*")

IGNORABLE = "\u00ad\u180e\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"
_DOUBLE_SPACE = re.compile(f" [ {IGNORABLE}]+")
_SAME = (
    {char: "'" for char in "‘’‚‛`´′ʼ＇"}
    | {char: '"' for char in "“”„‟«»″〝〞＂"}
    | {char: "-" for char in "‐‑‒–—―−﹘﹣－⁃"}
    | {char: "" for char in IGNORABLE}
    | {char: "Ω" for char in "\u03a9\u2126"}
)
_ASCII = {code: " " if chr(code).isspace() else chr(code).lower() for code in range(128)} | {ord("`"): "'"}


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without differences of white space, quote marks, dashes, case and composition, and the way back."""

    text: str
    _starts: tuple[int, ...] = ()
    """Where, in the folded text, the pieces begin whose length has changed."""
    _pieces: tuple[tuple[int, int, int], ...] = ()
    """Of each piece: its end in the folded text, its start and its end in the original."""

    def span(self, start: int, end: int) -> Span:
        """Return the original span of a folded one, widened to whole pieces.

        >>> fold("Straße  hier").span(4, 6)
        Span(start=4, end=5)
        """
        first, last = bisect_right(self._starts, start), bisect_left(self._starts, end)
        return Span(self._back(start, first, 1), self._back(end, last, 2))

    def _back(self, at: int, count: int, edge: int) -> int:
        if not count:
            return at
        piece = self._pieces[count - 1]
        return piece[2] + at - piece[0] if at >= piece[0] else piece[edge]


def fold(text: str) -> Folded:
    """Return the folded copy of a text: equal copies differ in nothing but spelling, and in no number and no unit.

    White-space runs become one space, quote marks and dashes their plain forms, letters lower case and composed.
    Unit symbols keep their case, superscripts and fractions stay what they are.

    >>> fold("The  “10 MW”\u00a0plant").text
    'the "10 MW" plant'
    >>> fold("10²").text == fold("102").text
    False
    """
    if text.isascii():
        plain = text.translate(_ASCII)
        changes: list[tuple[int, int, str]] = []
    else:
        letters = {char: _fold_char(char) for char in set(text) if ord(char) > 127}
        single = {ord(char): folded for char, folded in letters.items() if len(folded) == 1}
        plain = text.translate(_ASCII | single)
        changes = [*_recomposed(text), *_resized(text, letters)]
    changes += ((match.start(), match.end(), " ") for match in _DOUBLE_SPACE.finditer(plain))
    changes += ((start, end, text[start:end]) for start, end in _symbols(text))
    return _assemble(plain, sorted(changes))


@cache
def _fold_char(char: str) -> str:
    """Return what one character folds to."""
    if char.isascii():
        return _ASCII[ord(char)]
    if char in _SAME:
        return _SAME[char]
    if char.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", char)
    if plain == char:
        return unicodedata.normalize("NFC", char.casefold())
    is_digit = unicodedata.category(char) == "Nd"
    if not is_digit and any(part.isspace() or unicodedata.category(part)[0] in "NM" for part in plain):
        return char  # ², ½ and ① are no plain digits; a spacing accent is no space
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain.casefold())


def _symbols(text: str) -> Iterator[Span]:
    """Yield where unit symbols stand, whose case must not change: known ones, and single letters after a digit."""
    for match in _CAPITAL.finditer(text):
        start, end = match.span()
        if end - start > 5:
            continue
        while text[start - 1 : start].isalpha() and end - start < 6:
            start -= 1
        if text[start:end] in UNIT_SYMBOLS or (end - start == 1 and _follows_digit(text, start)):
            yield Span(start, end)


def _follows_digit(text: str, at: int) -> bool:
    before = text[max(0, at - 2) : at].rstrip()
    return before[-1:].isdigit() or before[-1:] == "°"


def _resized(text: str, letters: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield the characters that fold to none or to several."""
    changing = "".join(char for char, folded in letters.items() if len(folded) != 1)
    if changing:
        for match in re.finditer(f"[{re.escape(changing)}]", text):
            yield match.start(), match.end(), letters[match[0]]


def _recomposed(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the letters that are written with combining marks, or as a row of Hangul jamo."""
    if unicodedata.is_normalized("NFC", text):
        return
    marks = re.escape("".join(char for char in set(text) if unicodedata.combining(char)))
    pattern = rf"[^\s{marks}][{marks}]+|[\u1100-\u11ff]+" if marks else r"[\u1100-\u11ff]+"
    for match in re.finditer(pattern, text):
        composed = unicodedata.normalize("NFC", match[0])
        yield match.start(), match.end(), "".join(map(_fold_char, composed))


def _assemble(plain: str, changes: list[tuple[int, int, str]]) -> Folded:
    """Put the changes into a text that is otherwise folded in place; of overlapping changes the first one holds."""
    body: list[str] = []
    starts: list[int] = []
    pieces: list[tuple[int, int, int]] = []
    last = length = 0
    for start, end, replacement in changes:
        if start < last:
            continue
        body += plain[last:start], replacement
        length += start - last
        if len(replacement) != end - start:
            starts.append(length)
            pieces.append((length + len(replacement), start, end))
        length += len(replacement)
        last = end
    return Folded("".join(body) + plain[last:], tuple(starts), tuple(pieces))
