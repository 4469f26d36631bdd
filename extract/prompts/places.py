"""Where a prompt is found: at a path, in `./prompts`, or among those that come with the toolkit."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from extract.errors import PromptError
from extract.prompts.reading import NAME, Prompt, read_prompt

BUILT_IN = "claims-and-figures"
"""The prompt of a run that names none."""
FOLDER = Path("prompts")


@dataclass(frozen=True, slots=True)
class Place:
    """A prompt that can be named, and where it is."""

    name: str
    path: str
    built_in: bool


def load(reference: str, *, folder: Path = FOLDER) -> Prompt:
    """Return the prompt: a path that ends in `.md`, else a name in the folder, else one of those built in.

    Raises `PromptError` naming what was looked for and what there is, or what is wrong in the file and where.
    """
    if reference.endswith(".md"):
        return _read(Path(reference), reference)
    if not NAME.fullmatch(reference):
        raise PromptError(f"{reference!r} is no name of a prompt; give a name, or a path that ends in .md")
    own = folder / f"{reference}.md"
    if own.is_file():
        return _read(own, str(own))
    carried = carried_prompts() / f"{reference}.md"
    if carried.is_file():
        return _read(carried, str(carried))
    known = ", ".join(sorted({place.name for place in available(folder=folder)}))
    raise PromptError(f"no prompt {reference!r} in {folder}/ nor built in; there are: {known}")


def available(*, folder: Path = FOLDER, carried: Traversable | None = None) -> tuple[Place, ...]:
    """Return the prompts that can be named, the folder's own first; a built-in one they hide is left out."""
    own = list(_places(folder, built_in=False))
    names = {place.name for place in own}
    built_in = _places(carried or carried_prompts(), built_in=True)
    return (*own, *(place for place in built_in if place.name not in names))


def carried_prompts(package: Traversable | None = None) -> Traversable:
    """Return the folder of the prompts that come with the toolkit; `package` is where the toolkit's own code is.

    The wheel carries them as `extract/_prompts`. A checkout has no such folder: there they stand in `prompts/`, beside
    the package, where `pyproject.toml` stands too.
    """
    inside = package or files("extract")
    carried = inside / "_prompts"
    if isinstance(inside, Path) and not carried.is_dir() and (inside.parent / "pyproject.toml").is_file():
        return inside.parent / "prompts"
    return carried


def _places(folder: Path | Traversable, *, built_in: bool) -> Iterator[Place]:
    for path in sorted(folder.iterdir() if folder.is_dir() else (), key=lambda path: path.name.removesuffix(".md")):
        name = path.name.removesuffix(".md")
        if path.name.endswith(".md") and NAME.fullmatch(name) and path.is_file():
            yield Place(name, str(path), built_in)


def _read(path: Path | Traversable, shown: str) -> Prompt:
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise PromptError(f"{shown}: cannot be read: {error.strerror}; name a file that can") from error
    except UnicodeDecodeError as error:
        raise PromptError(f"{shown}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    return read_prompt(text, shown)
