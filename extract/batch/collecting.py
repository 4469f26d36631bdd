"""What comes in from a batch's output? Each line becomes a stored answer, or is named with the reason why not."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from extract import jsonl
from extract.batch.index import URL, Index
from extract.errors import RecordError
from extract.llm.bundles import Imported
from extract.llm.cache import Cache
from extract.llm.entries import Attempt, Entry, entry_of
from extract.llm.responses import answer_of, is_completion, looks_like_json

_LONGEST_MESSAGE = 200


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Collected:
    """What became of the lines of a batch's output; a list has the place and the reason of each."""

    taken: Imported = field(default_factory=Imported)
    failed: list[str] = field(default_factory=list)
    """The server gave no answer."""
    doubled: list[str] = field(default_factory=list)
    """Another answer to a request that these files have answered already; the first stays."""
    unknown: list[str] = field(default_factory=list)
    """The batch did not ask this."""
    malformed: list[str] = field(default_factory=list)
    """Not a line of a batch's output."""
    requests: int = 0
    """How many requests the batch has."""
    missing: dict[str, str] = field(default_factory=dict)
    """Keys of the batch that the cache still has no answer to, each with its document."""

    def listed(self) -> dict[str, list[str]]:
        """Return the lists by name."""
        return {
            "kept": self.taken.kept,
            "failed": self.failed,
            "doubled": self.doubled,
            "unknown": self.unknown,
            "malformed": self.malformed,
        }

    def understood(self) -> int:
        """Return how many lines hold an answer that the cache has now, or had another one for."""
        return self.taken.stored + self.taken.same + len(self.taken.kept)


def collect(
    files: Sequence[Path],
    folders: tuple[Path, ...],
    cache: Cache,
    *,
    refresh: bool = False,
    clock: Callable[[], datetime] = _now,
) -> Collected:
    """Take the answers of a batch's output files, and of its error files, into the cache, finished as they are.

    `folders` are those of the batches that asked. Nothing in the cache is overwritten without `refresh`. Raises
    `RecordError` where a folder holds no batch.
    """
    index = Index(folders)
    collecting = _Collecting(index, cache, refresh, clock().isoformat(timespec="milliseconds"))
    for path in files:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    collecting.take(line, f"{path}:{number}")
    collected = collecting.collected
    collected.requests = len(index.documents)
    collected.missing = {key: document for key, document in index.documents.items() if not _is_answered(cache, key)}
    return collected


def _is_answered(cache: Cache, key: str) -> bool:
    entry = cache.get(key)
    return entry is not None and bool(entry.attempts)


class _Collecting:
    """The lines so far."""

    def __init__(self, index: Index, cache: Cache, refresh: bool, at: str) -> None:
        self.collected = Collected()
        self._index = index
        self._cache = cache
        self._refresh = refresh
        self._at = at
        self._answered: dict[str, bytes] = {}
        """By key, the hash of the first answer."""

    def take(self, line: bytes, place: str) -> None:
        """Store the answer of a line, or list the line."""
        try:
            record = jsonl.loads(line, place)
        except RecordError as error:
            self.collected.malformed.append(str(error))
            return
        key = record.get("custom_id")
        if not isinstance(key, str):
            self.collected.malformed.append(f"{place}: no custom_id; a line of a batch's output has one")
        elif key not in self._index.documents:
            self.collected.unknown.append(f"{place}: {key[:64]}: the batch did not ask this; is it another's output?")
        else:
            self._take_known(key, record, place)

    def _take_known(self, key: str, record: Mapping[str, Any], place: str) -> None:
        about = f"{place}: {key[:16]} of document {self._index.documents[key]}"
        failure = failure_of(record)
        if failure is not None:
            self.collected.failed.append(f"{about}: {failure}")
            return
        raw = record["response"]["body"]
        if not is_completion(raw):
            self.collected.malformed.append(f"{about}: its body has no choices; it is no response of {URL}")
            return
        self._store(self._entry(key, raw), about)

    def _entry(self, key: str, raw: Mapping[str, Any]) -> Entry:
        request = self._index.request(key)
        answer = answer_of(raw, str(request["model"]), key=key, seconds=0.0)
        invalid = answer.finish == "stop" and not looks_like_json(answer.text)
        return entry_of(key, request, (Attempt(raw, self._at, invalid=invalid),), finished=True, source="collected")

    def _store(self, entry: Entry, about: str) -> None:
        said = hashlib.sha256(jsonl.dumps(entry.attempts[0].raw).encode()).digest()
        first = self._answered.get(entry.key)
        if first is None:
            self._answered[entry.key] = said
            self.collected.taken.take(entry, self._cache, about, refresh=self._refresh)
        elif first == said:
            self.collected.taken.same += 1
        else:
            self.collected.doubled.append(f"{about}: another answer than on an earlier line, which stays")


def failure_of(record: Mapping[str, Any]) -> str | None:
    """Return why a line of a batch's output holds no answer, in the server's words; None where it holds one.

    >>> failure_of({"response": {"status_code": 429, "body": {"error": {"message": "slow down"}}}, "error": None})
    'status 429: slow down'
    """
    error, response = record.get("error"), record.get("response")
    if error:
        return _said(error)
    if not isinstance(response, dict):
        return "neither a response nor an error"
    if response.get("status_code") == HTTPStatus.OK and isinstance(response.get("body"), dict):
        return None
    body = response.get("body")
    said = _said(body.get("error") or body) if isinstance(body, dict) else "no body"
    return f"status {response.get('status_code')}: {said}"


def _said(error: Any) -> str:
    """Return what an error object says, short."""
    message = error.get("message") or error.get("code") if isinstance(error, dict) else None
    return str(message or error)[:_LONGEST_MESSAGE]
