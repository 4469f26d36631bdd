"""Which requests go out in a batch? Those that the cache has no answer to, each once, in files that a server takes."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedWriter
from pathlib import Path
from typing import Any

from extract.batch.index import INDEX, MANIFEST, Limits, index_line, request_line, requests_file
from extract.documents import open_sources
from extract.errors import RunError
from extract.llm.cache import Cache
from extract.llm.requests import Options, WireRequest, wire_request
from extract.pipeline import requests_of
from extract.records import Document, Unreadable
from extract.runs import Plan


@dataclass(slots=True)
class Written:
    """What went into a batch, and what did not."""

    documents: int = 0
    requests: int = 0
    stored: int = 0
    """Requests whose answer the cache has."""
    doubled: int = 0
    """Requests that another document asks as well."""
    unreadable: list[Unreadable] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    """Of each file of requests its name, how many it holds, and its size in bytes."""


def write(plan: Plan, options: Options, cache: Cache, out: Path, limits: Limits | None = None) -> Written:
    """Write what the cache lacks of a run to a new folder, whole or not at all; nothing lacking, no folder.

    A request whose answer is stored is not lacking, a re-ask never goes out. Raises `RunError` where the folder
    holds something, and an `ExtractError` where the sources cannot be read.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise RunError(f"{out} holds something already; name a new folder with --out, and keep the old one to collect")
    written = Written()
    partial = out.parent / f".{out.name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        with _Files(partial, limits or Limits(), written) as files:
            for document, wire in _lacking(plan, options, cache, written):
                files.add(document, wire)
        if written.requests:
            (partial / MANIFEST).write_text(_manifest(plan, options, written), encoding="utf-8")
            partial.replace(out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return written


def _lacking(plan: Plan, options: Options, cache: Cache, written: Written) -> Iterator[tuple[Document, WireRequest]]:
    """Yield each request once that the cache has no answer to, with the first document that asks it."""
    task = plan.task()
    seen: set[str] = set()
    for source in open_sources(plan.sources, plan.settings):
        written.documents += 1
        if not isinstance(source, Document):
            written.unreadable.append(source)
            continue
        for request in requests_of(source, task):
            wire = wire_request(request, options)
            key = wire.key()
            entry = cache.get(key)
            if key in seen:
                written.doubled += 1
            elif entry is not None and entry.attempts:
                written.stored += 1
            else:
                seen.add(key)
                yield source, wire


class _Files:
    """The files of a batch while they are written."""

    def __init__(self, folder: Path, limits: Limits, written: Written) -> None:
        self._folder = folder
        self._limits = limits
        self._written = written
        self._index = (folder / INDEX).open("wb")
        self._file: BufferedWriter | None = None

    def __enter__(self) -> "_Files":
        return self

    def __exit__(self, *_: object) -> None:
        self._index.close()
        if self._file is not None:
            self._file.close()

    def add(self, document: Document, wire: WireRequest) -> None:
        """Write a request to the file that has room for it, and to the index."""
        key = wire.key()
        line = request_line(key, wire.body())
        file = self._with_room(len(line))
        file.write(line)
        self._index.write(index_line(key, document.id, wire.canonical()))
        self._written.requests += 1
        self._written.files[-1]["requests"] += 1
        self._written.files[-1]["bytes"] += len(line)

    def _with_room(self, size: int) -> BufferedWriter:
        files = self._written.files
        if self._file is not None:
            last = files[-1]
            if last["requests"] < self._limits.requests and last["bytes"] + size <= self._limits.bytes:
                return self._file
            self._file.close()
        files.append({"name": requests_file(len(files) + 1), "requests": 0, "bytes": 0})
        self._file = (self._folder / files[-1]["name"]).open("wb")
        return self._file


def _manifest(plan: Plan, options: Options, written: Written) -> str:
    told = {
        "prompt": plan.prompt.label,
        "model": plan.model.name,
        "mode": options.mode,
        "sources": list(plan.sources),
        "documents": written.documents,
        "unreadable": [source.id for source in written.unreadable],
        "requests": written.requests,
        "files": written.files,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
