"""In which words does a reviewer say why the sides differ?"""

from collections.abc import Mapping

from extract.review import Cause

CAUSES: Mapping[Cause, str] = {
    "ambiguous": "the text can be read both ways",
    "guideline-gap": "the guidelines do not settle it",
    "gold-slip": "a slip in gold",
    "gold-missing": "gold lacks the item",
    "gold-extra": "gold has an item too many",
    "model-wrong": "the model got it wrong",
    "model-invented": "the model made it up",
    "model-missed": "the model missed it",
    "normaliser": "the toolkit's fault: both say the same",
    "matcher": "the toolkit's fault: these two do not belong together",
    "other": "something else",
}
_NAME_A_SIDE = ("gold-", "model-")


def offered(*, hidden: bool) -> dict[Cause, str]:
    """Return the causes to choose from; where nothing may tell which side is which, those that name neither.

    >>> list(offered(hidden=True))
    ['ambiguous', 'guideline-gap', 'normaliser', 'matcher', 'other']
    """
    return {cause: words for cause, words in CAUSES.items() if not (hidden and cause.startswith(_NAME_A_SIDE))}
