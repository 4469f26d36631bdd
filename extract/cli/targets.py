"""Which files must no command write over?"""

from pathlib import Path

from extract.errors import RecordError, UsageError

_LONGEST = 65_536
"""Bytes of a first line beyond which it is no document's of a gold file."""


def refuse_kept(path: Path, option: str) -> None:
    """Raise `UsageError` where the target, which `option` names, is a file of a run or stands in a gold folder.

    Both hold what nothing could bring back: answers that were paid for, and labels. Anything else may be replaced.
    """
    from extract.runs import FILES, MANIFEST

    folder = path.resolve().parent
    if (folder / MANIFEST).exists() and path.resolve().name.casefold() in FILES:
        raise UsageError(f"{path} is a file of the run {folder}; name another file with {option}")
    for kept in (folder, folder.parent):
        if _is_gold(kept):
            raise UsageError(f"{path} stands in the gold set {kept}; name a file outside it with {option}")


def _is_gold(folder: Path) -> bool:
    return any(_labels(path) for path in folder.glob("*.jsonl"))


def _labels(path: Path) -> bool:
    """Whether the file begins as gold does; one that cannot be read is none."""
    from extract.jsonl import loads

    try:
        with path.open("rb") as file:
            return loads(file.readline(_LONGEST), str(path)).get("type") == "document"
    except (OSError, RecordError):
        return False
