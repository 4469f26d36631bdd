"""How a section becomes words: Jinja2 in a sandbox, where an unknown variable is an error and nothing is loaded.

A document's text is only ever a value here, never a template.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import TracebackType
from typing import Any, NamedTuple

import jinja2
import jinja2.meta
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from extract.errors import PromptError
from extract.prompts.filling import Parts, parts_of

VARIABLES: Mapping[str, tuple[str, ...]] = {
    "document": ("id", "title", "date", "text"),
    "examples": (),
    "schema": (),
}
"""What a template may name, with the attributes of each."""

_PLACE = re.compile(r"<document>\s*\{\{-?\s*document\.text\s*-?\}\}\s*</document>")
_LOADING = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
# What an expression of a template can run into; the sandbox's own errors are TemplateErrors.
_RUNTIME = (
    jinja2.TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
    MemoryError,
)


class Section(NamedTuple):
    """A template and the line of the file on which it begins."""

    text: str
    line: int


def check_sections(sections: Mapping[str, Section], path: str) -> None:
    """Raise `PromptError` for a section that no document could be rendered with, or that shows none."""
    shown = 0
    for section in sections.values():
        tree = _parsed(section, path)
        for said, line in _unknown(tree):
            raise PromptError(f"{path}:{section.line + line - 1}: {said}")
        shown += sum(node.attr == "text" for node in _attributes(tree, "document"))
    placed = sum(len(_PLACE.findall(section.text)) for section in sections.values())
    if (shown, placed) != (1, 1):
        raise PromptError(
            f"{path}: the document's text must stand once, as <document>{{{{ document.text }}}}</document>; "
            f"found {shown} times, {placed} of them between these tags"
        )


@lru_cache(maxsize=64)
def names(section: Section, path: str) -> frozenset[str]:
    """Return the variables that a section names; raises `PromptError` where it is no template."""
    return frozenset(jinja2.meta.find_undeclared_variables(_parsed(section, path)))


def plain_parts(section: Section, path: str) -> Parts | None:
    """Return the parts of a section that needs no template, None for others; raises as `names`."""
    return parts_of(_parsed(section, path), VARIABLES["document"])


def render_section(section: Section, values: Mapping[str, Any], path: str) -> str:
    """Return the section with the values filled in, without white space around it.

    Raises `PromptError` naming the variable, the file and the line.
    """
    try:
        return _compiled(section.text).render(values).strip()
    except _RUNTIME as error:
        line = section.line + _line(error.__traceback__) - 1
        raise PromptError(f"{path}:{line}: {error}; mend the template") from error


def _parsed(section: Section, path: str) -> nodes.Template:
    try:
        return _ENVIRONMENT.parse(section.text)
    except jinja2.TemplateSyntaxError as error:
        line = section.line + error.lineno - 1
        raise PromptError(f"{path}:{line}: not a Jinja2 template: {error.message}; mend it") from error


def _unknown(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """Yield what the template names and will not get, with its line in the section."""
    for loading in tree.find_all(_LOADING):
        yield "a prompt is one file; write out what it would include", loading.lineno
    undeclared = jinja2.meta.find_undeclared_variables(tree) - set(VARIABLES)
    for node in tree.find_all(nodes.Name):
        if node.name in undeclared:
            yield f"unknown variable {node.name!r}; known are {', '.join(VARIABLES)}", node.lineno
    known = VARIABLES["document"]
    for attribute in _attributes(tree, "document"):
        if attribute.attr not in known:
            yield f"unknown variable 'document.{attribute.attr}'; a document has {', '.join(known)}", attribute.lineno


def _attributes(tree: nodes.Template, name: str) -> Iterator[nodes.Getattr]:
    for node in tree.find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name == name:
            yield node


@lru_cache(maxsize=64)
def _compiled(text: str) -> jinja2.Template:
    return _ENVIRONMENT.from_string(text)


def _line(traceback: TracebackType | None) -> int:
    """Return the line of the template on which it failed: Jinja2 writes it into the traceback."""
    line = 1
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.clear()
    return environment


_ENVIRONMENT = _environment()
