"""How a run is started a hundred times at little cost: all is loaded once, each run is a fork of that.

Reads the arguments of `extract run` from standard input, one JSON list a line, and prints the process id of each run
and then, once it has ended, its exit code (minus the signal, if a signal ended it).
"""

import json
import os
import sys

import aiohttp  # noqa: F401 - so that the forks need not load it
import openai  # noqa: F401
from instructor.v2 import mode_registry  # noqa: F401

from extract.__main__ import main
from extract.llm.ask import Asker  # noqa: F401
from extract.llm.modes import with_reask  # noqa: F401
from extract.runs import run_plan  # noqa: F401


def started(arguments: list[str]) -> int:
    """Fork a run and return its process id."""
    child = os.fork()
    if child:
        return child
    sys.argv = ["extract", "run", *arguments]
    try:
        main()
    except SystemExit as exit_:
        os._exit(exit_.code if isinstance(exit_.code, int) else 1)
    os._exit(0)


for line in sys.stdin:
    process = started(json.loads(line))
    print(process, flush=True)  # noqa: T201 - this is what the program is for
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)  # noqa: T201
