"""Which lines of gold does GitHub mark in a pull request, and with what?"""

from collections.abc import Iterator

from extract.differences import Comparison, Flip
from extract.plain import one_line
from extract.report.compare_layout import flip_line, verdict_line

_LEVELS = {"slip": "error", "lost": "error", "broken": "warning"}
_TITLES = {"slip": "new error in a number", "lost": "lost item", "broken": "broken field"}


def annotations(comparison: Comparison) -> str:
    """Return workflow commands for GitHub Actions: the verdict, then slips, lost items and broken fields in this order.

    GitHub shows ten errors and ten warnings of a step. What comes from documents cannot begin a command of its own:
    `%`, line ends and, in properties, `:` and `,` are escaped as the Actions toolkit does.
    """
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    level = {"pass": "notice", "inconclusive": "warning"}.get(comparison.verdict, "error")
    yield f"::{level} title=extract compare::{_data(verdict_line(comparison))}"
    for flip in comparison.flips:
        if flip.kind in _LEVELS:
            yield _annotation(flip, comparison)


def _annotation(flip: Flip, comparison: Comparison) -> str:
    file = comparison.files.get(flip.document)
    place = "" if file is None else f"file={_property(file)},line={flip.line},"
    return f"::{_LEVELS[flip.kind]} {place}title={_TITLES[flip.kind]}::{_data(flip_line(flip))}"


def _data(text: str) -> str:
    """Return the text fit for the message of a command.

    >>> _data("50 %\\n::error::")
    '50 %25 ::error::'
    """
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    """Return the text fit for a property of a command.

    >>> _property("a,b:c")
    'a%2Cb%3Ac'
    """
    return _data(text).replace(":", "%3A").replace(",", "%2C")
