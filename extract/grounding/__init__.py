"""Where does each quote stand in the text, and how surely?"""

from collections.abc import Sequence

from extract.grounding.choice import Item, choose
from extract.grounding.edges import Reader
from extract.grounding.search import Found, Search
from extract.quantities import expressions
from extract.records import Grounding, Near, Span
from extract.settings import DEFAULT, Settings

__all__ = ["ground"]


def ground(
    text: str, quotes: Sequence[tuple[str, str]], settings: Settings = DEFAULT, *, read: Reader = expressions
) -> tuple[Grounding, ...]:
    """Return for each (item type, quote) how and where its words stand in the text, in the order given.

    Of several places the order of the items of one type chooses, where they mostly come in text order, and then the
    items of another type that hold the place. `read` finds the number expressions of a stretch of text.

    >>> for found in ground("Output rose 5%. Exports fell.", [("claims", "exports fell"), ("figures", "rose 6%")]):
    ...     print(found.grade, found.span, found.reason)
    folded Span(start=16, end=28) None
    contradicted None the text says 5%, the quote says 6%
    """
    given: dict[str, int] = {}
    for _, quote in quotes:
        given[quote] = given.get(quote, 0) + 1
    search = Search(text, given, settings, read)
    found = {quote: search.find(quote) for quote in given}
    if all([len(one.places) < 2 for one in found.values()]):  # nothing to choose, as in most documents
        settled = {quote: _grounding(one, next(iter(one.places), None), settings) for quote, one in found.items()}
        return tuple([settled[quote] for _, quote in quotes])
    places = choose([Item(type, quote, found[quote].places) for type, quote in quotes])
    return tuple([_grounding(found[quote], span, settings) for (_, quote), span in zip(quotes, places, strict=True)])


def _grounding(found: Found, span: Span | None, settings: Settings) -> Grounding:
    if span is not None:
        return Grounding(found.grade, span)
    if found.places:
        near = tuple([Near(place, found.similarity) for place in found.places[: settings.near_places]])
        return Grounding("ambiguous", near=near, reason=f"{len(found.places)} places, and nothing chooses between them")
    return Grounding(found.grade, near=found.near[: settings.near_places], reason=found.reason)
