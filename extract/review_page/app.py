"""Which addresses does the page have, and which screen answers each of them?"""

import sys
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from hmac import compare_digest
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from extract.disagreements import Disagreement
from extract.errors import ExtractError, UsageError
from extract.review_page import writing
from extract.review_page.bodies import AlikeBody, ChangeBody, DecideBody, RemarkBody, read
from extract.review_page.filters import filter_of
from extract.review_page.history import history
from extract.review_page.overview import overview
from extract.review_page.rendering import render
from extract.review_page.security import Door, Guard
from extract.review_page.session import Session
from extract.review_page.unreadable import HEADING, fault
from extract.review_page.writing import Screen

STATIC = {"review.js": "text/javascript", "review.css": "text/css", "icon.svg": "image/svg+xml"}
"""All the files that are served."""

Said = TypeVar("Said", bound=BaseModel)
Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def page(session: Session, door: Door, once: str) -> ASGIApp:
    """Return the page of a review behind its door; `once` opens it one time without the secret."""
    pages = _Pages(session, door, {once})
    app = Starlette(
        routes=pages.routes(),
        exception_handlers={
            HTTPException: _refused,
            writing.Absent: _absent,
            UsageError: _malformed,
            ExtractError: pages.unreadable,
            Exception: _broken,
        },
    )
    app.router.redirect_slashes = False
    return Guard(app, door)


@dataclass(frozen=True, slots=True)
class _Pages:
    session: Session
    door: Door
    launches: set[str]
    """Launch addresses that are not used yet."""

    def routes(self) -> list[Route]:
        reads: dict[str, Endpoint] = {
            "/": self.overview,
            "/i/{id}": self.item,
            "/i/{id}/edit": self.edit,
            "/next": self.next,
            "/alike/{id}": self.alike,
            "/history": self.history,
            "/summary": self.summary,
            "/help": self.help,
            "/static/{name}": self.static,
        }
        writes: dict[str, Endpoint] = {
            "/decide": self._write(DecideBody, writing.decide),
            "/alike": self._write(AlikeBody, writing.decide_alike),
            "/remark": self._write(RemarkBody, writing.remark),
            "/undo": self._write(ChangeBody, writing.undo),
            "/redo": self._write(ChangeBody, writing.redo),
        }
        return [
            Route("/launch/{once}", self.launch),
            *(Route(f"/{self.door.secret}{path}", endpoint) for path, endpoint in reads.items()),
            *(Route(f"/{self.door.secret}{path}", endpoint, methods=["POST"]) for path, endpoint in writes.items()),
        ]

    # --- reads ---------------------------------------------------------------------------------------------------

    async def launch(self, request: Request) -> Response:
        """Open the page, once; a page that hops on, because browsers hold a redirection to be the link's."""
        once = request.path_params["once"]
        known = next((one for one in self.launches if compare_digest(one.encode(), once.encode())), None)
        if known is None or request.method != "GET":
            raise HTTPException(404, "this address opens the page once; open the one that the command printed")
        self.launches.discard(known)
        return _html(
            '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Review</title>'
            f'<meta http-equiv="refresh" content="0; url=/{self.door.secret}/">'
            f'<p><a href="/{self.door.secret}/">Open the review</a></p></html>'
        )

    async def overview(self, request: Request) -> Response:
        self.session.refresh()
        view = overview(self.session, filter_of(request.url.query))
        return self._shown(request, Screen("overview.html", view, ""))

    async def item(self, request: Request) -> Response:
        whole = request.query_params.get("whole") == "1"
        return self._about(request, lambda one: writing.item_screen(self.session, one, request.url.query, whole=whole))

    async def edit(self, request: Request) -> Response:
        def editing(one: Disagreement) -> Screen:
            form = writing.form(self.session, one)
            return writing.item_screen(self.session, one, request.url.query, form=form)

        return self._about(request, editing)

    async def alike(self, request: Request) -> Response:
        return self._about(request, lambda one: writing.alike_screen(self.session, one, request.url.query))

    async def next(self, request: Request) -> Response:
        self.session.refresh()
        return self._shown(request, writing.next_screen(self.session, None, request.url.query))

    async def history(self, request: Request) -> Response:
        self.session.refresh()
        number = request.query_params.get("page", "1")
        view = history(self.session, int(number) if number.isdecimal() and len(number) < 7 else 1)
        return self._shown(request, Screen("history.html", view, "history"))

    async def summary(self, request: Request) -> Response:
        from extract.review_page.summary import summary

        self.session.refresh()
        view = await run_in_threadpool(summary, self.session)  # scoring a large run takes seconds
        return self._shown(request, Screen("summary.html", view, "summary"))

    async def help(self, request: Request) -> Response:
        return self._shown(request, Screen("help.html", None, "help"))

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in STATIC:
            raise HTTPException(404)
        return Response(_static(name), media_type=STATIC[name])

    def _about(self, request: Request, screen: Callable[[Disagreement], Screen]) -> Response:
        """Answer with a screen of the item that the address names."""
        self.session.refresh()
        one = self.session.find(request.path_params["id"])
        return self._shown(request, writing.NO_SUCH_ITEM if one is None else screen(one))

    # --- answers -------------------------------------------------------------------------------------------------

    def _write(self, kind: type[Said], write: Callable[[Session, Said], Screen]) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            screen = write(self.session, read(await request.body(), kind))
            return self._shown(request, screen, fragment=True)

        return endpoint

    async def unreadable(self, request: Request, error: Exception) -> Response:
        """Say that the log cannot be read, with a way back for when it can."""
        told = writing.Impossible(HEADING, fault(self.session.log.path, error))
        return self._shown(request, Screen("error.html", told, "", status=507))

    def _shown(self, request: Request, screen: Screen, *, fragment: bool | None = None) -> Response:
        if fragment is None:
            fragment = request.headers.get("x-extract-fragment") == "1"
        base = f"/{self.door.secret}"
        context: dict[str, Any] = {"toast": screen.toast, "alert": screen.alert}
        html = render(screen.template, fragment, base=base, token=self.door.token, view=screen.view, **context)
        return _html(html, screen.status, {"X-Extract-Path": f"{base}/{screen.path}"})


def _html(html: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(html.encode("utf-8", "replace"), status, headers, "text/html; charset=utf-8")


@cache
def _static(name: str) -> bytes:
    return (files("extract.review_page") / "static" / name).read_bytes()


# --- refusals: one line each, with nothing of the request in it ----------------------------------------------------


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    return PlainTextResponse(f"{error.detail}\n", error.status_code, error.headers)


async def _absent(request: Request, error: Exception) -> Response:
    return PlainTextResponse("this review has no such item; reload the page\n", 404)


async def _malformed(request: Request, error: Exception) -> Response:
    return PlainTextResponse(f"{error}\n", 400)


async def _broken(request: Request, error: Exception) -> Response:
    """Say where the page has a fault, here and to whoever started it; the error itself may hold words of documents."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    line = f"the page has a fault, {type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}"
    sys.stderr.write(f"extract review: {line}; please report it\n")
    return PlainTextResponse(f"{line}; reload to see what is saved\n", 500)
