"""Sections that are filled in without a template say what the template says, to the last character."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import prompts
from extract.prompts.filling import filled
from extract.prompts.templates import Section, plain_parts, render_section

COLUMNS = st.sampled_from(["id", "title", "date", "text"])
WORDS = st.text(st.sampled_from("ab}%#<>\n  é\ufeff"), max_size=6)


def question(column: str, signs: tuple[str, str], then: str, otherwise: str | None) -> str:
    first, last = signs
    other = "" if otherwise is None else f"{{%{first} else %}}{otherwise}"
    return f"{{%{first} if document.{column} {last}%}}{then}{other}{{% endif {last}%}}"


VALUES = st.builds("{{{{{}document.{}{}}}}}".format, st.sampled_from(["-", " "]), COLUMNS, st.sampled_from(["-", " "]))
SIGNS = st.tuples(st.sampled_from(["", "-", "+"]), st.sampled_from(["", "-"]))
TEMPLATES = st.recursive(
    WORDS | VALUES | st.just("{# a remark #}") | st.just("{% raw %}{{ document.text }}{% endraw %}"),
    lambda inner: (
        st.lists(inner, max_size=4).map("".join) | st.builds(question, COLUMNS, SIGNS, inner, st.none() | inner)
    ),
    max_leaves=12,
)


@given(TEMPLATES, st.lists(st.none() | WORDS, min_size=4, max_size=4))
def test_a_plain_section_says_what_its_template_says(template: str, said: list[str | None]) -> None:
    section = Section(template, 1)
    document = SimpleNamespace(**dict(zip(("id", "title", "date", "text"), said, strict=True)))
    parts = plain_parts(section, "toy.md")
    assert parts is not None
    assert filled(parts, document).strip() == render_section(section, {"document": document}, "toy.md")


@pytest.mark.parametrize(
    "template",
    [
        "{{ document.title | upper }}",
        "{{ schema }}",
        "{{ document }}",
        "{{ document.title or document.date }}",
        "{% if document.title and document.date %}x{% endif %}",
        "{% if document.title %}x{% elif document.date %}y{% endif %}",
        "{% if not document.title %}x{% endif %}",
        "{% for one in examples %}x{% endfor %}",
        "{% if document.title %}{{ schema }}{% endif %}",
        "{% set x = document.title %}",
        "{{ schema.title }}",
        '{{ document["title"] }}',
        "{{ document.nope }}",
        "{{ document.__class__ }}",
        "{% if document.__init__ %}x{% endif %}",
    ],
)
def test_where_anything_else_stands_the_template_is_rendered(template: str) -> None:
    assert plain_parts(Section(template, 1), "toy.md") is None


@pytest.mark.parametrize("name", ["claims-and-figures", "claims-and-figures-short"])
def test_the_sections_about_a_document_of_the_built_in_prompts_are_plain(name: str) -> None:
    prompt = prompts.load(name)
    assert plain_parts(prompt.user, prompt.path) is not None
