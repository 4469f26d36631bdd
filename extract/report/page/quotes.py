"""Which field of an item holds the words copied from the document, as its run alone tells?"""

from collections.abc import Iterable, Mapping

from extract.records import Document, ExtractedItem, Row

USUAL = "quote"


def quote_fields(types: Iterable[str], rows: Iterable[Row], documents: Mapping[str, Document]) -> dict[str, str | None]:
    """Return the name of the quote's field by item type: the field that stands in the text wherever it is `exact`.

    A run read in another place need not have the class of its response model. A type without an exact quote has the
    usual name, if any of its items has a field so called, and None otherwise.
    """
    possible: dict[str, list[str]] = {}
    met: dict[str, list[str]] = {}
    for row in rows:
        text = documents[row.document.id].text if row.document.id in documents else ""
        for item in row.items or ():
            met.setdefault(item.type, list(item.fields))
            if item.grounding.grade == "exact":
                words = _words(text, item)
                before = possible.get(item.type, list(item.fields))
                possible[item.type] = [name for name in before if item.fields.get(name) == words]
    return {type_: _chosen(possible.get(type_, []), met.get(type_, [])) for type_ in types}


def _words(text: str, item: ExtractedItem) -> str | None:
    span = item.grounding.span
    return None if span is None else text[span.start : span.end]


def _chosen(possible: list[str], met: list[str]) -> str | None:
    if USUAL in possible or (not possible and USUAL in met):
        return USUAL
    return possible[0] if possible else None
