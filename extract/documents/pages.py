"""What is the main text of a web page?"""

import logging
from typing import NamedTuple

from extract.documents.encodings import decode_html
from extract.documents.texts import Stated, Unfit

# Its notes on odd pages would run into the progress bar; what matters is in the row.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


class Page(NamedTuple):
    """The main text of a page, without navigation, comments and advertisements, and what the page says of itself."""

    text: str
    stated: Stated


def read(data: bytes) -> Page:
    """Return the main text of an HTML page with its title and its date of publication.

    Only dates that the page declares count, none that are guessed from its words. Raises `Unfit` with kind empty where
    there is no main text.
    """
    import trafilatura  # takes half a second, and only this format needs it

    html = decode_html(data)
    if not html.strip():
        raise Unfit("empty", "no text but white space")
    try:
        page = trafilatura.bare_extraction(
            html,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception as error:  # a malformed page makes the parsers below raise whatever they met
        raise Unfit("unreadable", f"the page cannot be parsed: {error}") from error
    if page is None or isinstance(page, dict) or not page.text:
        raise Unfit("empty", "no main text found in the page; save the article as text")
    return Page(page.text, Stated(title=page.title or None, date=page.date or None))
