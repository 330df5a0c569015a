"""What a platform is doing for members, so that it can finish that before it leaves."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from structlog.contextvars import bound_contextvars, get_contextvars

from bot.errors import Restarting

_LAST_WORDS = 1.0
"""Seconds for telling members that the bot restarts."""

T = TypeVar("T")


class Request:
    """One request under way."""

    def __init__(self, given_up: asyncio.Event, *, late: bool) -> None:
        """Work until `given_up` is set; where `late`, the platform was closing before it arrived."""
        self._given_up = given_up
        self._late = late

    async def work(self, work: Coroutine[Any, Any, T]) -> T:
        """Await `work`, but no longer than there is time. What is given up is cancelled and gets to clean up.

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
            if not task.done():
                task.cancel()
                await asyncio.wait((task,), timeout=_LAST_WORDS / 2)
                raise Restarting
            if task.cancelled():
                raise Restarting
            return task.result()
        finally:
            task.cancel()
            given_up.cancel()


class InFlight:
    """Counts the requests under way; when the platform closes, lets them finish for a while and then gives up."""

    def __init__(self, settling: float = 0.0) -> None:
        """Start with none under way.

        Args:
            settling: seconds after the beginning of `finish` in which a request may still begin that was
                acknowledged before it: where a platform's library acknowledges first and starts the work a little
                later, in between nothing seems to be under way.
        """
        self._settling = settling
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._late_from: float | None = None
        self._given_up = asyncio.Event()

    def __len__(self) -> int:
        """Return how many requests are under way."""
        return self._count

    @contextmanager
    def request(self) -> Iterator[Request]:
        """Count a request as under way, from its arrival until the member has read the outcome.

        What is logged meanwhile has one `request` in common, a word drawn by chance.
        """
        self._count += 1
        self._idle.clear()
        late = self._late_from is not None and asyncio.get_running_loop().time() >= self._late_from
        try:
            # Part of a request that is under way already, it goes on under that one's name in the log.
            with bound_contextvars(request=get_contextvars().get("request") or secrets.token_hex(4)):
                yield Request(self._given_up, late=late)
        finally:
            self._count -= 1
            if not self._count:
                self._idle.set()

    async def finish(self, seconds: float) -> None:
        """Take no more work, and wait at most `seconds` for what is under way."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        self._late_from = loop.time() + min(self._settling, seconds)
        await asyncio.sleep(self._late_from - loop.time())
        await self._wait_until_idle(deadline - _LAST_WORDS)
        self._given_up.set()
        await self._wait_until_idle(deadline)

    async def _wait_until_idle(self, until: float) -> None:
        left = until - asyncio.get_running_loop().time()
        if left > 0 and not self._idle.is_set():
            waiting = asyncio.ensure_future(self._idle.wait())
            await asyncio.wait((waiting,), timeout=left)
            waiting.cancel()
