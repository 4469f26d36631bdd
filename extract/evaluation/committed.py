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
    not there, or where the folder holds a symbolic link.
    """
    ref, _, listed = reference.partition(":")
    paths = [path.strip("/") for path in listed.split(",")]
    if not ref or not all(paths) or ref.startswith("-"):
        raise UsageError(f"{reference!r} names no folder of a commit; write REF:PATH, as origin/main:runs/baseline")
    commit = _commit(ref)
    root = Path(_git("rev-parse", "--show-toplevel").stdout.decode().strip())
    with TemporaryDirectory(prefix="extract-compare-") as folder:
        known = _gold_revision(root, commit, gold, Path(folder) / "gold")
        kept = []
        for number, path in enumerate(paths):
            target = Path(folder) / str(number)
            refusal = _unpack(root, f"{commit}:{path}", target)
            if refusal is not None:
                raise UsageError(
                    f"{ref} ({commit[:12]}) has no folder {path!r}; commit a run directory there (git: {refusal})"
                )
            kept.append(Kept(target, f"{ref}:{path}", known))
        yield kept


def _gold_revision(root: Path, commit: str, gold: Path, target: Path) -> str | None:
    """Return the revision of gold in the commit; None where gold does not stand in the repository."""
    try:
        path = gold.resolve().relative_to(root)
    except ValueError:
        return None
    if _unpack(root, f"{commit}:{'/'.join(path.parts)}", target) is not None:
        return "none"
    try:
        return revision(target)
    except GoldError:
        return "none"


def _commit(ref: str) -> str:
    done = _git("rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}")
    if done.returncode:
        raise UsageError(
            f"git knows no commit {ref!r} here; fetch it (in GitHub Actions: checkout with fetch-depth: 0; "
            f"git: {_complaint(done)})"
        )
    return done.stdout.decode().strip()


def _unpack(root: Path, tree: str, target: Path) -> str | None:
    """Put the folder of the commit in place; return what git says where there is none.

    In the root, because elsewhere git archives only what the working directory has.
    """
    done = _git("-C", str(root), "archive", "--format=tar", tree)
    if done.returncode:
        return _complaint(done)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        link = next((member.name for member in archive if member.issym()), None)
        if link is not None:
            raise UsageError(f"{tree} holds a symbolic link, {link!r}; commit the file itself")
        archive.extractall(target, filter="data")
    return None


def _complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return what git says, in one line."""
    return " ".join(done.stderr.decode("utf-8", "replace").split())


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("git")
    if program is None:
        raise UsageError("--baseline-ref needs git, which is not installed; name the baseline's directory instead")
    return subprocess.run([program, *arguments], capture_output=True, check=False)  # noqa: S603 - no shell
