"""What does a batch's folder hold? The files of requests, an index of them by key, and what they were made from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract import jsonl
from extract.errors import RecordError
from extract.llm.requests import key_of

INDEX = "index.jsonl"
MANIFEST = "batch.json"
URL = "/v1/chat/completions"


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file of requests may be; the defaults are OpenAI's."""

    requests: int = 50_000
    bytes: int = 200_000_000


def requests_file(number: int) -> str:
    """Return the name of a file of requests, counted from 1.

    >>> requests_file(7)
    'requests-007.jsonl'
    """
    return f"requests-{number:03}.jsonl"


def request_line(key: str, body: Mapping[str, Any]) -> bytes:
    """Return a request as OpenAI's batches and vLLM's `run-batch` read it."""
    return jsonl.dumps({"custom_id": key, "method": "POST", "url": URL, "body": body}).encode() + b"\n"


def index_line(key: str, document: str, request: Mapping[str, Any]) -> bytes:
    """Return the line of a request in the index: for the answer to be kept, all that makes the key must be known."""
    return jsonl.dumps({"custom_id": key, "document": document, "request": request}).encode() + b"\n"


class Index:
    """The requests of some batches by key; only where they stand is held in memory."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        """Read the index of each folder; `RecordError` where one has none or it is not what was written."""
        self.documents: dict[str, str] = {}
        """The document that each key asks about; of several that ask the same, the first."""
        self._places: dict[str, tuple[Path, int]] = {}
        for folder in folders:
            self._read(folder / INDEX)

    def _read(self, path: Path) -> None:
        if not path.is_file():
            raise RecordError(f"{path.parent}: no {INDEX} is here; name the folder of the batch with --requests")
        for number, offset, record in jsonl.read_at(path, torn="refuse"):
            key, document = record.get("custom_id"), record.get("document")
            if not (isinstance(key, str) and isinstance(document, str) and isinstance(record.get("request"), dict)):
                raise RecordError(f"{path}:{number}: not a line of a batch's index; write the batch again")
            if key_of(record["request"]) != key:
                raise RecordError(f"{path}:{number}: the key is not that of the request; write the batch again")
            self.documents.setdefault(key, document)
            self._places[key] = (path, offset)

    def request(self, key: str) -> Mapping[str, Any]:
        """Return the canonical request of a key that the index has."""
        path, offset = self._places[key]
        with path.open("rb") as file:
            file.seek(offset)
            request: Mapping[str, Any] = json.loads(file.readline())["request"]
        return request
