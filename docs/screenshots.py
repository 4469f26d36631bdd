"""Makes the pictures of the review page: `python docs/screenshots.py`, with Chromium and the extra `test` installed.

The five documents are read by the embedded model, some numbers of the run are spoiled, and most of what differs then is
decided, in a folder that goes when the pictures are made.
"""

import os
import shutil
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extract import ClaimsAndFigures, jsonl, run
from extract.evaluation.rescoring import rescored
from extract.evaluation.reviewing import review_of_run
from extract.review import LOG, DecisionsLog
from extract.review_page.filters import Filter
from extract.review_page.serving import Where, served
from extract.review_page.session import Session

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "images"
SIZE = {"width": 1160, "height": 690}
SPOILED = ("7000000000", "50", "20")
"""Values of the run that lose three places, so that there is something to decide."""


def spoil(results: Path) -> None:
    """Make some numbers of a run wrong by three places."""
    rows = [jsonl.loads(line, str(results)) for line in results.read_bytes().splitlines()]
    for figure in (figure for row in rows for figure in row["extraction"]["figures"]):
        if figure["value"] in SPOILED:
            figure["value"] = f"{figure['value']}000" if len(figure["value"]) < 4 else figure["value"][:-3]
    results.write_text("".join(f"{jsonl.dumps(row)}\n" for row in rows), encoding="utf-8")


def decide(session: Session) -> None:
    """Decide all but the first item with a number that differs: gold has the numbers right."""
    waiting = next(one for one in session.queue(Filter()) if one.kind == "value")
    for number, one in enumerate(one for one in session.queue(Filter()) if one is not waiting):
        verdict: Any = "both" if one.kind == "agreement" else "reference" if one.kind == "value" else "run"
        session.decide([(one, None)], verdict, f"e-{number}")


def photograph(url: str, name: str) -> None:
    """Take a picture of an address."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        executable = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_context(viewport=SIZE, color_scheme="light", reduced_motion="reduce").new_page()
        tab.goto(url)
        tab.screenshot(path=PICTURES / f"{name}.png", full_page=name == "review-summary")
        browser.close()


def served_and_photographed(session: Session, path: str, name: str) -> None:
    """Serve the page of a review for one picture."""
    with served(session, Where()) as page:
        serving = threading.Thread(target=page.run)
        serving.start()
        try:
            photograph(page.url + path, name)
        finally:
            page.server.should_exit = True
            serving.join()


def main() -> None:
    """Make the pictures in the folder where the command stands: a temporary one."""
    for name in ("seeds", "gold"):
        shutil.copytree(ROOT / name, name)
    results, gold = Path("runs/spoiled"), Path("gold")
    run("seeds/", out=str(results))
    spoil(results / "results.jsonl")
    subject = review_of_run(results, gold, ClaimsAndFigures)
    with DecisionsLog(gold / LOG) as log:
        mixed = Session(subject, ClaimsAndFigures, log, "ana", share=0.08)
        mixed.scores = lambda: rescored([results], gold, log.state, ClaimsAndFigures, lambda _: ClaimsAndFigures)
        decide(mixed)
        served_and_photographed(Session(subject, ClaimsAndFigures, log, "ana"), "next", "review-item")
        served_and_photographed(mixed, "summary", "review-summary")


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        main()
        os.chdir(ROOT)
