"""Where the command `extract` begins."""

import os
import sys
from errno import EPIPE

from extract import cycles
from extract.cli import commands


def main() -> None:
    """Run the command line and exit with its code; what was printed has left the process by then."""
    cycles.seldom()
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
