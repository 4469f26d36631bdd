"""Where the Python of the pages is tried out: a folder of its own with the documents in it."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(Path(__file__).parent.parent / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
