"""What a whole document proves about the way its numbers are written."""

from functools import lru_cache

from extract.quantities.digits import writes_comma_decimals


@lru_cache(maxsize=4)
def comma_decimals(text: str) -> bool:
    """Whether the document proves that it writes 4.338,7 for 4338.7."""
    return writes_comma_decimals(text)
