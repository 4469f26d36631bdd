"""What `extract review --export`, `--import` and `extract gold export`, `import` write and print."""

import csv
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from extract.cli import commands
from extract.review import LOG, read_log

ROOT = Path(__file__).parent.parent.parent
RUN = "runs/spoiled"


def extract(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, catch_exceptions=False)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a run in which one number is spoiled."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("seeds", "gold"):
        shutil.copytree(ROOT / name, folder / name)
    assert extract("run", str(folder / "seeds"), "--out", str(folder / RUN)).exit_code == 0
    results = folder / RUN / "results.jsonl"
    text = results.read_text(encoding="utf-8").replace('"value": "7000000000"', '"value": "7000000"')
    results.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def project(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def chosen(task: Any, choice: str, **others: Any) -> Any:
    verdict = {"from_name": "verdict", "to_name": "text", "type": "choices", "value": {"choices": [choice]}}
    return {**task, "annotations": [{"id": 1, "completed_by": 1, "result": [verdict], **others}]}


def tasks() -> Any:
    assert extract("review", RUN, "--export", "review.json", "--as", "label-studio").exit_code == 0
    return json.loads(Path("review.json").read_text(encoding="utf-8"))


def put(made: Any, path: str = "decided.json") -> str:
    Path(path).write_text(json.dumps(made), encoding="utf-8")
    return path


def take(path: str, *others: str) -> Result:
    return extract("review", RUN, "--import", path, "--as", "label-studio", *others)


# --- a review ----------------------------------------------------------------------------------------------------


def test_a_review_is_written_for_label_studio_with_its_configuration() -> None:
    result = extract("review", RUN, "--export", "review.json", "--as", "label-studio")
    assert result.exit_code == 0
    written, config = result.stderr.splitlines()[::-1]
    assert re.fullmatch(r"review\.json: \d+ disagreements, 0 decided", written)
    assert config == "review.labels.xml: the labeling configuration"
    assert '<Choice value="A"/>' in Path("review.labels.xml").read_text(encoding="utf-8")
    lines = Path("review.json").read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[-1]) == ("[", "]")
    assert len(lines) == len(tasks()) + 2


def test_sides_are_named_where_that_is_asked_for() -> None:
    assert extract("review", RUN, "--export", "x.json", "--as", "label-studio", "--no-blind").exit_code == 0
    assert '<Choice value="reference"/>' in Path("x.labels.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["prodigy", "web-annotation", "csv"])
def test_a_review_is_written_in_other_formats(form: str) -> None:
    result = extract("review", RUN, "--export", "out.txt", "--as", form)
    assert result.exit_code == 0
    text = Path("out.txt").read_text(encoding="utf-8")
    if form == "csv":
        assert any(row["run_value"] == "7000000" for row in csv.DictReader(text.splitlines()))
    else:
        assert all(json.loads(line) for line in text.splitlines())


def test_labels_of_another_reader_whose_texts_are_not_at_hand_have_none_and_the_command_says_so() -> None:
    Path("seeds").rename("elsewhere")
    shutil.copytree("gold", "other")
    path = next(Path("other").glob("*.jsonl"))
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    result = extract("review", "other", "--export", "out.json", "--as", "prodigy")
    assert "out.json: 1 disagreement, 0 decided; 1 without a text, so without marks" in result.stderr


def test_nothing_to_write_is_an_empty_list() -> None:
    shutil.copytree("gold", "other")
    assert extract("review", "other", "--export", "out.json", "--as", "label-studio").exit_code == 0
    assert Path("out.json").read_bytes() == b"[]\n"


def test_decisions_come_in_once() -> None:
    made = tasks()
    path = put([chosen(made[0], "both"), *made[1:]])
    result = take(path, "--reviewer", "Ana")
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"decided.json: 1 new, 0 already, 0 replaced, {len(made) - 1} undecided, 0 moved, 0 refused" in result.stderr
    state = read_log(Path("gold") / LOG)[0]
    assert [event.by for event in state.events.values()] == ["Ana"]
    again = take(path, "--reviewer", "Ana", "--json")
    assert json.loads(again.stdout) == {
        "new": 0,
        "already": 1,
        "replaced": 0,
        "undecided": len(made) - 1,
        "refused": [],
        "moved": [],
    }
    assert extract("review", RUN, "--export", "x.csv", "--as", "csv").stderr.endswith("1 decided\n")


def test_what_is_refused_is_listed_with_its_line_and_fails() -> None:
    made = tasks()
    result = take(put([chosen(made[0], "both", completed_by=None), chosen(made[1], "maybe")]))
    assert result.exit_code == 1
    choice, nobody = sorted(result.stdout.splitlines(), key=lambda line: "nobody" in line)
    assert choice.startswith(f"refused decided.json:1: {made[1]['data']['item']}: the choice 'maybe' is no verdict")
    assert nobody.endswith("nobody is named as its annotator; say who with --reviewer")
    assert "2 refused" in result.stderr


def test_words_that_have_moved_are_listed() -> None:
    made = next(one for one in tasks() if "exceeded 7 billion yuan" in one["data"]["side1"])
    place = {"start": 0, "end": 14, "text": "$1.05 billion", "labels": ["figure"]}
    region = {"id": "n", "from_name": "item", "to_name": "text", "type": "labels", "value": place}
    said = {"figure.value": "1050000000", "figure.unit": "USD", "figure.measure": "output", "figure.entity": "the city"}
    some = {"figure.comparator": "=", "figure.trend": "level", "figure.status": "actual"}
    task = chosen(made, "edited")
    task["annotations"][0]["result"] += [
        region,
        *({"id": "n", "from_name": name, "type": "textarea", "value": {"text": [text]}} for name, text in said.items()),
        *({"id": "n", "from_name": name, "type": "choices", "value": {"choices": [one]}} for name, one in some.items()),
    ]
    result = take(put([task]))
    assert result.exit_code == 0
    assert re.fullmatch(
        r"moved decided\.json:1: \S+: region n: 0 to 14 is now \d+ to \d+, by its words\n", result.stdout
    )


def test_rows_of_prodigy_are_read_as_well() -> None:
    assert extract("review", RUN, "--export", "rows.jsonl", "--as", "prodigy").exit_code == 0
    rows = [json.loads(line) for line in Path("rows.jsonl").read_text(encoding="utf-8").splitlines()]
    rows[0] |= {"answer": "accept", "accept": ["both"], "_annotator_id": "gold-ana", "_timestamp": 0}
    Path("rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = extract("review", RUN, "--import", "rows.jsonl", "--as", "prodigy")
    assert "1 new" in result.stderr


def test_a_torn_log_is_told_on_the_way_out_and_in() -> None:
    made = tasks()
    (Path("gold") / LOG).parent.mkdir()
    (Path("gold") / LOG).write_text('{"v": 1, "ev')
    assert "its last line is broken off and left out" in extract("review", RUN, "--export", "x", "--as", "csv").stderr
    assert "its last line is broken off and set aside" in take(put([chosen(made[0], "both")])).stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--export", "a", "--import", "b", "--as", "csv"], "name --export or --import, one of them"),
        (["--export", "a"], "say with --as what the file is"),
        (["--as", "csv"], "--as says what the file of --export or --import is"),
        (["--import", "a", "--as", "csv"], "csv is written only"),
        (["--export", "a", "--as", "csv", "--list"], "--list and --status print; leave them out"),
        (["--export", "gold/a.csv", "--as", "csv"], "stands in the gold set"),
        (["--export", "none/a.csv", "--as", "csv"], "none/a.csv cannot be written"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments: list[str], told: str) -> None:
    result = extract("review", RUN, *arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())


def test_one_name_for_two_annotators_is_refused() -> None:
    made = tasks()
    path = put([chosen(made[0], "both"), chosen(made[1], "both", completed_by=2)])
    result = take(path, "--reviewer", "Ana")
    assert result.exit_code == 2
    assert "is by label-studio user 1, label-studio user 2, who cannot all be 'Ana'" in " ".join(result.stderr.split())


def test_labels_are_no_decisions_and_decisions_are_no_labels() -> None:
    assert extract("gold", "export", "--as", "label-studio", "--out", "gold.json").exit_code == 0
    result = take("gold.json")
    assert (result.exit_code, "extract gold import" in result.stderr) == (2, True)
    path = put([chosen(tasks()[0], "both")])
    result = extract("gold", "import", path, "--as", "label-studio", "--out", "second")
    assert (result.exit_code, "extract review --import" in result.stderr) == (2, True)


# --- gold --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["label-studio", "prodigy"])
def test_gold_goes_out_and_comes_back_byte_for_byte(form: str) -> None:
    assert extract("gold", "export", "--as", form, "--out", "gold.txt").exit_code == 0
    result = extract("gold", "import", "gold.txt", "--as", form, "--out", "back")
    assert result.exit_code == 0
    assert result.stderr.startswith("back: 5 documents, 173 items, 0 untouched")
    for path in Path("gold").glob("*.jsonl"):
        assert (Path("back") / path.name).read_bytes() == path.read_bytes()
    assert extract("gold", "check", "--gold", "back").exit_code == 0


def test_one_document_is_told_as_one() -> None:
    first, *others = sorted(Path("gold").glob("*.jsonl"))
    for path in others:
        path.unlink()
    result = extract("gold", "export", "--as", "prodigy", "--out", "gold.txt")
    items = len(first.read_text(encoding="utf-8").splitlines()) - 1
    assert result.stderr == f"gold.txt: 1 document, {items} items, 0 moved, 0 refused\n"


@pytest.mark.parametrize("form", ["label-studio", "prodigy"])
def test_a_second_reader_gets_the_documents_alone(form: str) -> None:
    assert extract("gold", "export", "--as", form, "--out", "blank.txt", "--empty").exit_code == 0
    text = Path("blank.txt").read_text(encoding="utf-8")
    assert "guidelines" in text
    assert '"predictions"' not in text
    assert "figure" not in re.sub(r'"text": "(\\.|[^"\\])*"', "", text)
    result = extract("gold", "import", "blank.txt", "--as", form, "--out", "back")
    assert result.stderr.startswith("back: 0 documents, 0 items, 5 untouched")


@pytest.mark.parametrize("more", [[], ["--empty"]])
def test_the_items_of_a_run_go_out_as_predictions(more: list[str]) -> None:
    result = extract("gold", "export", "--run", RUN, "--as", "label-studio", "--out", "run.json", *more)
    assert result.exit_code == 0
    made = json.loads(Path("run.json").read_text(encoding="utf-8"))
    assert all(("predictions" in task) != bool(more) for task in made)


def test_items_without_a_place_are_counted() -> None:
    results = Path(RUN) / "results.jsonl"
    text = results.read_text(encoding="utf-8")
    results.write_text(
        re.sub(r'"span": \[\d+, \d+\], "grounding": "exact"', '"span": null, "grounding": "missing"', text, count=1)
    )
    result = extract("gold", "export", "--run", RUN, "--as", "prodigy", "--out", "run.jsonl")
    assert "left out: 1 item without a place in the text" in result.stderr


def test_gold_of_a_text_that_is_not_there_is_refused() -> None:
    text = next(Path("seeds").glob("*"))
    text.write_text("Another text.", encoding="utf-8")
    next(Path("seeds").glob("001*")).unlink()
    result = extract("gold", "export", "--as", "prodigy", "--out", "gold.jsonl")
    assert result.exit_code == 1
    assert sum("name its source" in line for line in result.stdout.splitlines()) == 1
    assert sum("labels another text than" in line for line in result.stdout.splitlines()) == 1


def test_a_reader_is_chosen_where_there_are_several() -> None:
    assert extract("gold", "export", "--as", "label-studio", "--out", "gold.json").exit_code == 0
    made = json.loads(Path("gold.json").read_text(encoding="utf-8"))[:1]
    made[0]["annotations"] = [{"completed_by": one, "result": []} for one in ("ana", "bo")]
    both = extract("gold", "import", put(made), "--as", "label-studio", "--out", "both")
    assert (both.exit_code, "labelled 2 times, by ana, bo; choose one reader" in both.stdout) == (1, True)
    one = extract("gold", "import", put(made), "--as", "label-studio", "--out", "one", "--reader", "bo", "--json")
    assert json.loads(one.stdout)["documents"] == 1
    none = extract("gold", "import", put(made), "--as", "label-studio", "--out", "none", "--reader", "cy")
    assert (none.exit_code, "its readers are: ana, bo" in none.stderr) == (2, True)


def test_labels_are_never_written_over() -> None:
    assert extract("gold", "export", "--as", "label-studio", "--out", "gold.json").exit_code == 0
    result = extract("gold", "import", "gold.json", "--as", "label-studio", "--out", "gold")
    assert (result.exit_code, "gold holds labels already; name another folder" in result.stderr) == (2, True)
    result = extract("gold", "export", "--as", "prodigy", "--out", "gold/x.jsonl")
    assert (result.exit_code, "stands in the gold set" in result.stderr) == (2, True)


def test_a_run_has_its_own_texts() -> None:
    result = extract("gold", "export", "seeds", "--run", RUN, "--as", "prodigy", "--out", "x")
    assert (result.exit_code, "name SOURCEs or --run" in result.stderr) == (2, True)
