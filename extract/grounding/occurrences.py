"""Where do the words of a quote stand in the text, as they are or folded, cut through neither words nor numbers?"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extract.grounding.edges import Numbers, cuts_word
from extract.records import Span
from extract.text import IGNORABLE, UNIT_SYMBOLS, Folded, fold

MOST_PLACES = 500
"""Places of one quote that are looked at; among more, nothing would choose, unless the quote is given as often."""
_MOST_CUT_WORDS = 50
"""Places inside words that are looked at for a number that is cut: "6.45 million metric ton" in "... metric tons"."""

_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{IGNORABLE}])*")
_LEGAL_FORMS = frozenset(
    {"AB", "AG", "BHD", "BV", "CO", "CORP", "GMBH", "INC", "LLC", "LLP", "LTD", "NV", "OYJ", "PLC", "SDN", "SE"}
)
"""Capitals that mean the same in any case: the legal form of a firm."""
_CALENDAR = frozenset({"may", "march"})
"""Months that are other words in lower case."""


class Occurrences(NamedTuple):
    """The places of a quote, and those that are none because an edge cuts through a number."""

    places: tuple[Span, ...]
    cut: tuple[tuple[Span, Span], ...] = ()
    """Of each such place: its span, and the span of the number expression."""


def find_exact(numbers: Numbers, quote: str, given: int = 1) -> Occurrences:
    """Return where the text has exactly these code points; `given` is how many items have the quote."""
    return _sorted_out(numbers, _all_of(numbers.text, quote), given)


def find_folded(numbers: Numbers, folded: Folded, quote: str, given: int = 1) -> Occurrences:
    """Return where the text has these words, folded, in the same case where the case tells words apart."""
    wanted = fold(quote).text.strip()
    found = _sorted_out(numbers, (folded.span(start, end) for start, end in _all_of(folded.text, wanted)), given)
    same = (place for place in found.places if _is_same(numbers.text[place.start : place.end], quote, wanted))
    return Occurrences(tuple(same), found.cut)


def _is_same(found: str, quote: str, wanted: str) -> bool:
    return fold(found).text == wanted and not differ_in_case(found, quote)


def _all_of(text: str, quote: str) -> Iterator[Span]:
    """Yield the occurrences; those that overlap by more than a half are one."""
    if not quote:
        return
    step = max(1, len(quote) // 2)
    at = text.find(quote)
    while at >= 0:
        yield Span(at, at + len(quote))
        at = text.find(quote, at + step)


def _sorted_out(numbers: Numbers, spans: Iterator[Span], given: int) -> Occurrences:
    most = max(MOST_PLACES, 2 * given)
    places: list[Span] = []
    cut: list[tuple[Span, Span]] = []
    cut_words = 0
    for span in spans:
        is_cut_word = cuts_word(numbers.text, span)
        cut_words += is_cut_word
        if is_cut_word and (cut or cut_words > _MOST_CUT_WORDS):
            continue
        through = numbers.cut(span)
        if through:
            cut.append((span, through))
        elif not is_cut_word:
            places.append(span)
        if len(places) + len(cut) >= most:
            break
    return Occurrences(tuple(places), tuple(cut))


def differ_in_case(one: str, other: str) -> bool:
    """Whether two wordings differ in a word that its capitals tell apart: "US" and "us", "May" and "may".

    >>> differ_in_case("The US agreed", "the us agreed"), differ_in_case("The City", "the city")
    (True, False)
    """
    if one == other or _is_shouted(one) or _is_shouted(other):
        return False
    ones, others = _WORD.findall(one), _WORD.findall(other)
    if [word.casefold() for word in ones] == [word.casefold() for word in others]:
        pairs = zip(ones, others, strict=True)
        return any(left != right and (_tells(left) or _tells(right)) for left, right in pairs)
    return _clashes(set(ones), set(others)) or _clashes(set(others), set(ones))


def _is_shouted(text: str) -> bool:
    """Whether the wording is all capitals, as headlines are: two words or more, one of them long."""
    words = _WORD.findall(text) if text.isupper() else []
    return len(words) > 1 and any(len(word) > 5 for word in words)


def _clashes(ones: set[str], others: set[str]) -> bool:
    telling = {word for word in ones - others if _tells(word)}
    return bool(telling and {word.casefold() for word in telling} & {word.casefold() for word in others})


def _tells(word: str) -> bool:
    if word.isupper() and 2 <= len(word) <= 5:
        return word not in _LEGAL_FORMS and word not in UNIT_SYMBOLS
    return word.istitle() and word.casefold() in _CALENDAR
