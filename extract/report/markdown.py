"""What stands under a pull request about an evaluation?"""

from collections.abc import Iterable, Iterator, Sequence

from extract.plain import one_line
from extract.report.floors import Floor, in_words
from extract.report.layout import (
    ITEM_LEVELS,
    LEGEND,
    agreed,
    ceiling,
    costliest,
    field_lines,
    heading,
    interval,
    item_rates,
    marked,
    partly_empty,
    plural,
    share,
    share_of_found,
    undefined,
)
from extract.scores import Evaluation

_KEPT = frozenset(" .,;%")


def markdown(evaluation: Evaluation, held: Sequence[Floor] = ()) -> str:
    """Return the evaluation as Markdown for GitHub; what comes from documents or files is code and cannot break out."""
    return "\n".join(_lines(evaluation, held)) + "\n"


def _lines(evaluation: Evaluation, held: Sequence[Floor]) -> Iterator[str]:
    for floor in held:
        yield f"- {'✅' if floor.held else '❌'} {code(in_words(floor))}"
    yield ""
    for line in heading(evaluation):
        yield f"{escaped(line)}<br>"
    for type_ in evaluation.types:
        yield from ("", f"#### {escaped(type_)}", "")
        yield from _items(evaluation, type_)
        if evaluation.counts[type_].fields:
            yield ""
            yield from _fields(evaluation, type_)
    yield from _documents(evaluation)
    yield ""
    for line in (*LEGEND, *_asides(evaluation)):
        yield f"{escaped(line)}<br>"


def _asides(evaluation: Evaluation) -> Iterator[str]:
    for type_ in evaluation.types:
        empty = partly_empty(evaluation, type_)
        if empty:
            yield f"empty, {type_}: {', '.join(empty)}"
    for reason, names in undefined(evaluation):
        yield f"undefined: {', '.join(names)}: {reason}"
    if evaluation.agreement is not None:
        yield f"readers: {evaluation.agreement.readers}"


def _items(evaluation: Evaluation, type_: str) -> Iterator[str]:
    counts = evaluation.counts[type_]
    yield f"{counts.gold:,} in gold, {counts.predicted:,} in the run, {plural(counts.edits, 'correction')}"
    yield ""
    yield from _header("", "precision", "recall", "F1 [95 %]", "readers")
    for level in ITEM_LEVELS:
        precision, recall, f1 = item_rates(evaluation, type_, level)
        agreement = agreed(ceiling(evaluation, f"{type_}.{level}.f1"))
        yield _row([level, share(precision), share(recall), interval(f1), agreement])


def _fields(evaluation: Evaluation, type_: str) -> Iterator[str]:
    yield from _header("field", "end to end [95 %]", "of those found", "readers", "commonest error")
    for line in field_lines(evaluation, type_):
        commonest = "" if line.commonest is None else f"{escaped(line.commonest[0])} {line.commonest[1]:,}"
        figures = (interval(line.end_to_end), share_of_found(line), agreed(line.ceiling))
        yield _row([escaped(marked(line)), *figures, commonest])


def _documents(evaluation: Evaluation) -> Iterator[str]:
    worst = costliest(evaluation)
    if not worst:
        return
    yield from ("", "<details><summary>Documents with the most corrections</summary>", "")
    yield from _header("document", "status", "corrections", *map(escaped, evaluation.types))
    for document in worst:
        found = (f"{one.found}/{one.gold} found" for one in document.counts.values())
        yield _row([code(document.id), document.status, f"{document.edits:,}", *found])
    yield from ("", "</details>")


def _header(*names: str) -> tuple[str, str]:
    return _row(names), _row(["---"] * len(names))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """Return the text with all that Markdown, HTML or GitHub could take for more than text as numeric entities.

    >>> escaped("a|b `c` <d> @e v1.2")
    'a&#124;b &#96;c&#96; &#60;d&#62; &#64;e v1.2'
    """
    return "".join(
        character if character.isalnum() or character in _KEPT else f"&#{ord(character)};"
        for character in one_line(text)
    )


def code(text: str) -> str:
    """Return the text as code, in which GitHub looks for no names and no numbers of issues."""
    return f"<code>{escaped(text)}</code>"
