"""What the rules read in one text: its claims and its figures, in text order."""

from typing import Any

from extract.rules.body import body_sentences
from extract.rules.claims import claims
from extract.rules.figures import figures


def read(text: str, published: str | None) -> dict[str, list[dict[str, Any]]]:
    """Return the fields of the claims and figures of a text that appeared at `published` (ISO 8601)."""
    sentences = body_sentences(text)
    found = claims(text, published, sentences)
    return {"claims": [claim.fields(text) for claim in found], "figures": figures(text, published, sentences, found)}
