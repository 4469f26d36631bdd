"""What is the text layer of a PDF?"""

import logging
import re
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from extract.documents.texts import Stated, Unfit

if TYPE_CHECKING:
    from pypdf import PdfReader

# Its notes on odd objects would run into the progress bar; what matters is in the row.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

# What programs fill in by themselves: the name of the program or of the file.
_NO_TITLE = re.compile(
    r"$|(?:microsoft |untitled\b|(?:slide|document) ?\d*$)|.{0,200}\.(?:docx?|odt|rtf|pdf|indd|pptx?|tmp)$", re.I
)


class Layer(NamedTuple):
    """The text of all pages, one below the other, and what the file says of itself."""

    text: str
    stated: Stated


def read(stream: BinaryIO) -> Layer:
    """Return the text layer of a PDF with its declared title; its dates are those of the file, not of the text.

    Raises `Unfit` with kind empty where the pages are only images, with kind unreadable where it is locked or broken.
    """
    import pypdf  # only this format needs it

    try:
        reader = pypdf.PdfReader(stream)
        # Many files are only closed to changes: their reading password is the empty one.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unfit("unreadable", "the PDF is encrypted; save it without a password")
        text = "\n".join(page.extract_text() for page in reader.pages)
        pages, title = len(reader.pages), _title(reader)
    except Unfit:
        raise
    except Exception as error:  # a malformed file makes pypdf raise whatever its parser met
        raise Unfit("unreadable", f"the PDF cannot be read: {error}") from error
    if not text.strip():
        raise Unfit("empty", f"no text layer in its {pages} pages: they are images; run a text recognition (OCR) first")
    return Layer(_repaired(text), Stated(title=title))


def _repaired(text: str) -> str:
    """What fonts without a proper table of characters give is marked as unreadable, one place for one place."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "\ufffd")


def _title(reader: "PdfReader") -> str | None:
    title = reader.metadata.title if reader.metadata else None
    if not isinstance(title, str) or _NO_TITLE.match(title.strip()):
        return None
    return title.strip()
