"""Does the page come to the browser, on loopback alone unless that is asked for, and is nothing lost by its end?"""

import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from toy_labels import TEXT, label, output
from toy_session import Page, browser, session

from extract.errors import ReviewError, UsageError
from extract.review import LOG, read_log
from extract.review_page.filters import Filter
from extract.review_page.reviewer import reviewer
from extract.review_page.serving import Where, served

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 20
SEED = 20_261_121


# --- the address --------------------------------------------------------------------------------------------------


def test_the_page_listens_on_loopback_under_an_address_that_nobody_can_guess(tmp_path: Path) -> None:
    with session(tmp_path) as opened, served(opened, Where()) as one, served(opened, Where()) as other:
        assert one.socket.getsockname()[0] == "127.0.0.1"
        assert len(one.url.split("/")[3]) >= 32
        assert len({*one.url.split("/"), *one.launch.split("/"), *other.url.split("/"), *other.launch.split("/")}) == 9
        assert one.url.split("/")[3] not in one.launch


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_the_page_goes_by_the_names_of_loopback(tmp_path: Path, name: str) -> None:
    with session(tmp_path) as opened, browser(opened) as page:
        port = page.host.split(":")[1]
        assert page.ask("GET", page.base + "/", None, {"Host": f"{name}:{port}"}).status == 200


def test_a_port_may_be_named_and_one_that_is_taken_is_told(tmp_path: Path) -> None:
    with session(tmp_path) as opened, served(opened, Where()) as page:
        port = page.socket.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port}.*name another port"):
            served(opened, Where(port=port))


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (Where("0.0.0.0"), "--allow-network"),  # noqa: S104 - it is refused
        (Where("192.0.2.7"), "ssh -L"),
        (Where("example.org"), "no address"),
        (Where("0.0.0.0", network=True), "--host-name"),  # noqa: S104 - it is refused
        (Where(names=("a b",)), "no name"),
        (Where(names=("a/b",)), "no name"),
        (Where("192.0.2.7", network=True), "cannot be served on 192.0.2.7"),
    ],
)
def test_an_address_that_others_can_reach_is_asked_for_in_so_many_words(
    tmp_path: Path, where: Where, said: str
) -> None:
    with session(tmp_path) as opened, pytest.raises(UsageError, match=said):
        served(opened, where)


def test_on_every_address_the_page_goes_by_the_names_that_are_given(tmp_path: Path) -> None:
    where = Where("0.0.0.0", network=True, names=("review.example", "tunnel.example:9000"))  # noqa: S104 - the test's
    with session(tmp_path) as opened, served(opened, where) as page:
        port = page.socket.getsockname()[1]
        assert page.url.startswith(f"http://review.example:{port}/")
    with session(tmp_path) as opened, browser(opened, where) as asked:
        port = asked.page.socket.getsockname()[1]
        for host, status in (("review.example", 400), (f"review.example:{port}", 200), ("tunnel.example:9000", 200)):
            assert direct(port, asked.base + "/", host) == status


def test_a_name_is_added_to_those_of_loopback(tmp_path: Path) -> None:
    with session(tmp_path) as opened, browser(opened, Where("localhost", names=("localhost:9000",))) as page:
        assert page.get("/", Host="localhost:9000").status == 200
        assert page.get("/").status == 200


def direct(port: int, path: str, host: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.skipif(not socket.has_ipv6 or not Path("/proc/net/if_inet6").exists(), reason="no IPv6 here")
def test_the_page_may_be_on_the_loopback_of_ipv6(tmp_path: Path) -> None:
    with session(tmp_path) as opened, served(opened, Where("::1")) as page:
        assert page.url.startswith("http://[::1]:")


# --- the browser and the reviewer -----------------------------------------------------------------------------------


def test_the_browser_is_opened_with_the_address_that_works_once(tmp_path: Path) -> None:
    opened_with: list[str] = []
    with session(tmp_path) as opened, served(opened, Where()) as page:

        def look(url: str) -> None:
            opened_with.append(url)
            page.server.should_exit = True

        page.run(look)
        assert opened_with == [page.launch]


def program(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_a_browser_is_opened_where_one_is_named_or_there_is_a_screen(tmp_path: Path) -> None:
    named = program(tmp_path, "browser", f'echo "$1" > {tmp_path}/url')
    code = "from extract.review_page.serving import open_browser; open_browser('http://127.0.0.1:1/launch/x')"
    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")}
    bare["PYTHONPATH"] = str(ROOT)
    subprocess.run([sys.executable, "-c", code], check=True, env=bare, timeout=60)
    assert not (tmp_path / "url").exists()
    subprocess.run([sys.executable, "-c", code], check=True, env={**bare, "BROWSER": str(named)}, timeout=60)
    assert (tmp_path / "url").read_text(encoding="utf-8") == "http://127.0.0.1:1/launch/x\n"


def test_who_reviews_is_whom_git_knows_or_else_who_is_logged_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOGNAME", "logged-in")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert reviewer() == "logged-in"
    program(tmp_path, "git", '[ "$1 $2" = "config user.name" ] && echo "Ana B"')
    assert reviewer() == "Ana B"
    program(tmp_path, "git", "exit 1")
    assert reviewer() == "logged-in"


def test_where_nobody_is_known_the_reviewer_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 54321")

    with pytest.raises(UsageError, match="--reviewer"):
        reviewer(nobody)


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run of thirty documents, each with a wrong label in gold."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "seeds").mkdir()
    for name in (f"d{number:02}" for number in range(30)):
        (folder / "seeds" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
        label(folder / "gold", name, output(value="7000000"))
    subprocess.run([sys.executable, "-m", "extract", "run", "--out", "run", "--quiet"], cwd=folder, check=True, env=ENV)
    return folder


ENV = {**os.environ, "PYTHONPATH": str(ROOT)}


@contextmanager
def command(folder: Path, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Start the command and give its process and the first line that it prints."""
    line = [sys.executable, "-m", "extract", "review", "run", "--no-open", "--reviewer", "ana", *arguments]
    process = subprocess.Popen(line, cwd=folder, env=ENV, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline()
        finally:
            process.kill()


class Client(Page):
    """Decides from outside of the process."""

    def first(self) -> tuple[str, str | None]:
        """Return the item that is to be decided next, and its version."""
        html = self.get("/next").text
        item, seen = (html.split(f'data-{name}="')[1].split('"')[0] for name in ("item", "seen"))
        return item, seen or None


def test_the_command_prints_the_address_and_ends_with_what_to_do_next(project: Path) -> None:
    with command(project) as (process, line):
        url, _, rest = line.partition(" ")
        assert rest.endswith(" open; Ctrl-C ends the review and loses nothing\n")
        client = Client(url)
        for verdict in ("skip", "both"):
            item, seen = client.first()
            assert client.post("/decide", item=item, seen=seen, verdict=verdict).status == 200
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "")
    assert told == ("1 item decided on this page; bring the decisions into gold with: extract gold apply --runs run\n")
    shutil.rmtree(project / "gold" / "review")


def test_with_json_the_address_is_an_object(project: Path) -> None:
    with command(project, "--json", "--port", "0", "--no-blind", "--order", "document") as (process, line):
        assert Client(json.loads(line)["url"]).get("/next").status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    shutil.rmtree(project / "gold" / "review")


def test_what_a_kill_broke_off_and_who_can_reach_the_page_is_told(project: Path) -> None:
    (project / "gold" / "review").mkdir()
    (project / "gold" / LOG).write_bytes(b'{"v": 1, "ev')
    everywhere = ("--host", "0.0.0.0", "--allow-network", "--host-name", "localhost")  # noqa: S104 - the test's
    with command(project, *everywhere) as (process, line):
        assert line.startswith("http://localhost:")
        assert Page(line.split(" ")[0]).get("/").status == 200
        process.send_signal(signal.SIGTERM)
        told = process.communicate(timeout=30)[1].splitlines()
    assert "its last line is broken off and set aside; nobody was told that it is saved" in told[0]
    assert "can read the documents and decide" in told[1]
    assert (process.returncode, (project / "gold" / LOG).read_bytes()) == (0, b"")
    shutil.rmtree(project / "gold" / "review")


def test_the_summary_has_the_scores_on_gold_as_it_would_be(project: Path) -> None:
    with command(project, "--no-blind") as (_, line):
        client = Client(line.split(" ")[0])
        before = client.get("/summary").text
        item, seen = client.first()
        assert client.post("/decide", item=item, seen=seen, verdict="b").status == 200
        after = client.get("/summary").text
    assert "figures.correct.f1" in after
    assert scores(before) != scores(after)
    shutil.rmtree(project / "gold" / "review")


def scores(html: str) -> list[str]:
    return re.findall(r"[01]\.\d{3}", html)


def test_without_the_packages_of_the_page_the_command_says_what_to_install(project: Path) -> None:
    code = "import sys; sys.modules['starlette.applications'] = None; from extract.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "review", "run"], cwd=project, env=ENV, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "pip install 'extract-toolkit[review]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_run_against_another_one_names_no_command_for_gold(project: Path) -> None:
    with command(project, "--against", "run") as (process, line):
        assert " - 0 open" in line
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30)[1] == "0 items decided on this page\n"
    shutil.rmtree(project / "gold" / "review")


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_kill_between_any_two_decisions_loses_none_that_was_answered(project: Path) -> None:
    """Twenty times, at random moments around an answer, with the next decision under way as often as not."""
    choices = random.Random(SEED)
    answered: dict[str, tuple[str, str]] = {}
    log = project / "gold" / LOG
    for number in range(ROUNDS):
        with command(project) as (process, line):
            assert line, "the command did not start again"
            client = Client(line.split(" ")[0])
            for step in range(choices.randint(1, 4)):
                event, verdict = f"e-{number}-{step}", choices.choice(["both", "neither", "skip"])
                item, seen = client.first()
                said = {"event": event, "item": item, "seen": seen, "verdict": verdict}
                assert client.post("/decide", **said).status == 200
                answered[event] = (item, verdict)
            item, seen = client.first()
            late = json.dumps({"event": f"e-{number}-x", "item": item, "seen": seen, "verdict": "both"})
            with closing(http.client.HTTPConnection(client.host, timeout=20)) as connection:
                if choices.random() < 0.5:  # one more, whose answer nobody waits for
                    connection.request("POST", f"{client.base}/decide", late, client.credentials)
                    time.sleep(choices.random() * 0.01)
                process.send_signal(signal.SIGKILL)
                process.wait(timeout=30)
        state, _ = read_log(log)
        assert answered.keys() <= state.events.keys()
    for event, (item, verdict) in answered.items():
        kept: Any = state.events[event]
        assert (kept.items[0].item, kept.verdict) == (item, verdict)
    assert len(answered) > ROUNDS


# --- a disk that is full --------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with room for a few decisions; only root may have one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None:
        pytest.skip("mount is not there")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("this user may not mount a disk")
    yield disk
    subprocess.run([umount, str(disk)], check=True)


def test_on_a_full_disk_nothing_is_said_to_be_saved_and_all_goes_on_once_there_is_room(small: Path) -> None:
    with session(small) as opened, browser(opened) as page:
        one, other, *_ = opened.queue(Filter())
        assert page.decide(one, "a", event="e-1").status == 200
        held = (small / LOG).read_bytes()
        fill(small)
        answer = page.decide(other, "a", event="e-2", note="n" * 5000)
        assert answer.status == 507
        assert "NOT saved" in answer.text
        assert (small / LOG).read_bytes() == held
        (small / "filler").unlink()
        assert page.decide(other, "a", event="e-2", note="n" * 5000).status == 200
    state, torn = read_log(small / LOG)
    assert (list(state.events), torn) == (["e-1", "e-2"], None)


def fill(disk: Path) -> None:
    with (disk / "filler").open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 512):
                pass
        except OSError:
            return


def test_a_disk_that_may_only_be_read_is_told(small: Path) -> None:
    with session(small) as opened, browser(opened) as page:
        (one, *_) = opened.queue(Filter())
        # the open log keeps the disk from being made read-only, so that it is the page that must find out
        done = subprocess.run(["mount", "-o", "remount,ro", str(small)], capture_output=True, check=False)
        if done.returncode == 0:
            assert page.decide(one, "a").status == 507
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True, capture_output=True)
    with pytest.raises(ReviewError, match="cannot be read or written"), session(small):
        pass
