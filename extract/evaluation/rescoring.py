"""How do runs score on gold as it is, and on gold as the decisions of its reviewers make it?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel

from extract.evaluation.evaluating import evaluate
from extract.gold import files
from extract.records import Document
from extract.review import Applied, State, apply
from extract.runs import read_documents
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


def rescored(
    runs: Sequence[Path], folder: Path, state: State, root: type[BaseModel], root_of: Callable[[Path], type[BaseModel]]
) -> Rescored:
    """Return the scores of the runs on the gold folder before and after the decisions, which it leaves as it is.

    `root` is the response model that the labels fit, `root_of` gives those of the runs. Raises as `evaluate` and
    `apply`.
    """
    contents = {path: path.read_bytes() for path in files(folder)}
    applied = apply(state, contents, root, _texts(runs, state))
    with _as_folder(contents, applied) as new:
        scores = [tuple(evaluate(run, gold, root_of(run), uncovered=False) for run in runs) for gold in (folder, new)]
    return Rescored(applied, tuple(runs), *scores)


def _texts(runs: Sequence[Path], state: State) -> dict[str, Document]:
    """Return the documents of the runs on which something is decided, by id."""
    decided = {one.document for _, one in state.holding()}
    if not decided:
        return {}
    return {document.id: document for run in runs for document in read_documents(run) if document.id in decided}


@contextmanager
def _as_folder(contents: Mapping[Path, bytes], applied: Applied) -> Iterator[Path]:
    """Give a folder with gold as it will be."""
    with TemporaryDirectory(prefix="extract-apply-") as name:
        for path, content in contents.items():
            (Path(name) / path.name).write_bytes(applied.files.get(path, (b"", content))[1])
        yield Path(name)
