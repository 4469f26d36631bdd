"""How do runs score on gold as it is, and on gold as the decisions of its reviewers make it?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel

from extract.evaluation.evaluating import evaluate
from extract.gold import files
from extract.review import Applied, State, apply
from extract.scores import Evaluation


@dataclass(frozen=True, slots=True)
class Rescored:
    """Runs on old and new gold: a difference between the two is gold's doing, one between runs the prompt's."""

    applied: Applied
    """What the decisions make of gold; nothing of it is written."""
    runs: tuple[Path, ...]
    old: tuple[Evaluation, ...]
    """A run each."""
    new: tuple[Evaluation, ...]


def rescored(runs: Sequence[Path], folder: Path, state: State, root_of: Callable[[Path], type[BaseModel]]) -> Rescored:
    """Return the scores of the runs on the gold folder before and after the decisions, which it leaves as it is.

    Raises as `evaluate` and `apply`.
    """
    contents = {path: path.read_bytes() for path in files(folder)}
    applied = apply(state, contents)
    with _as_folder(contents, applied) as new:
        scores = [tuple(evaluate(run, gold, root_of(run), uncovered=False) for run in runs) for gold in (folder, new)]
    return Rescored(applied, tuple(runs), *scores)


@contextmanager
def _as_folder(contents: Mapping[Path, bytes], applied: Applied) -> Iterator[Path]:
    """Give a folder with gold as it will be."""
    with TemporaryDirectory(prefix="extract-apply-") as name:
        for path, content in contents.items():
            (Path(name) / path.name).write_bytes(applied.files.get(path, (b"", content))[1])
        yield Path(name)
