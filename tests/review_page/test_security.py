"""Is every request refused that does not come from the page itself, with nothing written and nothing shown?"""

import http.client
import json
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from toy_session import Browser, browser, session, subject

from extract.review import LOG
from extract.review_page.filters import Filter
from extract.review_page.security import BODY_AT_MOST, HEADERS, Door, refusal_of
from extract.review_page.session import Session

TEXT = "The secret words of the document."


@dataclass
class Toy:
    """A page, an item on it, and its log with one line."""

    session: Session
    browser: Browser
    log: Path

    def body(self, **changed: Any) -> str:
        return json.dumps({"event": "e-hostile", "item": self.item, "seen": None, "verdict": "a", **changed})

    @property
    def item(self) -> str:
        return self.session.queue(Filter())[1].id

    def filled(self, text: str) -> str:
        """Put what only the page knows in place of names in capitals."""
        known = {
            "SECRET": self.browser.base[1:],
            "TOKEN": self.browser.credentials["X-Extract-Token"],
            "HOST": self.browser.host,
            "PORT": self.browser.host.split(":")[1],
            "ITEM": self.item,
        }
        return re.sub("|".join(known), lambda found: known[found[0]], text)


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Toy]:
    folder = tmp_path_factory.mktemp("review")
    with session(folder, subject(text=TEXT)) as opened, browser(opened) as page:
        assert page.decide(opened.queue(Filter())[0], "a").status == 200
        yield Toy(opened, page, folder / LOG)


def raw(toy: Toy, request: bytes, *, half: bool = False) -> bytes:
    """Send bytes and return all that comes back until the server closes or has nothing more to say."""
    host, port = toy.browser.host.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request)
        if half:
            connection.shutdown(socket.SHUT_WR)
        found = b""
        try:
            while chunk := connection.recv(65536):
                found += chunk
        except ConnectionResetError:
            pass
        return found


GOOD = {
    "Host": "HOST",
    "Origin": "http://HOST",
    "Sec-Fetch-Site": "same-origin",
    "Content-Type": "application/json",
    "X-Extract-Token": "TOKEN",
    "Connection": "close",
}


def request(toy: Toy, line: str = "POST /SECRET/decide HTTP/1.1", body: Any = None, **changed: Any) -> bytes:
    """Return the bytes of a good decision with headers changed, added or, with None, left out; `_` stands for `-`."""
    sent = toy.body() if body is None else body
    content = sent.encode() if isinstance(sent, str) else sent
    headers: dict[str, str | None] = {**GOOD, "Content-Length": str(len(content))}
    headers |= {name.replace("_", "-"): value for name, value in changed.items()}
    lines = [line, *(f"{name}: {value}" for name, value in headers.items() if value is not None)]
    return toy.filled("\r\n".join(lines)).encode("latin-1") + b"\r\n\r\n" + content


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def refused(toy: Toy, sent: bytes, expected: int) -> None:
    before = toy.log.read_bytes()
    answer = raw(toy, sent)
    assert status(answer) == expected, answer[:300]
    assert toy.log.read_bytes() == before
    head, _, body = answer.partition(b"\r\n\r\n")
    assert TEXT.encode() not in answer
    assert toy.browser.base.encode() not in answer
    assert b"access-control" not in head.lower()
    assert b"set-cookie" not in head.lower()
    assert body.count(b"\n") <= 1
    assert b"text/plain" in head


def test_the_decision_that_is_spoiled_below_is_a_good_one(tmp_path: Path) -> None:
    with session(tmp_path) as opened, browser(opened) as page:
        own = Toy(opened, page, tmp_path / LOG)
        assert status(raw(own, request(own))) == 200
        assert len(own.log.read_bytes().splitlines()) == 1


HOSTS = {
    "a foreign name": {"Host": "evil.test"},
    "a rebound name with our port": {"Host": "evil.test:PORT", "Origin": "http://evil.test:PORT"},
    "our name with another port": {"Host": "127.0.0.1:1", "Origin": "http://127.0.0.1:1"},
    "our name without a port": {"Host": "127.0.0.1"},
    "our name and more": {"Host": "127.0.0.1:PORT.evil.test"},
    "a name before ours": {"Host": "evil.test@127.0.0.1:PORT"},
    "another spelling of our address": {"Host": "2130706433:PORT", "Origin": "http://2130706433:PORT"},
    "all addresses": {"Host": "0.0.0.0:PORT", "Origin": "http://0.0.0.0:PORT"},
    "no name at all": {"Host": ""},
}


@pytest.mark.parametrize("changed", HOSTS.values(), ids=HOSTS)
@pytest.mark.parametrize(
    "line",
    [
        "POST /SECRET/decide HTTP/1.1",
        "GET /SECRET/ HTTP/1.1",
        "GET /SECRET/static/review.js HTTP/1.1",
        "GET /launch/x HTTP/1.1",
        "HEAD /SECRET/next HTTP/1.1",
    ],
)
def test_a_page_of_another_name_reads_and_writes_nothing(toy: Toy, line: str, changed: dict[str, Any]) -> None:
    refused(toy, request(toy, line, **changed), 400)


def test_two_hosts_or_none_are_refused(toy: Toy) -> None:
    good = request(toy)
    refused(toy, good.replace(b"Origin:", b"Host: evil.test\r\nOrigin:"), 400)
    refused(toy, request(toy, Host=None), 400)
    refused(toy, request(toy, "POST /SECRET/decide HTTP/1.0", Host=None), 400)


WRITES: dict[str, tuple[dict[str, Any], int]] = {
    "a page on another port": ({"Origin": "http://127.0.0.1:1"}, 403),
    "another name of ours": ({"Origin": "http://localhost:PORT"}, 403),
    "another scheme": ({"Origin": "https://HOST"}, 403),
    "origin null": ({"Origin": "null"}, 403),
    "no origin": ({"Origin": None}, 403),
    "an empty origin": ({"Origin": ""}, 403),
    "an origin with a path": ({"Origin": "http://HOST/"}, 403),
    "a page of the same site": ({"Sec_Fetch_Site": "same-site"}, 403),
    "a page of another site": ({"Sec_Fetch_Site": "cross-site"}, 403),
    "no page": ({"Sec_Fetch_Site": "none"}, 403),
    "a site that is none": ({"Sec_Fetch_Site": "anything"}, 403),
    "a forged token": ({"X_Extract_Token": "A" * 32}, 403),
    "the secret as a token": ({"X_Extract_Token": "SECRET"}, 403),
    "a token that is no ASCII": ({"X_Extract_Token": "\xe9"}, 403),
    "an empty token": ({"X_Extract_Token": ""}, 403),
    "no token": ({"X_Extract_Token": None}, 403),
    "a token in a cookie": ({"X_Extract_Token": None, "Cookie": "X-Extract-Token=TOKEN"}, 403),
    "plain text": ({"Content_Type": "text/plain"}, 415),
    "a form": ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
    "parts": ({"Content_Type": "multipart/form-data; boundary=x"}, 415),
    "nearly JSON": ({"Content_Type": "application/json-patch+json"}, 415),
    "another encoding": ({"Content_Type": "application/json; charset=utf-7"}, 415),
    "no type": ({"Content_Type": None}, 415),
    "compressed": ({"Content_Encoding": "gzip"}, 415),
    "too long by what it says": ({"Content_Length": str(BODY_AT_MOST + 1)}, 413),
    "very long by what it says": ({"Content_Length": "9" * 18}, 413),
}


@pytest.mark.parametrize(("changed", "expected"), WRITES.values(), ids=WRITES)
def test_what_the_page_itself_did_not_send_is_not_written(toy: Toy, changed: dict[str, Any], expected: int) -> None:
    refused(toy, request(toy, **changed), expected)


@pytest.mark.parametrize("name", ["Origin", "Sec-Fetch-Site", "X-Extract-Token", "Content-Type"])
def test_a_header_that_stands_twice_is_refused(toy: Toy, name: str) -> None:
    twice = f"\r\n{name}: {toy.filled(GOOD[name])}\r\n".encode()
    refused(toy, request(toy).replace(b"\r\n", twice, 1), 415 if name == "Content-Type" else 403)


METHODS = ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "post", "GET")


@pytest.mark.parametrize("path", ["decide", "alike", "remark", "undo", "redo"])
@pytest.mark.parametrize("method", METHODS)
def test_nothing_but_post_writes(toy: Toy, method: str, path: str) -> None:
    refused(toy, request(toy, f"{method} /SECRET/{path} HTTP/1.1"), 405)


SCREENS = ("", "next", "i/ITEM", "i/ITEM/edit", "history", "summary", "help", "static/review.js")


@pytest.mark.parametrize("path", SCREENS)
def test_nothing_is_read_by_post(toy: Toy, path: str) -> None:
    refused(toy, request(toy, f"POST /SECRET/{path} HTTP/1.1"), 405)


PATHS = {
    "no secret": "/",
    "a wrong secret": "/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/decide",
    "half the secret": "/SECRE/decide",
    "the secret and more": "/SECRETA/decide",
    "the secret without more": "/SECRET",
    "the path alone": "/decide",
    "up and down": "/SECRET/../SECRET/decide",
    "up from the files": "/SECRET/static/../app.py",
    "up from the files, written otherwise": "/SECRET/static/%2e%2e/app.py",
    "up, written twice otherwise": "/SECRET/static/%252e%252e/app.py",
    "up with the other stroke": "/SECRET/static/..\\app.py",
    "an absolute file": "/SECRET/static//etc/passwd",
    "two strokes": "//SECRET/decide",
    "two strokes within": "/SECRET//decide",
    "an item that is a path": "/SECRET/i/..%2f..%2fetc%2fpasswd",
    "an end of a string": "/SECRET/static/review.js%00.png",
    "a line end": "/SECRET/decide%0d%0aX: y",
    "a parameter": "/SECRET/decide;x=1",
    "the secret written otherwise": "/%53ECRET/decide",
    "no launch": "/launch/",
    "a wrong launch": "/launch/AAAAAAAA",
    "a launch of a path": "/launch/../SECRET/",
}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_an_address_that_is_not_ours_is_nothing(toy: Toy, path: str, method: str) -> None:
    sent = request(toy, f"{method} {path.replace(' ', '%20')} HTTP/1.1")
    before = toy.log.read_bytes()
    answer = raw(toy, sent)
    assert status(answer) in ((404, 405) if "launch" in path else (404,))
    if "launch" not in path:
        assert answer.partition(b"\r\n\r\n")[2] == b""
    assert toy.log.read_bytes() == before


def test_addresses_that_are_very_long_are_refused(toy: Toy) -> None:
    refused(toy, request(toy, f"GET /SECRET/i/{'d' * 9000} HTTP/1.1"), 414)
    refused(toy, request(toy, f"GET /SECRET/?{'d' * 9000} HTTP/1.1"), 414)
    assert status(raw(toy, request(toy, f"GET /SECRET/i/{'d' * 200_000} HTTP/1.1"))) == 400


def test_a_whole_address_where_a_path_belongs_is_nothing(toy: Toy) -> None:
    refused(toy, request(toy, "POST http://HOST/SECRET/decide HTTP/1.1"), 404)
    refused(toy, request(toy, "GET http://evil.test/SECRET/ HTTP/1.1"), 404)
    refused(toy, request(toy, "OPTIONS * HTTP/1.1"), 404)


READS: dict[str, tuple[str, dict[str, Any], int]] = {
    "a frame of another page": ("/SECRET/", {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"}, 403),
    "a script of another page": ("/SECRET/static/review.js", {"Sec_Fetch_Mode": "no-cors"}, 403),
    "a picture of another page": ("/SECRET/static/icon.svg", {"Sec_Fetch_Dest": "image"}, 403),
    "a fetch of another page": ("/SECRET/next", {"Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"}, 403),
    "a link to an item": ("/SECRET/i/ITEM", {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}, 403),
    "a link to the front": ("/SECRET/", {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}, 200),
}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(("path", "headers", "expected"), READS.values(), ids=READS)
def test_another_page_may_open_the_front_as_a_tab_and_nothing_else(
    toy: Toy, path: str, headers: dict[str, Any], expected: int, site: str
) -> None:
    sent = request(toy, f"GET {path} HTTP/1.1", "", Origin=None, Sec_Fetch_Site=site, **headers)
    assert status(raw(toy, sent)) == expected


@pytest.mark.parametrize("site", ["none", "same-origin", None])
def test_the_page_and_a_typed_address_are_read(toy: Toy, site: str | None) -> None:
    assert status(raw(toy, request(toy, "GET /SECRET/next HTTP/1.1", "", Sec_Fetch_Site=site))) == 200


# --- bodies -------------------------------------------------------------------------------------------------------

BODIES = {
    "nothing": b"",
    "no JSON": b"verdict=a",
    "a list": b"[]",
    "a text": b'"a"',
    "null": b"null",
    "two objects": b"{}{}",
    "cut off": b'{"event": "e-1", "ite',
    "not UTF-8": b'{"event": "\xff"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "deep": b'{"event":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "NaN": b'{"event": NaN}',
    "infinity": b'{"event": -Infinity}',
    "a huge number": b'{"event": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_is_no_object_of_json_is_refused(toy: Toy, body: bytes) -> None:
    refused(toy, request(toy, body=body), 400)


SAID: dict[str, dict[str, Any]] = {
    "a key too many": {"admin": True},
    "no item": {"item": None},
    "an item that is a list": {"item": ["d_1"]},
    "an item that is a path": {"item": "../../etc/passwd"},
    "an event that is a number": {"event": 1},
    "an event with a line end": {"event": "e\n{}"},
    "an event without an end": {"event": "e" * 5000},
    "an empty event": {"event": ""},
    "a verdict that is none": {"verdict": "gold"},
    "a verdict of the log": {"verdict": "reference"},
    "causes that are a text": {"causes": "other"},
    "a cause that is none": {"causes": ["spite"]},
    "a note that is no text": {"note": {"a": 1}},
    "a note without an end": {"note": "n" * 100_000},
    "a final that is a list": {"final": []},
    "a final with lists": {"final": {"value": [1]}},
    "a query that is no text": {"query": 1},
    "a version that is no text": {"seen": 7},
}


@pytest.mark.parametrize("changed", SAID.values(), ids=SAID)
def test_what_is_not_of_the_known_keys_and_types_is_refused(toy: Toy, changed: dict[str, Any]) -> None:
    refused(toy, request(toy, body=toy.body(**changed)), 400)


def test_a_key_that_stands_twice_is_refused(toy: Toy) -> None:
    refused(toy, request(toy, body=toy.body().replace('"verdict"', '"verdict": "b", "verdict"')), 400)


def test_an_item_that_nobody_has_is_not_found(toy: Toy) -> None:
    refused(toy, request(toy, body=toy.body(item="d_0000000000000000")), 404)


def chunked(toy: Toy, size: int) -> bytes:
    head = request(toy, body=b"", Content_Length=None, Transfer_Encoding="chunked")
    chunk = b"1000\r\n" + b" " * 4096 + b"\r\n"
    return head + chunk * (size // 4096) + b"0\r\n\r\n"


def test_a_body_is_counted_while_it_is_read(toy: Toy) -> None:
    before = toy.log.read_bytes()
    assert status(raw(toy, chunked(toy, BODY_AT_MOST + 8192))) == 413
    assert status(raw(toy, chunked(toy, BODY_AT_MOST))) == 400
    assert toy.log.read_bytes() == before


def test_a_request_that_breaks_off_writes_nothing(toy: Toy) -> None:
    before = toy.log.read_bytes()
    sent = request(toy)
    for part in (sent[:-5], sent[: len(sent) // 2], sent[:20]):
        answer = raw(toy, part, half=True)
        assert not answer or status(answer) == 400
    assert toy.log.read_bytes() == before


@pytest.mark.parametrize(
    "junk",
    [
        b"GET /\r\n\r\n",
        b"GET / HTTP/0.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nHost : b\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b" \r\n\r\n",
    ],
    ids=["no version", "0.9", "TLS", "a blank before the colon", "two lengths", "gzip", "HTTP/2", "blank"],
)
def test_what_is_no_request_is_refused(toy: Toy, junk: bytes) -> None:
    before = toy.log.read_bytes()
    assert status(raw(toy, junk, half=True)) in (400, 404, 501)
    assert toy.log.read_bytes() == before


def test_a_second_request_behind_a_refused_one_is_read_as_one_of_its_own(toy: Toy) -> None:
    """No smuggling: what stands in a refused body is not a request."""
    before = toy.log.read_bytes()
    inner = request(toy)
    raw(toy, request(toy, body=inner, Origin="null"))
    raw(toy, request(toy, body=inner, Host="evil.test"))
    assert toy.log.read_bytes() == before


# --- answers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/next", 200),
        ("GET", "/static/review.js", 200),
        ("GET", "/nowhere", 404),
        ("PUT", "/", 405),
        ("POST", "/decide", 415),
    ],
)
def test_every_answer_forbids_all_that_the_page_does_not_need(toy: Toy, method: str, path: str, status: int) -> None:
    answer = toy.browser.ask(method, toy.browser.base + path, None, {})
    assert answer.status == status
    for name, value in HEADERS:
        assert answer.headers[name.decode()] == value.decode()
    assert not {"server", "set-cookie", "access-control-allow-origin"} & answer.headers.keys()


def test_the_page_holds_no_script_or_style_but_its_files(toy: Toy) -> None:
    for path in ("/", "/next", "/history", "/summary", "/help", f"/i/{toy.item}", f"/i/{toy.item}/edit"):
        html = toy.browser.get(path).text
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\son[a-z]+=|\sstyle=|javascript:", html), path
        assert all(url.startswith((toy.browser.base, "#", "?")) for url in re.findall(r'(?:href|src)="([^"]*)"', html))


def test_a_header_of_a_strange_length_is_too_long() -> None:
    door = Door(frozenset({"a:1"}), "s", "t")
    headers = [
        (b"host", b"a:1"),
        (b"origin", b"http://a:1"),
        (b"content-type", b"application/json"),
        (b"x-extract-token", b"t"),
        (b"content-length", "²".encode("latin-1")),
    ]
    refusal = refusal_of({"method": "POST", "raw_path": b"/s/x", "query_string": b"", "headers": headers}, door)
    assert refusal is not None
    assert refusal.status == 413


def test_nothing_of_a_request_is_printed(toy: Toy, capfd: pytest.CaptureFixture[str]) -> None:
    raw(toy, request(toy, body=b"secret words"))
    raw(toy, b"secret words\r\n\r\n", half=True)
    connection = http.client.HTTPConnection(toy.browser.host, timeout=10)
    connection.request("GET", toy.browser.base + "/next")
    connection.close()  # before the answer is read
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")
