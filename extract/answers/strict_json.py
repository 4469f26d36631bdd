"""How strict JSON becomes values: no number passes through a float, no repeated key is lost, nothing crashes."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

LARGEST_POWER = 40
"""Numbers from 1e-40 to 1e40 are read; beyond, a plain form would fill pages and no document means it."""
LONGEST_NUMBER = 80
"""Characters of a number that is read."""

NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_HIGH, _LOW = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rf"(?P<pair>{_HIGH}{_LOW})|(?P<lone>{_HIGH}|{_LOW})|\\.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NotANumber:
    """What stands where a number should: NaN, Infinity, or digits beyond all measure; no field takes it."""

    text: str


class RepeatedKeys(dict[str, Any]):
    """An object that gives some key more than once: the last value counts, as ever, and `repeated` has them all."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        values: dict[str, list[Any]] = {}
        for key, value in pairs:
            values.setdefault(key, []).append(value)
        self.repeated: Mapping[str, list[Any]] = {key: said for key, said in values.items() if len(said) > 1}


def decode(text: str, *, control_characters: bool = False) -> Any:
    """Return the value of strict JSON: numbers as int or Decimal, NaN and its like as `NotANumber`.

    `control_characters` allows raw line breaks and tabs in strings. Raises `ValueError` for all that is not JSON,
    nesting beyond the interpreter's depth included.

    >>> decode('{"share": 0.10}')
    {'share': Decimal('0.10')}
    """
    decoder = _LENIENT if control_characters else _STRICT
    try:
        return decoder.decode(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def plain_number(text: str) -> Decimal | NotANumber:
    """Return the number that JSON's grammar sees in the text, exactly, or `NotANumber`.

    >>> plain_number("1e9"), plain_number("4.2 billion"), plain_number("1_000")
    (Decimal('1000000000'), NotANumber(text='4.2 billion'), NotANumber(text='1_000'))
    """
    if text.isdecimal() and text.isascii() and len(text) <= LARGEST_POWER:
        return Decimal(text)
    if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
        return NotANumber(text)
    try:
        number = Decimal(text)
    except InvalidOperation:  # an exponent beyond what Decimal can hold
        return NotANumber(text)
    if abs(number.adjusted()) > LARGEST_POWER:
        return NotANumber(text)
    return Decimal(format(number, "f"))


def without_lone_surrogates(text: str) -> str:
    """Return the text with halves of characters, raw or escaped, as U+FFFD: they have no place in UTF-8.

    >>> without_lone_surrogates(r'"\\ud83d\\ude00 \\ud83d"')
    '"\\\\ud83d\\\\ude00 \\\\ufffd"'
    """
    if not text.isascii():
        text = _LONE_SURROGATE.sub("\ufffd", text)
    if r"\u" in text and _ESCAPED_SURROGATE.search(text):
        text = _ESCAPE.sub(lambda found: r"\ufffd" if found["lone"] else found[0], text)
    return text


def _integer(text: str) -> int | NotANumber:
    return int(text) if len(text) <= LARGEST_POWER else NotANumber(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    return plain if len(plain) == len(pairs) else RepeatedKeys(pairs)


def _decoder(*, strict: bool) -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=_object,
        parse_float=plain_number,
        parse_int=_integer,
        parse_constant=NotANumber,
        strict=strict,
    )


_STRICT = _decoder(strict=True)
_LENIENT = _decoder(strict=False)
