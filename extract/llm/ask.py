"""How a request becomes an answer: from the cache, from a twin that is in flight, or from the server."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from extract.errors import AskError, CacheError
from extract.llm.cache import Cache
from extract.llm.entries import Attempt, Entry, Incoming
from extract.llm.forecast import Forecast, forecast
from extract.llm.held import Held
from extract.llm.log import Log
from extract.llm.misses import changed_since
from extract.llm.requests import WireRequest, wire_request
from extract.llm.responses import answer_of
from extract.llm.sending import Sender
from extract.llm.setup import Setup
from extract.llm.spending import Spending
from extract.records import Answer, Request

_FEW = 3
"""Requests that are compared with stored ones, to say why the cache lacked them."""


class Asker:
    """An `Ask` of one model on one server; what it opens is opened when it is needed, in the loop that needs it."""

    def __init__(self, setup: Setup, warn: Callable[[str], None] = lambda _message: None) -> None:
        """Remember how to ask; nothing is opened or loaded yet. `warn` is told of damage in the cache."""
        self.setup = setup
        self.spending = Spending()
        self._warn = warn
        self._cache: Cache | None = None
        self._log: Log | None = None
        self._sender: Sender | None = None
        self._flights: dict[tuple[str, int], asyncio.Future[Answer]] = {}
        self._renewed: set[str] = set()
        self._held = Held(self._opened_cache, warn)
        self._lacked: list[str] | None = []
        """The first requests that the cache lacked, canonical and as JSON; None once it has had an answer."""

    async def __call__(self, request: Request) -> Answer:
        """Return the model's answer; `AskError` where there is none, `StopRun` where there will be none for others."""
        wire = wire_request(request, self.setup.options)
        place = (wire.key(), 0 if request.reask is None else request.reask.number)
        twin = self._flights.get(place)
        if twin is not None:
            return replace(await asyncio.shield(twin), cached=True)
        stored = self._stored(*place)
        if stored is not None:
            return stored
        if self.setup.cache_only:
            raise AskError(
                f"no answer is stored under the key {place[0]}; ask without --cache-only, or import it", "cache-miss"
            )
        return await self._flown(place, wire)

    async def settle(self, answer: Answer) -> None:
        """Call the entry of a first answer finished: no re-ask is due. Returns once that is written."""
        cache = self._opened_cache()
        if cache is None or answer.key is None or answer.final:
            return
        if self._held.finish(answer.key):
            await self._held.written(more=bool(self._flights))
        else:
            cache.finish(answer.key)

    def changed(self) -> tuple[str, ...]:
        """Return what sets the requests so far apart from stored ones about the same documents.

        Empty where the cache has had an answer, or knows none of the documents.
        """
        cache = self._opened_cache()
        if cache is None or not self._lacked:
            return ()
        changed: tuple[str, ...] = ()
        with suppress(CacheError, ValueError, TypeError, LookupError):  # planted, perhaps; the rows stand all the same
            self._held.release_all()
            changed = changed_since(cache, self._lacked)
        return changed

    def halt(self) -> None:
        """Send nothing more until `close`: whoever asks gets `Halted`, what is on its way still comes back."""
        if self._sender is not None:
            self._sender.halt()

    def forecast(self, documents: Iterable[Sequence[Request]]) -> Forecast:
        """Return what asking about documents would come to, each given as its requests; nothing is sent."""
        try:
            return forecast(documents, self.setup.options, self._known)
        finally:
            self._close_files()

    def _known(self, request: Request) -> Answer | None:
        return self._stored(wire_request(request, self.setup.options).key(), 0)

    async def close(self) -> None:
        """Close what was opened; asking again opens it anew."""
        if self._sender is not None:
            await self._sender.close()
            self._sender = None
        self._lacked = []
        self._close_files()

    def _close_files(self) -> None:
        try:
            self._held.release_all()
        except CacheError as error:  # what ended the run stays what it is told for
            self._warn(f"answers that came in last are not stored: {error}")
        for one in (self._cache, self._log):
            if one is not None:
                one.close()
        self._cache = self._log = None

    # --- the cache -------------------------------------------------------------------------------------------

    def _opened_cache(self) -> Cache | None:
        if self._cache is None and self.setup.cache is not None:
            self._cache = Cache(self.setup.cache, self._warn)
        return self._cache

    def _stored(self, key: str, number: int) -> Answer | None:
        self._held.release(key)
        cache = self._opened_cache()
        if cache is None or (self.setup.refresh and key not in self._renewed):
            return None
        entry = cache.answers(key)
        attempt = None if entry is None else entry.attempt(number)
        if entry is None or attempt is None:
            return None
        self._lacked = None
        return self._answer(attempt, key, cached=True, final=_is_last(entry, number))

    def _answer(self, attempt: Attempt, key: str, *, cached: bool, final: bool = False) -> Answer:
        return answer_of(
            attempt.raw,
            self.setup.options.model,
            key=key,
            seconds=attempt.seconds,
            cost_usd=_money(attempt.cost_usd),
            attempts=attempt.tries,
            cached=cached,
            final=final,
        )

    def _store(self, key: str, wire: WireRequest, attempt: Attempt) -> None:
        if self._opened_cache() is None:
            return
        text = wire.canonical_text()
        if self._lacked is not None and len(self._lacked) < _FEW and not self.setup.refresh:
            self._lacked.append(text)
        anew = self.setup.refresh and key not in self._renewed
        self._held.add(Incoming(key, text, attempt, anew))
        if anew:
            self._renewed.add(key)

    # --- the server ------------------------------------------------------------------------------------------

    async def _flown(self, place: tuple[str, int], wire: WireRequest) -> Answer:
        """Send the request, and let others that are the same wait for its answer."""
        flight = self._flights[place] = asyncio.get_running_loop().create_future()
        try:
            answer = await self._asked(place, wire)
        except BaseException as error:
            flight.set_exception(error if isinstance(error, AskError) else AskError("the request was given up"))
            flight.exception()  # so that nobody is told of an error that no twin waited for
            raise
        else:
            flight.set_result(answer)
            return answer
        finally:
            del self._flights[place]

    async def _asked(self, place: tuple[str, int], wire: WireRequest) -> Answer:
        attempt = await self._opened_sender().send(wire, *place)
        self._store(place[0], wire, attempt)
        return self._answer(attempt, place[0], cached=False)

    def _opened_sender(self) -> Sender:
        if self._sender is None:
            if self.setup.log is not None:
                self._log = Log(self.setup.log)
            self._sender = Sender(self.setup, self.spending, self._log)
        return self._sender


def _is_last(entry: Entry, number: int) -> bool:
    return entry.finished and entry.attempt(number + 1) is None


def _money(stored: str | None) -> Decimal | None:
    if not stored:
        return None
    try:
        amount = Decimal(stored)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None
