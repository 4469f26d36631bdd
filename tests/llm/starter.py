"""How a run is started a hundred times at little cost: all is loaded once, each run is a fork of that.

Reads the arguments of `extract` from standard input, one JSON list a line. The first is carried out in this process,
which loads whatever a run loads. For each other one it prints the process id and then, once that has ended, its exit
code (minus the signal, if a signal ended it).
"""

import json
import os
import sys

from extract.cli import commands


def started(arguments: list[str]) -> int:
    """Fork a process that carries the command out, and return its id."""
    child = os.fork()
    if child:
        return child
    try:
        commands(arguments, prog_name="extract")
    except SystemExit as exit_:
        os._exit(exit_.code if isinstance(exit_.code, int) else 1)
    os._exit(0)


def main() -> None:
    """Carry out the first command here, then each other one in a fork."""
    commands(json.loads(sys.stdin.readline()), standalone_mode=False)
    for line in sys.stdin:
        process = started(json.loads(line))
        print(process, flush=True)  # noqa: T201 - this is what the program is for
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
