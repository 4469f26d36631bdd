"""How does a review look to programs that know the Web Annotation Data Model?

W3C Recommendation of 23 February 2017. Positions count code points, as the model demands of text selectors (4.2.4); a
document is named by the hash of its text (RFC 6920), for its positions hold in that text alone.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import extract
from extract import jsonl
from extract.disagreements import Disagreement
from extract.exchange.showing import sides
from extract.records import Document
from extract.review import Decide, State
from extract.schema import Item

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""Characters of a prefix and of a suffix."""


def collection(
    queue: Iterable[Disagreement],
    kinds: Mapping[str, type[Item]],
    documents: Mapping[str, Document],
    state: State,
    label: str,
) -> dict[str, Any]:
    """Return the annotation collection of a review: an annotation a disagreement, on one page."""
    items = [_annotation(one, kinds[one.type], documents.get(one.document), state) for one in queue]
    own = _name("collection", label)
    page = {"id": _name("page", label), "type": "AnnotationPage", "partOf": own, "startIndex": 0, "items": items}
    return {
        "@context": CONTEXT,
        "id": own,
        "type": "AnnotationCollection",
        "label": label,
        "generator": {
            "id": "urn:extract-toolkit",
            "type": "Software",
            "name": f"extract-toolkit {extract.__version__}",
        },
        "total": len(items),
        "first": page,
        "last": page["id"],
    }


def _annotation(one: Disagreement, kind: type[Item], document: Document | None, state: State) -> dict[str, Any]:
    shown = sides(one, kind, blind=False)
    event = state.decision_on(one.id)
    placed = [side.record for side in shown if side.record is not None and "start" in side.record]
    targets = [_target(one, record, document) for record in placed]
    bodies = [_body("describing", side.words(kind), side.name) for side in shown]
    annotation: dict[str, Any] = {"id": _name("disagreement", one.id), "type": "Annotation", "motivation": "assessing"}
    if event is not None:
        annotation |= {"creator": {"type": "Person", "name": event.by}, "created": event.at}
        bodies += _decision(event)
        if event.verdict == "edited":
            annotation["motivation"] = ["assessing", "editing"]
    return {**annotation, "body": bodies, "target": targets or [_source(one)]}


def _decision(event: Decide) -> list[dict[str, Any]]:
    bodies = [_body("assessing", event.verdict)]
    if event.final is not None:
        bodies.append({**_body("editing", jsonl.dumps(event.final)), "format": "application/json"})
    if event.note:
        bodies.append(_body("commenting", event.note))
    return bodies


def _body(purpose: str, value: str, label: str | None = None) -> dict[str, Any]:
    body = {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}
    return body if label is None else {**body, "label": label}


def _target(one: Disagreement, record: Mapping[str, Any], document: Document | None) -> dict[str, Any]:
    start, end = record["start"], record["end"]
    quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": record["quote"]}
    if document is not None:
        quote |= {
            "prefix": document.text[max(0, start - _AROUND) : start],
            "suffix": document.text[end : end + _AROUND],
        }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return {"type": "SpecificResource", "source": _source(one), "selector": [quote, position]}


def _source(one: Disagreement) -> dict[str, Any]:
    return {"id": _hash_name(one.sha256), "type": "Text", "format": "text/plain", "label": one.document}


def _hash_name(sha256: str) -> str:
    """Return the name of a text by its hash.

    >>> _hash_name("00" * 32)
    'ni:///sha-256;AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    try:
        digest = bytes.fromhex(sha256)
    except ValueError:
        return _name("document", sha256)
    return f"ni:///sha-256;{urlsafe_b64encode(digest).decode().rstrip('=')}"


def _name(kind: str, name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'extract-toolkit {kind} {name}')}"
