"""What the tests against a server have in common: planted documents, a model on the server, and rows."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from llm.planted import planted_text
from llm.server import Server

from extract.llm.requests import Mode, Options
from extract.llm.retry import Patience
from extract.llm.server import Server as Address
from extract.llm.setup import Setup
from extract.models import Model, served_model
from extract.runs import RunSummary, run

ROOT = Path(__file__).parent.parent.parent
KEY = "sk-planted-0123456789"
QUICK = Patience(first_wait=0.02, longest_wait=0.2)


def planted_file(folder: Path, count: int, length: int = 0) -> Path:
    """Write documents 0 to `count` - 1 as JSON Lines and return where."""
    path = folder / "documents.jsonl"
    texts = (planted_text(number, length=length) for number in range(count))
    lines = (json.dumps({"id": f"d{number:04}", "text": text}) for number, text in enumerate(texts))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def model_on(server: Server, cache: Path | None, *, key: str = KEY, mode: Mode = "json_schema", **others: Any) -> Model:
    """Return the model on a server, asked with short waits."""
    address = Address(server.url, key, timeout=5.0)
    setup = Setup(Options("planted", mode), address, cache, patience=QUICK, **others)
    return served_model(setup)


def ran(source: Path, out: Path, model: Model, **others: Any) -> RunSummary:
    """Run the built-in prompt over the source."""
    return run([source], model=model, out=out, **others)


def rows(out: Path) -> dict[str, dict[str, Any]]:
    """Return the rows of a run by document; none may have two."""
    found = [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    by_id = {row["document"]["id"]: row for row in found}
    assert len(by_id) == len(found), "one row a document"
    return by_id


def asked_during(server: Server, action: Callable[[], object]) -> int:
    """Return how many requests the server got while the action went on."""
    before = server.requests()
    action()
    return server.requests() - before


def environment(server: Server, **others: str) -> dict[str, str]:
    """Return the environment in which the command asks the server."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "OPENAI_BASE_URL": server.url,
        "OPENAI_API_KEY": KEY,
        **others,
    }
