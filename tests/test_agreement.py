"""How far do two readers agree? tests/data/readers/ holds two readings of one text; the sums stand in the comments."""

from pathlib import Path

import pytest

from extract import ClaimsAndFigures, gold
from extract.errors import GoldError
from extract.evaluation.agreeing import agreement
from extract.scores import ReadersAgreement
from extract.statistics import MOST_WORDINGS, alpha

READERS = Path(__file__).parent / "data" / "readers"


@pytest.fixture(scope="module")
def readers() -> ReadersAgreement:
    return agreement(gold.load(READERS / "first"), gold.load(READERS / "second"), ClaimsAndFigures)


def test_both_readings_are_sound(readers: ReadersAgreement) -> None:
    from extract.documents import read_sources
    from extract.records import Document

    ferry = {one.id: one for one in read_sources([str(READERS / "ferry.txt")]) if isinstance(one, Document)}
    assert gold.check(READERS / "second", ClaimsAndFigures, ferry) == ()
    assert [fault.message for fault in gold.check(READERS / "first", ClaimsAndFigures, ferry)] == [
        "no document has the id 'tram'; name its source or take the file away"
    ]


def test_agreement_on_items_is_the_f1_of_one_reader_against_the_other(readers: ReadersAgreement) -> None:
    # The first has 5 claims, the second 4, which are the same; both have the same 4 figures.
    metrics = readers.evaluation.metrics
    assert metrics["claims.found.f1"].rate.value == pytest.approx(2 * 4 / (5 + 4))
    assert metrics["figures.found.f1"].rate.value == 1.0


def test_agreement_is_the_same_either_way_round(readers: ReadersAgreement) -> None:
    turned = agreement(gold.load(READERS / "second"), gold.load(READERS / "first"), ClaimsAndFigures)
    for name, metric in readers.evaluation.metrics.items():
        if name.endswith(("f1", "end_to_end", "conditional", "soft")):
            assert turned.evaluation.metrics[name].rate == metric.rate, name
    assert [one.value for one in turned.alphas.values()] == pytest.approx(
        [one.value for one in readers.alphas.values()]
    )


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        # fact-fact twice, plan-forecast, evaluation-fact: 8 values, fact 5, the others 1 each.
        # 1 - (8 - 1) * 2 * 2 / (64 - 25 - 1 - 1 - 1) = 1 - 28 / 36
        ("claims.kind", 1 - 28 / 36),
        # 2023-2023 twice, 2026-null, null-null: 2023 4, null 3, 2026 1. 1 - 7 * 2 * 1 / (64 - 16 - 9 - 1)
        ("claims.period", 1 - 14 / 38),
        # "=" 7 times, "~" once. 1 - 7 * 2 / (64 - 49 - 1): no better than chance
        ("figures.comparator", 0.0),
        # actual-actual three times, planned-forecast. 1 - 14 / (64 - 36 - 1 - 1)
        ("figures.status", 1 - 14 / 26),
        ("figures.value", 1.0),
        # null-null three times, "Captain Lise Holm"-"Lise Holm", alike at 2 * 9 / (17 + 9) = 9/13, so apart by 4/13.
        # within: (4/13)^2; among: 2 * (6 * 1 + 6 * 1 + (4/13)^2)
        ("claims.speaker", 1 - 7 * 2 * (4 / 13) ** 2 / (2 * (12 + (4 / 13) ** 2))),
    ],
)
def test_alpha_is_as_worked_out_by_hand(readers: ReadersAgreement, field: str, expected: float) -> None:
    found = readers.alphas[f"{field}.alpha"]
    assert (found.value, found.n) == (pytest.approx(expected), 4)


def test_a_field_that_never_varies_has_no_alpha(readers: ReadersAgreement) -> None:
    found = readers.alphas["figures.upper.alpha"]
    assert found.value is None
    assert found.reason == "both readers give one value everywhere, so nothing could have been by chance"


def test_a_field_that_one_reader_left_open_is_left_out_and_counted(readers: ReadersAgreement) -> None:
    found = readers.alphas["figures.entity.alpha"]
    assert (found.n, found.unlabelled) == (3, 1)
    assert readers.evaluation.counts["figures"].fields["entity"].unlabelled == 1


def test_what_is_left_out_is_listed(readers: ReadersAgreement) -> None:
    assert readers.excluded.only_first == ("tram",)
    assert readers.excluded.only_second == ()
    assert readers.excluded.unmatched == {"claims": 1, "figures": 0}


def test_readers_of_different_documents_cannot_agree() -> None:
    with pytest.raises(GoldError, match="no document in common"):
        agreement(gold.load(READERS / "first"), gold.load(Path(__file__).parents[1] / "gold"), ClaimsAndFigures)


def test_a_type_that_the_response_model_lacks_is_an_error_in_either_reading(tmp_path: Path) -> None:
    lines = (READERS / "second" / "ferry.jsonl").read_text(encoding="utf-8").replace('"claim"', '"boast"')
    (tmp_path / "ferry.jsonl").write_text(lines, encoding="utf-8")
    with pytest.raises(GoldError, match=r"ferry.jsonl:2: type 'boast' is none of claim, figure"):
        agreement(gold.load(READERS / "second"), gold.load(tmp_path), ClaimsAndFigures)


def test_alpha_gives_the_value_of_the_published_example() -> None:
    # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), A: binary data, two observers, 10 units: 0.095
    one, other = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert alpha(list(zip(one, other, strict=True)))[0] == pytest.approx(0.095, abs=5e-4)


def test_no_pairs_and_too_many_wordings_have_no_alpha() -> None:
    assert alpha([]) == (None, "no aligned pair has a value of both readers")
    many = [(str(at), str(at)) for at in range(MOST_WORDINGS + 1)]
    assert alpha(many, lambda one, other: 1.0) == (None, "more than 2000 different values")
