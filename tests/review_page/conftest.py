"""A log that is empty and open, for the tests of what screens show."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.review import LOG, DecisionsLog


@pytest.fixture
def log(tmp_path: Path) -> Iterator[DecisionsLog]:
    with DecisionsLog(tmp_path / LOG) as opened:
        yield opened
