"""When are answers written that came in? Once it is known which are the last of their entries, several in one step."""

import asyncio
from collections.abc import Callable, Iterable

from extract.errors import RecordError
from extract.llm.cache import Cache
from extract.llm.entries import Incoming

_MOST = 256
"""Answers that are held back; whoever asks without a run may never say that an answer was the last."""
_LATER = 0.005
"""Seconds in which others may come in that are written in the same step."""


class Held:
    """Answers that came in, held back until it is known whether they finish their entries.

    That is known as soon as they were examined, which comes next: held back, an answer is written once and not twice.
    """

    def __init__(self, opened: Callable[[], Cache | None], warn: Callable[[str], None]) -> None:
        """Hold nothing yet; `opened` gives the cache, `warn` is told of an answer that cannot be stored."""
        self._opened = opened
        self._warn = warn
        self._held: dict[str, Incoming] = {}
        self._step: asyncio.Future[None] | None = None
        """Done once what is finished is written; None where no step is due."""

    def add(self, incoming: Incoming) -> None:
        """Hold an answer back; another to the same request, or the oldest of very many, is written."""
        self.release(incoming.key)
        self._held[incoming.key] = incoming
        if len(self._held) > _MOST:
            self.release(next(iter(self._held)))

    def finish(self, key: str) -> bool:
        """Call the answer of that key the last of its entry, and say whether there is one."""
        held = self._held.get(key)
        if held is None:
            return False
        self._held[key] = held._replace(finished=True)
        return True

    def release(self, key: str) -> None:
        """Write the answer of that key, if there is one."""
        self._write([key])

    def release_all(self) -> None:
        """Write every answer."""
        if self._step is not None and not self._step.get_loop().is_closed():
            self._take_step(self._step)
        self._step = None
        self._write(list(self._held))

    async def written(self, *, more: bool) -> None:
        """Return once all finished ones are written, a little later where `more` are to come in."""
        loop = asyncio.get_running_loop()
        if self._step is None or self._step.get_loop() is not loop:  # a loop that was left has taken its last step
            self._step = loop.create_future()
            loop.call_later(_LATER if more else 0, self._take_step, self._step)
        await asyncio.shield(self._step)

    def _take_step(self, step: "asyncio.Future[None]") -> None:
        if self._step is not step:
            return
        self._step = None
        try:
            self._write([key for key, incoming in self._held.items() if incoming.finished])
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            step.set_exception(error)
            step.exception()  # so that nobody is told of it where all who waited have gone
        else:
            step.set_result(None)

    def _write(self, keys: Iterable[str]) -> None:
        """Write these answers; those that the cache does not take stay, to be written later, and it says why."""
        several = [self._held[key] for key in keys if key in self._held]
        cache = self._opened() if several else None
        if cache is not None:
            cache.store_all(several, self._refuse)
        for incoming in several:
            del self._held[incoming.key]

    def _refuse(self, incoming: Incoming, error: RecordError) -> None:
        self._warn(f"the answer to {incoming.key[:16]} is not stored: {error}")  # its row stands all the same
