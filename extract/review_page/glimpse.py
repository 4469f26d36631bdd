"""By which few words of the text is an item known in a list?"""

from extract.disagreements import Disagreement
from extract.records import Span
from extract.review_page.said import said
from extract.review_page.session import Session
from extract.shape import item_types

_MOST = 70
"""Characters of an item's words that are shown."""


def glimpse(session: Session, one: Disagreement) -> str:
    """Return the first words of the item, on one line: as side A has them, or B where A has nothing."""
    kind = item_types(session.root)[one.type]
    document = session.document(one)
    has = next(filter(None, (said(one, side, "A", kind) for side in session.sides(one))), None)
    words = "" if has is None else has.words(None if document is None else document.text)
    return shortened(" ".join(words.split()), _MOST)


def shortened(words: str, most: int) -> str:
    """Return the beginning of the words, cut between two of them, with an ellipsis where there is more.

    >>> shortened("exceeded 7.12 billion yuan", 20), shortened("so", 20), shortened("x" * 30, 5)
    ('exceeded 7.12 …', 'so', 'xxxxx…')
    """
    if len(words) <= most:
        return words
    kept = words[: most + 1].rpartition(" ")[0].rstrip()
    return f"{kept} …" if kept else f"{words[:most]}…"


def context(text: str, span: Span, reach: int) -> tuple[str, str]:
    """Return the words before and behind a place, no more than `reach` characters each and none of them cut in two.

    >>> context("The port of Lund has twelve cranes of steel.", Span(17, 20), 9)
    ('… of Lund ', ' twelve …')
    """
    before, behind = text[max(0, span.start - reach) : span.start], text[span.end : span.end + reach]
    if span.start > reach:
        cut = before if text[span.start - reach - 1].isspace() else before.partition(" ")[2] or before
        before = f"… {cut.lstrip()}"
    if span.end + reach < len(text):
        cut = behind if text[span.end + reach].isspace() else behind.rpartition(" ")[0] or behind
        behind = f"{cut.rstrip()} …"
    return before, behind
