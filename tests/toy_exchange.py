"""What the tests of the exchange with other tools have in common: a document, disagreements on it, and their files."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from toy_gold import World, figure
from toy_review import found

from extract.disagreements import Disagreement
from extract.exchange import Deciding, Imported, Material, label_studio, prodigy
from extract.exchange.label_studio import review_task
from extract.exchange.prodigy import review_row
from extract.records import Document
from extract.review import State
from extract.schema import Claim, Figure, Item

KINDS: dict[str, type[Item]] = {"claims": Claim, "figures": Figure}
TYPES: dict[str, type[Item]] = {"claim": Claim, "figure": Figure}
TEXT = "💶 Lund \U0001f3ed rose 30.5 percent, and Lund rose 30.5 percent again.\r\nIt e\u0301nds at 9 tons."
START = TEXT.index("rose")
NOW = "2026-11-22T00:00:00Z"


def document(text: str = TEXT, id_: str = "lund") -> Document:
    return Document(id_, text, sha256(text.encode()).hexdigest(), f"{id_}.txt")


def rose(value: str = "30.5", **others: Any) -> dict[str, Any]:
    return figure(START, "rose 30.5 percent", value, "%", trend="increase", **others)


def wrong_value(**others: Any) -> Disagreement:
    """The run says 305, gold 30.5."""
    (one,) = found(World({"figures": [rose(**others)]}, {"figures": [rose(value="305")]}))
    return one


def missing() -> Disagreement:
    (one,) = found(World({"figures": [rose()]}, {"figures": []}))
    return one


def task(one: Disagreement, state: State | None = None, *, blind: bool = True, text: str | None = TEXT) -> Any:
    held = None if text is None else document(text)
    made = review_task(one, KINDS[one.type], held, state or State(), "runs/toy", blind=blind)
    return json.loads(json.dumps(made))


def row(one: Disagreement, state: State | None = None, *, blind: bool = True, text: str | None = TEXT) -> Any:
    held = None if text is None else document(text)
    return json.loads(json.dumps(review_row(one, KINDS[one.type], held, state or State(), blind=blind)))


def annotated(task_: Any, choice: str, *, by: Any = "ana@x.org", id_: int = 7, **others: Any) -> Any:
    """The task as Label Studio gives it back: what was predicted taken over, and a verdict chosen."""
    result = [part for one in task_["predictions"] for part in one["result"]]
    result.append({"id": "v", "from_name": "verdict", "to_name": "text", "type": "choices", "value": _chosen(choice)})
    who = {"completed_by": {"id": 1, "email": by} if isinstance(by, str) else by}
    annotation = {"id": id_, "result": result, "created_at": "2026-11-21T14:02:11.5Z", "was_cancelled": False}
    return {**task_, "annotations": [*task_["annotations"], {**annotation, **who, **others}]}


def _chosen(choice: str) -> dict[str, list[str]]:
    return {"choices": [choice]}


def answered(row_: Any, *accepted: str, answer: str = "accept", by: str = "gold-ana", **others: Any) -> Any:
    return {**row_, "accept": list(accepted), "answer": answer, "_annotator_id": by, "_timestamp": 1795269731, **others}


def of_label_studio(*tasks: Any) -> Any:
    return label_studio.read(json.dumps(tasks).encode(), "x.json")


def of_prodigy(*rows: Any) -> Any:
    return prodigy.read("".join(json.dumps(one) + "\n" for one in rows).encode(), "x.jsonl")


def taken(
    read: Any,
    queue: Sequence[Disagreement],
    state: State | None = None,
    documents: Mapping[str, Document] | None = None,
    **others: Any,
) -> Imported:
    texts = {"lund": document()} if documents is None else documents
    deciding = Deciding({one.id: one for one in queue}, state or State(), Material(KINDS, texts), "runs/toy", NOW)
    for name, value in others.items():
        setattr(deciding, name, value)
    return deciding.take(read.judged)
