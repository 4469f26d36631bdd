"""A run, its gold and a log of decisions as large as anybody reviews, for the benchmark of the review and its test.

The documents are copies of the seeds, each with a line of its own and lengthened to 4,500 characters with its own
words. Gold labels 20 items of each, and the run has ten of them wrong: numbers, units, periods and kinds are changed,
and some items are left out.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from extract import ClaimsAndFigures, jsonl, prompts
from extract.disagreements import Disagreement
from extract.models import model_named
from extract.records import Call, Document, DocumentReference, ExtractedItem, Grounding, Row, Span, Verification
from extract.review import LOG, Decide, Verdict, reviewed
from extract.review.events import event_to_json
from extract.runs import Plan
from extract.runs.directory import DOCUMENTS, RESULTS
from extract.runs.manifest import manifest_of, write_manifest
from extract.settings import DEFAULT

ROOT = Path(__file__).parent.parent
LENGTH = 4_500
ITEMS = 20
WRONG = 10
"""Disagreements of a document."""
AT = "2026-11-21T14:02:11Z"
LISTS = {"claim": "claims", "figure": "figures"}
PLACE = ("type", "start", "end")
OWN = ("alternatives", "optional", "unlabelled", "provenance", "note")
VERDICTS: tuple[Verdict, ...] = ("run", "reference", "both", "skip")


def write_review(folder: Path, documents: int) -> tuple[Path, Path]:
    """Write a run and its gold into the folder and return the directories of both."""
    run, gold = folder / "run", folder / "gold"
    run.mkdir()
    gold.mkdir()
    prompt = prompts.load(prompts.BUILT_IN)
    plan = Plan(prompt, ClaimsAndFigures, model_named("rules"), DEFAULT)
    write_manifest(run, manifest_of(plan, AT))
    seeds = [_seed(path) for path in sorted((ROOT / "gold").glob("*.jsonl"))]
    texts, rows = [], []
    for number, (name, text, items) in enumerate(islice(cycle(seeds), documents)):
        document = _document(f"{number:05d}_{name}", text)
        header = {"type": "document", "id": document.id, "sha256": document.sha256, "guidelines": "1"}
        lines = [jsonl.dumps(record) for record in (header, *items)]
        (gold / f"{document.id}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        texts.append(jsonl.dumps(jsonl.document_to_json(document)))
        rows.append(jsonl.dumps(jsonl.row_to_json(_row(document, items), tuple(LISTS.values()))))
    (run / DOCUMENTS).write_text("\n".join(texts) + "\n", encoding="utf-8")
    (run / RESULTS).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return run, gold


def write_decisions(gold: Path, queue: Sequence[Disagreement], by: str = "ana") -> None:
    """Write a log in which each disagreement is decided, every fourth of them to be skipped."""
    path = gold / LOG
    path.parent.mkdir()
    with path.open("w", encoding="utf-8") as file:
        for number, (one, verdict) in enumerate(zip(queue, cycle(VERDICTS), strict=False)):
            event = Decide(f"e{number}", AT, by, (reviewed(one, None, "run"),), verdict, shown=("run", "reference"))
            file.write(f"{jsonl.dumps(event_to_json(event))}\n")


def _seed(path: Path) -> tuple[str, str, list[dict[str, Any]]]:
    _, *items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    text = (ROOT / "seeds" / f"{path.stem}.txt").read_text(encoding="utf-8")
    plain = [item for item in items if not item.get("optional") and not item.get("alternatives")]
    return path.stem, text, plain[:ITEMS]


def _document(name: str, text: str) -> Document:
    whole = f"{text}\n\nCopy {name}.\n\n{text}"[:LENGTH]
    return Document(name, whole, hashlib.sha256(whole.encode()).hexdigest(), f"texts/{name}.txt", date="2022-06-21")


def _row(document: Document, items: list[dict[str, Any]]) -> Row:
    found = tuple(_item(name, span, fields) for name, span, fields in sorted(_answered(document, items)))
    reference = DocumentReference(document.id, document.sha256, document.source, None, document.date)
    return Row(reference, "ok", Call("rules", "bench"), items=found)


def _item(name: str, span: tuple[int, int], fields: dict[str, Any]) -> ExtractedItem:
    verification = Verification("confirmed") if name == "figures" else None
    return ExtractedItem(name, fields, Grounding("exact", Span(*span)), verification)


def _answered(document: Document, items: list[dict[str, Any]]) -> Iterator[tuple[str, tuple[int, int], dict[str, Any]]]:
    for place, item in enumerate(items):
        fields = {key: value for key, value in item.items() if key not in (*PLACE, *OWN)}
        span = (item["start"], item["end"])
        if place >= WRONG:
            yield LISTS[item["type"]], span, fields
        elif place % 5 == 4:
            continue
        elif item["type"] == "figure":
            changed = ({"value": "987654321"}, {"unit": "furlong"}, {"period": "1901"})[place % 3]
            yield "figures", span, fields | changed
        else:
            kind = "plan" if fields["kind"] == "fact" else "fact"
            yield "claims", span, fields | ({"kind": kind}, {"period": "1901"})[place % 2]
