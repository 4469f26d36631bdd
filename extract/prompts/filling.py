"""Which sections say the same of every document but for what stands in its columns, and what do they say?

Most sections are words with a document's title, date and text between them: they are filled in directly, in a small
part of the time that a template in a sandbox takes, and come to the same.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple, TypeAlias

from jinja2 import nodes


class Value(NamedTuple):
    """Stands for what a document has in this column."""

    column: str


class Where(NamedTuple):
    """Stands for the first parts where a document has something in this column, for the others where not."""

    column: str
    parts: "Parts"
    otherwise: "Parts"


Parts: TypeAlias = tuple["str | Value | Where", ...]


class _NotPlain(Exception):
    """Something else stands in the template."""


def parts_of(template: nodes.Template, columns: Collection[str]) -> Parts | None:
    """Return the parts of a section, None where more stands in it than values and questions whether there is one.

    `columns` are the attributes that a document may be asked for; all else is left to the template's sandbox.
    """
    try:
        return _parts(template.body, columns)
    except _NotPlain:
        return None


def filled(parts: Parts, document: object) -> str:
    """Return the section with the attributes of the document filled in, the same as its template renders.

    >>> from types import SimpleNamespace
    >>> parts = (Where("title", ("Title: ", Value("title")), ("No title.",)),)
    >>> filled(parts, SimpleNamespace(title="Harbours")), filled(parts, SimpleNamespace(title=None))
    ('Title: Harbours', 'No title.')
    """
    said = []
    for part in parts:
        if isinstance(part, str):
            said.append(part)
        elif isinstance(part, Value):
            said.append(str(getattr(document, part.column)))
        else:
            chosen = part.parts if getattr(document, part.column) else part.otherwise
            said.append(filled(chosen, document))
    return "".join(said)


def _parts(body: Sequence[nodes.Node], columns: Collection[str]) -> Parts:
    found: list[str | Value | Where] = []
    for node in body:
        if isinstance(node, nodes.Output):
            found += [
                one.data if isinstance(one, nodes.TemplateData) else Value(_column(one, columns)) for one in node.nodes
            ]
        elif isinstance(node, nodes.If) and not node.elif_:
            found.append(Where(_column(node.test, columns), _parts(node.body, columns), _parts(node.else_, columns)))
        else:
            raise _NotPlain
    return tuple(found)


def _column(node: nodes.Node, columns: Collection[str]) -> str:
    """Return which attribute of the document a node asks for."""
    if (
        isinstance(node, nodes.Getattr)
        and isinstance(node.node, nodes.Name)
        and node.node.name == "document"
        and node.attr in columns
    ):
        return node.attr
    raise _NotPlain
