"""How do templates become HTML in which no text of a document or a model can make anything run?"""

from collections.abc import Callable
from html import escape
from typing import Any

import jinja2
from markupsafe import Markup

from extract.report.page.visible import visible


def environment(package: str, text: Callable[[str], Markup]) -> jinja2.Environment:
    """Return the environment of a package's templates; `text` makes every string that they print fit for the page."""

    def shown(value: Any) -> Any:
        return text(value) if type(value) is str else value

    return jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def harmless(text: str) -> Markup:
    """Return the text fit for the page, between tags and between double quotes alike.

    >>> harmless('</script><img onerror="x">')
    Markup('&lt;/script&gt;&lt;img onerror=&quot;x&quot;&gt;')
    """
    escaped = escape(visible(text), quote=False).replace('"', "&quot;")
    return Markup(escaped)  # noqa: S704 - escaped in the line before
