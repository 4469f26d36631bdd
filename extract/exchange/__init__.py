"""How do items and decisions travel to other annotation tools, and back?

Label Studio and Prodigy both ways; the Web Annotation Data Model and CSV out. What comes back is checked against the
stored texts, the disagreements and the response model before it is a decision or a line of gold.
"""

from extract.exchange.deciding import Deciding, Imported
from extract.exchange.finals import Material
from extract.exchange.label_config import items_config, review_config
from extract.exchange.labelling import Lines, Taken, gold_lines
from extract.exchange.records import Judged, Labelled, Mark, Read, Refused, Tool
from extract.exchange.sheets import Sheet, sheet_of_gold, sheet_of_run

__all__ = [
    "Deciding",
    "Imported",
    "Judged",
    "Labelled",
    "Lines",
    "Mark",
    "Material",
    "Read",
    "Refused",
    "Sheet",
    "Taken",
    "Tool",
    "gold_lines",
    "items_config",
    "review_config",
    "sheet_of_gold",
    "sheet_of_run",
]
