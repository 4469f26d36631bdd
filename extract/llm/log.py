"""What was sent when, and what became of it: one line of JSON for each attempt, without text of documents."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extract import jsonl
from extract.errors import UsageError


class Log:
    """A file of lines that is added to; a line is written whole."""

    def __init__(self, path: Path) -> None:
        """Open the file; `UsageError` where it cannot be written."""
        try:
            self._out = path.open("ab", buffering=0)
        except OSError as error:
            raise UsageError(f"--log {path} cannot be written ({error.strerror}); name another file") from error

    def write(self, line: Mapping[str, Any]) -> None:
        """Add a line."""
        jsonl.append(self._out, line)

    def close(self) -> None:
        """Close the file."""
        self._out.close()
