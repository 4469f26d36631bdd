"""Forty of a hundred requests go wrong, and every document has its row with all that its answers gave."""

from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from llm.planted import faultless, planted_text
from llm.replies import MENDABLE, PASSING, Chance
from llm.served import QUICK, model_on, planted_file, ran, rows
from llm.server import serving

from extract.llm.requests import Mode

STATUS = {
    "truncated": "truncated",
    "refusal": "refused",
    "not json": "invalid",
    "empty": "invalid",
    "no choices": "invalid",
    "wrong schema": "partial",
}
"""Of the row whose standing answer has the fault; with any other it is ok."""
FAULTS_FROM_BEST = (None, "extra fields", "wrong digits", "wrong schema", "invalid")
NEVER_SECOND = ("truncated", "refusal")
ITEMS = 8


class Expected(NamedTuple):
    """What the script makes of one document."""

    requests: int
    status: str
    fault: str | None
    """Of the answer that stands."""


def expected_of(script: Chance, text: str) -> Expected:
    """Work out by hand what a client does that repeats what may pass, and re-asks once what can be mended."""
    first, sent = answered(script, text, 0)
    if first == "failed":
        return Expected(sent, "failed", None)
    stands = first
    if first in MENDABLE:
        second, more = answered(script, text, sent)
        sent += more
        if second != "failed" and second not in NEVER_SECOND and place(second) < place(first):
            stands = second
    return Expected(sent, STATUS.get(str(stands), "ok"), stands)


def answered(script: Chance, text: str, sent: int) -> tuple[str | None, int]:
    """Return the first kind of reply that is an answer, and how many requests that takes."""
    for tries in range(1, QUICK.attempts + 1):
        kind = script.kind(text, sent + tries - 1)
        if kind not in PASSING:
            return kind, tries
    return "failed", QUICK.attempts


def place(fault: str | None) -> int:
    """Return how bad an answer is, 0 for one without a fault that matters."""
    named = "invalid" if STATUS.get(str(fault)) == "invalid" else fault
    return FAULTS_FROM_BEST.index(named) if named in FAULTS_FROM_BEST else 0


def good_quotes(row: dict[str, Any]) -> Counter[str]:
    """Return the quotes of the items without a problem."""
    lists = (row["extraction"] or {}).values()
    return Counter(item["quote"] for items in lists for item in items if not item["problems"])


def planted_quotes(text: str, fault: str | None) -> Counter[str]:
    """Return the quotes of the items that an answer with that fault has right."""
    answer = faultless(text)
    spoiled = {"wrong digits": answer["figures"][:1], "wrong schema": answer["figures"][:1]}
    spoiled["truncated"] = answer["figures"][-1:]
    everything = Counter(item["quote"] for items in answer.values() for item in items)
    return everything - Counter(item["quote"] for item in spoiled.get(str(fault), []))


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "documents"), [("json_schema", 1_000), ("tools", 300), ("json", 100)])
def test_every_document_has_its_row_and_no_request_is_sent_in_vain(tmp_path: Path, mode: Mode, documents: int) -> None:
    script = Chance(0.4)
    texts = [planted_text(number) for number in range(documents)]
    expected = [expected_of(script, text) for text in texts]
    with serving(script) as server:
        model = model_on(server, tmp_path / "cache", mode=mode)
        summary = ran(planted_file(tmp_path, documents), tmp_path / "run", model, concurrency=32)
        sent = Counter(asked.text for asked in server.asked)

    found = rows(tmp_path / "run")
    assert (summary.complete, list(found)) == (True, [f"d{number:04}" for number in range(documents)])
    assert [row["status"] for row in found.values()] == [one.status for one in expected]
    assert [sent[text] for text in texts] == [one.requests for one in expected]
    for text, one, row in zip(texts, expected, found.values(), strict=True):
        if one.status not in ("failed", "refused", "invalid"):
            assert good_quotes(row) == planted_quotes(text, one.fault), row
        assert row["status"] == "failed" or row["call"]["attempts"] == one.requests, row


def test_the_script_spoils_four_requests_in_ten_and_every_kind_of_fault_is_met() -> None:
    script, texts = Chance(0.4), [planted_text(number) for number in range(1_000)]
    met = [script.kind(text, at) for text in texts for at in range(expected_of(script, text).requests)]
    share = sum(kind is not None for kind in met) / len(met)
    assert 0.37 < share < 0.43
    assert set(met) == {None, *script.kinds}
    assert {expected_of(script, text).status for text in texts} >= {"ok", "partial", "truncated", "refused", "invalid"}
