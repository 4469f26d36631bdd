"""How is the hand-labelled gold set read, checked and split?

A gold folder holds one file a document, `DOCUMENT-ID.jsonl`: first a line of type `document`, then one item a line in
text order. `load` raises for the first line that is not of the format; `check` lists every fault with file and line.
"""

from extract.gold.agreement import AGREEMENT, read_agreement
from extract.gold.checking import Fault, check, item_faults, range_faults, said_by, value_faults
from extract.gold.reading import OWN_KEYS, files, load, read_document, read_item, revision
from extract.gold.splitting import in_dev, split

__all__ = [
    "AGREEMENT",
    "OWN_KEYS",
    "Fault",
    "check",
    "files",
    "in_dev",
    "item_faults",
    "load",
    "range_faults",
    "read_agreement",
    "read_document",
    "read_item",
    "revision",
    "said_by",
    "split",
    "value_faults",
]
