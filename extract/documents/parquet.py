"""Which documents does a Parquet file hold?"""

from collections.abc import Iterator
from typing import BinaryIO

from extract.documents.columns import found, missing_columns
from extract.documents.sources import File
from extract.documents.texts import Found, Unfit, lost
from extract.settings import Settings

BATCH_ROWS = 64
"""Rows that are held at once."""


def read(file: File, stream: BinaryIO, settings: Settings) -> Iterator[Found]:
    """Yield the record of each row, batch by batch; row numbers count from 1. Raises `Unfit` for a broken file."""
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    number = 0
    try:
        table = pq.ParquetFile(stream)
        if wrong := missing_columns(table.schema_arrow.names):
            yield lost(file.id, file.source, "bad-record", wrong)
            return
        for batch in table.iter_batches(batch_size=BATCH_ROWS):
            for record in batch.to_pylist():
                number += 1
                yield found(record, file, number, settings)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Unfit("unreadable", f"after row {number} the Parquet file cannot be read: {error}") from error
