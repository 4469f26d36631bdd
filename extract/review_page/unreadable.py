"""What is told of a log of decisions that cannot be read or written any more while the page is open?"""

from pathlib import Path

from extract.errors import RecordError

HEADING = "The log of decisions cannot be read"


def fault(log: Path, error: Exception, again: str = "load this page again") -> str:
    """Return what is wrong and what to do; of a line that is no event its place and none of its words.

    `again` is what to do once it is mended.
    """
    if not isinstance(error, RecordError):
        return str(error)
    return (
        f"{_place(log, error)} is no event of a review that can be read; mend the line or take it out, and {again}. "
        "Where the editor put another file in its place, start the review again."
    )


def _place(log: Path, error: RecordError) -> str:
    """Return the file and the line that the error begins with; the file alone where it names no line of it."""
    number, _, _ = str(error).removeprefix(f"{log}:").partition(": ")
    return f"{log}:{number}" if number.isdecimal() else f"a line of {log}"
