"""How does a screen become HTML, whole or only its `<main>`, with nothing in it that a text could make run?"""

from functools import cache
from html import escape
from typing import Any

import jinja2
from markupsafe import Markup

from extract.report.layout import plural
from extract.report.page.visible import visible
from extract.review_page.causes import offered
from extract.review_page.keys import BY_NAME, PARTS


def render(template: str, fragment: bool, *, base: str, token: str, view: Any, **context: Any) -> str:
    """Return the HTML of a screen: a whole page, or of a fragment its `<main>` alone.

    `base` is the part of every address that the secret makes: `/SECRET`. `token` is what writes need. `toast` and
    `alert`, among the context or the view, are said above what is shown.
    """
    said = {name: context.pop(name, None) or getattr(view, name, None) for name in ("toast", "alert")}
    layout = "fragment.html" if fragment else "page.html"
    return (
        _environment()
        .get_template(template)
        .render(layout=layout, base=base, token=token, view=view, **said, **context)
    )


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("extract.review_page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(plural=plural)
    environment.globals.update(keys=BY_NAME, parts=PARTS, causes_offered=offered)
    return environment


def _shown(value: Any) -> Any:
    """Return what a template prints, with text of documents and models made harmless."""
    return _harmless(value) if type(value) is str else value


def _harmless(text: str) -> Markup:
    """Return the text fit for the page, between tags and between double quotes alike.

    >>> _harmless('</script><img onerror="x">')
    Markup('&lt;/script&gt;&lt;img onerror=&quot;x&quot;&gt;')
    """
    escaped = escape(visible(text), quote=False).replace('"', "&quot;")
    return Markup(escaped.replace("\r", "&#13;"))  # noqa: S704 - escaped in the line before
