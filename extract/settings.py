"""Which thresholds hold: every tunable number of the extraction side, with its unit and its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds of reading, grounding and verification; a run records those it used."""

    max_bytes: int = 50_000_000
    """Largest file that is read, in bytes; a larger one is a `failed` row."""
    fuzzy_similarity: float = 0.9
    """Lowest similarity (0 to 1) at which a paraphrased quote is `fuzzy` rather than `missing`."""
    near_similarity: float = 0.6
    """Lowest similarity (0 to 1) at which a place is worth naming as `near`."""
    near_places: int = 3
    """How many nearest places are named at most."""
    context_before: int = 40
    """Code points before a quote in which a comparator or a trend word may stand."""
    reasks: int = 1
    """How often the problems of an answer are sent back to the model."""


DEFAULT = Settings()
