"""What neighbouring figures tell about each other: shared units, appositions, conversions, thresholds, periods."""

from extract.quantities.drafts import Draft
from extract.quantities.numeral import times
from extract.quantities.tables import triggers, words
from extract.quantities.tokens import Tokens

LIST = frozenset([",", "and", "or", "&", "respectively"])
CONTRAST = frozenset(["from", "against", "versus", "vs"])
DETERMINERS = frozenset(["the", "a", "its", "their", "his", "her"])
REACH = 8
"""Tokens between two figures over which one tells about the other."""


def related(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with what follows from their neighbours."""
    if len(drafts) < 2:
        return drafts
    drafts = _shared_backwards(tokens, _uncounted(drafts))
    result: list[Draft] = []
    for place, draft in enumerate(drafts):
        if result:
            draft = _beside(tokens, result[-1], draft, place - 1)
        result.append(draft)
    return [
        draft._replace(period=True) if _is_period(tokens, result, place) else draft
        for place, draft in enumerate(result)
    ]


def _uncounted(drafts: list[Draft]) -> list[Draft]:
    """Take the noun from a number inside the phrase that another one counts: "found 3 5 million plants"."""
    result = drafts[:1]
    for draft in drafts[1:]:
        noun = result[-1].noun
        if noun is not None and result[-1].amount.end == draft.amount.first and draft.noun is not None:
            draft = draft._replace(noun=None, unit=None, end=draft.amount.end)
        result.append(draft)
    return result


def _beside(tokens: Tokens, before: Draft, draft: Draft, place: int) -> Draft:
    """Return the draft with what the one before it tells."""
    between = tokens.lows[before.end : draft.amount.first]
    if len(between) > REACH + 4 or any(tokens.breaks(at) for at in range(before.amount.end, draft.amount.first + 1)):
        return draft
    draft = _contrasted(before, draft, between)
    draft = _conversion(tokens, before, draft, between, place)
    draft = _apposition(before, draft, between)
    return _threshold(before, draft, between)


# --- shared units -------------------------------------------------------------------------------------------


def _shared_backwards(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    """Give the unit of "3, 7 and 19 percent" and "from 5 to 6 percent" to all of the list, and its trend."""
    result = list(drafts)
    for place in range(len(result) - 2, -1, -1):
        one, other = result[place], result[place + 1]
        if one.plain and one.amount.numeral.kind == "number" and one.unit != "a" and _shares(tokens, one, other):
            result[place] = _with_unit_of(one, other)
    for place in range(1, len(result)):
        one, other = result[place - 1], result[place]
        same = one.unit == other.unit != "count" and one.trend != "level" and other.trend == "level"
        if same and _listed(tokens.lows[one.end : other.amount.first]):
            result[place] = other._replace(trend=one.trend)
    return result


def _listed(between: list[str]) -> bool:
    return 0 < len(between) < 3 and all(low in LIST for low in between)


def _shares(tokens: Tokens, one: Draft, other: Draft) -> bool:
    """Whether the unit that is written to the second number holds for the first one, too."""
    between = tokens.lows[one.amount.end : other.amount.first]
    if not other.amount.marked or tokens.breaks(other.amount.first):
        return between == ["to"] and tokens.lows[one.amount.first - 1] == "from" and other.amount.numeral.scale > 1
    if between == ["to"]:
        return tokens.lows[one.amount.first - 1] == "from"
    return _listed(between) or (between in (["by"], ["x"], ["×"]) and other.amount.dimension == "length")


def _with_unit_of(one: Draft, other: Draft) -> Draft:
    """Return the first number with scale and unit of the second: "from 1.2 to 1.5 million", "5 and 10 cents"."""
    amount, high = one.amount, other.amount.numeral
    value = amount.value
    if value is not None and high.value is not None and amount.numeral.scale == 1 and not amount.numeral.grouped:
        value = times(value, high.scale) if value <= high.value / high.scale else value
    if value is not None and high.value and other.amount.marked:
        value = times(value, (other.amount.value or high.value) / high.value)
    shared = amount._replace(value=value, unit=other.unit, money=other.amount.money, marked=other.amount.marked)
    return one._replace(amount=shared, unit=other.unit)


def _contrasted(before: Draft, draft: Draft, between: list[str]) -> Draft:
    """Give the unit of the first to a bare second: "fell to 151.3 yen from 153.9", "3.1 percent against 2.8"."""
    if not draft.plain or draft.unit == "a" or draft.amount.numeral.kind != "number" or not before.amount.marked:
        return draft
    if not between or len(between) > REACH or not (_is_reached(before, between) or _is_contrast(between)):
        return draft
    amount = draft.amount._replace(unit=before.unit, money=before.amount.money, marked=True)
    return draft._replace(amount=amount, unit=before.unit)


def _is_reached(before: Draft, between: list[str]) -> bool:
    """Whether the second is where a change ends: "swelled by 2.7 billion euros to a record 19.4 billion"."""
    return before.trend != "level" and before.unit != "%" and between[0] == "to" and len(between) < 4


def _is_contrast(between: list[str]) -> bool:
    if between[-1] in ("to", "with"):
        return between[-2:-1] == ["compared"]
    return between[-1] in CONTRAST


# --- conversions, appositions, thresholds -------------------------------------------------------------------


def _conversion(tokens: Tokens, before: Draft, draft: Draft, between: list[str], place: int) -> Draft:
    """Mark "($1.05 billion)" as a conversion: it takes comparator and trend from the amount that it converts."""
    start = draft.before.first if draft.before else draft.amount.first
    opened = tokens.words[start - 1] == "(" or (tokens.lows[start - 1] in ("or", "equivalent") and between[:1] == ["("])
    dimension = draft.amount.dimension
    if (
        not opened
        or dimension is None
        or dimension != before.amount.dimension
        or before.unit == draft.unit
        or dimension == "share"
    ):
        return draft
    comparator = draft.comparator if draft.before else before.comparator
    return draft._replace(
        comparator=comparator, trend=before.trend, flags=draft.flags | {"conversion"}, conversion_of=place
    )


def _apposition(before: Draft, draft: Draft, between: list[str]) -> Draft:
    """Give the trend of "rose 132.6 points, or 0.8 percent" and "fell 12 points (0.8 %)" to the second."""
    if draft.trend != "level" or before.trend == "level" or draft.unit not in ("%", "pp"):
        return draft
    if between in ([",", "or"], ["or"], ["("], [",", "or", "about"], ["(", "or"], [",", "or", "nearly"]):
        return draft._replace(trend=before.trend)
    return draft


def _threshold(before: Draft, draft: Draft, between: list[str]) -> Draft:
    """Flag the limit inside a count: "12 firms with sales above $5 million"."""
    if before.noun is None or draft.comparator in ("=", "~") or not {"with", "worth", "whose", "having"} & set(between):
        return draft
    if "," in between or before.unit != "count":
        return draft
    return draft._replace(flags=draft.flags | {"threshold"})


# --- periods ------------------------------------------------------------------------------------------------


def _is_period(tokens: Tokens, drafts: list[Draft], place: int) -> bool:
    """Whether the duration is the time over which another figure of the sentence changes or adds up."""
    draft = drafts[place]
    if draft.amount.dimension != "time" or (draft.before is not None and draft.before.sign != "~"):
        return False
    at = (draft.before.first if draft.before else draft.amount.first) - 1
    named = tokens.lows[at] in words("traps", "period", "before")
    if tokens.lows[at] in DETERMINERS:
        at -= 1
    if not named and tokens.lows[at] not in words("contexts", "relations", "prepositions"):
        return False
    others = [
        other
        for other in drafts[max(place - 2, 0) : place + 3]
        if other is not draft and _same_sentence(tokens, other, draft)
    ]
    if named:
        return bool(others)
    if _superlative(tokens, at):
        return False
    return tokens.lows[at] != "of" and (
        any(_changed_within(other, draft) for other in others) or (bool(others) and _moved(tokens, at))
    )


def _superlative(tokens: Tokens, at: int) -> bool:
    """Whether the duration says how rare something is: "the driest April in 31 years", "the first time in months"."""
    near = tokens.lows[max(at - 5, 0) : at]
    return any(
        (low.endswith("est") and len(low) > 4) or low in ("first", "worst", "best", "most", "least", "high", "low")
        for low in near
    )


def _same_sentence(tokens: Tokens, one: Draft, other: Draft) -> bool:
    first, last = sorted((one.amount.first, other.amount.first))
    return last - first < 40 and not any(tokens.breaks(at) for at in range(first + 1, last + 1))


def _changed_within(other: Draft, draft: Draft) -> bool:
    """Whether the other figure is a change, or money spread "over" it, and stands close before the duration."""
    distance = draft.amount.first - other.end
    if other.amount.money and distance == 1:
        return True
    return other.trend != "level" and 0 < distance <= REACH + 4


def _moved(tokens: Tokens, at: int) -> bool:
    """Whether a verb of change with two levels stands before: "slid from 81.2 to 83.4 in six weeks"."""
    table, lows = triggers(), tokens.lows
    if "from" not in lows[max(at - 10, 0) : at]:
        return False
    for place in range(at, max(at - 12, 0), -1):
        if lows[place] in table.clause_words or tokens.breaks(place):
            return False
        if lows[place] in table.verbs:
            return True
    return False
