"""What a platform is doing for members, so that it can finish that before it leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from bot.errors import Restarting

_LAST_WORDS = 1.0  # seconds for telling members that the bot restarts

T = TypeVar("T")


class Request:
    """One request under way."""

    def __init__(self, given_up: asyncio.Event, *, late: bool) -> None:
        """Work until `given_up` is set; where `late`, the platform was closing before it arrived."""
        self._given_up = given_up
        self._late = late

    async def work(self, work: Coroutine[Any, Any, T]) -> T:
        """Await `work`, but no longer than there is time.

        Raises:
            Restarting: the platform is closing, and the request came too late or takes too long.
        """
        if self._late:
            work.close()
            raise Restarting
        task = asyncio.ensure_future(work)
        given_up = asyncio.ensure_future(self._given_up.wait())
        try:
            await asyncio.wait((task, given_up), return_when=asyncio.FIRST_COMPLETED)
            if not task.done() or task.cancelled():
                raise Restarting
            return task.result()
        finally:
            task.cancel()
            given_up.cancel()


class InFlight:
    """Counts the requests under way; when the platform closes, lets them finish for a while and then gives up."""

    def __init__(self) -> None:
        """Start with none under way."""
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._closing = False
        self._given_up = asyncio.Event()

    @contextmanager
    def request(self) -> Iterator[Request]:
        """Count a request as under way, from its arrival until the member has read the outcome."""
        self._count += 1
        self._idle.clear()
        try:
            yield Request(self._given_up, late=self._closing)
        finally:
            self._count -= 1
            if not self._count:
                self._idle.set()

    async def finish(self, seconds: float) -> None:
        """Take no more work, and wait at most `seconds` for what is under way."""
        self._closing = True
        await self._wait_until_idle(seconds - _LAST_WORDS)
        self._given_up.set()
        await self._wait_until_idle(_LAST_WORDS)

    async def _wait_until_idle(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), seconds)
