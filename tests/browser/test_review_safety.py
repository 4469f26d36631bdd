"""Whether the review page stays harmless: hostile words and pages, and a server that does not answer."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from toy_loop import Reviewer, generated, keep_rows, log, rows, served, sitting

from extract.review import LOG

HOSTILE = (
    "</script></textarea><img src=x onerror=\"document.title='owned'\"><svg onload=alert(1)>'\"><b>{{ 7*7 }}\u202egpj"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of two documents whose text, fields and ids are full of markup, and of one figure each."""
    text = f"The port exported 30 tonnes of tin. {HOSTILE} The county built 7 plants."
    documents = [{"id": f"d-{number} <i>", "title": HOSTILE, "text": text} for number in range(2)]
    return generated(tmp_path_factory.mktemp("hostile"), documents)


def spoiled(folder: Path) -> Path:
    """Let the run and gold say hostile things."""
    found = rows(folder)
    for row in found:
        for one in row["extraction"]["figures"]:
            one |= {"unit": HOSTILE, "measure": HOSTILE, "entity": HOSTILE}
    keep_rows(folder, found)
    return folder


@contextmanager
def elsewhere(html: str) -> Iterator[str]:
    """Serve a page on another port of this machine."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def harmless(ana: Reviewer) -> None:
    assert ana.tab.locator("main img, main script, main svg, main b:not(.letter), main iframe").count() == 0
    assert "owned" not in ana.tab.title()
    assert "49" not in ana.tab.locator("main").inner_text()


def test_hostile_words_run_nothing_on_any_screen(browser: Any, folder: Path) -> None:
    spoiled(folder)
    with served(folder) as url, sitting(browser, url, "next?kind=unit") as ana:
        harmless(ana)
        assert "<img src=x onerror=" in ana.tab.locator(".source").first.inner_text()
        for key in ("e", "Escape", "b", "Escape"):
            ana.presses(key)
            harmless(ana)
        ana.goes("next?kind=unit")
        ana.presses("e")
        ana.tab.get_by_label("measure").fill(HOSTILE)
        ana.tab.locator("#f-period").fill(HOSTILE)
        ana.presses("Control+Enter")
        harmless(ana)
        ana.tab.locator("#f-period").fill("")
        ana.presses("Control+Enter")
        ana.tab.keyboard.press("c")
        ana.tab.keyboard.insert_text(HOSTILE)
        ana.presses("Control+Enter")
        harmless(ana)
        for path in ("", "history", "summary", f"i/{log(folder)[0]['items'][0]['item']}"):
            ana.goes(path)
            harmless(ana)
    assert log(folder)[0]["final"]["measure"] == HOSTILE
    assert log(folder)[1]["note"] == HOSTILE


ATTACK = """<!DOCTYPE html><title>bait</title><form id=f method=post enctype=text/plain action="URLdecide" target=g>
<input name='BODY' value=''></form><iframe name=g></iframe><script>
const body = JSON.stringify(SAID);
const tries = [
  fetch("URLdecide", {method: "POST", mode: "no-cors", headers: {"Content-Type": "text/plain"}, body}),
  fetch("URLdecide", {method: "POST", credentials: "include", body,
    headers: {"Content-Type": "application/json", "X-Extract-Token": "TOKEN"}}),
  fetch("URLundo", {method: "POST", mode: "no-cors", body}),
  fetch("URL", {mode: "cors"}).then(answer => answer.text()),
  new Promise((_, no) => { const image = new Image(); image.onerror = no; image.src = "URLstatic/icon.svg"; }),
];
f.submit();
navigator.sendBeacon("URLdecide", new Blob([body], {type: "application/json"}));
Promise.allSettled(tries).then(all => document.title = all.map(one => one.status).join(" "));
</script>"""


def test_a_page_on_another_port_that_knows_address_and_token_changes_nothing(browser: Any, folder: Path) -> None:
    with served(folder) as url, sitting(browser, url, "next?type=claims") as ana:
        before = log(folder)
        token = ana.tab.locator("meta[name=token]").get_attribute("content")
        said = {"event": "x", "item": ana.item, "seen": None, "verdict": "a", "query": ""}
        page = ATTACK.replace("URL", url).replace("SAID", json.dumps(said)).replace("TOKEN", str(token))
        page = page.replace("BODY", json.dumps(said)[:-1].replace("'", "&#39;") + ', "x": "')
        context = browser.new_context()
        with elsewhere(page) as bait:
            tab = context.new_page()
            tab.goto(bait)
            tab.wait_for_timeout(1500)
            assert tab.title() == " ".join(["rejected"] * 5)
        context.close()
        assert log(folder) == before


def test_what_the_server_did_not_answer_is_sent_again_as_the_same_act(browser: Any, folder: Path) -> None:
    with served(folder) as url, sitting(browser, url, "next?type=claims") as ana:
        before, sent = len(log(folder)), []

        def lose(route: Any) -> None:
            sent.append(route.request.post_data_json["event"])
            if len(sent) == 1:
                route.fetch()  # it is kept, and the answer is lost on the way
            route.abort() if len(sent) < 3 else route.continue_()

        said = "Not saved: the server does not answer; press again to try again."
        ana.tab.route("**/decide", lose)
        for _ in range(2):
            ana.tries("1")
            assert ana.alert == said
        ana.presses("1")
        assert len(set(sent)) == 1
        assert len(log(folder)) == before + 1


def test_without_scripts_everything_can_be_read(browser: Any, folder: Path) -> None:
    with served(folder) as url, sitting(browser, url, "", java_script_enabled=False) as ana:
        for link, heading in (("Next open", "differs"), ("Edit", "What belongs there"), ("Keys", "Keys")):
            ana.tab.get_by_role("link", name=link).first.click()
            ana.tab.get_by_role("heading", name=heading).first.wait_for()


def test_what_the_log_does_not_take_is_said_and_nothing_typed_is_lost(browser: Any, folder: Path) -> None:
    with served(folder) as url, sitting(browser, url, "next?type=claims") as ana:
        path, item = folder / "gold" / LOG, ana.item
        ana.tab.get_by_text("Why, in your words").click()
        ana.tab.get_by_label("Note").fill("mine")
        ana.tab.keyboard.press("Escape")
        path.rename(path.with_suffix(".away"))
        ana.presses("1")
        assert ana.alert.startswith("NOT saved")
        assert (ana.item, ana.tab.get_by_label("Note").input_value()) == (item, "mine")
        path.with_suffix(".away").rename(path)
        ana.presses("1")
    assert log(folder)[-1]["note"] == "mine"


# --- where words stand --------------------------------------------------------------------------------------------

ODD = (
    "The port exported 30 tonnes of tin.\r\n\U0001f4b6 e\u0301 \U0001f469\u200d\U0001f680 a\u202eb\u00adc\u200b. "
    "The county built 7 plants."
)
POINT_AT = """([start, end]) => {
    const at = (point) => {
        for (const run of document.querySelectorAll(".source [data-start]")) {
            const first = Number(run.dataset.start), chip = run.classList.contains("chip");
            const held = chip ? ["x"] : [...run.textContent];
            if (first <= point && point < first + held.length)
                return [run.firstChild, held.slice(0, point - first).join("").length];
        }
    };
    const [first, from] = at(start), [last, to] = at(end);
    document.getSelection().setBaseAndExtent(first, from, last, to);
    return new Promise(done => setTimeout(() => done(
        ["p:start", "p:end", "p:quote"].map(name => document.querySelector(`[name='${name}']`).value)), 20));
}"""


def test_selected_words_are_counted_in_code_points(browser: Any, tmp_path: Path) -> None:
    folder = generated(tmp_path / "odd", [{"id": "odd", "text": ODD}])
    with served(folder) as url, sitting(browser, url) as ana:
        ana.goes(f"i/{ana.item}/edit?whole=1")
        solid = [place for place, char in enumerate(ODD) if not char.isspace()]
        wrong = []
        for start in solid[::3]:
            for end in solid[solid.index(start) + 1 :: 5]:
                length = len(ODD[start:end].rstrip())
                expected = [str(start), str(start + length), ODD[start : start + length]]
                if ana.tab.evaluate(POINT_AT, [start, end]) != expected:
                    wrong.append((start, end))
    assert wrong == []
