"""How is the gold set read, checked and split?"""

import json
from pathlib import Path
from typing import Any

import pytest

from extract import ClaimsAndFigures, gold
from extract.errors import GoldError
from extract.records import Document, Span
from extract.scores import Ceiling

ROOT = Path(__file__).parent.parent
TEXT = "Output rose 5 percent. Exports fell."
DOCUMENT = Document("port", TEXT, "a" * 64, "port.txt")
HEADER = {"type": "document", "id": "port", "sha256": "a" * 64, "guidelines": 1}
FIGURE = {
    "type": "figure", "start": 7, "end": 21, "quote": "rose 5 percent", "value": "5", "upper": None, "unit": "%",
    "comparator": "=", "trend": "increase", "status": "actual", "measure": "output", "entity": "", "period": None,
}  # fmt: skip
CLAIM = {
    "type": "claim", "start": 23, "end": 35, "quote": "Exports fell", "statement": "Exports fell.",
    "subject": "exports", "speaker": None, "kind": "fact", "period": None,
}  # fmt: skip


def write(folder: Path, *records: Any, name: str = "port") -> Path:
    path = folder / f"{name}.jsonl"
    lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def faults(folder: Path, **documents: Document) -> list[tuple[int, str]]:
    known = {"port": DOCUMENT} | documents
    return [(one.line, one.message) for one in gold.check(folder, ClaimsAndFigures, known)]


# --- reading ---------------------------------------------------------------------------------------------------


def test_the_gold_set_of_the_repository_is_read_and_sound() -> None:
    from extract.documents import read_sources

    documents = {one.id: one for one in read_sources([str(ROOT / "seeds")]) if isinstance(one, Document)}
    labels = gold.load(ROOT / "gold")
    assert sum(len(document.items) for document in labels) == 173
    assert gold.check(ROOT / "gold", ClaimsAndFigures, documents) == ()


def test_an_item_has_its_own_keys_and_the_fields_of_its_class(tmp_path: Path) -> None:
    other = {"value": "6", "start": 12, "end": 21, "quote": "5 percent"}
    extras = {
        "optional": True,
        "unlabelled": ["period"],
        "note": "?",
        "provenance": {"by": "A"},
        "alternatives": [other],
    }
    path = write(tmp_path, HEADER, FIGURE | extras)
    (item,) = gold.read_document(path).items
    assert (item.line, item.type, item.span, item.optional, item.note) == (2, "figure", Span(7, 21), True, "?")
    assert "period" not in item.fields
    assert item.spans() == (Span(7, 21), Span(12, 21))
    assert [variant["value"] for variant in item.variants()] == ["5", "6"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], r"port.jsonl:1: the first line must be"),
        ([FIGURE], r"port.jsonl:1: the first line must be"),
        (["{"], r"port.jsonl:1: not a line of JSON"),
        (['{"type": "document", "id": "a", "id": "b"}'], r"port.jsonl:1: .*the key 'id' stands twice; keep one"),
        (
            [HEADER, json.dumps(FIGURE | {"alternatives": [{}]}).replace("{}", '{"value": "6", "value": "7"}')],
            r"port.jsonl:2: .*the key 'value' stands twice; keep one",
        ),
        ([HEADER | {"sha256": 5}], r"port.jsonl:1: 'sha256' must be a string, found 5"),
        ([HEADER, FIGURE | {"start": "7"}], r"port.jsonl:2: 'start' must be a int, found '7'"),
        ([HEADER, FIGURE | {"end": True}], r"port.jsonl:2: 'end' must be a int, found True"),
        ([HEADER, FIGURE | {"end": 7}], r"port.jsonl:2: the span 7 to 7 holds nothing"),
        ([HEADER, FIGURE | {"optional": "no"}], r"port.jsonl:2: 'optional' must be true or false, found 'no'"),
        ([HEADER, FIGURE | {"unlabelled": "unit"}], r"port.jsonl:2: 'unlabelled' must be a list"),
        ([HEADER, FIGURE | {"alternatives": {}}], r"port.jsonl:2: 'alternatives' must be a list of objects"),
        ([HEADER, FIGURE | {"alternatives": [{"start": 3}]}], r"port.jsonl:2: alternatives: 'end' must be a int"),
    ],
)
def test_a_line_that_is_not_of_the_format_is_an_error_with_its_place(
    tmp_path: Path, lines: list[Any], message: str
) -> None:
    write(tmp_path, *lines)
    with pytest.raises(GoldError, match=message):
        gold.load(tmp_path)


def test_two_files_of_one_document_are_an_error_that_names_both(tmp_path: Path) -> None:
    write(tmp_path, HEADER)
    write(tmp_path, HEADER, name="port again")
    with pytest.raises(GoldError, match=r"port.jsonl and .*port again.jsonl both label document 'port'"):
        gold.load(tmp_path)


def test_a_folder_without_gold_and_a_file_that_cannot_be_read_are_errors(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no gold"):
        gold.load(tmp_path)
    with pytest.raises(GoldError, match="cannot be read"):
        gold.read_document(tmp_path / "none.jsonl")


def test_the_revision_changes_with_any_label_and_with_nothing_else(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER, FIGURE)
    before = gold.revision(tmp_path)
    (tmp_path / "notes.txt").write_text("not gold", encoding="utf-8")
    assert gold.revision(tmp_path) == before
    path.write_text(path.read_text(encoding="utf-8").replace('"5"', '"6"'), encoding="utf-8")
    assert gold.revision(tmp_path) != before


# --- checking --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([HEADER, FIGURE, CLAIM], []),
        ([FIGURE], [(1, 'the first line must be {"type": "document", "id": …, "sha256": …}')]),
        ([HEADER | {"id": "pier"}], [(1, "no document has the id 'pier'; name its source or take the file away")]),
        (
            [HEADER | {"sha256": "b" * 64}, FIGURE | {"quote": "not compared"}],
            [(1, "labels a text with sha256 bbbbbbbbbbbb…, port.txt has aaaaaaaaaaaa…")],
        ),
        ([HEADER, FIGURE | {"start": "7"}, CLAIM], [(2, "'start' must be a int, found '7'")]),
        (
            [HEADER, FIGURE | {"quote": "rose 6 percent"}],
            [(2, "the quote 'rose 6 percent' is not what stands at 7 to 21: 'rose 5 percent'")],
        ),
        (
            [HEADER, FIGURE | {"alternatives": [{"start": 12, "end": 21, "quote": "6 percent"}]}],
            [(2, "the quote '6 percent' is not what stands at 12 to 21: '5 percent'")],
        ),
        ([HEADER, FIGURE, FIGURE], [(3, "says the same as line 2; delete one")]),
        ([HEADER, FIGURE, dict(reversed(FIGURE.items()))], [(3, "says the same as line 2; delete one")]),
        ([HEADER, CLAIM, FIGURE], [(3, "starts at 7, before the item above it; keep text order")]),
        (
            [HEADER, FIGURE | {"type": "number"}],
            [(2, "type 'number' is none of claim, figure; mend it, or score with another --schema")],
        ),
        (
            [HEADER, {key: value for key, value in CLAIM.items() if key != "speaker"}],
            [(2, "lacks the field 'speaker'; label it or list it in 'unlabelled'")],
        ),
        ([HEADER, {key: value for key, value in CLAIM.items() if key != "speaker"} | {"unlabelled": ["speaker"]}], []),
        ([HEADER, CLAIM | {"unlabelled": ["mood"]}], [(2, "'mood' in 'unlabelled' is no field of Claim")]),
        (
            [HEADER, CLAIM | {"mood": "glad"}],
            [(2, "'mood' is no field of Claim, which has statement, subject, speaker, kind, period")],
        ),
        (
            [HEADER, CLAIM | {"kind": "boast"}],
            [(2, "kind: 'boast': Input should be 'fact', 'plan', 'forecast' or 'evaluation'")],
        ),
        (
            [HEADER, CLAIM | {"alternatives": [{"kind": "boast"}]}],
            [(2, "alternatives[0]: kind: 'boast': Input should be 'fact', 'plan', 'forecast' or 'evaluation'")],
        ),
        (
            [{key: value for key, value in HEADER.items() if key != "guidelines"}],
            [(1, "lacks 'guidelines': say by which version of them the document was labelled")],
        ),
        ([HEADER, "", FIGURE, " "], [(2, "is blank; delete the line"), (4, "is blank; delete the line")]),
        (
            [HEADER, FIGURE | {"unlabelled": ["unit", "status"]}],
            [(2, f"{name!r} is labelled and in 'unlabelled'; keep one of the two") for name in ("status", "unit")],
        ),
        (
            [HEADER, FIGURE | {"period": "June 2021"}],
            [(2, "period: 'June 2021' is no EDTF; write it as 2021, 2023-01/2023-09 or 2017/..")],
        ),
        ([HEADER, FIGURE | {"value": "-5.0", "period": "2021-06/.."}], []),
        *(
            (
                [HEADER, FIGURE | {"value": value}],
                [(2, f"value: {value!r} is no number in plain digits; write it as 7000000000, 13.5 or -2")],
            )
            for value in ("5,000", "5e3", "+5", "5.", "five", " 5", "5\n")
        ),
        ([HEADER, FIGURE | {"upper": "4"}], [(2, "upper: 4 lies below value 5")]),
        ([HEADER, FIGURE | {"upper": "10"}], []),
        (
            [HEADER, FIGURE | {"upper": "7", "alternatives": [{"value": "8"}, {"unit": "pp"}]}],
            [(2, "alternatives[0]: upper: 7 lies below value 8")],
        ),
        ([HEADER, FIGURE | {"alternatives": [{}]}], [(2, "alternatives[0] is empty; delete it")]),
        (
            [
                HEADER,
                FIGURE
                | {"alternatives": [{"value": "6"}, {"value": "5", "start": 7, "end": 21, "quote": FIGURE["quote"]}]},
            ],
            [(2, "alternatives[1] says the same as the item; delete it")],
        ),
        ([HEADER, FIGURE | {"value": 5.1}], [(2, "value: write 5.1 as a string, so that no digit is lost")]),
    ],
)
def test_every_fault_is_told_with_its_line(tmp_path: Path, lines: list[Any], expected: list[tuple[int, str]]) -> None:
    write(tmp_path, *lines)
    assert faults(tmp_path) == expected


def test_a_line_that_is_no_json_is_told_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER, "{", CLAIM)
    (fault,) = gold.check(tmp_path, ClaimsAndFigures, {"port": DOCUMENT})
    assert (fault.line, str(fault).startswith(f"{path}:2: not a line of JSON")) == (2, True)


def test_a_byte_order_mark_is_told_with_its_remedy(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER, FIGURE)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert faults(tmp_path) == [(1, "begins with a byte-order mark; save it without one")]


def test_two_files_of_one_document_are_a_fault_of_the_second(tmp_path: Path) -> None:
    first = write(tmp_path, HEADER, name="a")
    write(tmp_path, HEADER, name="b")
    assert faults(tmp_path) == [(1, f"{first} labels document 'port' too; keep one")]


# --- splitting -------------------------------------------------------------------------------------------------


def test_a_document_never_changes_sides_when_others_come() -> None:
    ids = [f"document-{at}" for at in range(1000)]
    dev, test = gold.split(ids, 0.7)
    assert 650 < len(dev) < 750
    assert sorted([*dev, *test]) == sorted(ids)
    assert gold.split(ids[:100], 0.7) == (
        tuple(one for one in dev if one in ids[:100]),
        tuple(one for one in test if one in ids[:100]),
    )


# --- the ceiling -----------------------------------------------------------------------------------------------


def test_the_repository_records_how_far_its_readers_agreed_and_who_they_were() -> None:
    found = gold.read_agreement(ROOT / "gold")
    assert found
    assert found.metrics["figures.found.f1"] == Ceiling(1.0, n=42)
    assert found.metrics["claims.found.f1"] == Ceiling(0.996, n=131)
    assert "no person" in found.readers


def test_a_gold_set_need_not_record_agreement(tmp_path: Path) -> None:
    assert gold.read_agreement(tmp_path) is None


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"format": 1}',
        '{"format": 1, "readers": "A, B", "metrics": {"a": {"value": "high"}}}',
        '{"format": 9}',
    ],
)
def test_an_agreement_that_is_not_of_the_format_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "agreement.json").write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=r"agreement.json (does not say how far|has format 9)"):
        gold.read_agreement(tmp_path)
