"""What the tests of the review page have in common: a small review, its page on a real socket, and requests to it."""

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from toy_gold import World
from toy_review import found

from extract import ClaimsAndFigures
from extract.disagreements import Disagreement
from extract.evaluation.reviewing import Subject
from extract.records import Document
from extract.review import LOG, DecisionsLog
from extract.review_page.connections import Connection
from extract.review_page.serving import Served, Where, served
from extract.review_page.session import Session

NOON = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


def document(id_: str, text: str, *others: Any) -> Document:
    """Return a document with the fingerprint of its text; `others` are its source, title and date."""
    return Document(id_, text, sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), *others)


def subject(values: int = 3, *, agreed: bool = False, text: str | None = None) -> Subject:
    """Return a review of one document: the first figures have wrong values, the last claim is missing."""
    world = World()
    for number, one in enumerate(world.run["figures"][:values]):
        one["value"] = str(number)
    world.run["claims"] = world.run["claims"][:-1]
    items = found(world, agreed=agreed)
    documents = {} if text is None else {world.id: document(world.id, text, "lund.txt")}
    return Subject("runs/toy", "gold", "gold", items, documents, 0)


@contextmanager
def session(folder: Path, about: Subject | None = None, *, log: Any = None, **how: Any) -> Iterator[Session]:
    """Open a session on a log in the folder; `log` are the seams of the log."""
    with DecisionsLog(folder / LOG, **(log or {})) as opened:
        yield Session(
            subject() if about is None else about,
            ClaimsAndFigures,
            opened,
            how.pop("reviewer", "ana"),
            clock=lambda: NOON,
            **how,
        )


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Page:
    """Asks as the page's own script does, one connection a request."""

    url: str
    """As the command prints it."""
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def host(self) -> str:
        """Return host and port."""
        return self.url.split("/")[2]

    @property
    def base(self) -> str:
        """Return the secret part of each path, without a slash at its end."""
        return "/" + self.url.split("/")[3]

    def get(self, path: str, **headers: str) -> Answer:
        """Get a path behind the secret."""
        return self.ask("GET", self.base + path, None, headers)

    def post(self, path: str, **said: Any) -> Answer:
        """Send what is said as JSON, with an event of its own unless one is given."""
        said = {"event": f"e-{next(self.numbers)}-{id(self)}", **said}
        return self.ask("POST", self.base + path, json.dumps(said), self.credentials)

    @cached_property
    def credentials(self) -> dict[str, str]:
        """Return the headers of a write."""
        token = self.get("/help").text.split('name="token" content="')[1].split('"')[0]
        return {"Content-Type": "application/json", "Origin": f"http://{self.host}", "X-Extract-Token": token}

    def decide(self, one: Disagreement, verdict: str, seen: str | None = None, **said: Any) -> Answer:
        """Send a verdict on an item that nothing had touched when it was shown."""
        return self.post("/decide", item=one.id, seen=seen, verdict=verdict, **said)

    def ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        """Send a request to the path as it is."""
        connection = http.client.HTTPConnection(self.host, timeout=20)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, named, answer.read().decode())
        finally:
            connection.close()


@dataclass
class Browser(Page):
    """Asks a page in this process."""

    page: Served = field(kw_only=True)


@contextmanager
def browser(of: Session, where: Where | None = None, connection: type[Connection] = Connection) -> Iterator[Browser]:
    """Serve the page of a session in a thread of its own."""
    with served(of, where or Where(), connection) as page:
        thread = threading.Thread(target=page.run)
        thread.start()
        try:
            yield Browser(page.url, page=page)
        finally:
            page.server.should_exit = True
            thread.join()
