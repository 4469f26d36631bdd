"""Which tables a run can be written as: one row an item, for spreadsheets and for data frames."""

from extract.export.csv import write_cells, write_csv
from extract.export.parquet import write_parquet
from extract.export.table import Column, Entry, Table, table_of, types_in

__all__ = ["Column", "Entry", "Table", "table_of", "types_in", "write_cells", "write_csv", "write_parquet"]
