"""One browser for all the tests of a file."""

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import chromium


@pytest.fixture(scope="module")  # a browser that stays open leaves an event loop running under every later test
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found
