"""What a whole document proves about the way its numbers are written."""

import re
from dataclasses import dataclass

COMMA_DECIMAL = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}(?![0-9,.])")
POINT_DECIMAL = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:(?:,[0-9]{3})+\.[0-9]{1,2}|,[0-9]{3},[0-9]{3})(?![0-9,.])")
ACCOUNTING = re.compile(r"\((?:(?<=[$€£¥]\()|(?<=[$€£¥]\s\())[0-9][0-9,.]{0,30}\)")
_COMMA_AFTER_GROUP = re.compile(r",(?<=\.[0-9]{3},)[0-9]")
"""What every match of COMMA_DECIMAL holds; both begin with a sign that is quickly found, or seen to be absent."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How the document writes numbers, where it proves it."""

    comma_decimals: bool = False
    """Whether it writes 4.338,7 for 4338.7."""
    accounting: bool = False
    """Whether brackets around an amount are a minus, as in "$(1.2) million"."""


def evidence_of(text: str) -> Evidence:
    """Return what the document proves.

    >>> evidence_of("Der Umsatz lag bei 4.338,7 Mio."), evidence_of("A loss of $(1.2) million.").accounting
    (Evidence(comma_decimals=True, accounting=False), True)
    """
    comma = bool(_COMMA_AFTER_GROUP.search(text) and COMMA_DECIMAL.search(text)) and not POINT_DECIMAL.search(text)
    return Evidence(comma, bool(ACCOUNTING.search(text)))
