"""Who reviews, where nobody says so?"""

import getpass
import shutil
import subprocess
from collections.abc import Callable

from extract.errors import UsageError


def reviewer(login: Callable[[], str] = getpass.getuser) -> str:
    """Return git's `user.name`, or else the login name; `UsageError` where there is neither."""
    named = _git_name()
    if named:
        return named
    try:
        return login()
    except (OSError, KeyError, ImportError) as error:
        raise UsageError(
            "git knows no user.name and there is no login name; say who reviews with --reviewer"
        ) from error


def _git_name() -> str:
    program = shutil.which("git")
    if program is None:
        return ""
    done = subprocess.run(  # noqa: S603 - no shell
        [program, "config", "user.name"], capture_output=True, check=False
    )
    return done.stdout.decode("utf-8", "replace").strip()
