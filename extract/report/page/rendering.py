"""How does a run become one page of HTML that loads nothing, runs nothing, and shows hostile text as text?"""

from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TypeVar

import jinja2
from markupsafe import Markup

import extract
from extract.differences import Comparison
from extract.report import compare_layout, layout
from extract.report.page.contents import Contents, contents, types_of
from extract.report.page.entries import in_words
from extract.report.page.harmless import environment, harmless
from extract.report.page.lines import changes, groups
from extract.report.page.quality import calibration
from extract.report.page.records import Subject
from extract.report.page.tables import errors, first, problems, turns, unread
from extract.report.page.tags import letters, looks
from extract.scores import Ceiling, Evaluation

Found = TypeVar("Found")

OPEN_AT_MOST = 10
"""Documents that stand open in the page; of more, each one opens when it is asked for."""


def page(subject: Subject) -> Iterator[str]:
    """Yield the page in pieces: HTML for a file in UTF-8, without scripts and without anything from elsewhere."""
    tags = letters(types_of(subject))
    documents = contents(subject, tags)
    style = _style()
    comparison = _comparison(subject)
    yield from (
        _environment()
        .get_template("page.html")
        .generate(
            subject=subject,
            evaluation=subject.evaluation,
            against=subject.against,
            documents=documents,
            totals=sum((Counter(one.counted) for one in documents), Counter()),
            ranked=_ranked(documents),
            unread=unread(documents),
            first=first(documents),
            problems=problems(documents),
            groups={type_: groups(subject, type_) for type_ in subject.types},
            errors=_by_type(subject.evaluation, errors),
            calibration=_by_type(subject.evaluation, calibration),
            turns=() if comparison is None else turns(comparison, documents),
            changes=() if comparison is None else changes(comparison),
            letters=tags,
            looks=looks(tags),
            open=len(documents) <= OPEN_AT_MOST,
            style=Markup(style),  # noqa: S704 - the style sheet that the toolkit carries
            style_hash=b64encode(sha256(style.encode()).digest()).decode(),
            version=extract.__version__,
        )
    )


def _by_type(evaluation: Evaluation | None, drawn: Callable[[Evaluation, str], Found]) -> dict[str, Found]:
    return {} if evaluation is None else {type_: drawn(evaluation, type_) for type_ in evaluation.types}


def _ranked(documents: tuple[Contents, ...]) -> list[Contents]:
    """Return the documents, those first that a person should look at first."""
    return sorted(
        documents,
        key=lambda one: (-one.ungrounded, -(one.score.edits if one.score else 0), one.status == "ok", -one.flagged),
    )


def _comparison(subject: Subject) -> Comparison | None:
    return None if subject.against is None else subject.against.comparison


# --- templates -------------------------------------------------------------------------------------------------


@cache
def _style() -> str:
    return (files("extract.report.page") / "templates" / "page.css").read_text(encoding="utf-8")


@cache
def _environment() -> jinja2.Environment:
    kept = lru_cache(maxsize=8192)(harmless)  # field names, kinds and tags are printed thousands of times
    made = environment("extract.report.page", kept)
    made.filters.update(
        plural=layout.plural,
        share=layout.share,
        agreed=layout.agreed,
        percent=_percent,
        words=in_words,
    )
    made.globals.update(band=_band, legend=layout.LEGEND, undefined=layout.undefined)
    made.globals.update(chance=compare_layout.chance, decimals=compare_layout.decimals, number=compare_layout.number)
    return made


def _percent(value: float) -> str:
    """Return a share as a length of the axis.

    >>> _percent(0.7145), _percent(1)
    ('71.45%', '100%')
    """
    return f"{round(100 * value, 2):g}%"


def _band(readers: Ceiling | None) -> tuple[float, float] | None:
    """Return from where to where the readers of gold agree, one value where that is known."""
    if readers is None:
        return None
    low = readers.low if readers.value is None else readers.value
    high = readers.high if readers.value is None else readers.value
    return None if low is None or high is None else (low, high)
