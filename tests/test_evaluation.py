"""How good is a run? Arithmetic stands in the comments; planted faults have a file of their own."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Annotated, Any

import pytest
from pydantic import BaseModel
from toy_gold import World, claim, figure, gold_of, labelled, row, score, scored

from extract import ClaimsAndFigures, gold
from extract.errors import GoldError, RunError, SchemaError
from extract.evaluation.agreeing import agreement
from extract.evaluation.evaluating import Origin, Scoring, evaluate, evaluate_rows
from extract.evaluation.signals import signals
from extract.records import Document, Failure
from extract.schema import Item, Quote, Scored
from extract.schema import exact as same
from extract.scores import Evaluation

ROOT = Path(__file__).parent.parent
NOTHING: dict[str, Any] = {"figures": [], "claims": []}


def rate(evaluation: Evaluation, name: str) -> tuple[float, float, float | None]:
    found = evaluation.metrics[name].rate
    return found.numerator, found.denominator, found.value


# --- gold against itself ---------------------------------------------------------------------------------------


def test_gold_against_itself_is_faultless_everywhere() -> None:
    labels = gold.load(ROOT / "gold")
    itself = agreement(labels, labels, ClaimsAndFigures).evaluation
    better = {name: metric.rate.value for name, metric in itself.metrics.items() if metric.better == "higher"}
    del better["figures.verification.confirmed"]  # nobody verifies labels
    assert set(better.values()) == {1.0}
    assert (itself.counts["claims"].found, itself.counts["figures"].correct) == (131, 42)
    assert [document.edits for document in itself.documents] == [0] * 5
    assert {one.kind for document in itself.documents for one in document.compared} == {"right"}


# --- the two synthetic studies ---------------------------------------------------------------------------------


def corpus(documents: int, figures: int) -> dict[str, dict[str, list[dict[str, Any]]]]:
    random = Random(5)
    return {
        f"d{at}": {
            "figures": [
                figure(
                    20 * place, f"about {random.randrange(100, 999)} boats", str(random.randrange(100, 999)), "count"
                )
                for place in range(figures)
            ]
        }
        for at in range(documents)
    }


def test_one_value_in_ten_wrong_is_measured_as_just_that() -> None:
    # A scorer that pairs by all fields loses the pairs whose value is wrong and prints 1.000 here.
    random, labels = Random(7), corpus(100, 30)
    run = {
        id_: {
            "figures": [one | {"value": str(int(one["value"]) + 1)} if random.random() < 0.1 else one for one in many]
        }
        for id_, many in ((id_, types["figures"]) for id_, types in labels.items())
    }
    wrong = sum(a["value"] != b["value"] for id_ in run for a, b in zip(*figures_of(labels, run, id_), strict=True))
    found = score(labels, [row(id_, types) for id_, types in run.items()]).metrics["figures.value.conditional"].rate
    assert found.denominator == 3000
    assert found.value == pytest.approx(1 - wrong / 3000)
    assert found.value == pytest.approx(0.9, abs=0.01)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.9 < found.high


def figures_of(labels: Any, run: Any, id_: str) -> tuple[list[Any], list[Any]]:
    return labels[id_]["figures"], run[id_]["figures"]


def test_gold_that_no_item_matches_lowers_recall_and_every_field() -> None:
    # A scorer whose recall is TP / (TP + FN), with poor matches in neither, prints 1.000 here.
    labels = corpus(50, 30)
    run = {id_: {"figures": [one | {"span": None} for one in types["figures"][:9]] + types["figures"][9:]}
           for id_, types in labels.items()}  # fmt: skip
    found = score(labels, [row(id_, types) for id_, types in run.items()])
    assert rate(found, "figures.found.recall") == (1050, 1500, 0.7)
    assert rate(found, "figures.value.end_to_end") == (2100, 3000, 0.7)
    assert rate(found, "figures.value.conditional") == (1050, 1050, 1.0)


def test_the_pair_above_the_threshold_is_kept_when_assigning_first_would_lose_it() -> None:
    # Shares of the union: [[0.70, 0.65], [0.69, 0]]. The best sum of all pairs, 0.65 + 0.69, has none of 0.7; with
    # admissible pairs first the one true pair stays. Here the threshold is 0.5: [[0.55, 0.45], [0.48, 0.0]].
    labels = {"d": {"claims": [claim(100, "a" * 100), claim(164, "b" * 100)]}}
    run = [claim(129, "p" * 100), claim(62, "q" * 100)]
    found = score(labels, [row("d", {"claims": run})])
    shares = [[share(g["span"], p["span"]) for p in run] for g in labels["d"]["claims"]]
    assert shares[0][0] + shares[1][1] < shares[0][1] + shares[1][0]
    assert rate(found, "claims.found.f1") == (2 * sum(one >= 0.5 for many in shares for one in many), 4, 0.5)


def share(one: Sequence[int], other: Sequence[int]) -> float:
    common = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return common / (one[1] - one[0] + other[1] - other[0] - common)


# --- what is undefined, and what is listed ---------------------------------------------------------------------


def test_nothing_out_of_nothing_is_no_score() -> None:
    found = score({"d": NOTHING}, [row("d", NOTHING)])
    f1 = found.metrics["figures.found.f1"].rate
    assert (f1.value, f1.low, f1.high, f1.documents) == (None, None, None, 0)
    assert f1.reason == "neither gold nor the run has any figures"
    assert found.metrics["figures.found.precision"].rate.reason == "the run has no figures"
    assert found.metrics["figures.found.recall"].rate.reason == "gold has no figures"
    assert found.metrics["figures.unit.conditional"].rate.reason == "no aligned pair with a labelled unit"
    assert found.metrics["figures.unit.end_to_end"].rate.reason == "no item of gold or of the run has a unit"


def test_a_run_without_items_has_recall_0_and_no_precision() -> None:
    found = score({"d": labelled()}, [row("d", NOTHING)])
    assert rate(found, "figures.found.recall") == (0, 5, 0.0)
    assert rate(found, "figures.found.precision") == (0, 0, None)


def test_documents_without_gold_items_are_told_apart_as_clean_or_inventing() -> None:
    labels = {"clean": NOTHING, "inventing": NOTHING, "failed": NOTHING, "full": labelled()}
    rows = [row("clean", NOTHING), row("inventing", labelled()), row("failed", None, "failed"), row("full", labelled())]
    found = score(labels, rows).without_gold_items["figures"]
    assert (found.documents, found.clean, found.inventing, found.items) == (3, 1, ("inventing",), 5)


def test_documents_of_the_run_without_gold_are_listed_and_not_scored() -> None:
    found = score({"d": labelled()}, [row("d", labelled()), row("other", labelled())])
    assert found.unscored == ("other",)
    assert rate(found, "figures.found.f1") == (10, 10, 1.0)


@pytest.mark.parametrize(
    ("world", "status", "reason"),
    [
        (World(present=False), "absent", "the run has no row for it"),
        (World(status="failed", error=Failure("timeout", "no answer in 60 s")), "failed", "timeout: no answer in 60 s"),
        (World(status="invalid"), "invalid", "invalid"),
    ],
)
def test_a_document_without_an_extraction_counts_as_misses_and_says_why(world: World, status: str, reason: str) -> None:
    found = scored(world)
    assert (found.statuses, found.documents[0].reason) == ({status: 1}, reason)
    assert rate(found, "figures.found.recall") == (0, 5, 0.0)
    assert rate(found, "documents.faultless") == (0, 1, 0.0)
    assert rate(found, "documents.answered") == (0, 1, 0.0)


def test_a_failed_document_without_gold_items_is_not_without_fault() -> None:
    assert rate(score({"d": NOTHING}, [row("d", None, "failed")]), "documents.faultless") == (0, 1, 0.0)


def test_micro_counts_items_and_macro_counts_documents() -> None:
    # d: 5 of 5 figures; e: 1 of 5, so micro 2 * 6 / (10 + 6), macro (1 + 2 * 1 / (5 + 1)) / 2
    some = {"figures": labelled()["figures"][:1]}
    found = score({"d": labelled(), "e": labelled()}, [row("d", labelled()), row("e", some)])
    assert rate(found, "figures.found.f1") == (12, 16, 0.75)
    assert rate(found, "figures.found.macro_f1") == (pytest.approx(4 / 3), 2, pytest.approx(2 / 3))
    assert rate(found, "figures.edits") == (4, 2, 2.0)


def test_a_text_field_has_a_soft_score_over_all_items() -> None:
    # "output" against "output value": 2 * 6 / (6 + 12) alike; the other pair is equal; one item is missing
    labels = {"d": {"figures": labelled()["figures"][:3]}}
    run = [labels["d"]["figures"][0] | {"measure": "output"}, labels["d"]["figures"][1]]
    found = score(labels, [row("d", {"figures": run})])
    assert rate(found, "figures.measure.soft") == (pytest.approx(2 * (2 / 3 + 1)), 5, pytest.approx(2 / 3))
    assert rate(found, "figures.measure.end_to_end") == (2, 5, 0.4)


def test_pairs_stand_in_text_order_with_what_they_resemble() -> None:
    world = World()
    world.run["claims"][2]["span"] = (412, 434)
    compared = [one for one in scored(world).documents[0].compared if one.type == "claims"]
    assert [one.kind for one in compared] == ["right", "right", "near-miss", "near-miss"]
    gold_side, run_side = compared[2:]
    assert (gold_side.near_index, gold_side.predicted) == (2, None)
    assert (run_side.near_line, run_side.gold) == (9, None)


# --- gold that does not fit ------------------------------------------------------------------------------------


def test_gold_of_another_text_is_refused_with_both_hashes() -> None:
    with pytest.raises(GoldError, match=r"gold/d.jsonl:1: .* sha256 sha-of-d, the run read one with another; run"):
        score({"d": labelled()}, [row("d", labelled(), sha256="another")])


def test_a_gold_type_that_the_response_model_lacks_is_an_error_with_its_line() -> None:
    with pytest.raises(GoldError, match=r"gold/d.jsonl:2: type 'bridge' is none of the response model's \(claim, fig"):
        score({"d": {"bridge": [claim(0, "a bridge")]}}, [row("d", NOTHING)])


def test_items_of_the_run_that_the_response_model_lacks_are_not_passed_over() -> None:
    with pytest.raises(RunError, match=r"row of 'd' has items of type 'bridges', the response model has claims, fig"):
        score({"d": NOTHING}, [row("d", {"bridges": [claim(0, "a bridge")]})])


def test_a_value_that_no_field_can_have_is_an_error_with_its_line() -> None:
    with pytest.raises(GoldError, match=r"gold/d.jsonl:2: this item or figures\[0\] .*'seven'"):
        score(
            {"d": {"figures": [figure(0, "seven", "seven", "t")]}},
            [row("d", {"figures": [figure(0, "seven", "7", "t")]})],
        )


# --- any response model ----------------------------------------------------------------------------------------


def within_ten(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= 10


class Bond(Item):
    """A bond."""

    quote: Quote
    size: Annotated[Decimal, Scored(within_ten)]
    rating: Annotated[str | None, Scored(same)] = None


class Bonds(BaseModel):
    """Bonds."""

    bonds: list[Bond]


def bond(size: str) -> dict[str, Any]:
    return {"span": (0, 9), "quote": "Lund 2031", "size": size, "rating": "AA"}


def score_bonds(root: type[BaseModel], said: str) -> Evaluation:
    labels = gold_of({"d": {"bond": [bond("100")]}})
    return evaluate_rows([row("d", {"bonds": [bond(said)]})], labels, root, Origin("r", "p", "m"))


@pytest.mark.parametrize(("said", "value"), [("109", 1.0), ("111", 0.0)])
def test_any_response_model_is_scored_by_its_own_comparisons(said: str, value: float) -> None:
    assert rate(score_bonds(Bonds, said), "bonds.size.conditional") == (value, 1, value)


def test_a_comparison_that_fails_is_an_error_that_names_its_field() -> None:
    class Odd(Bond):
        size: Annotated[Decimal, Scored(lambda one, other: 7)]

    class Odds(BaseModel):
        bonds: list[Odd]

    with pytest.raises(GoldError, match="none of the response model's"):
        score_bonds(Odds, "100")  # gold calls it a bond
    labels = gold_of({"d": {"odd": [bond("100")]}})
    with pytest.raises(
        SchemaError, match=r"Odd.size: comparing Decimal\('100'\) with Decimal\('100'\) failed .*from 0 to 1"
    ):
        evaluate_rows([row("d", {"bonds": [bond("100")]})], labels, Odds, Origin("r", "p", "m"))


# --- signals without gold --------------------------------------------------------------------------------------


def test_a_run_says_something_of_itself_without_gold() -> None:
    lost = figure(0, "nine", "9", "count") | {"span": None}
    rows = [row("d", {"figures": [*labelled()["figures"][:3], lost]}), row("e", None, "failed")]
    found = signals(rows, ClaimsAndFigures)
    assert found["figures.grounding.exact"].rate.value == 0.75
    assert found["figures.grounding.missing"].rate.value == 0.25
    assert found["figures.verification.unverified"].rate.value == 0.25
    assert found["claims.grounding.exact"].rate.reason == "the run has no claims"
    assert "claims.verification.confirmed" not in found
    assert "figures.numbers.uncovered" not in found


def test_numbers_of_the_body_that_no_figure_covers_are_counted() -> None:
    text = "Output rose 5 percent. Exports fell 7 percent in the same year.\n\nSee also: Ten ways to save 40 percent"
    documents = [Document("d", text, "sha-of-d", "d.txt"), Document("e", text, "sha-of-e", "e.txt")]
    rows = [row("d", {"figures": [figure(7, "rose 5 percent", "5", "%")]}), row("e", None, "failed")]
    found = signals(rows, ClaimsAndFigures, documents)["figures.numbers.uncovered"]
    assert (found.rate.numerator, found.rate.denominator, found.better) == (1, 2, "lower")


# --- a run directory -------------------------------------------------------------------------------------------


def test_a_folder_that_is_no_run_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="holds no run"):
        evaluate(tmp_path, ROOT / "gold", ClaimsAndFigures)


def test_the_scorer_has_a_fingerprint_that_its_tolerances_shape() -> None:
    from extract.scoring import Tolerances

    usual = score({"d": labelled()}, []).basis.scorer
    assert usual == score({"d": NOTHING}, []).basis.scorer
    assert usual != score({"d": NOTHING}, [], scoring=Scoring(Tolerances())).basis.scorer
    assert usual != score_bonds(Bonds, "100").basis.scorer
