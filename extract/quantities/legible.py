"""How does a text read whose digits and separators are written in rare signs? In as many code points as before."""

import re
import unicodedata

FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
"""Decimal digits of other scripts and widths: full-width, Arabic-Indic, Devanagari …"""
USUAL = dict(zip("‐‑－﹣％﹪＄", "----%%$", strict=True))
THOUSANDS = re.compile(r"(?<=[0-9])[′´ʹʼ‘‵＇`_٬](?=[0-9]{3}(?![0-9]))")
"""Marks that stand for the apostrophe of 12'000."""
WIDE_SPACES = re.compile(r"(?<=[0-9])[\u2000-\u2006\u2008\u200a\u205f\u3000](?=[0-9]{3}(?![0-9]))")
DECIMAL_POINTS = re.compile(r"(?<=[0-9])[·∙⋅‧．٫](?=[0-9])(?![0-9]{3}(?![0-9]))(?!.10[\^⁰¹²³⁴-⁹⁻])")
"""Raised points (12·5 of British print), not the sign of multiplication in 6.02·10^23; 12·000 may be either."""
WIDE_COMMAS = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")

RARE = frozenset("‐‑－﹣％﹪＄′´ʹʼ‘‵＇`_٬·∙⋅‧．٫，\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u205f\u3000")
"""Every sign that is looked for here but the digits; most texts hold none, which is quickly seen."""


def legible(text: str) -> str:
    """Return the text with its digits and their separators in the usual signs, each in its old place.

    >>> legible("１,234 and 12′000 and ١٢٬٠٠٠")
    "1,234 and 12'000 and 12'000"
    """
    if text.isascii():
        return THOUSANDS.sub("'", text) if "_" in text or "`" in text else text
    rare = {sign for sign in set(text) if sign in RARE or (sign > "\x7f" and sign.isdecimal())}
    if not rare:
        return text
    text = FOREIGN_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)
    for sign in rare.intersection(USUAL):
        text = text.replace(sign, USUAL[sign])
    text = THOUSANDS.sub("'", WIDE_SPACES.sub("\u2009", text))
    return WIDE_COMMAS.sub(",", DECIMAL_POINTS.sub(".", text))
