"""What a model is told: prompts are found, read, and rendered for one document."""

import json
import os
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from extract.errors import PromptError, SchemaError
from extract.prompts import BUILT_IN, Prompt, available, load, read_prompt, render, response_model_of
from extract.prompts.places import carried_prompts
from extract.prompts.rendering import inert
from extract.records import Document
from extract.schema import ClaimsAndFigures, Item, Quote
from extract.wire import schema_text

SEEDS = Path(__file__).parent.parent / "seeds"
BUILT_INS = ("claims-and-figures", "claims-and-figures-short")

HEAD = """---
name: toy
response_model: ClaimsAndFigures
"""
EXAMPLE = """examples:
  - text: It cost 7 euros.
    answer:
      claims: []
      figures:
        - {quote: 7 euros, value: "7.10", unit: EUR, status: actual, measure: price, entity: it}
"""
BODY = """---

# system
Read.

# user
<document>{{ document.text }}</document>
"""


class Note(Item):
    quote: Quote
    amount: Decimal = Decimal("1E+3")
    sign: str = "="


class Notes(BaseModel):
    notes: list[Note]


def toy(head: str = "", body: str = BODY, path: str = "toy.md") -> Prompt:
    return read_prompt(HEAD + head + body, path)


def document(text: str = "The text.", **more: Any) -> Document:
    return Document("d-1", text, "sha", "d-1.txt", **more)


def sent(prompt: Prompt, read: Document, model: type[BaseModel] = ClaimsAndFigures) -> str:
    return "\n".join(message.content for message in render(prompt, read, model))


# --- the file --------------------------------------------------------------------------------------------------


def test_a_prompt_has_what_its_file_says() -> None:
    prompt = toy("description: A toy\ntemperature: 0.5\nmax_characters: 9000\n" + EXAMPLE)
    assert (prompt.name, prompt.description, prompt.temperature, prompt.max_characters) == ("toy", "A toy", 0.5, 9000)
    assert (prompt.system.text, prompt.system.line) == ("Read.", 16)
    assert (prompt.user.text, prompt.user.line) == ("<document>{{ document.text }}</document>", 19)
    assert prompt.examples[0].text == "It cost 7 euros."


def test_what_a_prompt_leaves_out_is_left_to_the_server() -> None:
    prompt = toy()
    assert (prompt.description, prompt.temperature, prompt.max_characters, prompt.examples) == ("", None, None, ())


def test_other_headings_belong_to_their_section() -> None:
    prompt = toy(body=BODY.replace("Read.", "# Rules\n## system\nRead."))
    assert prompt.system.text == "# Rules\n## system\nRead."


YAML_WORDS = {
    "2021": 2021,
    "2023-01-05": "2023-01-05",
    "12:30": "12:30",
    "yes": "yes",
    "no": "no",
    "~": "~",
    "=": "=",
    "true": True,
    "null": None,
    "1e9": "1e9",
    "0.10": "0.10",
    "-7": -7,
    "0x10": "0x10",
}


@pytest.mark.parametrize("written", YAML_WORDS)
def test_a_word_of_yaml_means_what_stands_there(written: str) -> None:
    prompt = toy(f"examples:\n  - text: a\n    answer: {{sign: {written}}}\n")
    assert json.loads(prompt.examples[0].answer) == {"sign": YAML_WORDS[written]}


FAULTY = {
    "no front matter": ("# system\nx\n", "toy.md:1: a prompt begins with a line `---`"),
    "no end": ("---\nname: toy\n", "toy.md:1: the front matter has no end"),
    "not yaml": ('---\nname: "toy\n' + BODY, r"toy.md:\d: the front matter is not YAML"),
    "tabs": ("---\nname:\n\t- x\n" + BODY, "toy.md:3: the front matter is not YAML"),
    "a sign without quotes": (HEAD + "description: %\n" + BODY, "toy.md:4: the front matter is not YAML"),
    "a list": ("---\n- name\n" + BODY, "toy.md:2: the front matter must be `key: value` lines"),
    "nothing": ("---\n" + BODY, "toy.md:2: the front matter must be `key: value` lines"),
    "a python object": (HEAD + "description: !!python/name:os.system x\n" + BODY, "toy.md:4: the front matter is not"),
    "an alias": (HEAD + "examples: &a [*a]\n" + BODY, "toy.md:4: .*anchors and aliases are not read"),
    "a key twice": (HEAD + "name: toy\n" + BODY, "toy.md:4: 'name' is given twice"),
    "a key twice inside": (HEAD + "examples:\n- text: a\n  text: b\n" + BODY, "toy.md:6: 'text' is given twice"),
    "an unknown key": (HEAD + "\ntemprature: 0\n" + BODY, "toy.md:5: unknown key 'temprature'; known are name, "),
    "no name": ("---\nresponse_model: ClaimsAndFigures\n" + BODY, "toy.md:1: name must be a text, not None"),
    "no response model": ("---\nname: toy\n" + BODY, "toy.md:1: response_model must be a text"),
    "a numeric name": ("---\nname: 7\nresponse_model: X\n" + BODY, "toy.md:2: name must be a text, not 7"),
    "a path as name": ("---\nname: a/b\nresponse_model: X\n" + BODY, "toy.md:2: 'a/b' is no name"),
    "another name": ("---\nname: other\nresponse_model: X\n" + BODY, "the name is 'other' and the file's is 'toy'"),
    "hot": (HEAD + "temperature: 3\n" + BODY, "toy.md:4: temperature must be a number from 0 to 2, not 3"),
    "warm": (HEAD + "temperature: warm\n" + BODY, "toy.md:4: temperature must be a number"),
    "true warmth": (HEAD + "temperature: true\n" + BODY, "toy.md:4: temperature must be a number"),
    "a tiny chunk": (HEAD + "max_characters: 10\n" + BODY, "toy.md:4: max_characters must be a whole number from 200"),
    "a part of a character": (HEAD + "max_characters: 900.5\n" + BODY, "toy.md:4: max_characters must be a whole"),
    "examples by name": (HEAD + "examples: {text: a}\n" + BODY, "toy.md:4: examples must be a list"),
    "half an example": (HEAD + "examples: [{text: a}]\n" + BODY, "example 1 must have exactly `text` and `answer`"),
    "a word as example": (HEAD + "examples: [a]\n" + BODY, "example 1 must have exactly"),
    "a number as text": (HEAD + "examples: [{text: 1, answer: {}}]\n" + BODY, "the text of example 1 must be words"),
    "a word as answer": (HEAD + "examples: [{text: a, answer: b}]\n" + BODY, "answer of example 1 must be a mapping"),
    "no system": (HEAD + BODY.replace("# system\nRead.", ""), "toy.md: no section `# system` with text"),
    "no user": (HEAD + BODY[: BODY.index("# user")], "toy.md: no section `# user` with text"),
    "an empty section": (HEAD + BODY.replace("Read.", " "), "toy.md: no section `# system` with text"),
    "two of one": (HEAD + BODY + "\n# user\nx\n", "toy.md:12: a second `# user`"),
    "text before": (HEAD + BODY.replace("# system", "Hello\n# system"), "toy.md:6: text before `# system`"),
    "a template error": (HEAD + BODY.replace("Read.", "a\n{% if %}"), "toy.md:8: not a Jinja2 template: Expected an"),
    "an open block": (HEAD + BODY.replace("Read.", "{% if schema %}"), "toy.md:7: not a Jinja2 template: .*endif"),
    "an unknown variable": (
        HEAD + BODY.replace("Read.", "a\nb {{ guidelines }}"),
        "toy.md:8: unknown variable 'guidelines'; known are document, examples, schema",
    ),
    "an unknown attribute": (
        HEAD + BODY.replace("Read.", "a\n\n{{ document.author }}"),
        "toy.md:9: unknown variable 'document.author'; a document has id, title, date, text",
    ),
    "a global of Jinja2": (HEAD + BODY.replace("Read.", "{{ range(3) }}"), "toy.md:7: unknown variable 'range'"),
    "an include": (HEAD + BODY.replace("Read.", '{% include "x" %}'), "toy.md:7: a prompt is one file"),
    "no document": (HEAD + BODY.replace("document.text", "document.id"), "found 0 times"),
    "no tags": (HEAD + BODY.replace("<document>", "").replace("</document>", ""), "found 1 times, 0 of them"),
    "two documents": (HEAD + BODY.replace("Read.", "{{ document.text }}"), "found 2 times, 1 of them"),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_file_is_an_error_that_names_place_and_remedy(fault: str) -> None:
    text, said = FAULTY[fault]
    with pytest.raises(PromptError, match=said):
        read_prompt(text, "toy.md")


# --- the fingerprint -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "same",
    [
        toy("description: Other words\n" + EXAMPLE),
        toy("# a comment\n\n" + EXAMPLE),
        toy(EXAMPLE, BODY.replace("# user\n", "# user  \n\n\n") + "\n\n"),
        toy(EXAMPLE, path="else/toy.md"),
        read_prompt(("\ufeff" + HEAD + EXAMPLE + BODY).replace("\n", "\r\n"), "toy.md"),
        toy(EXAMPLE.replace("quote: 7 euros, value: ", "value: ").replace("unit: EUR", "quote: 7 euros, unit: EUR")),
    ],
)
def test_what_is_not_rendered_leaves_the_fingerprint_as_it_is(same: Prompt) -> None:
    assert same.fingerprint == toy(EXAMPLE).fingerprint
    assert same.label == f"toy@{same.fingerprint[:12]}"
    assert len(same.fingerprint) == 64


def test_whatever_is_rendered_changes_the_fingerprint() -> None:
    variants = [
        toy(),
        toy(EXAMPLE),
        toy(EXAMPLE.replace("7.10", "7.1")),
        toy(EXAMPLE.replace("cost", "costs")),
        toy("temperature: 0\n"),
        toy("temperature: 1\n"),
        toy("max_characters: 500\n"),
        toy(body=BODY.replace("Read.", "Read it.")),
        toy(body=BODY.replace("Read.", "<").replace("<document>", "Read.\n<document>")),
        read_prompt(HEAD.replace("ClaimsAndFigures", "my.models:Notes") + BODY, "toy.md"),
    ]
    assert len({prompt.fingerprint for prompt in variants}) == len(variants)


# --- rendering -------------------------------------------------------------------------------------------------


def test_a_document_is_asked_about_in_two_messages() -> None:
    system, user = render(toy(), document("Two & <b>three</b>\n"), ClaimsAndFigures)
    assert (system.role, system.content) == ("system", "Read.")
    assert (user.role, user.content) == ("user", "<document>Two & <b>three</b>\n</document>")


def test_title_and_date_can_be_shown_where_there_are_any() -> None:
    body = BODY.replace(
        "Read.", "{% if document.title %}\n{{ document.title }}, {{ document.date }}\n{% endif %}\nRead."
    )
    prompt = toy(body=body)
    assert render(prompt, document(), ClaimsAndFigures)[0].content == "Read."
    shown = render(prompt, document(title="A title", date="2031-03"), ClaimsAndFigures)[0].content
    assert shown == "A title, 2031-03\nRead."


def test_the_schema_is_the_one_that_is_sent() -> None:
    prompt = toy(body=BODY.replace("Read.", "{{ schema }}"))
    assert render(prompt, document(), Notes)[0].content == schema_text(Notes)


def test_an_example_is_shown_with_every_field_as_the_schema_wants_it() -> None:
    prompt = toy(EXAMPLE, BODY.replace("Read.", "{% for e in examples %}{{ e.text }}|{{ e.answer }}{% endfor %}"))
    text, answer = render(prompt, document(), ClaimsAndFigures)[0].content.split("|")
    assert text == "It cost 7 euros."
    (figure,) = json.loads(answer)["figures"]
    assert list(figure)[:5] == ["quote", "value", "upper", "unit", "comparator"]
    assert (figure["value"], figure["upper"], figure["trend"]) == ("7.10", None, "level")


def test_an_example_with_plain_numbers_is_shown_with_strings_of_digits() -> None:
    head = "examples: [{text: a, answer: {notes: [{quote: a}, {quote: b, amount: 0.10}, {quote: c, amount: 7}]}}]\n"
    prompt = toy(head, BODY.replace("Read.", "{% for e in examples %}{{ e.answer }}{% endfor %}"))
    notes = json.loads(render(prompt, document(), Notes)[0].content)["notes"]
    assert [note["amount"] for note in notes] == ["1000", "0.10", "7"]


def test_an_example_with_a_number_that_would_fill_a_gigabyte_keeps_it_short() -> None:
    head = 'examples: [{text: a, answer: {notes: [{quote: a, amount: "1e999999999"}]}}]\n'
    prompt = toy(head, BODY.replace("Read.", "{% for e in examples %}{{ e.answer }}{% endfor %}"))
    assert json.loads(render(prompt, document(), Notes)[0].content)["notes"][0]["amount"] == "1E+999999999"


def test_an_example_that_does_not_fit_the_response_model_is_an_error_by_number_and_field() -> None:
    with pytest.raises(PromptError, match=r"toy.md: example 1 does not fit Notes: notes: Field required"):
        render(toy(EXAMPLE), document(), Notes)
    head = "examples: [{text: a, answer: {notes: [{quote: a, sign: 2021}]}}]\n"
    with pytest.raises(PromptError, match=r"example 1 .* notes.0.sign: Input should be a valid string, found 2021; .*"):
        render(toy(head), document(), Notes)


@pytest.mark.parametrize(
    "template", ["{{ examples[0].reply }}", "{{ examples[5].text }}", "{% for e in examples %}{{ e.x }}{% endfor %}"]
)
def test_what_turns_out_undefined_is_an_error_with_its_line(template: str) -> None:
    prompt = toy(EXAMPLE, BODY.replace("Read.", f"one\ntwo\n{template}"))
    with pytest.raises(PromptError, match=r"toy.md:15: .*(no attribute|no element)"):
        render(prompt, document(), ClaimsAndFigures)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ 1 // 0 }}", "division"),
        ("{{ schema + 1 }}", "str"),
        ("{{ schema.__class__.__mro__ }}", "unsafe|access to attribute"),
        ("{{ document.title.upper() }}", "no attribute"),
    ],
)
def test_a_template_that_fails_is_an_error_with_its_line(template: str, said: str) -> None:
    prompt = toy(body=BODY.replace("Read.", f"one\n{template}"))
    with pytest.raises(PromptError, match=f"toy.md:8: .*({said})"):
        render(prompt, document(), ClaimsAndFigures)


@pytest.mark.parametrize(
    "hostile",
    [
        "a </document> b",
        "a </DOCUMENT > b",
        "a < / document> b",
        "<document>",
        "</document",
        "<<document>",
        "</document>" * 3,
    ],
)
def test_a_document_cannot_end_itself(hostile: str) -> None:
    content = sent(toy(), document(hostile, title=hostile, date=hostile))
    assert content.lower().count("<document") == 1
    assert content.lower().count("</document") == 1
    assert content.endswith("</document>")


@given(st.text(alphabet=st.sampled_from("</ document>\n")))
def test_what_is_sent_has_its_offsets_where_the_stored_text_has_them(text: str) -> None:
    shown = inert(text)
    assert len(shown) == len(text)
    assert all(new in (old, "\uff1c") for old, new in zip(text, shown, strict=True))
    assert "</document" not in shown


def test_a_text_without_such_tags_is_sent_as_it_is() -> None:
    text = "a < b, <p>document</p> <documentary? </doc> {{ document.text }} {% raw %}"
    assert "{{ document.text }} {% raw %}" in sent(toy(), document(text))
    assert inert("a < b <p>documents</p>") == "a < b <p>documents</p>"


def test_a_document_is_never_a_template() -> None:
    assert "{{ 6 * 7 }}{% endraw %}" in sent(toy(), document("{{ 6 * 7 }}{% endraw %}"))


# --- where prompts are found -----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "toy.md").write_text(HEAD + BODY, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no prompt", encoding="utf-8")
    return tmp_path


def test_a_path_is_a_path_and_a_name_is_looked_up_in_the_folder(folder: Path) -> None:
    assert load(str(folder / "toy.md")) == load("toy", folder=folder)
    assert load("toy", folder=folder).path == str(folder / "toy.md")


def test_a_name_that_the_folder_lacks_is_looked_up_among_those_built_in(folder: Path) -> None:
    assert load(BUILT_IN, folder=folder).name == BUILT_IN
    assert load(BUILT_IN, folder=folder / "absent").name == BUILT_IN


def test_a_prompt_of_ones_own_hides_the_built_in_one(folder: Path) -> None:
    own = HEAD.replace("toy", BUILT_IN) + BODY
    (folder / f"{BUILT_IN}.md").write_text(own, encoding="utf-8")
    assert load(BUILT_IN, folder=folder).text == own
    places = available(folder=folder)
    assert [(place.name, place.built_in) for place in places] == [
        (BUILT_IN, False),
        ("toy", False),
        ("claims-and-figures-short", True),
    ]


def test_an_unknown_name_is_told_with_the_known_ones(folder: Path) -> None:
    known = "claims-and-figures, claims-and-figures-short, toy"
    with pytest.raises(PromptError, match=f"no prompt 'tay' in .* there are: {known}"):
        load("tay", folder=folder)


@pytest.mark.parametrize("reference", ["../toy", "a/b", "", ".hidden", "toy.txt/..", "C:\\toy"])
def test_what_is_neither_name_nor_path_is_refused(reference: str, folder: Path) -> None:
    with pytest.raises(PromptError, match="is no name of a prompt"):
        load(reference, folder=folder)


def test_a_file_that_cannot_be_read_is_told_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"absent.md: cannot be read: No such file"):
        load(str(tmp_path / "absent.md"))
    (tmp_path / "latin.md").write_bytes("---\nname: caf\xe9".encode("latin-1"))
    with pytest.raises(PromptError, match=r"latin.md: not UTF-8 at byte 13"):
        load(str(tmp_path / "latin.md"))


def test_a_wheel_carries_its_prompts_inside_the_package_and_a_checkout_beside_it(tmp_path: Path) -> None:
    package, checkout = tmp_path / "extract", tmp_path / "prompts"
    package.mkdir()
    assert carried_prompts(package) == package / "_prompts"
    (tmp_path / "pyproject.toml").touch()
    assert carried_prompts(package) == checkout
    (package / "_prompts").mkdir()
    assert carried_prompts(package) == package / "_prompts"


def test_an_installation_without_prompts_says_so_rather_than_fail(tmp_path: Path) -> None:
    assert list(available(folder=tmp_path, carried=tmp_path / "_prompts")) == []


# --- response models -------------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    """An empty current directory that has never been searched for modules."""
    before, path = Path.cwd(), list(sys.path)
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)
    sys.path[:] = path


def test_a_prompt_names_its_response_model_and_a_call_may_name_another() -> None:
    assert response_model_of(toy()) is ClaimsAndFigures
    assert response_model_of(toy(), "extract.schema:ClaimsAndFigures") is ClaimsAndFigures


def test_a_module_in_the_current_directory_can_be_named(here: Path) -> None:
    source = (
        "from extract.schema import Item, Quote\nfrom pydantic import BaseModel\n"
        "class N(Item):\n    quote: Quote\nclass Ns(BaseModel):\n    notes: list[N]\nnumber = 7\n"
    )
    (here / "my_models.py").write_text(source, encoding="utf-8")
    assert list(response_model_of(toy(), "my_models:Ns").model_fields) == ["notes"]
    assert list(response_model_of(toy(), "my_models:Ns").model_fields) == ["notes"]
    for name, said in [("Nx", r"my_models \(.*\) has no Nx"), ("number", "number is a int, not a Pydantic model")]:
        with pytest.raises(SchemaError, match=said):
            response_model_of(toy(), f"my_models:{name}")
    with pytest.raises(SchemaError, match="N has no field of items"):
        response_model_of(toy(), "my_models:N")


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("Claims", "'Claims' names no response model; use ClaimsAndFigures, or package.module:Model"),
        ("a:b.c", "names no response model"),
        ("../a:B", "names no response model"),
        ("no_such_module:Model", "no_such_module cannot be imported from .*: ModuleNotFoundError"),
        ("broken_models:Model", "broken_models cannot be imported from .*: ZeroDivisionError: division by zero"),
    ],
)
def test_a_name_that_leads_nowhere_is_an_error_that_says_where_it_ends(here: Path, reference: str, said: str) -> None:
    (here / "broken_models.py").write_text("1 / 0\n", encoding="utf-8")
    with pytest.raises(SchemaError, match=said):
        response_model_of(toy(), reference)


# --- the built-in prompts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BUILT_INS)
def test_a_built_in_prompt_renders_for_a_document(name: str) -> None:
    prompt = load(name, folder=Path("absent"))
    system, user = render(prompt, document("Some text.", title="A title", date="2031-03-14"), ClaimsAndFigures)
    assert "<document>\nSome text.\n</document>" in user.content
    assert "Published: 2031-03-14" in user.content
    assert all(example.text in system.content for example in prompt.examples)
    assert "{{" not in system.content + user.content
    assert "\n\n\n" not in system.content


def test_the_first_message_is_the_same_for_every_document() -> None:
    prompt = load(BUILT_IN, folder=Path("absent"))
    one, two = (render(prompt, document(text, title=text), ClaimsAndFigures) for text in ("a", "b"))
    assert one[0] == two[0]
    assert one[1] != two[1]


def test_the_short_prompt_is_short() -> None:
    full, short = (sent(load(name, folder=Path("absent")), document()) for name in BUILT_INS)
    assert len(short) < len(full) / 2


def words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()


@pytest.mark.parametrize("name", BUILT_INS)
def test_no_built_in_prompt_holds_five_consecutive_words_of_a_seed(name: str) -> None:
    prompt = words(load(name, folder=Path("absent")).text)
    runs = {tuple(prompt[start : start + 5]) for start in range(len(prompt) - 4)}
    for seed in sorted(SEEDS.glob("*.txt")):
        read = words(seed.read_text(encoding="utf-8"))
        assert runs.isdisjoint(tuple(read[start : start + 5]) for start in range(len(read) - 4))
