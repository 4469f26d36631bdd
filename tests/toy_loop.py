"""What the browser tests of the review have in common: a run that is wrong on purpose, and the page that shows it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.review import LOG

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
LISTEN = "addEventListener('securitypolicyviolation', e => console.error('violates ' + e.violatedDirective))"
EXPECTED = "Failed to load resource: "
"""What Chromium writes on its console for 409, 422 and 507, and where a test breaks the connection."""


def command(folder: Path, *arguments: str) -> str:
    """Run `extract` and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "extract", *arguments], cwd=folder, env=ENVIRONMENT, text=True, capture_output=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rows(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "runs" / "spoiled" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def keep_rows(folder: Path, rows: list[dict[str, Any]]) -> None:
    path = folder / "runs" / "spoiled" / "results.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def seeds(folder: Path) -> Path:
    """Put the five seeds, their gold and a run there that is wrong in about forty places."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copytree(ROOT / "gold", folder / "gold", ignore=shutil.ignore_patterns("review"))
    command(folder, "run", "seeds", "--out", "runs/spoiled", "--quiet")
    spoiled = rows(folder)
    figures = [one for row in spoiled for one in row["extraction"]["figures"]]
    claims = [one for row in spoiled for one in row["extraction"]["claims"]]
    for one in [one for one in figures if one["unit"] == "CNY"][:6]:
        one["unit"] = "USD"
    for number, one in enumerate(one for one in figures if one["unit"] not in ("USD", None)):
        if number % 2 and one["value"] and not one["upper"]:
            one["value"] += "000"
    for number, one in enumerate(claims):
        if number % 7 == 0:
            one["kind"] = "plan" if one["kind"] != "plan" else "fact"
    for row in spoiled:
        del row["extraction"]["claims"][3]
    keep_rows(folder, spoiled)
    return folder


def generated(folder: Path, documents: Sequence[Mapping[str, str]] = ()) -> Path:
    """Put gold and a run of documents there that disagree on each item; of made-up ones in some hundreds of places."""
    folder.mkdir(exist_ok=True)
    written = documents or [{"id": f"d-{number:03}", "text": _text(number)} for number in range(60)]
    lines = "".join(json.dumps(one) + "\n" for one in written)
    (folder / "documents.jsonl").write_text(lines, encoding="utf-8")
    command(folder, "run", "documents.jsonl", "--out", "runs/spoiled", "--quiet")
    (folder / "gold").mkdir()
    for row in rows(folder):
        header = {"type": "document", "id": row["document"]["id"], "sha256": row["document"]["sha256"], "guidelines": 1}
        items = [_label("figure", one) for one in row["extraction"]["figures"]]
        items += [_label("claim", one) for one in row["extraction"]["claims"]]
        for one in items:
            one |= {"status": "planned"} if one["type"] == "figure" else {"speaker": "Anna Berg"}
        text = "".join(json.dumps(one) + "\n" for one in (header, *sorted(items, key=lambda one: one["start"])))
        (folder / "gold" / f"{row['document']['id']}.jsonl").write_text(text, encoding="utf-8")
    return folder


def _text(number: int) -> str:
    return (
        "".join(f"The county built {number + place + 2} plants in {2000 + number % 20}. " for place in range(4))
        + f"The port exported {number + 30} tonnes of tin in {2001 + number % 20}."
    )


def _label(type_: str, one: Mapping[str, Any]) -> dict[str, Any]:
    left_out = ("quote", "span", "grounding", "verification", "problems", "claim")
    start, end = one["span"]
    fields = {name: value for name, value in one.items() if name not in left_out}
    return {"type": type_, "start": start, "end": end, "quote": one["quote"], **fields}


def log(folder: Path) -> list[dict[str, Any]]:
    """Return the events of the review, the first first."""
    path = folder / "gold" / LOG
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def gold(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "gold").glob("*.jsonl")}


# --- the page ---------------------------------------------------------------------------------------------------


@contextmanager
def served(folder: Path, *options: str) -> Iterator[str]:
    """Serve the review and give its address; Ctrl-C ends it."""
    arguments = ["review", "runs/spoiled", "--no-open", "--json", "--reviewer", "ana", *options]
    process = subprocess.Popen(
        [sys.executable, "-m", "extract", *arguments], cwd=folder, env=ENVIRONMENT, text=True, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["url"]
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        process.stdout.close()


@dataclass
class Reviewer:
    """Someone who sits before the page."""

    tab: Any
    url: str

    @property
    def item(self) -> str:
        return str(self.tab.locator("main").get_attribute("data-item"))

    @property
    def toast(self) -> str:
        return str(self.tab.locator("main [role=status]").inner_text())

    @property
    def alert(self) -> str:
        return str(self.tab.locator("main [role=alert]").first.inner_text())

    def goes(self, path: str) -> None:
        self.tab.goto(self.url + path)
        self.reads()

    def reads(self) -> None:
        """Let the quarter of a second pass in which no key counts."""
        self.tab.wait_for_timeout(270)

    def presses(self, key: str) -> None:
        """Press a key that brings another screen and wait for that."""
        self.does(lambda: self.tab.keyboard.press(key))

    def does(self, act: Callable[[], None]) -> None:
        from playwright.sync_api import expect

        self.tab.evaluate("document.querySelector('main').dataset.old = ''")
        act()
        expect(self.tab.locator("main[data-old]")).to_have_count(0)
        self.reads()

    def tries(self, key: str) -> None:
        """Press a key that is to do nothing."""
        self.tab.keyboard.press(key)
        self.tab.wait_for_timeout(150)


@contextmanager
def sitting(browser: Any, url: str, path: str = "next", **options: Any) -> Iterator[Reviewer]:
    """Open the page; at the end no policy was broken, no script failed and nothing was asked of anyone else."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
    tab = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    tab.add_init_script(LISTEN)
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("dialog", lambda dialog: said.append(dialog.message))
    tab.on("request", lambda request: asked.append(request.url))
    one = Reviewer(tab, url)
    one.goes(path)
    yield one
    context.close()
    origin = url.split("/", 3)[:3]
    assert [line for line in said if not line.startswith(EXPECTED)] == []
    assert [address for address in asked if address.split("/", 3)[:3] != origin] == []
