"""How is another package run beside this one, in an environment of its own?"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

INSTALL_SECONDS = 900
RUN_SECONDS = 1800


class PeerUnavailable(Exception):
    """The peer could not be installed or run; the message says why."""


def run_peer(name: str, requirements: Sequence[str], command: Sequence[str], given: str, folder: Path) -> str:
    """Install the peer with venv and pip under the folder where it is not yet, and return what its script prints.

    `command` is the script and its arguments, `given` its standard input. Raises `PeerUnavailable`.
    """
    environment = folder / name
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    done = environment / "installed"
    if not done.exists():
        _run([sys.executable, "-m", "venv", "--clear", str(environment)], "", INSTALL_SECONDS)
        _run([str(python), "-m", "pip", "install", "--quiet", *requirements], "", INSTALL_SECONDS)
        done.touch()
    return _run([str(python), *command], given, RUN_SECONDS)


def _run(command: list[str], given: str, seconds: int) -> str:
    try:
        return subprocess.run(command, input=given, capture_output=True, text=True, timeout=seconds, check=True).stdout
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["no message"])[-1]
        raise PeerUnavailable(last) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerUnavailable(str(error)) from error
