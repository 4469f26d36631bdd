"""Which number expressions a text holds, figures or not, each as its widest span."""

from extract.quantities.amounts import Amount
from extract.quantities.evidence import evidence_of
from extract.quantities.ranges import amounts
from extract.quantities.tokens import Tokens
from extract.records import NumberExpression, Span


def expressions(text: str) -> tuple[NumberExpression, ...]:
    """Return every number expression of the text in text order, dates, ordinals and names included.

    Where `value` is None (dates, clock times, codes, garbled digits) two expressions are the same if their words are.

    >>> [expression.value for expression in expressions("On May 3 it paid 7 billion yuan.")]
    [Decimal('3'), Decimal('7000000000')]
    """
    tokens = Tokens(text)
    return tuple(_expression(tokens, amount) for amount in amounts(tokens, evidence_of(text)))


def _expression(tokens: Tokens, amount: Amount) -> NumberExpression:
    span = Span(tokens.starts[amount.first], tokens.ends[amount.end - 1])
    return NumberExpression(span, amount.value, amount.upper, amount.unit)
