"""What `extract prompts` prints, where, and with which exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extract.cli import commands
from extract.prompts import BUILT_IN, load

TOY = """---
name: toy
description: A toy
response_model: ClaimsAndFigures
examples:
  - text: It cost 7 euros, “they” said.
    answer:
      claims: []
      figures:
        - {quote: 7 euros, value: "7", unit: EUR, status: actual, measure: price, entity: it}
---

# system
Read.

# user
<document>{{ document.text }}</document>
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a prompt of one's own and two documents."""
    (tmp_path / "prompts").mkdir()
    monkeypatch.chdir(tmp_path)
    write(tmp_path, TOY)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("One \x1b[31mred\nline.", encoding="utf-8")
    return tmp_path


def write(project: Path, text: str, name: str = "toy") -> None:
    (project / "prompts" / f"{name}.md").write_text(text, encoding="utf-8")


def extract(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["prompts", *arguments], catch_exceptions=False)


def test_list_names_ones_own_prompts_and_those_built_in(project: Path) -> None:
    rows = [json.loads(line) for line in extract("list", "--json").stdout.splitlines()]
    assert [(row["name"], row["where"], row["examples"]) for row in rows] == [
        ("toy", "prompts/toy.md", 1),
        (BUILT_IN, "built in", 3),
        (f"{BUILT_IN}-short", "built in", 1),
    ]
    told = extract("list").stdout
    assert all(word in told for word in ("toy", BUILT_IN, rows[0]["fingerprint"][:12], "A toy"))


def test_list_names_a_broken_prompt_with_what_is_wrong(project: Path) -> None:
    write(project, "no front matter", "broken")
    result = extract("list")
    assert (result.exit_code, "BROKEN" in result.stdout) == (0, True)
    assert json.loads(extract("list", "--json").stdout.splitlines()[0])["error"].startswith("prompts/broken.md:1: ")


def test_show_prints_the_file_alone_on_stdout(project: Path) -> None:
    result = extract("show", "toy")
    assert result.stdout == TOY
    assert result.stderr == f"{load('toy').label} in prompts/toy.md\n"


def test_an_unknown_prompt_is_one_line_that_names_the_known_ones(project: Path) -> None:
    result = extract("show", "tay")
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)
    assert "there are: claims-and-figures, claims-and-figures-short, toy" in result.stderr


def test_render_prints_what_would_be_sent_fit_for_a_terminal(project: Path) -> None:
    told = extract("render", "toy", "news").stdout
    assert told == "--- a: system ---\nRead.\n--- a: user ---\n<document>One \\x1b[31mred\nline.</document>\n"


def test_render_as_json_is_exact(project: Path) -> None:
    (line,) = extract("render", "toy", "news/a.txt", "--json").stdout.splitlines()
    content = "<document>One \x1b[31mred\nline.</document>"
    assert json.loads(line) == {
        "document": "a",
        "messages": [{"role": "system", "content": "Read."}, {"role": "user", "content": content}],
    }


def test_render_asks_about_a_long_document_in_pieces(project: Path) -> None:
    write(project, TOY.replace("description: A toy", "max_characters: 200"))
    sentence = "The county reported output of 7 billion yuan in 2021. "
    (project / "news" / "a.txt").write_text(sentence * 10, encoding="utf-8")
    told = extract("render", "toy", "news").stdout
    assert told.count("<document>") == 4
    assert told.count(sentence.strip()) == 10


def test_render_names_what_cannot_be_read_and_goes_on(project: Path) -> None:
    (project / "news" / "b.txt").write_bytes(b"")
    result = extract("render", "toy", "news")
    assert (result.exit_code, result.stdout.count("<document>")) == (1, 1)
    assert "b.txt: empty: " in result.stderr


def test_the_built_in_prompts_have_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = extract("check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{BUILT_IN}: 3 examples, no fault\n{BUILT_IN}-short: 1 example, no fault\n"


FAULTS = {
    "another digit": ('value: "7"', 'value: "8"', "example 1: value-digits figures[0]: "),
    "another unit": ("unit: EUR", "unit: USD", "example 1: value-unit figures[0]: "),
    "a quote that is not there": ("quote: 7 euros", "quote: 8 cows", "example 1: quote-missing "),
    "a quote in other marks": (
        "{quote: 7 euros",
        "{quote: '7 euros, \"they\"'",
        "example 1: quote-not-verbatim figures: ",
    ),
    "an unknown code": ("status: actual", "status: done", "example 1: invalid-answer: prompts/toy.md: example 1 does"),
    "a number of one's own": ("measure: price", "measure: 9 billion", "example 1: number-not-in-document figures[0]"),
    "an unknown response model": ("model: ClaimsAndFigures", "model: Claims", "unusable: 'Claims' names no response"),
    "a broken file": ("# user", "# users", "unusable: prompts/toy.md: no section `# user`"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_example_that_would_be_flagged_is_an_error(project: Path, fault: str) -> None:
    good, bad, said = FAULTS[fault]
    assert extract("check", "toy").exit_code == 0
    write(project, TOY.replace(good, bad))
    result = extract("check", "toy")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0].startswith(f"toy: {said}")
    told = json.loads(extract("check", "toy", "--json").stdout.splitlines()[0])
    assert (told["prompt"], told["problem"]) == ("toy", said.removeprefix("example 1: ").split()[0].rstrip(":"))
