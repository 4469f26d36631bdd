"""What the tests of runs have in common: eight documents and a model that answers with the first word."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from extract import prompts
from extract.models import Model
from extract.records import Answer, Document, Request, Source
from extract.runs import Plan, RunSummary, Watch, run_documents
from extract.schema import Item, Quote
from extract.settings import DEFAULT

WORDS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]

PROMPT = prompts.read_prompt(
    "---\nname: first-words\ndescription: The first word.\nresponse_model: ClaimsAndFigures\n---\n\n"
    "# system\n\nCopy the first word.\n\n# user\n\n<document>\n{{ document.text }}\n</document>\n",
    "first-words.md",
)


class Sentence(Item):
    """A sentence."""

    quote: Quote


class Sentences(BaseModel):
    """All sentences."""

    sentences: list[Sentence]


class Asked:
    """Answers with the first word of a text, and remembers whom it was asked about."""

    def __init__(self, errors: dict[str, Exception] | None = None) -> None:
        self.texts: list[str] = []
        self.errors = errors or {}

    async def __call__(self, request: Request) -> Answer:
        self.texts.append(request.text)
        await asyncio.sleep(0)
        for word, error in self.errors.items():
            if word in request.text:
                raise error
        return Answer(json.dumps({"sentences": [{"quote": request.text.split()[0]}]}), "toy")


def document(word: str, text: str | None = None, **others: Any) -> Document:
    text = text or f"{word} is a letter."
    return Document(word, text, f"sha-of-{text}", f"{word}.txt", **others)


def plan_for(ask: Any, **others: Any) -> Plan:
    plan = Plan(PROMPT, Sentences, Model("toy", "a toy", ask), DEFAULT, ("greek",))
    return replace(plan, **others)


def run_all(
    documents: Iterable[Source], out: Path, ask: Any, concurrency: int = 1, watch: Watch | None = None, **others: Any
) -> RunSummary:
    return asyncio.run(run_documents(documents, plan_for(ask, **others), out, concurrency, watch))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def ids(out: Path) -> list[str]:
    return [row["document"]["id"] for row in lines(out / "results.jsonl")]


def statuses(out: Path) -> dict[str, str]:
    rows = lines(out / "results.jsonl")
    assert len({row["document"]["id"] for row in rows}) == len(rows), "one row a document"
    return {row["document"]["id"]: row["status"] for row in rows}


def folder_of(tmp_path: Path) -> Path:
    folder = tmp_path / "greek"
    folder.mkdir()
    for number, word in enumerate(WORDS):
        (folder / f"{number}-{word}.txt").write_text(f"{word} is a letter.", encoding="utf-8")
    return folder


GREEK = [document(word) for word in WORDS]
