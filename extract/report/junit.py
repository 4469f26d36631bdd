"""What does a test viewer show of an evaluation: a case for each document and item type?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from extract.plain import one_line
from extract.report.floors import Floor, in_words
from extract.report.pairs import faults
from extract.scores import Compared, DocumentScore, Evaluation

_WITHOUT_ANSWER = ("absent", "failed", "refused", "invalid")
_QUOTED = 120


def junit(evaluation: Evaluation, held: Sequence[Floor] = ()) -> str:
    """Return the evaluation as JUnit XML.

    A case fails where the document needs a correction of that item type, and is an error where the document has no
    extraction; a suite of its own holds what `--fail-under` asked for.
    """
    root = Element("testsuites", name=one_line(evaluation.basis.run))
    for type_ in evaluation.types:
        suite = SubElement(root, "testsuite", name=one_line(type_))
        for document in evaluation.documents:
            _add_case(suite, document, type_)
        _count(suite)
    if held:
        suite = SubElement(root, "testsuite", name="fail-under")
        for floor in held:
            case = SubElement(suite, "testcase", classname="extract.fail-under", name=one_line(floor.metric))
            if not floor.held:
                SubElement(case, "failure", message=in_words(floor))
        _count(suite)
    _count(root)
    return tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add_case(suite: Element, document: DocumentScore, type_: str) -> None:
    case = SubElement(suite, "testcase", classname=f"extract.{one_line(type_)}", name=one_line(document.id))
    if document.status in _WITHOUT_ANSWER:
        said = f"{document.status}: {document.reason}" if document.reason else document.status
        SubElement(case, "error", message=one_line(said))
        return
    wrong = [one for one in document.compared if one.type == type_ and one.kind not in ("right", "optional")]
    if wrong:
        kinds = Counter(one.kind for one in wrong)
        message = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        SubElement(case, "failure", message=message).text = "\n".join(map(_line, wrong))


def _line(compared: Compared) -> str:
    """Return where the item stands, its quote and what is wrong with it, in one line."""
    return one_line(f"{' '.join(_places(compared))} {_quote(compared)!r}: {', '.join(_told(compared))}")


def _places(compared: Compared) -> Iterator[str]:
    if compared.gold is not None:
        yield f"gold line {compared.gold.line}"
    if compared.predicted is not None:
        yield f"{compared.type}[{compared.predicted.index}]"


def _quote(compared: Compared) -> str:
    side = compared.gold or compared.predicted
    return "" if side is None else side.quote[:_QUOTED]


def _told(compared: Compared) -> Iterator[str]:
    """Yield the fault, with both values where a strict field is wrong."""
    wrong = [one for one in compared.judged if one.strict and one.error is not None]
    for one in wrong:
        yield f"{one.field}:{one.error} (gold {one.gold!r}, run {one.predicted!r})"
    if not wrong:
        yield from faults(compared)


def _count(suite: Element) -> None:
    for name, path in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        suite.set(name, str(len(list(suite.iter(path)))))
