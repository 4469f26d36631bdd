"""What does a test viewer show of a comparison: a case for each judgement, and one for each document and item type?"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from extract.differences import Comparison, Flip
from extract.plain import one_line
from extract.report.compare_layout import HEADINGS, flip_line

_WORSE = ("slip", "lost", "broken")


def comparison_junit(comparison: Comparison, *, inconclusive_fails: bool = False) -> str:
    """Return the comparison as JUnit XML.

    In the suite `gate` a judgement fails where it is a regression, is skipped where it is inconclusive, and is an error
    where the runs cannot be compared. In the suite of an item type a document fails where B lost an item or broke a
    field, and is an error where B has no extraction of it.
    """
    root = Element("testsuites", name=one_line(f"{comparison.a} against {comparison.b}"))
    _add_gate(root, comparison, inconclusive_fails=inconclusive_fails)
    unanswered = dict(comparison.unanswered)
    for type_ in comparison.flip_tests:
        suite = SubElement(root, "testsuite", name=one_line(type_))
        for document in comparison.files:
            case = SubElement(suite, "testcase", classname=f"extract.{one_line(type_)}", name=one_line(document))
            if document in unanswered:
                SubElement(case, "error", message=one_line(unanswered[document]))
                continue
            worse = list(_worse(comparison, document, type_))
            if worse:
                failure = SubElement(case, "failure", message=f"{len(worse)} worse than in A")
                failure.text = "\n".join(one_line(f"{HEADINGS[flip.kind]}: {flip_line(flip)}") for flip in worse)
    for element in (*root, root):
        for name, path in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            element.set(name, str(len(list(element.iter(path)))))
    return tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _worse(comparison: Comparison, document: str, type_: str) -> Iterator[Flip]:
    for flip in comparison.flips:
        if (flip.document, flip.type) == (document, type_) and flip.kind in _WORSE:
            yield flip


def _add_gate(root: Element, comparison: Comparison, *, inconclusive_fails: bool) -> None:
    suite = SubElement(root, "testsuite", name="gate")
    verdict = SubElement(suite, "testcase", classname="extract.gate", name="verdict")
    _mark(verdict, comparison.verdict, "; ".join(comparison.reasons), fails=inconclusive_fails)
    for one in comparison.judgements:
        case = SubElement(suite, "testcase", classname=f"extract.gate.{one.tier}", name=one_line(one.metric))
        _mark(case, "pass" if one.tier == "advisory" else one.verdict, one.reason, fails=inconclusive_fails)


def _mark(case: Element, verdict: str, reason: str, *, fails: bool) -> None:
    kinds = {"regression": "failure", "invalid": "error", "inconclusive": "failure" if fails else "skipped"}
    if verdict in kinds:
        SubElement(case, kinds[verdict], message=one_line(reason))
