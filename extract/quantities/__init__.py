"""What numbers a text holds: values, units, comparators, trends and periods read out of words, without a model."""

from extract.quantities.expressions import expressions, paragraph_around, stretch_around
from extract.quantities.reading import figure_spans, figures, read, read_at

__all__ = [
    "expressions",
    "figure_spans",
    "figures",
    "paragraph_around",
    "read",
    "read_at",
    "stretch_around",
]
