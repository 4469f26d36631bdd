"""Where the command `extract` begins."""

import gc
import os
import sys
from errno import EPIPE

from extract.cli import commands

ALLOCATIONS = 50_000
"""New objects after which cycles are looked for. Thousands of records hold none, and Python's 700 cost a fifth."""


def main() -> None:
    """Run the command line and exit with its code; what was printed has left the process by then."""
    gc.set_threshold(ALLOCATIONS, 20, 20)
    if sys.stdout is None:  # where the caller closed it
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - to the end of the process
    out = sys.stdout  # click puts another in its place where a pipe is closed
    try:
        try:
            commands(prog_name="extract")
        finally:
            if not out.closed:  # a command that wrote bytes to a closed pipe closes it
                out.flush()
    except OSError as error:
        # The interpreter would try to write the rest at its end, and print a traceback of its own.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        if error.errno != EPIPE:  # whoever closed the pipe has seen enough and needs no message
            sys.stderr.write(f"Error: the output cannot be written: {error.strerror}\n")
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
