"""What the tests in a browser have in common: when they are skipped, and how Chromium is started."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def missing(reason: str) -> None:
    """Skip, or fail where a browser is required."""
    if os.environ.get("EXTRACT_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{reason}, and EXTRACT_REQUIRE_BROWSER=1 asks for it")
    pytest.skip(reason)


@contextmanager
def chromium() -> Iterator[Any]:
    """Give the machine's own Chromium, or skip."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        missing("no chromium here (apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed (the extra `test` has it)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield browser
        browser.close()


def faults(tab: Any, passes: int = 10) -> list[tuple[str, str, str]]:
    """Return what axe finds that keeps people from using the page: how grave, by which rule, and where first.

    It has looked at a whole page where more than `passes` of its rules hold.
    """
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        missing("axe-playwright-python is not installed (the extra `test` has it)")
    found = Axe().run(tab).response
    assert len(found["passes"]) > passes
    return [
        (one["impact"], one["id"], one["nodes"][0]["html"][:200])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical", "moderate")
    ]
