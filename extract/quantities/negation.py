"""Is a word of change or of comparison, or a number itself, denied?

"Output did not rise 5 percent" says nothing of an actual change: its figure has the trend "level". A comparator is
turned round: "failed to exceed 5 percent" is at most 5. "Not 5 % but 6 %" holds no figure of 5.
"""

from extract.quantities.amounts import Amount
from extract.quantities.tables import triggers, words
from extract.quantities.tokens import Tokens

REACH = 4
"""Tokens before a word within which its negation stands."""
ENDINGS = ("n't", "n’t")
ONLY = frozenset(["only", "just", "merely", "simply", "least", "surprisingly"])
"""Words after "not" that take the denial away."""


def is_denied(tokens: Tokens, index: int) -> bool:
    """Whether the verb or noun at `index` is denied: "did not rise", "failed to rise", "no significant rise"."""
    between = words("contexts", "negation", "between")
    for at in range(index - 1, index - 1 - REACH, -1):
        if tokens.breaks(at + 1):
            return False
        low = tokens.lows[at]
        if _denies(tokens, at):
            return True
        if not (low in between or low.endswith("ly") or (at == index - 1 and _is_noun(tokens, index))):
            return False
    return False


def _is_noun(tokens: Tokens, index: int) -> bool:
    """Whether the word may be a noun of change, before which an adjective may stand: "no significant rise"."""
    return tokens.lows[index] in triggers().nouns and tokens.words[index - 1].isalpha()


def _denies(tokens: Tokens, at: int) -> bool:
    low = tokens.lows[at]
    denying = low in words("contexts", "negation", "denials") or low.endswith(ENDINGS)
    return denying and tokens.lows[at + 1] not in ONLY and tokens.lows[at - 1] != "if"


def is_bound_denied(tokens: Tokens, index: int) -> bool:
    """Whether the comparator that begins at `index` is denied: "cannot spend more than", "no firm exceeded"."""
    for at in range(index - 1, index - REACH, -1):
        if _denies(tokens, at):
            return True
        if tokens.breaks(at + 1) or not tokens.words[at].isalpha():
            return False
    return False


def denied_number(tokens: Tokens, amount: Amount) -> bool:
    """Trap: a number that is said not to be the one: "not 5% but 6%", "6 percent, not 5"."""
    at = amount.first - 1
    if tokens.lows[at] in ("by", "at", "to", "of", "the", "in"):
        at -= 1
    if tokens.lows[at] != "not" or tokens.breaks(amount.first):
        return False
    if tokens.words[at - 1] in (",", "—", "–", "("):
        return True
    return "but" in tokens.lows[amount.end : amount.end + 2 * REACH]
