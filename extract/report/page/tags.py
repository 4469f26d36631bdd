"""By which letters and signs is an item told from its neighbours, where colour says nothing?"""

from collections.abc import Iterable, Sequence

from extract.scores import Kind

CHANNELS = 4
"""How many styles of marking there are that can lie on one another; a fifth type shares the first one's."""

SIGNS: dict[Kind, str] = {
    "right": "✓",
    "wrong": "✗",
    "missing": "−",
    "spurious": "+",
    "duplicate": "+",
    "merged": "+",
    "split": "+",
    "near-miss": "+",
    "optional": "○",
}
"""Of an item of the run by what became of it; a leftover of gold has a minus, whatever its kind."""


def letters(types: Sequence[str]) -> dict[str, str]:
    """Return a short capital tag for each item type: as few first letters as tell it from the ones before.

    >>> letters(["claims", "figures", "companies"])
    {'claims': 'C', 'figures': 'F', 'companies': 'CO'}
    """
    tags: dict[str, str] = {}
    for number, type_ in enumerate(types):
        name = "".join(filter(str.isalnum, type_)).upper()  # a tag is part of an address in the page
        starts = (name[:length] for length in range(1, len(name) + 1))
        tags[type_] = next((start for start in starts if start not in tags.values()), f"{name}{number}")
    return tags


def looks(types: Iterable[str]) -> dict[str, str]:
    """Return the class of the style sheet in which each item type is marked.

    >>> looks(["claims", "figures"])
    {'claims': 'k0', 'figures': 'k1'}
    """
    return {type_: f"k{number % CHANNELS}" for number, type_ in enumerate(types)}
