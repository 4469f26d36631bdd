"""Which functions read and write the files of a run."""

from extract.jsonl.lines import append, decoded, dumps, loads, mend, quoted, read, read_at, replace, unrepeated
from extract.jsonl.rows import document_from_json, document_to_json, refuse_names, row_from_json, row_to_json

__all__ = [
    "append",
    "decoded",
    "document_from_json",
    "document_to_json",
    "dumps",
    "loads",
    "mend",
    "quoted",
    "read",
    "read_at",
    "refuse_names",
    "replace",
    "row_from_json",
    "row_to_json",
    "unrepeated",
]
