"""How does a screen become HTML, whole or only its `<main>`, with nothing in it that a text could make run?"""

from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup

from extract.report.layout import plural
from extract.report.page.harmless import environment, harmless
from extract.review_page.causes import offered
from extract.review_page.filters import suffix
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
    made = environment("extract.review_page", _harmless)
    made.filters.update(plural=plural, suffix=suffix)
    made.globals.update(keys=BY_NAME, parts=PARTS, causes_offered=offered)
    return made


def _harmless(text: str) -> Markup:
    """Return the text fit for the page, its carriage returns kept from becoming line feeds as HTML is read.

    >>> _harmless("<i>\\r")
    Markup('&lt;i&gt;&#13;')
    """
    return harmless(text).replace("\r", Markup("&#13;"))
