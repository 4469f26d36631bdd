"""How tests start one run after the other: in a process that has loaded what runs need, and forks for each."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

_PROGRAM = Path(__file__).parent / "starter.py"


class Starter:
    """Starts `extract` with given arguments; the first command is carried out while it gets ready."""

    def __init__(self, folder: Path, environment: Mapping[str, str], first: Sequence[str]) -> None:
        pipe = subprocess.PIPE
        self._program = subprocess.Popen(
            [sys.executable, _PROGRAM], cwd=folder, env=environment, text=True, stdin=pipe, stdout=pipe
        )
        self._tell(first)

    def start(self, arguments: Sequence[str]) -> int:
        """Start a command and return its process id."""
        self._tell(arguments)
        return self._number()

    def ended(self) -> int:
        """Wait until the command has ended and return its exit code."""
        return self._number()

    def _tell(self, arguments: Sequence[str]) -> None:
        assert self._program.stdin is not None
        self._program.stdin.write(json.dumps(list(arguments)) + "\n")
        self._program.stdin.flush()

    def _number(self) -> int:
        assert self._program.stdout is not None
        for line in self._program.stdout:
            if line.strip().lstrip("-").isdigit():  # the rest is what commands print
                return int(line)
        raise AssertionError("the starter ended")

    def close(self) -> None:
        """Wait until the program has ended."""
        self._program.communicate()


@contextmanager
def starting(folder: Path, environment: Mapping[str, str], first: Sequence[str]) -> Iterator[Starter]:
    """Give a starter that is closed at the end of the block."""
    starter = Starter(folder, environment, first)
    try:
        yield starter
    finally:
        starter.close()
