"""How are requests answered elsewhere, all at once? They go out in files, and the answers come in from files."""

from extract.batch.collecting import Collected, collect
from extract.batch.index import Limits
from extract.batch.writing import Written, write

__all__ = ["Collected", "Limits", "Written", "collect", "write"]
