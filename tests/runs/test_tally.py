"""What the rows of a run come to."""

from decimal import Decimal
from typing import Any

from extract.jsonl import row_to_json
from extract.records import (
    Call,
    DocumentReference,
    ExtractedItem,
    Failure,
    Grounding,
    Problem,
    Row,
    Span,
    Usage,
    Verification,
)
from extract.runs import Tally


def line(id_: str, status: str = "ok", **others: Any) -> dict[str, Any]:
    row = Row(DocumentReference(id_, "00", f"{id_}.txt"), status, Call("toy", "p@1"), **others)  # type: ignore[arg-type]
    return row_to_json(row)


def test_items_grades_verdicts_and_problems_are_counted() -> None:
    claim = ExtractedItem("claims", {"quote": "x"}, Grounding("missing"), problems=(Problem("quote-missing", "", ""),))
    right = ExtractedItem("figures", {"quote": "7"}, Grounding("exact", Span(0, 1)), Verification("confirmed"))
    wrong = right._replace(verification=Verification("contradicted"), problems=(Problem("value-digits", "", ""),))
    tally = Tally(("claims", "figures"))
    tally.add(line("a", items=(claim, right, wrong), carried={"topics": ["solar"], "notes": "none"}))
    tally.add(line("b", "partial", items=(wrong,), problems=(Problem("not-an-item", "", ""),)))
    counts = tally.to_json()
    assert counts["documents"] == {"total": 2, "ok": 1, "partial": 1}
    assert counts["items"] == {"total": 4, "claims": 1, "figures": 3}
    assert counts["flagged"] == {"total": 3, "claims": 1, "figures": 2}
    assert counts["grounding"] == {"claims": {"missing": 1}, "figures": {"exact": 3}}
    assert counts["verification"] == {"figures": {"confirmed": 1, "contradicted": 2}}
    assert counts["problems"] == {
        "value-digits": {"count": 2, "documents": ["a", "b"]},
        "quote-missing": {"count": 1, "documents": ["a"]},
        "not-an-item": {"count": 1, "documents": ["b"]},
    }


def test_a_type_without_items_counts_as_none() -> None:
    assert Tally(("claims",)).to_json()["items"] == {"total": 0, "claims": 0}


def test_tokens_and_known_costs_add_up() -> None:
    tally = Tally()
    for cost, cached in ((None, False), (Decimal("0.10"), True), (Decimal("0.20"), False)):
        call = Call("toy", "p@1", cached=cached, usage=Usage(100, 7), cost_usd=cost)
        tally.add(row_to_json(Row(DocumentReference("a", "00", "a.txt"), "ok", call)))
    counts = tally.to_json()
    assert (counts["tokens"], counts["cost_usd"], counts["cached"]) == ({"input": 300, "output": 21}, "0.30", 1)


def test_a_problem_names_the_first_three_documents_that_have_it() -> None:
    tally = Tally()
    for id_ in ("a", "b", "b", "c", "d"):
        tally.add(line(id_, "failed", error=Failure("timeout", "no answer")))
    assert tally.to_json()["problems"] == {"timeout": {"count": 5, "documents": ["a", "b", "c"]}}
