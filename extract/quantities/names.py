"""Which plain numbers are labels, names, ranks or grammar and no quantities: No. 1, Line 2, 737 Max, one another."""

from extract.quantities.amounts import Amount
from extract.quantities.nouns import is_plural, noun_at
from extract.quantities.tables import numbers, words
from extract.quantities.tokens import HYPHENS, Tokens
from extract.quantities.traps import Trap

TEMPORAL = frozenset(["day", "week", "year", "game", "match", "season", "night"])
SENTENCE = 30
"""Tokens on either side in which the capitals of a headline are counted."""


def label(tokens: Tokens, amount: Amount) -> bool:
    """No. 1, Line 2, Article 5, junctions 10 and 11, day three."""
    at = amount.first - 1
    for _ in range(4):
        listed = tokens.words[at - 1][:1].isdigit() or tokens.lows[at - 1] in numbers().units
        if not listed or tokens.lows[at] not in ("and", "to", "-", ","):
            break
        if tokens.lows[at] == "," and is_plural(tokens.lows[amount.end]):
            return False
        at -= 2
    if tokens.lows[at] in ("#", "№"):
        return True
    if tokens.lows[at] == ".":
        at -= 1
        if tokens.lows[at] not in ("no", "nos", "vol", "fig", "art", "sec", "p", "pp", "op", "ch", "para", "cap"):
            return False
    return _labels(tokens, amount, at)


def _labels(tokens: Tokens, amount: Amount, at: int) -> bool:
    word, low = tokens.words[at], tokens.lows[at]
    if low in words("traps", "products"):
        return any(letter.isupper() for letter in word)
    if low in words("traps", "labels", "plural"):
        return not is_plural(tokens.lows[amount.end])
    if low not in words("traps", "labels"):
        return False
    if low in words("traps", "labels", "capital"):
        verb = (
            low in words("contexts", "names", "verb_labels") and tokens.opens(at) and is_plural(tokens.lows[amount.end])
        )
        return word[0].isupper() and not verb
    if low == "no":
        return amount.numeral.digits or word == "No"
    if low in TEMPORAL:
        return not is_plural(tokens.lows[amount.end]) and tokens.lows[at - 1] not in words(
            "contexts", "names", "deictic"
        )
    return amount.numeral.digits or not is_plural(tokens.lows[amount.end])


def beside_capital(tokens: Tokens, amount: Amount) -> bool:
    """Digits beside a capitalised word: Apollo 11, 737 Max, 10 Downing Street, Tigers 27."""
    numeral, before = amount.numeral, tokens.words[amount.first - 1]
    if not numeral.digits or not numeral.whole or numeral.scale > 1 or numeral.grouped:
        return False
    if before[:1].isupper() and before.isalpha() and len(before) > 1 and not tokens.breaks(amount.first):
        if before.lower() in words("contexts", "names", "not_names") or before.lower().endswith(("ly", "ing", "ed")):
            return False
        if tokens.words[amount.end] in (",", ".", ""):
            return True
        if tokens.opens(amount.first - 1):
            return tokens.lows[amount.end] in ("was", "is", "has", "had", "will")
        return not is_plural(before.lower())
    after = tokens.words[amount.end]
    return after[:1].isupper() and after.isalpha() and not tokens.breaks(amount.end) and _proper(tokens, amount.end)


def _proper(tokens: Tokens, index: int) -> bool:
    """Whether capitalised words without a counted plural follow: a proper name that begins with the number."""
    at = index
    while tokens.words[at][:1].isupper() and not tokens.breaks(at) and at < index + 5:
        if is_plural(tokens.lows[at]) or tokens.words[at + 1] in HYPHENS:
            return at > index and tokens.words[at + 1] not in HYPHENS and not title_case(tokens, index)
        at += 1
    if tokens.words[at][:1].isdigit() or (at == index + 1 and tokens.words[index].isupper()):
        return False  # 100 Boeing 737 jets, 102 RBI
    return not (tokens.words[at].isalpha() and tokens.lows[at] not in words("nouns", "stops"))


def capital_word(tokens: Tokens, amount: Amount) -> bool:
    """A number word with a capital inside a sentence: the Big Four, Ocean's Eight, the Twenty-One Club."""
    first = amount.first
    if amount.numeral.digits or not tokens.words[first][0].isupper() or tokens.opens(first):
        return False
    if tokens.words[first - 1] in ("“", '"', "‘", "'"):
        return False
    return not title_case(tokens, first)


def title_case(tokens: Tokens, index: int) -> bool:
    """Whether the words around are capitalised like a headline's."""
    first, end = index, index + 1
    while index - first < SENTENCE and not tokens.breaks(first):
        first -= 1
    while end - index < SENTENCE and not tokens.breaks(end):
        end += 1
    near = [
        word
        for word in tokens.words[first:end]
        if word.isalpha() and len(word) > 3 and word not in words("contexts", "names", "small")
    ]
    return len(near) > 3 and sum(word[0].isupper() for word in near) > 0.95 * len(near)


def rank(tokens: Tokens, amount: Amount) -> bool:
    """The top three, ranked 5, seeded second."""
    low = tokens.lows[amount.first - 1]
    if low in words("traps", "ranks") and not tokens.breaks(amount.first):
        return True
    if low in ("first", "last") and tokens.lows[amount.first - 2] == "the":  # the first two
        return noun_at(tokens, amount.end, singular=False) is None
    return tokens.lows[amount.first - 1] == "in" and tokens.lows[amount.first - 2] in ("ranked", "ranking")


def group_of(tokens: Tokens, amount: Amount) -> bool:
    """The Group of 77."""
    return tokens.lows[amount.first - 1] == "of" and tokens.words[amount.first - 2] in ("Group", "Gang", "Council")


def grammar(tokens: Tokens, amount: Amount) -> bool:
    """The "one" of ordinary grammar, zero before a hyphen or without a noun, "it takes two"."""
    first, end = amount.number_first, amount.number_end
    low = tokens.lows[first]
    if amount.value == 0 and amount.upper is None:
        return not is_plural(tokens.lows[amount.end])
    if low != "one" or end - first > 1 or amount.upper is not None:
        return (
            amount.value == 2
            and tokens.lows[first - 1] in ("takes", "these", "those")
            and not is_plural(tokens.lows[end])
        )
    before, after = tokens.lows[amount.first - 1], tokens.lows[amount.end]
    counted = after in words("traps", "one", "counted") or tokens.lows[amount.end + 1] in words(
        "traps", "one", "counted"
    )
    if before in words("traps", "one", "grammar_before") and not (before == "only" and counted):
        return True
    if tokens.lows[amount.end + 1] in words("contexts", "names", "reported") or tokens.lows[amount.end + 2] in words(
        "contexts", "names", "reported"
    ):
        return True
    return not (
        counted
        or (
            _coordinated(tokens, first)
            and tokens.words[end].isalpha()
            and after not in words("traps", "one", "grammar_after")
        )
    )


def _coordinated(tokens: Tokens, first: int) -> bool:
    """Whether "one" goes on a list of counts: "two passenger trains and one freight train"."""
    if tokens.lows[first - 1] not in ("and", ",", "with"):
        return False
    table = numbers()
    for low in tokens.lows[max(first - 8, 0) : first - 1]:
        if low in table.units or low in table.tens or low[:1].isdigit():
            return True
    return False


NAMED: tuple[Trap, ...] = (label, beside_capital, capital_word, rank, group_of, grammar)
"""Traps of plain numbers that are names or grammar."""
