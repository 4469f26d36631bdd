"""One browser for all the tests of a file, and someone who sits before the review of a run that is wrong on purpose."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import chromium
from toy_loop import Reviewer, seeds, served, sitting


@pytest.fixture(scope="module")  # a browser that stays open leaves an event loop running under every later test
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return seeds(tmp_path_factory.mktemp("seeds"))


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """Return a project with the five seeds, their gold and a run."""
    return Path(shutil.copytree(prepared, tmp_path / "project"))


@pytest.fixture
def ana(browser: Any, folder: Path) -> Iterator[Reviewer]:
    """Return someone who sees the first open item of the project."""
    with served(folder) as url, sitting(browser, url) as reviewer:
        yield reviewer
