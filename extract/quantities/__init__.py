"""What numbers a text holds: values, units, comparators, trends and periods read out of words, without a model."""

from extract.quantities.expressions import expressions, stretch_around
from extract.quantities.reading import figures, read, read_at

__all__ = ["expressions", "figures", "read", "read_at", "stretch_around"]
