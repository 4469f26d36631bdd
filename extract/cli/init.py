"""`extract init`: a folder with all that a project of one's own needs to start."""

from pathlib import Path

import click

from extract.errors import ExtractError, UsageError

GITIGNORE = """\
# what a run writes can be made again
runs/
.venv/
__pycache__/
"""

README = """\
# {name}

Claims and figures out of the documents in `documents/`, every number checked against the document's own words.

    extract run documents/ --prompt {prompt}

reads every file in `documents/` and writes `runs/{prompt}--rules/results.jsonl`, one row a document.

- `documents/` is for what is to be read: text, Markdown, JSON Lines or CSV with the columns `id` and `text`.
- `prompts/{prompt}.md` is what a model is asked. It is yours to change; `extract prompts check` tries its examples.
- `gold/` is for labelled documents, one file each, that the answers are scored against.
"""


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
def init(directory: Path) -> None:
    """Make a folder with a prompt to change, and places for documents and gold."""
    from extract import prompts

    prompt = prompts.load(prompts.BUILT_IN)
    files = {
        "README.md": README.format(name=directory.resolve().name, prompt=prompt.name),
        ".gitignore": GITIGNORE,
        f"prompts/{prompt.name}.md": prompt.text,
        "documents/.gitkeep": "",
        "gold/.gitkeep": "",
    }
    try:
        there = sorted(path.name for path in directory.iterdir()) if directory.is_dir() else []
        if there:
            raise UsageError(f"{directory} holds {there[0]} already; name a new folder, nothing was written")
        _write(directory, files)
    except OSError as error:
        raise ExtractError(f"{directory} cannot be written ({error.strerror}); name another folder") from error
    click.echo(f"{directory}: put documents into {directory / 'documents'}, then see {directory / 'README.md'}")


def _write(directory: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
