"""Where the Python of the pages is tried out: a folder of its own with the documents in it."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("seeds", "gold"):
        shutil.copytree(Path(__file__).parent.parent / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
