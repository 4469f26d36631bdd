"""Does the page answer whatever others on the machine open and leave half said?"""

import asyncio
import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from errno import EMFILE
from pathlib import Path

import pytest
from toy_session import Browser, Page, browser, session

from extract.review_page.connections import AT_MOST, Connection, _tell

ROOT = Path(__file__).parent.parent.parent
HALF = b"POST /x HTTP/1.1\r\nHost: "


class Hasty(Connection):
    """Waits a moment."""

    wait = 0.3


@pytest.fixture
def hasty(tmp_path: Path) -> Iterator[Browser]:
    """A page that cuts what is not whole in a moment."""
    with session(tmp_path) as opened, browser(opened, connection=Hasty) as page:
        yield page


def connect(page: Page) -> socket.socket:
    host, port = page.host.split(":")
    return socket.create_connection((host, int(port)), timeout=10)


def is_cut(one: socket.socket) -> bool:
    try:
        return one.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


@pytest.mark.parametrize("said", [b"", HALF], ids=["nothing", "half a head"])
def test_a_request_that_does_not_come_to_its_end_is_cut(hasty: Browser, said: bytes) -> None:
    with connect(hasty) as one:
        one.sendall(said)
        assert is_cut(one)
    assert hasty.get("/help").status == 200


def test_a_body_that_does_not_come_to_its_end_is_cut(hasty: Browser) -> None:
    known = {"Host": hasty.host, "Content-Length": "9", **hasty.credentials}
    head = "".join(f"{name}: {value}\r\n" for name, value in known.items())
    with connect(hasty) as one:
        one.sendall(f"POST {hasty.base}/undo HTTP/1.1\r\n{head}\r\nhalf".encode())
        assert is_cut(one)
    assert hasty.get("/help").status == 200


def test_a_request_that_comes_drop_by_drop_is_cut_all_the_same(hasty: Browser) -> None:
    with connect(hasty) as one:
        for _ in range(10):
            time.sleep(0.05)
            with suppress(OSError):
                one.sendall(b"P")
        assert is_cut(one)


def test_a_connection_that_asks_again_and_again_in_time_is_kept(hasty: Browser) -> None:
    connection = http.client.HTTPConnection(hasty.host, timeout=10)
    for _ in range(4):
        connection.request("GET", f"{hasty.base}/help")
        answer = connection.getresponse()
        assert (answer.status, bool(answer.read())) == (200, True)
        time.sleep(0.15)
    connection.close()


SERVE = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
sys.path.insert(0, sys.argv[1])
from toy_session import session
from extract.review_page.serving import Where, served
with session(Path(sys.argv[2])) as opened, served(opened, Where()) as page:
    print(page.url, flush=True)
    page.run()
"""


@contextmanager
def small(folder: Path) -> Iterator[tuple[Page, Callable[[], str]]]:
    """Serve a page in a process that may have 256 files open; give it, and what ends it and returns what it said."""
    line = [sys.executable, "-c", SERVE, str(ROOT / "tests"), str(folder)]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(line, cwd=ROOT, text=True, **streams) as process:  # type: ignore[call-overload]
        try:
            yield Page(process.stdout.readline().strip()), lambda: _ended(process)
        finally:
            process.kill()


def _ended(process: "subprocess.Popen[str]") -> str:
    process.send_signal(signal.SIGINT)
    return process.communicate(timeout=30)[1]


def test_hundreds_of_half_requests_keep_nobody_out_and_say_nothing(tmp_path: Path) -> None:
    with small(tmp_path) as (page, end), ExitStack() as opened:
        for _ in range(250):
            opened.enter_context(connect(page)).sendall(HALF)
        start = time.monotonic()
        assert page.get("/help").status == 200
        assert time.monotonic() - start < Connection.wait / 2
        assert end() == ""


def test_the_longest_waiting_make_room(tmp_path: Path) -> None:
    with small(tmp_path) as (page, _), ExitStack() as opened:
        first = opened.enter_context(connect(page))
        first.sendall(HALF)
        assert page.get("/help").status == 200  # it has been accepted
        rest = [opened.enter_context(connect(page)) for _ in range(AT_MOST)]
        first.settimeout(Connection.wait / 2)
        assert is_cut(first)
        assert page.get("/help").status == 200
        assert rest


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(EMFILE, "Too many open files"), ""),
        (ValueError("words of a document"), "extract review: the server has a fault, ValueError; please report it\n"),
    ],
)
def test_a_fault_is_told_in_a_line_without_words_of_documents(
    error: Exception, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    loop = asyncio.new_event_loop()
    _tell(loop, {"exception": error})
    loop.close()
    assert capsys.readouterr().err == said
