"""What did a folder hold in another commit?"""

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from extract.errors import GoldError, UsageError
from extract.evaluation.versus import Kept
from extract.gold import revision


@contextmanager
def committed(reference: str, gold: Path) -> Iterator[list[Kept]]:
    """Give the run directories that `REF:PATH` (or `REF:PATH,PATH`) names, with the gold revision of that commit.

    PATH counts from the root of the repository, as for git. Raises `UsageError` where git, the commit or the folder is
    not there.
    """
    ref, _, paths = reference.partition(":")
    if not ref or not paths or ref.startswith("-"):
        raise UsageError(f"{reference!r} names no folder of a commit; write REF:PATH, as origin/main:runs/baseline")
    commit = _commit(ref)
    with TemporaryDirectory(prefix="extract-compare-") as folder:
        known = _gold_revision(commit, gold, Path(folder) / "gold")
        kept = []
        for number, path in enumerate(paths.split(",")):
            target = Path(folder) / str(number)
            if not _unpack(commit, path.strip("/"), target):
                raise UsageError(f"{ref} ({commit[:12]}) has no folder {path!r}; commit a run directory there")
            kept.append(Kept(target, f"{ref}:{path}", known))
        yield kept


def _gold_revision(commit: str, gold: Path, target: Path) -> str | None:
    """Return the revision of gold in the commit; None where gold does not stand in the repository."""
    root = Path(_git("rev-parse", "--show-toplevel").stdout.decode().strip())
    try:
        path = gold.resolve().relative_to(root)
    except ValueError:
        return None
    if not _unpack(commit, path.as_posix(), target):
        return "none"
    try:
        return revision(target)
    except GoldError:
        return "none"


def _commit(ref: str) -> str:
    done = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if done.returncode:
        raise UsageError(
            f"git knows no commit {ref!r} here; fetch it (in GitHub Actions: checkout with fetch-depth: 0)"
        )
    return done.stdout.decode().strip()


def _unpack(commit: str, path: str, target: Path) -> bool:
    """Put the folder of the commit in place; False where there is none."""
    done = _git("archive", "--format=tar", f"{commit}:{path}")
    if done.returncode:
        return False
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(target, filter="data")
    return True


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("git")
    if program is None:
        raise UsageError("--baseline-ref needs git, which is not installed; name the baseline's directory instead")
    return subprocess.run([program, *arguments], capture_output=True, check=False)  # noqa: S603 - no shell
