"""Do gold and the texts still say what the queue was made from, whoever may have written in their files?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from extract.disagreements import Disagreement, fingerprint, gold_record
from extract.errors import ExtractError
from extract.evaluation.reviewing import Stamp, stamp
from extract.gold import read_document
from extract.labels import GoldDocument, GoldItem
from extract.records import Document


@dataclass(slots=True)
class Watch:
    """The gold files of a review; each is read again only where its time or size is another one."""

    files: Mapping[str, tuple[Path, Stamp]]
    """By document: the file, and what it was like when the queue was made. Nothing where no gold is reviewed."""
    _known: dict[Path, tuple[Stamp, GoldDocument | None]] = field(default_factory=dict)

    def holds(self, one: Disagreement) -> bool:
        """Whether gold has the item still, or has still the items on the words of one that only the run has."""
        path, before = self.files.get(one.document, (None, None))
        if path is None:
            return True
        now = stamp(path)
        if now == before:
            return True
        known, document = self._known.get(path, (None, None))
        if known != now:
            document = _read(path)
            self._known[path] = now, document
        if document is None or document.sha256 != one.sha256:
            return False
        if one.reference is not None:
            return fingerprint(gold_record(one.reference)) in _marks(document.items)
        return tuple(sorted(_marks(_around(one, document.items)))) == one.around


@dataclass(slots=True)
class Texts:
    """The texts of a review; each is checked by its fingerprint when it is first shown, so that none waits for all."""

    documents: Mapping[str, Document]
    _known: dict[str, bool] = field(default_factory=dict)

    def find(self, id_: str) -> Document | None:
        """Return the document as it was read; None where there is none, or another text stands in its place."""
        return None if self.is_altered(id_) else self.documents.get(id_)

    def is_altered(self, id_: str) -> bool:
        """Whether the text of a document is not the one that its fingerprint was taken of."""
        document = self.documents.get(id_)
        if document is None:
            return False
        if id_ not in self._known:
            found = sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
            self._known[id_] = found != document.sha256
        return self._known[id_]


def _read(path: Path) -> GoldDocument | None:
    """Return the file's labels; None where it is gone or cannot be read, and so says nothing that it said before."""
    try:
        return read_document(path)
    except ExtractError:
        return None


def _marks(items: Iterable[GoldItem]) -> list[str]:
    return [fingerprint(gold_record(item)) for item in items]


def _around(one: Disagreement, items: Iterable[GoldItem]) -> list[GoldItem]:
    """Return gold's items on the words of an item that only the run has."""
    place = None if one.run is None else one.run.span
    type_ = None if one.proposal is None else one.proposal["type"]
    if place is None:
        return []
    return [
        item for item in items if item.type == type_ and place.start < item.span.end and item.span.start < place.end
    ]
