"""How is a table written as Parquet, with decimals as decimals?"""

from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from extract.errors import MissingExtra
from extract.export.table import DIGITS, PLACES, Column, Entry, Table

BATCH_ROWS = 1024
"""Rows that are held at once."""


def write_parquet(table: Table, stream: BinaryIO) -> None:
    """Write the table with typed columns: decimals as decimal128(38, 10), whole numbers as int64, text as it is.

    Raises `MissingExtra` where pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtra("writing Parquet", "parquet") from error
    types = {
        "text": pa.string(),
        "decimal": pa.decimal128(DIGITS, PLACES),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
    }
    schema = pa.schema([(column.name, types[column.kind]) for column in table.columns])
    with pq.ParquetWriter(stream, schema) as writer:
        remaining = table.entries()
        while entries := list(islice(remaining, BATCH_ROWS)):
            cells = [[_held(column, entry) for entry in entries] for column in table.columns]
            writer.write_batch(pa.record_batch(cells, schema=schema))


def _held(column: Column, entry: Entry) -> Any:
    cell = column.cell(entry)
    if isinstance(cell, str):
        if column.kind == "decimal":
            return Decimal(cell)
        return cell.encode("utf-8", "backslashreplace").decode("utf-8")  # a lone surrogate has no UTF-8
    return cell
