"""What the tests of the page have in common: a run of two documents, with gold and without, and a reader of HTML."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from toy_gold import claim, figure, row, score

from extract.differences import Comparison, Difference, Flip, Named, Said
from extract.paired import Paired, SwapTest
from extract.records import Document, ExtractedItem, Grounding, Near, Problem, Row, Span, Verification
from extract.report.page.contents import Contents, contents, types_of
from extract.report.page.entries import Entry
from extract.report.page.records import Against, Subject
from extract.report.page.rendering import page
from extract.report.page.tags import letters
from extract.scores import Evaluation

TEXT = "In Lund sales rose by 30.5 percent. The mayor opened a bridge over the river.\nThe town has 12 ponds."
#       0         1         2         3         4         5         6         7          8         9
RISE = figure(14, "rose by 30.5 percent", "30.5", "%", trend="increase")
PONDS = figure(91, "12 ponds", "12", "count")
SALES = claim(8, "sales rose by 30.5 percent")
BRIDGE = claim(36, "The mayor opened a bridge over the river")
GOLD = {"lund": {"claims": [SALES, BRIDGE], "figures": [RISE, PONDS]}}

WRONG_RISE = {**RISE, "value": "305", "entity": "Lund"}
NOWHERE = ExtractedItem(
    "figures",
    {"quote": "99 lakes", "value": "99"},
    Grounding("contradicted", None, (Near(Span(91, 99), 0.62),)),
    Verification("unverified"),
    problems=(Problem("quote-contradicted", "figures[1].quote", "the nearest words say 12"),),
)


def lund(*types: ExtractedItem, **records: Any) -> Row:
    """Return a row of the text with these items and the items of these records."""
    found = row("lund", records)
    return replace(found, items=(*(found.items or ()), *types))


LUND = lund(NOWHERE, claims=[SALES, claim(40, "mayor opened a")], figures=[WRONG_RISE])
EMPTY = replace(row("silent", None, "refused"), problems=(Problem("refused", "", "the model declined"),))


def subject(*rows: Row, text: str = TEXT, **others: Any) -> Subject:
    rows = rows or (LUND, EMPTY)
    defaults: dict[str, Any] = {
        "run": "runs/toy",
        "prompt": "toy@1",
        "model": "toy 1",
        "response_model": "toy:Toy",
        "created": "2022-06-21T08:00:00+00:00",
        "complete": True,
        "types": ("claims", "figures"),
        "rows": rows,
        "documents": {one.document.id: document(one.document.id, text) for one in rows if one.items is not None},
    }
    return Subject(**{**defaults, **others})


def document(id_: str, text: str) -> Document:
    return Document(id_, text, f"sha-of-{id_}", f"{id_}.txt")


def with_gold(*rows: Row, gold: Any = None, **others: Any) -> Subject:
    """Return the subject with its rows scored; gold labels Lund alone."""
    rows = rows or (LUND, EMPTY)
    return subject(*rows, evaluation=score(gold or GOLD, rows), **others)


LOST = Flip("lost", "lund", "figures", "12 ponds", Said(1.0), Said(0.0, error="missing"), line=5)
BROKEN = Flip("broken", "lund", "figures", "rose", Said(1.0, "30.5"), Said(0.0, "305", "scale"), 4, "value", "30.5")
NEW = Flip("new-spurious", "lund", "figures", "99 lakes", Said(0.0), Said(1.0))
ELSEWHERE = Flip("won", "gone", "claims", "a claim", Said(0.0, error="missing"), Said(1.0), line=2)


def difference(metric: str, paired: Paired, *, gated: bool = True) -> Difference:
    return Difference(metric, "higher", paired, SwapTest(0.25, 3, True), gated, p_holm=0.5)


DIFFERENCES = (
    difference("figures.correct.f1", Paired(0.8, 0.5, -0.3, 5, low=-0.6, high=0.0)),
    difference("claims.correct.f1", Paired(None, 0.5, None, 5, reason="undefined in A")),
    difference("claims.found.f1", Paired(0.5, 0.5, 0.0, 5), gated=False),
    difference("documents.seconds", Paired(12.0, 30.0, 18.0, 5), gated=False),
)


def against(*flips: Flip, **others: Any) -> Against:
    sides = Named(("runs/before",), "old@1", "toy"), Named(("runs/toy",), "toy@1", "toy")
    defaults: dict[str, Any] = {"reasons": ("worse",), "differences": DIFFERENCES, "flips": flips}
    values = {**defaults, **others}
    comparison = Comparison("regression", values.pop("reasons"), *sides, "gold", "0" * 64, 5, **values)
    return Against("runs/before", "old@1", "toy 1", (lund(claims=[SALES], figures=[RISE, PONDS]),), comparison)


# --- what the page is made of ----------------------------------------------------------------------------------


def whole() -> Subject:
    return with_gold(against=against(LOST, BROKEN, NEW))


def shown(one: Subject) -> tuple[Contents, ...]:
    return contents(one, letters(types_of(one)))


def entry(one: Subject, tag: str) -> Entry:
    return next(found for found in shown(one)[0].entries if found.tag == tag)


def scores(one: Subject) -> Evaluation:
    assert one.evaluation is not None
    return one.evaluation


# --- reading a page --------------------------------------------------------------------------------------------

_APART = {"p", "th", "td", "dt", "dd", "li", "em", "small"}
_VOID = {"meta", "link", "img", "br", "wbr", "line", "circle", "rect"}


@dataclass
class Page(HTMLParser):
    """What a browser makes of a page, as far as tests ask for it."""

    html: str
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""
    texts: list[str] = field(default_factory=list)
    """Of the documents, without the letters that mark items."""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._depth = 0
        self._letter = False
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in _APART:
            self.text += " "
        if dict(attrs).get("class") == "text":
            self._depth = 1
            self.texts.append("")
        elif self._depth and tag not in _VOID:
            self._depth += 1
            self._letter = tag == "a"

    def handle_endtag(self, tag: str) -> None:
        if self._depth:
            self._depth -= 1
            self._letter = False

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] != "style":
            self.text += data
        if self._depth and not self._letter:
            self.texts[-1] += data

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]

    def values(self, attribute: str) -> list[str]:
        return [found for _, attributes in self.tags if (found := attributes.get(attribute)) is not None]


def read(one: Subject) -> Page:
    return Page("".join(page(one)))


def said(found: Page) -> str:
    """Return the words of a page, white space folded."""
    return " ".join(found.text.split())


def names(found: Sequence[Any]) -> list[str]:
    return [one.name for one in found]
